"""The verb of lost jobs: put back in the queue what a dead worker had begun."""

from datetime import datetime

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samsyn.jobs.lost.living import lives

MOST_TRIES = 3      # what has stopped the worker so often may be the cause of it


class WorkerDied(RuntimeError):
    """The job was begun three times, and each time the worker ended before it was done."""


def take_up_lost(*, now: datetime, own: str = "") -> int:
    """Put every begun job whose worker no longer lives back in the queue; the third time it has failed.

    Each job bears being done again: it goes on where it was, replaces what it made, or is refused as done already.
    `own` is the name of the worker that asks, which is at nothing while it does. Returns how many were found.
    """
    lost = [task for task in DBTaskResult.objects.running() if not _is_at_it(task, own=own, now=now)]
    for task in lost:
        if len(task.worker_ids) >= MOST_TRIES:
            task.set_failed(WorkerDied())
            continue
        as_seen = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        as_seen.update(status=TaskResultStatus.READY, started_at=None)
    return len(lost)


def _is_at_it(task: DBTaskResult, *, own: str, now: datetime) -> bool:
    name = task.worker_ids[-1] if task.worker_ids else ""
    return bool(name) and name != own and lives(name, since=task.started_at, now=now)
