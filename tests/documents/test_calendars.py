"""Calendar messages and feeds, read back by a library that did not write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import vobject

from samsyn.documents.calendars import CalendarMeeting, FeedItem, Person, feed, meeting_message

HERE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


def _meeting(**more):
    facts = {
        "uid": "mote-1@samsyn", "begins": datetime(2026, 6, 16, 9, tzinfo=HERE),
        "ends": datetime(2026, 6, 16, 9, 45, tzinfo=HERE), "summary": "Möte i Samsyn: Norra gruppen, vecka 25",
        "organizer": Person("Granviks kommun", "samsyn@granvik.example"),
        "attendees": [Person("Åsa Öberg", "asa@granvik.example")], "location": "Stadshuset; rum B, plan 2",
        "link": "https://video.granvik.example/rum/4?x=1", "description": "Öppna mötet i Samsyn.",
    }  # fmt: skip
    return CalendarMeeting(**{**facts, **more})


def _read(data):
    return vobject.readOne(data.decode())


def test_a_meeting_is_an_invitation_that_another_program_understands():
    calendar = _read(meeting_message(_meeting(), method="REQUEST", stamped_at=NOW))
    event = calendar.vevent
    assert calendar.method.value == "REQUEST" and calendar.version.value == "2.0"
    assert event.uid.value == "mote-1@samsyn" and event.sequence.value == "0"
    assert event.summary.value == "Möte i Samsyn: Norra gruppen, vecka 25"
    assert event.location.value == "Stadshuset; rum B, plan 2"
    assert event.url.value == "https://video.granvik.example/rum/4?x=1"
    assert event.description.value == "Öppna mötet i Samsyn.\nhttps://video.granvik.example/rum/4?x=1"
    assert event.organizer.value == "mailto:samsyn@granvik.example"
    assert event.organizer.params["CN"] == ["Granviks kommun"]
    assert [one.value for one in event.contents["attendee"]] == ["mailto:asa@granvik.example"]
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"] and event.attendee.params["CN"] == ["Åsa Öberg"]
    assert event.status.value == "CONFIRMED" and event.dtstamp.value == NOW


@pytest.mark.parametrize(("day", "utc_hour"), [((2026, 6, 16), 7), ((2026, 12, 15), 8)])
def test_the_time_is_local_and_its_zone_says_when_summer_ends(day, utc_hour):
    """The message's own zone rules, not the reader's, give the hour: nine is nine in June and in December."""
    told = _meeting(begins=datetime(*day, 9, tzinfo=HERE), ends=datetime(*day, 10, tzinfo=HERE))
    text = meeting_message(told, method="REQUEST", stamped_at=NOW).decode()
    assert "DTSTART;TZID=Europe/Stockholm:" in text and "BEGIN:VTIMEZONE" in text and "BEGIN:DAYLIGHT" in text
    renamed = text.replace("Europe/Stockholm", "Elsewhere/Granvik")     # so that no list of known zones can help
    begins = vobject.readOne(renamed).vevent.dtstart.value
    assert begins.astimezone(UTC).hour == utc_hour
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_change_moves_the_same_meeting_and_a_cancellation_takes_it_away():
    moved = _read(meeting_message(_meeting(sequence=1), method="REQUEST", stamped_at=NOW))
    gone = _read(meeting_message(_meeting(sequence=2), method="CANCEL", stamped_at=NOW))
    assert moved.vevent.uid.value == gone.vevent.uid.value
    assert [moved.vevent.sequence.value, gone.vevent.sequence.value] == ["1", "2"]
    assert gone.method.value == "CANCEL" and gone.vevent.status.value == "CANCELLED"


def test_a_meeting_without_a_zone_or_with_an_unknown_method_is_not_written():
    with pytest.raises(ValueError, match="zone"):
        meeting_message(_meeting(begins=_meeting().begins.replace(tzinfo=None)), method="REQUEST", stamped_at=NOW)
    with pytest.raises(ValueError, match="PUBLISH"):
        meeting_message(_meeting(), method="PUBLISH", stamped_at=NOW)


def test_a_feed_says_what_is_due_and_never_where():
    items = [
        FeedItem(uid="a14@samsyn", on=date(2026, 6, 18), summary="Åtgärd 14, se Samsyn", changed_at=NOW,
                 link="https://samsyn.granvik.example/granvik/atgarder/14"),
        FeedItem(uid="m2@samsyn", on=datetime(2026, 6, 16, 9, tzinfo=HERE), minutes=45, summary="Möte i Samsyn",
                 changed_at=NOW, done=True),
    ]  # fmt: skip
    calendar = _read(feed(items, name="Samsyn Granvik", stamped_at=NOW))
    whole, timed = calendar.contents["vevent"]
    assert calendar.method.value == "PUBLISH" and calendar.x_wr_calname.value == "Samsyn Granvik"
    assert (whole.summary.value, whole.dtstart.value, whole.dtend.value) == (
        "Åtgärd 14, se Samsyn", date(2026, 6, 18), date(2026, 6, 19)
    )  # fmt: skip
    assert whole.url.value.endswith("/atgarder/14") and whole.transp.value == "TRANSPARENT"
    assert timed.dtstart.value == datetime(2026, 6, 16, 7, tzinfo=UTC) and timed.status.value == "CANCELLED"
    for event in (whole, timed):
        assert not {"location", "attendee", "organizer", "description", "geo"} & set(event.contents)


def test_an_empty_feed_is_still_a_calendar():
    assert "vevent" not in _read(feed([], name="Samsyn", stamped_at=NOW)).contents
