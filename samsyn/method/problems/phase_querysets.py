"""The words for choosing phases and placements."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality


class PhaseQuerySet(OwnMunicipality):
    """Phases of the municipality's models."""

    def in_use(self) -> "PhaseQuerySet":
        """Those of models that are switched on, in order."""
        return self.filter(model__active=True).order_by("model__position", "model__code", "number")


class PhasePlacementQuerySet(OwnMunicipality):
    """Placements: of problems that the member may see; of areas for those who see the municipality's measures."""

    def visible_to(self, member: Any) -> "PhasePlacementQuerySet":
        """Those of visible problems; those of areas for who may see measures or lead meetings."""
        problems = apps.get_model("problems", "Problem").objects.visible_to(member)
        seen = Q(problem__in=problems)
        if member.may(Permission.SEE_MEASURES) or member.may(Permission.LEAD_MEETING):
            seen |= Q(problem=None)
        return self.filter(seen, municipality=member.municipality)

    def of_problem(self, problem: Any) -> "PhasePlacementQuerySet":
        return self.filter(problem=problem)

    def of_area(self, area: Any) -> "PhasePlacementQuerySet":
        return self.filter(area=area)

    def told_to(self, audience: str) -> "PhasePlacementQuerySet":
        """Those that a paper for an audience tells of: of areas, and of problems it may see; to the public none."""
        wide = {"authorities": ("parties", "authorities"), "parties": ("parties",)}.get(audience)
        if wide is None:
            return self.none()
        return self.filter(Q(problem=None) | Q(problem__audience__in=wide))

    def standing(self, *, on: date) -> list[Any]:
        """Return where areas and open problems stood on a day, in the models that are in use: areas first, by name."""
        rows = self.filter(phase__model__active=True, on__lte=on).latest_first()
        found: dict[Any, Any] = {}
        for one in rows:
            if one.problem is None or one.problem.closed_on is None or one.problem.closed_on > on:
                found.setdefault((one.area_id, one.problem_id, one.phase.model_id), one)
        return sorted(found.values(), key=lambda one: (one.problem is not None, str(one.area or one.problem)))

    def latest_first(self) -> "PhasePlacementQuerySet":
        return self.select_related("phase__model", "area", "problem").order_by("-created_at", "-id")
