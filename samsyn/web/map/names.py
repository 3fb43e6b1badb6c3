"""The names a choice is made from: areas, categories and the member's own saved views, in one query."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, PositiveSmallIntegerField, UUIDField, Value

from samsyn.ground.people.models import SavedView
from samsyn.ground.places.models import Area
from samsyn.method.observations.models import Category
from samsyn.web.templatetags.samsyn import language

SCREEN = "karta"


class Named(NamedTuple):
    """Something with a name that can be chosen."""

    id: Any
    code: str
    name: str
    parent: Any


class Names(NamedTuple):
    """Everything a choice can name, each in the order it is shown."""

    areas: list[Named]
    groups: list[Named]
    categories: list[Named]
    views: list[Named]

    def area(self, code: str) -> Named | None:
        return next((area for area in self.areas if area.code == code), None)

    def about(self, code: str) -> list[Named]:
        """The category with this code, or all categories of the group with this code."""
        group = next((group for group in self.groups if group.code == code), None)
        return [one for one in self.categories if one.code == code or (group and one.parent == group.id)]

    def grouped(self) -> list[tuple[Named, list[Named]]]:
        """Each group with its categories."""
        return [(group, [one for one in self.categories if one.parent == group.id]) for group in self.groups]

    def category_name(self, code: str) -> str:
        return next((one.name for one in [*self.groups, *self.categories] if one.code == code), "")

    def called(self, word: str) -> tuple[list[Any], list[Any]]:
        """Return ids of the categories and areas whose name holds the word, which is already casefolded."""
        categories = [one.id for one in self.categories if word in one.name.casefold()]
        return categories, [one.id for one in self.areas if word in one.name.casefold()]


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _number(value: int) -> Value:
    return Value(value, output_field=PositiveSmallIntegerField())


def names_for(member: Any, *, on: date, screen: str = SCREEN) -> Names:
    """Fetch all names at once, with the views saved of a screen: a list screen may ask fewer than ten questions."""
    label = F(f"name_{language()}")
    nothing = Value(None, output_field=UUIDField())
    order = ("what", "id", "code", "label", "above", "place_in_order")
    categories = (
        Category.objects.visible_to(member)
        .filter(active=True)
        .annotate(what=_text("category"), label=label, above=F("parent_id"), place_in_order=F("position"))
    )
    areas = (
        Area.objects.visible_to(member)
        .in_working_set(on=on)
        .annotate(what=_text("area"), label=F("name"), above=nothing, place_in_order=_number(0))
    )
    views = (
        SavedView.objects.visible_to(member)
        .filter(screen=screen)
        .annotate(what=_text("view"), code=F("query"), label=F("name"), above=nothing, place_in_order=_number(0))
    )
    rows = categories.values_list(*order).union(areas.values_list(*order), views.values_list(*order), all=True)
    found = sorted(rows, key=lambda row: (row[5], row[2] if row[0] == "category" else row[3].casefold()))
    named = [(what, Named(id, code, name, above)) for what, id, code, name, above, _order in found]
    of = lambda kind: [one for what, one in named if what == kind]  # noqa: E731
    every = of("category")
    return Names(
        areas=of("area"),
        groups=[one for one in every if one.parent is None],
        categories=[one for one in every if one.parent is not None],
        views=of("view"),
    )
