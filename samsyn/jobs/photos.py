"""What happens to photos by itself: what no report owns goes. The rest goes by the rules of disposal."""

from collections.abc import Iterator
from datetime import datetime

from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.photos.actions import forget_photos_astray, sweep_photos


def sweep_old_photos(_now: datetime) -> Iterator[str]:
    """Remove in every municipality the photos without a report."""
    for municipality in Municipality.objects.order_by("slug"):
        machine = Machine(name="gallring", municipality=municipality)
        gone = forget_photos_astray(by=machine) + sweep_photos(by=machine)
        yield f"{municipality.slug}: {gone} foton borttagna"
