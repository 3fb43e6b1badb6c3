"""Any table of SCB's PxWeb with areas and years → one reading per figure, area and year.

Totals are taken, not the classes of age and sex; of a table by age the share that is young and the share that is old
are worked out, since they tell more of an area than twenty classes do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from samsyn.exchange.readers import Batch, ReadRefused
from samsyn.exchange.sources.columns import YEAR, figure_of, out, texts_of
from samsyn.exchange.sources.ready import Here, SortedOut

CODE = re.compile(r"^\d{4}(?:[ABCR]\d{3,4}(?:_\w+)?)?$")
TOTALS = {"totalt", "total", "tot", "1+2", "samtliga", "tot16+", "20-64", "20+"}
AGE, TIME, SEX = {"alder", "ålder", "age"}, {"tid", "år", "year", "time"}, {"kon", "kön", "sex"}
YOUNG, OLD = 19, 65
SHARES = ("Andel 0–19 år (%)", "Andel 65 år och äldre (%)")
COLUMNS = ["mått", "område", "år", "värde"]


def rows(batches: Iterator[Batch], here: Here, sorted_out: SortedOut) -> Iterator[Batch]:
    """Give mått, område, år and värde of the municipality's own areas, the whole municipality among them."""
    by_age = _Ages()
    for batch in batches:
        text = texts_of(batch)
        region = next((name for name, values in text.items() if _codes(values)), None)
        time = next((name for name in text if name.casefold() in TIME), None)
        if region is None or time is None:
            raise ReadRefused("Tabellen har ingen kolumn med områdeskoder eller ingen med år.")
        figures = [name for name in text if name not in (region, time) and _numbers(text[name])]
        classes = [name for name in text if name not in (region, time, *figures)]
        age = next((name for name in text if name.casefold() in AGE), None)
        figures, classes = _parted(figures, classes)
        told = []
        for at, line in enumerate(batch.lines.tolist()):
            code, year = text[region][at] or "", YEAR.search(text[time][at] or "")
            if not code.startswith(here.code) or not year:
                sorted_out.left_out["annan kommun"] += 1
                continue
            if any((text[name][at] or "").casefold() not in TOTALS for name in classes if name != age):
                sorted_out.left_out["uppdelad på klasser"] += 1
                continue
            if age is not None:
                by_age.add((code, year[0]), text[age][at] or "", figure_of(text[figures[0]][at]), line)
            if age is not None and (text[age][at] or "").casefold() not in TOTALS:
                sorted_out.left_out["uppdelad på klasser"] += 1
                continue
            for name in figures:
                value = figure_of(text[name][at])
                if value is None:
                    sorted_out.left_out["inget värde i källan"] += 1
                else:
                    told.append((line, {"mått": name, "område": code, "år": year[0], "värde": value}))
        yield out(told, COLUMNS)
    yield out(by_age.shares(), COLUMNS)


def _codes(values: list[str | None]) -> bool:
    sample = [value for value in values[:50] if value]
    return bool(sample) and all(CODE.match(value) for value in sample) and any(not YEAR.fullmatch(v) for v in sample)


def _numbers(values: list[str | None]) -> bool:
    sample = [value for value in values[:200] if value]
    return bool(sample) and all(figure_of(value) is not None or value == ".." for value in sample)


def _parted(figures: list[str], classes: list[str]) -> tuple[list[str], list[str]]:
    """A column of ages or sexes written as numbers is a class, not a figure."""
    wrong = [name for name in figures if name.casefold() in AGE | SEX]
    return [name for name in figures if name not in wrong], [*classes, *wrong]


class _Ages:
    """Inhabitants by area, year and age, gathered to the shares that are told."""

    def __init__(self) -> None:
        self.count: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.line: dict[tuple[str, str], int] = {}

    def add(self, key: tuple[str, str], age: str, value: float | None, line: int) -> None:
        """Take in one row."""
        self.line.setdefault(key, line)
        if age.casefold() in TOTALS:
            self.count[key]["all"] += value or 0.0
        elif bounds := re.findall(r"\d+", age):
            last = int(bounds[-1])
            first = int(bounds[0]) if len(bounds) > 1 or age[0].isdigit() else 0
            if last <= YOUNG:
                self.count[key]["young"] += value or 0.0
            elif first >= OLD:
                self.count[key]["old"] += value or 0.0

    def shares(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Give the two shares of each area and year that has classes of age."""
        for (code, year), count in sorted(self.count.items()):
            for name, part in zip(SHARES, ("young", "old"), strict=True):
                if count["all"] > 0 and count["young"] + count["old"] > 0:
                    value = round(100.0 * count[part] / count["all"], 1)
                    yield self.line[code, year], {"mått": name, "område": code, "år": year, "värde": value}
