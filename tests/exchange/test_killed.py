"""An import whose program was killed says so at the next look, and the same command goes on."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db.models import F

from samsyn.exchange.actions import begin_import, go_through, stop_lost_runs
from samsyn.exchange.alive import SILENT_AFTER, this_process
from samsyn.exchange.mapping import read_mapping
from samsyn.exchange.models import ImportRun
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.audit.models import Event
from samsyn.method.observations.models import Observation

MAPPING = read_mapping("""
format = 1
target = "observations"
columns = { external_id = "nr", category = "typ" }
time = { until = "tid" }
place = { longitude = "lon", latitude = "lat", crs = 4326 }
""")


@pytest.fixture
def path(tmp_path):
    """Write a file of some reports."""
    file = tmp_path / "rapporter.csv"
    rows = [f"{number};E4;2025-10-01 21:30;17.15;62.41" for number in range(1300)]
    file.write_text("\n".join(["nr;typ;tid;lon;lat", *rows]), encoding="utf-8")
    return file


@pytest.fixture
def killed(path, machine, now, monkeypatch):
    """Begin reading and leave the run as a killed program does: half read, and nobody has said that it ended."""
    run = begin_import(path=path, mapping=MAPPING, source="x", now=now, by=machine)

    def stop(run):
        if run.read >= 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go_through(run, path=path, now=now, by=machine, watch=stop)
    run.state, run.message = "running", ""
    run.save()
    return run


def ended_process():
    """Return the number of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_run_whose_process_is_gone_is_stopped_at_the_next_look(killed, machine):
    host = this_process().rpartition(":")[0]
    ImportRun.objects.update(worker=f"{host}:{ended_process()}")
    assert stop_lost_runs(now=killed.heard_at, by=machine) == 1
    killed.refresh_from_db()
    assert killed.state == "stopped" and killed.message.startswith("Avbruten")
    assert Event.objects.filter(happening="import.stopped").count() == 2
    assert stop_lost_runs(now=killed.heard_at, by=machine) == 0


def test_a_run_on_another_machine_is_stopped_when_it_has_been_silent(killed, machine):
    ImportRun.objects.update(worker=f"another:{os.getpid()}")
    assert stop_lost_runs(now=killed.heard_at + SILENT_AFTER, by=machine) == 0
    assert stop_lost_runs(now=killed.heard_at + SILENT_AFTER + timedelta(seconds=1), by=machine) == 1


def test_the_same_command_goes_on_after_a_kill(killed, path, machine, now):
    host = this_process().rpartition(":")[0]
    ImportRun.objects.update(worker=f"{host}:{ended_process()}")
    again = begin_import(path=path, mapping=MAPPING, source="x", now=now, by=machine)
    done = go_through(again, path=path, now=now, by=machine)
    assert (done.pk, done.state, done.created) == (killed.pk, "done", 1300)
    assert Observation.objects.count() == 1300


def test_a_file_that_is_being_read_is_not_read_twice_at_once(killed, path, machine, now):
    with pytest.raises(ImportRefused, match="läses redan in"):
        begin_import(path=path, mapping=MAPPING, source="x", now=now, by=machine)


def test_two_who_begin_the_same_file_at_once_read_it_once(path, now, machine):
    first = begin_import(path=path, mapping=MAPPING, source="x", now=now, by=machine)
    with pytest.raises(ImportRefused, match="läses redan in"):
        begin_import(path=path, mapping=MAPPING, source="x", now=now, by=machine)
    ImportRun.objects.filter(pk=first.pk).update(created_at=F("created_at") - timedelta(hours=7))
    assert begin_import(path=path, mapping=MAPPING, source="x", now=now, by=machine) == first
