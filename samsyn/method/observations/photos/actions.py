"""The verbs of photos: attach to the own report, remove, sweep away what lost its report; and who sees them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.files.actions import remove_files, store_photo, sweep
from samsyn.ground.files.models import StoredFile
from samsyn.ground.permissions import Permission
from samsyn.ground.privacy.holding import is_held
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.observations.actions import unnamed
from samsyn.method.observations.drafts import ObservationRefused
from samsyn.method.observations.models import Observation, ReporterLink
from samsyn.method.observations.states import State

MOST_PHOTOS = 2
LOCKED = {State.REFUSED, State.WITHDRAWN}


def _may_see(observation: Observation, member: Any) -> bool:
    """Say whether the member sees the photos: whoever reviews the report; nobody once it is refused or taken back."""
    if observation.municipality_id != member.municipality.pk or observation.state in LOCKED:
        return False
    if member.may(Permission.REVIEW_ALL):
        return True
    return observation.owner is not None and bool(member.may(Permission.REVIEW_OWN, within=observation.owner))


def photos_of(observation: Observation, *, seen_by: Any) -> list[StoredFile]:
    """Return the photos of an observation that the member may see, the first one first."""
    if not _may_see(observation, seen_by):
        return []
    return list(StoredFile.objects.visible_to(seen_by).belonging_to([observation.pk]))


def photos_of_many(observations: Iterable[Observation], *, seen_by: Any) -> dict[UUID, list[StoredFile]]:
    """Return the photos of each observation that has any which the member may see, in one question for them all."""
    seen = [observation.pk for observation in observations if _may_see(observation, seen_by)]
    found: dict[UUID, list[StoredFile]] = {}
    for photo in StoredFile.objects.visible_to(seen_by).belonging_to(seen) if seen else ():
        found.setdefault(photo.owner_id, []).append(photo)
    return found


@transaction.atomic
def attach_photo(*, observation: Observation, id: UUID, content: bytes, by: Any) -> StoredFile:
    """Attach a photo to the own report; the same id twice is one. Raises ObservationRefused or PhotoRefused."""
    own = ReporterLink.objects.filter(observation=observation, user=by.user).exists()
    if observation.municipality_id != by.municipality.pk or not own:
        raise ObservationRefused("Det är inte din rapport.")
    held = Observation.objects.select_for_update().get(pk=observation.pk)
    there = list(StoredFile.objects.visible_to(by).belonging_to([held.pk]))
    known = next((photo for photo in there if photo.pk == id), None)
    if known is not None:
        return known
    if not setting(by.municipality, "photos"):
        raise ObservationRefused("Kommunen tar inte emot foton. Rapporten är mottagen ändå.")
    if held.state in LOCKED:
        raise ObservationRefused("Rapporten är avslutad. Fotot tas inte emot.")
    if len(there) >= MOST_PHOTOS:
        raise ObservationRefused("En rapport kan ha högst {most_photos} foton.", most_photos=MOST_PHOTOS)
    photo = store_photo(id=id, owner_id=held.pk, content=content, by=by)
    note("photo.added", by=unnamed(by), subject=held)
    return photo


@transaction.atomic
def remove_photo(*, observation: Observation, id: UUID, by: Any) -> None:
    """Remove one photo for good: it shows somebody, or more than the report needs."""
    if not _may_see(observation, by):
        raise ObservationRefused("Bara den som granskar rapporten kan ta bort fotot.")
    found = StoredFile.objects.visible_to(by).belonging_to([observation.pk]).filter(pk=id)
    if remove_files(files=found):
        note("photo.removed", by=by, subject=observation)


@transaction.atomic
def forget_photos_astray(*, by: Any) -> int:
    """Remove photos whose report is gone: it took them with it. While a request to hand out is pending none goes.

    Photos of reports that stand go by the rules of disposal alone.
    """
    if is_held(by.municipality):
        return 0
    photos = list(StoredFile.objects.visible_to(by).filter(kind=StoredFile.Kind.PHOTO))
    rows = Observation.objects.visible_to(by).filter(pk__in=[photo.owner_id for photo in photos])
    standing = set(rows.values_list("pk", flat=True))
    removed = remove_files(files=[photo for photo in photos if photo.owner_id not in standing])
    if removed:
        note("photos.forgotten", by=by, changed={"rows": removed})
    return removed


def sweep_photos(*, by: Any) -> int:
    """Remove bytes that belong to no row; returns how many files went."""
    return 0 if is_held(by.municipality) else sweep(municipality=by.municipality)
