"""What happens every week: the picture of the finished period is compiled on Tuesday afternoon."""

from collections.abc import Iterator
from datetime import datetime

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.days import paused_weeks
from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.duties.cutoff import cut_off, ends_a_period
from samsyn.method.pictures.actions import compile_picture
from samsyn.method.pictures.models import SituationalPicture


def due_week(municipality: Municipality, now: datetime) -> Week | None:
    """Return the last week of the finished period whose deadline has passed, or None while reports still come in."""
    local = now.astimezone(municipality.zone)
    last = Week.containing(local.date()) - 1
    if local < cut_off(municipality, last) or not ends_a_period(municipality, last):
        return None
    return last


def compile_due_pictures(now: datetime) -> Iterator[str]:
    """Compile the picture of every municipality whose deadline has passed and that has none yet; pauses are skipped."""
    for municipality in Municipality.objects.order_by("slug"):
        week = due_week(municipality, now)
        machine = Machine(name="veckojobbet", municipality=municipality)
        if week is None or SituationalPicture.objects.visible_to(machine).of_week(week).exists():
            continue
        if week in paused_weeks(municipality, week, week):
            continue
        compile_picture(municipality=municipality, week=week, now=now, by=machine)
        yield f"{municipality.slug}: lägesbild för {week.label}"
