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


class Closing:
    """When weeks close for answers, each worked out once: a year's reports ask for the same fifty."""

    def __init__(self, municipality: Municipality) -> None:
        self._municipality, self._known = municipality, dict[int, datetime]()

    def of(self, iso: int) -> datetime:
        """Return when the period that holds the week (202540) closes."""
        if iso not in self._known:
            self._known[iso] = cut_off(self._municipality, Week.parse(iso))
        return self._known[iso]

    def missed(self, iso: int, *, received_on: date, at: datetime) -> bool:
        """Say whether what came on the day, stored at the moment, came after the week had closed.

        A row that was stored on a later day than it came has no known hour, and is in time on the last day. One that
        was stored earlier has been changed since, and is as early as it was at first.
        """
        closes, stored = self.of(iso), at.astimezone(self._municipality.zone)
        return stored >= closes if stored.date() <= received_on else received_on > closes.date()


def is_late(observation: Observation, municipality: Municipality) -> bool:
    """Say whether a report came after its week had closed; what was read in from a file was promised by nobody."""
    closes, day = Closing(municipality), observation.received_on
    return not observation.source and closes.missed(observation.iso_week, received_on=day, at=observation.created_at)


def reply_is_late(reply: PeriodReply, municipality: Municipality) -> bool:
    """Say whether a reply came after its week had closed."""
    closes = Closing(municipality)
    return closes.missed(reply.iso_week, received_on=reply.received_on, at=reply.created_at)
