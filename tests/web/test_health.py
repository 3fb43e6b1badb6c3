"""The service tells whether it lives, is ready and how it does; never anything about people, and never to strangers."""

import json
import logging
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.test import RequestFactory
from django.utils import timezone

from samsyn.config import settings as read
from samsyn.jobs import health
from samsyn.jobs.backups.scheduled import BackupState, remember
from samsyn.jobs.schedule import JOBS, run_safely
from samsyn.jobs.serving import last_runs, say_alive
from samsyn.web.log_lines import JsonLines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    tmp_path.chmod(0o700)
    settings.SAMSYN_DATA, settings.METRICS_FOLDER = tmp_path, str(tmp_path / "metrics")
    return tmp_path


def test_it_lives_without_the_database_and_is_ready_with_it(client, monkeypatch):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "broken": []}

    def away():
        raise DatabaseError("could not connect to server at secret-host")

    monkeypatch.setattr(health, "unmade", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json() == {"status": "broken", "broken": ["database"]}
    assert "secret-host" not in answer.content.decode()


def test_figures_are_for_who_carries_the_token(client, settings, norr):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "a-long-token"
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer \xe5"}).status_code == 404
    client.get("/norr/rapporter/0190aaaa-0000-7000-8000-000000000000")
    say_alive(timezone.now())
    told = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).content.decode()
    assert 'samsyn_check_ok{check="database"} 1.0' in told
    assert "samsyn_backup_age_hours +Inf" in told and "samsyn_letters_waiting" in told
    assert "0190aaaa" not in told and 'route="/<slug:slug>/rapporter/' in told
    assert next(line for line in told.splitlines() if line.startswith("samsyn_worker_alive_seconds ")).split()[1] < "9"


def test_the_doctor_says_what_to_do(data, settings, norr, tmp_path_factory):
    now = timezone.now()
    settings.BACKUP_TO = str(tmp_path_factory.mktemp("kept") / "here")
    found = {(one.check, one.level) for one in health.findings(now)}
    assert ("worker", "broken") in found and ("backup", "broken") in found and ("database", "fine") in found
    for one in health.findings(now):
        assert one.said.format(**one.named)
        assert one.level == "fine" or one.do.format(**one.named), one
    say_alive(now)
    remember(BackupState(made_at=now.isoformat(), proved_at=(now - timedelta(days=200)).isoformat(), file=str(data)))
    levels = [(one.check, one.level) for one in health.findings(now, only=("worker", "backup"))]
    assert levels == [("worker", "fine"), ("backup", "fine"), ("backup", "warn"), ("backup", "warn")]
    data.chmod(0o755)
    assert ("data", "warn") in {(one.check, one.level) for one in health.findings(now, only=("data",))}


def test_a_job_that_fails_again_and_again_is_told(monkeypatch):
    def breaks(_now):
        raise ValueError("19121212-1212 is not a number")
        yield ""

    monkeypatch.setitem(JOBS, "forget-imports", breaks)
    run_safely("forget-imports")
    run_safely("forget-imports")
    assert last_runs()["forget-imports"]["failed_in_a_row"] == 2
    say_alive(timezone.now())
    told = [one.said.format(**one.named) for one in health.findings(timezone.now(), only=("worker",))]
    assert told[1] == "Jobbet forget-imports har misslyckats 2 gånger i rad."
    monkeypatch.setitem(JOBS, "forget-imports", lambda _now: iter(()))
    run_safely("forget-imports")
    assert last_runs()["forget-imports"]["failed_in_a_row"] == 0


def _line(**given):
    record = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "Not Found: %s", ("/inbjudan/secret",), None)
    for name, value in given.items():
        setattr(record, name, value)
    return json.loads(JsonLines().format(record))


def test_the_log_holds_no_addresses_no_values_and_no_errors_own_words(client):
    asked = RequestFactory().get("/inbjudan/secret")
    assert "secret" not in json.dumps(_line(request=asked, status_code=404))
    assert "secret" not in json.dumps(_line())
    try:
        raise ValueError("Key (email)=(anna@norr.example) already exists")
    except ValueError as problem:
        line = _line(exc_info=(type(problem), problem, problem.__traceback__))
    assert line["error"] == "ValueError" and "test_health" in line["at_code"][-1] and "anna" not in json.dumps(line)
    assert len(client.get("/healthz")["X-Request-Id"]) == 12


@pytest.mark.parametrize(
    ("reads", "value", "says"),
    [
        (lambda: read.yes("X"), "perhaps", "yes eller no"),
        (lambda: read.number("X", 3), "three", "heltal"),
        (lambda: read.one_of("X", "json", "plain"), "xml", "json eller plain"),
    ],
)
def test_a_setting_with_an_impossible_value_stops_the_start(monkeypatch, reads, value, says):
    monkeypatch.setenv("SAMSYN_X", value)
    with pytest.raises(ImproperlyConfigured, match=says):
        reads()
    monkeypatch.delenv("SAMSYN_X")
    reads()


@pytest.mark.slow
def test_a_setting_that_does_not_exist_stops_the_start_with_a_sentence():
    import subprocess
    import sys

    command = [sys.executable, "-m", "samsyn.cli", "manage", "check"]
    environment = {"SAMSYN_SECRET_KEY": "x" * 50, "SAMSYN_HOTSS": "a", "PATH": "/usr/bin:/bin"}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 1 and told.stderr == "Inställningen SAMSYN_HOTSS finns inte. Menade du SAMSYN_HOSTS?\n"
