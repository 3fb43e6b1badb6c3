"""The verbs of the cause analysis: write causes, move them, strike them out, conclude; and the guided short form.

Whoever may work on an open problem may write here. A cause that is moved under another takes its own followers along.
A cause is never deleted: with it would go what spoke for it, frozen as it was, and measures would be against nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.method.problems.cause_models import (
    LEVELS,
    Basis,
    Cause,
    CauseAnalysis,
    ChainStep,
    Happened,
    Influence,
    Nature,
    Side,
    Sureness,
)
from samsyn.method.problems.causes.chain.actions import change_chain_step, set_chain_steps
from samsyn.method.problems.causes.examples import Example
from samsyn.method.problems.causes.versions.actions import (
    CauseOvertaken,
    CauseRefused,
    clean,
    keep_version,
    refuse_old,
    today_in,
)
from samsyn.method.problems.opening.actions import require_open_work
from samsyn.method.problems.problem_models import Problem

TEXT, CONCLUSION, FUNCTIONS, DRAFT = 200, 1000, 400, 2000
MOST_CAUSES, DEEPEST = 60, 4


@dataclass(frozen=True, kw_only=True)
class Said:
    """A cause as it is written. Without a parent it is direct; without a side it takes its parent's."""

    text: str
    side: str = ""
    parent: Cause | None = None
    level: int | None = None
    nature: str = ""
    basis: str = Basis.ASSUMPTION
    sure: str = Sureness.LOW
    influence: str = ""
    step: ChainStep | None = None
    from_example: str = ""


def _now(problem: Problem) -> CauseAnalysis:
    analysis, _made = CauseAnalysis.objects.get_or_create(problem=problem, municipality=problem.municipality)
    return analysis


def _checked(said: Said, problem: Problem, by: Any) -> str:
    require_here(by, said.parent, said.step)
    text = clean(said.text, most=TEXT)
    if not text:
        raise CauseRefused(_("Skriv orsaken med några ord."))
    if (said.parent and said.parent.problem_id != problem.pk) or (said.step and said.step.problem_id != problem.pk):
        raise CauseRefused(_("Välj bland det här problemets orsaker och steg."))
    _standing(said.parent, said.step)
    choices = ((said.side or (said.parent and said.parent.side), Side), (said.basis, Basis), (said.sure, Sureness))
    if any(value not in known.values for value, known in choices):
        raise CauseRefused(_("Välj vilken sida orsaken hör till, vad den bygger på och hur säkra ni är."))
    if said.nature not in ("", *Nature.values) or said.influence not in ("", *Influence.values):
        raise CauseRefused(_("Välj något av det som finns i listan."))
    if said.level is not None and not 1 <= said.level <= LEVELS:
        raise CauseRefused(_("Välj en av de fem nivåerna."))
    return text


def _standing(*chosen: Any) -> None:
    if any(each is not None and each.struck_on is not None for each in chosen):
        raise CauseRefused(_("Det du valde är struket ur analysen. Ta tillbaka det först, eller välj något annat."))


def _written(cause: Cause, said: Said, text: str) -> None:
    cause.text, cause.parent, cause.step = text, said.parent, said.step
    cause.side = said.side or (said.parent.side if said.parent else cause.side)
    cause.level, cause.nature, cause.basis = said.level, said.nature, said.basis
    cause.sure, cause.influence = said.sure, said.influence


@transaction.atomic
def add_cause(*, problem: Problem, said: Said, by: Any) -> Cause:
    """Add a cause last in the list."""
    require_open_work(problem=problem, by=by)
    text = _checked(said, problem, by)
    Problem.objects.select_for_update().get(pk=problem.pk)      # one at a time, so that each has its own place
    there = Cause.objects.of_problem(problem)
    if there.count() >= MOST_CAUSES:
        raise CauseRefused(_("Listan är full. Slå ihop eller stryk orsaker: få och tydliga är lättare att påverka."))
    _not_too_deep(said.parent)
    cause = Cause(
        municipality=problem.municipality, problem=problem,
        position=Cause.objects.ever_of(problem).next_position(), from_example=said.from_example,
    )  # fmt: skip
    _written(cause, said, text)
    cause.save()
    keep_version(cause, happened=Happened.ADDED)
    _now(problem)
    note("cause.added", by=by, subject=cause, changed={"number": problem.number})
    return cause


