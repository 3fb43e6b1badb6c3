"""The words for choosing areas and places."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from samsyn.ground.permissions import Actor
from samsyn.ground.tenancy.querysets import OwnMunicipality


class AreaSetQuerySet(OwnMunicipality):
    """Divisions of the municipality, each with its vintage."""


class BaseMapQuerySet(OwnMunicipality):
    """The municipality's own base map."""


class PlaceTypeQuerySet(OwnMunicipality):
    """Kinds of places."""

    def for_new_places(self) -> "PlaceTypeQuerySet":
        """Kinds in use that may be stored as places."""
        return self.filter(active=True, never_stored=False).order_by("name_sv")


class AreaQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Actor) -> "AreaQuerySet":
        """Every area of the member's own municipality: borders are no secret within it."""
        return self.filter(municipality=member.municipality)

    def in_working_set(self, *, on: date) -> "AreaQuerySet":
        """Areas of the set that observations are counted in, valid on the day."""
        return self.filter(area_set__working=True, area_set__valid_from__lte=on).filter(
            Q(area_set__valid_to=None) | Q(area_set__valid_to__gte=on)
        )

    def with_code(self, code: str) -> "AreaQuerySet":
        return self.filter(code=code)


class PlaceQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Actor) -> "PlaceQuerySet":
        """Every place of the member's own municipality."""
        return self.filter(municipality=member.municipality)

    def standing(self) -> "PlaceQuerySet":
        """Places in use: neither merged into another nor switched off."""
        return self.filter(merged_into=None, active=True)

    def called(self, text: str) -> "PlaceQuerySet":
        """Places whose name, address or alias holds every word of the text, whatever the case."""
        found = self
        for word in text.casefold().split():
            found = found.filter(search_text__contains=word)
        return found
