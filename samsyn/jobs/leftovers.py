"""What a killed process leaves half made: copies of real data that no row knows and nothing else would ever remove."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

OLD_AFTER = timedelta(hours=24)                 # whoever still writes has written something within the day
WORK_FOLDERS = ("backup-*", "proof-*", "restore-*", "paket-*")      # in the data folder
HALF_MADE = ("archive/*/*.half", "departures/*/*.half", "before-upgrade/*.unfinished")
HALF_FILES = ("**/*.half",)                     # among the stored files
IN_PASSING = ("samsyn-*", "tmp*.upload*")       # in the machine's own folder for what is in passing: ours alone
PUT_ASIDE = ("*.before-restore", "before-upgrade/*.samsyn")        # backups, kept as long as one
log = logging.getLogger(__name__)


class SomeStay(RuntimeError):
    """Something that was left could not be removed; the log says what."""


def sweep_leftovers(now: datetime) -> Iterator[str]:
    """Remove what was left half made a day ago, and what a restore or an upgrade put aside when backups of its age go.

    One that cannot be removed does not stop the next; SomeStay is raised when all have been tried.
    """
    stay = 0
    for path in _left(now):
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        except OSError:
            log.exception("a leftover could not be removed: %s", path.name)
            stay += 1
        else:
            yield f"kvarlämnat borttaget: {path.name}"
    if stay:
        raise SomeStay(stay)


def _left(now: datetime) -> Iterator[Path]:
    data, files = Path(settings.SAMSYN_DATA), Path(settings.MEDIA_ROOT)
    homes = [(data, (*WORK_FOLDERS, *HALF_MADE)), (files, HALF_FILES), (Path(tempfile.gettempdir()), IN_PASSING)]
    if settings.BACKUP_TO:
        homes.append((Path(settings.BACKUP_TO), ("*.unfinished",)))
    for home, patterns in homes:
        for pattern in patterns:
            yield from (path for path in sorted(home.glob(pattern)) if _is_old(path, now - OLD_AFTER))
    kept = now - timedelta(days=settings.BACKUP_DAYS)
    for pattern in PUT_ASIDE:
        yield from (path for path in sorted(data.glob(pattern)) if _put_aside(path) < kept.timestamp())


def _is_old(path: Path, limit: datetime) -> bool:
    """Say whether nothing in it, and not it itself, has been written since; what is somebody else's is left alone."""
    try:
        if path.lstat().st_uid != os.getuid():
            return False
        inside = path.rglob("*") if path.is_dir() and not path.is_symlink() else ()
        return all(each.lstat().st_mtime < limit.timestamp() for each in (path, *inside))
    except FileNotFoundError:       # somebody is at work on it
        return False


def _put_aside(path: Path) -> float:
    """Return when it got its name, in seconds: what was written in it is older."""
    return max(path.lstat().st_mtime, path.lstat().st_ctime)
