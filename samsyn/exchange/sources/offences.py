"""Brå's reported offences by region, kind and year, as the export comes → one reading per offence, region and year.

The export is ISO 8859-1 with titles above, semicolons left over at the ends, ".." where nothing is told and years
marked as preliminary. Years stand in a column of their own or as columns; a rate per 100 000 is left, it
is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator

from samsyn.exchange.readers import Batch, ReadRefused
from samsyn.exchange.sources.columns import PRELIMINARY, YEAR, figure_of, out, texts_of
from samsyn.exchange.sources.ready import Here, SortedOut

REGION = ("region", "kommun", "område", "län/kommun")
OFFENCE = ("brott", "brottstyp", "brottskod", "brottskategori", "key", "offence")
PERIOD = ("år", "period", "year", "tid")
COUNT = ("antal", "count", "antal anmälda brott", "anmälda brott", "anmälda brott, antal")
NAMES = {
    "total": "Samtliga brott", "person": "Brott mot person", "theft": "Stöld- och tillgreppsbrott",
    "vandalism": "Skadegörelsebrott", "drugs_weapons": "Narkotika- och vapenbrott", "burglary": "Inbrott",
}  # fmt: skip
COLUMNS = ["mått", "område", "år", "antal", "preliminär"]


def rows(batches: Iterator[Batch], here: Here, sorted_out: SortedOut) -> Iterator[Batch]:
    """Give mått, område ("" = the whole municipality), år, antal and preliminär of this municipality's rows."""
    for batch in batches:
        text = texts_of(batch)
        region, offence = _named(text, REGION), _named(text, OFFENCE)
        if region is None or offence is None:
            raise ReadRefused("Filen har inte kolumnerna region och brott som i Brås export.")
        told = []
        for at, line in enumerate(batch.lines.tolist()):
            place = _place(text[region][at], here)
            if not text[offence][at]:
                continue                                        # a foot note, or the year the rows below are of
            if place is None:
                sorted_out.left_out["annan region"] += 1
                continue
            for year, value, preliminary in _figures(text, at):
                if value is None:
                    sorted_out.left_out["inget värde i källan (..)"] += 1
                    continue
                told.append((line, {
                    "mått": NAMES.get(str(text[offence][at]), text[offence][at]), "område": place, "år": year,
                    "antal": value, "preliminär": "ja" if preliminary else None,
                }))  # fmt: skip
        yield out(told, COLUMNS)


def _named(text: dict[str, list[str | None]], names: tuple[str, ...]) -> str | None:
    return next((name for name in text if name.casefold().strip() in names), None)


def _place(told: str | None, here: Here) -> str | None:
    """Return "" for the whole municipality, its part's name for a part, None for any other region."""
    bare = (told or "").strip()
    if bare.startswith(f"{here.code} "):
        bare = bare.removeprefix(here.code).strip()
    plain, name = bare.casefold().removesuffix(" kommun"), here.name.casefold()
    if bare == here.code or plain in (name, f"{name}s"):
        return ""
    part = plain.removeprefix(name).lstrip(" ,-–")
    return bare[-len(part):] if plain.startswith((f"{name} ", f"{name},")) and part else None


def _figures(text: dict[str, list[str | None]], at: int) -> Iterator[tuple[str, float | None, bool]]:
    period = _named(text, PERIOD)
    if period is not None:
        when, count = text[period][at] or "", _named(text, COUNT)
        year = YEAR.search(when)
        if count is None:
            raise ReadRefused("Filen har ingen kolumn med antal anmälda brott.")
        if year:
            yield year[0], figure_of(text[count][at]), bool(PRELIMINARY.search(when))
        return
    for name, values in text.items():
        year = YEAR.search(name)
        if year and "100" not in name[year.end():]:
            marked = PRELIMINARY.search(name) or PRELIMINARY.search(values[at] or "")
            yield year[0], figure_of(values[at]), bool(marked)
