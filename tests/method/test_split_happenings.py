"""A happening that several tell of is one happening: every detector says the same with and without the others."""

import numpy as np
import pytest

from samsyn.analysis.catalogue import METHODS, analyse
from samsyn.analysis.counts import read_rows
from samsyn.analysis.weekly import weekly_findings
from samsyn.method.pictures.patterns.looking import events_of
from tests.analysis.noise import AREAS, WEEK, Planted, make_town, noise_table
from tests.analysis.test_catalogue_holds import FEW

SHOWN = [name for name, method in METHODS.items() if method.in_product]


@pytest.fixture(scope="module")
def told():
    """A year with a tripled place, and the same where three hundred happenings are told of by others too."""
    rng = np.random.default_rng(17)
    plain = noise_table(rng, per_week=20, town=make_town(rng), planted=Planted(3.0, place=2))
    plain = {name: np.asarray(column) for name, column in plain.items()}
    size = len(plain["area"])
    again = rng.integers(0, size, 300)
    split = {name: np.concatenate([column, column[again]]) for name, column in plain.items()}
    first = np.full(size, None, object)
    others = {"organisation": "another", "category": "E1"}
    split |= {name: np.concatenate([split[name][:size].astype(object), np.full(300, word, object)])
              for name, word in others.items()}
    return plain | {"same_as": first}, split | {"same_as": np.concatenate([first, again.astype(str).astype(object)])}


@pytest.mark.parametrize("name", SHOWN)
def test_a_happening_told_of_by_several_is_counted_once(told, name):
    settings = dict(FEW.get(name, {}))
    if name == "effect":
        settings |= {"start": str((WEEK - 8).first_day), "area": "01", "weeks": 4}
    once, split = (analyse(name, events_of(read_rows(table, areas=AREAS)), settings=settings, seed=1) for table in told)
    assert str(once.figures) == str(split.figures) and (once.says, once.sure) == (split.says, split.sure)
    assert str({key: column.tolist() for key, column in once.rows.items()}) == str({
        key: column.tolist() for key, column in split.rows.items()})


def test_the_week_counts_a_happening_once_and_only_the_number_of_reports_grows(told):
    once, split = (weekly_findings(table, areas=AREAS, week=WEEK) for table in told)
    assert split.head.reports >= once.head.reports and split.head.counted == once.head.counted
    for part in ("total", "areas", "changes", "points", "budget"):
        assert str(getattr(once, part)) == str(getattr(split, part)), part
    assert (once.hours.counts == split.hours.counts).all()      # when somebody was there to see does grow
    found = [[(place.x_m, place.y_m, place.events, place.q) for place in each.places + each.usual_places]
             for each in (once, split)]
    assert found[0] == found[1]
