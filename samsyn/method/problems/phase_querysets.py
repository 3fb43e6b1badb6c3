"""The words for choosing phases and placements."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.querysets import OwnMunicipality


def _seats_of_readers(here: Any, *, only_authorities: bool) -> dict[Any, list[Any]]:
    """Return all seats in force of everybody who reads the pictures of an audience, by person."""
    members = apps.get_model("people", "Membership").objects
    found: dict[Any, list[Any]] = {}
    on = timezone.localdate()
    seats = members.filter(municipality=here).in_force(on=on)
    for seat in seats.select_related("role", "organisation").prefetch_related("areas"):
        found.setdefault(seat.user_id, []).append(seat)
    return {
        user: own for user, own in found.items()
        if any(each.role.allows(Permission.SEE_PICTURE) and (each.organisation.is_authority or not only_authorities)
               for each in own)
    }  # fmt: skip


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

    def told_to(self, audience: str, *, of: Any) -> "PhasePlacementQuerySet":
        """Those that a paper for an audience of a municipality (`of`) tells: what all its readers may see; else none.

        A reader who sees pictures and neither measures nor all, such as a steering group, sees no placement: then no
        paper that is made for them too tells any. Where somebody sees some areas alone, problems elsewhere are left
        out. To the public none. One question for the readers.
        """
        wide = {"authorities": ("parties", "authorities"), "parties": ("parties",)}.get(audience)
        seats = _seats_of_readers(of, only_authorities=audience == "authorities") if wide else {}
        leads = (Permission.LEAD_MEETING, Permission.SEE_ALL)
        shown = Q(problem=None) | Q(problem__audience__in=wide or ())
        for own in seats.values():
            sees = [each for each in own if each.role.allows(Permission.SEE_MEASURES)]
            if not any(each.role.allows(Permission.LEAD_MEETING) for each in own) and not sees:
                return self.none()
            areas = [{area.pk for area in each.areas.all()} for each in sees]
            if areas and all(areas) and not any(each.role.allows(may) for each in own for may in leads):
                within = set().union(*areas)
                shown &= Q(problem=None) | Q(problem__area__in=within) | Q(problem__place__area__in=within)
        return self.filter(shown, municipality=of) if wide else self.none()

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
