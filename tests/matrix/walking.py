"""Every address of the house, filled in; every reader; and what an answer says, whatever it is packed in."""

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import URLResolver, get_resolver

from samsyn.ground.people.models import Membership
from tests import people
from tests.ground.test_tenancy import KINDS
from tests.matrix.expected import ROLES, may_see
from tests.matrix.planting import MARK, Garden, number_of

# The whole walk opens every paper and asks for the rows of every audience: `python -m tests.matrix`.
WHOLE = os.environ.get("MATRIX") == "whole"
# Whose rows are asked for by their address: of each reader those that are hidden from it, if any are.
HIDDEN = {
    "eva": "coordinator", "lars": "authorities", "kim": "authorities", "siv": "coordinator", "cecilia": "parties",
    "ende": "parties", "nobody": "parties", "bo": "soder", "ulf": "own", "rut": "own", "dag": "coordinator",
    "pia": "coordinator", "stina": "authorities", "anna": "authorities", "adam": "coordinator",
}  # fmt: skip

WORDS = {                       # what stands in the places of an address that are neither ids nor numbers
    "what": ("text",), "part": ("rapporter",), "kind": ("csv", "xlsx", "geojson", "pdf", "docx"), "code": ("A",),
    "format": ("pdf", "docx", "csv", "xlsx", "html", "pptx"), "format_": ("pdf", "docx"), "method": ("hotspots",),
    "name": ("x",), "secret": ("0" * 43,), "version": ("1",), "token": ("0" * 43,), "provider_id": ("x",),
    "organization_slug": ("x",),
}  # fmt: skip
CODES = {
    "gallring/regel/": "brev", "dataskydd/": "personuppgiftsincident", "lagkollen/skyldighet/": "tasks",
    "lagesbild/upplagg/": "short", "bibliotek/kort/": "x", "arshjul/": "x", "data/matt/": "x",
}  # fmt: skip


def views(patterns: Any, before: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Callable]]:
    """Yield (address, name, view) of every route."""
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address, (*names, pattern.namespace) if pattern.namespace else names)
        else:
            yield address, ":".join((*names, pattern.name or address)), pattern.callback


def cast(town: people.Town, neighbour: people.Town) -> dict[str, Client]:
    """Let everybody of ROLES sign in; return a client each."""
    joined = (
        ("Kim", "reporter", "housing", ()),
        ("Ulf", "analyst", "town", ()),
        ("Rut", "reviewer", "school", ()),
        ("Pia", "group_member", "housing", ()),
        ("Stina", "reader", "town", ()),
        ("Lars", "reader", "housing", ()),
        ("Adam", "administrator", "town", ()),
        ("Ende", "coordinator", "town", ()),
    )
    for name, role, party, groups in joined:
        people.join(town, name, role=role, organisation=party, groups=groups)
    Membership.objects.filter(user=town.members["ende"].user).update(ends_on=people.NOW.date())
    clients = {}
    for who in ROLES:
        clients[who] = Client(raise_request_exception=False)
        members = {**town.members, **neighbour.members}
        if who in members:
            clients[who].force_login(members[who].user)
    return clients


def addresses(garden: Garden, shelf: str, *, slug: str = "norr") -> Iterator[tuple[str, str, bool]]:
    """Yield (name, address, whether it speaks of rows of this shelf) of every route below the municipality."""
    ids = {kind: str(row.pk) for kind, row in garden.rows[shelf].items()}
    week = next((row.iso_week for kind, row in garden.rows[shelf].items() if kind == "SituationalPicture"), 202540)
    ids |= {kind: str(row.pk) for kind, row in register(garden.town).items() if kind not in ids}
    for pattern, name, view in views(get_resolver().url_patterns):
        if not pattern.startswith("<slug:slug>/") or getattr(view, "guarded_as", "") == "open":
            continue
        bare = pattern.removeprefix("<slug:slug>/")
        own = bool(re.search(r"<(uuid|week|span|int:(number|version))", bare))
        kinds = next((kinds for start, kinds in KINDS.items() if bare.startswith(start)), [])
        filled = bare
        for kind, place in zip(kinds, re.findall(r"<uuid:\w+>", bare), strict=False):
            filled = filled.replace(place, ids.get(kind, "0192d0a0-0000-7000-8000-000000000001"), 1)
        filled = re.sub(r"<int:number>", str(number_of(shelf)), filled)
        filled = re.sub(r"<int:version>", str(number_of(shelf)), filled)
        filled = re.sub(r"<int:\w+>", "1", filled)
        filled = re.sub(r"<week:\w+>", f"{week // 100}-v{week % 100:02}", filled)
        filled = re.sub(r"<span:\w+>", "2025-t2", filled)
        for each in _worded(filled, bare):
            yield name, f"/{slug}/{each}", own


def _worded(filled: str, bare: str) -> Iterator[str]:
    found = re.search(r"<(?:slug|str):(\w+)>", filled)
    if not found:
        yield filled
        return
    codes = [code for start, code in CODES.items() if bare.startswith(start)]
    for word in codes[:1] if found[1] in ("code",) and codes else WORDS.get(found[1], ("x",)):
        yield from _worded(filled.replace(found[0], word, 1), bare)


def register(town: people.Town) -> dict[str, Any]:
    """Return one thing of each kind of the town's own register."""
    return {
        "Organisation": town.organisations["town"], "User": next(iter(town.members.values())).user,
        "Membership": Membership.objects.filter(municipality=town.municipality).first(),
        "Area": town.areas["A"], "AreaSet": town.areas["A"].area_set, "Category": town.categories["E1"],
        "Role": town.roles["reporter"],
        **({"Group": town.groups["local"], "Unit": town.units["kitchen"], "Place": town.places["square"]}
           if town.groups else {}),
    }  # fmt: skip


def said(answer: Any) -> str:
    """Return what an answer says, its headers too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return unpacked(content) + " " + " ".join(f"{name}: {value}" for name, value in answer.headers.items())


def unpacked(content: bytes) -> str:
    """Return the text of a page, a PDF, or a packed file with what is packed inside it."""
    if content[:4] == b"%PDF":
        from pypdf import PdfReader

        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(unpacked(packed.read(name)) for name in packed.namelist())
    return content.decode("utf-8", errors="replace")


def is_heavy(address: str) -> bool:
    """Return whether an address is of a paper that takes long to set."""
    return address.rsplit(".", 1)[-1].rsplit("/", 1)[-1] in ("pdf", "docx", "pptx")


def leaks_of(garden: Garden, who: str, text: str, *, route: str) -> list[str]:
    """Return what an answer holds that its reader may not see."""
    told = {garden.marks[mark] for mark in MARK.findall(text) if mark in garden.marks}
    return sorted(
        f"{model}.{name} ({shelf})" for model, name, shelf in told
        if not may_see(who, model, shelf, name, route=route)
    )  # fmt: skip
