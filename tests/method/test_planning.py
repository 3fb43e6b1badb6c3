"""Planning: a rhythm gives days, the calendar moves them, and a habit is copied in one press."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.calendar.actions import add_year_events
from samsyn.ground.people.models import Group
from samsyn.ground.permissions import NotAllowed
from samsyn.method.meetings.actions import MeetingRefused, open_meeting
from samsyn.method.meetings.models import AgendaTemplate, Meeting, Rhythm
from samsyn.method.meetings.planning.actions import (
    When,
    call_meeting,
    call_off,
    change_planned,
    plan_extra,
    plan_meetings,
    save_template,
    set_rhythm,
    set_up_habit,
    skip_week,
)
from samsyn.method.meetings.planning.habits import HABITS
from samsyn.method.meetings.planning.rhythm import proposals, usual_days
from tests.people import NOW

pytestmark = pytest.mark.django_db
MIDSUMMER_EVE = date(2026, 6, 19)               # a Friday


def rhythm_of(town: Any, *, weekday: int = 4, every: int = 1, first: date = date(2026, 6, 1), **more: Any) -> Rhythm:
    when = When(weekday, time(9), 30, every, first)
    return set_rhythm(group=town.groups["local"], when=when, by=town.members["bo"], **more)


def days(rhythm: Rhythm, first: date, last: date) -> list[tuple[str, str | None]]:
    found = proposals(rhythm, since=first, until=last)
    return [(str(each.usual_on)[5:], str(each.on)[5:] if each.on else None) for each in found]


def test_a_fortnight_is_counted_from_its_first_week_also_backwards_and_over_new_year():
    given = usual_days(weekday=1, every_weeks=2, first_on=date(2026, 12, 15), since=date(2026, 12, 1),
                       until=date(2027, 1, 31))  # fmt: skip
    assert [str(day) for day in given] == ["2026-12-15", "2026-12-29", "2027-01-12", "2027-01-26"]
    sixth = usual_days(weekday=1, every_weeks=6, first_on=date(2026, 1, 6), since=date(2026, 3, 1),
                       until=date(2026, 5, 31))  # fmt: skip
    assert [str(day) for day in sixth] == ["2026-03-31", "2026-05-12"]


def test_a_meeting_on_midsummers_eve_is_proposed_for_the_day_before(town):
    rhythm = rhythm_of(town)
    assert days(rhythm, date(2026, 6, 8), date(2026, 6, 28)) == [
        ("06-12", "06-12"), ("06-19", "06-18"), ("06-26", "06-26"),
    ]  # fmt: skip
    moved = next(each for each in proposals(rhythm, since=date(2026, 6, 15), until=date(2026, 6, 21)))
    assert moved.is_moved
    assert moved.because.name_sv == "Midsommarafton"


def test_evenings_that_come_after_work_move_nothing_and_christmas_finds_a_day_of_its_week(town):
    assert days(rhythm_of(town, weekday=3), date(2026, 4, 27), date(2026, 5, 3)) == []     # before its first week
    april = rhythm_of(town, weekday=3, first=date(2026, 4, 1))
    assert days(april, date(2026, 4, 27), date(2026, 5, 3)) == [("04-30", "04-30")]         # Walpurgis night
    assert days(april, date(2026, 12, 21), date(2026, 12, 27)) == [("12-24", "12-23")]


def test_pauses_and_weeks_taken_out_have_no_meeting(town, bo):
    add_year_events(
        rows=[{"kind": "pause", "name_sv": "Uppehåll", "first_on": date(2026, 7, 6), "last_on": date(2026, 8, 2)}],
        by=town.machine,
    )  # fmt: skip
    rhythm = rhythm_of(town, every=2)
    skip_week(rhythm=rhythm, week=Week(2026, 35), skipped=True, by=bo)
    rhythm.refresh_from_db()
    assert days(rhythm, date(2026, 6, 29), date(2026, 9, 13)) == [
        ("07-03", "07-03"), ("07-17", None), ("07-31", None), ("08-14", "08-14"), ("08-28", None), ("09-11", "09-11"),
    ]  # fmt: skip
    skip_week(rhythm=rhythm, week=Week(2026, 35), skipped=False, by=bo)
    assert rhythm.skipped == []


def test_planning_twice_plans_once_and_keeps_what_was_moved_by_hand(town, bo):
    rhythm = rhythm_of(town, where=("Rum B", "https://video.norr.example/4"))
    made = plan_meetings(rhythm=rhythm, since=date(2026, 6, 8), weeks=3, by=bo)
    assert [(str(m.held_on), str(m.usual_on or ""), m.moved_because) for m in made] == [
        ("2026-06-12", "", ""), ("2026-06-18", "2026-06-19", "Midsommarafton"), ("2026-06-26", "", ""),
    ]  # fmt: skip
    first = made[0]
    assert (first.begins_at.astimezone(town.municipality.zone).hour, first.location, first.video_link) == (
        9, "Rum B", "https://video.norr.example/4"
    )  # fmt: skip
    assert first.week == Week(2026, 23)
    change_planned(
        meeting=first, begins_at=first.begins_at - timedelta(days=1), minutes=45, location="", video_link="", now=NOW,
        by=bo,
    )  # fmt: skip
    assert plan_meetings(rhythm=rhythm, since=date(2026, 6, 8), weeks=3, by=bo) == []
    assert Meeting.objects.coming().count() == 3


def test_what_is_called_is_changed_and_called_off_by_newer_messages(town, bo):
    meeting = plan_meetings(rhythm=rhythm_of(town), since=date(2026, 6, 8), weeks=1, by=bo)[0]
    same = {"minutes": 30, "location": "", "video_link": "", "now": NOW, "by": bo}
    changed = change_planned(meeting=meeting, begins_at=meeting.begins_at + timedelta(days=1), **same)
    assert changed.sequence == 0                            # nobody was called yet
    call_meeting(meeting=meeting, now=NOW, by=bo)
    with pytest.raises(MeetingRefused, match="redan skickad"):
        call_meeting(meeting=meeting, now=NOW, by=bo)
    assert change_planned(meeting=meeting, begins_at=meeting.begins_at, **same).sequence == 1
    with pytest.raises(MeetingRefused, match="redan varit"):
        change_planned(meeting=meeting, begins_at=NOW - timedelta(days=1), **same)
    assert call_off(meeting=meeting, by=bo).sequence == 2
    with pytest.raises(MeetingRefused, match="inställt"):
        call_off(meeting=meeting, by=bo)
    told = list(Event.objects.filter(happening__startswith="meeting.").values_list("happening", flat=True))
    assert told.count("meeting.called") == told.count("meeting.called_off") == 1


def test_an_extra_meeting_is_called_at_once(town, bo, dag):
    at = NOW + timedelta(days=1)
    group = town.groups["local"]
    extra = plan_extra(group=group, begins_at=at, minutes=20, video_link="", now=NOW, by=bo)
    assert (extra.is_extra, extra.called_at, extra.state) == (True, NOW, "planned")
    with pytest.raises(NotAllowed):
        plan_extra(group=group, begins_at=at, minutes=20, video_link="", now=NOW, by=dag)


def test_the_planned_meeting_is_the_one_that_is_opened_with_its_groups_agenda(town, bo):
    items = [{"kind": "places", "title": "", "minutes": 10}, {"kind": "own", "title": "Bemanning", "minutes": 5}]
    template = save_template(name="Kort", items=items, by=bo)
    planned = plan_meetings(rhythm=rhythm_of(town, template=template), since=date(2026, 6, 8), weeks=1, by=bo)[0]
    opened = open_meeting(week=Week(2026, 23), held_on=planned.held_on, now=NOW, group=town.groups["local"], by=bo)
    assert (opened.pk, opened.state, opened.agenda) == (planned.pk, "open", items)
    save_template(name="Kort", items=items[:1], by=bo)
    opened.refresh_from_db()
    assert len(opened.agenda) == 2


def test_an_agenda_needs_a_name_and_says_each_part_once(town, bo):
    one = {"kind": "places", "title": "", "minutes": 10}
    for name, items in (("", [one]), ("Tom", []), ("Två", [one, one]), ("Egen", [{**one, "kind": "own"}])):
        with pytest.raises(MeetingRefused):
            save_template(name=name, items=items, by=bo)
    assert not AgendaTemplate.objects.exists()


@pytest.mark.parametrize("code", HABITS)
def test_each_habit_is_set_up_from_data_and_can_be_planned(town, bo, code):
    made = set_up_habit(code=code, first_on=date(2026, 6, 1), by=bo)
    for rhythm in made:
        total = sum(item["minutes"] for item in rhythm.template.items)
        assert total <= rhythm.minutes
        assert plan_meetings(rhythm=rhythm, since=date(2026, 6, 1), weeks=12, by=bo)
    groups = Group.objects.filter(municipality=town.municipality).count()
    set_up_habit(code=code, first_on=date(2026, 6, 1), by=bo)
    assert Group.objects.filter(municipality=town.municipality).count() == groups


def test_local_groups_report_to_the_common_one_and_never_in_a_ring(town, bo):
    made = {str(rhythm.group): rhythm for rhythm in set_up_habit(code="local", first_on=date(2026, 6, 1), by=bo)}
    local, common = made["Lokal grupp Alby"], made["EST-gruppen"]
    assert local.reports_to == common.group
    assert [area.name for area in local.group.areas.all()] == ["Alby"]
    assert local.group.rhythm_weeks == 2
    with pytest.raises(MeetingRefused, match="ring"):
        set_rhythm(group=common.group, when=When(3, time(9), 45, 1, date(2026, 6, 1)), reports_to=local.group, by=bo)


def test_the_time_is_local_summer_and_winter(town, bo):
    rhythm = rhythm_of(town, weekday=3, first=date(2026, 10, 1))
    made = plan_meetings(rhythm=rhythm, since=date(2026, 10, 19), weeks=2, by=bo)
    assert [m.begins_at.astimezone(town.municipality.zone).hour for m in made] == [9, 9]
    assert isinstance(made[0].begins_at, datetime)
