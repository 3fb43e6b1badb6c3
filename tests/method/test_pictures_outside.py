"""Outside figures stand apart: judged against their own history, never added to what people have reported."""

from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest

from samsyn.method.indicators.models import Indicator, OutsideEvent, Reading
from samsyn.method.pictures.outside import judge
from samsyn.method.pictures.sentences import render
from tests.method.picturing import report, submit, tables
from tests.people import WEEK


def fires(town, *, weeks=40, burst=17, with_this_week=True):
    """Give 20 areas without polygon about one fire in four weeks each, and one of them a burst this week."""
    indicator = Indicator.objects.create(
        municipality=town.municipality, code="brott-brand", name_sv="Anmälda bränder", name_en="Reported fires",
        unit_sv="anmälda brott", source="Påhittad statistik", licence="CC0", period="day",
    )  # fmt: skip
    rng = np.random.default_rng(11)
    rows = []
    for back in range(weeks if with_this_week else weeks, -1 if with_this_week else 0, -1):
        for number in range(20):
            value = int(rng.poisson(0.25)) + (burst if back == 0 and number == 7 else 0)
            if value:
                day = (WEEK - back).last_day
                rows.append(Reading(
                    municipality=town.municipality, indicator=indicator, area_code=f"D{number:02d}", first_on=day,
                    last_on=day, iso_week=(WEEK - back).iso, value=value,
                ))  # fmt: skip
    Reading.objects.bulk_create(rows)


@pytest.mark.django_db
def test_an_area_known_only_by_its_code_stands_out_and_is_not_drawn(town):
    fires(town)
    found = tables(town)
    [table] = found["outside"]
    more = [row for row in table["rows"] if row["verdict"] == "more" and row["area"]]
    assert [(row["area"], row["value"] >= 17) for row in more] == [("D07", True)]
    assert render(more[0]["sentence"]).startswith("Ovanligt många: ")
    assert [row["area"] for row in table["rows"]][:2] == ["", "D00"]          # by code, never by size
    assert found["points"] == [] and found["areas"] == []
    assert found["head"]["observations_made"] is False


@pytest.mark.django_db
def test_outside_figures_are_never_part_of_the_count(town):
    fires(town)
    submit(town, report(town, WEEK, 3))
    found = tables(town)
    assert found["head"]["events"] == 3
    assert sum(row["events_in_period"] for row in found["areas"]) == 3


@pytest.mark.django_db
def test_a_figure_that_has_not_come_is_not_called_a_fall(town):
    fires(town, burst=0, with_this_week=False)
    Reading.objects.update(value=5)
    [table] = tables(town)["outside"]
    assert {row["verdict"] for row in table["rows"]} == {"missing"}
    assert render(table["rows"][0]["sentence"]) == "Siffran har inte kommit än."
    assert table["rows"][0]["value"] is None


@pytest.mark.django_db
def test_the_police_feed_is_counted_by_type_and_summaries_are_not(town):
    for number, kind in enumerate(["Brand", "Brand", "Trafikolycka", "Sammanfattning natt"]):
        OutsideEvent.objects.create(
            municipality=town.municipality, source="polisen", external_id=str(number), type=kind, id=uuid4(),
            happened_on=WEEK.first_day + timedelta(days=1), iso_week=WEEK.iso, is_summary=kind.startswith("Sam"),
        )  # fmt: skip
    [table] = tables(town)["outside"]
    assert table["title_sv"] == "Polisens händelser"
    assert [(row["name"], row["value"]) for row in table["rows"]] == [("", 3.0), ("Brand", 2.0), ("Trafikolycka", 1.0)]
    assert {row["verdict"] for row in table["rows"]} == {"too_little"}


@pytest.mark.slow
def test_weeks_with_nothing_going_on_call_out_something_in_at_most_one_of_twenty():
    rng = np.random.default_rng(29)
    runs = 400
    wrong = sum(
        any(verdict in ("more", "fewer") for verdict in judge(_noise(rng), weeks=1).verdict) for _run in range(runs)
    )
    assert wrong <= 0.05 * runs + 2.33 * np.sqrt(runs * 0.05 * 0.95)          # 99 % level


def _noise(rng):
    parts = rng.poisson(rng.uniform(0.05, 4, size=40)[:, None], size=(40, 53)).astype(float)
    return np.vstack([parts.sum(axis=0), parts])


def test_a_short_history_says_nothing():
    assert set(judge(np.ones((3, 8)), weeks=1).verdict) == {"too_little"}


def test_limits_and_verdict_agree():
    rng = np.random.default_rng(5)
    judged = judge(np.vstack([rng.poisson(30, 60), rng.poisson(3, 60), np.r_[rng.poisson(3, 59), 20]]), weeks=1)
    for value, low, high, verdict in zip(judged.value, judged.low, judged.high, judged.verdict, strict=True):
        assert verdict == ("more" if value > high else "fewer" if value < low else "usual")
