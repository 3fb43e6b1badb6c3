"""The verbs of the dialogues: plan one or a whole series, tell how it was, follow up what was promised, call it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.merged import refuse_merged
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.dialogues.models import Dialogue
from samsyn.method.dialogues.route import walking_order
from samsyn.method.observations.guard import place_words_of, why_not_stored

TITLE, SERIES, WHERE, SAID, PROMISED, SAW, MOST = 120, 80, 120, 1500, 800, 300, 24


class DialogueRefused(Refused):
    """Nothing was written; the sentence says why."""


class DialogueOvertaken(DialogueRefused):
    """Somebody else wrote in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, *, theirs: str, mine: str) -> None:
        super().__init__(_("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla."))
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True, kw_only=True)
class Time:
    """One day of a series: when, and where people meet."""

    held_on: date
    begins_at: time | None = None
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """How it was: how many came, what was said as a whole, what was promised and when that is looked at."""

    took_part: int | None = None
    said: str = ""
    promised: str = ""
    follow_up_on: date | None = None
    saw: Sequence[str] = ()


def _without_persons(by: Any, *texts: str) -> None:
    words = place_words_of(by.municipality) if any(texts) else frozenset()
    for text in texts:
        if text and (problem := why_not_stored(text, place_words=words)):
            raise DialogueRefused(problem)


@transaction.atomic
def plan_dialogues(
    *, kind: str, area: Area, title: str, times: Sequence[Time], series: str = "", places: Sequence[Place] = (), by: Any
) -> list[Dialogue]:
    """Plan one dialogue for each time; of a walk the places become its stops, in walking order."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, area, *places)
    refuse_merged(*places, refused=DialogueRefused)
    name = whole(title, most=TITLE, refused=DialogueRefused)
    belongs = whole(series, most=SERIES, refused=DialogueRefused)
    if not name or kind not in Dialogue.Kind.values or not times or len(times) > MOST:
        raise DialogueRefused(_("Skriv vad det heter och minst en dag."))
    _without_persons(by, name, belongs, *(each.where for each in times))
    stops = [{"place": str(place.pk), "name": place.name, "saw": ""} for place in walking_order(places)]
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)     # one number at a time
    rows = Dialogue.objects.filter(municipality=by.municipality)
    first = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    made = [
        Dialogue(
            municipality=by.municipality, number=first + at, kind=kind, title=name, series=belongs, area=area,
            held_on=each.held_on, begins_at=each.begins_at, stops=stops if kind == Dialogue.Kind.WALK else [],
            where=whole(each.where, most=WHERE, refused=DialogueRefused),
        )
        for at, each in enumerate(sorted(times, key=lambda each: each.held_on))
    ]  # fmt: skip
    Dialogue.objects.bulk_create(made)
    for row in made:
        note("dialogue.planned", by=by, subject=row, changed={"number": row.number})
    return made


def _held(dialogue: Dialogue, by: Any) -> Dialogue:
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, dialogue)
    return Dialogue.objects.select_for_update().get(pk=dialogue.pk)


def told_of(row: Dialogue | Told) -> str:
    """Say in one line how it was: how many came, what was said, promised and seen."""
    saw = [stop["saw"] for stop in row.stops] if isinstance(row, Dialogue) else row.saw
    came = _("%(n)s kom") % {"n": row.took_part} if row.took_part is not None else ""
    return " · ".join(str(each) for each in (came, row.said, row.promised, row.follow_up_on, *saw) if each)


def _state_of(row: Dialogue) -> str:
    return " · ".join(str(each) for each in (row.get_state_display(), row.came_of or told_of(row)) if each)


@transaction.atomic
def tell_of_dialogue(*, dialogue: Dialogue, told: Told, version: int, today: date, by: Any) -> Dialogue:
    """Write how it was. What was promised needs a day when it is looked at, so that nobody is left waiting.

    `version` is the one that the page showed; raises DialogueOvertaken where another stands there now. A promise that
    is new after the follow-up waits for one of its own.
    """
    row = _held(dialogue, by)
    if row.version != version:
        raise DialogueOvertaken(theirs=_state_of(row), mine=told_of(told))
    if row.state == Dialogue.State.CANCELLED or row.held_on > today:
        raise DialogueRefused(_("Den har inte varit än."))
    _without_persons(by, told.said, told.promised, *told.saw)
    before = row.promised
    row.said = whole(told.said, most=SAID, refused=DialogueRefused)
    row.promised = whole(told.promised, most=PROMISED, refused=DialogueRefused)
    if row.promised and told.follow_up_on is None:
        raise DialogueRefused(_("Skriv vilken dag ni ser efter att det ni lovade blev gjort."))
    if told.follow_up_on is not None and told.follow_up_on < row.held_on:
        raise DialogueRefused(_("Uppföljningen kan inte ligga före dialogen."))
    row.took_part, row.follow_up_on = told.took_part, told.follow_up_on
    row.stops = [
        {**stop, "saw": whole(saw, most=SAW, refused=DialogueRefused)}
        for stop, saw in zip(row.stops, [*told.saw, *[""] * len(row.stops)], strict=False)
    ]  # fmt: skip
    if row.state == Dialogue.State.PLANNED or (row.promised and row.promised != before):
        row.state, row.followed_up_on = Dialogue.State.HELD, None
    row.version += 1
    row.save()
    note("dialogue.told", by=by, subject=row, changed={"number": row.number})
    return row


@transaction.atomic
def follow_up_dialogue(*, dialogue: Dialogue, came_of: str, version: int, on: date, by: Any) -> Dialogue:
    """Write what came of what was promised. `version`: the one that the page showed."""
    row = _held(dialogue, by)
    if row.version != version:
        raise DialogueOvertaken(theirs=_state_of(row), mine=came_of.strip())
    if row.state not in (Dialogue.State.HELD, Dialogue.State.FOLLOWED_UP):
        raise DialogueRefused(_("Skriv först hur det var."))
    _without_persons(by, came_of)
    row.came_of = whole(came_of, most=PROMISED, refused=DialogueRefused)
    if not row.came_of:
        raise DialogueRefused(_("Skriv vad det blev av det."))
    row.state, row.followed_up_on, row.version = Dialogue.State.FOLLOWED_UP, on, row.version + 1
    row.save()
    note("dialogue.followed_up", by=by, subject=row, changed={"number": row.number})
    return row


@transaction.atomic
def cancel_dialogue(*, dialogue: Dialogue, version: int, by: Any) -> Dialogue:
    """Call off what is planned. `version`: the one that the page showed."""
    row = _held(dialogue, by)
    if row.version != version:
        raise DialogueOvertaken(theirs=_state_of(row), mine=str(Dialogue.State.CANCELLED.label))
    if row.state != Dialogue.State.PLANNED:
        raise DialogueRefused(_("Bara det som är planerat kan ställas in."))
    row.state, row.version = Dialogue.State.CANCELLED, row.version + 1
    row.save()
    note("dialogue.cancelled", by=by, subject=row, changed={"number": row.number})
    return row
