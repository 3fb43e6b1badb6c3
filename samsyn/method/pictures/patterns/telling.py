"""What was found, in words and as a table: the same for screen, paper and the frozen picture."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.disclosure import hide_small
from samsyn.method.pictures.pattern_sentences import COLUMNS, MONTHS, PATTERNS, SHARES, TITLES, VALUES, WEEKDAYS, WEEKS
from samsyn.method.pictures.sentences import Sentence, figure, render, say, week_in_words

LEAST = 3                           # a count from 1 to 2 is not shown to others than those who see all reports
LANGUAGES = ("sv", "en")
NOT_SHOWN = ("visas inte", "not shown")
NOTHING = "–"
FEW, SOME, MOST = ("få", "few"), ("några", "some"), ("flest", "most")


class Table(NamedTuple):
    """A table in words: its heads (words, whether it holds numbers) and its rows."""

    heads: list[tuple[str, bool]]
    rows: list[list[str]]

    @property
    def cells(self) -> list[list[tuple[str, bool]]]:
        """The rows with whether each cell is a number."""
        return [[(cell, head[1]) for cell, head in zip(row, self.heads, strict=True)] for row in self.rows]


def title_of(method: str, language: str) -> str:
    """Return the question a method answers.

    >>> title_of("hours", "sv")
    'När på veckan?'
    """
    return TITLES.get(method, (method, method))[LANGUAGES.index(language if language in LANGUAGES else "sv")]


def says(found: Mapping[str, Any]) -> Sentence:
    """Return the one sentence that sums up what was found, or why nothing can be said."""
    if found["too_little"]:
        return say(f"little.{found['too_little']}", **{name: found[name] for name in ("placed", "least", "most")
                                                      if name in found})
    return say(found["says"], **found["figures"])


def sure(found: Mapping[str, Any]) -> Sentence | None:
    """Return the answer to how sure it is; nothing where nothing was said."""
    if found["too_little"]:
        return None
    own = f"sure.{found['asked']['method']}.{found['sure']}"
    return say(own if own in PATTERNS else f"sure.{found['sure']}", **found["figures"])


def shared(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what others than those who see all may be shown: small counts hidden, and what would give them away."""
    if found["too_little"]:
        return dict(found)
    if found["in_period"] < LEAST:
        return {**found, "too_little": "too_few_to_share", "rows": {}, "figures": {}, "events": 0, "in_period": 0,
                "placed": 0, "rows_in_all": 0}
    if 0 < (found["figures"].get("observed") or LEAST) < LEAST:
        return {**found, "too_little": "too_few_to_share", "rows": {}, "figures": {}, "rows_in_all": 0}
    rows = dict(found["rows"])
    counts = rows.get("events")
    if counts and "hour" in rows:
        rows["events"], rows["level"] = [None] * len(counts), levels(counts)
    elif counts:
        hidden = hide_small(np.array(counts, np.int64), least=LEAST).shown
        rows["events"] = [int(count) if np.isfinite(count) else None for count in hidden]
    return {**found, "rows": rows}


def levels(counts: list[float]) -> list[int]:
    """Return 0 for none, else 1, 2 or 3: thirds of the largest.

    >>> levels([0.0, 1.0, 4.0, 9.0])
    [0, 1, 2, 3]
    """
    top = max(counts, default=0.0)
    return [0 if count < 0.05 else 1 + (count > top / 3) + (count > top * 2 / 3) for count in counts]


def table_of(found: Mapping[str, Any], language: str, *, most: int | None = None) -> Table:
    """Return the rows as a table in words; columns without words are for the file alone."""
    at = LANGUAGES.index(language if language in LANGUAGES else "sv")
    rows = found.get("rows") or {}
    length = len(next(iter(rows.values()), ()))
    length = length if most is None else min(length, most)
    shown = [name for name in COLUMNS if name in rows or (name == "number" and "x_m" in rows)]
    left_out = {"series"} if set(rows.get("series", ())) == {""} else set()
    left_out |= {"p_value"} if "p_of_any" in rows else set()
    shown = [name for name in shown if name not in left_out]
    cells = [_column(name, rows, length, language, at) for name in shown]
    heads = [(COLUMNS[name][at], _is_number(name, rows)) for name in shown]
    return Table(heads, [list(row) for row in zip(*cells, strict=True)])


def _is_number(name: str, rows: Mapping[str, Any]) -> bool:
    if name in VALUES or name in ("series", "where", "weekday", "month") or name in WEEKS:
        return False
    return not (name == "events" and "level" in rows)


def _column(name: str, rows: Mapping[str, Any], length: int, language: str, at: int) -> list[str]:
    if name == "number":
        return [str(number + 1) for number in range(length)]
    if name == "series":
        return [str(each) for each in rows[f"series_{LANGUAGES[at]}"][:length]]
    if name == "events" and "level" in rows:
        words = ((NOTHING, NOTHING), FEW, SOME, MOST)
        return [words[level][at] for level in rows["level"][:length]]
    return [_cell(name, value, language, at) for value in rows[name][:length]]


def _cell(name: str, value: Any, language: str, at: int) -> str:
    if value is None:
        return NOT_SHOWN[at] if name == "events" else NOTHING
    if name in VALUES:
        return VALUES[name].get(str(value), (str(value), str(value)))[at]
    if name in WEEKS:
        return week_in_words(value, LANGUAGES[at])
    if name == "weekday":
        return WEEKDAYS[LANGUAGES[at]][int(value) - 1]
    if name == "month":
        return MONTHS[LANGUAGES[at]][int(value) - 1]
    if isinstance(value, str):
        return value or NOTHING
    if name in SHARES:
        return f"{figure(value * 100, language=language)}\u00a0%"
    return figure(value, language=language, decimals=0 if float(value).is_integer() else 2 if value < 1 else 1)


def told(found: Mapping[str, Any], language: str) -> str:
    """Return the sentence in a language."""
    return render(says(found), language)


def told_sure(found: Mapping[str, Any], language: str) -> str:
    """Return how sure it is in a language; nothing where nothing was said."""
    sentence = sure(found)
    return render(sentence, language) if sentence else ""
