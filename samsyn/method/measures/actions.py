"""The verbs of measures: decide, change, start, follow up, cancel, revise."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.merged import refuse_merged
from samsyn.ground.places.models import Area, Place
from samsyn.ground.records import free_id, sent_before
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.measures.models import KnownMeasure, Measure
from samsyn.method.measures.peaks import peak_of
from samsyn.method.measures.states import Outcome, State, may_become
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.observations.models import Audience, Observation
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.problems.models import Cause, Problem

LINE = 200
CHANGEABLE = (
    "what", "organisation_id", "due_on", "area_id", "place_id", "kind", "horizon", "extent", "follow_up_on", "known_id",
    "problem_id", "level",
)  # fmt: skip


class MeasureRefused(Refused):
    """The measure was not decided or changed; the sentence says why."""


class MeasureOvertaken(MeasureRefused):
    """Somebody else changed the measure in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True, kw_only=True)
class Line:
    """A measure as it is written in one line: what, who, when, where; and for whom it is shown.

    `audience` empty means the default: authorities for presence, else all parties. What stands after `answers` may be
    left out: kind, horizon, level, planned extent, the day when it is asked whether it helped, and what it was taken
    from. One that is chosen for a problem says kind, horizon and extent, and may name the causes that it is against.
    """

    what: str
    organisation: Organisation
    due_on: date
    area: Area | None = None
    place: Place | None = None
    function: str = ""
    presence: bool = False
    audience: str = ""
    audience_group: Group | None = None
    arises_from: Iterable[Observation] = field(default_factory=tuple)
    picture: SituationalPicture | None = None
    answers: str = ""
    kind: str = ""
    horizon: str = ""
    extent: str = ""
    follow_up_on: date | None = None
    known: KnownMeasure | None = None
    level: str = ""
    problem: Problem | None = None
    causes: Iterable[Cause] = field(default_factory=tuple)


def without_persons(*texts: str) -> None:
    """Raise MeasureRefused where a text points out a person; the sentence says what to do."""
    for text in texts:
        if text and (problem := why_not_stored(text)):
            raise MeasureRefused(problem)


def _checked(line: Line, by: Any) -> None:
    require_here(by, line.organisation, line.area, line.place, line.audience_group, line.picture, line.known,
                 line.problem, *line.arises_from, *line.causes)
    if not line.what.strip():
        raise MeasureRefused(_("Skriv vad som ska göras."))
    if line.area is None and line.place is None:
        raise MeasureRefused(_("Välj ett område eller en plats."))
    if line.audience == Audience.GROUP and line.audience_group is None:
        raise MeasureRefused(_("Välj vilken grupp åtgärden visas för."))
    without_persons(line.what, line.function, line.extent)
    _checked_for_problem(line)


def _checked_for_problem(line: Line) -> None:
    """A measure on a problem says more than a weekly one: what kind, how much, when it can be seen."""
    causes = list(line.causes)
    if line.problem is None:
        if causes:
            raise MeasureRefused(_("Orsaker hör till ett problem. Välj problemet."))
        return
    if not (line.kind and line.horizon and line.extent.strip()):
        raise MeasureRefused(_("Välj slag och när det kan märkas, och skriv hur mycket som ska göras."))
    if any(cause.problem_id != line.problem.pk for cause in causes):
        raise MeasureRefused(_("Välj bland problemets egna orsaker."))


def require_follow_up(measure: Measure) -> None:
    """Raise MeasureRefused where a measure on a problem has no day when it is asked whether it helped."""
    if measure.problem_id is not None and measure.follow_up_on is None:
        raise MeasureRefused(_("Bestäm vilken dag ni frågar om det hjälpte, innan åtgärden börjar."))


def _written(measure: Measure, line: Line) -> None:
    default = Audience.AUTHORITIES if line.presence else Audience.PARTIES
    measure.what, measure.function = whole(line.what, most=LINE, refused=MeasureRefused), line.function.strip()[:120]
    measure.organisation, measure.due_on, measure.presence = line.organisation, line.due_on, line.presence
    measure.area, measure.place = line.area or (line.place.area if line.place else None), line.place
    measure.audience = line.audience or default
    measure.audience_group = line.audience_group if measure.audience == Audience.GROUP else None
    measure.extent = whole(line.extent, most=LINE, refused=MeasureRefused)
    measure.kind, measure.horizon, measure.level = line.kind, line.horizon, line.level
    measure.follow_up_on, measure.known, measure.problem = line.follow_up_on, line.known, line.problem


