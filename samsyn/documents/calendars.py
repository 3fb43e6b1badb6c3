"""Calendars: a meeting as an iTIP message that a mail program shows as a meeting, and a feed of dates to subscribe to.

Both are plain text made from plain values (RFC 5545 and 5546): nothing is read from the database here, and nothing is
in them but what the caller gives. What others can read over somebody's shoulder is the caller's to choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

PRODUCT = "-//Samsyn//Samsyn//SV"
REQUEST, CANCEL = "REQUEST", "CANCEL"
READ_AGAIN = timedelta(hours=6)


@dataclass(frozen=True)
class Person:
    """Somebody in a calendar message: a name to show and an e-mail address."""

    name: str
    address: str


@dataclass(frozen=True)
class CalendarMeeting:
    """A meeting as a calendar shows it.

    `begins` and `ends` carry a named zone (zoneinfo), for the message says the local time and the zone's rules.
    `sequence` grows by one for each change, the cancellation included: an older one never overwrites a newer.
    """

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    organizer: Person
    attendees: Sequence[Person]
    sequence: int = 0
    location: str = ""
    link: str = ""
    description: str = ""


@dataclass(frozen=True)
class FeedItem:
    """A date in somebody's feed: a whole day (`on` is a date) or a time of day (with a zone), and a line of words."""

    uid: str
    on: date | datetime
    summary: str
    changed_at: datetime
    minutes: int = 0
    link: str = ""
    done: bool = False


def meeting_message(meeting: CalendarMeeting, *, method: str, stamped_at: datetime) -> bytes:
    """Return the meeting as an iTIP message (text/calendar), `method` REQUEST or CANCEL.

    The same UID with a higher SEQUENCE moves the meeting that is already in the calendar; CANCEL takes it away.
    Raises ValueError for another method, or where a time has no zone.
    """
    from icalendar import Event, vCalAddress

    if method not in (REQUEST, CANCEL):
        raise ValueError(method)
    if meeting.begins.tzinfo is None or meeting.ends.tzinfo is None:
        raise ValueError("a meeting has a zone")
    calendar = _calendar(method)
    event = Event()
    _fill(event, {
        "uid": meeting.uid, "dtstamp": stamped_at, "sequence": meeting.sequence, "dtstart": meeting.begins,
        "dtend": meeting.ends, "summary": meeting.summary, "location": meeting.location, "url": meeting.link,
        "description": "\n".join(part for part in (meeting.description, meeting.link) if part),
        "status": "CANCELLED" if method == CANCEL else "CONFIRMED", "class": "PRIVATE", "transp": "OPAQUE",
        "x-microsoft-cdo-busystatus": "FREE" if method == CANCEL else "BUSY",
        "x-microsoft-disallow-counter": "TRUE",
    })  # fmt: skip
    organizer = vCalAddress(f"mailto:{meeting.organizer.address}")
    organizer.params["CN"] = meeting.organizer.name
    event.add("organizer", organizer)
    for person in meeting.attendees:
        invited = vCalAddress(f"mailto:{person.address}")
        invited.params.update(
            {"CN": person.name or person.address, "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION",
             "RSVP": "FALSE"}
        )  # fmt: skip
        event.add("attendee", invited)
    calendar.add_component(_rules_of(meeting.begins))
    calendar.add_component(event)
    return calendar.to_ical()


def changes_of_clock(zone: tzinfo, year: int) -> list[datetime]:
    """Return the moments (UTC, to the hour) of a year when a zone's clock changes.

    >>> from zoneinfo import ZoneInfo
    >>> [moment.isoformat() for moment in changes_of_clock(ZoneInfo("Europe/Stockholm"), 2026)]
    ['2026-03-29T01:00:00+00:00', '2026-10-25T01:00:00+00:00']
    """
    day, found = datetime(year, 1, 1, tzinfo=UTC), []
    while day.year == year:
        if day.astimezone(zone).utcoffset() != (day + timedelta(days=1)).astimezone(zone).utcoffset():
            before = day.astimezone(zone).utcoffset()
            hours = (day + timedelta(hours=hour) for hour in range(1, 25))
            found.append(next(moment for moment in hours if moment.astimezone(zone).utcoffset() != before))
        day += timedelta(days=1)
    return found


