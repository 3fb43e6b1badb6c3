"""The rows that each audience may see, made coarse where they must be."""

from typing import TYPE_CHECKING, Any

import numpy as np

from samsyn.ground.places.models import Place
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category, Observation
from samsyn.method.observations.tables import observations_table
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.pictures.period import Period

if TYPE_CHECKING:
    import pyarrow as pa

HIDDEN_WHERE_COARSE = ("place", "place_name", "x_m", "y_m", "lon", "lat")


def rows_for_audiences(municipality: Municipality, period: Period) -> "dict[str, pa.Table]":
    """Return the accepted rows up to the end of the period, for authorities and for all parties.

    They are read once. Conditions are open as they were on the last day of the period, so that an old picture can be
    made again.
    """
    import pyarrow.compute as pc

    chosen = (
        Observation.objects.filter(municipality=municipality)
        .accepted()
        .shown_to_audience(PictureAudience.AUTHORITIES)
        .between_weeks(period.history_from, period.week)
    )
    table = observations_table(chosen, municipality=municipality, open_on=period.last_day, with_audience=True)
    table = made_coarse(table, municipality)
    parties = table.filter(pc.equal(table["audience"], PictureAudience.PARTIES.value))
    both = {PictureAudience.AUTHORITIES.value: table, PictureAudience.PARTIES.value: parties}
    return {audience: without_hidden_originals(each.drop_columns(["audience"])) for audience, each in both.items()}


def made_coarse(table: "pa.Table", municipality: Municipality) -> "pa.Table":
    """Hide point and place of rows whose place is shown coarse or whose category stays at area level.

    The rule may have come after the report, so it is kept here too and not only when a report is taken in.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    places = Place.objects.filter(municipality=municipality, show_coarse=True).values_list("id", flat=True)
    categories = Category.objects.filter(municipality=municipality, area_level=True).values_list("code", flat=True)
    coarse = pc.or_(
        pc.is_in(table["place"], pa.array([str(each) for each in places], pa.string())),
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
