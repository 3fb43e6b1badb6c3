"""From the rows of a file to the fields of a target, column by column; the unreadable is refused with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.exchange.casting import as_numbers, as_strings, as_times, decoded, end_of
from samsyn.exchange.clocks import refuse_unsafe
from samsyn.exchange.mapping import FIELDS, REQUIRED, Mapping
from samsyn.exchange.readers import GEOMETRY, Batch
from samsyn.exchange.readers.crs import FITS_SHARE, WGS84, Extent, check_system, to_wgs84

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS_JOINED_BY = {"text": "\n", "title": ", ", "aliases": "; ", "indicator": " – ", "external_id": "/"}
ANY_SHARE = 1e-9              # a map of the whole country has few areas in one municipality
TABLE_OF = {"category": "categories", "place_type": "place_types", "class": "categories"}


class Applied(NamedTuple):
    """Typed rows that may enter (with their line), and each refused line with its Swedish reason."""

    table: pa.Table
    refused: list[tuple[int, str]]


class Reasons:
    """Collects for each row the first reason why it cannot enter."""

    def __init__(self, rows: int) -> None:
        self.text: NDArray[np.object_] = np.full(rows, None, object)

    def add(self, wrong: NDArray[np.bool_], reason: str) -> None:
        """Refuse the rows that are wrong and not refused already."""
        self.text[wrong & (self.text == None)] = reason  # noqa: E711  (elementwise)

    def add_each(self, wrong: NDArray[np.bool_], template: str, values: pa.Array) -> None:
        """Refuse with the row's own value in the sentence (`{}`)."""
        for row in np.flatnonzero(wrong & (self.text == None)):  # noqa: E711
            self.text[row] = template.format(values[int(row)].as_py())


