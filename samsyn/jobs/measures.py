"""What is told of measures by itself: before and after their last day, and when the group is to know."""

from collections.abc import Iterator
from datetime import datetime

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.days import paused_weeks
from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.followups.actions import answered_already
from samsyn.method.measures.reminders.actions import note_the_due

SATURDAY = 5


def remind_of_measures(now: datetime) -> Iterator[str]:
    """Note what is due from the municipality's hour of reminders, on working days; pauses are in peace.

    A day that is missed costs nothing: what is due stays due until it is noted.
    """
    for municipality in Municipality.objects.order_by("slug"):
        local = now.astimezone(municipality.zone)
        week = Week.containing(local.date())
        if local.hour < setting(municipality, "reminder_hour") or local.weekday() >= SATURDAY:
            continue
        if paused_weeks(municipality, week, week):
            continue
        machine = Machine(name="påminnelser", municipality=municipality)
        answered = answered_already(municipality)
        told = note_the_due(today=local.date(), asked_already=answered, by=machine)
        yield f"{municipality.slug}: {sum(told.values())} påminnelser om åtgärder"
