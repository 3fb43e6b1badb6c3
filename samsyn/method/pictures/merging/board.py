"""The parties' points side by side: one row for each place and audience, and what has been settled."""

from collections import defaultdict
from typing import Any, NamedTuple

from samsyn.method.pictures.models import MergeItem, OwnPoint, SituationalPicture
from samsyn.method.pictures.own_querysets import audiences_of


class Row(NamedTuple):
    """What the parties said of one place, for one audience, and what became of it."""

    area: Any               # None = the whole municipality
    audience: str
    points: list[OwnPoint]
    item: MergeItem | None
    suggested: str
    is_stale: bool          # a party has handed in or changed something since it was settled

    @property
    def code(self) -> str:
        """What tells the row from the others in an address."""
        return f"{self.area.code if self.area else '-'}.{self.audience}"


def suggestion(points: list[OwnPoint]) -> str:
    """Suggest agree where everybody who said how it was said the same, else differ."""
    trends = {point.trend for point in points if point.trend}
    return str(MergeItem.Verdict.DIFFER if len(trends) > 1 else MergeItem.Verdict.AGREE)


def points_of(picture: SituationalPicture) -> Any:
    """Return every point handed in for the picture's period, with its party and area."""
    return (
        OwnPoint.objects.filter(municipality=picture.municipality)
        .of_week(picture.week)
        .handed_in()
        .select_related("own_picture__organisation", "area")
        .order_by("own_picture__organisation__name", "position", "created_at", "id")
    )


def _is_stale(item: MergeItem, points: list[OwnPoint]) -> bool:
    return bool(item.withdrawn) or {one.pk for one in item.sources.all()} != {one.pk for one in points}


def board(picture: SituationalPicture, by: Any) -> list[Row]:
    """Return the rows in the order of the areas, the whole municipality first; four queries however many points.

    A place where common words were written stays there when every party has taken its own back. What a party said for
    authorities alone stands in a row of its own, so that nothing of it can slip into words for
    all parties. Whoever does not read for authorities does not see those rows.
    """
    read = audiences_of(by)
    by_place: dict[tuple[Any, str], list[OwnPoint]] = defaultdict(list)
    for point in points_of(picture):
        if point.audience in read:
            by_place[point.area_id, point.audience].append(point)
    found = MergeItem.objects.filter(picture=picture).select_related("area").prefetch_related("sources")
    items = {(item.area_id, item.audience): item for item in found}
    for place, item in items.items():
        if item.withdrawn and item.audience in read:
            by_place.setdefault(place, [])
    rows = [
        Row(
            points[0].area if points else items[area_id, audience].area, audience, points,
            item := items.get((area_id, audience)), suggestion(points),
            item is not None and _is_stale(item, points),
        )
        for (area_id, audience), points in by_place.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.area.name if row.area else "", row.audience != "parties"))