@transaction.atomic
def decide_measure(
    *, line: Line, today: date, by: Any, revises: Measure | None = None, key: UUID | None = None
) -> Measure:
    """Add a measure. Each report that it arises from gets a line in the logbook, so that its writer hears of it.

    Whether the place had more than usual just then is kept with it: such a place calms down by itself. `key` is the
    writer's own id of the measure: the same line sent twice is one measure.
    """
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    require_here(by, revises)
    _checked(line, by)
    refuse_ended(line.organisation, refused=MeasureRefused, today=today)
    refuse_merged(line.place, refused=MeasureRefused)
    if line.problem is not None and not line.problem.is_open:
        raise MeasureRefused(_("Problemet är avslutat."))
    # One number at a time: the municipality's row is held while the next one is counted.
    here = Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    known = Measure.objects.filter(municipality=here)
    again: Measure | None = sent_before(known, key, what=line.what.strip(), due_on=line.due_on)
    if again is not None:
        return again
    number = known.highest_number() + 1
    measure = Measure(
        id=free_id(Measure, key),
        municipality=here, number=number, decided_on=today, picture=line.picture, answers=line.answers[:160],
        revises=revises,
    )  # fmt: skip
    _written(measure, line)
    peak = peak_of(measure.place, area=measure.area, audience=measure.audience, today=today)
    measure.at_peak = peak is not None and peak.is_peak
    measure.save()
    sources = list(line.arises_from)
    measure.arises_from.set(sources)
    measure.causes.set(line.causes)
    note("measure.decided", by=by, subject=measure, changed={"number": number, "due_on": line.due_on.isoformat()})
    for observation in sources:
        note("measure.arose", by=by, subject=observation, changed={"number": number, "on": today.isoformat()})
    return measure


def _in_words(said: Line | Measure) -> str:
    """Return a line in one row, so that two of them can be laid side by side: what, who, by when, where."""
    where = said.place.name if said.place is not None else said.area.name if said.area is not None else ""
    return " · ".join(part for part in (said.what, said.organisation.name, said.due_on.isoformat(), where) if part)


def _held(measure: Measure, *, by: Any, version: int, mine: str | Line) -> Measure:
    """Return the row, held for this transaction; raises MeasureOvertaken where another version stands there now.

    `mine`: how it went or why not, told beside the same; or a whole line, told beside the line that stands there.
    """
    require_here(by, measure)
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    if held.version != version:
        whole_line = not isinstance(mine, str)
        raise MeasureOvertaken(
            _("Någon annan hann före. Läs vad som står nu och välj om din text ska gälla i stället."),
            theirs=_in_words(held) if whole_line else held.came_of or held.what,
            mine=mine if isinstance(mine, str) else _in_words(mine),
        )  # fmt: skip
    return held


def require_carry_out(*, measure: Measure, by: Any) -> None:
    """Whoever decides measures may carry out all; a party may carry out its own."""
    if not by.may(Permission.DECIDE_MEASURES, within=by.municipality):
        require(by, Permission.CARRY_OUT_MEASURES, within=measure.organisation)


def _become(measure: Measure, state: State) -> None:
    if not may_become(measure.state, state):
        raise MeasureRefused(_("Åtgärden är redan avslutad."))
    measure.state = state


def _saved(measure: Measure) -> Measure:
    measure.version += 1
    measure.save()
    return measure


@transaction.atomic
def change_measure(*, measure: Measure, line: Line, version: int, by: Any) -> Measure:
    """Change an open measure's line; what it arises from and answers, and its problem with its causes, stay."""
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    held = _held(measure, by=by, version=version, mine=line)
    if line.problem is None and held.problem is not None:
        line = replace(line, problem=held.problem, causes=list(held.causes.all()))
    _checked(line, by)
    if not held.is_open:
        raise MeasureRefused(_("Åtgärden är redan avslutad."))
    refuse_ended(line.organisation, refused=MeasureRefused)
    if line.place != held.place:
        refuse_merged(line.place, refused=MeasureRefused)
    before = {name: getattr(held, name) for name in CHANGEABLE}
    _written(held, line)
    if held.state != State.PLANNED:
        require_follow_up(held)
    held.causes.set(line.causes)
    fields = sorted(name for name, value in before.items() if getattr(held, name) != value)
    note("measure.changed", by=by, subject=held, changed={"number": held.number, "fields": fields})
    return _saved(held)


