"""What a killed process leaves half made: copies of real data that no row knows and nothing else would ever remove.

Only what the program itself has named is removed, and nothing that has to do with the folder of the backups.
"""

import logging
import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from samsyn.ground.files.passing import FOLDER, OURS

OLD_AFTER = timedelta(hours=24)                 # whoever still writes has written something within the day
MOST_TRIES = 5                                  # while another process removes the same folder
HALF = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.half")       # named after a row's key
STAMP = r"\d{4}-\d{2}-\d{2}T\d{6}\.samsyn"
BACKUP = re.compile(rf"samsyn-(before-upgrade-)?{STAMP}\.unfinished")
BEFORE_UPGRADE = re.compile(rf"samsyn-before-upgrade-{STAMP}")
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
            _remove(path)
        except FileNotFoundError:       # another process was there first
            continue
        except OSError:
            log.exception("a leftover could not be removed: %s", path.name)
            stay += 1
        else:
            yield f"kvarlämnat borttaget: {path.name}"
    if stay:
        raise SomeStay(stay)


def _remove(path: Path) -> None:
    if not path.is_dir() or path.is_symlink():
        path.unlink()
        return
    for last in [False] * (MOST_TRIES - 1) + [True]:
        try:
            shutil.rmtree(path)
            return
        except FileNotFoundError:       # something in it went meanwhile; what is left of it is still to be removed
            if last or not path.exists():
                raise


def _left(now: datetime) -> Iterator[Path]:
    data, files = Path(settings.SAMSYN_DATA), Path(settings.MEDIA_ROOT)
    homes = [
        (data / FOLDER, "*", OURS), (data / "archive", "*/*", HALF), (data / "departures", "*/*", HALF),
        (data / "before-upgrade", "*", BACKUP), (files, "**/*.half", HALF),
    ]  # fmt: skip
    if settings.BACKUP_TO:
        homes.append((Path(settings.BACKUP_TO), "*", BACKUP))
    for home, pattern, named in homes:
        for path in _found(home, pattern, named):
            ours = home == Path(settings.BACKUP_TO or os.devnull) or not _holds_backups(path)
            if ours and _is_old(path, now - OLD_AFTER):
                yield path
    kept = (now - timedelta(days=settings.BACKUP_DAYS)).timestamp()
    yield from (path for path in _aside() if not _holds_backups(path) and _put_aside(path) < kept)


def _found(home: Path, pattern: str, named: re.Pattern[str]) -> list[Path]:
    try:
        return [path for path in sorted(home.glob(pattern)) if named.fullmatch(path.name)]
    except FileNotFoundError:           # a folder went while it was read
        return []


def _aside() -> Iterator[Path]:
    """Yield what a restore put aside, and the copies from before upgrades but the newest, as the schedule does it."""
    restored = [Path(settings.MEDIA_ROOT)]
    if connection.vendor == "sqlite":
        restored.append(Path(connection.settings_dict["NAME"]))
    for used in restored:
        aside = used.with_name(f"{used.name}.before-restore")
        if aside.exists():
            yield aside
    copies = _found(Path(settings.SAMSYN_DATA) / "before-upgrade", "*", BEFORE_UPGRADE)
    yield from sorted(copies, key=_put_aside)[:-1]


def _holds_backups(path: Path) -> bool:
    """Say whether a path is the folder of the backups, holds it or lies in it; a data folder in it is still ours."""
    if not settings.BACKUP_TO:
        return False
    backups, here, data = (Path(each).resolve() for each in (settings.BACKUP_TO, path, settings.SAMSYN_DATA))
    inside = here.is_relative_to(backups) and not data.is_relative_to(backups)
    return inside or backups.is_relative_to(here)


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
    """Return when it got its name, in seconds: what was written in it is older. One that is gone is not old."""
    try:
        return max(path.lstat().st_mtime, path.lstat().st_ctime)
    except FileNotFoundError:
        return float("inf")
