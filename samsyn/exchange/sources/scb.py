"""SCB's population per DeSO or RegSO, from their Excel sheets and from PxWeb → one reading per area and year."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from samsyn.exchange.casting import as_numbers, as_strings
from samsyn.exchange.readers import Batch, ReadRefused
from samsyn.exchange.sources.ready import Here, SortedOut

CODE = re.compile(r"^\d{4}[ABCR]\d{3,4}")
YEAR = re.compile(r"(?:19|20)\d\d")
TOTALS = {"totalt", "total", "1+2", "tot", "samtliga"}


def rows(batches: Iterator[Batch], here: Here, sorted_out: SortedOut) -> Iterator[Batch]:
    """Give områdeskod, år and antal of the municipality's areas: totals only, not the classes of age and sex."""
    import pyarrow as pa

    for batch in batches:
        text = {name: as_strings(batch.table.column(name)) for name in batch.table.column_names}
        codes = text[_column_like(text, CODE)].to_pylist()
        figure = _figure(text)
        years = _years(text, figure, len(codes))
        values = as_numbers(batch.table.column(figure))
        total = np.ones(len(codes), bool)
        for name in text:
            if name.lower() in ("alder", "ålder", "kon", "kön"):
                total &= np.array([str(value).lower() in TOTALS for value in text[name].to_pylist()])
        area = np.array([bool(CODE.match(code or "")) for code in codes])
        ours = np.array([(code or "").startswith(here.code) for code in codes])
        _count(sorted_out, "annan kommun", area & ~ours)
        _count(sorted_out, "uppdelad på ålder eller kön", area & ours & ~total)
        kept = area & ours & total
        table = pa.table({
            "områdeskod": pa.array([(code or "").split("_")[0] for code in codes], pa.string()),
            "år": pa.array(years, pa.string()),
            "antal": pa.array(values, pa.float64(), from_pandas=True),
        })  # fmt: skip
        yield Batch(batch.lines[kept], table.filter(pa.array(kept)))


def _count(sorted_out: SortedOut, reason: str, rows: np.ndarray) -> None:
    if rows.any():
        sorted_out.left_out[reason] += int(rows.sum())


def _column_like(text: dict, pattern: re.Pattern[str]) -> str:
    for name, values in text.items():
        if any(pattern.match(value or "") for value in values[:50].to_pylist()):
            return str(name)
    raise ReadRefused("Filen har ingen kolumn med DeSO- eller RegSO-koder.")


def _figure(text: dict) -> str:
    """The column that holds the population: the only total, else the one that is called so."""
    totals = [name for name in text if name.lower().split(" / ")[-1].strip() in TOTALS or "folkmängd" in name.lower()]
    whole = [name for name in totals if not re.search(r"\d-\d|sverige|europa|världen|bakgrund", name.lower())]
    if not whole:
        raise ReadRefused("Filen har ingen kolumn med folkmängd totalt.")
    return str(whole[0])


def _years(text: dict, figure: str, rows: int) -> list[str | None]:
    in_name = YEAR.search(figure)
    if in_name:
        return [in_name[0]] * rows
    for values in text.values():
        sample = [value for value in values[:50].to_pylist() if value]
        if sample and all(YEAR.fullmatch(value) for value in sample):
            return list(values.to_pylist())
    raise ReadRefused("Filen säger inte vilket år folkmängden gäller.")
