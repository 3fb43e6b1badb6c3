"""Which workers live: each holds a lock on a file of its own, and the lock goes with the process, however it ends."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings

ELSEWHERE_LOST_AFTER = timedelta(hours=6)  # a worker on another machine may have a data folder of its own
_dead: set[str] = set()  # whose files this worker has removed: a container has another name each time it is made anew


def _folder() -> Path:
    return Path(settings.SAMSYN_DATA) / "workers"


def _host() -> str:
    return socket.gethostname().replace("/", "-")[:40]


@contextmanager
def living() -> Iterator[str]:
    """Live under a name of one's own; files that dead workers left are removed."""
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in _folder().iterdir():
        if not _is_held(left):
            _dead.add(left.name)
            left.unlink(missing_ok=True)
    path = _folder() / f"{_host()}:{uuid4().hex[:12]}"
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield path.name
        finally:
            path.unlink(missing_ok=True)


def _is_held(path: Path) -> bool:
    """Say whether somebody holds a file; one that is gone nobody holds."""
    try:
        with path.open() as asked:
            fcntl.flock(asked, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def lives(name: str, *, since: datetime | None, now: datetime) -> bool:
    """Say whether a worker lives. One on another machine, whose file is not here, does so for six hours."""
    path = _folder() / name
    if name in _dead:
        return False
    if path.exists() or name.partition(":")[0] in (_host(), "samsyn"):
        return _is_held(path)
    return since is not None and now - since < ELSEWHERE_LOST_AFTER
