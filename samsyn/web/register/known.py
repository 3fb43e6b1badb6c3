"""What a few typed letters mean here: a category by code or name, a place by name or alias, an area by name or code."""

from typing import Any, NamedTuple

from django.utils import timezone

from samsyn.ground.places.models import Area, Place, PlaceAlias
from samsyn.method.observations.models import Category
from samsyn.web.templatetags.samsyn import named

MOST_OFFERED = 600


class Where(NamedTuple):
    """A known place, or a whole area, or (both None) words that nobody here knows."""

    place: Any = None
    area: Any = None


class Known:
    """The categories, places and areas a member may choose from, found by what people write."""

    def __init__(self, member: Any) -> None:
        categories = Category.objects.visible_to(member).for_reporting(member).filter(parent__isnull=False)
        self.categories = {category.code.casefold(): category for category in categories}
        areas = Area.objects.visible_to(member).in_working_set(on=timezone.localdate()).order_by("name")
        self.areas = {str(area.pk): area for area in areas}
        places = {place.pk: place for place in Place.objects.visible_to(member).standing().order_by("name")}
        aliases = PlaceAlias.objects.visible_to(member).filter(place__in=places).order_by("name")
        self.place_names = {place.name: place for place in places.values()}
        for alias in aliases:
            self.place_names.setdefault(alias.name, places[alias.place_id])
        self._places = {name.casefold(): place for name, place in self.place_names.items()}
        self._areas = {word.casefold(): area for area in self.areas.values() for word in (area.code, area.name)}

    def offered_categories(self) -> list[str]:
        """Return "E1 Skadegörelse på byggnad" for the type-ahead."""
        return [self.words_for(category) for category in self.categories.values()]

    def offered_places(self) -> list[str]:
        """Return the names of areas and of places with their other names, for the type-ahead."""
        return [*(area.name for area in self.areas.values()), *self.place_names][:MOST_OFFERED]

    def words_for(self, category: Any) -> str:
        return f"{category.code} {named(category)}"

    def category(self, words: str) -> Any:
        """Return the category meant: its code, the code first in the words, its name, or the only name with them."""
        low = " ".join(words.casefold().split())
        if not low:
            return None
        by_code = self.categories.get(low) or self.categories.get(low.split()[0])
        if by_code is not None:
            return by_code
        names = [(category.name_sv.casefold(), category) for category in self.categories.values()]
        names += [(category.name_en.casefold(), category) for category in self.categories.values()]
        whole = [category for name, category in names if name == low]
        held = {category.pk: category for name, category in names if all(word in name for word in low.split())}
        return whole[0] if whole else next(iter(held.values())) if len(held) == 1 else None

    def where(self, words: str) -> Where:
        """Return the place or the area that the words name."""
        low = " ".join(words.casefold().split())
        place = self._places.get(low)
        return Where(place=place) if place is not None else Where(area=self._areas.get(low))

    def names_to_find(self) -> dict[str, str]:
        """Return every name and alias of a place and every area's name → the words to show, for a pasted line."""
        found = {area.name: area.name for area in self.areas.values()}
        return found | {name: place.name for name, place in self.place_names.items()}
