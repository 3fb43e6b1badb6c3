"""Papers on data protection and accessibility, filled in from what the system knows of itself; drafts for a lawyer.

The texts are in Swedish, since they go to Swedish authorities; they lie in papers.toml, the tables are made here.
"""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from samsyn.ground.people.models import Organisation, Role
from samsyn.ground.permissions import Permission
from samsyn.ground.privacy.declarations import declarations
from samsyn.ground.privacy.models import DisposalRule
from samsyn.ground.tenancy.defaults import setting
from samsyn.jobs.disposal.kinds import KINDS
from samsyn.web.guard import members_who

keepers = members_who(Permission.KEEP_RECORDS)
TEXTS = Path(__file__).resolve().parent / "papers.toml"
BECOMES = {"blank": "töms", "forget": "glöms", "erase": "raden tas bort"}
# What each kind of party usually is in the common work; a lawyer decides.
ANSWERS = {
    "board": "Egen myndighet, personuppgiftsansvarig för det den lämnar",
    "municipal_company": "Jämställs med myndighet (OSL 2 kap. 3 §), ansvarig för det den lämnar",
    "state": "Statlig myndighet, ansvarig för det den lämnar",
}
PRIVATE = "Enskild: ansvarig för sitt eget tills uppgiften är inkommen till kommunen; sekretessen följer inte med dit"
Table = tuple[list[str], list[list[str]]]


@cache
def _papers() -> dict[str, Any]:
    return {paper["code"]: paper for paper in tomllib.loads(TEXTS.read_text(encoding="utf-8"))["papers"]}


def _fields(_member: Any) -> Table:
    rows = [
        [declared.model, name, BECOMES.get(rule, rule),
         f"{declared.kept_for_months} månader" if declared.kept_for_months else "så länge kontot eller raden finns"]
        for declared in declarations() for name, rule in declared.personal.items()
    ]  # fmt: skip
    return ["Tabell", "Fält", "Vid gallring eller rättelse", "Förslag till bevarandetid"], rows


def _rules(member: Any) -> Table:
    decided = {rule.kind: rule for rule in DisposalRule.objects.visible_to(member)}
    rows = []
    for kind in KINDS:
        rule = decided.get(kind.code)
        kept = f"{rule.months} månader" if rule else f"förslag {kind.default_months} månader"
        said = f"{rule.reference}, {rule.decided_by}, {rule.decided_on}" if rule else "inget beslut än"
        rows.append([str(kind.name), str(kind.goes), kept, said])
    rows += [
        ["Låsta lägesbilder och utgivna papper", "Inget", "bevaras", "–"],
        ["Avtal, planer och medborgarlöften", "Inget", "bevaras", "–"],
    ]
    return ["Handling", "Vad som gallras", "Bevaras", "Beslut"], rows


def _parties(member: Any) -> Table:
    found = Organisation.objects.visible_to(member).order_by("name")
    return ["Part", "Slag", "Ansvarar", "Överenskommelse", "Roll enligt dataskyddsförordningen (att pröva)"], [
        [each.name, str(each.get_legal_kind_display()), each.responsible_body or "–", each.agreement or "saknas",
         ANSWERS.get(each.legal_kind, PRIVATE)]
        for each in found
    ]  # fmt: skip


def _roles(member: Any) -> Table:
    rows = [
        [role.name_sv, ", ".join(str(each.label) for each in Permission if role.allows(each)),
         "ja" if role.second_step else "nej"]
        for role in Role.objects.visible_to(member).order_by("name_sv")
    ]  # fmt: skip
    return ["Roll", "Får", "Två steg vid inloggning"], rows


TABLES: dict[str, Callable[[Any], Table]] = {
    "fields": _fields, "rules": _rules, "parties": _parties, "roles": _roles,
}  # fmt: skip


@keepers
def show(request: HttpRequest) -> HttpResponse:
    """Show which papers there are."""
    return render(request, "records/papers.html", {"papers": list(_papers().values())})


@keepers
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one paper, to read through and print."""
    paper, member = _papers().get(code), request.member
    if paper is None:
        raise Http404
    here = member.municipality
    filled = {
        "kommun": here.name, "ansvarig": setting(here, "controller") or "[fyll i under Inställningar]",
        "adress": settings.SAMSYN_ADDRESS, "dag": timezone.localdate().isoformat(),
    }  # fmt: skip
    with translation.override("sv"):
        sections = [
            {"head": each["head"], "texts": [text.format(**filled) for text in each.get("texts", ())],
             "points": [text.format(**filled) for text in each.get("points", ())],
             "table": _table(each.get("table", ""), member)}
            for each in paper["sections"]
        ]  # fmt: skip
    context = {"paper": paper, "sections": sections, "today": timezone.localdate(), "controller": filled["ansvarig"]}
    return render(request, "records/paper.html", context)


def _table(name: str, member: Any) -> dict[str, Any] | None:
    if not name:
        return None
    heads, rows = TABLES[name](member)
    return {"heads": heads, "rows": [list(zip(heads, row, strict=True)) for row in rows]}
