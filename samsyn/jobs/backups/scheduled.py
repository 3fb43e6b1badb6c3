"""The backup that makes itself: every night to a folder, proved every week, old ones taken away; what is known."""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from samsyn.jobs.backups.making import ENDING, make_backup
from samsyn.jobs.backups.refusals import BackupRefused
from samsyn.jobs.backups.restoring import prove_backup
from samsyn.jobs.backups.sealing import Key, key_from

log = logging.getLogger(__name__)
PROVED_EVERY_DAYS = 7
TOO_OLD_HOURS = 26  # a night's backup, and two hours to spare


@dataclass(frozen=True)
class BackupState:
    """What is known of the newest backup: when it was made and proved, where it lies, and what went wrong last."""

    made_at: str = ""
    proved_at: str = ""
    file: str = ""
    megabytes: float = 0.0
    problem: str = ""

    def hours_since(self, now: datetime, *, proved: bool = False) -> float | None:
        """Return the hours since it was made (or proved), None where it never was."""
        at = self.proved_at if proved else self.made_at
        return (now - datetime.fromisoformat(at)).total_seconds() / 3600 if at else None

    def is_fresh(self, now: datetime) -> bool:
        """Whether last night's backup was made."""
        hours = self.hours_since(now)
        return hours is not None and -1 <= hours <= TOO_OLD_HOURS


def state() -> BackupState:
    """Return what is known of the newest backup."""
    try:
        known: dict[str, Any] = json.loads(_file().read_text(encoding="utf-8"))
        return BackupState(**known)
    except (OSError, ValueError, TypeError):
        return BackupState()


def remember(now: BackupState) -> None:
    """Keep what is known, in a file beside the database: it must be there although the database is not."""
    Path(settings.SAMSYN_DATA).mkdir(parents=True, exist_ok=True)
    written = _file().with_suffix(".new")
    written.write_text(json.dumps(asdict(now), sort_keys=True), encoding="utf-8")
    written.replace(_file())


def _file() -> Path:
    return Path(settings.SAMSYN_DATA) / "backup_state.json"


def key_of_schedule() -> Key:
    """Return the key of the nightly backup. Raises BackupRefused where its file cannot be read."""
    return key_from(file=settings.BACKUP_KEY_FILE) if settings.BACKUP_KEY_FILE else Key()


def back_up_when_due(now: datetime) -> Iterator[str]:
    """Make the night's backup, prove the newest once a week and take away what is too old. Nothing without a folder."""
    if not settings.BACKUP_TO:
        return
    local = now.astimezone(timezone.get_default_timezone())
    known = state()
    made = datetime.fromisoformat(known.made_at).astimezone(local.tzinfo) if known.made_at else None
    due = local.hour >= settings.BACKUP_HOUR and (made is None or made.date() < local.date())
    try:
        if due:
            yield from make_now(now)
        if due and _should_be_proved(state(), now):
            yield from prove_newest(now)
    except BackupRefused as refusal:
        remember(replace(state(), problem=refusal.sentence))
        log.error("backup failed: %s", refusal.sentence)
        yield refusal.sentence


def make_now(now: datetime) -> Iterator[str]:
    """Make a backup in the folder of the schedule and remember it."""
    folder = Path(settings.BACKUP_TO)
    target = folder / f"samsyn-{now.astimezone(timezone.get_default_timezone()):%Y-%m-%dT%H%M%S}{ENDING}"
    make_backup(target=target, key=key_of_schedule(), now=now)
    megabytes = round(target.stat().st_size / 1e6, 1)
    remember(replace(state(), made_at=now.isoformat(), file=str(target), megabytes=megabytes, problem=""))
    yield f"säkerhetskopia: {target.name}, {megabytes} MB"
    for old in too_old(folder, now):
        old.unlink()
        yield f"borttagen: {old.name}"


def prove_newest(now: datetime) -> Iterator[str]:
    """Restore the newest backup beside the data, compare, and remember that it held."""
    source = Path(state().file)
    prove_backup(source=source, key=key_of_schedule())
    remember(replace(state(), proved_at=now.isoformat(), problem=""))
    yield f"provad genom återläsning: {source.name}"


def _should_be_proved(known: BackupState, now: datetime) -> bool:
    hours = known.hours_since(now, proved=True)
    return hours is None or hours >= PROVED_EVERY_DAYS * 24 - 1


def too_old(folder: Path, now: datetime) -> list[Path]:
    """Return backups older than they may live; never the newest, whatever its age."""
    oldest = (now - timedelta(days=settings.BACKUP_DAYS)).timestamp()
    found = sorted(folder.glob(f"samsyn-*{ENDING}"), key=os.path.getmtime)
    return [path for path in found[:-1] if path.stat().st_mtime < oldest]
