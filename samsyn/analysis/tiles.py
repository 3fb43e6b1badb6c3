"""Map tiles: points and counts as Mapbox Vector Tiles (version 2.1), numbers in and bytes out.

The points are sorted once by Morton code (the bits of x and y woven together), so that every tile of every zoom is one
unbroken run found by two binary searches. Features are encoded column by column, never one at a time.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

_BITS = 28                      # 2**28 steps round the world: 15 cm at the equator
_CELLS = 64                     # a tile of counts has 64 × 64 cells
_SOUTHERNMOST = 85.0511287798   # where the square web map ends
_LENGTH = 2                     # wire type of everything that has a length

Bytes = NDArray[np.uint8]


class TileIndex(NamedTuple):
    """Points in map order: `order` gives each one's place in the arrays they came from."""

    morton: NDArray[np.uint64]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]
    order: NDArray[np.int64]


class _Part(NamedTuple):
    """One field of every feature: a row of bytes each, and which of them are used."""

    data: Bytes
    used: NDArray[np.bool_]


def index_points(lon: ArrayLike, lat: ArrayLike) -> TileIndex:
    """Sort points (degrees, WGS 84) for tiles; rows without a position, or outside the web map, are left out.

    >>> index_points([18.0, np.nan], [59.0, 59.0]).order.tolist()
    [0]
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    kept = np.flatnonzero((np.abs(lon) <= 180.0) & (np.abs(lat) < _SOUTHERNMOST))
    north = np.radians(lat[kept])
    steps = float(2**_BITS)
    x = np.minimum((lon[kept] + 180.0) / 360.0 * steps, steps - 1).astype(np.uint32)
    y = np.clip((0.5 - np.arcsinh(np.tan(north)) / (2.0 * np.pi)) * steps, 0, steps - 1).astype(np.uint32)
    morton = _weave(x, y)
    order = np.argsort(morton, kind="stable")
    return TileIndex(morton[order], x[order], y[order], kept[order])


def _spread(values: NDArray[np.uint32]) -> NDArray[np.uint64]:
    spread = values.astype(np.uint64)
    for shift, mask in ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
                        (2, 0x3333333333333333), (1, 0x5555555555555555)):
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread


def _gather(woven: NDArray[np.uint64]) -> NDArray[np.int64]:
    gathered = woven & np.uint64(0x5555555555555555)
    for shift, mask in ((1, 0x3333333333333333), (2, 0x0F0F0F0F0F0F0F0F), (4, 0x00FF00FF00FF00FF),
                        (8, 0x0000FFFF0000FFFF), (16, 0x00000000FFFFFFFF)):
        gathered = (gathered | (gathered >> np.uint64(shift))) & np.uint64(mask)
    return gathered.astype(np.int64)


def _weave(x: NDArray[np.uint32], y: NDArray[np.uint32]) -> NDArray[np.uint64]:
    return _spread(x) | (_spread(y) << np.uint64(1))


def _run(index: TileIndex, z: int, x: int, y: int) -> slice:
    """Return where the points of a tile stand in the index."""
    if not (0 <= z <= _BITS and 0 <= x < 2**z and 0 <= y < 2**z):
        return slice(0, 0)
    below = np.uint64(2 * (_BITS - z))
    code = _weave(np.array([x], np.uint32), np.array([y], np.uint32))[0]
    first, last = code << below, ((code + np.uint64(1)) << below) - np.uint64(1)
    return slice(int(np.searchsorted(index.morton, first)), int(np.searchsorted(index.morton, last, side="right")))


def points_in_tile(index: TileIndex, z: int, x: int, y: int) -> int:
    """Return how many points a tile holds; 0 for a tile that does not exist.

    >>> points_in_tile(index_points([18.0, -18.0], [59.0, 59.0]), 1, 1, 0)
    1
    """
    run = _run(index, z, x, y)
    return run.stop - run.start


def count_tile(
    index: TileIndex, z: int, x: int, y: int, extent: int = 4096, *,
    chosen: NDArray[np.bool_] | None = None, least: int = 1,
) -> bytes:
    """Return a tile, layer "counts", of 64 × 64 cells: one point in the middle of each with its `count`.

    `chosen` says of every original row whether it is counted; cells with fewer than `least` points are left out. An
    empty tile is empty bytes.

    >>> count_tile(index_points([18.0], [59.0]), 0, 0, 0) != b"", count_tile(index_points([], []), 0, 0, 0)
    (True, b'')
    """
    run = _run(index, z, x, y)
    if run.start == run.stop:
        return b""
    fine = min(_BITS - z, _CELLS.bit_length() - 1)
    below = np.uint64(2 * (_BITS - z - fine))
    first = index.morton[run.start] >> np.uint64(2 * (_BITS - z)) << np.uint64(2 * fine)
    edges = (first + np.arange(4**fine, dtype=np.uint64)) << below
    starts = np.r_[np.searchsorted(index.morton[run], edges), run.stop - run.start]
    if chosen is not None:
        starts = np.r_[0, np.cumsum(chosen[index.order[run]])][starts]
    count = np.diff(starts)
    cell = np.flatnonzero(count >= max(least, 1)).astype(np.uint64)
    size = extent >> fine
    place = np.stack([_gather(cell), _gather(cell >> np.uint64(1))]) * size + size // 2
    count = count[cell.astype(np.int64)]
    return encode_points("counts", place[0], place[1], properties={"count": count}, extent=extent)


def positions(index: TileIndex) -> tuple[TileIndex, NDArray[np.int64]]:
    """Return an index of the different positions, and where each one's points begin in the old order.

    >>> different, starts = positions(index_points([18.0, 17.0, 18.0], [59.0, 59.0, 59.0]))
    >>> different.order.tolist(), starts.tolist()
    ([0, 1], [0, 1])
    """
    starts = np.flatnonzero(np.r_[True, index.morton[1:] != index.morton[:-1]][: len(index.morton)])
    order = np.arange(len(starts))
    return TileIndex(index.morton[starts], index.x[starts], index.y[starts], order), starts


def heap_tile(
    index: TileIndex, z: int, x: int, y: int, weights: dict[str, NDArray[np.integer]], *,
    alone: dict[str, NDArray[np.generic]] | None = None, cells: int | None = 16, extent: int = 4096,
) -> bytes:
    """Return a tile, layer "heaps": one dot for each of cells × cells squares that holds anything.

    The dot stands at the mean of its points, weighted by the first of `weights`, whose sums become its properties.
    A dot whose first sum is 1 also has the properties in `alone`. `cells` None makes a dot of every position.

    >>> index = index_points([18.0, 18.0001], [59.0, 59.0])
    >>> b"n" in heap_tile(index, 4, 8, 4, {"n": np.array([2, 3])}), heap_tile(index, 4, 0, 0, {"n": np.array([2, 3])})
    (True, b'')
    """
    run = _run(index, z, x, y)
    if run.start == run.stop:
        return b""
    fine = _BITS - z if cells is None else min(_BITS - z, cells.bit_length() - 1)
    cell = index.morton[run] >> np.uint64(2 * (_BITS - z - fine))
    starts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
    rows = index.order[run]
    sums = {name: np.add.reduceat(values[rows].astype(np.int64), starts) for name, values in weights.items()}
    weight, steps = next(iter(weights.values()))[rows].astype(np.float64), 2 ** (_BITS - z)
    total = np.maximum(next(iter(sums.values())), 1)
    place = [
        np.add.reduceat((axis[run] & np.uint32(steps - 1)) * weight, starts) / total * (extent / steps)
        for axis in (index.x, index.y)
    ]
    single = next(iter(sums.values())) == 1
    nothing = np.array(None, object)
    own = {name: np.where(single, values[rows[starts]].astype(object), nothing)
           for name, values in (alone or {}).items()}
    return encode_points(
        "heaps", place[0].astype(np.int64), place[1].astype(np.int64), properties={**sums, **own}, extent=extent)


def point_tile(
    index: TileIndex, z: int, x: int, y: int, ids: NDArray[np.integer] | None, properties: dict[str, ArrayLike], *,
    extent: int = 4096, chosen: NDArray[np.bool_] | None = None,
) -> bytes:
    """Return a tile, layer "points", of every point in it with its properties.

    `ids` (whole numbers ≥ 0) and each property have one value per original row; None or NaN leaves a property out.

    >>> tile = point_tile(index_points([18.0], [59.0]), 0, 0, 0, np.array([7]), {"category": ["E1"]})
    >>> b"category" in tile and b"E1" in tile
    True
    """
    run = _run(index, z, x, y)
    if run.start == run.stop:
        return b""
    kept = np.arange(run.start, run.stop)
    if chosen is not None:
        kept = kept[chosen[index.order[run]]]
    rows = index.order[kept]
    steps = 2 ** (_BITS - z)
    across, down = ((axis[kept] & np.uint32(steps - 1)) * (extent / steps) for axis in (index.x, index.y))
    return encode_points(
        "points", across.astype(np.int64), down.astype(np.int64), extent=extent,
        ids=None if ids is None else np.asarray(ids)[rows],
        properties={name: np.asarray(values)[rows] for name, values in properties.items()})


def encode_points(
    layer: str, x: NDArray[np.int64], y: NDArray[np.int64], *, properties: dict[str, NDArray[np.generic]],
    ids: NDArray[np.integer] | None = None, extent: int = 4096,
) -> bytes:
    """Return one layer of point features as a vector tile; x and y in tile units from its upper left corner.

    Mapbox Vector Tile specification 2.1: geometry = [MoveTo × 1 = 9, zigzag x, zigzag y]; tags = pairs of numbers that
    point into the layer's own lists of keys and values.
    """
    if not len(x):
        return b""
    tags, values = _tags(properties)
    geometry = [_constant(9, len(x)), _varints(_zigzag(x)), _varints(_zigzag(y))]
    body = [] if ids is None else [_constant(0x08, len(x)), _varints(np.asarray(ids, np.uint64))]
    body += _with_length(0x12, tags) + [_constant(0x18, len(x)), _constant(1, len(x))] + _with_length(0x22, geometry)
    features = _flat(_with_length(0x12, body))
    keys = b"".join(_field(3, name.encode()) for name in properties)
    content = (_field(1, layer.encode()) + features + keys + b"".join(_field(4, value) for value in values)
               + b"\x28" + _varint(extent) + b"\x78\x02")
    return _field(3, content)


def _tags(properties: dict[str, NDArray[np.generic]]) -> tuple[list[_Part], list[bytes]]:
    """Return the tags of every feature and the layer's list of different values."""
    parts: list[_Part] = []
    values: list[bytes] = []
    for key, column in enumerate(properties.values()):
        different, which, present = _different(column)
        number = _varints((which + len(values)).astype(np.uint64))
        name = _varints(np.full(len(column), key, np.uint64))
        parts += [_Part(part.data, part.used & present[:, None]) for part in (name, number)]
        values += [_value(each) for each in different]
    return parts, values