def _not_too_deep(parent: Cause | None, *, below: int = 0) -> None:
    """Raise CauseRefused where the chain of causes behind causes grows longer than a drawing can show."""
    if _depth(parent) + 1 + below > DEEPEST:
        raise CauseRefused(_("En orsak kan ligga högst fyra led bakom problemet."))


def _depth(cause: Cause | None) -> int:
    """Return in which link behind the problem a cause lies: 1 for a direct one, 0 for none; counts one too far."""
    above = dict(Cause.objects.ever_of(cause.problem_id).values_list("pk", "parent")) if cause else {}
    depth, at = 0, cause.pk if cause else None
    while at is not None and depth <= DEEPEST:
        depth, at = depth + 1, above.get(at)
    return depth


def _held(cause: Cause, *, version: int, mine: str = "", struck: bool = False, by: Any) -> Cause:
    """Return the row, held for this transaction, of an open problem and as it was when the page was made."""
    require_here(by, cause)
    require_open_work(problem=cause.problem, by=by)
    held: Cause = Cause.objects.select_for_update(of=("self",)).select_related("parent", "step").get(pk=cause.pk)
    held.problem = cause.problem
    if (held.struck_on is not None) != struck:
        raise CauseRefused(_("Orsaken står redan i listan.") if struck else _(
            "Någon annan har strukit orsaken. Ta tillbaka den för att ändra den."))  # fmt: skip
    refuse_old(held, version=version, mine=mine)
    return held


def _saved(held: Cause, happened: Happened) -> Cause:
    held.version += 1
    held.save()
    keep_version(held, happened=happened)
    return held


@transaction.atomic
def change_cause(*, cause: Cause, said: Said, version: int, by: Any) -> Cause:
    """Change what a cause says and how it is sorted."""
    held = _held(cause, version=version, mine=said.text, by=by)
    text = _checked(said, held.problem, by)
    _no_circle(held, said.parent)
    _not_too_deep(said.parent, below=_height(held))
    _written(held, said, text)
    _saved(held, Happened.CHANGED)
    note("cause.changed", by=by, subject=held, changed={"number": held.problem.number})
    return held


def _no_circle(cause: Cause, parent: Cause | None) -> None:
    if parent is not None and parent.pk in {cause.pk, *(each.pk for each in followers(cause))}:
        raise CauseRefused(_("En orsak kan inte ligga bakom sig själv."))


def followers(cause: Cause) -> list[Cause]:
    """Return the causes that lie behind a cause, at any depth."""
    behind: dict[Any, list[Cause]] = {}
    for each in Cause.objects.of_problem(cause.problem_id):
        behind.setdefault(each.parent_id, []).append(each)
    found, wave = [], behind.get(cause.pk, [])
    while wave:
        found += wave
        wave = [below for each in wave for below in behind.get(each.pk, [])]
    return found


