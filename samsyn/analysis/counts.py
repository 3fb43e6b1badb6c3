"""Counting: from the rows of a table to whole numbers by area, category, source and week.

What is counted: events, and conditions once, when they were first told of. A row that saw the same thing too adds a
source, never a count; a mood or a positive note is not counted at all.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.tables import OBSERVATIONS, schema
from samsyn.analysis.weeks import running_weeks

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Coded(NamedTuple):
    """A text column as numbers: `code` points into `labels`, which are sorted; -1 is empty."""

    code: Ints
    labels: list[str]


class Rows(NamedTuple):
    """The observations as arrays of equal length, ready to be counted."""

    week: Ints                          # running week number of observed_on
    received: NDArray[np.datetime64]
    area: Coded
    category: Coded
    organisation: Coded
    source_kind: Coded
    place: Coded
    place_name: Coded
    kind: Coded
    counted: Bools                      # an event or a condition first told of
    decided: Bools                      # seen during decided presence
    precise: Bools                      # exact or within 100 m, with coordinates
    still_open: Bools
    x_m: Floats
    y_m: Floats
    lon: Floats
    lat: Floats
    from_local: NDArray[np.datetime64]
    to_local: NDArray[np.datetime64]


def as_table(observations: "pa.Table | Mapping[str, ArrayLike]") -> "pa.Table":
    """Return the observations as an Arrow table with all columns; missing columns become empty ones.

    >>> as_table({"id": ["a"], "area": [None]}).num_rows
    1
    """
    import pyarrow as pa

    if isinstance(observations, pa.Table):
        return observations
    length = len(np.asarray(next(iter(observations.values()))))
    columns = []
    for field in schema(OBSERVATIONS):
        given = observations.get(field.name)
        columns.append(pa.nulls(length, field.type) if given is None
                       else pa.array(given, type=field.type, from_pandas=True))
    return pa.table(columns, names=[each.name for each in OBSERVATIONS])


def read_rows(observations: "pa.Table | Mapping[str, ArrayLike]", *, areas: Sequence[str] = ()) -> Rows:
    """Turn a table of observations into arrays; `areas` fixes which areas exist (others become empty).

    >>> days = np.array(["2025-10-01", "2025-10-02"], "datetime64[D]")
    >>> rows = read_rows({"kind": ["event", "mood"], "category_kind": ["O", "O"], "observed_on": days,
    ...                   "area": ["02", "09"]}, areas=["02", "01"])
    >>> rows.counted.tolist(), rows.area.labels, rows.area.code.tolist()
    ([True, False], ['01', '02'], [1, -1])
    """
    table = as_table(observations)
    kind, category_kind = _coded(table, "kind"), _coded(table, "category_kind")
    precision, seen = _coded(table, "precision"), _coded(table, "seen_during")
    x_m, y_m = _floats(table, "x_m"), _floats(table, "y_m")
    first_told = np.asarray(table["same_as"].is_null())
    return Rows(
        week=running_weeks(_moments(table, "observed_on")), received=_moments(table, "received_on"),
        area=recode(_coded(table, "area"), labels=sorted(areas)) if areas else _coded(table, "area"),
        category=_coded(table, "category"), organisation=_coded(table, "organisation"),
        source_kind=_coded(table, "source_kind"), place=_coded(table, "place"),
        place_name=_coded(table, "place_name"), kind=kind,
        counted=first_told & among(kind, "event", "condition") & ~among(category_kind, "P"),
        decided=among(seen, "decided"),
        precise=among(precision, "exact", "within_100m") & np.isfinite(x_m) & np.isfinite(y_m),
        still_open=np.asarray(table["open"].fill_null(False)) & among(kind, "condition") & first_told,
        x_m=x_m, y_m=y_m, lon=_floats(table, "lon"), lat=_floats(table, "lat"),
        from_local=_moments(table, "from_local"), to_local=_moments(table, "to_local"))


def among(column: Coded, *labels: str) -> Bools:
    """Return which rows have one of these labels.

    >>> among(Coded(np.array([0, 1, -1]), ["a", "b"]), "b").tolist()
    [False, True, False]
    """
    chosen = np.array([label in labels for label in column.labels] + [False])
    return chosen[column.code]


def recode(column: Coded, *, labels: Sequence[str]) -> Coded:
    """Return the column with these labels instead; a label that is not among them becomes empty.

    >>> recode(Coded(np.array([0, 1]), ["a", "b"]), labels=["b"]).code.tolist()
    [-1, 0]
    """
    number = {label: place for place, label in enumerate(labels)}
    new = np.array([number.get(label, -1) for label in column.labels] + [-1], np.int64)
    return Coded(new[column.code], list(labels))


def _coded(table: "pa.Table", name: str) -> Coded:
    column = table[name].combine_chunks().dictionary_encode()
    labels = [str(each) for each in column.dictionary.to_pylist()]
    code = np.asarray(column.indices.fill_null(-1)).astype(np.int64)
    return recode(Coded(code, labels), labels=sorted(labels))


def _floats(table: "pa.Table", name: str) -> Floats:
    return np.asarray(table[name].combine_chunks().to_numpy(zero_copy_only=False), np.float64)


def _moments(table: "pa.Table", name: str) -> NDArray[np.datetime64]:
    return np.asarray(table[name].combine_chunks().to_numpy(zero_copy_only=False), "datetime64[us]")


def cube(
    series: Ints, *, week: Ints, first_week: int, weeks: int, series_count: int, weights: Floats | None = None,
) -> Floats:
    """Return counts by series and week, shape (series_count, weeks); rows outside, or with series -1, are left out.

    >>> cube(np.array([0, 1, 1, -1]), week=np.array([5, 6, 6, 6]), first_week=5, weeks=2, series_count=2).tolist()
    [[1.0, 0.0], [0.0, 2.0]]
    """
    step = week - first_week
    inside = (series >= 0) & (step >= 0) & (step < weeks)
    cells = series[inside] * weeks + step[inside]
    counted = np.bincount(cells, None if weights is None else weights[inside], series_count * weeks)
    return counted.astype(np.float64).reshape(series_count, weeks)


def pairs(first: Ints, second: Ints, *, shape: tuple[int, int]) -> Ints:
    """Return a table of how often each pair of codes occurs; -1 in either is left out.

    >>> pairs(np.array([0, 0, 1, -1]), np.array([1, 1, 0, 0]), shape=(2, 2)).tolist()
    [[0, 2], [1, 0]]
    """
    both = (first >= 0) & (second >= 0)
    return np.bincount(first[both] * shape[1] + second[both], minlength=shape[0] * shape[1]).reshape(shape)


def weekly_cube(
    *columns: Coded, week: Ints, first_week: int, weeks: int, chosen: Bools | None = None,
    weights: Floats | None = None,
) -> Floats:
    """Return counts by any columns and week, shape (labels of the first, of the second, …, weeks).

    Rows that are empty (-1) in any of the columns, outside the weeks or not `chosen` are left out; the cube's sum is
    therefore what remains, and `left_out` says how many do not.

    >>> area, category = Coded(np.array([0, 1, 1, -1]), ["01", "02"]), Coded(np.array([0, 0, 0, 0]), ["G1"])
    >>> weekly_cube(area, category, week=np.array([7, 7, 8, 8]), first_week=7, weeks=2).tolist()
    [[[1.0, 0.0]], [[1.0, 1.0]]]
    """
    shape = [len(each.labels) for each in columns]
    codes = np.stack([each.code for each in columns])
    flat = np.zeros(codes.shape[1], np.int64)
    for code, size in zip(codes, shape, strict=True):
        flat = flat * size + code
    known = (codes >= 0).all(axis=0) & (True if chosen is None else chosen)
    counted = cube(np.where(known, flat, -1), week=week, first_week=first_week, weeks=weeks,
                   series_count=int(np.prod(shape)), weights=weights)
    return counted.reshape(*shape, weeks)


def left_out(*columns: Coded, chosen: Bools) -> dict[tuple[bool, ...], int]:
    """Return how many of the `chosen` rows are empty in which of the columns; nothing disappears without a word.

    >>> area, category = Coded(np.array([0, -1, -1]), ["01"]), Coded(np.array([0, 0, -1]), ["G1"])
    >>> left_out(area, category, chosen=np.ones(3, bool))
    {(True, False): 1, (True, True): 1}
    """
    empty = np.stack([each.code < 0 for each in columns], axis=1)[chosen]
    kinds, number = np.unique(empty, axis=0, return_counts=True)
    return {tuple(bool(each) for each in kind): int(count)
            for kind, count in zip(kinds, number, strict=True) if kind.any()}


def by_presence(column: Coded, *, decided: Bools) -> Coded:
    """Return the column with a series of its own for what was seen during decided presence: label + "+decided".

    People who are sent to look see more; such rows are neither mixed with the others nor thrown away.

    >>> found = by_presence(Coded(np.array([0, 0, -1]), ["G1"]), decided=np.array([False, True, True]))
    >>> found.code.tolist(), found.labels
    ([0, 1, -1], ['G1', 'G1+decided'])
    """
    size = len(column.labels)
    code = np.where((column.code >= 0) & decided, column.code + size, column.code)
    return Coded(code, [*column.labels, *(f"{label}+decided" for label in column.labels)])
