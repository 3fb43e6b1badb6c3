"""The verbs of the duties: say who answers, link what shows it, tick what is ready, move on or back, report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.records import stamp_of
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.duties.finding import Found
from samsyn.method.duties.law import CODES, STEPS
from samsyn.method.duties.models import (
    CouncilReport,
    Evidence,
    EvidenceKind,
    LawDuty,
    Standing,
    StepItem,
    StepMove,
)
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.plans.models import PlanDocument

LONGEST_WORDS, LONGEST_NOTE, LONGEST_SUBJECT = 300, 500, 200


class DutyRefused(Refused):
    """Nothing was changed; the sentence says why."""


class DutyOvertaken(DutyRefused):
    """Somebody else wrote in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, *, theirs: str, mine: str) -> None:
        super().__init__(_("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla."))
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a duty: which function answers, by when, and a standing of its own with why."""

    function: str = ""
    due_on: date | None = None
    standing: str = ""
    note: str = ""


def refuse_persons(by: Any, *texts: str) -> None:
    """Raise DutyRefused where a text points out a person; the sentence says what to do."""
    words = place_words_of(by.municipality) if any(texts) else frozenset()
    for text in texts:
        if text and (problem := why_not_stored(text, place_words=words)):
            raise DutyRefused(problem)


def may_write(by: Any) -> None:
    """Raise NotAllowed for whoever does not lead the meetings of the cooperation."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)


def _known(code: str) -> str:
    if code not in CODES:
        raise DutyRefused(_("Den skyldigheten finns inte."))
    return code


def stamp_of_duty(row: LawDuty | None) -> str:
    """Return the stamp of what is said of a duty; "" where nothing is."""
    return stamp_of(row, "function", "due_on", "said", "note")


def told_of_duty(said: Said) -> str:
    """Say in one line what is said of a duty."""
    known = [Standing(said.standing).label] if said.standing in Standing.values else []
    return " · ".join(str(each) for each in [*known, said.note, said.function, said.due_on] if each)


@transaction.atomic
def say_of_duty(*, code: str, said: Said, on: date, seen: str = "", by: Any) -> LawDuty:
    """Keep who answers for a duty and by when; a standing of one's own needs words that say why.

    `seen` is the stamp of what the page showed; raises DutyOvertaken where something else stands there now.
    """
    may_write(by)
    _known(code)
    refuse_persons(by, said.function, said.note)
    words = whole(said.note, most=LONGEST_NOTE, refused=DutyRefused)
    if said.standing and said.standing not in Standing.values:
        raise DutyRefused(_("Välj hur skyldigheten står."))
    if said.standing and not words:
        raise DutyRefused(_("Skriv varför ni bedömer den annorlunda än det som systemet har funnit."))
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)     # also where there is no row yet to hold
    now = LawDuty.objects.filter(municipality=by.municipality, code=code).first()
    if now is not None and stamp_of_duty(now) != seen:
        raise DutyOvertaken(
            theirs=told_of_duty(Said(function=now.function, due_on=now.due_on, standing=now.said, note=now.note)),
            mine=told_of_duty(said),
        )
    row, _made = LawDuty.objects.update_or_create(municipality=by.municipality, code=code, defaults={
        "function": said.function.strip()[:120], "due_on": said.due_on, "said": said.standing, "note": words,
        "said_on": on if said.standing else None,
    })  # fmt: skip
    note("law_duty.said", by=by, subject=row, changed={"name": code, "state": said.standing})
    return row


@transaction.atomic
def link_evidence(*, code: str, found: Iterable[Found], by: Any) -> list[Evidence]:
    """Link what shows a duty; what is linked already is left alone."""
    may_write(by)
    _known(code)
    made = []
    for one in found:
        words = whole(one.words, most=LONGEST_WORDS, refused=DutyRefused)
        if not words or one.kind not in EvidenceKind.values:
            raise DutyRefused(_("Skriv vad som visar det."))
        refuse_persons(by, words)
        known = Evidence.objects.filter(municipality=by.municipality, duty=code, kind=one.kind, target=one.target)
        if one.target and known.exists():
            continue
        made.append(Evidence.objects.create(
            municipality=by.municipality, duty=code, kind=one.kind, target=one.target, words=words, on=one.on
        ))  # fmt: skip
    note("law_duty.linked", by=by, changed={"name": code, "links": len(made)})
    return made


@transaction.atomic
def unlink_evidence(*, evidence: Evidence, by: Any) -> None:
    """Take a link away; the thing itself is not touched."""
    may_write(by)
    require_here(by, evidence)
    code = evidence.duty
    evidence.delete()
    note("law_duty.unlinked", by=by, changed={"name": code})


