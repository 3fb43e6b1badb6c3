"""A job whose worker was killed is done by the next one; what has no room or no database for a while is waited for."""

import threading
from datetime import timedelta

import pytest
from django.db.utils import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samsyn.jobs import schedule
from samsyn.jobs.assessing import measure_now
from samsyn.jobs.lost.actions import MOST_TRIES, take_up_lost
from samsyn.jobs.lost.living import ELSEWHERE_LOST_AFTER, living

pytestmark = pytest.mark.django_db
RUNNING, READY, FAILED = TaskResultStatus.RUNNING, TaskResultStatus.READY, TaskResultStatus.FAILED


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path


@pytest.fixture
def begun():
    """begun(name, …): a job that these workers have begun, one after the other."""

    def make(*names):
        task = DBTaskResult.objects.create(
            args_kwargs={"args": ["norr", "deso", 202540], "kwargs": {}}, task_path=measure_now.module_path,
            backend_name="default", run_after=timezone.now(),
        )  # fmt: skip
        for name in names:
            task.claim(name)
        return task

    return make


def state_of(task):
    task.refresh_from_db()
    return task.status


def test_what_a_dead_worker_had_begun_is_put_back_and_what_a_living_one_does_is_left(begun):
    with living() as dead:
        pass
    with living() as name:
        left, taken = begun(name), begun(dead)
        assert take_up_lost(now=timezone.now()) == 1
        assert (state_of(left), state_of(taken)) == (RUNNING, READY)
        assert take_up_lost(now=timezone.now(), own=name) == 1 and state_of(left) == READY


def test_what_was_begun_before_workers_had_names_is_put_back(begun):
    task = begun("samsyn")
    take_up_lost(now=timezone.now())
    assert state_of(task) == READY


def test_what_has_stopped_the_worker_three_times_has_failed(begun):
    task = begun(*["samsyn"] * MOST_TRIES)
    take_up_lost(now=timezone.now())
    assert state_of(task) == FAILED and task.exception_class_path.endswith("WorkerDied")


def test_a_worker_on_another_machine_has_six_hours(begun):
    task = begun("another:0123456789ab")
    take_up_lost(now=timezone.now())
    assert state_of(task) == RUNNING
    take_up_lost(now=timezone.now() + ELSEWHERE_LOST_AFTER + timedelta(seconds=1))
    assert state_of(task) == READY


def test_a_dead_worker_is_known_in_a_container_with_another_name(begun, tmp_path):
    (tmp_path / "workers").mkdir()
    (tmp_path / "workers" / "earlier:0123456789ab").touch()        # killed: the file is left, and nobody holds it
    task = begun("earlier:0123456789ab")
    with living() as name:
        assert take_up_lost(now=timezone.now(), own=name) == 1 and state_of(task) == READY


def test_the_worker_waits_for_a_database_that_is_away(monkeypatch):
    tries, waited = [], []

    def away(name):
        tries.append(name)
        if len(tries) < 3:
            raise OperationalError("disk I/O error")

    monkeypatch.setattr(schedule, "_take_tasks", away)
    monkeypatch.setattr(schedule.connections, "close_all", lambda: None)
    monkeypatch.setattr(schedule.time, "sleep", waited.append)
    schedule._take_turns(lambda: len(tries) == 3, "x")
    assert waited == [schedule.WAIT_FOR_DATABASE_SECONDS] * 2 + [1]


def test_a_full_disk_does_not_silence_the_letters(monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    rounds, stopped = [], threading.Event()
    monkeypatch.setitem(schedule.JOBS, schedule.PROMPT, lambda _now: iter([rounds.append(1) or ""]))
    monkeypatch.setitem(schedule.EVERY_SECONDS, schedule.PROMPT, 0.001)
    monkeypatch.setattr(schedule, "say_alive", full)
    monkeypatch.setattr(schedule, "remember_run", lambda *a, **k: stopped.set() if len(rounds) == 3 else full())
    schedule.keep_telling(stopped)
    assert len(rounds) == 3
