"""Calls to meetings: an e-mail that a calendar shows as a meeting, changes it and takes it away again."""

from datetime import datetime, time, timedelta

import pytest
import vobject
from django.core import mail
from django.utils import timezone

from samsyn.ground.people.actions import add_seat
from samsyn.jobs.letters import send_letters
from samsyn.letters.actions import choose_letters
from samsyn.letters.kinds import may_ever_get
from samsyn.method.meetings.planning.actions import (
    When,
    call_meeting,
    call_off,
    change_planned,
    plan_extra,
    plan_meetings,
    set_rhythm,
)

pytestmark = pytest.mark.django_db
LINK = "https://video.norr.example/rum/4"


@pytest.fixture
def planned(town, bo, dag, eva):
    group, today = town.groups["local"], timezone.localdate()
    police, housing = town.organisations["police"], town.organisations["housing"]
    add_seat(group=group, function="Kommunpolis", organisation=police, holder=dag.user, substitute=eva.user,
             by=town.machine)  # fmt: skip
    add_seat(group=group, function="Förvaltare", organisation=housing, holder=eva.user, by=town.machine)
    when = When((today + timedelta(days=9)).weekday(), time(9), 30, 1, today)
    rhythm = set_rhythm(group=group, when=when, where=("", LINK), by=bo)
    return plan_meetings(rhythm=rhythm, since=today + timedelta(days=7), weeks=1, by=bo)[0]


def sent():
    mail.outbox.clear()
    list(send_letters(timezone.now()))
    return sorted(mail.outbox, key=lambda letter: letter.to)


def calendar_in(letter):
    parts = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    part = parts[0]
    assert letter.message().get_content_type() == "multipart/alternative"
    calendar = vobject.readOne(part.get_payload(decode=True).decode(part.get_content_charset()))
    assert part.get_param("method") == calendar.method.value
    return calendar


def test_nobody_is_told_until_the_meeting_is_called(planned, bo):
    assert sent() == []
    call_meeting(meeting=planned, now=timezone.now(), by=bo)
    assert [letter.to for letter in sent()] == [["dag@norr.example"], ["eva@norr.example"]]
    assert sent() == []


def test_the_call_is_a_meeting_in_the_calendar_and_says_nothing_else(planned, bo, town):
    call_meeting(meeting=planned, now=timezone.now(), by=bo)
    letter = sent()[0]
    assert letter.subject == "Möte i Samsyn"
    assert f"/norr/mote/{planned.pk}" in letter.body
    calendar = calendar_in(letter)
    event = calendar.vevent
    assert (calendar.method.value, event.uid.value, event.sequence.value) == ("REQUEST", f"{planned.pk}@samsyn", "0")
    assert event.dtstart.value.astimezone(town.municipality.zone).time() == time(9)
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=30)
    assert (event.summary.value, event.location.value, event.url.value) == ("Möte: Lokala gruppen", "Videomöte", LINK)
    assert [one.value for one in event.contents["attendee"]] == ["mailto:dag@norr.example"]     # nobody else's
    assert "Stora torget" not in str(letter.message())


def test_a_change_and_a_cancellation_reach_the_same_meeting(planned, bo):
    call_meeting(meeting=planned, now=timezone.now(), by=bo)
    first = calendar_in(sent()[0]).vevent
    later = planned.begins_at + timedelta(hours=2)
    change_planned(
        meeting=planned, begins_at=later, minutes=45, location="Rum B", video_link="", now=timezone.now(), by=bo
    )
    moved = calendar_in(sent()[0])
    assert moved.method.value == "REQUEST"
    assert (moved.vevent.uid.value, moved.vevent.sequence.value) == (first.uid.value, "1")
    assert moved.vevent.location.value == "Rum B"
    assert moved.vevent.dtstart.value - first.dtstart.value == timedelta(hours=2)
    call_off(meeting=planned, by=bo)
    gone = calendar_in(sent()[0])
    assert (gone.method.value, gone.vevent.sequence.value) == ("CANCEL", "2")
    assert gone.vevent.status.value == "CANCELLED"


def test_what_nobody_was_called_to_is_called_off_in_silence(planned, bo):
    call_off(meeting=planned, by=bo)
    assert sent() == []


def test_an_extra_meeting_calls_at_once_and_one_may_decline_such_letters(town, planned, bo, dag):
    assert "meeting" in may_ever_get(dag)
    choose_letters(wanted=set(), by=dag)
    at = datetime.combine(timezone.localdate() + timedelta(days=1), time(8), tzinfo=town.municipality.zone)
    plan_extra(group=town.groups["local"], begins_at=at, minutes=20, video_link="", now=timezone.now(), by=bo)
    assert [letter.to for letter in sent()] == [["eva@norr.example"]]


def test_whoever_may_not_open_meetings_gets_the_time_without_a_link(town, planned, bo, siv):
    add_seat(group=town.groups["local"], function="Ordförande", holder=siv.user, by=town.machine)
    call_meeting(meeting=planned, now=timezone.now(), by=bo)
    letter = next(one for one in sent() if one.to == ["siv@norr.example"])
    assert f"mote/{planned.pk}" not in letter.body
    assert calendar_in(letter).vevent.summary.value == "Möte: Lokala gruppen"
