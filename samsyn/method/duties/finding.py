"""What the system holds that shows how each duty stands. It reads; it decides nothing and writes nothing."""

from datetime import date
from typing import Any, NamedTuple

from samsyn.ground.people.models import Group, Organisation, Seat
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.duties.law import CODES, DUTIES, RENEWED_MONTHS, REPORTED_MONTHS
from samsyn.method.duties.models import CouncilReport, Evidence, EvidenceKind, LawDuty, Standing
from samsyn.method.duties.words import found_words, why_words
from samsyn.method.meetings.models import Meeting
from samsyn.method.plans.dates import months_after
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.states import DocumentKind
from samsyn.method.publications.models import Edition

LEADS = ("coordinator",)
COUNCIL_WORDS = ("råd", "styrgrupp", "strategisk")
MOST_FOUND = 8


class Found(NamedTuple):
    """A thing that shows a duty: kind, id, words, its own day."""

    kind: str
    target: str
    words: str
    on: date | None = None


class DutyState(NamedTuple):
    """How one duty stands: the standing, why in words, what was found, what is linked, by when, and who answers."""

    code: str
    standing: str
    why: str
    found: list[Found]
    linked: list[Evidence]
    due_on: date | None
    row: LawDuty | None


class Known(NamedTuple):
    """Everything the judgement rests on, read once."""

    picture: PlanDocument | None
    plan: PlanDocument | None
    agreements: list[PlanDocument]
    groups: list[Group]
    seats: list[Seat]
    parties: list[Organisation]
    reports: list[CouncilReport]
    editions: list[Edition]
    meetings: int
    linked: dict[str, list[Evidence]]
    rows: dict[str, LawDuty]


def known_of(municipality: Municipality, *, today: date) -> Known:
    """Read what the duties are judged by."""
    documents = PlanDocument.objects.filter(municipality=municipality)
    linked: dict[str, list[Evidence]] = {code: [] for code in CODES}
    for row in Evidence.objects.filter(municipality=municipality).in_order():
        linked.setdefault(row.duty, []).append(row)
    held = Meeting.objects.filter(municipality=municipality, closed_at__isnull=False)
    return Known(
        picture=documents.of_kind(DocumentKind.PICTURE).by_law().in_force().latest_decided_first().first(),
        plan=documents.of_kind(DocumentKind.PLAN).by_law().in_force().with_names().latest_decided_first().first(),
        agreements=list(documents.of_kind(DocumentKind.AGREEMENT).in_force().latest_decided_first()[:MOST_FOUND]),
        groups=list(Group.objects.filter(municipality=municipality).order_by("name")),
        seats=list(Seat.objects.filter(municipality=municipality).select_related("group", "organisation")),
        parties=list(Organisation.objects.filter(municipality=municipality).exclude(agreement="").open_on(today)),
        reports=list(CouncilReport.objects.filter(municipality=municipality).latest_first()[:MOST_FOUND]),
        editions=list(Edition.objects.filter(municipality=municipality, audience="public", withdrawn_at=None)
                      .released().latest_first()[:3]),
        meetings=held.filter(held_on__gt=months_after(today, -12)).count(),
        linked=linked, rows={row.code: row for row in LawDuty.objects.filter(municipality=municipality)},
    )  # fmt: skip


def law_check(municipality: Municipality, *, today: date) -> list[DutyState]:
    """Return how every duty stands, in the order of the law."""
    known = known_of(municipality, today=today)
    return [_state(duty.code, known, today) for duty in DUTIES]


def _state(code: str, known: Known, today: date) -> DutyState:
    judged = {"picture": _picture, "plan": _plan, "renewal": _renewal, "agreements": _agreements, "council": _council,
              "reporting": _reporting, "cameras": _cameras}.get(code, _by_evidence)  # fmt: skip
    found = found_for(code, known)
    standing, why, due = judged(code, known, today, found)
    row = known.rows.get(code)
    if row is not None and row.said:
        standing, why = row.said, row.note
    return DutyState(code, standing, why, found, known.linked.get(code, []), (row.due_on if row else None) or due, row)


Judged = tuple[str, str, date | None]


def _picture(_code: str, known: Known, today: date, _found: list[Found]) -> Judged:
    if known.picture is None:
        return _by_evidence("picture", known, today, [])
    return Standing.MET, why_words("picture", on=known.picture.decided_on), None


def _plan(_code: str, known: Known, today: date, _found: list[Found]) -> Judged:
    if known.plan is None:
        return _by_evidence("plan", known, today, [])
    named = {"body": known.plan.decided_by, "on": known.plan.decided_on}
    if known.plan.based_on is None:
        return Standing.PARTLY, why_words("plan_loose", **named), None
    return Standing.MET, why_words("plan", **named), None


def last_renewals(known: Known) -> tuple[date | None, date | None]:
    """Return when the picture was last decided, and when the plan was last followed up (or decided, until it is)."""
    picture = known.picture.decided_on if known.picture is not None else None
    plan = (known.plan.followed_up_on or known.plan.decided_on) if known.plan is not None else None
    return picture, plan


