"""What must not change an answer changes none, and who reports is never taken for crime: all methods on screen."""

import numpy as np
import pytest

from samsyn.analysis.catalogue import METHODS, Events, analyse
from samsyn.analysis.counts import Coded

FIRST = np.datetime64("2023-01-02")
WEEKS = 130
FEW = {"hotspots": {"replications": 39}, "concentration": {"replications": 39}, "scan": {"replications": 99},
       "near-repeats": {"permutations": 99}}
DRAWN = {"surest_p", "family_p", "p_value", "p_of_any", "p_low", "p_high", "steady", "recurs_every_weeks",
         "half_by_chance", "half_low", "half_high", "quarter_by_chance", "gini_by_chance", "clusters", "surest_to_m",
         "surest_to_days", "surest_ratio"}
SHOWN = [name for name, method in METHODS.items() if method.in_product]
WHERE = [name for name in SHOWN if "place" in METHODS[name].needs]


def town(rng, number=1500, *, heap=200):
    """Points on a 25 m lattice, off every border of a cell, with a busy corner; four organisations, eight areas."""
    at = rng.integers(0, 240, (number, 2))
    at[:heap] = rng.integers(100, 108, (heap, 2))
    return built(at * 25.0 + 12.5, rng.integers(0, WEEKS * 7, number), rng.integers(0, 4, number), rng)


def built(at, day, source, rng, decided=None):
    within = rng.integers(0, 86_400_000_000, day.size).astype("timedelta64[us]")
    moment = (FIRST + day).astype("datetime64[us]") + within
    labels = [[f"{letter}{number}" for number in range(8)] for letter in "kao"]
    return Events(at[:, 0], at[:, 1], moment, moment, Coded(source % 3, labels[0]),
                  Coded((at[:, 0] // 750).astype(int) % 8, labels[1]), Coded(source, labels[2]),
                  np.zeros(day.size, bool) if decided is None else decided)


def found(name, events):
    settings = dict(FEW.get(name, {}))
    if name == "effect":
        settings |= {"start": str(FIRST + 104 * 7), "area": "a0", "weeks": 26}
    if name == "density":
        settings |= {"bandwidth_m": 300.0}
    return analyse(name, events, settings=settings, seed=1)


def steady_part(result):
    """The figures that do not rest on draws, and the rows without places as a sorted heap."""
    figures = {name: value for name, value in result.figures.items() if name not in DRAWN}
    rows = [np.sort(np.asarray(column, object).astype(str) if column.dtype.kind in "UO" else np.round(column * 1.0, 6))
            for name, column in result.rows.items() if name not in {*DRAWN, "x_m", "y_m"}]
    return figures, rows


def assert_same(one, other):
    first, second = steady_part(one), steady_part(other)
    assert first[0] == pytest.approx(second[0], nan_ok=True)
    for left, right in zip(first[1], second[1], strict=True):
        assert left.shape == right.shape
        assert (left == right).all() if left.dtype.kind == "U" else np.allclose(left, right, atol=1e-5, equal_nan=True)


@pytest.mark.parametrize("name", SHOWN)
def test_the_order_of_the_rows_changes_nothing(name):
    events = town(np.random.default_rng(1))
    order = np.random.default_rng(2).permutation(events.x_m.size)
    shuffled = Events(*(Coded(each.code[order], each.labels) if isinstance(each, Coded) else each[order]
                        for each in events if isinstance(each, Coded) or each.size))
    if name != "scan":                                  # its clusters and their p-values rest on the draws together
        assert_same(found(name, events), found(name, shuffled))
    assert found(name, events).says == found(name, shuffled).says


@pytest.mark.parametrize("name", WHERE)
@pytest.mark.parametrize("moved", ["along", "turned"])
def test_moving_and_turning_the_town_changes_nothing(name, moved):
    events = town(np.random.default_rng(3))
    x, y = (events.x_m + 20_000.0, events.y_m - 5_000.0) if moved == "along" else (-events.y_m, events.x_m)
    assert_same(found(name, events), found(name, events._replace(x_m=x, y_m=y)))


def with_newcomer(rng):
    """An even town of three organisations; a fourth joins for the last quarter and adds half as much, in one place."""
    number = 1800
    plain = rng.integers(0, 240, (number, 2))
    day = rng.integers(0, WEEKS * 7, number)
    last = (WEEKS - 26) * 7
    extra = int((day >= last).sum() / 2)
    at = np.r_[plain, rng.integers(60, 68, (extra, 2))] * 25.0 + 12.5
    days = np.r_[day, rng.integers(last, WEEKS * 7, extra)]
    return built(at, days, np.r_[rng.integers(0, 3, number), np.full(extra, 3)], rng)


@pytest.mark.parametrize("seed", range(3))
def test_a_new_organisation_that_adds_half_is_a_change_of_reporting_and_no_alarm(seed):
    events = with_newcomer(np.random.default_rng(seed))
    emerging = found("emerging", events)
    assert emerging.says == "emerging.none_reporting"
    assert emerging.figures["from_new_sources"] > 100
    unknown = events._replace(organisation=Coded(np.full(events.x_m.size, -1), []))
    assert found("emerging", unknown).says == "emerging.some"       # what it would look like if nobody knew
    scan = analyse("scan", events, settings={"within": "organisation", "replications": 199}, seed=1)
    assert scan.says == "scan.none"


def test_a_source_that_joined_this_month_is_told_as_reporting_by_unusual_weeks():
    rng = np.random.default_rng(5)
    day = rng.integers(0, WEEKS * 7, 2000)
    extra = rng.integers((WEEKS - 3) * 7, WEEKS * 7, 40)
    at = rng.integers(0, 240, (2040, 2)) * 25.0 + 12.5
    events = built(at, np.r_[day, extra], np.r_[rng.integers(0, 3, 2000), np.full(40, 3)], rng)
    answer = analyse("unusual", events, settings={"weeks": 4}, seed=1)
    assert answer.figures["more"] == 0
    assert answer.rows["from_new_sources"].sum() == 40


@pytest.mark.parametrize("name", ["unusual", "emerging", "scan", "near-repeats", "effect"])
def test_decided_presence_is_a_stratum_of_its_own(name):
    """Twice as many guards for the last month in one place: more is seen there, and nothing is called out."""
    rng = np.random.default_rng(11)
    number = 1800
    day, last = rng.integers(0, WEEKS * 7, number), (WEEKS - 4) * 7
    at = np.r_[rng.integers(0, 240, (number, 2)), rng.integers(60, 64, (60, 2))] * 25.0 + 12.5
    days = np.r_[day, rng.integers(last, WEEKS * 7, 60)]
    sent = np.r_[np.zeros(number, bool), np.ones(60, bool)]
    events = built(at, days, np.r_[rng.integers(0, 3, number), np.zeros(60, int)], rng, decided=sent)
    loud = found(name, events._replace(decided=np.zeros(number + 60, bool)))
    quiet = found(name, events)
    alarms = {"unusual": ("unusual.some",), "emerging": ("emerging.some",), "scan": ("scan.some",),
              "near-repeats": ("near_repeat.some",), "effect": ("effect.more", "effect.fewer")}[name]
    assert quiet.says not in alarms
    if name in ("scan", "near-repeats", "unusual"):
        assert loud.says in alarms
