"""The verbs of the weekly checklist: put one together, hand it in whole, and the week's reply with it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Organisation, Unit
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area, Place
from samsyn.ground.records import uuid_from
from samsyn.ground.refusals import Refused
from samsyn.method.observations.actions import hand_in_reply
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.observations.models import Category, Checklist, ChecklistAnswer, ChecklistRow, PeriodReply

LONGEST_COMMENT, MOST_ROWS = 300, 20


class Given(NamedTuple):
    """One row as it was answered."""

    answer: str
    comment: str = ""
    place: Place | None = None


class ChecklistRefused(Refused):
    """The checklist was not taken in; `rows` says why for each category's code."""

    def __init__(self, sentence: str, rows: Mapping[str, str] | None = None, **named: object) -> None:
        super().__init__(sentence, **named)
        self.rows = dict(rows or {})


@transaction.atomic
def hand_in_checklist(
    *, checklist: Checklist, organisation: Organisation, area: Area, week: Week, answers: Mapping[str, Given],
    received_on: date, unit: Unit | None = None, by: Any,
) -> list[ChecklistAnswer]:  # fmt: skip
    """Hand in a unit's answers (category code → answer) for an area and week; the last hand-in stands.

    A row without an answer was not looked at and is not stored. The week's reply becomes "has reported". All or
    nothing: raises ChecklistRefused with a sentence for every row that cannot be taken in.
    """
    require(by, Permission.REPORT, within=organisation)
    require_here(by, checklist, organisation, unit, area, *(given.place for given in answers.values()))
    rows = ChecklistRow.objects.filter(checklist=checklist, category__active=True).select_related("category")
    categories = {row.category.code: row.category for row in rows}
    _refuse(answers, known=set(categories), week=week, received_on=received_on, by=by)
    mine = ChecklistAnswer.objects.filter(checklist=checklist, organisation=organisation, unit=unit, area=area)
    mine.filter(iso_week=week.iso).delete()
    parts = [str(checklist.pk), str(organisation.pk), str(unit.pk if unit else ""), str(area.pk), str(week.iso)]
    done = ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(
            id=uuid_from("checklist", *parts, code), municipality=by.municipality, checklist=checklist,
            organisation=organisation, unit=unit, area=area, iso_week=week.iso, category=categories[code],
            answer=given.answer, comment=given.comment.strip(), place=given.place, received_on=received_on,
        )
        for code, given in answers.items()
    )  # fmt: skip
    hand_in_reply(
        organisation=organisation, unit=unit, area=area, week=week, answer=PeriodReply.Answer.REPORTED,
        received_on=received_on, by=by,
    )  # fmt: skip
    note("checklist.handed_in", by=by, subject=checklist, changed={"week": week.iso, "rows": len(done)})
    return done


@transaction.atomic
def save_checklist(
    *, checklist: Checklist | None = None, name_sv: str, name_en: str, categories: Iterable[Category],
    active: bool = True, by: Any,
) -> Checklist:  # fmt: skip
    """Add a checklist, or change one; answers given before stay as they were. Raises ChecklistRefused.

    Rows that were there keep their order, new ones come last. A list is switched off, never deleted.
    """
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    chosen = {category.pk: category for category in categories}
    require_here(by, checklist, *chosen.values())
    name_sv, name_en = name_sv.strip(), name_en.strip()
    if not name_sv or not name_en:
        raise ChecklistRefused("Skriv listans namn på svenska och engelska.")
    if not 1 <= len(chosen) <= MOST_ROWS:
        raise ChecklistRefused("Välj mellan en och {most_rows} rader. En kort lista blir ifylld.", most_rows=MOST_ROWS)
    mine = Checklist.objects.filter(municipality=by.municipality)
    if mine.filter(name_sv=name_sv).exclude(pk=checklist.pk if checklist else None).exists():
        raise ChecklistRefused("Det finns redan en checklista som heter {name_sv}.", name_sv=name_sv)
    if checklist is None:
        codes = set(mine.values_list("code", flat=True))
        code = next(c for c in (f"own-{n}" for n in range(1, len(codes) + 2)) if c not in codes)
        checklist = Checklist(municipality=by.municipality, code=code, position=len(codes))
    checklist.name_sv, checklist.name_en, checklist.active = name_sv, name_en, active
    checklist.save()
    before = list(checklist.rows.order_by("position").values_list("category", flat=True))
    order = [pk for pk in before if pk in chosen] + [pk for pk in chosen if pk not in before]
    checklist.rows.all().delete()
    ChecklistRow.objects.bulk_create(
        ChecklistRow(municipality=by.municipality, checklist=checklist, category=chosen[pk], position=n)
        for n, pk in enumerate(order)
    )
    note("checklist.saved", by=by, subject=checklist, changed={"rows": len(order)})
    return checklist


def _refuse(answers: Mapping[str, Given], *, known: set[str], week: Week, received_on: date, by: Any) -> None:
    if not answers:
        raise ChecklistRefused("Svara på minst en rad. Har ingen varit där, välj ”Jag var inte där” i veckobeskedet.")
    if week.first_day > received_on:
        raise ChecklistRefused("Veckan har inte börjat än. Välj en annan vecka.")
    commented = any(given.comment for given in answers.values())
    words = place_words_of(by.municipality) if commented else frozenset()
    why = {code: _why_not(code, given, known=known, place_words=words) for code, given in answers.items()}
    wrong = {code: sentence for code, sentence in why.items() if sentence}
    if wrong:
        raise ChecklistRefused("Några rader behöver ändras. Skälet står vid raden.", wrong)


def _why_not(code: str, given: Given, *, known: set[str], place_words: frozenset[str]) -> str | None:
    if code not in known:
        return "Raden finns inte på checklistan."
    if given.answer not in set(ChecklistAnswer.Answer.values):
        return "Välj ett av de fyra svaren."
    if len(given.comment) > LONGEST_COMMENT:
        return f"Kommentaren är längre än {LONGEST_COMMENT} tecken. Korta den."
    if "\x00" in given.comment:
        return "Kommentaren innehåller tecken som inte går att lagra."
    # A comment may always be left out, so what only raises a question in a report is refused here.
    return why_not_stored(given.comment, answered=False, place_words=place_words) if given.comment else None
