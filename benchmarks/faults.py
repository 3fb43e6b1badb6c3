"""What happens to reports when everything around them breaks?

    python -m benchmarks.faults [DRILL …] [--reports 10000] [--postgresql]

Each drill starts `samsyn serve` on a town of its own, starts it again when it stops (as systemd does), and lets
reporters send until every report is acknowledged, the same one again after every answer that did not come. Meanwhile:

    kill        web and worker are killed (-9) again and again
    database    the database is restarted in mid-flight, and made read only for a while (--postgresql)
    disk        the disk is full, then has room again (needs the right to mount)
    clock       the machine's clock jumps an hour and a day, both ways (needs the program faketime)
    servers     two servers on one database, the same reports sent to both
    upload      bodies that are cut, swollen, mangled or not what they say
    job         the worker is killed (-9) twice while it reads in a file of so many rows

Prints one line of JSON for each: acknowledged, stored, lost, doubled, changed, and every kind of answer with its words.
"""

import argparse
import contextlib
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
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.load_reports import database, report, reporters, start

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, MOST_SECONDS = 8, 4800
DRILLS = ("kill", "database", "disk", "clock", "servers", "upload", "job")


class Service:
    """`samsyn serve`, started again a moment after it stops."""

    def __init__(self, *before: str) -> None:
        self.before, self.address, self.starts = before, "", 0
        self._process: subprocess.Popen[str] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()
        while not self.address:
            time.sleep(0.05)

    def _keep(self) -> None:
        port = "0"
        while not self._stopped.is_set():
            command = [*self.before, sys.executable, "-m", "samsyn.cli", "serve", "--port", port]
            self._process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
            )
            self.starts += 1
            assert self._process.stdout
            for said in self._process.stdout:  # also what it says when a part of it stops before it has answered
                if said.startswith("http://"):
                    self.address = said.strip().removeprefix("http://")
                    port = self.address.rsplit(":", 1)[1]
            self._process.wait()
            time.sleep(0.5)

    def children(self) -> list[int]:
        """Return the processes of web and worker, and those that they have started."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, IndexError):
                parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        own = {self._process.pid} if self._process else set()
        while more := {pid for pid, parent in parents.items() if parent in own} - own:
            own |= more
        return sorted(own - {self._process.pid}) if self._process else []

    def stop(self) -> None:
        """Stop for good."""
        self._stopped.set()
        if self._process:
            self._process.terminate()
        self._thread.join(timeout=30)


class Reporters:
    """Threads that send until everything is acknowledged; what was sent and what was answered."""

    def __init__(self, services: list[Service], sessions: list[str], reports: int) -> None:
        self.services = services
        # Each report is one person's, also when it is sent again: somebody else's would rightly be refused.
        self.waiting = [(sessions[number % len(sessions)], report()) for number in range(reports)]
        for _session, body in self.waiting:
            body["text"] = f"Dörrstängaren i port {random.randint(1, 9)} avriven igen, tredje gången sen i höstas."
        self.sent = {body["id"]: body["text"] for _session, body in self.waiting}
        self.answers: Counter[str] = Counter()
        self.said: dict[str, str] = {}
        self.acknowledged: set[str] = set()
        self._lock = threading.Lock()
        self.until = time.monotonic() + MOST_SECONDS
        self.threads = [threading.Thread(target=self._send, daemon=True) for _ in range(CLIENTS)]

    def run(self, meanwhile: Callable[[], None]) -> None:
        """Send everything while something else happens."""
        for thread in self.threads:
            thread.start()
        meanwhile()
        for thread in self.threads:
            thread.join()

    @property
    def share(self) -> float:
        """How much is acknowledged, 0–1."""
        return len(self.acknowledged) / len(self.sent)

    def _send(self) -> None:
        while time.monotonic() < self.until:
            with self._lock:
                if not self.waiting:
                    return
                session, body = self.waiting.pop()
            done = [self._once(service, session, body) for service in self.services]
            if not any(done):
                with self._lock:
                    self.waiting.insert(0, (session, body))
                time.sleep(0.2)

    def _once(self, service: Service, session: str, body: dict[str, Any]) -> bool:
        headers = {"Cookie": f"samsyn_session={session}", "X-Samsyn": "1",
                   "Content-Type": "application/json"}  # fmt: skip
        try:
            connection = http.client.HTTPConnection(service.address, timeout=40)
            connection.request("POST", "/norr/api/v1/rapporter", json.dumps(body), headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
            kind = f"{answer.status} {told.get('status', '')}"
            connection.close()
        except (OSError, http.client.HTTPException):
            kind, told = "no answer", {}
        except ValueError:
            kind, told = "not in words", {}
        with self._lock:
            self.answers[kind] += 1
            if told.get("sentence"):
                self.said.setdefault(kind, told["sentence"])
            if told.get("id") == body["id"]:
                self.acknowledged.add(body["id"])
        return told.get("id") == body["id"]

    def judged(self) -> dict[str, Any]:
        """Return what became of everything, from the database."""
        from django.db import connections

        from samsyn.method.observations.models import Observation

        connections.close_all()
        stored: Counter[str] = Counter()
        changed = 0
        for id_, text in Observation.objects.values_list("id", "text"):
            stored[str(id_)] += 1
            changed += self.sent.get(str(id_), text) != text
        texts = sum(stored.values())
        return {
            "sent": len(self.sent), "acknowledged": len(self.acknowledged), "stored": texts,
            "lost": sum(1 for id_ in self.acknowledged if id_ not in stored),
            "doubled": sum(number - 1 for number in stored.values()), "changed": changed,
            "never_acknowledged": len(self.sent) - len(self.acknowledged),
            "starts": [service.starts for service in self.services],
            "answers": dict(self.answers), "said": self.said,
        }  # fmt: skip


def kill(sending: Reporters) -> None:
    """Kill a child of the service, again and again, each time in the midst of some hundred reports."""
    (service,) = sending.services
    killed = 0
    while sending.share < 0.97 and time.monotonic() < sending.until:
        wanted = killed + random.randint(100, 400)
        while len(sending.acknowledged) < min(wanted, 0.97 * len(sending.sent)) and time.monotonic() < sending.until:
            time.sleep(0.01)
        killed = len(sending.acknowledged)
        living = service.children()
        if living:
            with contextlib.suppress(OSError):
                os.kill(random.choice(living), signal.SIGKILL)


def restart_database(sending: Reporters) -> None:
    """Restart PostgreSQL at once, without waiting for anybody, and make it read only for three seconds, in turns."""
    from tools import run_tests

    programs = run_tests.postgresql_folder()
    folder = os.environ["SAMSYN_DATABASE"].split("host=")[1].split("&")[0]
    port = os.environ["SAMSYN_DATABASE"].rsplit("=", 1)[1]
    assert programs
    while sending.share < 0.9 and time.monotonic() < sending.until:
        time.sleep(4)
        again = [
            str(programs / "pg_ctl"),
            "-D",
            f"{folder}/data",
            "-m",
            "immediate",
            "-w",
            "restart",
            "-l",
            f"{folder}/log",
        ]
        subprocess.run(run_tests.as_postgres(again), cwd=folder, capture_output=True, check=True)
        time.sleep(4)
        for read_only in ("on", "off"):
            said = f"ALTER SYSTEM SET default_transaction_read_only = {read_only}"
            writable = "SET default_transaction_read_only = off"
            words = [part for one in (writable, said, "SELECT pg_reload_conf()") for part in ("-c", one)]
            psql = [str(programs / "psql"), "-qh", folder, "-p", port, "-U", "samsyn", "-d", "postgres", *words]
            subprocess.run(run_tests.as_postgres(psql), cwd=folder, capture_output=True, check=True)
            time.sleep(3)


def fill_disk(sending: Reporters, place: Path) -> None:
    """Fill the disk to the last byte for some seconds, and give the room back, in turns."""
    filler = place / "filler"
    while sending.share < 0.9 and time.monotonic() < sending.until:
        time.sleep(3)
        with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 65536)
        time.sleep(4)
        filler.unlink(missing_ok=True)


def jump_clock(sending: Reporters, hands: Path) -> None:
    """Turn the service's clock forth and back while it runs."""
    for jump in ("+1h", "-1h", "+1d", "-1d", "+0"):
        hands.write_text(f"{jump}\n", encoding="utf-8")
        time.sleep(5)


