"""The words for choosing outside figures."""

from typing import Any

from django.db import models

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission


class _OfTheMunicipality(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> Any:
        """Outside figures are open to everyone in the municipality who may see the picture."""
        if not member.may(Permission.SEE_PICTURE):
            return self.none()
        return self.filter(municipality=member.municipality)


class IndicatorQuerySet(_OfTheMunicipality):
    def in_picture(self) -> "IndicatorQuerySet":
        return self.filter(in_picture=True)


class ReadingQuerySet(_OfTheMunicipality):
    def without_area(self) -> "ReadingQuerySet":
        """Readings whose code no area set has."""
        return self.filter(area=None).exclude(area_code="")

    def of_everybody(self) -> "ReadingQuerySet":
        """Leaves out break-downs by who answered."""
        return self.filter(group_sv="")

    def between_weeks(self, first: Week, last: Week) -> "ReadingQuerySet":
        return self.filter(iso_week__gte=first.iso, iso_week__lte=last.iso)


class OutsideEventQuerySet(_OfTheMunicipality):
    def in_week(self, week: Week) -> "OutsideEventQuerySet":
        return self.filter(iso_week=week.iso)

    def between_weeks(self, first: Week, last: Week) -> "OutsideEventQuerySet":
        return self.filter(iso_week__gte=first.iso, iso_week__lte=last.iso)

    def single_events(self) -> "OutsideEventQuerySet":
        """Leaves out summaries of a whole night, which hold many events in one."""
        return self.filter(is_summary=False)
