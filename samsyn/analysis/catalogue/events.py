"""What every method of the catalogue takes and gives: events as arrays in, figures and a table out."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.counts import Coded, cube
from samsyn.analysis.weeks import running_weeks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Moments = NDArray[np.datetime64]
Setting = float | int | str | bool
Figure = float | int | str | bool | None


class Events(NamedTuple):
    """Events as arrays of equal length; what is not known of them is NaN, NaT or code -1.

    Each row is one happening. Several reports of one happening are made one before (`counts.read_rows`, `same_as`), and
    so splitting it among those who told of it changes no answer. Counts, densities and clusters also take a weight, and
    then k rows are the same as one of weight k. Not so where chance is drawn from the rows (scan, near repeats, hot
    spots, concentration, emerging places, unusual weeks): there two rows at one spot and time are two happenings, since
    that two come together is what is asked, and writing one happening twice without saying so does change the answer.
    """

    x_m: Floats                  # metric system
    y_m: Floats
    from_local: Moments          # naive local time, microseconds
    to_local: Moments
    category: Coded
    area: Coded
    organisation: Coded
    decided: Bools               # seen during decided presence
    value: Floats = np.zeros(0)  # an answer or a figure of each; empty where there is none
    weight: Floats = np.zeros(0)

    @property
    def placed(self) -> Bools:
        """Which events have a point."""
        return np.isfinite(self.x_m) & np.isfinite(self.y_m)

    @property
    def dated(self) -> Bools:
        """Which events have a time."""
        return ~np.isnat(self.to_local)

    def only(self, chosen: Bools) -> "Events":
        """Return the chosen events alone."""
        category, area, organisation = (
            Coded(each.code[chosen], each.labels) for each in (self.category, self.area, self.organisation))
        return Events(self.x_m[chosen], self.y_m[chosen], self.from_local[chosen], self.to_local[chosen], category,
                      area, organisation, self.decided[chosen], *(
                          each[chosen] if each.size else each for each in (self.value, self.weight)))

    @property
    def sources(self) -> Ints:
        """A number for each source: the organisation, and apart from it what it saw during decided presence."""
        return (self.organisation.code + 1) * 2 + self.decided

    def weeks(self) -> Ints:
        """Return the running week number of each event's end; the events must have a time."""
        return running_weeks(self.to_local.astype("datetime64[D]"))


class Option(NamedTuple):
    """One choice of a method: its name carries its unit."""

    name: str
    default: Setting
    least: float = -np.inf
    most: float = np.inf
    among: tuple[str, ...] = ()  # the only values a text may have


class Result(NamedTuple):
    """What a method found. `rows` has arrays of equal length; with x_m and y_m in it each row is a place on the map."""

    figures: dict[str, Figure]
    rows: dict[str, NDArray[np.generic]]
    says: str                    # key of the sentence that sums it up; its values are among the figures
    sure: str                    # key of the answer to "how sure is this?"


class Method(NamedTuple):
    """One method: what it needs of the events, its options, and how it is run."""

    name: str
    needs: tuple[str, ...]       # of "place", "time", "area", "category"
    options: tuple[Option, ...]
    run: Callable[..., Result]   # (events, settings, rng), and progress where it tells
    page: str                    # docs/statistics/<page>.md
    draws: bool = False          # rests on random numbers
    in_product: bool = True      # may be offered on screens
    tells: bool = False          # takes long and tells how far it has come
    up_to: int = 0               # events up to which its false alarms are measured, and screens offer it (0: no test)


class TooLittle(ValueError):
    """There is too little to say anything: a valid answer. `key` names why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def weekly_counts(events: Events, by: Coded) -> tuple[Floats, int]:
    """Return counts by label and week, shape (labels, weeks), and the running number of the first week.

    Raises TooLittle("no_events") without dated events and TooLittle("no_series") where no event has a label.
    """
    chosen = events.dated
    if not by.labels:
        raise TooLittle("no_series")
    if not chosen.any():
        raise TooLittle("no_events")
    week = events.only(chosen).weeks()
    first, weeks = int(week.min()), int(week.max() - week.min()) + 1
    return cube(by.code[chosen], week=week, first_week=first, weeks=weeks, series_count=len(by.labels)), first


def number(settings: Mapping[str, Setting], name: str) -> float:
    """Return a setting as a number."""
    return float(settings[name])


def whole(settings: Mapping[str, Setting], name: str) -> int:
    """Return a setting as a whole number."""
    return int(settings[name])
