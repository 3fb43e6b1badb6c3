"""One command, database and files: an ordinary folder that can be moved back."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from samsyn.ground.refusals import Refused


class BackupRefused(Refused):
    """The backup was not made; the sentence says why."""


def back_up(target: str) -> Iterator[Path]:
    """Copy the database (consistent, while people work) and the files into a new folder; yield what was written."""
    folder = Path(target)
    if folder.exists():
        raise BackupRefused("{folder} finns redan. Välj en mapp som inte finns.", folder=folder)
    folder.mkdir(parents=True, mode=0o700)
    yield _sqlite(folder) if connection.vendor == "sqlite" else _postgresql(folder)
    key = settings.SAMSYN_DATA / "push_key.pem"        # without it every browser must be turned on again
    if key.exists():
        shutil.copy2(key, folder / key.name)
        yield folder / key.name
    files = Path(settings.MEDIA_ROOT)
    if files.exists():
        shutil.copytree(files, folder / "files")
        yield folder / "files"


def _sqlite(folder: Path) -> Path:
    copy = folder / "samsyn.sqlite3"
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as source, sqlite3.connect(copy) as into:
        source.backup(into)
    copy.chmod(0o600)
    return copy


def _postgresql(folder: Path) -> Path:
    base = settings.DATABASES["default"]
    command = ["pg_dump", "--format=custom", f"--file={folder / 'samsyn.dump'}", f"--dbname={base['NAME']}"]
    command += [f"--host={base['HOST']}"] if base["HOST"] else []
    command += [f"--port={base['PORT']}"] if base["PORT"] else []
    command += [f"--username={base['USER']}"] if base["USER"] else []
    try:
        subprocess.run(command, check=True, env={"PGPASSWORD": str(base["PASSWORD"]), "PATH": "/usr/bin:/bin"})
    except (OSError, subprocess.CalledProcessError) as problem:
        raise BackupRefused("pg_dump gick inte att köra. Installera PostgreSQL:s klientprogram.") from problem
    return folder / "samsyn.dump"