def mangled(bodies: int, service: Service, session: str) -> dict[str, Any]:
    """Send bodies that are cut, swollen or mangled; count the answers, which are never the server's own fault."""
    answers: Counter[int | str] = Counter()
    chance = random.Random(7)
    for number in range(bodies):
        whole = json.dumps(report()).encode()
        length = len(whole)
        match number % 6:
            case 0:
                whole = whole[: chance.randrange(1, len(whole))]
            case 1:
                whole = whole[: len(whole) // 2]  # less than the length says
            case 2:
                spots = bytearray(whole)
                for _ in range(5):
                    spots[chance.randrange(len(spots))] = chance.randrange(256)
                whole = bytes(spots)
            case 3:
                whole = json.dumps({**report(), "text": "a" * 200_000}).encode()
            case 4:
                whole = json.dumps({**report(), chance.choice(["id", "observed_to", "category", "area"]): chance.choice(
                    [None, 7, [], {}, "", "\x00", "9" * 400, "-1", "2026-13-45T99:99"])}).encode()  # fmt: skip
            case _:
                whole = chance.randbytes(chance.randrange(1, 2000))
        headers = {"Cookie": f"samsyn_session={session}", "X-Samsyn": "1", "Content-Type": "application/json",
                   "Content-Length": str(length if number % 6 == 1 else len(whole))}  # fmt: skip
        try:
            connection = http.client.HTTPConnection(service.address, timeout=0.3 if number % 6 == 1 else 20)
            connection.request("POST", "/norr/api/v1/rapporter", whole, headers)
            answers[connection.getresponse().status] += 1
            connection.close()
        except (OSError, http.client.HTTPException):
            answers["cut off"] += 1
    errors = sum(n for kind, n in answers.items() if isinstance(kind, int) and kind >= 500)
    return {"bodies": bodies, "answers": {str(kind): n for kind, n in answers.items()}, "server_errors": errors}


def job(rows: int, service: Service) -> dict[str, Any]:
    """Let the worker read in a file and kill it when a third and two thirds are stored; say what came of it."""
    from django.db import DatabaseError, connections
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from samsyn.exchange.actions import keep_upload, start_import
    from samsyn.exchange.mapping import read_mapping
    from samsyn.ground.people.members import member_of
    from samsyn.ground.people.models import User
    from samsyn.ground.tenancy.models import Municipality
    from samsyn.jobs.imports import read_in
    from samsyn.method.observations.models import Observation
    from tests.fuzz.files import PLAIN

    here, user, now = Municipality.objects.at("norr"), User.objects.get(email="bo@norr.example"), timezone.now()
    lines = (f"{nr};klotter;Trasig lampa;2025-10-01 21:30;17.15;62.41\n" for nr in range(rows))
    upload = keep_upload(iter([b"nr;slag;text;tid;lon;lat\n", "".join(lines).encode()]), file_name="a.csv")
    member = member_of(user, here, on=now.date())
    run = start_import(
        upload=upload, file_name="a.csv", mapping=read_mapping(PLAIN), source="drill", now=now, by=member
    )
    task, kills = read_in.enqueue(str(run.pk), str(user.pk), "norr"), []
    until = time.monotonic() + MOST_SECONDS
    while not task.is_finished and time.monotonic() < until:
        time.sleep(0.02)
        with contextlib.suppress(DatabaseError):  # it is busy now and then
            task.refresh()
            stored = Observation.objects.exclude(external_key="").count()
            if len(kills) < 2 and stored >= rows * (len(kills) + 1) / 3 and (worker := _worker(service)):
                os.kill(worker, signal.SIGKILL)
                kills.append(stored)
    connections.close_all()
    run.refresh_from_db()
    there = Counter(Observation.objects.exclude(external_key="").values_list("external_key", flat=True))
    return {
        "rows": rows, "killed_at": kills, "task": str(task.status), "run": run.state, "stored": len(there),
        "lost": rows - len(there), "doubled": sum(there.values()) - len(there), "starts": [service.starts],
        "tries": len(DBTaskResult.objects.get(pk=task.id).worker_ids),
    }  # fmt: skip


def _worker(service: Service) -> int | None:
    for child in service.children():
        with contextlib.suppress(OSError):
            if b"jobs\0work" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
    return None


@contextlib.contextmanager
def place_for(drill: str) -> Iterator[Path]:
    """A folder for the data; for the full disk a small one of its own."""
    with tempfile.TemporaryDirectory(prefix="samsyn-faults-") as folder:
        if drill == "disk":
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            if drill == "disk":
                subprocess.run(["umount", "-l", folder], check=False)


def run(drill: str, reports: int) -> dict[str, Any]:
    """Do one drill in this process' own town; return what was found."""
    with place_for(drill) as place:
        start(place / "data")
        sessions, hands, before = reporters(20), place / "hands", []
        if drill == "clock":
            hands.write_text("+0\n", encoding="utf-8")
            before = ["env", f"FAKETIME_TIMESTAMP_FILE={hands}", "FAKETIME_NO_CACHE=1", f"LD_PRELOAD={_faketime()}"]
        services = [Service(*before) for _ in range(2 if drill == "servers" else 1)]
        try:
            if drill == "upload":
                return {"drill": drill, **mangled(reports, services[0], sessions[0])}
            if drill == "job":
                return {"drill": drill, **job(reports, services[0])}
            sending = Reporters(services, sessions, reports)
            sending.run(lambda: _meanwhile(drill, sending, place, hands))
        finally:
            for service in services:
                service.stop()
        return {"drill": drill, **sending.judged()}


def _meanwhile(drill: str, sending: Reporters, place: Path, hands: Path) -> None:
    if drill == "kill":
        kill(sending)
    elif drill == "database":
        restart_database(sending)
    elif drill == "disk":
        fill_disk(sending, place)
    elif drill == "clock":
        jump_clock(sending, hands)


def _faketime() -> str:
    found = list(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise SystemExit("The drill of the clock needs libfaketime (Debian: apt install libfaketime).")
    return str(found[0])


def main() -> int:
    """Run each drill in a process of its own, since each has its own database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drills", nargs="*", choices=[*DRILLS, []], default=list(DRILLS))
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--postgresql", action="store_true")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if len(args.drills) > 1:
        more = ["--reports", str(args.reports), *(["--postgresql"] if args.postgresql else [])]
        mine = [drill for drill in args.drills if drill != "database" or args.postgresql]
        return max(
            subprocess.run([sys.executable, "-m", "benchmarks.faults", d, *more], check=False).returncode for d in mine
        )
    with database(args.postgresql):
        found = run(args.drills[0], args.reports)
    found["database"] = "postgresql" if args.postgresql else "sqlite"
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return (
        1 if any(found.get(bad) for bad in ("lost", "doubled", "changed", "server_errors", "never_acknowledged")) else 0
    )


if __name__ == "__main__":
    sys.exit(main())
