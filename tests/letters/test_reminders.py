"""Reminders, the gravest reports, and who is still there to be told."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.calendar.actions import add_year_events
from samsyn.ground.people.actions import add_seat, add_unit, change_organisation, change_settings, end_membership
from samsyn.ground.people.models import Membership
from samsyn.jobs import schedule
from samsyn.jobs.letters import remind_the_late
from samsyn.letters.actions import deliver_untold
from samsyn.letters.kinds import LETTERS
from samsyn.letters.models import Delivery
from samsyn.method.observations.actions import hand_in_reply, send_back_observation, set_reporting_duty
from samsyn.method.observations.drafts import ObservationRefused
from samsyn.method.observations.duties.actions import hand_in_replies, late_organisations
from samsyn.method.observations.models import PeriodReply
from samsyn.method.observations.own.actions import withdraw_observation
from tests.people import NOW, WEEK, join

pytestmark = pytest.mark.django_db
LAST_DAY = datetime(2025, 10, 7, 9, 5, tzinfo=UTC)        # Tuesday, 11:05 in Norr


def lines(happening):
    return Event.objects.filter(happening=happening).count()


def to():
    return sorted(address for letter in mail.outbox for address in letter.to)


def answer(town, key, *, by, week=WEEK):
    return hand_in_reply(
        organisation=town.organisations[key], week=week, answer=PeriodReply.Answer.NOTHING,
        received_on=LAST_DAY.date(), by=by,
    )  # fmt: skip


def test_the_late_are_reminded_the_day_before_and_called_on_once_more_on_the_last(town, anna):
    for hour in (0, 1):
        list(remind_the_late(LAST_DAY - timedelta(days=1, hours=hour)))
    assert (lines("duty.due"), lines("duty.last_call")) == (3, 0)
    answer(town, "school", by=anna)
    list(remind_the_late(LAST_DAY))
    list(remind_the_late(LAST_DAY + timedelta(hours=2)))
    assert (lines("duty.due"), lines("duty.last_call")) == (3, 2)
    list(remind_the_late(LAST_DAY + timedelta(days=1)))
    list(remind_the_late(LAST_DAY - timedelta(days=2)))
    assert (lines("duty.due"), lines("duty.last_call")) == (3, 2)


def test_a_unit_is_reminded_for_itself_and_whoever_has_no_unit_stands_in(town, bo, anna):
    """The kitchen has promised too: its cook and Anna, who has no unit, are asked; Ida of the gym is not."""
    school = town.organisations["school"]
    town.units["gym"] = add_unit(organisation=school, name="Idrottshallen", areas=[], by=town.machine)
    join(town, "Ida", role="reporter", organisation="school", unit="gym")
    join(town, "Kim", role="reporter", organisation="school", unit="kitchen")
    set_reporting_duty(organisation=school, unit=town.units["kitchen"], starts_on=date(2025, 1, 6), by=town.machine)
    hand_in_reply(
        organisation=school, unit=town.units["gym"], week=WEEK, answer="nothing", received_on=LAST_DAY.date(), by=bo
    )
    list(remind_the_late(LAST_DAY))
    line = Event.objects.get(subject_id=str(school.pk), happening="duty.last_call")
    assert line.changed["unit"] == str(town.units["kitchen"].pk), "the gym has answered for the school, not for it"
    [letter] = LETTERS["duty.last_call"](line, LAST_DAY.date())
    assert {user.name for user in letter.to} == {"Anna", "Kim"}
    hand_in_reply(
        organisation=school, unit=town.units["kitchen"], week=WEEK, answer="absent", received_on=LAST_DAY.date(), by=bo
    )
    assert school not in late_organisations(municipality=town.municipality, week=WEEK)


def test_a_pause_is_left_in_peace(town, bo):
    row = {"kind": "pause", "name_sv": "Paus", "first_on": WEEK.first_day, "last_on": WEEK.last_day}
    add_year_events(rows=[row], by=bo)
    assert list(remind_the_late(LAST_DAY)) == []


def test_a_fortnight_is_asked_for_once_and_either_week_answers(town, norr, bo, anna):
    change_settings(period_weeks=2, by=bo)
    asked = [week for n in range(2) if list(remind_the_late(LAST_DAY + timedelta(weeks=n))) for week in [WEEK + n]]
    assert len(asked) == 1
    [last] = asked
    norr.refresh_from_db()
    assert town.organisations["school"] in late_organisations(municipality=norr, week=last)
    seen = (last - 1).first_day
    hand_in_reply(
        organisation=town.organisations["school"], week=last - 1, answer="nothing", received_on=seen, by=anna
    )
    assert town.organisations["school"] not in late_organisations(municipality=norr, week=last)


def test_a_reply_has_its_line_in_the_logbook_without_its_writer(town, anna, machine):
    reply = answer(town, "school", by=anna)
    line = Event.objects.get(happening="reply.handed_in")
    assert (line.subject_id, line.changed) == (str(reply.pk), {"answer": "nothing", "week": WEEK.iso})
    assert (line.by_kind, line.by) == ("machine", "rapportör")
    row = {"organisation": town.organisations["police"], "week": WEEK, "answer": "nothing", "received_on": NOW.date()}
    hand_in_replies(rows=[row, row], by=machine)
    line = Event.objects.get(happening="replies.handed_in")
    assert (line.changed, line.by) == ({"replies": 2}, machine.name)
    assert PeriodReply.objects.filter(organisation=town.organisations["police"]).count() == 1


@pytest.mark.parametrize("week", [Week.containing(NOW.date()) + 1, Week(2031, 1)])
def test_a_week_that_has_not_begun_has_no_answer(client, town, anna, week):
    with pytest.raises(ObservationRefused, match="inte börjat"):
        answer(town, "school", by=anna, week=week)
    client.force_login(anna.user)
    form = {"organisation": town.organisations["school"].pk, "vecka": "2999-v10", "svar": "nothing"}
    client.post("/norr/veckobesked", form)
    assert not PeriodReply.objects.exists()


def test_whoever_has_left_gets_no_letter_not_even_one_that_was_tried_before(monkeypatch, town, anna, bo, observe):
    send_back_observation(observation=observe(accept=False), reason="Vilken port?", by=bo)
    made = Event.objects.get(happening="observation.sent_back").created_at

    def away(self, *_args, **_more):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", away)
        assert list(deliver_untold(now=made)) == []
    day = made.astimezone(town.municipality.zone).date() - timedelta(days=1)
    end_membership(membership=Membership.objects.get(user=anna.user), on=day, by=bo)
    assert list(deliver_untold(now=made + timedelta(minutes=5))) == []
    assert mail.outbox == []
    assert Event.objects.get(happening="observation.sent_back").told_at is not None


def test_the_day_of_leaving_is_the_day_on_the_wall_and_not_that_of_greenwich(town, anna, bo, observe):
    send_back_observation(observation=observe(accept=False), reason="Vilken port?", by=bo)
    past_midnight = datetime(2025, 10, 7, 22, 30, tzinfo=UTC)      # 00:30 on the 8th in Norr
    Event.objects.filter(happening="observation.sent_back").update(created_at=past_midnight)
    change_organisation(organisation=anna.organisations[0], ends_on=past_midnight.date(), by=bo)
    assert list(deliver_untold(now=past_midnight)) == []
    assert mail.outbox == []


@pytest.fixture
def named(town, bo, dag):
    """Norr has named the police on duty for the gravest reports; Dag sits there and Bo may stand in."""
    group = town.groups["local"]
    add_seat(group=group, function="Kommunpolis", holder=dag.user, substitute=bo.user, by=town.machine)
    change_settings(urgent_functions=["kommunpolis"], by=bo)


def test_nobody_is_told_of_a_grave_report_until_functions_are_named(observe):
    observe(severity=4, accept=False)
    assert list(deliver_untold(now=Event.objects.latest("created_at").created_at)) == []


def test_the_named_functions_are_told_at_once_and_not_of_what(named, anna, observe):
    grave, _other = observe(severity=4, accept=False, text="Någon sköt mot porten."), observe(severity=3, accept=False)
    moment = Event.objects.latest("created_at").created_at
    assert len(list(deliver_untold(now=moment))) == 2
    assert to() == ["bo@norr.example", "dag@norr.example"]
    letters = {letter.to[0]: letter.subject + letter.body for letter in mail.outbox}
    assert f"/norr/rapporter/{grave.pk}" in letters["bo@norr.example"]
    assert str(grave.pk) not in letters["dag@norr.example"], "the link leads only those who may see the report to it"
    assert not any(word in words for words in letters.values() for word in ("sköt", "porten", "Alby", "allvar"))
    assert list(deliver_untold(now=moment)) == []


def test_a_grave_report_that_is_withdrawn_or_old_is_not_told(named, anna, observe):
    withdraw_observation(observation=observe(severity=4, accept=False), by=anna)
    assert list(deliver_untold(now=Event.objects.latest("created_at").created_at)) == []
    observe(severity=4, accept=False)
    later = Event.objects.latest("created_at").created_at + timedelta(hours=3)
    assert list(deliver_untold(now=later)) == []
    assert not Delivery.objects.exists()


def test_a_file_being_read_in_does_not_keep_a_letter_waiting(monkeypatch):
    told, stopped = threading.Event(), threading.Event()
    monkeypatch.setitem(schedule.EVERY_SECONDS, schedule.PROMPT, 0.01)
    monkeypatch.setattr(schedule, "run_safely", lambda name: name == schedule.PROMPT and told.set())
    monkeypatch.setattr(schedule, "_take_turns", lambda _until, _name: stopped.set() if told.wait(5) else None)
    schedule.work()
    assert stopped.is_set()