@transaction.atomic
def report_to_council(
    *, given_on: date, subject: str, body: str = "", reference: str = "", document: PlanDocument | None = None, by: Any
) -> CouncilReport:
    """Note that the council was told how the work goes."""
    may_write(by)
    require_here(by, document)
    refuse_persons(by, subject, body, reference)
    words = whole(subject, most=LONGEST_SUBJECT, refused=DutyRefused)
    if not words:
        raise DutyRefused(_("Skriv vad rapporten handlade om."))
    made = CouncilReport.objects.create(
        municipality=by.municipality, given_on=given_on, subject=words, reference=reference.strip()[:80],
        body=body.strip()[:120], document=document,
    )  # fmt: skip
    note("council.reported", by=by, subject=made, changed={"day": given_on.isoformat()})
    return made


@transaction.atomic
def begin_steps(*, on: date, by: Any) -> list[StepItem]:
    """Begin the five steps: the municipality gets its own copy of the lists, and stands in the first step."""
    may_write(by)
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    if StepItem.objects.filter(municipality=by.municipality).exists():
        raise DutyRefused(_("De fem stegen är redan påbörjade."))
    items = [StepItem(municipality=by.municipality, step=step.number, code=item.code, position=at)
             for step in STEPS for at, item in enumerate(step.items)]  # fmt: skip
    StepItem.objects.bulk_create(items)
    _move(0, 1, on=on, why="", not_ready=[], by=by)
    return items


@transaction.atomic
def mark_item(*, item: StepItem, ready_on: date | None, found: Found | None = None, by: Any) -> StepItem:
    """Say that a line is ready, with what shows it; None takes it back."""
    may_write(by)
    require_here(by, item)
    item = StepItem.objects.select_for_update().get(pk=item.pk)
    if ready_on is not None and item.ready_on is not None:
        mine = found.words if found is not None else ""
        raise DutyOvertaken(theirs=_("klart: %(words)s") % {"words": item.shown_by or item.ready_on}, mine=mine)
    item.ready_on = ready_on
    item.kind, item.target, item.shown_by = "", "", ""
    if ready_on is not None and found is not None and found.words.strip():
        refuse_persons(by, found.words)
        item.kind, item.target = found.kind, found.target
        item.shown_by = whole(found.words, most=LONGEST_WORDS, refused=DutyRefused)
    item.save()
    note("step.marked", by=by, subject=item, changed={"name": item.code, "outcome": "ready" if ready_on else "open"})
    return item


@transaction.atomic
def add_item(*, step: int, words: str, by: Any) -> StepItem:
    """Add a line of one's own to a step."""
    may_write(by)
    refuse_persons(by, words)
    said = whole(words, most=200, refused=DutyRefused)
    if not said or step not in {each.number for each in STEPS}:
        raise DutyRefused(_("Skriv vad som ska vara klart."))
    rows = StepItem.objects.filter(municipality=by.municipality)
    made = StepItem.objects.create(
        municipality=by.municipality, step=step, code=f"own-{rows.count() + 1}", words=said, position=rows.count()
    )
    note("step.line_added", by=by, subject=made, changed={"number": step})
    return made


@transaction.atomic
def move_to_step(*, step: int, on: date, why: str = "", by: Any) -> StepMove:
    """Go on to the next step, or back to an earlier one; back needs a reason, and what was not ready is kept."""
    may_write(by)
    now = current_step(by.municipality)
    if now == 0 or step not in {each.number for each in STEPS} or step == now or step > now + 1:
        raise DutyRefused(_("Gå ett steg framåt, eller tillbaka till ett tidigare."))
    words = whole(why, most=LONGEST_WORDS, refused=DutyRefused)
    refuse_persons(by, words)
    if step < now and not words:
        raise DutyRefused(_("Skriv varför ni går tillbaka. Det är vanligt, och bra att minnas."))
    rows = StepItem.objects.filter(municipality=by.municipality, step=now, active=True, ready_on=None)
    waiting = list(rows.order_by("position").values_list("code", flat=True)) if step > now else []
    return _move(now, step, on=on, why=words, not_ready=waiting, by=by)


def current_step(municipality: Municipality) -> int:
    """Return which of the five steps the cooperation is in; 0 before it has begun."""
    last = StepMove.objects.filter(municipality=municipality).latest_first().first()
    return last.step if last is not None else 0


def _move(before: int, step: int, *, on: date, why: str, not_ready: list[str], by: Any) -> StepMove:
    made = StepMove.objects.create(
        municipality=by.municipality, before=before, step=step, on=on, why=why, not_ready=not_ready
    )
    note("step.moved", by=by, subject=made, changed={"number": step, "back": step < before})
    return made
