"""Making a backup: the database's copy, every stored file and a list of what there is, in one sealed file."""

import hashlib
import importlib.metadata
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from samsyn.ground.files.passing import folder_in_passing
from samsyn.jobs.backups.databases import copy_of_database
from samsyn.jobs.backups.refusals import BackupRefused
from samsyn.jobs.backups.sealing import Key, Sealer

ENDING = ".samsyn"
LIST = "list.json"
KEY_OF_PUSH = "push_key.pem"  # without it every browser must be turned on again


def make_backup(
    *, target: Path, key: Key, now: datetime, tell: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Write everything into one new file, while people work; return the list of what is in it.

    The file gets its name when it is whole: one that was interrupted is never taken for a backup. Raises BackupRefused.
    """
    if target.exists():
        raise BackupRefused("{target} finns redan. Välj ett namn som inte finns.", target=target)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        with folder_in_passing() as folder, open(unfinished, "wb", opener=_for_owner_only) as out:
            listed = _written(out, folder=folder, key=key, now=now, tell=tell)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    except OSError as problem:
        raise BackupRefused("Säkerhetskopian gick inte att skriva: {why}.", why=problem.strerror or "") from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return listed


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _written(out: Any, *, folder: str, key: Key, now: datetime, tell: Callable[[str], None]) -> dict[str, Any]:
    sealer = Sealer(out, key)
    copy, tables = copy_of_database(Path(folder))
    tell(f"databasen: {sum(rows for rows, _ in tables.values())} rader i {len(tables)} tabeller")
    files: dict[str, list[Any]] = {}
    with tarfile.open(fileobj=sealer, mode="w|", format=tarfile.PAX_FORMAT) as pack:  # type: ignore[arg-type]
        pack.add(copy, arcname=copy.name, filter=_without_owner)
        for path, name in stored_files():
            held = _read(path)
            if held is None:
                continue  # taken away by disposal since the list of files was made
            files[name] = [len(held), hashlib.sha256(held).hexdigest()]
            _add(pack, name, held)
        listed = {
            "format": 1, "made_at": now.isoformat(), "program": importlib.metadata.version("samsyn"),
            "database": copy.name, "tables": tables, "files": files,
        }  # fmt: skip
        _add(pack, LIST, json.dumps(listed, sort_keys=True).encode())
    sealer.close()
    tell(f"filer: {len(files)}")
    return listed


def stored_files() -> Iterator[tuple[Path, str]]:
    """Yield every file that belongs to the data, with its name in the backup."""
    data, files = Path(settings.SAMSYN_DATA), Path(settings.MEDIA_ROOT)
    if (data / KEY_OF_PUSH).exists():
        yield data / KEY_OF_PUSH, KEY_OF_PUSH
    for path in sorted(files.rglob("*")) if files.exists() else ():
        if path.is_file():
            yield path, f"files/{path.relative_to(files).as_posix()}"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _add(pack: tarfile.TarFile, name: str, held: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(held), 0o600
    pack.addfile(about, io.BytesIO(held))


def _without_owner(about: tarfile.TarInfo) -> tarfile.TarInfo:
    about.uid = about.gid = 0
    about.uname = about.gname = ""
    about.mode = 0o600
    return about
