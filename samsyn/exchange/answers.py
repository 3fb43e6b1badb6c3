"""A survey of one's own: a file of answers 0–6, one row a person → index and questions by area, with limits.

The answers are read, worked out and forgotten: only figures that rest on at least twenty answers are kept, for areas as
for groups. Groups are those the survey asked of (sex, age); origin, faith and language are never groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from django.utils.text import slugify
from numpy.typing import NDArray

from samsyn.analysis.estimates import Estimate, Sample, index_0_to_6, weighted_mean
from samsyn.exchange.readers import ReadRefused, open_file
from samsyn.exchange.sources.columns import figure_of, texts_of
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.method.indicators.actions import FiguresRefused, define_indicator, record_readings
from samsyn.method.indicators.never import is_never

LEAST = 20
LOWEST, HIGHEST = 0.0, 6.0
MOST_ANSWERS, SAMPLES = 200_000, 4


class Survey(NamedTuple):
    """What a survey was: its name, when it was made, which columns are what, and how many were asked in all."""

    code: str
    name: str
    first_on: date
    last_on: date
    area: str
    questions: tuple[str, ...] = ()     # empty: every column whose answers are 0 … 6
    turned: tuple[str, ...] = ()        # those where 6 is good
    groups: tuple[str, ...] = ()
    weight: str = ""
    invited: int | None = None
    source: str = ""
    invited_by_area: Mapping[str, int] = {}     # by code, where it is known how many were asked there


class Row(NamedTuple):
    """A row of the file with something not counted: its line, and the answers outside 0–6 (none: no answer)."""

    line: int
    outside: tuple[str, ...]


class Looked(NamedTuple):
    """What a file of answers says, before anything is kept: figures by question ("" = index), and what is left."""

    persons: int
    questions: tuple[str, ...]
    figures: dict[str, list[dict[str, Any]]]
    too_few: tuple[str, ...]
    uncounted: tuple[Row, ...]


class Counted(NamedTuple):
    """What came of the answers: persons read, figures kept, and what was too little to tell."""

    persons: int
    figures: int
    too_few: tuple[str, ...]


class _Part(NamedTuple):
    """Some of the persons: an area ("" = all), a group ("" = everybody), and who they are."""

    area: str
    group: str
    who: NDArray[np.bool_]


def look_at_answers(path: Path, *, survey: Survey, by: Any) -> Looked:
    """Work out what a file of answers says and keep nothing. Raises ImportRefused when it cannot be used."""
    require(by, Permission.IMPORT, within=by.municipality)
    text = _text_of(path)
    chosen = survey.questions or tuple(_questions(text, survey))
    if any(is_never(name) for name in (*chosen, *survey.groups)):
        raise ImportRefused("Svar delas aldrig upp efter ursprung, medborgarskap, religion eller språk.")
    missing = [name for name in (*chosen, survey.area, *survey.groups, survey.weight) if name and name not in text]
    if missing or not chosen:
        raise ImportRefused(f"Filen saknar kolumnen ”{missing[0] if missing else '0–6'}”.")
    scores = np.array([[_score(text[name][at]) for name in chosen] for at in range(len(text[chosen[0]]))])
    uncounted = tuple(_uncounted(text, chosen, scores))
    scores = np.where(np.isin(chosen, survey.turned), HIGHEST - scores, scores)
    persons = scores.shape[0]
    weights = np.array([figure_of(v) or 0.0 for v in text[survey.weight]]) if survey.weight else np.ones(persons)
    parts = list(_parts(text, survey, persons))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("", *chosen)}
    for part in (part for part in parts if int(part.who.sum()) >= LEAST):
        for number, name in enumerate(("", *chosen)):
            found = _estimate(scores, number, sample=Sample(weights), who=part.who)
            if found.answers >= LEAST:
                rows[name].append(_row(found, part, survey))
    few = tuple(f"{part.area or '–'} {part.group}".strip() for part in parts if int(part.who.sum()) < LEAST)
    return Looked(persons, chosen, rows, few, uncounted)


def read_answers(path: Path, *, survey: Survey, now: datetime, by: Any) -> Counted:
    """Read a file of answers and record what it says. Raises ImportRefused when it cannot be used."""
    looked = look_at_answers(path, survey=survey, by=by)
    figures = sum(_recorded(name, mine, survey, now=now, by=by) for name, mine in looked.figures.items() if mine)
    note("survey.read_in", by=by, changed={"survey": survey.code, "persons": looked.persons, "figures": figures})
    return Counted(looked.persons, figures, looked.too_few)


def columns_of(path: Path) -> dict[str, list[str]]:
    """Return each column of a file with its first different values."""
    return {
        name: list(dict.fromkeys(value[:40] for value in values if value))[:SAMPLES]
        for name, values in _text_of(path).items()
    }


def asked_in(path: Path, *, survey: Survey) -> tuple[str, ...]:
    """Return the columns that look like questions: every answer is a number from 0 to 6."""
    return tuple(_questions(_text_of(path), survey))


def _uncounted(
    text: Mapping[str, list[str | None]], chosen: tuple[str, ...], scores: NDArray[np.float64]
) -> Iterator[Row]:
    """Give the rows with an answer outside 0–6, and those without any answer; the header is line 1."""
    for at in range(scores.shape[0]):
        outside = tuple(
            str(text[name][at])[:40] for number, name in enumerate(chosen)
            if text[name][at] and np.isnan(scores[at, number])
        )
        if outside or np.isnan(scores[at]).all():
            yield Row(at + 2, outside)


def _text_of(path: Path) -> dict[str, list[str | None]]:
    try:
        batches = [texts_of(batch) for batch in open_file(path).batches()]
    except ReadRefused as refusal:
        raise ImportRefused(str(refusal)) from refusal
    text = {name: [value for batch in batches for value in batch[name]] for name in (batches[0] if batches else {})}
    if not text or not next(iter(text.values())):
        raise ImportRefused("Filen är tom. Välj en fil med minst en rad.")
    if len(next(iter(text.values()))) > MOST_ANSWERS:
        raise ImportRefused(f"Filen har fler än {MOST_ANSWERS} rader. Det är ingen enkät.")
    return text


def _questions(text: dict[str, list[str | None]], survey: Survey) -> Iterator[str]:
    for name, values in text.items():
        if name in (survey.area, survey.weight, *survey.groups):
            continue
        found = {figure_of(value) for value in values if value}
        if found and all(value is not None and LOWEST <= value <= HIGHEST for value in found):
            yield name


def _score(text: str | None) -> float:
    value = figure_of(text)
    return value if value is not None and LOWEST <= value <= HIGHEST else np.nan


def _parts(text: dict[str, list[str | None]], survey: Survey, persons: int) -> Iterator[_Part]:
    everybody = np.ones(persons, bool)
    areas = np.array([value or "" for value in text[survey.area]]) if survey.area else np.full(persons, "")
    yield _Part("", "", everybody)
    for area in sorted(set(areas.tolist()) - {""}):
        yield _Part(area, "", areas == area)
    for name in survey.groups:
        groups = np.array([value or "" for value in text[name]])
        for group in sorted(set(groups.tolist()) - {""}):
            if is_never(group):
                raise ImportRefused("Svar delas aldrig upp efter ursprung, medborgarskap, religion eller språk.")
            yield _Part("", group, groups == group)


def _estimate(scores: NDArray[np.float64], number: int, *, sample: Sample, who: NDArray[np.bool_]) -> Estimate:
    """Estimate the index (0) or one question (1 …) among some of the persons."""
    if number == 0:
        return index_0_to_6(scores, sample=sample, among=who)
    found = weighted_mean(scores[:, number - 1], sample=sample, among=who)
    return found._replace(low=max(found.low, LOWEST), high=min(found.high, HIGHEST))


def _row(found: Estimate, part: _Part, survey: Survey) -> dict[str, Any]:
    return {
        "area_code": part.area, "first_on": survey.first_on, "last_on": survey.last_on, "value": round(found.value, 3),
        "low": round(found.low, 3), "high": round(found.high, 3), "n": found.answers, "group_sv": part.group,
        "invited": _invited(part, survey),
    }  # fmt: skip


def _invited(part: _Part, survey: Survey) -> int | None:
    """Return how many were asked, where it is known: never of a group."""
    if part.group:
        return None
    return survey.invited_by_area.get(part.area) if part.area else survey.invited


def _recorded(name: str, rows: list[dict[str, Any]], survey: Survey, *, now: datetime, by: Any) -> int:
    words = f"{survey.name}: {name}" if name else survey.name
    try:
        indicator = define_indicator(
            code=slugify(f"{survey.code}-{name}" if name else survey.code)[:60], name_sv=words[:120],
            source=(survey.source or survey.name)[:200], period="year", kind="survey", scale="index",
            unit_sv="index 0–6", unit_en="index 0–6", in_picture=False, retrieved_on=now.date(), by=by,
        )  # fmt: skip
    except FiguresRefused as refusal:
        raise ImportRefused(refusal.sentence) from refusal
    done = record_readings(indicator=indicator, rows=rows, by=by)
    return done.created + done.changed + done.unchanged
