"""A survey of one's own: a file of answers 0–6, one row a person → index and questions by area, with limits.

The answers are read, worked out and forgotten: only figures that rest on at least twenty answers are kept, for areas as
for groups, and none from which those of fewer could be worked out by subtraction. Groups are those the survey asked of
(sex, age); origin, faith and language are never groups, nor areas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from django.utils.text import slugify
from numpy.typing import NDArray

from samsyn.analysis.estimates import Estimate, Sample, persons_0_to_6, weighted_mean
from samsyn.exchange.readers import ReadRefused, open_file
from samsyn.exchange.sources.columns import figure_of, texts_of
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import in_both_languages
from samsyn.method.indicators.actions import FiguresRefused, define_indicator, record_readings
from samsyn.method.indicators.never import is_never

LEAST = 20
LOWEST, HIGHEST = 0.0, 6.0
MOST_ANSWERS, MOST_PARTS, SAMPLES = 200_000, 1_000, 4
ORIGIN = "Svar delas aldrig upp efter ursprung, medborgarskap, religion eller språk."
WEIGHTS = in_both_languages(
    "Vikterna i kolumnen ”{column}” ska vara tal större än noll. På rad {line} är det något annat."
)
INVITED = in_both_languages(
    "{told} har svarat men bara {invited} fick enkäten ({where}). Rätta hur många som fick den."
)
PARTED = in_both_languages("Kolumnen ”{column}” har fler än {most} olika värden. Välj en annan.")
Read = TypeVar("Read")


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
    beside: tuple[str, ...] = ()        # enough answers, but those of the too few could be worked out from them


class Counted(NamedTuple):
    """What came of the answers: persons read, figures kept, and what was too little to tell."""

    persons: int
    figures: int
    too_few: tuple[str, ...]
    beside: tuple[str, ...] = ()


class _Part(NamedTuple):
    """Some of the persons: an area ("" = all), a group ("" = everybody), who they are, and the column that parts so."""

    area: str
    group: str
    who: NDArray[np.bool_]
    split: str = ""

    @property
    def words(self) -> str:
        return f"{self.area or '–'} {self.group}".strip()


def look_at_answers(path: Path, *, survey: Survey, by: Any) -> Looked:
    """Work out what a file of answers says and keep nothing. Raises ImportRefused when it cannot be used."""
    require(by, Permission.IMPORT, within=by.municipality)
    text = _text_of(path)
    chosen = _chosen(text, survey)
    scores = np.array([_each(text[name], _score) for name in chosen], np.float64).T
    uncounted = tuple(_uncounted(text, chosen, scores))
    scores = np.where(np.isin(chosen, survey.turned), HIGHEST - scores, scores)
    known = set(Area.objects.visible_to(by).values_list("code", flat=True))
    parts = list(_parts(text, survey, scores.shape[0], known=known))
    values = [persons_0_to_6(scores), *scores.T]
    shown, beside = _shown(parts, values)
    _refuse_too_few_invited(parts, np.asarray((~np.isnan(scores)).any(axis=1), np.bool_), survey)
    sample = Sample(_weights(text, survey, scores.shape[0]))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("", *chosen)}
    for at, part in enumerate(parts):
        for number, name in enumerate(("", *chosen)):
            if shown[at, number]:
                found = weighted_mean(values[number], sample=sample, among=part.who)
                rows[name].append(_row(found, part, survey))
    few = tuple(part.words for part in parts if int(part.who.sum()) < LEAST)
    return Looked(scores.shape[0], chosen, rows, few, uncounted, beside)


def _chosen(text: dict[str, list[str | None]], survey: Survey) -> tuple[str, ...]:
    """Return the questions that are worked out. Raises ImportRefused where a column is missing or speaks of origin."""
    chosen = survey.questions or tuple(_questions(text, survey))
    if any(is_never(name) for name in (*chosen, *survey.groups, survey.area, survey.weight)):
        raise ImportRefused(ORIGIN)
    missing = [name for name in (*chosen, survey.area, *survey.groups, survey.weight) if name and name not in text]
    if missing or not chosen:
        raise ImportRefused(f"Filen saknar kolumnen ”{missing[0] if missing else '0–6'}”.")
    return chosen


def _shown(
    parts: list[_Part], values: list[NDArray[np.float64]]
) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    """Say which figures (part, question) may be shown, and which parts are held back for the sake of others.

    Where a column parts the persons, those who are in no part shown are the whole less the rest. Where they are 1–19
    the smallest part that is shown is held back too, in every question.
    """
    given = np.array([~np.isnan(each) for each in values]).T
    counts = np.array([given[np.flatnonzero(part.who)].sum(axis=0) for part in parts])
    shown, beside = counts >= LEAST, set[int]()
    for split in sorted({part.split for part in parts} - {""}):
        inside = np.array([part.split == split for part in parts])
        while True:
            left = counts[0] - np.where(shown & inside[:, None], counts, 0.0).sum(axis=0)
            told = np.flatnonzero((left > 0) & (left < LEAST) & (shown & inside[:, None]).any(axis=0))
            if not told.size:
                break
            question = int(told[0])
            smallest = int(np.argmin(np.where(shown[:, question] & inside, counts[:, question], np.inf)))
            shown[smallest] = False
            beside.add(smallest)
    return shown, tuple(parts[at].words for at in sorted(beside))


def _weights(text: dict[str, list[str | None]], survey: Survey, persons: int) -> NDArray[np.float64]:
    """Return what each person counts for. Raises ImportRefused where that is no figure above zero."""
    if not survey.weight:
        return np.ones(persons)
    weights = np.array(_each(text[survey.weight], figure_of), np.float64)
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights > 0.0)))
    if wrong.size:
        raise ImportRefused(WEIGHTS, column=survey.weight, line=int(wrong[0]) + 2)
    return weights


def _refuse_too_few_invited(parts: list[_Part], answered: NDArray[np.bool_], survey: Survey) -> None:
    for part in parts:
        invited, told = _invited(part, survey), int((part.who & answered).sum())
        if invited is not None and invited < told:
            raise ImportRefused(INVITED, told=told, invited=invited, where=part.area or survey.name)


def read_answers(path: Path, *, survey: Survey, now: datetime, by: Any) -> Counted:
    """Read a file of answers and record what it says. Raises ImportRefused when it cannot be used."""
    looked = look_at_answers(path, survey=survey, by=by)
    figures = sum(_recorded(name, mine, survey, now=now, by=by) for name, mine in looked.figures.items() if mine)
    note("survey.read_in", by=by, changed={"survey": survey.code, "persons": looked.persons, "figures": figures})
    return Counted(looked.persons, figures, looked.too_few, looked.beside)


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
    blank = np.isnan(scores)
    for at in np.flatnonzero(blank.any(axis=1)).tolist():
        outside = tuple(
            str(text[name][at])[:40] for number, name in enumerate(chosen)
            if blank[at, number] and text[name][at]
        )
        if outside or blank[at].all():
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
        found = {figure_of(value) for value in set(values) if value}
        if found and all(value is not None and LOWEST <= value <= HIGHEST for value in found):
            yield name


def _score(text: str | None) -> float:
    value = figure_of(text)
    return value if value is not None and LOWEST <= value <= HIGHEST else np.nan


def _each(texts: list[str | None], read: Callable[[str | None], Read]) -> list[Read]:
    """Read each text, the same text once: answers are few and persons many."""
    known = {text: read(text) for text in set(texts)}
    return [known[text] for text in texts]


def _parts(text: dict[str, list[str | None]], survey: Survey, persons: int, *, known: set[str]) -> Iterator[_Part]:
    """Give the whole, the areas and the groups. Raises ImportRefused where a part speaks of origin."""
    yield _Part("", "", np.ones(persons, bool))
    for name in dict.fromkeys(filter(None, (survey.area, *survey.groups))):
        told, belongs = np.unique([value or "" for value in text[name]], return_inverse=True)
        if len(told) > MOST_PARTS:
            raise ImportRefused(PARTED, column=name, most=MOST_PARTS)
        for at, value in enumerate(told.tolist()):
            if value and not (name == survey.area and value in known) and is_never(value):
                raise ImportRefused(ORIGIN)
            if value:
                area, group = (value, "") if name == survey.area else ("", value)
                yield _Part(area, group, belongs.reshape(-1) == at, name)


def _row(found: Estimate, part: _Part, survey: Survey) -> dict[str, Any]:
    return {
        "area_code": part.area, "first_on": survey.first_on, "last_on": survey.last_on, "value": round(found.value, 3),
        "low": round(max(found.low, LOWEST), 3), "high": round(min(found.high, HIGHEST), 3), "n": found.answers,
        "group_sv": part.group, "invited": _invited(part, survey),
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
