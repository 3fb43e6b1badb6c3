"""Every address of the house, filled in; every reader; and what an answer says, whatever it is packed in."""

import io
import os
import re
import traceback
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import product, zip_longest
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver

from samsyn.config import urls
from samsyn.ground.people.models import Membership
from samsyn.web.errors.views import not_allowed, not_found
from tests import people
from tests.ground.test_tenancy import KINDS
from tests.matrix.expected import ROLES, may_see
from tests.matrix.planting import MARK, SHELVES, Garden, number_of

# The whole walk opens every paper and asks for the rows of every audience: `python -m tests.matrix`.
WHOLE = os.environ.get("MATRIX") == "whole"
# Whose rows are asked for by their address: of each reader those that are hidden from it, if any are.
HIDDEN = {
    "eva": "coordinator", "lars": "authorities", "kim": "authorities", "siv": "coordinator", "cecilia": "parties",
    "ende": "parties", "nobody": "parties", "bo": "soder", "ulf": "own", "rut": "own", "dag": "coordinator",
    "pia": "coordinator", "stina": "authorities", "anna": "authorities", "adam": "coordinator",
    "maja": "parties",
}  # fmt: skip

# The addresses that carry hidden ids in forms and filters: of rows that the reader may open, if there are any.
OPENED = {
    **dict.fromkeys(HIDDEN, [("norr", "parties")]), "cecilia": [("soder", "soder")],
    **dict.fromkeys(("eva", "pia", "kim", "lars"), [("norr", "parties"), ("norr", "own")]),
}  # fmt: skip


def read_by(who: str) -> list[tuple[str, str]]:
    """Return the (municipality, shelf) of the addresses that a reader opens in the whole walk."""
    own = [("soder", shelf) for shelf in ("soder", *SHELVES)] if who == "cecilia" else [("soder", "soder")]
    return [*(("norr", shelf) for shelf in (*SHELVES, "soder")), *own]


