"""Whether the program that reads a file still lives: it signs each piece, and says which process it is."""

import os
import socket
from datetime import datetime, timedelta
from typing import Any

SILENT_AFTER = timedelta(minutes=2)     # a transaction takes half a second; a large file is looked through with signs
SIGN_EVERY = timedelta(seconds=20)


def this_process() -> str:
    """Name this machine and process."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def is_lost(run: Any, *, now: datetime) -> bool:
    """Say whether a run that is said to be under way has lost its reader: no process here, or long silent."""
    if run.state != "running":
        return False
    if run.heard_at is None or now - run.heard_at > SILENT_AFTER:
        return True
    host, _sign, process = run.worker.rpartition(":")
    return host == socket.gethostname()[:80] and not _lives(int(process))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)              # sends nothing: it only asks
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
