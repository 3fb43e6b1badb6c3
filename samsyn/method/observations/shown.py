"""Rows → the table that leaves as a file: what is shown on screen, and never who reported it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, TextField, Value, When
from django.db.models.functions import Cast

from samsyn.ground.permissions import Permission
from samsyn.method.observations.models import Precision
from samsyn.method.observations.points import plain
from samsyn.method.observations.states import State
from samsyn.method.observations.tables import observations_table

if TYPE_CHECKING:
    import pyarrow as pa

    from samsyn.method.observations.querysets import ObservationQuerySet

FIRST = ["id", "observed_on", "iso_week", "category", "category_name", "kind", "area", "area_name", "place_name"]
NEVER = {"organisation", "place"}
POINT = ("lon", "lat", "x_m", "y_m")
ROWS_AT_A_TIME = 10_000


def sees_texts(member: Any) -> bool:
    """Whether the member sees every row in full, so that the texts may leave in a file."""
    return bool(member.may(Permission.SEE_ALL) or member.may(Permission.REVIEW_ALL))


def shown_table(rows: "ObservationQuerySet", *, seen_by: Any) -> "pa.Table":
    """Return the rows as a table for a file, newest first; `rows` must already be what `seen_by` may see.

    Neither organisation nor reporter is in it. A row known only to its area has no coordinates. Texts come along only
    for those who see every row in full, and never from a report that has been refused.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    table = observations_table(rows, municipality=seen_by.municipality)
    drawn = pc.is_in(table["precision"], pa.array([Precision.EXACT.value, Precision.WITHIN_100M.value]))
    for name in POINT:
        blank = pc.if_else(drawn, table[name], pa.scalar(None, pa.float64()))
        table = table.set_column(table.schema.get_field_index(name), name, blank)
    table = table.join(_more(rows, texts=sees_texts(seen_by)), "id", join_type="inner")
    table = table.sort_by([("to_local", "descending"), ("id", "descending")])
    rest = [name for name in table.column_names if name not in FIRST and name not in NEVER]
    return table.select([*FIRST, *rest])


def _more(rows: "ObservationQuerySet", *, texts: bool) -> "pa.Table":
    import pyarrow as pa

    text = Case(When(state=State.REFUSED, then=Value("")), default=F("text"), output_field=TextField())
    names: dict[str, Any] = {
        "category_name": F("category__name_sv"), "area_name": F("area__name"), "state": F("state"),
        "audience": F("audience"), **({"text": text} if texts else {}),
    }  # fmt: skip
    shown = {f"shown_{name}": Cast(value, CharField()) for name, value in names.items()}
    found = list(rows.order_by().annotate(**shown).values_list("pk", *shown).iterator(chunk_size=ROWS_AT_A_TIME))
    columns = list(zip(*found, strict=True)) if found else [()] * (1 + len(names))
    arrays = [pa.array([_with_hyphens(value) for value in columns[0]], pa.string())]
    arrays += [pa.array(values, pa.string()) for values in columns[1:]]
    return pa.table(arrays, names=["id", *names])


def _with_hyphens(id: Any) -> str:
    bare = plain(id)
    return f"{bare[:8]}-{bare[8:12]}-{bare[12:16]}-{bare[16:20]}-{bare[20:]}"
