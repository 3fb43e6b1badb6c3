"""A question answered: the problem's reports, inside a window or not, beside the other reports of its area."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.counts import Rows, among, read_rows
from samsyn.analysis.hypotheses import (
    WEEKEND_NIGHT_SHARE,
    Looks,
    answer,
    darkness,
    fullest,
    halves,
    in_the_dark,
    on_weekend_nights,
    sure_moments,
)
from samsyn.ground.calendar.models import YearEvent
from samsyn.ground.places.models import Area, Place
from samsyn.method.observations.models import Category, Observation
from samsyn.method.observations.tables import observations_table
from samsyn.method.pictures.canonical import plain
from samsyn.method.pictures.rows import made_coarse, without_hidden_originals
from samsyn.method.problems.problem_models import Problem

QUESTIONS = ("weekend_nights", "same_place", "dark", "school_break", "rising")
SQUARE_M = 100.0
SHOWN_PLACES = 3
Bools = NDArray[np.bool_]
Moments = NDArray[np.datetime64]
Found = dict[str, Any]


class Asked(NamedTuple):
    """One question about a problem's reports in some days."""

    question: str
    first: date
    last: date

    def plain(self, problem: Problem) -> Found:
        """Return what was asked as JSON can hold it: where, which days, which categories."""
        place = _place(problem)
        return {
            "first": self.first.isoformat(), "last": self.last.isoformat(), "categories": list(problem.categories),
            "place": str(place.pk) if place is not None else "", "area": _area(problem).code,
        }  # fmt: skip


class Read(NamedTuple):
    """The reports of the problem's area: those the problem is about, and the others that show when somebody looked."""

    rows: Rows
    about: Bools            # of the problem's categories and counted, in the whole area
    here: Bools             # of those, the ones at the problem's place (all of them where it has none)


def look(asked: Asked, *, problem: Problem, order: int) -> Found:
    """Answer a question from the rows that the problem's audience may see; `order` counts the problem's questions."""
    read = _read(asked, problem)
    asker = {
        "weekend_nights": _weekend, "same_place": _same_place, "dark": _dark, "school_break": _school_break,
        "rising": _rising,
    }[asked.question]  # fmt: skip
    return {**dict(plain(asker(read, asked, problem, order))), "order": order, "reports": int(read.here.sum())}


def _place(problem: Problem) -> Place | None:
    place = problem.place
    return place if place is not None and not place.show_coarse else None


def _area(problem: Problem) -> Area:
    found = problem.area or (problem.place.area if problem.place is not None else None)
    assert found is not None
    return found


def _read(asked: Asked, problem: Problem) -> Read:
    here, area = problem.municipality, _area(problem)
    start, end = (datetime.combine(day, time(), tzinfo=here.zone) for day in (asked.first, asked.last + timedelta(1)))
    seen = Observation.objects.filter(municipality=here, area=area).accepted().shown_to_audience(problem.shown_to)
    table = observations_table(seen.seen_from(start).seen_before(end), municipality=here)
    coarse = Place.objects.filter(municipality=here, show_coarse=True).values_list("id", flat=True)
    table = without_hidden_originals(made_coarse(table, here, places={str(each) for each in coarse}))
    rows = read_rows(table, areas=[area.code])
    about = rows.counted & among(rows.category, *_codes(problem)) if problem.categories else rows.counted.copy()
    place = _place(problem)
    return Read(rows, about, about & among(rows.place, str(place.pk)) if place is not None else about)


def _codes(problem: Problem) -> list[str]:
    """Return the problem's categories and those below them."""
    known = Category.objects.filter(municipality=problem.municipality_id).values_list("code", "parent__code")
    return [code for code, parent in known if code in problem.categories or parent in problem.categories]


def _days(moments: Moments) -> NDArray[np.int64]:
    return moments.astype("datetime64[D]").astype(np.int64)


def _look_moments(read: Read) -> Moments:
    """Return when somebody looked: different hours of different organisations among all other reports."""
    others = ~read.about & ~np.isnat(read.rows.to_local)
    hours = read.rows.to_local[others].astype("datetime64[h]").astype(np.int64)
    pairs = np.unique(np.stack([read.rows.organisation.code[others], hours]), axis=1)
    return pairs[1].astype("datetime64[h]")


def _judged(inside: Bools, chance: Any, moments: Moments, *, looks: Looks, order: int, among_: int = 1) -> Found:
    found = answer(inside, chance=chance, cluster=_days(moments), looks=looks, asked=order, chosen_among=among_)
    return {**found._asdict(), "looks_share": looks.inside / looks.all if looks.all else None}


def _of_the_clock(read: Read) -> tuple[Moments, Bools, int]:
    """Return the times of events known to the hour, which of them were seen during decided presence, and the rest."""
    events = read.here & among(read.rows.kind, "event")
    sure = sure_moments(read.rows.from_local[events], to_local=read.rows.to_local[events])
    known = ~np.isnat(sure)
    return sure[known], read.rows.decided[events][known], int((~known).sum())


def _apart(decided: Bools, inside: Bools) -> Found:
    """Return the figures of what was seen during decided presence: shown beside, never counted in the answer."""
    return {"decided": {"n": int(decided.sum()), "inside": int((decided & inside).sum())}}


def _weekend(read: Read, _asked: Asked, _problem: Problem, order: int) -> Found:
    moments, decided, unsure = _of_the_clock(read)
    inside, looks = on_weekend_nights(moments), _look_moments(read)
    beside = Looks(looks.size, int(on_weekend_nights(looks).sum()))
    # A night belongs to the day it began: six hours past midnight and more.
    nights = moments - np.timedelta64(12, "h")
    usual = ~decided
    judged = _judged(
        inside[usual], [WEEKEND_NIGHT_SHARE] * int(usual.sum()), nights[usual], looks=beside, order=order
    )
    return {**judged, **_apart(decided, inside), "unsure": unsure}


