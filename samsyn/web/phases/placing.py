"""In which phase an area or a problem stands, and how it came there; the part that other screens include."""

from datetime import date
from typing import Any

from samsyn.ground.places.models import Area
from samsyn.method.problems.models import Phase, PhasePlacement, Problem


def phases_of(member: Any, *, problem: Problem | None = None, area: Area | None = None) -> dict[str, Any] | None:
    """Return the placements of a problem or an area (the latest first) and the phases to choose between; or only these.

    None where no phase model is switched on and nothing has been placed: the light way shows nothing of phases.
    """
    rows = PhasePlacement.objects.visible_to(member)
    rows = rows.of_problem(problem) if problem is not None else rows.of_area(area)
    found = rows.of_problem(problem) if problem is not None else rows.of_area(area) if area is not None else rows.none()
    placed = list(found.latest_first())
    phases = list(Phase.objects.visible_to(member).in_use().select_related("model"))
    if not placed and not phases:
        return None
    stands: dict[Any, PhasePlacement] = {}
    for one in placed:
        stands.setdefault(one.phase.model_id, one)
    return {"stands": list(stands.values()), "history": placed, "choices": _by_model(phases)}


def standing(member: Any, *, on: date) -> list[PhasePlacement]:
    """Return where areas and problems stood on a day in the phase models that are in use, as the member may see it.

    Nothing, and one question to the database, where no model is switched on: the light way shows nothing of phases.
    """
    placed: list[PhasePlacement] = PhasePlacement.objects.visible_to(member).standing(on=on)
    return placed


def _by_model(phases: list[Phase]) -> list[dict[str, Any]]:
    groups: dict[Any, dict[str, Any]] = {}
    for phase in phases:
        groups.setdefault(phase.model_id, {"model": phase.model, "phases": []})["phases"].append(phase)
    return list(groups.values())
