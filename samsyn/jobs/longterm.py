"""What is told of the long-term documents by itself: 90, 30 and 7 days before their review, and the law's two years."""

from collections.abc import Iterator
from datetime import datetime

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.days import paused_weeks
from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.duties.reminders.actions import note_renewals
from samsyn.method.plans.reminders.actions import note_reviews

SATURDAY = 5


def remind_of_documents(now: datetime) -> Iterator[str]:
    """Note what is due from the municipality's hour of reminders, on working days; pauses are in peace."""
    for municipality in Municipality.objects.order_by("slug"):
        local = now.astimezone(municipality.zone)
        week = Week.containing(local.date())
        if local.hour < setting(municipality, "reminder_hour") or local.weekday() >= SATURDAY:
            continue
        if paused_weeks(municipality, week, week):
            continue
        machine = Machine(name="påminnelser", municipality=municipality)
        told = note_reviews(today=local.date(), by=machine) + note_renewals(today=local.date(), by=machine)
        yield f"{municipality.slug}: {told} påminnelser om dokument"