def _dark(read: Read, asked: Asked, problem: Problem, order: int) -> Found:
    here = problem.municipality
    lon, lat = (here.west + here.east) / 2, (here.south + here.north) / 2
    of = darkness(asked.first, asked.last, lon=lon, lat=lat, zone=here.zone)
    moments, decided, unsure = _of_the_clock(read)
    inside, chance = in_the_dark(moments, of=of)
    looked, looked_chance = in_the_dark(_look_moments(read), of=of)
    open_ = (looked_chance > 0) & (looked_chance < 1)
    usual = ~decided
    beside = Looks(int(open_.sum()), int((looked & open_).sum()))
    judged = _judged(inside[usual], chance[usual], moments[usual], looks=beside, order=order)
    return {**judged, **_apart(decided, inside), "unsure": unsure, "always": int(usual.sum()) - judged["n"]}


def _of_the_day(read: Read) -> tuple[Moments, Bools]:
    chosen = read.here & ~np.isnat(read.rows.to_local)
    return read.rows.to_local[chosen], read.rows.decided[chosen]


def _school_break(read: Read, asked: Asked, problem: Problem, order: int) -> Found:
    period = np.arange(np.datetime64(asked.first), np.datetime64(asked.last) + 1)
    breaks = np.zeros(period.size, np.bool_)
    known = YearEvent.objects.filter(municipality=problem.municipality_id, kind=YearEvent.Kind.SCHOOL_BREAK)
    for first, last in known.between(asked.first, asked.last).values_list("first_on", "last_on"):
        breaks |= (period >= np.datetime64(first)) & (period <= np.datetime64(last))
    share = float(breaks.mean())

    def in_break(moments: Moments) -> Bools:
        return breaks[np.clip(_days(moments) - _days(period[:1])[0], 0, period.size - 1)]

    moments, decided = _of_the_day(read)
    looks, inside, usual = _look_moments(read), in_break(moments), ~decided
    beside = Looks(looks.size, int(in_break(looks).sum()))
    judged = _judged(inside[usual], [share] * int(usual.sum()), moments[usual], looks=beside, order=order)
    return {**judged, **_apart(decided, inside), "break_days": int(breaks.sum()), "days": int(period.size)}


def _rising(read: Read, asked: Asked, _problem: Problem, order: int) -> Found:
    cut = halves(asked.first, asked.last)
    begin, middle, end = (np.datetime64(each) for each in (cut.before, cut.after, cut.end))
    moments, decided = _of_the_day(read)
    within, looks = (moments >= begin) & (moments < end), _look_moments(read)
    moments, decided = moments[within], decided[within]
    looks = looks[(looks >= begin) & (looks < end)]
    inside, usual = moments >= middle, ~decided
    beside = Looks(looks.size, int((looks >= middle).sum()))
    judged = _judged(inside[usual], [0.5] * int(usual.sum()), moments[usual], looks=beside, order=order)
    stretches = {"before": cut.before, "after": cut.after, "end": cut.end - timedelta(days=1)}
    return {**judged, **_apart(decided, inside), **stretches, "same_season": cut.same_season}


def _same_place(read: Read, _asked: Asked, problem: Problem, order: int) -> Found:
    """The problem's own place; where it has none the fullest place or square of 100 m, judged as one picked."""
    known = (read.rows.place.code >= 0) | read.rows.precise
    squares = [
        f"p{place}" if place >= 0 else f"{x:.0f}:{y:.0f}"
        for place, x, y in zip(
            read.rows.place.code[known], read.rows.x_m[known] // SQUARE_M, read.rows.y_m[known] // SQUARE_M,
            strict=True,
        )
    ]  # fmt: skip
    labels, code = np.unique(np.array(squares, dtype=str), return_inverse=True)
    about, decided = read.about[known], read.rows.decided[known]
    usual = about & ~decided
    if not usual.any():
        return {**_judged(np.zeros(0, np.bool_), [], read.rows.to_local[:0], looks=Looks(), order=order),
                **_apart(decided[about], decided[about]), "places": []}  # fmt: skip
    own = _place(problem)
    mine = np.flatnonzero(labels == f"p{read.rows.place.labels.index(str(own.pk))}") if (
        own is not None and str(own.pk) in read.rows.place.labels) else np.zeros(0, np.int64)
    top = int(mine[0]) if mine.size else fullest(code[usual])[0]
    at_top, others = code == top, ~about
    beside = Looks(int(others.sum()), int((at_top & others).sum()))
    judged = _judged(
        at_top[usual], [1 / labels.size] * int(usual.sum()), read.rows.to_local[known][usual], looks=beside,
        order=order, among_=1 if mine.size else labels.size,
    )  # fmt: skip
    counts = np.bincount(code[usual], minlength=labels.size)
    first = [int(each) for each in np.argsort(-counts, kind="stable")[:SHOWN_PLACES] if counts[each] > 1]
    named = {f"p{at}": name for at, name in _names(read.rows).items()}
    places = [{"name": named.get(str(labels[each]), ""), "events": int(counts[each])} for each in first]
    unsure = int((read.about & ~known).sum())
    return {
        **judged, **_apart(decided[about], at_top[about]), "places": places, "squares": int(labels.size),
        "name": named.get(str(labels[top]), ""), "unsure": unsure,
    }  # fmt: skip


def _names(rows: Rows) -> dict[int, str]:
    """Return the names of known places by the place's own code."""
    both = (rows.place.code >= 0) & (rows.place_name.code >= 0)
    return {
        int(place): rows.place_name.labels[int(name)]
        for place, name in zip(rows.place.code[both], rows.place_name.code[both], strict=True)
    }