def _height(cause: Cause) -> int:
    """Return how many links of causes hang behind a cause."""
    ours = {each.pk: each.parent_id for each in followers(cause)}

    def links(pk: Any) -> int:
        return 1 + links(ours[pk]) if pk in ours else 0

    return max((links(pk) for pk in ours), default=0)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a cause is put: onto a side, behind another cause (or first in line: direct), in a step, up or down.

    What is None stays as it is; `parent` and `step` are "" for none.
    """

    side: str | None = None
    parent: Cause | str | None = None
    step: ChainStep | str | None = None
    places: int = 0


@transaction.atomic
def move_cause(*, cause: Cause, to: Move, version: int, by: Any) -> Cause:
    """Move a cause in any of the drawings. Those behind it that are on the same side go with it to another."""
    require_here(by, *(each for each in (to.parent, to.step) if each is not None and each != ""))
    held = _held(cause, version=version, by=by)
    _standing(to.parent or None, to.step or None)
    if to.places and (to.side is not None or to.parent is not None):
        raise CauseRefused(_("Flytta orsaken först, och ändra ordningen sedan."))
    if to.side is not None:
        _to_side(held, to.side)
    if to.parent is not None:
        _behind(held, to.parent or None)
    if to.step is not None:
        held.step = to.step or None     # type: ignore[assignment]
        if held.step is not None and held.step.problem_id != held.problem_id:
            raise CauseRefused(_("Välj bland det här problemets orsaker och steg."))
    if to.places:
        _along(held, to.places)
    _saved(held, Happened.MOVED)
    note("cause.moved", by=by, subject=held, changed={"number": held.problem.number})
    return held


def _to_side(held: Cause, side: str) -> None:
    if side not in Side.values:
        raise CauseRefused(_("Välj något av det som finns i listan."))
    along = [each for each in followers(held) if each.side == held.side]
    if held.parent is not None and held.parent.side != side:
        held.parent = None              # on another bone it is no longer a twig of the first
    for each in along:
        each.side = side
        _saved(each, Happened.MOVED)
    held.side = side


def _behind(held: Cause, parent: Any) -> None:
    if parent is not None and parent.problem_id != held.problem_id:
        raise CauseRefused(_("Välj bland det här problemets orsaker och steg."))
    _no_circle(held, parent)
    _not_too_deep(parent, below=_height(held))
    held.parent = parent


def _along(held: Cause, places: int) -> None:
    """Change places with the neighbour among those that hang at the same place."""
    beside = list(Cause.objects.of_problem(held.problem_id).filter(parent=held.parent_id).order_by("position", "id"))
    if held.parent_id is None:
        beside = [each for each in beside if each.side == held.side]
    order = [each.pk for each in beside]
    at = order.index(held.pk)
    to = min(max(at + places, 0), len(order) - 1)
    positions = sorted(each.position for each in beside)
    order.insert(to, order.pop(at))
    for pk, position in zip(order, positions, strict=True):
        Cause.objects.filter(pk=pk).update(position=position)
    held.position = positions[to]


@transaction.atomic
def strike_cause(*, cause: Cause, version: int, by: Any) -> Cause:
    """Strike a cause out of the list; what lay behind it is moved to what it lay behind.

    The cause is kept with everything that spoke for and against it, so that it can be taken back, and so that nobody
    has to wonder later why it was left out.
    """
    held = _held(cause, version=version, by=by)
    for each in Cause.objects.of_problem(held.problem_id).filter(parent=held).select_related("step"):
        each.problem, each.parent = held.problem, held.parent
        _saved(each, Happened.MOVED)
    held.struck_on = today_in(held.problem)
    _saved(held, Happened.STRUCK)
    note("cause.struck", by=by, subject=held, changed={"number": held.problem.number})
    return held


@transaction.atomic
def take_back_cause(*, cause: Cause, version: int, by: Any) -> Cause:
    """Put a cause that was struck out back in the list, where it lay if that still stands, else as a direct one."""
    held = _held(cause, version=version, struck=True, by=by)
    if Cause.objects.of_problem(held.problem).count() >= MOST_CAUSES:
        raise CauseRefused(_("Listan är full. Slå ihop eller stryk orsaker: få och tydliga är lättare att påverka."))
    if held.parent is not None and held.parent.struck_on is not None:
        held.parent = None
    if held.step is not None and held.step.struck_on is not None:
        held.step = None
    if _depth(held.parent) >= DEEPEST:
        held.parent = None              # what it lay behind has been moved as far from the problem as one may be
    held.struck_on = None
    _saved(held, Happened.BACK)
    note("cause.taken_back", by=by, subject=held, changed={"number": held.problem.number})
    return held


# --- the whole ----------------------------------------------------------------------------------


@transaction.atomic
def conclude_causes(*, problem: Problem, participants: str, conclusion: str, version: int, by: Any) -> CauseAnalysis:
    """Write which functions took part (one a line, never names) and what the group comes to."""
    require_open_work(problem=problem, by=by)
    analysis = CauseAnalysis.objects.select_for_update().get(pk=_now(problem).pk)
    if analysis.version != version:
        sentence = _("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla.")
        theirs = (analysis.conclusion, analysis.participants)
        raise CauseOvertaken(sentence, theirs=_concluded(*theirs), mine=_concluded(conclusion, participants))
    functions = "\n".join(line for each in participants.splitlines() if (line := each.strip()))
    analysis.participants = clean(functions, most=FUNCTIONS)
    analysis.conclusion = clean(conclusion, most=CONCLUSION)
    analysis.version = version + 1
    analysis.save()
    note("causes.concluded", by=by, subject=problem, changed={"number": problem.number})
    return analysis


def _concluded(conclusion: str, participants: str) -> str:
    """Return both texts of a conclusion as one, to be laid beside another."""
    functions = ", ".join(line for each in participants.splitlines() if (line := each.strip()))
    who = _("Deltog: %(who)s") % {"who": functions} if functions else ""
    return "\n".join(each for each in (conclusion, who) if each)


@transaction.atomic
def keep_draft(*, problem: Problem, step: int, text: str, by: Any) -> CauseAnalysis:
    """Keep what is being written in a step of the short form; empty takes it away. No line in the logbook."""
    require_open_work(problem=problem, by=by)
    kept = clean(text, most=DRAFT)
    analysis = CauseAnalysis.objects.select_for_update().get(pk=_now(problem).pk)
    drafts = {key: value for key, value in analysis.drafts.items() if key != str(step)}
    analysis.drafts = {**drafts, str(step): kept} if kept else drafts
    analysis.save(update_fields=["drafts"])
    return analysis


@transaction.atomic
def reach_short_step(*, problem: Problem, step: int, by: Any) -> CauseAnalysis:
    """Say how far the short form has come; its draft of that step has been taken into the list."""
    require_open_work(problem=problem, by=by)
    analysis = CauseAnalysis.objects.select_for_update().get(pk=_now(problem).pk)
    analysis.reached_step = max(analysis.reached_step, step)
    analysis.drafts = {key: value for key, value in analysis.drafts.items() if key != str(step)}
    analysis.save(update_fields=["reached_step", "drafts"])
    return analysis


@transaction.atomic
def copy_example(*, problem: Problem, example: Example, by: Any) -> int:
    """Copy a fictitious example's causes and chain into a problem: assumptions to be tried, marked with its code.

    What is in the list already (the same words) is not copied again. Returns how many causes came.
    """
    require_open_work(problem=problem, by=by)
    there = {each.text: each for each in Cause.objects.of_problem(problem)}
    steps = {each.text: each for each in ChainStep.objects.of_problem(problem)}
    new = [step for step in example.chain if step.text not in steps]
    for made, told in zip(set_chain_steps(problem=problem, texts=[one.text for one in new], by=by), new, strict=True):
        if told.break_point:
            made = change_chain_step(step=made, text=made.text, break_point=True, version=made.version, by=by)
        steps[told.text] = made
    copied = 0
    for row in example.causes:
        if row.text in there:
            continue
        said = Said(
            text=row.text, side=row.side, parent=there.get(row.behind), level=row.level, nature=row.nature,
            influence=row.influence, step=steps.get(row.step), from_example=example.code,
        )  # fmt: skip
        there[row.text] = add_cause(problem=problem, said=said, by=by)
        copied += 1
    note("causes.copied", by=by, subject=problem, changed={"number": problem.number, "example": example.code})
    return copied
