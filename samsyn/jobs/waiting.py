"""How much waits to be done in the background."""

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def waiting_tasks() -> int:
    """Return how many background jobs are queued and not begun."""
    return int(DBTaskResult.objects.filter(status=TaskResultStatus.READY).count())