WORDS = {                       # what stands in the places of an address that are neither ids nor numbers
    "what": ("text",), "part": ("rapporter",), "kind": ("csv", "xlsx", "geojson", "pdf", "docx"), "code": ("A",),
    "format": ("pdf", "docx", "csv", "xlsx", "html", "pptx"), "format_": ("pdf", "docx"), "method": ("hotspots",),
    "name": ("x",), "secret": ("0" * 43,), "version": ("1",), "token": ("0" * 43,), "provider_id": ("x",),
    "organization_slug": ("x",), "slug": ("norr",),
}  # fmt: skip
CODES = {
    "gallring/regel/": "brev", "dataskydd/": "personuppgiftsincident", "lagkollen/skyldighet/": "tasks",
    "lagesbild/upplagg/": "short", "bibliotek/kort/": "x", "arshjul/": "x", "data/matt/": "x",
}  # fmt: skip
TOWN = "<slug:slug>/"
NO_ID = "0192d0a0-0000-7000-8000-000000000001"
# What somebody writes by hand where each sort of thing stands.
EDITS = {
    "int": ("0", "99999999999999999999"), "uuid": (NO_ID,), "week": ("1900-v01", "2199-v52", "2025-v53"),
    "span": ("1900", "2199-12", "2025-13"), "slug": ("x", "-", "a" * 300),
    "str": ("x", "%00", "å" * 300, "..%2f..%2fetc", "'%20OR%201=1%20--"),
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
        ("Maja", "supporter", "police", ()),
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


def unlike(garden: Garden, places: Iterable[tuple[str, str]], *, only: str = "") -> Iterator[tuple[str, str]]:
    """Yield (name, address) of every route filled from each (municipality, shelf); one that comes again once."""
    seen: set[str] = set()
    for slug, shelf in places:
        for name, address in addresses(garden, shelf, slug=slug):
            if address not in seen and name.startswith(only):
                seen.add(address)
                yield name, address


def addresses(garden: Garden, shelf: str, *, slug: str = "norr") -> Iterator[tuple[str, str]]:
    """Yield (name, address) of every route, below the municipality and above it, filled with the ids of a shelf."""
    ids = ids_of(garden, shelf)
    for name, bare, begins in routes(slug):
        for chosen in product(*_places(bare, ids, shelf)):
            yield name, begins + _filled(bare, chosen)


def edited(garden: Garden, shelf: str, *, slug: str = "norr") -> Iterator[tuple[str, str]]:
    """Yield (name, address) of every route with one place of it edited by hand, the others as they should be."""
    ids = ids_of(garden, shelf)
    for name, bare, begins in routes(slug):
        right = [values[0] for values in _places(bare, ids, shelf)]
        for place, sort in enumerate(re.findall(r"<(\w+):\w+>", bare)):
            for odd in EDITS[sort]:
                yield name, begins + _filled(bare, [*right[:place], odd, *right[place + 1 :]])


def ids_of(garden: Garden, shelf: str) -> dict[str, str]:
    """Return an id for each kind of row: of the shelf, else of the town's register; and the week of its picture."""
    town = garden.neighbour if shelf == "soder" and garden.neighbour else garden.town
    rows = register(town) | garden.rows[shelf]
    week = rows["SituationalPicture"].iso_week
    return {kind: str(row.pk) for kind, row in rows.items()} | {"week": f"{week // 100}-v{week % 100:02}"}


def routes(slug: str) -> Iterator[tuple[str, str, str]]:
    """Yield (name, address with its open places, what it begins with) of every route; the municipality's first."""
    found = [(name, pattern) for pattern, name, _view in views(get_resolver().url_patterns)]
    for name, pattern in sorted(found, key=lambda each: not each[1].startswith(TOWN)):
        yield name, pattern.removeprefix(TOWN), f"/{slug}/" if pattern.startswith(TOWN) else "/"


def _places(bare: str, ids: dict[str, str], shelf: str) -> list[tuple[str, ...]]:
    """Return for each open place of an address what stands there, mostly one thing."""
    kinds = iter(next((kinds for start, kinds in KINDS.items() if bare.startswith(start)), ()))
    codes = tuple(code for start, code in CODES.items() if bare.startswith(start))[:1]
    found: list[tuple[str, ...]] = []
    for sort, name in re.findall(r"<(\w+):(\w+)>", bare):
        if sort == "uuid":
            found.append((ids.get(next(kinds, ""), NO_ID),))
        elif sort == "int":
            found.append((str(number_of(shelf)) if name in ("number", "version") else "1",))
        elif sort in ("week", "span"):
            found.append((ids["week"] if sort == "week" else "2025-t2",))
        else:
            found.append(codes if name == "code" and codes else WORDS.get(name, ("x",)))
    return found


def _filled(bare: str, chosen: Sequence[str]) -> str:
    parts = re.split(r"<\w+:\w+>", bare)
    return "".join(text + value for text, value in zip_longest(parts, chosen, fillvalue=""))


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


@contextmanager
def refused_in_short() -> Iterator[None]:
    """Make the page that says no once for each reader and reason; then only its sentence: most answers are that page.

    Around the sentence stands what stands around every page of the reader, and nothing about what was asked for.
    """
    before, made = (urls.handler403, urls.handler404), set()

    def short(request: Any, exception: Any = None, *, whole: Callable, status: int) -> HttpResponse:
        key = (request.user.pk, getattr(request, "member", None) is not None, str(exception))
        if key in made:
            return HttpResponse(str(exception), status=status)
        made.add(key)
        return whole(request, exception)

    urls.handler403 = partial(short, whole=not_allowed, status=403)  # type: ignore[assignment]
    urls.handler404 = partial(short, whole=not_found, status=404)  # type: ignore[assignment]
    try:
        yield
    finally:
        urls.handler403, urls.handler404 = before


def fell(answer: Any) -> str:
    """Return what broke and where in the house, or nothing where the answer is a proper one."""
    if answer.status_code < 500:
        return ""
    kind, problem, trace = getattr(answer, "exc_info", None) or (None, None, None)
    frames = [f"{each.filename}:{each.lineno}" for each in traceback.extract_tb(trace) if "/samsyn/" in each.filename]
    where = frames[-1].rpartition("/samsyn/")[2] if frames else "?"
    return f"{answer.status_code} {getattr(kind, '__name__', '')}: {str(problem)[:90]} ({where})"


def leaks_of(garden: Garden, who: str, text: str, *, route: str) -> list[str]:
    """Return what an answer holds that its reader may not see."""
    told = {garden.marks[mark] for mark in MARK.findall(text) if mark in garden.marks}
    return sorted(
        f"{model}.{name} ({shelf})" for model, name, shelf in told
        if not may_see(who, model, shelf, name, route=route)
    )  # fmt: skip
