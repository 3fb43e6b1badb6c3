"""Papers on data protection and accessibility, filled in from what the system knows of itself; drafts for a lawyer.

The texts are in Swedish, since they go to Swedish authorities; they lie in papers.toml, the tables are made here.
"""

from collections.abc import Callable
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
from samsyn.web.records.called import CALLED
from samsyn.web.records.statement import CODE as STATEMENT
from samsyn.web.records.statement import statement_of
from samsyn.web.records.texts import papers

keepers = members_who(Permission.KEEP_RECORDS)
BECOMES = {"blank": "töms", "forget": "glöms", "erase": "raden tas bort"}
# What each kind of party usually is in the common work; a lawyer decides.
ANSWERS = {
    "board": "Egen myndighet, personuppgiftsansvarig för det den lämnar",
    "municipal_company": "Jämställs med myndighet (OSL 2 kap. 3 §), ansvarig för det den lämnar",
    "state": "Statlig myndighet, ansvarig för det den lämnar",
}
PRIVATE = "Enskild: ansvarig för sitt eget tills uppgiften är inkommen till kommunen; sekretessen följer inte med dit"
Table = tuple[list[str], list[list[str]]]
ARCHIVED = {"rapporter": "om arkivet vill ha dem", "loggbok": "ja, före gallringen"}
# What no rule of disposal speaks of: the record, what goes of it, how long it is kept, and whether it is archived.
KEPT = (
    ("Låsta lägesbilder: vecka, månad, kvartal, tertial, år", "Inget", "bevaras", "ja"),
    ("Utgivna papper och deras kontrollsummor", "Filen när utgåvan återkallas", "bevaras", "ja"),
    ("Kallelser, protokoll, närvaro efter funktion, beslut", "Inget", "bevaras", "ja"),
    ("Åtgärder med logg och uppföljningar", "Inget utan eget beslut", "förslag 60 månader", "ja"),
    ("Bedömningar av områden, kort och svar på dem", "Inget utan eget beslut", "förslag 60 månader", "i lägesbilden"),
    ("Parternas egna lägesbilder och kommentarer", "Inget utan eget beslut", "förslag 60 månader", "i lägesbilden"),
    ("Prioriteringar, problem, orsaker och mål", "Inget utan eget beslut", "förslag 120 månader", "som papper"),
    ("Utvärderingar och erfarenheter i biblioteket", "Inget utan eget beslut", "förslag 120 månader", "som papper"),
    ("Avtal, planer, medborgarlöften och lägesbild enligt lagen", "Inget", "bevaras", "ja"),
    ("Lagkollen, enkätsvar, självskattning, rapport till fullmäktige", "Inget", "bevaras", "som papper"),
    ("Siffror utifrån (Brå, SCB, Kolada, polisen)", "Inget utan eget beslut", "förslag 120 månader", "nej"),
    ("Begäranden om utlämnande och vad som lämnades ut", "Inget utan eget beslut", "förslag 24 månader", "raden"),
    ("Gallringsbeslut, utförda gallringar och intyg", "Inget", "bevaras", "ja"),
    ("Förseglingar av loggboken", "Inget", "bevaras", "ja"),
    ("Arkivpaket", "Filen 30 dagar efter att den gjordes", "raden bevaras", "är själva leveransen"),
    ("Protokoll när en part lämnar", "Inget", "bevaras", "ja"),
    ("Användare, roller och platser i grupper", "Namn och adress när kontot tas bort", "så länge kontot finns", "nej"),
    ("Parter och deras överenskommelser", "Inget", "bevaras", "ja"),
    ("Inloggningar och tjänstens egna säkerhetskopior", "Av sig själva när tiden är ute", "tills dess", "nej"),
)


def _fields(_member: Any) -> Table:
    """One row for each kind of information and what becomes of its fields; the technical names stand last."""
    rows = []
    for declared in declarations():
        months = declared.kept_for_months
        kept = f"{months} månader" if months else "så länge kontot eller raden finns"
        for rule in sorted(set(declared.personal.values())):
            names = [name for name, becomes in declared.personal.items() if becomes == rule]
            called = CALLED.get(declared.model, declared.model)
            rows.append([called, BECOMES.get(rule, rule), kept, f"{declared.model}: {', '.join(names)}"])
    return ["Uppgift", "Vid gallring eller rättelse", "Förslag till bevarandetid", "Tabell och fält"], sorted(rows)


def _rules(member: Any) -> Table:
    decided = {rule.kind: rule for rule in DisposalRule.objects.visible_to(member)}
    rows = []
    for kind in KINDS:
        rule = decided.get(kind.code)
        kept = f"{rule.months} månader" if rule else f"förslag {kind.default_months} månader"
        said = f"{rule.reference}, {rule.decided_by}, {rule.decided_on}" if rule else "inget beslut än"
        rows.append([str(kind.name), str(kind.goes), kept, ARCHIVED.get(kind.code, "nej"), said])
    rows += [[name, goes, kept, archived, "–"] for name, goes, kept, archived in KEPT]
    return ["Handling", "Vad som gallras", "Bevaras", "Till e-arkiv", "Beslut"], rows


def _parties(member: Any) -> Table:
    found = Organisation.objects.visible_to(member).order_by("name")
    return ["Part", "Slag", "Ansvarar", "Överenskommelse", "Roll enligt dataskydds­förordningen (att pröva)"], [
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
    return render(request, "records/papers.html", {"papers": list(papers().values())})


@keepers
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one paper, to read through and print."""
    paper, member = papers().get(code), request.member
    if paper is None:
        raise Http404
    here = member.municipality
    controller = setting(here, "controller") or "[fyll i under Inställningar]"
    sections = statement_of(here) if code == STATEMENT else _sections(paper, member, controller=controller)
    context = {"paper": paper, "sections": sections, "today": timezone.localdate(), "controller": controller,
               "is_public": code == STATEMENT, "published": here.tells_how_it_is_reached}
    return render(request, "records/paper.html", context)


def _sections(paper: dict[str, Any], member: Any, *, controller: str) -> list[dict[str, Any]]:
    filled = {
        "kommun": member.municipality.name, "ansvarig": controller, "adress": settings.SAMSYN_ADDRESS,
        "dag": timezone.localdate().isoformat(),
    }  # fmt: skip
    with translation.override("sv"):
        return [
            {"head": each["head"], "texts": [text.format(**filled) for text in each.get("texts", ())],
             "points": [text.format(**filled) for text in each.get("points", ())],
             "table": _table(each.get("table", ""), member) or _written(each)}
            for each in paper["sections"]
        ]  # fmt: skip


def _written(section: dict[str, Any]) -> dict[str, Any] | None:
    """Return a table that stands in the text itself."""
    heads = section.get("heads")
    return {"heads": heads, "rows": [list(zip(heads, row, strict=True)) for row in section["rows"]]} if heads else None


def _table(name: str, member: Any) -> dict[str, Any] | None:
    if not name:
        return None
    heads, rows = TABLES[name](member)
    return {"heads": heads, "rows": [list(zip(heads, row, strict=True)) for row in rows]}
