"""What must be ready for the next state: what can be found by itself, and what somebody has ticked."""

from collections.abc import Callable
from typing import Any

from samsyn.method.measures.models import Measure
from samsyn.method.measures.states import State as Done
from samsyn.method.problems.models import Cause, Goal, Mapping, Priority, Problem, ReadyMark
from samsyn.method.problems.states import ORDER
from samsyn.method.problems.ways.shipped import ready_items_of
from samsyn.web.templatetags.samsyn import named


def _why(problem: Problem) -> bool:
    """The mapping says why, or it was chosen among others with a reason."""
    if any(answers.get("chosen") for answers in Mapping.objects.of_problem(problem).values_list("answers", flat=True)):
        return True
    return Priority.objects.chosen().filter(problem=problem).exclude(reason="").exists()


def _of(problem: Problem) -> Any:
    return Measure.objects.on_problem(problem).exclude(state=Done.CANCELLED)


def _follow_up(problem: Problem) -> bool:
    rows = _of(problem)
    return rows.exists() and not rows.filter(follow_up_on=None).exists()


def _is_done(problem: Problem) -> bool:
    return _of(problem).exists() and not _of(problem).open().exists()


FOUND: dict[str, Callable[[Problem], bool]] = {
    "why": _why, "owner": lambda problem: problem.owner_id is not None, "affected": lambda each: bool(each.affected),
    "mapping": lambda each: Mapping.objects.of_problem(each).settled().exists(),
    "causes": lambda each: Cause.objects.filter(problem=each).exists(),
    "goals": lambda each: any(goal.is_measurable for goal in Goal.objects.filter(problem=each)),
    "measures": lambda each: _of(each).filter(causes__isnull=False).exists(),
    "follow_up": _follow_up, "started": lambda each: _of(each).filter(started_on__isnull=False).exists()
    or _of(each).closed().exists(), "done": _is_done,
}  # fmt: skip


def next_state(problem: Problem) -> str:
    """Return the state that comes next in the order; nothing after the last."""
    return ORDER[problem.step].value if problem.step < len(ORDER) else ""


def ready_for(problem: Problem, state: str) -> list[dict[str, Any]]:
    """Return what must be ready for a state, each with whether it is and whether somebody may tick it."""
    items = ready_items_of(problem.municipality, state) if state else []
    if not items:
        return []
    ticked = set(ReadyMark.objects.filter(problem=problem).values_list("item_id", flat=True))
    return [
        {"item": item, "name": named(item), "by_hand": not item.looked_up,
         "ready": FOUND[item.looked_up](problem) if item.looked_up in FOUND else item.pk in ticked}
        for item in items
    ]  # fmt: skip


def not_ready(problem: Problem, state: str) -> list[tuple[str, str]]:
    """Return code and words of what is not ready for a state that lies ahead."""
    return [(each["item"].code, each["name"]) for each in ready_for(problem, state) if not each["ready"]]
