"""When a week closes: what came after the last hour for answers is still an answer, and is told apart as late."""

from datetime import date, datetime, time, timedelta

from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Observation, PeriodReply


def ends_a_period(municipality: Municipality, week: Week) -> bool:
    """Say whether a period ends with this week; fortnights end with even weeks counted from the first of 1970."""
    return municipality.period_weeks == 1 or (week.first_day - date(1969, 12, 29)).days // 7 % 2 == 1


def cut_off(municipality: Municipality, week: Week) -> datetime:
    """Return when the period that holds the week closes for answers, in the municipality's own time."""
    last = week if ends_a_period(municipality, week) else week + 1
    day = (last + 1).first_day + timedelta(days=setting(municipality, "deadline_weekday") - 1)
    return datetime.combine(day, time(setting(municipality, "deadline_hour")), tzinfo=municipality.zone)


def came_late(municipality: Municipality, week: Week, *, received_on: date, at: datetime) -> bool:
    """Say whether what came on the day, stored at the moment, came after the week had closed.

    A row that was stored on a later day than it came has no known hour, and is in time on the last day. One that was
    stored earlier has been changed since, and is as early as it was at first.
    """
    closes, stored = cut_off(municipality, week), at.astimezone(municipality.zone)
    return stored >= closes if stored.date() <= received_on else received_on > closes.date()


def is_late(observation: Observation, municipality: Municipality) -> bool:
    """Say whether a report came after its week had closed; what was read in from a file was promised by nobody."""
    week = Week.parse(observation.iso_week)
    late = came_late(municipality, week, received_on=observation.received_on, at=observation.created_at)
    return not observation.source and late


def reply_is_late(reply: PeriodReply, municipality: Municipality) -> bool:
    """Say whether a reply came after its week had closed."""
    week = Week.parse(reply.iso_week)
    return came_late(municipality, week, received_on=reply.received_on, at=reply.created_at)
