"""Tillgänglighetsredogörelse: what the law on accessible public services asks for, open to all without signing in.

The text is the same as the paper among those on data protection (papers.toml); what each municipality answers for comes
from its own settings. A municipality's page opens when it has said how somebody reaches it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.web.guard import open_to_all
from samsyn.web.records.texts import papers
from samsyn.web.templatetags.samsyn import day

CODE = "tillganglighet"
STATES = {
    "partly": "Tjänsten är delvis förenlig med lagen. Bristerna står nedan.",
    "fully": "Kommunen bedömer att tjänsten är helt förenlig med lagen. Det vi ändå vet om står nedan.",
    "not": "Tjänsten är inte förenlig med lagen. Bristerna står nedan.",
}
NOBODY = "Kommunen har inte fyllt i hur den nås än. Ring kommunens växel så länge."


def _state(here: Municipality) -> list[str]:
    assessed = setting(here, "access_assessed")
    told = f"Kommunen bedömde den senast {day(date.fromisoformat(assessed))}." if assessed else (
        "Kommunen har inte gjort någon egen bedömning än. Det som står här har de som gör tjänsten prövat."
    )  # fmt: skip
    return [STATES[setting(here, "access_state")], told]


def _contact(here: Municipality) -> list[str]:
    ways = (("E-post", "access_mail"), ("Telefon", "access_phone"), ("På webben", "access_link"))
    said = [f"{name}: {setting(here, key)}" for name, key in ways if setting(here, key)]
    return said or [NOBODY]


def _lacks(here: Municipality) -> list[str]:
    return list(setting(here, "access_lacks"))


def _how(here: Municipality) -> list[str]:
    said = setting(here, "access_how")
    return [f"Så har kommunen granskat: {said.rstrip('.')}."] if said else []


LINES: dict[str, Callable[[Municipality], list[str]]] = {
    "state": _state, "contact": _contact, "lacks": _lacks, "how": _how,
}  # fmt: skip
AS_POINTS = ("lacks", "contact")


def statement_of(here: Municipality) -> list[dict[str, Any]]:
    """Return the sections of a municipality's statement, in Swedish: head, texts and points."""
    filled = {"kommun": here.name, "adress": settings.SAMSYN_ADDRESS}
    with translation.override("sv"):
        return [_section(each, here, filled) for each in papers()[CODE]["sections"]]


def _section(each: dict[str, Any], here: Municipality, filled: dict[str, str]) -> dict[str, Any]:
    texts = [text.format(**filled) for text in each.get("texts", ())]
    points = [text.format(**filled) for text in each.get("points", ())]
    name = each.get("lines", "")
    own = LINES[name](here) if name else []
    (points if name in AS_POINTS else texts).extend(own)
    return {"head": each["head"], "texts": texts, "points": points}


@open_to_all
def show(request: HttpRequest) -> HttpResponse:
    """Show whose statements can be read here."""
    return render(request, "records/statements.html", {"found": Municipality.objects.published()})


@open_to_all
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one municipality's statement. One that has not said how it is reached is as one that is not here."""
    here = next((each for each in Municipality.objects.published() if each.slug == slug), None)
    if here is None:
        raise Http404
    return render(request, "records/statement.html", {
        "of": here, "name": papers()[CODE]["name"], "sections": statement_of(here),
    })  # fmt: skip
