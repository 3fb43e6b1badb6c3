"""The fifteen story lines stand in the data, and the truth beside them is true."""

from collections import Counter
from datetime import date, timedelta
from statistics import mean

from samsyn.analysis import wording
from samsyn.analysis.effects import compared
from samsyn.analysis.weeks import Week
from samsyn.demo.dates import year_events
from samsyn.demo.life import Life
from samsyn.demo.reports import Report
from tests.demo.conftest import UNTIL


def of(life: Life, story: int) -> list[Report]:
    return [report for report in life.reports if report.story == story]


def between(reports: list[Report], first: Week, last: Week) -> list[Report]:
    return [report for report in reports if first <= Week.containing(report.seen.date()) <= last]


def accepted(life: Life, first: Week, last: Week) -> list[Report]:
    return [report for report in between(life.reports, first, last) if report.state == "accepted"]


def test_1_the_centre_looks_60_per_cent_up_and_the_new_guard_company_explains_it(granvik: Life) -> None:
    truth = granvik.truth["new_party"]
    now = accepted(granvik, UNTIL, UNTIL)
    centre = [r for r in now if r.area == "C"]
    before = len([r for r in accepted(granvik, UNTIL - 14, UNTIL - 3) if r.area == "C"]) / 12
    others = [r for r in centre if r.party != truth["party"]]
    assert (len(now), len(centre), len(centre) - len(others)) == (38, 19, 7)
    assert 1.35 <= len(centre) / before <= 1.9
    assert len(others) / before <= 1.2
    assert min(r.seen.date() for r in granvik.reports if r.party == truth["party"]) >= (UNTIL - 2).first_day


def test_1_eleven_of_fourteen_have_answered(granvik: Life) -> None:
    assert len([reply for reply in granvik.replies if reply.week == UNTIL]) == 11


def test_2_the_stairwell_moves_and_then_ends(granvik: Life) -> None:
    counts = granvik.truth["stairwell"]["counts"]
    assert counts["before"] > 20 > counts["moved_12"]
    assert counts["moved_18"] > 4 * max(counts["quiet_18"], 1) * 13 / 22
    assert counts["ended_18"] <= 3
    rounds = [r for r in of(granvik, 2) if r.seen_during == "decided"]
    assert len(rounds) == counts["rounds"] == 12


def test_3_the_lit_path_gets_better_and_its_twin_does_not(granvik: Life) -> None:
    truth = granvik.truth["lit_path"]
    rate = truth["before"] / truth["weeks_before"], truth["after"] / truth["weeks_after"]
    twin = truth["twin_before"] / truth["weeks_before"], truth["twin_after"] / truth["weeks_after"]
    assert rate[1] < 0.5 * rate[0]
    assert twin[1] > 0.6 * twin[0]
    assert truth["twin_chosen_on"] < truth["lit_on"]


def test_3_the_lit_paths_effect_can_be_told_beside_its_twin(granvik: Life) -> None:
    """The same 26 weeks a year before and after, as the follow-up judges it; positive notes are not counted."""
    lit = Week.containing(date.fromisoformat(granvik.truth["lit_path"]["lit_on"])) + 1

    def counts(place: str) -> tuple[float, float]:
        weeks = [Week.containing(r.seen.date()).running for r in of(granvik, 3)
                 if r.place == place and not r.category.startswith("M")]  # fmt: skip
        first = [lit.running - 52, lit.running]
        return sum(first[0] <= w < first[0] + 26 for w in weeks), sum(first[1] <= w < first[1] + 26 for w in weeks)

    found = compared(counts("badstigen"), comparison=counts("angsstigen"), dispersion=1.4, planned=True)
    assert found.high < 1.0
    assert found.grade.may_be_told


def test_4_the_ten_worst_places_improve_though_nothing_was_done(granvik: Life) -> None:
    truth = granvik.truth["worst_places"]
    assert len(truth["places"]) == 10
    assert truth["after"] < 0.85 * truth["before"]


def test_5_each_car_fire_is_told_twice_and_merged(granvik: Life) -> None:
    fires = of(granvik, 5)
    merged = [r for r in fires if r.merged_into]
    assert (len(fires), len(merged)) == (8, 4)
    assert {r.merged_into for r in merged} == {r.id for r in fires if r.party == "raddning"}
    assert {r.seen.month for r in fires} == {8}


def test_6_mopeds_belong_to_spring(granvik: Life) -> None:
    months = Counter(r.seen.month for r in granvik.reports if r.category == "H1")
    assert months[11] + months[12] + months[1] == 0
    assert mean(months[m] for m in (4, 5, 6)) > 2 * mean(months[m] for m in (3, 9, 10))


def test_7_the_lamp_is_one_condition_with_three_reporters_and_still_dark(granvik: Life) -> None:
    lamp = of(granvik, 7)
    first = [r for r in lamp if r.same_as is None]
    assert len(first) == 1 and {r.same_as for r in lamp} == {None, first[0].id}
    assert len({r.party for r in lamp}) == 3 and first[0].fault_number and first[0].mended is None
    assert (UNTIL.last_day - first[0].seen.date()).days > 35


def test_8_nine_reports_of_new_year_are_two_events(granvik: Life) -> None:
    evening = of(granvik, 8)
    assert len(evening) == 9
    assert sum(r.same_as is None for r in evening) == 2


def test_9_there_is_a_rumour_and_no_robbery(granvik: Life) -> None:
    assert {r.category for r in of(granvik, 9)} == {"J1", "J2"}
    assert not [r for r in granvik.reports if r.category == "A4"]


def test_10_the_weekends_break_ins_come_after_the_lock(granvik: Life) -> None:
    late = of(granvik, 10)
    assert {Week.containing(r.seen.date()) for r in late} == {UNTIL - 1}
    assert all(
        r.received.weekday() == 3 and (r.received.hour, Week.containing(r.received.date())) == (10, UNTIL) for r in late
    )


def test_11_there_is_something_to_hand_out_about_almgatan(granvik: Life) -> None:
    weeks = [Week.parse(label) for label in granvik.truth["request"]["weeks"]]
    found = [r for r in between(granvik.reports, *weeks) if (r.place or "").startswith("almgatan")]
    assert len(found) >= 5


def test_12_a_text_that_points_out_a_person_is_stopped(granvik: Life) -> None:
    assert any(hit.blocks for hit in wording.find(granvik.truth["guard"]["stopped"]))
    assert [r.state for r in of(granvik, 12)] == ["refused"]


def test_14_an_estate_is_sold_and_a_contract_ends_soon(granvik: Life) -> None:
    sold, ends = (date.fromisoformat(granvik.truth[key]["on"]) for key in ("sale", "contract_ends"))
    assert UNTIL.last_day < sold < ends <= UNTIL.last_day + timedelta(days=400)


def test_15_the_coming_week_and_the_pause_stand_in_the_calendar() -> None:
    rows = year_events("granvik", until=UNTIL)
    coming = UNTIL + 1
    assert any(coming.first_day <= row["first_on"] <= coming.last_day for row in rows)
    pause = [row for row in rows if row["kind"] == "pause" and row["first_on"] == Week(2026, 52).first_day]
    assert pause and pause[0]["last_on"] == Week(2027, 1).last_day
    assert {"Luciatåg genom centrum", "Julmarknad på Stora torget"} <= {row["name_sv"] for row in rows}
