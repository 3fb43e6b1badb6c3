"""The rhythm of reporting: how much, when, by whom; and the same every time."""

from collections import Counter
from datetime import date, timedelta
from statistics import mean

import pytest

from samsyn.analysis.weeks import Week
from samsyn.demo import rhythm
from samsyn.demo.life import LARGE, Life, last_finished_week, live, many
from samsyn.demo.parties import PARTIES
from samsyn.demo.register import PLACES
from tests.demo.conftest import UNTIL


def weekly(life: Life) -> Counter[int]:
    return Counter(Week.containing(report.seen.date()).iso for report in life.reports)


def test_the_same_week_makes_the_same_life_to_the_byte() -> None:
    once, again = (live("granvik", until=UNTIL, weeks=12) for _ in range(2))
    assert repr(once.reports) == repr(again.reports)
    assert repr(once.replies) == repr(again.replies)
    assert once.truth_as_json() == again.truth_as_json()


@pytest.mark.parametrize("until", [Week(2026, 1), Week(2026, 29), Week(2026, 53), Week(2027, 14)])
def test_a_demo_can_be_made_in_any_week_of_the_year(until: Week) -> None:
    life = live("granvik", until=until, weeks=8)
    now = [r for r in life.reports if r.seen.date() >= until.first_day]
    assert sum(r.state == "accepted" for r in now) == 38
    assert all(r.received.date() <= until.last_day for r in life.reports)


def test_an_ordinary_week_has_about_45_reports_and_summer_far_fewer(granvik: Life) -> None:
    counts = weekly(granvik)
    ordinary = [n for iso, n in counts.items() if 34 <= iso % 100 <= 50]
    summer = [n for iso, n in counts.items() if 28 <= iso % 100 <= 31]
    assert len(counts) == 104
    assert 42 <= mean(ordinary) <= 56
    assert mean(summer) < 0.75 * mean(ordinary)
    assert 40 <= mean(counts.values()) <= 50


def test_lillskog_has_about_five_reports_a_fortnight() -> None:
    assert 3.5 <= len(live("lillskog", until=UNTIL).reports) / 52 <= 6.5


def test_the_busy_variant_has_about_87_reports_in_an_ordinary_week() -> None:
    counts = weekly(live("granvik", until=UNTIL, variant="busy", weeks=14))
    assert 74 <= mean([n for iso, n in counts.items() if iso != UNTIL.iso]) <= 108


def test_the_large_variant_holds_100_000_with_ids_of_their_own(granvik: Life) -> None:
    reports = many(granvik.reports, count=20_000, until=UNTIL)
    assert len({report.id for report in reports}) == 20_000
    assert LARGE == 100_000


def test_times_are_in_order_and_ids_are_those_of_a_phone(granvik: Life) -> None:
    for report in granvik.reports:
        assert report.began is None or report.began <= report.seen
        assert report.seen <= report.received
        assert report.id.version == 7
    assert len({report.id for report in granvik.reports}) == len(granvik.reports)


def test_weekend_damage_is_found_on_monday(granvik: Life) -> None:
    found = [
        r for r in granvik.reports if r.category in ("E1", "E2") and r.party in ("park", "granvikshem", "almskolan")
    ]
    mondays = [r for r in found if r.seen.weekday() == 0 and r.began]
    assert len(mondays) > 0.2 * len(found)
    assert mean(r.began is not None and r.began.weekday() == 4 for r in mondays) > 0.9


def test_a_condition_already_known_at_a_place_is_seen_too_not_counted_again(granvik: Life) -> None:
    by_id = {report.id: report for report in granvik.reports}
    seen_too = [r for r in granvik.reports if r.same_as and r.category in rhythm.LASTS_DAYS]
    assert len(seen_too) > 30
    for report in seen_too:
        first = by_id[report.same_as]  # type: ignore[index]
        assert (first.place, first.category, first.same_as) == (report.place, report.category, None)


def test_parties_answer_unevenly_and_only_what_is_true(granvik: Life) -> None:
    sent = {(r.party, Week.containing(day.date()).iso) for r in granvik.reports for day in (r.seen, r.received)}
    sent |= {(r.party, (Week.containing(r.seen.date()) + 1).iso) for r in granvik.reports}  # told of on Monday
    answers = Counter(reply.answer for reply in granvik.replies)
    assert min(answers["nothing"], answers["absent"]) > 10
    assert all((reply.party, reply.week.iso) in sent for reply in granvik.replies if reply.answer == "reported")
    duties = sum(party.on_duty for party in PARTIES["granvik"]) - 1  # the newcomer
    weeks = Counter(reply.week.iso for reply in granvik.replies)
    assert min(weeks.values()) < duties - 2 and max(weeks.values()) >= duties


def test_nobody_answers_in_a_pause(granvik: Life) -> None:
    assert not [reply for reply in granvik.replies if 28 <= reply.week.number <= 31 or reply.week.number == 52]


def test_places_are_called_what_people_call_them() -> None:
    names = {alias for spots in PLACES.values() for spot in spots for alias in spot.aliases}
    assert {"blå lekan", "Pressbyråhörnan", "port 14"} <= names


def test_the_last_finished_week_is_never_this_one() -> None:
    sunday, monday = date(2026, 11, 22), date(2026, 11, 23)
    assert last_finished_week(sunday) == Week(2026, 46)
    assert last_finished_week(monday) == Week(2026, 47)
    assert all(last_finished_week(monday + timedelta(days=n)) == Week(2026, 47) for n in range(7))
