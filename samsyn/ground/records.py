"""The base of every stored row, and the making of ids."""

import hashlib
import os
import time
import uuid
from typing import Any

from django.db import models
from django.utils import timezone


def _with_version(value: int, version: int) -> uuid.UUID:
    value = (value & ~(0xF << 76)) | (version << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def uuid7() -> uuid.UUID:
    """Return an id that sorts roughly by the time it was made (RFC 9562, version 7).

    The order is never relied upon: a phone's clock may be wrong, so order comes from the server's created_at.
    """
    milliseconds = time.time_ns() // 1_000_000
    return _with_version((milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(os.urandom(10)), 7)


def uuid_from(*parts: str) -> uuid.UUID:
    """Return the same id for the same parts, for ever (RFC 9562, version 8, from SHA-256).

    >>> uuid_from("1280", "fms", "007") == uuid_from("1280", "fms", "007") != uuid_from("1280", "fms", "7")
    True
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return _with_version(int.from_bytes(digest[:16]), 8)


def free_id(model: type[models.Model], key: uuid.UUID | None) -> uuid.UUID:
    """Return the writer's own id for a new row where no row has it already, else a fresh one."""
    return key if key is not None and not model._default_manager.filter(pk=key).exists() else uuid7()


def sent_before(rows: models.QuerySet[Any], key: uuid.UUID | None, **same: Any) -> Any:
    """Return the row that the writer's own id already has, where it says the same; None where it is to be written."""
    return rows.filter(pk=key, **same).first() if key is not None else None


def stamp_of(row: Any, *names: str) -> str:
    """Return a short digest of what a row says, for the page that shows it to send back; "" where there is no row.

    Where two people may write the same row and it has no version of its own: what is saved from a page that showed
    something else is refused.
    """
    if row is None:
        return ""
    return hashlib.sha256("\x1f".join(str(getattr(row, name)) for name in names).encode()).hexdigest()[:16]


class Record(models.Model):
    """A stored row: an id made by its first creator, and when the server first saw it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
