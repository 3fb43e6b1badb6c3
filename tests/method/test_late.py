"""What came after the week had closed: told as late wherever it is read, and counted as an answer all the same."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.people.actions import change_settings
from samsyn.method.observations.actions import hand_in_reply, set_reporting_duty
from samsyn.method.observations.duties.actions import late_duties
from samsyn.method.observations.duties.cutoff import Closing, cut_off, is_late
from samsyn.method.observations.models import Observation, ReportingDuty
from samsyn.method.pictures.replies import replies_by_week
from samsyn.method.pictures.tables import tables_of
from samsyn.web.panel.figures import panel_of, span_of
from tests.method.picturing import compiled
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Stockholm")
TUESDAY = date(2025, 10, 7)
IN_TIME = datetime(2025, 10, 7, 15, 59, tzinfo=ZONE)
TOO_LATE = datetime(2025, 10, 7, 16, 0, tzinfo=ZONE)


def test_a_week_closes_at_the_hour_that_the_municipality_has_set(norr, bo, observe):
    early, late = observe(now=IN_TIME), observe(now=TOO_LATE)
    read_in = observe(now=TOO_LATE)
    Observation.objects.filter(pk=read_in.pk).update(source="drift")
    read_in.refresh_from_db()
    assert [is_late(each, norr) for each in (early, late, read_in)] == [False, True, False]
    change_settings(deadline_weekday=3, deadline_hour=9, by=bo)
    norr.refresh_from_db()
    assert not is_late(late, norr) and cut_off(norr, WEEK) == datetime(2025, 10, 8, 9, tzinfo=ZONE)
    change_settings(period_weeks=2, by=bo)
    norr.refresh_from_db()
    ends = [cut_off(norr, week) for week in (WEEK - 1, WEEK, WEEK + 1)]
    assert len(set(ends)) == 2, "the two weeks of a fortnight close at the same time"


@pytest.mark.parametrize(
    ("received_on", "at", "late"),
    [
        (TUESDAY, IN_TIME, False), (TUESDAY, TOO_LATE, True),
        (TUESDAY, TOO_LATE + timedelta(days=400), False),           # read in long after: the hour is not known
        (TUESDAY + timedelta(days=1), TOO_LATE + timedelta(days=400), True),
        (TUESDAY + timedelta(days=9), IN_TIME, False),              # changed after it had come in time
    ],
)  # fmt: skip
def test_the_hour_counts_only_where_it_is_known(norr, received_on, at, late):
    assert Closing(norr).missed(WEEK.iso, received_on=received_on, at=at) is late


def test_a_late_answer_is_an_answer_and_is_told_apart(town, norr, anna, eva, observe):
    observe(by=anna, now=TOO_LATE)
    hand_in_reply(
        organisation=town.organisations["housing"], week=WEEK, answer="nothing", received_on=TUESDAY, by=eva
    )
    [found] = replies_by_week(norr, [WEEK])
    assert (found.replied, found.duties, found.late) == (2, 3, 1)
    observe(by=anna, now=IN_TIME)
    [found] = replies_by_week(norr, [WEEK])
    assert (found.replied, found.late) == (2, 0), "the school had also answered in time"
    rows = {row.code: row.now for row in panel_of(norr, span_of(WEEK, 13), today=NOW.date())}
    assert (rows["replies"].done, rows["in_time"].done, rows["in_time"].n) == (2, 2, 2)


def test_reminders_and_the_picture_mean_the_same_by_an_answer(town, norr, anna, observe):
    """The school has promised for Alby and for Björknäs apart: a report from the one does not answer for the other."""
    school = town.organisations["school"]
    ReportingDuty.objects.all().delete()
    for code in "AB":
        set_reporting_duty(organisation=school, area=town.areas[code], starts_on=date(2025, 1, 6), by=town.machine)
    observe(by=anna, area="A", now=IN_TIME)
    assert [duty.area.code for duty in late_duties(municipality=norr, week=WEEK)] == ["B"]
    head = tables_of(compiled(town), audience="authorities")["head"]
    [week] = replies_by_week(norr, [WEEK])
    assert (head["replies"], head["duties"]) == (week.replied, week.duties) == (1, 2)


@pytest.mark.slow
def test_the_queue_and_the_page_say_that_a_report_is_late(client, bo, observe):
    late, early = observe(now=TOO_LATE, accept=False), observe(now=IN_TIME, accept=False)
    client.force_login(bo.user)
    queue = client.get("/norr/granska")
    assert {card["id"]: card["late"] for card in queue.context["cards"]} == {late.pk: True, early.pk: False}
    pages = [client.get(f"/norr/rapporter/{each.pk}").content.decode() for each in (late, early)]
    assert ["efter sista svarstid för v. 40" in page for page in pages] == [True, False]


@pytest.mark.slow
def test_my_week_tells_who_answered_in_time_who_late_and_who_not_at_all(client, town, norr, bo, anna, eva, observe):
    week = Week.containing(timezone.localdate()) - 1
    closed = datetime.combine(week.last_day, time(20), tzinfo=norr.zone)
    observe(by=anna, on=week.first_day, now=closed)
    hand_in_reply(
        organisation=town.organisations["housing"], week=week, answer="absent", by=eva,
        received_on=week.last_day + timedelta(days=4),
    ).__class__.objects.update(created_at=closed + timedelta(days=4))
    set_reporting_duty(
        organisation=town.organisations["police"], area=town.areas["A"], starts_on=date(2025, 1, 6), by=town.machine
    )
    client.force_login(bo.user)
    answer = client.get("/norr/")
    told = answer.context["replies"]
    assert (told["all"], told["answered"], told["in_time"]) == (3, 2, 1)
    assert (told["late"], told["missing"]) == (["Hyreshus AB"], ["Polisen i Norr"])
    assert "Svarade efter sista svarstid:" in answer.content.decode()
    set_reporting_duty(
        organisation=town.organisations["school"], unit=town.units["kitchen"], area=town.areas["B"],
        starts_on=date(2025, 1, 6), by=town.machine,
    )
    assert "Norrskolan (Skolköket)" in client.get("/norr/").content.decode()
