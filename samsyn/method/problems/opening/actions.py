"""The verbs of problems: open one, change what it says, move it on or back."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.merged import refuse_merged
from samsyn.ground.places.models import Area, Place
from samsyn.ground.refusals import Refused, in_both_languages, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.observations.models import Audience, Category
from samsyn.method.problems.equipping.actions import equip_with_ways
from samsyn.method.problems.problem_models import Problem, ProblemState
from samsyn.method.problems.states import State, Trigger, is_back, may_become

TITLE, GROUPS, FUNCTION, REASON = 120, 300, 120, 300
UNREADY = in_both_languages("Det här är inte klart än: {what}. Skriv varför ni går vidare ändå.")


CLOSED = in_both_languages("Problemet är avslutat. Gå tillbaka till ett tidigare läge för att ändra.")


class ProblemRefused(Refused):
    """The problem was not opened, changed or moved; the sentence says why."""


class ProblemOvertaken(ProblemRefused):
    """Somebody else changed the problem in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A problem as it is first written: what, where, since when; who is affected, who holds it, who sees it."""

    title: str
    period_first: date
    period_last: date | None = None
    place: Place | None = None
    area: Area | None = None
    categories: Iterable[str] = field(default_factory=tuple)
    affected: str = ""
    owner: Organisation | None = None
    owner_function: str = ""
    group: Group | None = None
    audience: str = Audience.PARTIES
    trigger: str = Trigger.HAND
    trigger_reference: str = ""


def without_persons(*texts: str) -> None:
    """Raise ProblemRefused where a text points out a person; the sentence says what to do."""
    for text in texts:
        if text and (problem := why_not_stored(text)):
            raise ProblemRefused(problem)


def may_work_on(problem: Problem, *, by: Any) -> bool:
    """Say whether somebody may work on a problem: who leads meetings on all, a party on those that it owns."""
    if by.may(Permission.LEAD_MEETING, within=by.municipality):
        return True
    return problem.owner is not None and by.may(Permission.CARRY_OUT_MEASURES, within=problem.owner)


def require_work_on(*, problem: Problem, by: Any) -> None:
    """Raise NotAllowed unless `by` may work on the problem; a room that hangs things on a problem asks this first."""
    require_here(by, problem)
    if not may_work_on(problem, by=by):
        require(by, Permission.LEAD_MEETING, within=by.municipality)


def require_open_work(*, problem: Problem, by: Any) -> None:
    """As require_work_on, and raise ProblemRefused where the problem is closed. It is held for the transaction.

    What a closed problem came to is what it was judged by: its causes, goals and evidence are changed after somebody
    has gone back to an earlier state and said why.
    """
    require_work_on(problem=problem, by=by)
    if not Problem.objects.select_for_update().get(pk=problem.pk).is_open:
        raise ProblemRefused(CLOSED)


def held_problem(problem: Problem, *, version: int, mine: str) -> Problem:
    """Return the row, held for this transaction; raises ProblemOvertaken where another version stands there now."""
    held: Problem = Problem.objects.select_for_update().get(pk=problem.pk)
    if held.version != version:
        sentence = _("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla.")
        raise ProblemOvertaken(sentence, theirs=held.title, mine=mine)
    return held


def _checked(outline: Outline, by: Any) -> None:
    require_here(by, outline.place, outline.area, outline.owner, outline.group)
    if not outline.title.strip():
        raise ProblemRefused(_("Skriv vad problemet är, med några ord."))
    if outline.place is None and outline.area is None:
        raise ProblemRefused(_("Välj ett område eller en plats."))
    if outline.period_last is not None and outline.period_last < outline.period_first:
        raise ProblemRefused(_("Den sista dagen kan inte ligga före den första."))
    if outline.audience not in Audience.values:
        raise ProblemRefused(_("Välj vilka problemet visas för."))
    if outline.audience == Audience.GROUP and outline.group is None:
        raise ProblemRefused(_("Välj vilken grupp problemet visas för."))
    if outline.audience == Audience.AUTHORITIES and outline.owner is not None and not outline.owner.is_authority:
        raise ProblemRefused(_("En privat part kan inte hålla i det som bara visas för myndigheter."))
    wanted = set(outline.categories)
    known = Category.objects.filter(municipality=by.municipality, code__in=wanted)
    if wanted - set(known.values_list("code", flat=True)):
        raise ProblemRefused(_("Välj bland kommunens egna kategorier."))
    without_persons(outline.title, outline.affected, outline.owner_function)


def _written(problem: Problem, outline: Outline) -> None:
    problem.title = whole(outline.title, most=TITLE, refused=ProblemRefused)
    problem.affected = whole(outline.affected, most=GROUPS, refused=ProblemRefused)
    problem.owner_function = whole(outline.owner_function, most=FUNCTION, refused=ProblemRefused)
    problem.place, problem.area = outline.place, outline.area or (outline.place.area if outline.place else None)
    problem.categories = sorted(set(outline.categories))
    problem.period_first, problem.period_last = outline.period_first, outline.period_last
    problem.owner, problem.group, problem.audience = outline.owner, outline.group, outline.audience


@transaction.atomic
def open_problem(*, outline: Outline, today: date, by: Any) -> Problem:
    """Open a problem with the next number; it begins as identified."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    _checked(outline, by)
    refuse_ended(outline.owner, refused=ProblemRefused, today=today)
    refuse_merged(outline.place, refused=ProblemRefused)
    if outline.trigger not in Trigger.values:
        raise ProblemRefused(_("Det går inte att öppna ett problem härifrån."))
    # One number at a time: the municipality's row is held while the next one is counted.
    here = Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    number = Problem.objects.filter(municipality=here).highest_number() + 1
    problem = Problem(
        municipality=here, number=number, opened_on=today, trigger=outline.trigger,
        trigger_reference=outline.trigger_reference[:80],
    )  # fmt: skip
    _written(problem, outline)
    problem.save()
    equip_with_ways(municipality=here)
    ProblemState.objects.create(municipality=here, problem=problem, state=State.IDENTIFIED, on=today)
    note("problem.opened", by=by, subject=problem, changed={"number": number, "trigger": problem.trigger})
    return problem