def _different(column: NDArray[np.generic]) -> tuple[list[object], NDArray[np.int64], NDArray[np.bool_]]:
    """Return the different values, which one each row has, and whether it has one."""
    if column.dtype == object:
        number: dict[object, int] = {}
        rows = column.tolist()
        which = np.array([-1 if each is None else number.setdefault(each, len(number)) for each in rows], np.int64)
        return list(number), np.maximum(which, 0), which >= 0
    present = ~np.isnan(column) if column.dtype.kind == "f" else np.ones(len(column), bool)
    different, back = np.unique(column, return_inverse=True)
    return different.tolist(), back.astype(np.int64), present


def _value(value: object) -> bytes:
    if isinstance(value, bool):
        return b"\x38" + bytes([value])
    if isinstance(value, int):
        return b"\x30" + _varint(value << 1 if value >= 0 else ~(value << 1))
    if isinstance(value, float):
        return b"\x19" + np.float64(value).tobytes()
    if isinstance(value, bytes):
        return _field(1, value)
    return _field(1, str(value).encode())


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    return bytes(encoded) + bytes([number])


def _varints(numbers: NDArray[np.uint64]) -> _Part:
    """Encode whole numbers seven bits at a time, lowest first, each byte but the last marked with its top bit."""
    width = max(1, -(-int(numbers.max(initial=0)).bit_length() // 7))
    rest = numbers[:, None] >> (np.arange(width, dtype=np.uint64) * np.uint64(7))
    used = rest > 0
    used[:, 0] = True
    more = np.zeros_like(used)
    more[:, :-1] = used[:, 1:]
    return _Part(((rest & np.uint64(127)) | (more * np.uint64(128))).astype(np.uint8), used)


def _zigzag(numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    return ((numbers << 1) ^ (numbers >> 63)).astype(np.uint64)


def _constant(byte: int, rows: int) -> _Part:
    return _Part(np.full((rows, 1), byte, np.uint8), np.ones((rows, 1), bool))


def _with_length(tag: int, parts: list[_Part]) -> list[_Part]:
    """Put a tag and the number of bytes in front; without parts, nothing."""
    if not parts:
        return []
    sizes = sum((part.used.sum(axis=1) for part in parts), np.zeros(len(parts[0].used), np.int64))
    return [_constant(tag, len(sizes)), _varints(sizes.astype(np.uint64)), *parts]


def _flat(parts: list[_Part]) -> bytes:
    return np.hstack([part.data for part in parts])[np.hstack([part.used for part in parts])].tobytes()


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _LENGTH) + _varint(len(content)) + content