def _rules_of(moment: datetime) -> Any:
    """Return the zone of a moment with the rules of its year as yearly ones: what every mail program can read."""
    from icalendar import Timezone

    zone: Any = moment.tzinfo
    rules = Timezone()
    rules.add("tzid", getattr(zone, "key", str(zone)))
    changes = changes_of_clock(zone, moment.year)
    for change in changes:
        rules.add_component(_rule(change, zone))
    if not changes:
        rules.add_component(_observance(moment, moment.utcoffset(), moment.utcoffset()))
    return rules


def _rule(change: datetime, zone: tzinfo) -> Any:
    """Return the part of a zone's year that begins with a change of the clock: the n:th or last such weekday."""
    before = (change - timedelta(hours=1)).astimezone(zone).utcoffset()
    local = (change + before).replace(tzinfo=None) if before is not None else change
    is_last = (local + timedelta(days=7)).month != local.month
    part = _observance(change.astimezone(zone), before, change.astimezone(zone).utcoffset())
    nth = -1 if is_last else (local.day - 1) // 7 + 1
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[local.weekday()]
    part.add("dtstart", _first_of_rule(local, nth))
    part.add("rrule", {"freq": "yearly", "bymonth": local.month, "byday": f"{nth}{weekday}"})
    return part


def _first_of_rule(local: datetime, nth: int) -> datetime:
    """Return when the same weekday of the same month came in the year before: the rule holds from then on."""
    earlier = local.replace(year=local.year - 1, day=1)
    days = [earlier + timedelta(days=n) for n in range(31)]
    same = [day for day in days if day.month == local.month and day.weekday() == local.weekday()]
    return same[nth if nth < 0 else nth - 1]


def _observance(local: datetime, before: timedelta | None, after: timedelta | None) -> Any:
    from icalendar import TimezoneDaylight, TimezoneStandard

    summer = bool(local.dst())
    part = TimezoneDaylight() if summer else TimezoneStandard()
    part.add("tzname", local.tzname())
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    if before == after:
        part.add("dtstart", datetime(1970, 1, 1))       # noqa: DTZ001 - a zone's own local time
    return part


def feed(items: Sequence[FeedItem], *, name: str, stamped_at: datetime) -> bytes:
    """Return a calendar to subscribe to (PUBLISH): one line of words per date, and nothing of where.

    Items have no place, no text and nobody invited; they do not make their reader look busy. Whole days are days of
    the calendar without any zone, times are told in UTC.
    """
    from icalendar import Event

    calendar = _calendar("PUBLISH")
    _fill(calendar, {"x-wr-calname": name, "name": name})
    calendar.add("refresh-interval", READ_AGAIN)
    calendar.add("x-published-ttl", "PT6H")
    for item in items:
        event = Event()
        begins, ends = _span(item)
        _fill(event, {
            "uid": item.uid, "dtstamp": stamped_at, "last-modified": item.changed_at, "dtstart": begins, "dtend": ends,
            "summary": item.summary, "url": item.link, "transp": "TRANSPARENT", "class": "PRIVATE",
            "status": "CANCELLED" if item.done else "CONFIRMED",
        })  # fmt: skip
        calendar.add_component(event)
    return calendar.to_ical()


def _span(item: FeedItem) -> tuple[date, date]:
    """Return when an item begins and ends: the day after for whole days, in UTC for times."""
    if isinstance(item.on, datetime):
        begins = item.on.astimezone(UTC)
        return begins, begins + timedelta(minutes=item.minutes)
    return item.on, item.on + timedelta(days=1)


def _calendar(method: str) -> Any:
    from icalendar import Calendar

    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method)):
        calendar.add(key, value)
    return calendar


def _fill(component: Any, values: dict[str, Any]) -> None:
    """Add what has a value; an empty line would be shown as an empty field."""
    for key, value in values.items():
        if value != "":
            component.add(key, value)
