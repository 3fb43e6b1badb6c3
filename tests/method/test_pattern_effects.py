"""Did it become fewer? Asked on the pattern screen: what it says, how far that carries, and when it says nothing."""

from datetime import date

import numpy as np
import pytest

from samsyn.analysis.catalogue import Events, analyse
from samsyn.analysis.counts import Coded
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.patterns.asked import Asked
from samsyn.method.pictures.patterns.looking import look
from samsyn.method.pictures.patterns.telling import shared, table_of, told, told_sure
from tests.method.picturing import report, submit
from tests.people import WEEK

FIRST = np.datetime64("2023-01-02")
WEEKS, START = 156, 104


def events(rates, rng, *, decided=0.0, more_decided=0.0):
    """Events of areas with a weekly rate each (areas, weeks); some seen during decided presence."""
    counts = rng.poisson(rates)
    area, week = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    moment = (FIRST + week * 7 + rng.integers(0, 7, week.size)).astype("datetime64[us]")
    nowhere, nothing = np.full(week.size, np.nan), Coded(np.full(week.size, -1), [])
    labels = [f"a{number:02d}" for number in range(len(rates))]
    share = np.where((area == 0) & (week >= START), more_decided or decided, decided)
    return Events(nowhere, nowhere, moment, moment, nothing, Coded(area, labels), nothing,
                  rng.random(week.size) < share)


def asked(found, area="a00", **settings):
    start = str(FIRST + START * 7)
    return analyse("effect", found, settings={"start": start, "area": area, "weeks": 26, **settings}, seed=1)


def test_doing_nothing_in_the_worst_of_twenty_areas_is_not_reported_as_an_effect():
    fewer = runs = 0
    for run in range(60):
        rng = np.random.default_rng([run, 5])
        found = events(np.full((20, WEEKS), 0.8) * rng.gamma(4, 0.25, (20, 1)), rng)
        week = found.weeks() - found.weeks().min()
        before = np.bincount(found.area.code[(week >= START - 52) & (week < START - 26)], minlength=20)
        for worst in np.argsort(-before)[:2]:
            answer = asked(found, area=f"a{worst:02d}")
            runs += 1
            fewer += answer.says == "effect.fewer" and answer.figures["grade"] > 1
    assert fewer <= 0.05 * runs, fewer


def test_a_real_drop_is_found_and_its_design_is_graded():
    rates = np.full((6, WEEKS), 4.0)
    rates[0, START:] = 1.2
    found = asked(events(rates, np.random.default_rng(2)))
    assert found.says == "effect.fewer"
    assert found.figures["grade"] == 3
    assert found.figures["to_events"] < found.figures["expected"]
    alone = asked(events(rates, np.random.default_rng(2)), design="alone")
    assert (alone.says, alone.figures["grade"]) == ("effect.fewer", 1)
    weekly = asked(events(rates, np.random.default_rng(2)), design="differences")
    assert (weekly.says, weekly.figures["design"]) == ("effect.fewer", "differences")


def test_a_comparison_that_somebody_chose_carries_no_answer():
    found = asked(events(np.full((4, WEEKS), 4.0), np.random.default_rng(3)), comparison="a02")
    assert (found.says, found.figures["grade"], found.figures["ratio"]) == ("effect.not_told", 0, None)


def test_reports_from_decided_presence_are_a_stratum_of_their_own():
    rng = np.random.default_rng(4)
    plain = asked(events(np.full((4, WEEKS), 4.0), rng, decided=0.1))
    assert plain.figures["from_decided_presence"] > 0
    sent = events(np.full((4, WEEKS), 4.0), np.random.default_rng(4), more_decided=0.6)
    found = asked(sent)
    assert "presence_changed" in found.figures["because"]
    assert found.says == "effect.not_told"


def test_trends_that_differed_before_lower_the_grade():
    rates = np.full((4, WEEKS), 5.0)
    rates[0] *= np.linspace(0.3, 2.0, WEEKS)
    found = asked(events(rates, np.random.default_rng(6)))
    assert "trends_differ" in found.figures["because"]
    assert found.figures["grade"] <= 1


@pytest.fixture
def year(town):
    rng = np.random.default_rng(8)
    drafts = []
    for back in range(130):
        for area, rate in (("A", 1.0 if back < 20 else 5.0), ("B", 6.0), ("C", 6.0)):
            drafts += report(town, WEEK - back, int(rng.poisson(rate)), area=area, rng=rng)
    submit(town, drafts)
    return town


def question(areas=("A",), weeks=20, **settings):
    first = (WEEK - (weeks - 1)).first_day
    return Asked("effect", first, WEEK.last_day, (), areas, tuple(sorted(settings.items())))


@pytest.mark.django_db
@pytest.mark.slow
def test_the_screen_says_it_in_a_sentence_with_how_far_it_carries(year):
    seen = Observation.objects.filter(municipality=year.municipality)
    found = look(question(), seen, municipality=year.municipality)
    assert found["says"] == "effect.fewer"
    assert told(found, "sv").startswith("Det kom färre än väntat: ")
    assert told_sure(found, "sv").startswith("Så långt bär svaret: ")
    assert "plan" in told_sure(found, "en")
    table = table_of(found, "sv")
    assert [row[0] for row in table.rows] == ["det valda", "jämförelsen"]
    assert look(question(areas=()), seen, municipality=year.municipality)["too_little"] == "no_area_chosen"
    assert look(question(weeks=2), seen, municipality=year.municipality)["too_little"] == "few_steps"
    chosen = look(question(comparison="B"), seen, municipality=year.municipality)
    assert "i efterhand" in told_sure(chosen, "sv")
    few = {**found, "figures": {**found["figures"], "observed": 2.0}}
    assert shared(few)["too_little"] == "too_few_to_share"
    assert Asked.read(question().plain()) == question()


@pytest.mark.django_db
@pytest.mark.slow
def test_the_form_asks_for_what_matters_and_the_page_explains_it(client, year):
    client.force_login(year.members["bo"].user)
    first = question().first
    page = client.get(f"/norr/monster?method=effect&first={first}&last={WEEK.last_day}&area=A").content.decode()
    assert "Det kom färre än väntat" in page
    assert 'name="design"' in page
    assert 'name="comparison"' in page
    assert 'name="planned"' not in page
    assert 'name="weeks"' not in page
    explained = client.get("/norr/monster/metoder/effect").content.decode()
    assert "beslutad närvaro" in explained
    assert date.fromisoformat(str(first))
