"""What must be ready for the next state: what can be found by itself, and what somebody has ticked."""

from collections.abc import Callable
from typing import Any

from samsyn.method.measures.models import Measure
from samsyn.method.measures.states import State as Done
from samsyn.method.problems.equipping.shipped import ready_items_of
from samsyn.method.problems.models import Cause, Goal, Mapping, Priority, Problem, ReadyMark
from samsyn.method.problems.states import ORDER
from samsyn.web.templatetags.samsyn import named


def _why(problem: Problem, member: Any) -> bool:
    """The mapping says why, or it was chosen among others with a reason."""
    mappings = Mapping.objects.visible_to(member).of_problem(problem)
    if any(answers.get("chosen") for answers in mappings.values_list("answers", flat=True)):
        return True
    return Priority.objects.visible_to(member).chosen().filter(problem=problem).exclude(reason="").exists()


def _mapping(problem: Problem, member: Any) -> bool:
    return Mapping.objects.visible_to(member).of_problem(problem).settled().exists()


def _causes(problem: Problem, member: Any) -> bool:
    return Cause.objects.visible_to(member).of_problem(problem).exists()


def _goals(problem: Problem, member: Any) -> bool:
    return any(goal.is_measurable for goal in Goal.objects.visible_to(member).filter(problem=problem))


def _of(problem: Problem, member: Any) -> Any:
    return Measure.objects.visible_to(member).on_problem(problem).exclude(state=Done.CANCELLED)


def _measures(problem: Problem, member: Any) -> bool:
    return _of(problem, member).filter(causes__isnull=False).exists()


def _follow_up(problem: Problem, member: Any) -> bool:
    rows = _of(problem, member)
    return rows.exists() and not rows.filter(follow_up_on=None).exists()


def _started(problem: Problem, member: Any) -> bool:
    return any(measure.begins_on is not None for measure in _of(problem, member))


def _done(problem: Problem, member: Any) -> bool:
    rows = _of(problem, member)
    return rows.exists() and not rows.open().exists()


def _owner(problem: Problem, _member: Any) -> bool:
    return problem.owner_id is not None


def _affected(problem: Problem, _member: Any) -> bool:
    return bool(problem.affected)


FOUND: dict[str, Callable[[Problem, Any], bool]] = {
    "why": _why, "owner": _owner, "affected": _affected, "mapping": _mapping, "causes": _causes, "goals": _goals,
    "measures": _measures, "follow_up": _follow_up, "started": _started, "done": _done,
}


def next_state(problem: Problem) -> str:
    """Return the state that comes next in the order; nothing after the last."""
    return ORDER[problem.step].value if problem.step < len(ORDER) else ""


def ready_for(problem: Problem, state: str, *, member: Any) -> list[dict[str, Any]]:
    """Return what must be ready for a state, each with whether it is and whether somebody may tick it."""
    items = ready_items_of(problem.municipality, state) if state else []
    if not items:
        return []
    ticked = set(ReadyMark.objects.visible_to(member).of_problem(problem).values_list("item_id", flat=True))
    return [
        {"item": item, "name": named(item), "by_hand": not item.looked_up,
         "ready": FOUND[item.looked_up](problem, member) if item.looked_up in FOUND else item.pk in ticked}
        for item in items
    ]  # fmt: skip


def not_ready(problem: Problem, state: str, *, member: Any) -> list[tuple[str, str]]:
    """Return code and words of what is not ready for a state that lies ahead."""
    return [(each["item"].code, each["name"]) for each in ready_for(problem, state, member=member) if not each["ready"]]
