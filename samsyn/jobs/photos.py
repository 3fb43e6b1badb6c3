"""What happens to photos by itself: those whose time is over by decision go, and what no report owns."""

from collections.abc import Iterator
from datetime import datetime

from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.photos.actions import forget_photos, sweep_photos


def forget_old_photos(now: datetime) -> Iterator[str]:
    """Remove in every municipality the photos that its decision no longer keeps, and those without a report."""
    for municipality in Municipality.objects.order_by("slug"):
        machine = Machine(name="gallring", municipality=municipality)
        gone = forget_photos(now=now, by=machine) + sweep_photos(by=machine)
        yield f"{municipality.slug}: {gone} foton borttagna"
