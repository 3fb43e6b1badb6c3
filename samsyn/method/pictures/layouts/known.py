"""The sections there are, the layouts that are shipped, and a municipality's own in their place."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from samsyn.method.pictures.own_models import PictureLayout

FIRST = "week"


class Section(NamedTuple):
    """One section a picture may have. `always`: never hidden. `written`: words alone, no figures."""

    key: str
    name_sv: str
    name_en: str
    always: bool = False
    written: bool = False


class Placed(NamedTuple):
    """A section at its place in a layout, shown or not, with the headings it has there."""

    key: str
    shown: bool
    name_sv: str
    name_en: str
    own_sv: str         # empty = the section's own heading
    own_en: str
    always: bool
    written: bool


class Layout(NamedTuple):
    """A layout, shipped or the municipality's own: every section in order, shown or hidden."""

    code: str
    name_sv: str
    name_en: str
    habit_sv: str
    habit_en: str
    sections: tuple[Placed, ...]
    is_chosen: bool
    is_changed: bool        # a row of the municipality's own stands in the place of the shipped one
    version: int

    @property
    def shown(self) -> list[Placed]:
        return [each for each in self.sections if each.shown]

    def plain(self) -> dict[str, Any]:
        """Return what is kept with a picture: the shown sections in order, with their headings."""
        return {
            "code": self.code, "name_sv": self.name_sv, "name_en": self.name_en,
            "sections": [{"key": each.key, "name_sv": each.name_sv, "name_en": each.name_en} for each in self.shown],
        }  # fmt: skip


@cache
def _shipped() -> tuple[dict[str, Section], dict[str, Mapping[str, Any]]]:
    found = tomllib.loads((Path(__file__).parent / "shipped.toml").read_text(encoding="utf-8"))
    sections = {each["key"]: Section(**each) for each in found["section"]}
    return sections, {each["code"]: each for each in found["layout"]}


def sections() -> dict[str, Section]:
    """Return every section by its key, in the order they are shipped."""
    return _shipped()[0]


def laid_out(chosen: Iterable[Mapping[str, Any]]) -> tuple[Placed, ...]:
    """Return every section once: the chosen in their order, then what is left, hidden (or shown where it must be)."""
    known = sections()
    order = {str(each["key"]): each for each in chosen if each.get("key") in known}
    rest = {key: {"key": key, "shown": False} for key in known if key not in order}
    return tuple(_placed(known[key], each) for key, each in {**order, **rest}.items())


def _placed(section: Section, each: Mapping[str, Any]) -> Placed:
    own_sv, own_en = str(each.get("name_sv") or ""), str(each.get("name_en") or "")
    return Placed(
        section.key, bool(each.get("shown", True)) or section.always, own_sv or section.name_sv,
        own_en or own_sv or section.name_en, own_sv, own_en, section.always, section.written,
    )  # fmt: skip


def layouts_of(municipality: Any) -> list[Layout]:
    """Return the layouts a municipality can choose from: the shipped ones, changed where it has, then its own."""
    rows = {row.code: row for row in PictureLayout.objects.filter(municipality=municipality).order_by("created_at")}
    chosen = next((code for code, row in rows.items() if row.is_chosen), FIRST)
    shipped = _shipped()[1]
    codes = [*shipped, *(code for code in rows if code not in shipped)]
    return [_layout(code, shipped.get(code, {}), rows.get(code), chosen=chosen) for code in codes]


def _layout(code: str, shipped: Mapping[str, Any], row: PictureLayout | None, *, chosen: str) -> Layout:
    given = row.sections if row is not None else [{"key": key} for key in shipped["sections"]]
    return Layout(
        code, row.name_sv if row else shipped["name_sv"], row.name_en if row else shipped["name_en"],
        shipped.get("habit_sv", ""), shipped.get("habit_en", ""), laid_out(given), code == chosen, row is not None,
        row.version if row else 0,
    )  # fmt: skip


def layout_of(municipality: Any, code: str = "") -> Layout:
    """Return the layout with the code; without one, or with one that is gone, the municipality's chosen one."""
    found = layouts_of(municipality)
    chosen = next(each for each in found if each.is_chosen)
    return next((each for each in found if each.code == code), chosen)


def is_shipped(code: str) -> bool:
    """Say whether the layout came with the program."""
    return code in _shipped()[1]


def as_shipped(code: str) -> tuple[Placed, ...]:
    """Return the sections of a layout as it came with the program."""
    return laid_out({"key": key} for key in _shipped()[1][code]["sections"])
