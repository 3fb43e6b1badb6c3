"""The rows that each audience may see, made coarse where they must be."""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from django.db.models import F

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Place
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category, Observation
from samsyn.method.observations.tables import observations_table
from samsyn.method.pictures.models import PictureAudience

if TYPE_CHECKING:
    import pyarrow as pa

HIDDEN_WHERE_COARSE = ("place", "place_name", "x_m", "y_m", "lon", "lat")
# Rows that agree in all of these may change places without any sum becoming another.
IN_ORDER_OF = ("to_local", "category", "area", "organisation", "place", "lon", "lat", "from_local", "kind",
               "seen_during", "audience")  # fmt: skip


class Stretch(Protocol):
    """What the rows are read for: a week's picture, or that of a month, quarter, tertial or year."""

    @property
    def history_from(self) -> Week: ...
    @property
    def week(self) -> Week: ...
    @property
    def last_day(self) -> date: ...
    @property
    def all_weeks(self) -> list[Week]: ...


class Seen(NamedTuple):
    """The rows of each audience, and from which areas (by code) each organisation (by id) sent any in the period."""

    tables: "dict[str, pa.Table]"
    reporting: set[tuple[str, str]]


def rows_for_audiences(municipality: Municipality, period: Stretch) -> Seen:
    """Return the accepted rows up to the end of the period, for authorities and for all parties.

    They are read once. Conditions are open as they were on the last day of the period, so that an old picture can be
    made again. Rows, places and organisations stand in an order that rests on what they hold, never on their ids:
    sums of fractions are then the same to the last digit in every database.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    chosen = (
        Observation.objects.filter(municipality=municipality)
        .accepted()
        .shown_to_audience(PictureAudience.AUTHORITIES)
        # Nearly every row is wanted, so the table is read from end to end: by the index on weeks each row is looked
        # up by itself, which takes half as long again.
        .annotate(week=F("iso_week") + 0)
        .filter(week__gte=period.history_from.iso, week__lte=period.week.iso)
    )
    table = observations_table(
        chosen, municipality=municipality, open_on=period.last_day, with_audience=True, by_id=False
    )
    places = list(
        Place.objects.filter(municipality=municipality).values_list("id", "name", "lon", "lat", "show_coarse")
    )
    table = made_coarse(table, municipality, places={str(place[0]) for place in places if place[4]})
    weeks = pa.array([week.iso for week in period.all_weeks], pa.int32())
    sent = table.filter(pc.is_in(table["iso_week"], weeks)).select(["organisation", "area"])
    reporting = {(row["organisation"], row["area"] or "") for row in sent.to_pylist() if row["organisation"]}
    parties = Organisation.objects.filter(municipality=municipality).values_list("id", "name")
    table = _renamed(table, "organisation", [(str(pk), (name,)) for pk, name in parties])
    table = _renamed(table, "place", [(str(pk), (name, lon or 0.0, lat or 0.0)) for pk, name, lon, lat, _c in places])
    table = table.sort_by([(name, "ascending") for name in IN_ORDER_OF])
    for_parties = table.filter(pc.equal(table["audience"], PictureAudience.PARTIES.value))
    both = {PictureAudience.AUTHORITIES.value: table, PictureAudience.PARTIES.value: for_parties}
    tables = {audience: without_hidden_originals(each.drop_columns(["audience"])) for audience, each in both.items()}
    return Seen(tables, reporting)


def _renamed(table: "pa.Table", column: str, known: list[tuple[str, tuple[Any, ...]]]) -> "pa.Table":
    """Give each id of a column a number in the order of what it stands for; empty stays empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ordered = sorted(known, key=lambda each: each[1])
    ids = pa.array([pk for pk, _what in ordered], pa.string())
    numbers = pa.array([f"{number:06d}" for number in range(len(ordered))], pa.string())
    found = pc.index_in(table[column], ids)
    at = table.schema.get_field_index(column)
    renamed = pc.take(numbers, found.combine_chunks())
    if not table.schema.field(at).nullable:
        renamed = pc.fill_null(renamed, "")
    return table.set_column(at, table.schema.field(at), renamed)


def made_coarse(table: "pa.Table", municipality: Municipality, *, places: set[str]) -> "pa.Table":
    """Hide point and place of rows whose place is shown coarse or whose category stays at area level.

    The rule may have come after the report, so it is kept here too and not only when a report is taken in.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    categories = Category.objects.filter(municipality=municipality, area_level=True).values_list("code", flat=True)
    coarse = pc.or_(
        pc.is_in(table["place"], pa.array(sorted(places), pa.string())),
        pc.is_in(table["category"], pa.array(list(categories), pa.string())),
    ).combine_chunks()
    if not coarse.true_count:
        return table
    for name in (*HIDDEN_WHERE_COARSE, "precision"):
        at = table.schema.get_field_index(name)
        shown = "area" if name == "precision" else None
        column = pc.if_else(coarse, pa.scalar(shown, table.schema.field(at).type), table[name])
        table = table.set_column(at, table.schema.field(at), column)
    return table


def without_hidden_originals(table: "pa.Table") -> "pa.Table":
    """Let the first row that points to an original outside the table stand as the original itself.

    Otherwise something that was seen by two would vanish for those who may see only the second report.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    points = pc.and_(table["same_as"].is_valid(), pc.invert(pc.is_in(table["same_as"], table["id"].combine_chunks())))
    lost = np.flatnonzero(np.asarray(points))
    if not len(lost):
        return table
    ids, same_as = table["id"].to_pylist(), table["same_as"].to_pylist()
    stands_for: dict[Any, Any] = {}
    for row in lost.tolist():
        original = same_as[row]
        same_as[row] = stands_for.get(original)
        stands_for.setdefault(original, ids[row])
    at = table.schema.get_field_index("same_as")
    return table.set_column(at, table.schema.field(at), pa.array(same_as, pa.string()))