@transaction.atomic
def change_problem(*, problem: Problem, outline: Outline, version: int, by: Any) -> Problem:
    """Change what an open problem says of itself; where it was opened from stays.

    Who sees it, who owns it and its group are changed by who leads meetings; for a party that owns it they stay.
    """
    require_work_on(problem=problem, by=by)
    if not by.may(Permission.LEAD_MEETING, within=by.municipality):
        outline = replace(outline, owner=problem.owner, group=problem.group, audience=problem.audience)
    _checked(outline, by)
    held = held_problem(problem, version=version, mine=outline.title)
    if not held.is_open:
        raise ProblemRefused(CLOSED)
    if outline.owner != held.owner:
        refuse_ended(outline.owner, refused=ProblemRefused)
    if outline.place != held.place:
        refuse_merged(outline.place, refused=ProblemRefused)
    _written(held, outline)
    held.version = version + 1
    held.save()
    note("problem.changed", by=by, subject=held, changed={"number": held.number})
    return held


@transaction.atomic
def hand_over_problems(*, problems: Iterable[Problem], to: Organisation, by: Any) -> int:
    """Give every open one of the problems to another party; raises ProblemRefused where it may not own one of them."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, to)
    refuse_ended(to, refused=ProblemRefused)
    done = 0
    for problem in Problem.objects.select_for_update().filter(pk__in=[each.pk for each in problems]):
        require_here(by, problem)
        if not problem.is_open:
            continue
        if problem.audience == Audience.AUTHORITIES and not to.is_authority:
            raise ProblemRefused(_("En privat part kan inte hålla i det som bara visas för myndigheter."))
        before, problem.owner, problem.owner_function = problem.owner_id, to, ""
        problem.version += 1
        problem.save(update_fields=["owner", "owner_function", "version"])
        note("problem.changed", by=by, subject=problem, changed={"number": problem.number, "owner_was": str(before)})
        done += 1
    return done


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step from one state to another: to which, and why; what is not ready yet, as code and words."""

    state: str
    reason: str = ""
    not_ready: Iterable[tuple[str, str]] = ()


@transaction.atomic
def move_problem(*, problem: Problem, step: Step, today: date, version: int, by: Any) -> Problem:
    """Move a problem one state on, back to any earlier one, or straight to closed; the step is kept.

    Back, past what is not ready, and straight to closed need a reason, and the reason is kept with the step.
    """
    require_work_on(problem=problem, by=by)
    held = held_problem(problem, version=version, mine=step.reason)
    if step.state not in State.values or not may_become(held.state, step.state):
        raise ProblemRefused(_("Dit kan problemet inte gå härifrån."))
    without_persons(step.reason)
    reason = whole(step.reason, most=REASON, refused=ProblemRefused)
    missing = [] if is_back(held.state, step.state) else list(step.not_ready)
    skips = step.state == State.CLOSED and held.state != State.FOLLOWED_UP
    if not reason and missing:
        raise ProblemRefused(UNREADY, what="; ".join(words for _code, words in missing))
    if not reason and (skips or is_back(held.state, step.state)):
        raise ProblemRefused(_("Skriv varför. Skälet sparas i historiken."))
    ProblemState.objects.create(
        municipality=held.municipality, problem=held, before=held.state, state=step.state, on=today, reason=reason,
        not_ready=[code for code, _words in missing],
    )  # fmt: skip
    before, held.state = held.state, step.state
    held.closed_on = today if held.state == State.CLOSED else None
    held.version = version + 1
    held.save()
    changed = {"number": held.number, "before": before, "state": held.state}
    note("problem.moved", by=by, subject=held, changed=changed)
    return held