class Applier:
    """Applies one mapping to batch after batch; remembers the coordinate system it found and what was unmapped."""

    def __init__(self, mapping: Mapping, *, zone: str, extent: Extent | None, crs: str | None = None) -> None:
        self.mapping = mapping
        self.zone = mapping.time.get("zone") or zone
        self.extent = extent
        self.epsg = _declared(mapping, crs)
        self.system_checked = False
        self.clock_checked = False
        self.unmapped: Counter[str] = Counter()
        self.tables = {
            name: _folded(getattr(mapping, section).get("table", {})) for name, section in TABLE_OF.items()
        }

    def apply(self, batch: Batch) -> Applied:
        """Turn a batch into typed columns; a row is wholly in or wholly out."""
        import pyarrow as pa

        self._fit(batch.table)
        reasons = Reasons(len(batch.lines))
        if batch.broken:
            reasons.add(np.isin(batch.lines, list(batch.broken)), "Raden har fler celler än filen har kolumner.")
        columns: dict[str, pa.Array] = {"line": pa.array(batch.lines)}
        columns |= self._fields(batch.table, reasons)
        columns |= self._times(batch.table, reasons)
        columns |= self._places(batch.table, reasons)
        fine = reasons.text == None  # noqa: E711
        whole = pa.table(columns).filter(pa.array(fine))
        refused = [(int(line), str(text)) for line, text in zip(batch.lines[~fine], reasons.text[~fine], strict=True)]
        return Applied(whole, refused)

    def _fit(self, table: pa.Table) -> None:
        self.mapping = self.mapping.fitted(table.column_names)
        if not self.clock_checked:
            for name in (self.mapping.time.get("until"), self.mapping.time.get("from"), self.mapping.time.get("clock")):
                if name:
                    refuse_unsafe(table, column=name)
            self.clock_checked = True

    def _fields(self, table: pa.Table, reasons: Reasons) -> dict[str, pa.Array]:
        import pyarrow as pa

        fields: dict[str, pa.Array] = {}
        required = REQUIRED[self.mapping.target]
        for name, label in FIELDS[self.mapping.target].items():
            if name in self.mapping.columns:
                values = self._text(table, self.mapping.columns[name], joined_by=TEXTS_JOINED_BY.get(name, " "))
            elif name in self.mapping.constants:
                values = pa.array([str(self.mapping.constants[name])] * len(table), pa.string())
            else:
                continue
            if name in required:
                reasons.add(_null(values), f"Raden saknar {label}.")
            if name in TABLE_OF and name in self.mapping.columns:
                values = self._translated(name, values, reasons, required=name in required)
            fields[name] = values
        return self._typed(fields, reasons)

    def _typed(self, fields: dict[str, pa.Array], reasons: Reasons) -> dict[str, pa.Array]:
        import pyarrow as pa

        for name in ("severity", "value", "population", "year", "sample_size", "invited", "low", "high"):
            if name in fields:
                numbers = as_numbers(fields[name], decimal=self.mapping.read.get("decimal"))
                wrong = ~np.isfinite(numbers)
                if name != "value":
                    wrong &= ~_null(fields[name])
                label = FIELDS[self.mapping.target].get(name, name)
                reasons.add_each(wrong & _null(fields[name]), f"Raden saknar {label}.", fields[name])
                reasons.add_each(wrong, f"”{{}}” är inte ett tal ({label}).", fields[name])
                fields[name] = pa.array(np.where(wrong, np.nan, numbers), pa.float64(), from_pandas=True)
        return fields

    def _text(self, table: pa.Table, named: str | list[str], *, joined_by: str) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        names = [named] if isinstance(named, str) else named
        parts = [as_strings(table.column(name)) for name in names]
        if self.mapping.read.get("html"):
            parts = [decoded(part) for part in parts]
        if len(parts) == 1:
            return parts[0]
        joined = pc.binary_join_element_wise(*parts, pa.scalar(joined_by), null_handling="skip")
        return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)

    def _translated(self, name: str, values: pa.Array, reasons: Reasons, *, required: bool) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        table = self.tables[name]
        if not table:
            return values
        section = getattr(self.mapping, TABLE_OF[name])
        folded = pc.utf8_lower(values)
        at = pc.index_in(folded, pa.array(list(table), pa.string()))
        codes = pc.take(pa.array(list(table.values()), pa.string()), at)
        unknown = _null(codes) & ~_null(values)
        for entry in pc.value_counts(values.filter(pa.array(unknown))).to_pylist():
            self.unmapped[entry["values"]] += entry["counts"]
        if "other" in section:
            return pc.if_else(pa.array(unknown), pa.scalar(section["other"]), codes)
        if required:
            reasons.add_each(unknown, "Kategorin ”{}” finns inte i mappningens översättning.", values)
        return codes

    def _times(self, table: pa.Table, reasons: Reasons) -> dict[str, pa.Array]:
        import pyarrow.compute as pc

        time = self.mapping.time
        form = time.get("format", "iso")
        formats = form if isinstance(form, list) else [form]
        found: dict[str, pa.Array] = {}
        for name in ("from", "until", "date", "published", "ended"):
            if name not in time:
                continue
            raw = table.column(time[name])
            if name == "date" and "clock" in time:
                raw = pc.binary_join_element_wise(as_strings(raw), as_strings(table.column(time["clock"])), " ")
            found[name] = as_times(raw, formats=formats, zone=self.zone)
            text = as_strings(raw)
            reasons.add_each(_null(found[name]) & ~_null(text), "Tiden ”{}” går inte att läsa.", text)
            if name in ("until", "date"):
                reasons.add(_null(text), "Raden saknar tid.")
        if "date" in found:
            begin = found.pop("date")
            covers = time.get("covers", "moment" if "clock" in time else "day")
            found.setdefault("from", begin)
            found["until"] = begin if covers == "moment" else end_of(begin, covers=covers, zone=self.zone)
        if "from" in found and "until" in found:
            backwards = pc.fill_null(pc.greater(found["from"], found["until"]), False)
            reasons.add(backwards.to_numpy(zero_copy_only=False), "Från-tiden ligger efter till-tiden.")
        return found

    def _places(self, table: pa.Table, reasons: Reasons) -> dict[str, pa.Array]:
        import pyarrow as pa

        place = self.mapping.place
        result: dict[str, pa.Array] = {}
        if "area_code" in place:
            result["area_code"] = self._area_code(table, place)
        if self.mapping.target in ("areas", "area_classes"):
            return result | self._shapes(table, reasons)
        lon, lat = self._points(table, reasons)
        if lon is not None and lat is not None:
            result["lon"] = pa.array(lon, pa.float64(), from_pandas=True)
            result["lat"] = pa.array(lat, pa.float64(), from_pandas=True)
        if self.mapping.target == "observations":
            result["precision"] = self._precision(lon, result.get("area_code"), reasons, rows=len(table))
        return result

    def _area_code(self, table: pa.Table, place: dict[str, str]) -> pa.Array:
        import pyarrow.compute as pc

        codes = as_strings(table.column(place["area_code"]))
        return pc.replace_substring_regex(codes, place["strip"], "") if "strip" in place else codes

    def _precision(
        self, lon: NDArray[np.float64] | None, codes: pa.Array | None, reasons: Reasons, *, rows: int
    ) -> pa.Array:
        import pyarrow as pa

        exact = np.isfinite(lon) if lon is not None else np.zeros(rows, bool)
        in_area = ~_null(codes) if codes is not None else np.zeros(rows, bool)
        nowhere = ~exact & ~in_area
        without = self.mapping.place.get("without_point")
        if without != "municipality":
            reasons.add(nowhere, "Raden saknar plats: varken koordinater eller områdeskod.")
        kinds = np.where(exact, self.mapping.place.get("precision", "exact"), np.where(in_area, "area", "municipality"))
        return pa.array(kinds.astype(object), pa.string())

    def _points(
        self, table: pa.Table, reasons: Reasons
    ) -> tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]:
        import pyarrow as pa

        place = self.mapping.place
        if place.get("geometry") and GEOMETRY in table.column_names:
            x, y = _points_of(table.column(GEOMETRY))
        elif "longitude" in place and "latitude" in place:
            decimal = self.mapping.read.get("decimal")
            x = as_numbers(table.column(place["longitude"]), decimal=decimal)
            y = as_numbers(table.column(place["latitude"]), decimal=decimal)
        else:
            return None, None
        empty = (x == 0) & (y == 0)
        x, y = np.where(empty, np.nan, x), np.where(empty, np.nan, y)
        lon, lat = to_wgs84(x, y, epsg=self._system(x, y))
        if self.extent is not None:
            outside = np.isfinite(lon) & ~self.extent.holds(lon, lat)
            rows = zip(lon, lat, outside, strict=True)
            points = pa.array([_degrees(x, y) if out else None for x, y, out in rows], pa.string())
            reasons.add_each(outside, "Punkten {} ligger utanför kommunen.", points)
        return lon, lat

    def _system(self, x: NDArray[np.float64], y: NDArray[np.float64], *, enough: float = FITS_SHARE) -> int:
        if not self.system_checked and self.extent is not None and np.isfinite(x).any():
            self.epsg = check_system(x, y, epsg=self.epsg, extent=self.extent, enough=enough)
            self.system_checked = True
        return self.epsg or WGS84

    def _shapes(self, table: pa.Table, reasons: Reasons) -> dict[str, pa.Array]:
        import pyarrow as pa
        import shapely

        if GEOMETRY not in table.column_names:
            return {}
        raw = table.column(GEOMETRY).to_numpy(zero_copy_only=False)
        shapes = shapely.from_wkb(raw, on_invalid="ignore")
        boxes = shapely.bounds(shapes)
        epsg = self._system((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2, enough=ANY_SHARE)
        if epsg != WGS84:
            shapes = shapely.transform(shapes, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], epsg=epsg)))
        broken = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
        shapes = np.where(broken, shapely.make_valid(shapes), shapes)
        wrong_kind = ~shapely.is_missing(shapes) & ~np.isin(shapely.get_type_id(shapes), [3, 6, 7])
        reasons.add(wrong_kind, "Formen är ingen yta. Ett område behöver en polygon.")
        return {"polygon": pa.array(list(shapely.to_wkb(shapes)), pa.binary())}


def _points_of(column: pa.ChunkedArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the coordinates of points; for any other shape a point surely inside it."""
    import shapely

    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    points = np.where(shapely.get_type_id(shapes) == 0, shapes, shapely.point_on_surface(shapes))
    return shapely.get_x(points), shapely.get_y(points)


def _declared(mapping: Mapping, crs: str | None) -> int | None:
    if "crs" in mapping.place:
        return int(mapping.place["crs"])
    if crs and mapping.place.get("geometry", True) and crs.upper().startswith("EPSG:"):
        return int(crs.split(":")[1])
    return None


def _folded(table: dict[str, str]) -> dict[str, str]:
    return {key.strip().lower(): value for key, value in table.items()}


def _null(values: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(values.is_null().to_numpy(zero_copy_only=False), bool)


def _degrees(lon: float, lat: float) -> str:
    return f"latitud {lat:.5f}, longitud {lon:.5f}"
