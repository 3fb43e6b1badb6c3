"""Who uses the data folder now: servers share it, a restore wants it alone. The worker leaves signs of life."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import IO, Any

from django.conf import settings

from samsyn.ground.refusals import Refused

ALIVE_SECONDS = 180


class ServingRefused(Refused):
    """Somebody else holds the data folder; the sentence says who and what to do."""


_WRITING = Lock()  # letters run in a thread of their own beside the other jobs


def _lock(name: str = "serving.lock") -> IO[str]:
    data = Path(settings.SAMSYN_DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return open(data / name, "a", encoding="utf-8")


@contextmanager
def sharing() -> Iterator[None]:
    """Hold the data folder together with other servers for as long as this one runs."""
    with _lock() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            raise ServingRefused("En säkerhetskopia läses tillbaka just nu. Starta när den är klar.")
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Hold the data folder alone. Raises ServingRefused while a server runs on it."""
    with _lock() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ServingRefused("Tjänsten kör. Stoppa den först: systemctl stop samsyn.")
        yield


def say_alive(now: datetime) -> None:
    """Leave the worker's sign of life."""
    (Path(settings.SAMSYN_DATA) / "worker_alive").write_text(now.isoformat(), encoding="utf-8")


def last_alive() -> datetime | None:
    """Return when the worker last gave a sign of life, None where it never has."""
    try:
        return datetime.fromisoformat((Path(settings.SAMSYN_DATA) / "worker_alive").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def remember_run(name: str, *, at: datetime, seconds: float, failed: bool) -> None:
    """Keep when a scheduled job last ran, how long it took and how often in a row it has failed."""
    kept = Path(settings.SAMSYN_DATA) / "job_runs.json"
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _WRITING:
        runs = last_runs()
        again = int(runs.get(name, {}).get("failed_in_a_row", 0)) + 1 if failed else 0
        runs[name] = {"at": at.isoformat(), "seconds": round(seconds, 3), "failed_in_a_row": again}
        new = kept.with_suffix(".new")
        new.write_text(json.dumps(runs, sort_keys=True), encoding="utf-8")
        new.replace(kept)


def last_runs() -> dict[str, dict[str, Any]]:
    """Return each scheduled job's last run, by its name."""
    try:
        runs: dict[str, dict[str, Any]] = json.loads((Path(settings.SAMSYN_DATA) / "job_runs.json").read_text("utf-8"))
        return runs
    except (OSError, ValueError):
        return {}
