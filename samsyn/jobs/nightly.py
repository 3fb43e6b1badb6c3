"""What happens every night: the logbook is sealed, finished jobs and sent forms are forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.management import call_command

from samsyn.ground.audit.actions import seal_until
from samsyn.ground.people.sent.actions import forget_sent
from samsyn.ground.tenancy.models import Municipality

TASKS_KEPT_DAYS = 14
MARGIN = timedelta(hours=1)


def seal_logbooks(now: datetime) -> Iterator[str]:
    """Seal every finished day of every municipality's logbook; a day already sealed is left alone.

    A day is finished an hour after midnight, when what began before it has ended; what has not goes in the next seal.
    """
    for municipality in Municipality.objects.order_by("slug"):
        yesterday = (now - MARGIN).astimezone(municipality.zone).date() - timedelta(days=1)
        yield f"{municipality.slug}: {seal_until(municipality=municipality, day=yesterday)} dagar förseglade"


def forget_finished_tasks(_now: datetime) -> Iterator[str]:
    """Remove the results of background jobs that are older than two weeks."""
    call_command("prune_db_task_results", min_age_days=TASKS_KEPT_DAYS, verbosity=0)
    yield f"bakgrundsjobb äldre än {TASKS_KEPT_DAYS} dagar är borttagna"


def forget_sent_forms(now: datetime) -> Iterator[str]:
    """Forget which forms were sent more than some minutes ago: nobody presses twice that slowly."""
    yield f"{forget_sent(now=now)} skickade formulär är glömda"
