"""Names, types and units of every column of every table that crosses a border.

Types are written as text and become a pyarrow schema only in `schema`, so that importing this module costs nothing.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa


class Column(NamedTuple):
    """One column: its name, Arrow type, whether it may be empty, and what it means (with unit)."""

    name: str
    type: str
    may_be_null: bool
    meaning: str


OBSERVATIONS: tuple[Column, ...] = (
    Column("id", "string", False, "the observation"),
    Column("category", "string", False, "code of the category, as E1"),
    Column("category_kind", "string", False, "B building, O order, F facility, S social, K crime, P positive"),
    Column("kind", "string", False, "event, condition or mood"),
    Column("area", "string", True, "code of the area in the working set"),
    Column("place", "string", True, "the known place"),
    Column("place_name", "string", True, "its name"),
    Column("x_m", "float64", True, "metres east, the municipality's metric system; empty for area alone"),
    Column("y_m", "float64", True, "metres north"),
    Column("lon", "float64", True, "degrees east, WGS 84"),
    Column("lat", "float64", True, "degrees north, WGS 84"),
    Column("precision", "string", False, "exact, within_100m, area or municipality"),
    Column("observed_on", "date32", False, "local date of the end of the interval"),
    Column("iso_week", "int32", False, "its week, 202540"),
    Column("from_local", "timestamp[us]", True, "earliest local time; empty when only the end is known"),
    Column("to_local", "timestamp[us]", False, "latest local time"),
    Column("received_on", "date32", False, "local date when it was sent in"),
    Column("severity", "int8", False, "1 (slight) to 4 (grave)"),
    Column("source_kind", "string", False, "kind of the organisation that saw it"),
    Column("organisation", "string", False, "the organisation; never leaves the program"),
    Column("seen_during", "string", False, "ordinary, decided or tip"),
    Column("open", "bool", False, "whether the condition still stands"),
    Column("ended_on", "date32", True, "local date when the condition ended"),
    Column("same_as", "string", True, "the observation that this one saw too; such a row adds a source, not a count"),
    Column("fault_number", "string", True, "number of the fault report"),
)

AREAS: tuple[Column, ...] = (
    Column("code", "string", False, "code of the area in the working set"),
    Column("name", "string", False, "its name"),
)

KNOWN_PLACES: tuple[Column, ...] = (
    Column("place", "string", False, "the known place"),
    Column("name", "string", False, "its name"),
    Column("x_m", "float64", False, "metres east in the municipality's metric system"),
    Column("y_m", "float64", False, "metres north"),
    Column("radius_m", "float64", False, "how far it reaches, metres"),
    Column("area", "string", True, "code of the area in the working set"),
)

TABLES: dict[str, tuple[Column, ...]] = {"observations": OBSERVATIONS, "areas": AREAS, "known_places": KNOWN_PLACES}


def schema(columns: tuple[Column, ...]) -> "pa.Schema":
    """Return the pyarrow schema of a table, each field with its meaning as metadata.

    >>> str(schema(AREAS).field("code").type), schema(AREAS).names
    ('string', ['code', 'name'])
    """
    import pyarrow as pa

    types = {"date32": pa.date32(), "timestamp[us]": pa.timestamp("us"), "bool": pa.bool_()}
    return pa.schema([
        pa.field(each.name, types.get(each.type) or pa.type_for_alias(each.type), nullable=each.may_be_null,
                 metadata={"meaning": each.meaning})
        for each in columns])


def table_from_columns(columns: tuple[Column, ...], values: dict[str, list[object]]) -> "pa.Table":
    """Return an Arrow table with exactly these columns, in this order; a missing column raises KeyError.

    >>> table_from_columns(AREAS, {"code": ["01"], "name": ["Centrum"]}).num_rows
    1
    """
    import pyarrow as pa

    form = schema(columns)
    return pa.table([pa.array(values[field.name], type=field.type) for field in form], schema=form)


def empty(columns: tuple[Column, ...]) -> "pa.Table":
    """Return the table without rows.

    >>> empty(OBSERVATIONS).num_columns == len(OBSERVATIONS)
    True
    """
    return schema(columns).empty_table()
