"""The verbs of stored files: keep a photo, remove files. Who may do so is asked by the room that the row lies in."""

import hashlib
import os
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from samsyn.ground.files.models import StoredFile
from samsyn.ground.files.pictures import PhotoRefused, cleaned

UNFINISHED_SECONDS = 3600


@transaction.atomic
def store_photo(*, id: UUID, owner_id: UUID, content: bytes, by: Any) -> StoredFile:
    """Clean a photo and keep it as belonging to a row; the same id for the same row twice is one.

    The bytes are written before the row is: a file without a row is swept away at night, a row without its file would
    be a promise that is not kept. Raises PhotoRefused.
    """
    known = StoredFile.objects.filter(pk=id).first()
    if known is not None:
        if known.owner_id == owner_id and known.municipality_id == by.municipality.pk:
            return known
        raise PhotoRefused("Fotot kunde inte tas emot. Ta ett nytt.")
    photo = cleaned(content)
    file = StoredFile(
        id=id, municipality=by.municipality, kind=StoredFile.Kind.PHOTO, owner_id=owner_id,
        digest=hashlib.sha256(photo.content).hexdigest(), size_bytes=len(photo.content), width=photo.width,
        height=photo.height,
    )  # fmt: skip
    _write(file, photo.content)
    file.save(force_insert=True)
    return file


def _write(file: StoredFile, content: bytes) -> None:
    file.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = file.path.with_name(f"{file.pk}.half")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    half.replace(file.path)


@transaction.atomic
def remove_files(*, files: Iterable[StoredFile]) -> int:
    """Remove files for good, row and bytes; the bytes go once the transaction stands. Returns how many went."""
    gone = list(files)
    StoredFile.objects.filter(pk__in=[file.pk for file in gone]).delete()
    transaction.on_commit(lambda: _unlink(gone))
    return len(gone)


def _unlink(files: Iterable[StoredFile]) -> None:
    for file in files:
        file.path.unlink(missing_ok=True)


def sweep(*, municipality: Any) -> int:
    """Remove bytes that no row knows: a photo whose transaction was never finished. Returns how many went.

    What was written within the hour may still get its row, and stays till the next time.
    """
    probe = StoredFile(municipality=municipality)
    if not probe.path.parent.is_dir():
        return 0
    known = {str(pk) for pk in StoredFile.objects.filter(municipality=municipality).values_list("pk", flat=True)}
    there = [path for path in probe.path.parent.iterdir() if path.name not in known]
    astray = [path for path in there if time.time() - path.stat().st_mtime > UNFINISHED_SECONDS]
    for path in astray:
        path.unlink(missing_ok=True)
    return len(astray)
