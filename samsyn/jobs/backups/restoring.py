"""Putting a backup back, or proving that it could be: everything is opened, counted and compared with its list."""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection

from samsyn.ground.files.passing import folder_in_passing
from samsyn.jobs.backups.databases import POSTGRESQL, SQLITE, put_in_place, tables_in_use, tables_of
from samsyn.jobs.backups.making import KEY_OF_PUSH, LIST
from samsyn.jobs.backups.refusals import BackupRefused
from samsyn.jobs.backups.sealing import Key, Opener
from samsyn.jobs.serving import alone

Tell = Callable[[str], None]


def prove_backup(*, source: Path, key: Key, tell: Tell = lambda _: None) -> dict[str, Any]:
    """Restore a backup beside what is used, compare all of it with its list, and throw it away; return the list.

    Raises BackupRefused where anything differs, so that a backup is known to work before it is needed.
    """
    with folder_in_passing() as folder:
        listed = unpacked(source, Path(folder), key)
        _same(tables_of(Path(folder) / listed["database"]), listed["tables"])
        tell(f"{len(listed['tables'])} tabeller och {len(listed['files'])} filer är lika")
        return listed


def restore_backup(*, source: Path, key: Key, replace: bool, tell: Tell = lambda _: None) -> dict[str, Any]:
    """Put a backup back as the data that is used; return its list. Nothing is touched until all of it has been read.

    Raises BackupRefused where the service runs, where there is data already and `replace` is not said, where the backup
    is of another kind of database, and where what was put back differs from the list.
    """
    with alone():
        return put_back(source=source, key=key, replace=replace, tell=tell)


def put_back(*, source: Path, key: Key, replace: bool = True, tell: Tell = lambda _: None) -> dict[str, Any]:
    """Do what `restore_backup` does, for who already holds the data folder alone."""
    with folder_in_passing() as folder:
        listed = unpacked(source, Path(folder), key)
        if (listed["database"] == SQLITE) != (connection.vendor == "sqlite"):
            of = "SQLite" if listed["database"] == SQLITE else "PostgreSQL"
            raise BackupRefused("Säkerhetskopian är av {of}. Ange en sådan databas i SAMSYN_DATABASE.", of=of)
        if not replace and _in_use():
            raise BackupRefused("Här finns redan data. Lägg till --replace för att ersätta den.")
        put_in_place(Path(folder) / listed["database"])
        _put_files(Path(folder))
    _same(tables_in_use(), listed["tables"])
    tell(f"{len(listed['tables'])} tabeller och {len(listed['files'])} filer är tillbaka och lika")
    return listed


def check_backup(*, source: Path, key: Key) -> dict[str, Any]:
    """Open a backup with the key and compare its files with its list; return the list. Raises BackupRefused."""
    with folder_in_passing() as folder:
        return unpacked(source, Path(folder), key)


def unpacked(source: Path, folder: Path, key: Key) -> dict[str, Any]:
    """Open a backup into a folder; return its list. Raises BackupRefused where a file is missing, added or changed."""
    found: dict[str, list[Any]] = {}
    try:
        with open(source, "rb") as sealed, tarfile.open(fileobj=Opener(sealed, key), mode="r|") as pack:  # type: ignore[arg-type]
            for member in pack:
                _take_out(pack, member, folder)
                if member.name not in (SQLITE, POSTGRESQL, LIST):
                    held = (folder / member.name).read_bytes()
                    found[member.name] = [len(held), hashlib.sha256(held).hexdigest()]
        listed: dict[str, Any] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupRefused("{source} finns inte.", source=source)
    except (tarfile.TarError, ValueError, OSError) as problem:
        raise BackupRefused("Säkerhetskopian gick inte att läsa: den är inte hel.") from problem
    if found != listed["files"]:
        raise BackupRefused("Filerna i säkerhetskopian stämmer inte med dess förteckning.")
    return listed


def _take_out(pack: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file of the pack below the folder, for its owner only; a link, or a name that leads out, is refused.

    (Python before 3.11.4, as in Debian 12, has no filter of its own for this.)
    """
    held, name = pack.extractfile(member) if member.isreg() else None, PurePosixPath(member.name)
    if held is None or name.is_absolute() or ".." in name.parts:
        raise BackupRefused("Filen är inte en säkerhetskopia från Samsyn.")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(target, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        shutil.copyfileobj(held, out)


def _data() -> Path:
    data = Path(settings.SAMSYN_DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return data


def _in_use() -> bool:
    """Whether there are tables with a municipality in them."""
    with connection.cursor() as cursor:
        if "tenancy_municipality" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("SELECT count(*) FROM tenancy_municipality")
        return bool(cursor.fetchone()[0])


def _put_files(folder: Path) -> None:
    files = Path(settings.MEDIA_ROOT)
    former = files.with_name(files.name + ".before-restore")
    shutil.rmtree(former, ignore_errors=True)
    if files.exists():
        files.replace(former)
    if (folder / "files").exists():
        shutil.move(folder / "files", files)
    if (folder / KEY_OF_PUSH).exists():
        shutil.move(folder / KEY_OF_PUSH, _data() / KEY_OF_PUSH)


def _same(found: dict[str, list[Any]], listed: dict[str, list[Any]]) -> None:
    differ = sorted(name for name in {*found, *listed} if found.get(name) != listed.get(name))
    if differ:
        raise BackupRefused("Det som lästes tillbaka skiljer sig i: {differ}.", differ=", ".join(differ[:5]))