@transaction.atomic
def start_measure(*, measure: Measure, on: date, version: int, by: Any) -> Measure:
    """Say that a planned measure has begun: today, or on an earlier day where it is noted late.

    What was planned to judge it by does not become older by that: a comparison that was chosen after the day is marked
    as chosen afterwards. The day of one that has begun can be put right in the same way.
    """
    require_carry_out(measure=measure, by=by)
    held = _held(measure, by=by, version=version, mine=str(State.STARTED.label))
    require_follow_up(held)
    if on > timezone.localdate(timezone=held.municipality.zone):
        raise MeasureRefused(_("Den dagen har inte varit än."))
    if held.state != State.STARTED:
        _become(held, State.STARTED)
    held.started_on = on
    note("measure.started", by=by, subject=held, changed={"number": held.number, "day": on.isoformat()})
    return _saved(held)


@transaction.atomic
def follow_up_measure(
    *, measure: Measure, outcome: str, line: str, on: date, version: int, by: Any, due_on: date | None = None
) -> Measure:
    """Say how it went: done, done without effect, or not done, in one line. What is not done stays open.

    `due_on` gives what was not done another day.
    """
    require_carry_out(measure=measure, by=by)
    held = _held(measure, by=by, version=version, mine=line)
    if outcome not in Outcome.values:
        raise MeasureRefused(_("Välj om åtgärden är gjord eller inte."))
    without_persons(line)
    if not held.is_open:
        raise MeasureRefused(_("Åtgärden är redan avslutad."))
    if outcome == Outcome.NOT_DONE:
        held.due_on = due_on or held.due_on
    else:
        require_follow_up(held)
        _become(held, State.DONE)
        held.ended_on = on
    held.outcome, held.came_of, held.followed_up_on = outcome, whole(line, most=LINE, refused=MeasureRefused), on
    note("measure.followed_up", by=by, subject=held, changed={"number": held.number, "outcome": outcome})
    if outcome == Outcome.DONE:
        _tell_reporters("measure.carried_out", held, by, on=on)
    return _saved(held)


@transaction.atomic
def cancel_measure(*, measure: Measure, reason: str, on: date, version: int, by: Any) -> Measure:
    """Say that a measure will not be done, and why."""
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    held = _held(measure, by=by, version=version, mine=reason)
    if not reason.strip():
        raise MeasureRefused(_("Skriv varför åtgärden inte blir av."))
    without_persons(reason)
    _become(held, State.CANCELLED)
    held.ended_on, held.came_of = on, whole(reason, most=LINE, refused=MeasureRefused)
    note("measure.cancelled", by=by, subject=held, changed={"number": held.number})
    _tell_reporters("measure.came_to_nothing", held, by, on=on)
    return _saved(held)


def _tell_reporters(happening: str, measure: Measure, by: Any, *, on: date) -> None:
    for observation in measure.arises_from.all():
        note(happening, by=by, subject=observation, changed={"number": measure.number, "on": on.isoformat()})


@transaction.atomic
def revise_measure(*, measure: Measure, line: Line, today: date, by: Any, key: UUID | None = None) -> Measure:
    """Try something else where a measure did not help: a new one that remembers the old one and its reports."""
    if measure.is_open:
        raise MeasureRefused(_("Följ upp åtgärden först. Sedan kan ni pröva något annat."))
    sources = list(line.arises_from) or list(measure.arises_from.all())
    again = replace(
        line, arises_from=sources, picture=line.picture or measure.picture, answers=line.answers or measure.answers,
        **_same_problem(measure, line),
    )  # fmt: skip
    return decide_measure(line=again, today=today, by=by, revises=measure, key=key)


def _same_problem(measure: Measure, line: Line) -> dict[str, Any]:
    """Return the problem and causes of the one before, where the new one says enough to be on a problem."""
    if line.problem is not None or measure.problem is None or not (line.kind and line.horizon and line.extent.strip()):
        return {}
    return {"problem": measure.problem, "causes": list(measure.causes.all())}
