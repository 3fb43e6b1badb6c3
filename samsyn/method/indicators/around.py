"""What other divisions say of an area: the smaller areas that lie wholly inside it, and those that overlap it."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from samsyn.ground.places.models import Area, AreaClass
from samsyn.ground.tenancy.models import Municipality

INSIDE_SHARE = 0.5               # of a smaller area, for it to be told with the area
COVERED_SHARE, OUTSIDE_SHARE = 0.90, 0.05       # of the area, for its parts' counts to be its own
ABOUT_COVERED, ABOUT_OUTSIDE = 0.70, 0.35       # the same, to be told as "about"
LEAST_OVERLAP = 0.05


class Parts(NamedTuple):
    """Areas of another division inside an area, and how much of it they cover together."""

    areas: tuple[UUID, ...]
    set_name: str
    covered_share: float
    outside_share: float                # of what they cover outside the area, against the area

    @property
    def exact(self) -> bool:
        """Whether they are so nearly the area that their sum is its own: borders are drawn by different hands."""
        return self.covered_share >= COVERED_SHARE and self.outside_share <= OUTSIDE_SHARE

    @property
    def near(self) -> bool:
        """Whether their sum says about what is in the area."""
        return self.covered_share >= ABOUT_COVERED and self.outside_share <= ABOUT_OUTSIDE


class ClassYear(NamedTuple):
    """The police's class of an area in a year, and how much of the area it lies over (None: known by name alone)."""

    year: int
    name: str
    trend: str
    area_name: str
    source: str
    share: float | None


class _Shape(NamedTuple):
    area: UUID
    set_id: UUID
    set_name: str
    shape: Any


def same_code(area: Area) -> set[UUID]:
    """Return the area and those of the same kind of division with its code in other vintages."""
    alike = Area.objects.filter(
        municipality=area.municipality_id, code=area.code, area_set__kind=area.area_set.kind
    ).exclude(area_set__kind__in=["own", "other", "police"])
    return {area.pk, *alike.values_list("pk", flat=True)}


def parts_of(area: Area) -> list[Parts]:
    """Return what smaller areas each other division has inside this one, the best covering first."""
    if area.polygon is None:
        return []
    import shapely

    whole = shapely.make_valid(shapely.from_wkb(bytes(area.polygon)))
    by_set: dict[UUID, list[tuple[_Shape, float]]] = {}
    for each in _shapes(area.municipality, besides=area.area_set_id):
        if not whole.intersects(each.shape):
            continue
        inside = whole.intersection(each.shape).area
        if each.shape.area > 0 and inside / each.shape.area >= INSIDE_SHARE:
            by_set.setdefault(each.set_id, []).append((each, inside))
    found = [
        Parts(tuple(sorted(shape.area for shape, _inside in rows)), rows[0][0].set_name,
              min(1.0, sum(inside for _shape, inside in rows) / whole.area),
              sum(shape.shape.area - inside for shape, inside in rows) / whole.area)
        for rows in by_set.values()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.exact, each.outside_share - each.covered_share, each.set_name))


def _shapes(municipality: Municipality, *, besides: UUID) -> Iterable[_Shape]:
    import shapely

    rows = Area.objects.filter(municipality=municipality).exclude(area_set=besides).exclude(polygon=None)
    for pk, set_id, name, polygon in rows.order_by("code").values_list("pk", "area_set", "area_set__name", "polygon"):
        yield _Shape(pk, set_id, name, shapely.make_valid(shapely.from_wkb(bytes(polygon))))


def classes_over(area: Area) -> list[ClassYear]:
    """Return the police's classes year by year of what overlaps the area, or bears its name; never computed."""
    import shapely

    whole = None if area.polygon is None else shapely.make_valid(shapely.from_wkb(bytes(area.polygon)))
    found = []
    kept = AreaClass.objects.filter(municipality=area.municipality_id).select_related("area").order_by("-year", "name")
    for each in kept:
        share = None
        if whole is not None and each.area.polygon is not None:
            other = shapely.make_valid(shapely.from_wkb(bytes(each.area.polygon)))
            share = float(whole.intersection(other).area / whole.area) if whole.area else 0.0
            if share < LEAST_OVERLAP and each.area_id != area.pk:
                continue
        elif each.area_id != area.pk and each.area.name.casefold() != area.name.casefold():
            continue
        found.append(ClassYear(each.year, each.name, each.trend, each.area.name, each.source, share))
    return found

