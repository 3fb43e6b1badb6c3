"""The minute schedule and the worker, in one process beside the web."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import close_old_connections, connections
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from samsyn.jobs.archiving.actions import forget_packages
from samsyn.jobs.assessing import let_findings_sleep, measure_suggestions
from samsyn.jobs.backups.scheduled import back_up_when_due
from samsyn.jobs.departing.actions import forget_departure_files
from samsyn.jobs.disposal.actions import dispose_by_decision
from samsyn.jobs.editions import send_editions, withdraw_editions_of_corrected
from samsyn.jobs.imports import forget_imports
from samsyn.jobs.leftovers import sweep_leftovers
from samsyn.jobs.letters import remind_the_late, send_letters
from samsyn.jobs.longterm import remind_of_documents
from samsyn.jobs.lost.actions import take_up_lost
from samsyn.jobs.lost.living import living
from samsyn.jobs.measures import remind_of_measures
from samsyn.jobs.nightly import forget_finished_tasks, forget_sent_forms, seal_logbooks
from samsyn.jobs.photos import sweep_old_photos
from samsyn.jobs.serving import remember_run, say_alive
from samsyn.jobs.weekly import compile_due_pictures

log = logging.getLogger(__name__)
Job = Callable[[datetime], Iterator[str]]


def forget_copies(now: datetime) -> Iterator[str]:
    """Take away what waited long enough to be fetched: packages for the archive, and files of parties that left."""
    yield from forget_packages(now)
    yield from forget_departure_files(now)


# Each job finds out by itself what is due, so that a missed hour or a restart loses nothing.
JOBS: dict[str, Job] = {
    "seal-logbooks": seal_logbooks,
    "forget-finished-tasks": forget_finished_tasks,
    "forget-sent-forms": forget_sent_forms,
    "forget-imports": forget_imports,
    "compile-due-pictures": compile_due_pictures,
    "let-findings-sleep": let_findings_sleep,
    "measure-suggestions": measure_suggestions,
    "remind-the-late": remind_the_late,
    "remind-of-measures": remind_of_measures,
    "remind-of-documents": remind_of_documents,
    "send-letters": send_letters,
    "send-editions": send_editions,
    "withdraw-corrected-editions": withdraw_editions_of_corrected,
    "sweep-photos": sweep_old_photos,
    "sweep-leftovers": sweep_leftovers,
    "dispose-by-decision": dispose_by_decision,
    "forget-packages": forget_copies,
    "back-up": back_up_when_due,
}
PROMPT = "send-letters"
LOOK_FOR_LOST_SECONDS, WAIT_FOR_DATABASE_SECONDS = 60, 5
EVERY_SECONDS = {
    "seal-logbooks": 3600,
    "forget-finished-tasks": 24 * 3600,
    "forget-sent-forms": 24 * 3600,
    "forget-imports": 3600,
    "compile-due-pictures": 300,
    "let-findings-sleep": 3600,
    "measure-suggestions": 24 * 3600,
    "remind-the-late": 900,
    "remind-of-measures": 1800,
    "remind-of-documents": 3600,
    "send-letters": 20,
    "send-editions": 30,
    "withdraw-corrected-editions": 300,
    "sweep-photos": 24 * 3600,
    "sweep-leftovers": 24 * 3600,
    "dispose-by-decision": 24 * 3600,
    "forget-packages": 24 * 3600,
    "back-up": 900,
}


def work(*, until: Callable[[], bool] = lambda: False) -> None:
    """Take queued tasks as they come and run each scheduled job when its time is due, until told to stop."""
    stopped = threading.Event()
    threading.Thread(target=keep_telling, args=(stopped,), daemon=True).start()
    try:
        with living() as name:
            _take_turns(until, name)
    finally:
        stopped.set()


def keep_telling(stopped: threading.Event) -> None:
    """Send letters beside everything else: what is told within a minute cannot wait behind a file being read in."""
    _say_alive()
    while not stopped.wait(EVERY_SECONDS[PROMPT]):
        run_safely(PROMPT)
        _say_alive()


def _say_alive() -> None:
    """Leave a sign of life; a full disk must not silence the letters when it has room again."""
    try:
        say_alive(timezone.now())
    except OSError:
        log.exception("no sign of life could be written")


def _take_turns(until: Callable[[], bool], name: str) -> None:
    """Do what is due, round after round. A database that is away, full or read only is waited for."""
    due = {job: time.monotonic() + 60 for job in JOBS if job != PROMPT}
    looked = -LOOK_FOR_LOST_SECONDS
    while not until():
        try:
            if time.monotonic() - looked >= LOOK_FOR_LOST_SECONDS:
                take_up_lost(now=timezone.now(), own=name)
                looked = time.monotonic()
            _take_tasks(name)
        except (DatabaseError, InterfaceError):
            log.exception("the database does not do its part")
            connections.close_all()
            time.sleep(WAIT_FOR_DATABASE_SECONDS)
            continue
        for job in [job for job, at in due.items() if time.monotonic() >= at]:
            run_safely(job)
            due[job] = time.monotonic() + EVERY_SECONDS[job]
        time.sleep(1)


def _take_tasks(name: str) -> None:
    worker = Worker(
        queue_names=["*"], interval=1, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id=name, excluded_queue_names=[],
    )  # fmt: skip
    worker.run()


def run_safely(name: str) -> list[str]:
    """Run one job; what goes wrong is logged and tried again next time, so that one job never stops the others."""
    close_old_connections()
    began = time.monotonic()
    try:
        said = list(JOBS[name](timezone.now()))
    except Exception:
        log.exception("job %s failed", name)
        _remember(name, began, failed=True)
        return []
    _remember(name, began, failed=False)
    return said


def _remember(name: str, began: float, *, failed: bool) -> None:
    """Keep that it ran; what cannot be written on a full disk stops neither the schedule nor the letters."""
    try:
        remember_run(name, at=timezone.now(), seconds=time.monotonic() - began, failed=failed)
    except OSError:
        log.exception("the run of %s could not be kept", name)