def _renewal(_code: str, known: Known, today: date, _found: list[Found]) -> Judged:
    days = [day for day in last_renewals(known) if day is not None]
    if len(days) < 2:
        return Standing.MISSING, why_words("renewal_none"), None
    due = months_after(min(days), RENEWED_MONTHS)
    if due < today:
        return Standing.MISSING, why_words("renewal_late", on=due), due
    if known.plan is not None and known.plan.followed_up_on is None:
        return Standing.PARTLY, why_words("renewal_not_followed", on=due), due
    return Standing.MET, why_words("renewal", on=due), due


def _agreements(code: str, known: Known, today: date, found: list[Found]) -> Judged:
    if known.agreements:
        return Standing.MET, why_words("agreements", n=len(known.agreements)), known.agreements[0].review_on
    if known.parties:
        return Standing.PARTLY, why_words("agreements_parties", n=len(known.parties)), None
    return _by_evidence(code, known, today, found)


def _council(code: str, known: Known, today: date, found: list[Found]) -> Judged:
    group = council_of(known)
    if group is None:
        return Standing.PARTLY if found else Standing.MISSING, why_words("not_linked" if found else "none"), None
    seats = [seat for seat in known.seats if seat.group_id == group.pk]
    parties = {seat.organisation_id for seat in seats if seat.organisation_id}
    if len(parties) < 2:
        return Standing.PARTLY, why_words("council_thin", group=group.name, n=len(seats)), None
    if not any(seat.organisation and seat.organisation.kind in LEADS for seat in seats):
        return Standing.PARTLY, why_words("council_not_led", group=group.name), None
    return Standing.MET, why_words("council", group=group.name, n=len(seats)), None


def council_of(known: Known) -> Group | None:
    """Return the group that has been linked as the strategic council."""
    linked = {row.target for row in known.linked.get("council", []) if row.kind == EvidenceKind.GROUP}
    return next((group for group in known.groups if str(group.pk) in linked), None)


def _reporting(code: str, known: Known, today: date, found: list[Found]) -> Judged:
    if not known.reports:
        return _by_evidence(code, known, today, found)
    last = known.reports[0].given_on
    due = months_after(last, REPORTED_MONTHS)
    standing = Standing.MET if due >= today else Standing.PARTLY
    return standing, why_words("reporting" if due >= today else "reporting_late", on=last, n=len(known.reports)), due


def _cameras(_code: str, _known: Known, _today: date, _found: list[Found]) -> Judged:
    return Standing.OPTIONAL, why_words("cameras"), None


def _by_evidence(code: str, known: Known, _today: date, found: list[Found]) -> Judged:
    """Met when somebody has linked what shows it, partly when the system has found something that nobody has linked."""
    linked = known.linked.get(code, [])
    if linked:
        return Standing.MET, why_words("linked", n=len(linked)), None
    return (Standing.PARTLY, why_words("not_linked"), None) if found else (Standing.MISSING, why_words("none"), None)


def found_for(code: str, known: Known) -> list[Found]:
    """Return what the system holds that may show a duty, and is not linked yet."""
    made: list[Found] = {
        "picture": _documents(known.picture), "plan": _documents(known.plan),
        "renewal": _documents(known.picture, known.plan),
        "agreements": [*_documents(*known.agreements), *(_party(one) for one in known.parties)],
        "coordination": [_group(one, known) for one in known.groups], "function": _coordinators(known),
        "council": [_group(one, known) for one in known.groups
                    if any(word in f"{one.name} {one.kind}".casefold() for word in COUNCIL_WORDS)],
        "tasks": [Found(EvidenceKind.EDITION, str(one.pk), one.title, one.issued_at.date()) for one in known.editions],
        "reporting": [Found(EvidenceKind.REPORT, str(one.pk), one.subject, one.given_on) for one in known.reports],
    }.get(code, [])  # fmt: skip
    linked = {(row.kind, row.target) for row in known.linked.get(code, [])}
    return [one for one in made if (one.kind, one.target) not in linked][:MOST_FOUND]


def _documents(*documents: PlanDocument | None) -> list[Found]:
    return [Found(EvidenceKind.DOCUMENT, str(one.pk), found_words(one.title, one.decided_by), one.decided_on)
            for one in documents if one is not None]


def _party(party: Organisation) -> Found:
    return Found(EvidenceKind.PARTY, str(party.pk), f"{party.name}: {party.agreement}", party.joined_on)


def _group(group: Group, known: Known) -> Found:
    seats = sum(seat.group_id == group.pk for seat in known.seats)
    return Found(EvidenceKind.GROUP, str(group.pk), why_words("group", group=group.name, n=seats))


def _coordinators(known: Known) -> list[Found]:
    return [Found(EvidenceKind.SEAT, str(seat.pk), found_words(seat.function, str(seat.group))) for seat in known.seats
            if "samordn" in seat.function.casefold()][:3]


def counts(states: list[DutyState]) -> dict[str, Any]:
    """Count the duties by standing; what is a right and no duty is not counted."""
    standing = [state.standing for state in states]
    return {each.value: standing.count(each.value) for each in Standing}
