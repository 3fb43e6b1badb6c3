"""What is told by itself: letters from the logbook, reminders on the last day, and forgetting who reported."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.days import paused_weeks
from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.invitations import calendar_message
from samsyn.letters.actions import deliver_untold
from samsyn.method.observations.duties.actions import note_the_late
from samsyn.method.observations.duties.cutoff import ends_a_period


def send_letters(now: datetime) -> Iterator[str]:
    """Send what the logbook has not told yet."""
    sent = sum(1 for _delivery in deliver_untold(now=now, enclosing=calendar_message))
    yield f"{sent} brev skickade"


def remind_the_late(now: datetime) -> Iterator[str]:
    """The day before the last one, and on its morning, note each party that has not answered; pauses are in peace."""
    for municipality in Municipality.objects.order_by("slug"):
        local = now.astimezone(municipality.zone)
        week = Week.containing(local.date()) - 1
        weekday = setting(municipality, "deadline_weekday")
        hour = setting(municipality, "reminder_hour")
        day = (week + 1).first_day + timedelta(days=weekday - 1)
        due = datetime.combine(day, time(hour), tzinfo=municipality.zone)
        begins = due - timedelta(days=1) if weekday > 1 else due       # never on a Sunday
        if not begins <= local < due + timedelta(days=1) or not ends_a_period(municipality, week):
            continue
        if paused_weeks(municipality, week, week):
            continue
        machine = Machine(name="påminnelser", municipality=municipality)
        late = note_the_late(week=week, last_call=local >= due, by=machine)
        yield f"{municipality.slug}: {late} parter påminda om {week.label}"
