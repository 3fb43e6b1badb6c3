"""Do 200 reporters who send within a minute get their answers in time, and is any report lost?

    python -m benchmarks.load_reports [--reporters 200] [--seconds 60] [--history 100000] [--postgresql]

Makes an invented town with that many reporters in a database of its own (SQLite, what SAMSYN_DATABASE says, or with
--postgresql a private cluster that is thrown away, which syncs to disk as one in use does), starts
`samsyn serve` with one web process, and lets every reporter open the form (what it needs to work offline) and send a
report at a random moment of the minute; every twentieth sends the same report twice, as after a lost answer. With
--history another town in the same database has so many observations, and the worker compiles its weekly picture, one
after the other, the whole minute. Prints one line of JSON: wall clock of the answers in milliseconds, how many reports
are stored, and what the web process cost.
"""

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
MOST_P95 = 500


@contextmanager
def database(postgresql: bool) -> Iterator[None]:
    """Say where the data is to be: where the environment says, or in a cluster of PostgreSQL made for this."""
    if not postgresql:
        yield
        return
    from tools import run_tests

    programs = run_tests.postgresql_folder()
    if programs is None:
        raise SystemExit(run_tests.GET_POSTGRESQL)
    with run_tests.cluster(programs, careless=False) as address:
        os.environ["SAMSYN_DATABASE"] = address
        yield


def cpu_seconds(parent: int) -> float:
    """Return the CPU seconds that a process and those it started have used, as Linux tells; 0 where it does not."""
    found, tick = 0.0, os.sysconf("SC_CLK_TCK")
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if parent in (int(stat.parent.name), int(parts[1])):
            found += (int(parts[11]) + int(parts[12])) / tick
    return found


def start(folder: Path) -> None:
    """Start Django on a database of its own."""
    os.environ.update(SAMSYN_DATA=str(folder), DJANGO_SETTINGS_MODULE="samsyn.config.settings")
    os.environ.setdefault("SAMSYN_SECRET_KEY", "only-for-benchmarks-" + "0" * 40)
    sys.path.insert(0, str(ROOT))
    folder.mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def reporters(n: int) -> list[str]:
    """Found the town and return a signed-in session for each of n reporters."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.test.utils import override_settings

    from samsyn.ground.people.actions import add_membership, add_user
    from samsyn.ground.people.models import User
    from tests.people import PASSWORD, found_norr

    # Nobody signs in with these passwords: hashing two hundred of them well would take longer than the minute.
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    quick.enable()
    town, sessions = found_norr(), []
    for number in range(n):
        user = add_user(
            email=f"r{number}@norr.example", name=f"R{number}", password=PASSWORD, trusted_password=True,
            by=town.machine,
        )  # fmt: skip
        organisation = town.organisations["housing" if number % 2 else "school"]
        add_membership(user=user, organisation=organisation, role=town.roles["reporter"], by=town.machine)
        User.objects.filter(pk=user.pk).update(course_taken_on=date(2025, 1, 6))
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.create()
        sessions.append(str(session.session_key))
    quick.disable()
    return sessions


def served() -> tuple["subprocess.Popen[str]", str]:
    """Start `samsyn serve` on a free port; returns the process and host:port."""
    command = [sys.executable, "-m", "samsyn.cli", "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    return process, process.stdout.readline().strip().removeprefix("http://")


def ask(host: str, session: str, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[float, int]:
    """Ask once; returns milliseconds and status."""
    headers = {"Cookie": f"samsyn_session={session}", "X-Samsyn": "1", "Content-Type": "application/json"}
    begun = time.perf_counter()
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request(method, f"/norr/api/v1/{path}", json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return (time.perf_counter() - begun) * 1000, answer.status


def report() -> dict[str, Any]:
    """Return a report of half an hour ago."""
    now = datetime.now(UTC)
    return {
        "id": str(uuid4()), "category": random.choice(["E1", "I1", "N0"]), "area": random.choice("ABC"),
        "observed_to": (now - timedelta(minutes=30)).isoformat(), "client_now": now.isoformat(),
        "text": "Dörrstängaren i port 14 avriven igen, tredje gången sen i höstas.",
    }  # fmt: skip


def load(host: str, sessions: list[str], seconds: float) -> dict[str, list[tuple[float, int]]]:
    """Let everyone open the form and send, each at a moment of their own."""
    found: dict[str, list[tuple[float, int]]] = {"form": [], "report": []}

    def reporter(number: int, session: str, wait: float) -> None:
        time.sleep(wait)
        found["form"].append(ask(host, session, "GET", "underlag"))
        body = report()
        for _time in range(2 if number % 20 == 0 else 1):
            found["report"].append(ask(host, session, "POST", "rapporter", body))

    threads = [
        threading.Thread(target=reporter, args=(number, session, random.uniform(0, seconds)))
        for number, session in enumerate(sessions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class Compiling(threading.Thread):
    """Keeps the worker at a picture until it is told to stop; counts those that it has finished."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.stopped, self.pictures = threading.Event(), 0

    def run(self) -> None:
        """Enqueue the next when the one before is done."""
        from django.db import connection
        from django_tasks import TaskResultStatus

        from benchmarks.picture import WEEK
        from benchmarks.work import compile_one
        from samsyn.analysis.weeks import Week

        while not self.stopped.is_set():
            begun = compile_one.enqueue("bank", Week.parse(WEEK).iso)
            while not begun.is_finished and not self.stopped.wait(0.5):
                begun.refresh()
            self.pictures += begun.status == TaskResultStatus.SUCCESSFUL
        connection.close()


def figures(rows: list[tuple[float, int]]) -> dict[str, float]:
    """Return median, 95th percentile and the slowest, and how many were not answered well."""
    times = sorted(milliseconds for milliseconds, _status in rows)
    at = [times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.95, 1.0)]
    names = ("p50", "p95", "max")
    return dict(zip(names, map(round, at), strict=True)) | {
        "n": len(rows), "failed": sum(status not in (200, 201) for _milliseconds, status in rows),
    }  # fmt: skip


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reporters", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--history", type=int, default=0, help="observations whose picture is compiled meanwhile")
    parser.add_argument("--postgresql", action="store_true", help="on a private cluster of PostgreSQL")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the cluster is stopped also when we are
    with database(args.postgresql), tempfile.TemporaryDirectory(prefix="samsyn-load-") as place:
        start(Path(place))
        sessions = reporters(args.reporters)
        compiling = Compiling()
        if args.history:
            from benchmarks.picture import seed

            seed(args.history)
        process, host = served()
        try:
            for session in sessions[:4]:
                ask(host, session, "GET", "underlag")
            if args.history:
                compiling.start()
                time.sleep(3)
            before = cpu_seconds(process.pid)
            found = load(host, sessions, args.seconds)
            spent = cpu_seconds(process.pid) - before
            compiling.stopped.set()
        finally:
            process.terminate()
            process.wait(timeout=30)
        from django.conf import settings
        from django.db import connections

        from samsyn.method.observations.models import Observation

        result: dict[str, Any] = {name: figures(rows) for name, rows in found.items()}
        result |= {"reporters": args.reporters, "seconds": args.seconds, "history": args.history}
        result["stored"] = Observation.objects.filter(municipality__slug="norr").count()
        result["pictures_meanwhile"] = compiling.pictures
        result["web_cpu_ms_per_request"] = round(spent * 1000 / sum(map(len, found.values())), 1)
        result["database"] = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
        connections.close_all()
    print(json.dumps(result))
    return int(result["report"]["p95"] > MOST_P95 or result["stored"] != args.reporters)


if __name__ == "__main__":
    sys.exit(main())
