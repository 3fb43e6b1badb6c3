"""A mapping: which column of a file becomes which field of ours. Kept as TOML, `format = 1`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import tomli_w

from samsyn.exchange.readers import ReadOptions

FORMAT = 1
FIELDS: dict[str, dict[str, str]] = {
    "observations": {
        "external_id": "id i källan", "category": "kategori", "kind": "händelse, tillstånd eller stämning",
        "severity": "allvar 1–4", "text": "text", "place_name": "platsens namn", "source_kind": "slag av källa",
        "seen_during": "sett under", "fault_number": "felanmälans nummer",
    },
    "readings": {
        "indicator": "mått", "value": "värde", "sample_size": "antal svarande", "invited": "antal tillfrågade",
        "low": "nedre gräns", "high": "övre gräns", "group": "vilka som svarat", "preliminary": "preliminär",
        "age": "ålder", "sex": "kön",
    },
    "outside_events": {
        "external_id": "id i källan", "kind": "slag", "title": "rubrik", "text": "text", "area_name": "område",
        "is_summary": "samlad rapport",
    },
    "areas": {"code": "kod", "name": "namn", "parent": "överordnad kod", "population": "folkmängd"},
    "places": {
        "external_id": "id i källan", "name": "namn", "address": "adress", "place_type": "slag av plats",
        "aliases": "andra namn",
    },
    "area_classes": {"code": "kod", "name": "namn", "class": "klass", "year": "år", "town": "ort"},
}  # fmt: skip
REQUIRED: dict[str, tuple[str, ...]] = {
    "observations": ("category",),
    "readings": ("indicator",),
    "outside_events": ("external_id", "kind"),
    "areas": ("name",),
    "places": ("name",),
    "area_classes": ("name", "class"),
}
WITH_TIME = {"observations", "outside_events", "readings"}
SECTIONS = {"format", "target", "name", "title", "licence", "read", "columns", "time", "place", "categories",
            "place_types", "constants"}  # fmt: skip
READ = {"delimiter", "encoding", "sheet", "layer", "records", "header_rows", "html", "decimal"}
TIME = {"until", "from", "date", "clock", "published", "ended", "format", "zone", "covers"}
PLACE = {"longitude", "latitude", "geometry", "crs", "area_code", "precision", "without_point", "strip"}


class MappingRefused(Exception):
    """A mapping that cannot be used, with a sentence that says what to change."""


@dataclass(frozen=True)
class Mapping:
    """Which column becomes which field, how times and places are written, and what each category means here."""

    target: str
    name: str = ""
    title: str = ""
    licence: str = ""
    read: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    time: dict[str, Any] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    categories: dict[str, Any] = field(default_factory=dict)
    place_types: dict[str, Any] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)

    @property
    def read_options(self) -> ReadOptions:
        """What the mapping says about reading the file."""
        known = {key: value for key, value in self.read.items() if key not in ("html", "decimal")}
        return ReadOptions(**known)

    def fitted(self, columns: list[str]) -> Mapping:
        """Choose among the names that `"id|nr|number"` offers (case does not matter); a last empty one may be missing.

        Raises MappingRefused when a column is not in the file.
        """
        by_fold = {name.casefold(): name for name in reversed(columns)}

        def chosen(named: Any) -> Any:
            if isinstance(named, list):
                return [chosen(one) for one in named]
            options = str(named).split("|")
            found = next((by_fold[one.casefold()] for one in options if one.casefold() in by_fold), None)
            if found is None and options[-1]:
                raise MappingRefused(
                    f"Filen saknar kolumnen ”{named}” som mappningen använder. Filens kolumner: {', '.join(columns)}."
                )
            return found

        def section(values: dict[str, Any], names: set[str]) -> dict[str, Any]:
            fitted = {key: chosen(value) if key in names else value for key, value in values.items()}
            return {key: value for key, value in fitted.items() if value is not None}

        return replace(
            self,
            columns=section(self.columns, set(self.columns)),
            time=section(self.time, {"until", "from", "date", "clock", "published", "ended"}),
            place=section(self.place, {"longitude", "latitude", "area_code"}),
        )

    def settled(self, columns: list[str]) -> Mapping:
        """Like `fitted`, but what the file lacks is left out in silence, for a person to fill in."""
        by_fold = {name.casefold(): name for name in reversed(columns)}

        def chosen(named: Any) -> Any:
            return next((by_fold[one.casefold()] for one in str(named).split("|") if one.casefold() in by_fold), None)

        def section(values: dict[str, Any], names: set[str]) -> dict[str, Any]:
            settled = {key: chosen(value) if key in names else value for key, value in values.items()}
            return {key: value for key, value in settled.items() if value is not None}

        return replace(
            self,
            columns=section(self.columns, set(self.columns)),
            time=section(self.time, {"until", "from", "date", "clock", "published", "ended"}),
            place=section(self.place, {"longitude", "latitude", "area_code"}),
        )

    def columns_used(self) -> list[str]:
        """Name every column of the file that the mapping reads."""
        named = [*self.columns.values(), *(self.time.get(key) for key in ("until", "from", "date", "clock",
                 "published", "ended")), *(self.place.get(key) for key in ("longitude", "latitude", "area_code"))]
        flat = [name for value in named for name in (value if isinstance(value, list) else [value])]
        return list(dict.fromkeys(name for name in flat if name))

    def as_toml(self) -> str:
        """Write the mapping so that `read_mapping` gives it back."""
        whole: dict[str, Any] = {"format": FORMAT, "target": self.target}
        for section in ("name", "title", "licence", "read", "columns", "time", "place", "categories", "place_types",
                        "constants"):
            if value := getattr(self, section):
                whole[section] = value
        return tomli_w.dumps(whole)


def load_mapping(path: Path) -> Mapping:
    """Read a mapping from a TOML file."""
    try:
        return read_mapping(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MappingRefused(f"Mappningen {path.name} finns inte.") from error


def read_mapping(text: str) -> Mapping:
    """Read a mapping from TOML text; every mistake is answered with a sentence."""
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused(f"Mappningen är inte giltig TOML: {error}.") from error
    if whole.get("format") != FORMAT:
        raise MappingRefused("Mappningen ska börja med: format = 1.")
    _known(whole, SECTIONS, "mappningen")
    target = whole.get("target")
    if target not in FIELDS:
        raise MappingRefused(f"target = ”{target}” finns inte. Välj {', '.join(FIELDS)}.")
    parts = {key: value for key, value in whole.items() if key != "format"}
    mapping = Mapping(**parts)
    _check(mapping)
    return mapping


def _check(mapping: Mapping) -> None:
    _known(mapping.read, READ, "[read]")
    _known(mapping.time, TIME, "[time]")
    _known(mapping.place, PLACE, "[place]")
    _known(mapping.categories, {"table", "other"}, "[categories]")
    _known(mapping.columns, set(FIELDS[mapping.target]), "[columns]")
    given = {*mapping.columns, *mapping.constants}
    for name in REQUIRED[mapping.target]:
        if name not in given:
            raise MappingRefused(f"Mappningen saknar kolumn för {FIELDS[mapping.target][name]} ({name}).")
    if mapping.target in WITH_TIME and not (mapping.time.get("until") or mapping.time.get("date")
                                            or "year" in mapping.constants):
        raise MappingRefused("Mappningen saknar tid: ange [time] until eller date.")
    if mapping.target == "observations" and not mapping.place:
        raise MappingRefused("Mappningen saknar plats: ange [place] longitude och latitude, geometry eller area_code.")


def _known(section: Table[str, Any], names: set[str], where: str) -> None:
    unknown = [name for name in section if name not in names]
    if unknown:
        raise MappingRefused(f"”{unknown[0]}” i {where} känns inte igen. Där kan stå: {', '.join(sorted(names))}.")
