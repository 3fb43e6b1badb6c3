"""Is the memory of `samsyn serve` as large after two hours of steady work as after the first half hour?

    python -m benchmarks.server_soak [--minutes 120] [--a-second 1.2] [--postgresql] [--out FILE]

Makes the demonstration's towns in a folder of its own, starts `samsyn serve` on it (web, worker, schedule) and lets its
people work: reports, reviews, lists, map tiles, exports, pictures, papers, meetings, sign-ins and -outs, photos; the
worker compiles the picture of a week that has none, issues papers and answers long questions. Every half minute the
memory, open files and threads of every process of the tree are read from /proc, and the database, its log and the times
of the answers. Afterwards a line is fitted to each process' memory after the warm-up, with an interval that bears that
neighbouring readings are alike (Newey and West, lags of ten minutes). Writes one JSON file.
"""

import argparse
import base64
import http.client
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
EVERY_SECONDS = 30
WARM_UP_SHARE = 0.25
TOWN = "granvik"
ROLES = ("samordnare", "rapportor", "kommunpolis", "forvaltare", "styrgrupp")
WORDS = ("Dörrstängaren i port {} avriven igen.", "Klotter på gaveln vid nummer {}.", "Trasig lampa vid gång {}.")
TICK = os.sysconf("SC_CLK_TCK")


class Person:
    """Somebody signed in, with cookies and a token; asks over one connection a time."""

    def __init__(self, address: str, email: str, password: str) -> None:
        self.address, self.email, self.password = address, email, password
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, str]:
        """Ask once; returns status, body and where it leads."""
        connection = http.client.HTTPConnection(self.address, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, {"Cookie": cookies, **headers})
        answer = connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, content, answer.headers.get("Location", "")

    def form(self, path: str, fields: dict[str, Any]) -> tuple[int, bytes, str]:
        """Send a form."""
        told = urlencode({"csrfmiddlewaretoken": self.cookies.get("samsyn_csrf", ""), **fields}).encode()
        return self.ask("POST", path, told, **{"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self) -> int:
        """Sign in anew, as at the start of a day."""
        self.cookies.clear()
        self.ask("GET", "/logga-in")
        return self.form("/logga-in", {"username": self.email, "password": self.password})[0]


class Traffic:
    """What people do, drawn by weight; each answer's time and status is kept until the next reading."""

    def __init__(self, address: str, rng: random.Random, password: str) -> None:
        self.rng, self.lock = rng, threading.Lock()
        self.people = {role: Person(address, f"{role}@granvik.example", password) for role in ROLES}
        self.times: list[float] = []
        self.by_kind: dict[str, list[float]] = {}
        self.statuses: Counter[str] = Counter()
        self.strange: Counter[str] = Counter()
        self.sent: set[str] = set()
        self.known: dict[str, Any] = {}
        self.latest = ""
        self.doings: list[tuple[float, Callable[[], tuple[int, str]]]] = [
            (22, self.report), (8, self.basis), (30, self.page), (18, self.tile), (6, self.review), (3, self.signs_in),
            (2, self.pdf), (1, self.export), (2, self.photo), (4, self.meeting), (1, self.long_question),
            (0.6, self.issue), (0.7, self.paper), (2, self.style),
        ]  # fmt: skip

    def once(self) -> None:
        """Do one thing, and keep how long it took."""
        weights = [weight for weight, _doing in self.doings]
        doing = self.rng.choices(self.doings, weights)[0][1]
        begun = time.perf_counter()
        try:
            status, what = doing()
        except (OSError, http.client.HTTPException) as problem:
            status, what = 0, f"{doing.__name__}: {type(problem).__name__}"
        took = (time.perf_counter() - begun) * 1000
        with self.lock:
            self.times.append(took)
            self.by_kind.setdefault(doing.__name__, []).append(took)
            self.statuses[f"{status // 100}xx"] += 1
            if status == 0 or status >= 400:
                self.strange[f"{status} {what}"[:120]] += 1

    def get(self, role: str, path: str) -> tuple[int, str]:
        """Open a page as somebody; signed out means in again first."""
        status, _content, leads = self.people[role].ask("GET", path)
        if status == 302 and "logga-in" in leads:
            self.people[role].sign_in()
            status = self.people[role].ask("GET", path)[0]
        return status, path

    def api(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        told = json.dumps(body).encode() if body is not None else None
        kind = {"X-Samsyn": "1", "Content-Type": "application/json"}
        status, content, _leads = self.people["rapportor"].ask(method, f"/{TOWN}/api/v1/{path}", told, **kind)
        return status, content

    def report(self) -> tuple[int, str]:
        """Send a report; every twentieth twice."""
        basis, now = self.known["basis"], datetime.now(UTC)
        body = {
            "id": str(uuid4()), "category": self.rng.choice(basis["categories"])["code"],
            "area": self.rng.choice(basis["areas"])["code"], "client_now": now.isoformat(),
            "observed_to": (now - timedelta(minutes=self.rng.randint(5, 3000))).isoformat(),
            "text": self.rng.choice(WORDS).format(self.rng.randint(1, 90)),
        }  # fmt: skip
        for _time in range(2 if self.rng.random() < 0.05 else 1):
            status, content = self.api("POST", "rapporter", body)
        if status in (200, 201):
            self.sent.add(body["id"])
            self.latest = body["id"]
        return status, f"report {content[:80].decode(errors='replace')}"

    def photo(self) -> tuple[int, str]:
        """Send a report and a photo to it."""
        from PIL import Image

        status, said = self.report()
        if status not in (200, 201):
            return status, said
        image, kept = Image.effect_noise((1200, 900), 60).convert("RGB"), io.BytesIO()
        image.save(kept, "JPEG", quality=70)
        body = {"id": str(uuid4()), "jpeg": base64.b64encode(kept.getvalue()).decode()}
        status, content = self.api("POST", f"rapporter/{self.latest}/bilder", body)
        return status, f"photo {content[:80].decode(errors='replace')}"

    def basis(self) -> tuple[int, str]:
        status, content = self.api("GET", "underlag")
        if status == 200:
            self.known["basis"] = json.loads(content)
        return status, "basis"

    def page(self) -> tuple[int, str]:
        role, path = self.rng.choice(self.known["pages"])
        return self.get(role, f"/{TOWN}/{path}")

    def tile(self) -> tuple[int, str]:
        z, x, y = self.rng.choice(self.known["tiles"])
        return self.get(self.rng.choice(["samordnare", "kommunpolis"]), f"/{TOWN}/karta/plattor/{z}/{x}/{y}.mvt")

    def review(self) -> tuple[int, str]:
        """Open the list of what waits and accept the first one."""
        person = self.people["samordnare"]
        status, content, _leads = person.ask("GET", f"/{TOWN}/granska")
        first = re.search(rb"/granska/([0-9a-f-]{36})/godkann", content)
        if first is None:
            return status, "review, nothing waits"
        return person.form(f"/{TOWN}/granska/{first[1].decode()}/godkann", {})[0], "accept"

    def signs_in(self) -> tuple[int, str]:
        role = self.rng.choice(ROLES)
        return self.people[role].sign_in(), f"sign in {role}"

    def pdf(self) -> tuple[int, str]:
        return self.get("samordnare", f"/{TOWN}/lagesbild/{self.rng.choice(self.known['weeks'])}.pdf")

    def export(self) -> tuple[int, str]:
        return self.get("samordnare", f"/{TOWN}/karta/export.{self.rng.choice(['xlsx', 'csv', 'geojson'])}")

    def paper(self) -> tuple[int, str]:
        return self.get("samordnare", f"/{TOWN}/{self.rng.choice(self.known['papers'])}")

    def meeting(self) -> tuple[int, str]:
        return self.get("samordnare", f"/{TOWN}/mote/{self.rng.choice(self.known['meetings'])}")

    def long_question(self) -> tuple[int, str]:
        method = self.rng.choice(["density", "scan", "near-repeats", "hours", "counts", "clusters", "hotspots"])
        return self.get("samordnare", f"/{TOWN}/monster?method={method}&period=allt")

    def issue(self) -> tuple[int, str]:
        """Have the worker make a paper in all its formats."""
        week = self.rng.choice(self.known["locked"])
        person = self.people["samordnare"]
        address = f"/{TOWN}/utgavor/ny?papper=weekly&vecka={week}&visas=parties"
        return person.form(address, {"funktion": "Samordnare"})[0], "issue"

    def style(self) -> tuple[int, str]:
        return self.get("rapportor", self.rng.choice(self.known["static"]))


def tree(parent: int) -> list[int]:
    """Return the processes under one, itself first."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
    own = {parent}
    while more := {pid for pid, above in parents.items() if above in own} - own:
        own |= more
    return [parent, *sorted(own - {parent})]


def reading(pid: int) -> dict[str, Any] | None:
    """Read one process: memory in kB, open files, threads, CPU seconds, and what it is called."""
    place = Path("/proc") / str(pid)
    try:
        memory = {
            name: int(line.split()[1]) for line in (place / "smaps_rollup").read_text().splitlines()[1:]
            if (name := line.partition(":")[0]) in ("Rss", "Pss", "Private_Dirty")
        }  # fmt: skip
        parts = (place / "stat").read_text().rsplit(")", 1)[1].split()
        words = (place / "cmdline").read_bytes().decode().split("\0")
        return {
            "called": called(words), "rss_kb": memory["Rss"], "pss_kb": memory["Pss"],
            "private_kb": memory["Private_Dirty"], "files": len(list((place / "fd").iterdir())),
            "threads": int(parts[17]), "cpu_s": round((int(parts[11]) + int(parts[12])) / TICK, 2),
        }  # fmt: skip
    except (OSError, KeyError, IndexError):
        return None


def called(words: list[str]) -> str:
    """Name a process of the tree by what it does."""
    line = " ".join(words)
    for sign, name in (("jobs work", "worker"), ("serve", "parent"), ("resource_tracker", "tracker"),
                       ("spawn_main", "web"), ("granian", "web's parent")):  # fmt: skip
        if sign in line:
            return name
    return line[:40]


def known_of() -> dict[str, Any]:
    """Look up in the database what there is to open."""
    import math

    from django.conf import settings

    from samsyn.ground.tenancy.models import Municipality
    from samsyn.method.measures.models import Measure
    from samsyn.method.meetings.models import Meeting
    from samsyn.method.pictures.models import SituationalPicture
    from samsyn.method.problems.models import Problem

    here = Municipality.objects.at(TOWN)
    Municipality.objects.filter(pk=here.pk).update(settings={**here.settings, "photos": True})
    pictures = [one for one in SituationalPicture.objects.filter(municipality=here) if one.weeks == 1]
    meetings = [str(pk) for pk in Meeting.objects.filter(municipality=here).values_list("pk", flat=True)]
    tiles = []
    for z in (11, 12, 13, 14):
        n = 2**z
        across = [int((lon + 180) / 360 * n) for lon in (here.west, here.east)]
        down = [
            int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n) for lat in (here.north, here.south)
        ]
        tiles += [(z, x, y) for x in range(across[0], across[1] + 1) for y in range(down[0], down[1] + 1)]
    lists = ["", "granska", "karta", "lagesbild/", "atgarder/", "atgarder/tavla", "atgarder/karta", "problem", "mote/",
             "prioritering", "arbetet", "utgavor/", "planer/", "lagkollen", "omrade/", "arshjul/", "logbok",
             "karta/underlag.json", "karta/punkter.geojson", "bibliotek", "data/"]  # fmt: skip
    pages = [("samordnare", path) for path in lists]
    pages += [
        ("samordnare", f"atgarder/{n}")
        for n in Measure.objects.filter(municipality=here).values_list("number", flat=True)[:12]
    ]
    pages += [
        ("samordnare", f"problem/{n}/orsaker")
        for n in Problem.objects.filter(municipality=here).values_list("number", flat=True)[:4]
    ]
    pages += [("samordnare", f"lagesbild/{one.week.address}") for one in pictures]
    pages += [
        (role, path) for role in ("kommunpolis", "forvaltare", "styrgrupp") for path in ("", "lagesbild/", "atgarder/")
    ]
    pages += [
        ("kommunpolis", "polislage"),
        ("kommunpolis", "karta"),
        ("rapportor", "mina"),
        ("rapportor", "rapportera"),
        ("rapportor", "sa-blev-det"),
    ]
    assets = settings.STATICFILES_DIRS[0]
    return {
        "tiles": tiles, "pages": pages, "meetings": meetings, "weeks": [one.week.address for one in pictures],
        "locked": [one.week.label for one in pictures if one.is_locked],
        "papers": ["atgarder/fil.xlsx", "arbetet/fil.xlsx", "sjalvskattning/fil.docx", "omrade/A/profil.pdf"],
        "static": [f"/static/{path.relative_to(assets)}" for path in sorted(Path(assets).rglob("*.css"))[:6]],
    }  # fmt: skip


class Work(threading.Thread):
    """Gives the worker something to do: a picture every other minute, a long question every third."""

    def __init__(self, rng: random.Random, until: float) -> None:
        super().__init__(daemon=True)
        self.rng, self.until, self.done, self.wrong = rng, until, Counter[str](), Counter[str]()

    def run(self) -> None:
        """Enqueue until the end."""
        from django.utils import timezone

        from benchmarks.work import compile_one
        from samsyn.analysis.weeks import Week

        turn = 0
        while time.monotonic() < self.until:
            time.sleep(20)
            turn += 1
            try:
                if turn % 6 == 0:
                    week = Week.containing(timezone.localdate()) - (12 + turn // 6 % 70)
                    compile_one.enqueue(TOWN, week.iso)
                    self.done["pictures"] += 1
                if turn % 9 == 0:
                    self.question()
                    self.done["questions"] += 1
            except Exception as problem:  # a busy database is told, and tried again next time
                self.wrong[str(problem)[:100]] += 1

    def question(self) -> None:
        """Ask what takes long, as the coordinator."""
        from django.utils import timezone

        from samsyn.ground.people.models import User
        from samsyn.jobs.patterns import look_for
        from samsyn.method.pictures.patterns.asked import Asked

        method = self.rng.choice(
            ["hotspots", "density", "emerging", "scan", "near-repeats", "clusters", "repeat-places"]
        )
        today = timezone.localdate()
        asked = Asked(method, today - timedelta(days=self.rng.randint(90, 700)), today, (), (), ())
        user = User.objects.get(email="samordnare@granvik.example")
        look_for.enqueue(str(user.pk), TOWN, asked.plain())


def slope(minutes: list[float], values: list[float]) -> dict[str, float]:
    """Fit a line; returns its slope per hour with a 95 % interval after Newey and West (lags of ten minutes)."""
    import numpy as np

    x, y = np.asarray(minutes) / 60, np.asarray(values, dtype=float)
    design = np.column_stack([np.ones_like(x), x])
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ y
    scores = design * (y - design @ fitted)[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags := min(20, len(x) // 4) + 1):
        across = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / lags) * (across + across.T)
    spread = float(np.sqrt((inverse @ middle @ inverse)[1, 1]))
    at = float(fitted[1])
    return {"per_hour": round(at, 1), "low": round(at - 1.96 * spread, 1), "high": round(at + 1.96 * spread, 1)}


def judged(readings: list[dict[str, Any]]) -> dict[str, Any]:
    """Return for each process its size after the warm-up and at the end, and the slope between."""
    after = [one for one in readings if one["minute"] >= WARM_UP_SHARE * readings[-1]["minute"]]
    found: dict[str, Any] = {}
    for pid in sorted({pid for one in after for pid in one["processes"]}):
        rows = [(one["minute"], one["processes"][pid]) for one in after if pid in one["processes"]]
        if len(rows) < 12:
            continue
        minutes = [minute for minute, _row in rows]
        of = {name: [row[name] for _minute, row in rows] for name in ("rss_kb", "pss_kb", "private_kb")}
        found[f"{rows[0][1]['called']} ({pid})"] = {
            **{f"{name}_slope": slope(minutes, values) for name, values in of.items()},
            **{f"{name}_first_last_max": [values[0], values[-1], max(values)] for name, values in of.items()},
            "files": [rows[0][1]["files"], rows[-1][1]["files"], max(row["files"] for _m, row in rows)],
            "threads": [rows[0][1]["threads"], rows[-1][1]["threads"], max(row["threads"] for _m, row in rows)],
            "cpu_share": round((rows[-1][1]["cpu_s"] - rows[0][1]["cpu_s"]) / ((minutes[-1] - minutes[0]) * 60), 4),
        }  # fmt: skip
    return found


def sample(begun: float, pid: int, traffic: Traffic, data: Path) -> dict[str, Any]:
    """Read everything once."""
    with traffic.lock:
        times, traffic.times = sorted(traffic.times), []
        statuses, traffic.statuses = dict(traffic.statuses), Counter()
    at = [round(times[min(len(times) - 1, int(share * len(times)))]) for share in (0.5, 0.95, 1.0)] if times else []
    file = data / "samsyn.sqlite3"
    size = {name: path.stat().st_size // 1024 for name, path in
            (("database_kb", file), ("wal_kb", file.with_name(f"{file.name}-wal"))) if path.exists()}  # fmt: skip
    return {
        "minute": round((time.monotonic() - begun) / 60, 2), "load": round(os.getloadavg()[0], 1),
        "processes": {one: found for one in tree(pid) if (found := reading(one))}, "requests": len(times),
        "ms_p50_p95_max": at, "statuses": statuses, **size,
    }  # fmt: skip


def soak(address: str, pid: int, data: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Let people work until the time is out; returns all readings and what they say."""
    from samsyn.demo.parties import PASSWORD

    rng = random.Random(args.seed)
    traffic = Traffic(address, rng, PASSWORD)
    for person in traffic.people.values():
        assert person.sign_in() == 302, person.email
    traffic.known = known_of()
    traffic.basis()
    begun = time.monotonic()
    until = begun + args.minutes * 60
    work = Work(rng, until)
    work.start()
    stopped = threading.Event()

    def sending() -> None:
        while not stopped.is_set() and time.monotonic() < until:
            time.sleep(rng.expovariate(args.a_second / 2))
            traffic.once()

    for _person in range(2):
        threading.Thread(target=sending, daemon=True).start()
    readings = []
    while time.monotonic() < until:
        time.sleep(min(EVERY_SECONDS, max(0.0, until - time.monotonic()) + 0.1))
        readings.append(sample(begun, pid, traffic, data))
        if args.out:
            args.out.with_suffix(".part").write_text(json.dumps(readings))
    stopped.set()
    return {"readings": readings, **summed(readings, traffic, work)}


def summed(readings: list[dict[str, Any]], traffic: Traffic, work: Work) -> dict[str, Any]:
    """Sum up: the memory of each process, answers by kind, and whether every acknowledged report is there."""
    from django.db import connections
    from django_tasks_db.models import DBTaskResult

    from samsyn.method.observations.models import Observation

    connections.close_all()
    stored = {str(pk) for pk in Observation.objects.values_list("pk", flat=True)}
    kinds = {}
    for name, times in sorted(traffic.by_kind.items()):
        row = sorted(times)
        kinds[name] = {"n": len(row), "p50": round(row[len(row) // 2]), "p95": round(row[int(0.95 * (len(row) - 1))]),
                       "max": round(row[-1])}  # fmt: skip
    states: Counter[str] = Counter(DBTaskResult.objects.values_list("status", flat=True))
    return {
        "memory": judged(readings), "requests": sum(one["requests"] for one in readings), "kinds": kinds,
        "statuses": dict(sum((Counter(one["statuses"]) for one in readings), Counter())),
        "strange": dict(traffic.strange.most_common(30)), "acknowledged": len(traffic.sent),
        "lost": len(traffic.sent - stored), "tasks": dict(states),
        "work": dict(work.done), "work_wrong": dict(work.wrong),
        "wal_kb_max": max(one.get("wal_kb", 0) for one in readings),
        "database_kb": [readings[0].get("database_kb"), readings[-1].get("database_kb")],
    }  # fmt: skip


def main() -> int:
    """Run the soak and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--a-second", type=float, default=1.2, help="requests")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--demo", type=Path, help="a finished demonstration to copy")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samsyn-server-soak-") as place:
        data = Path(place) / "demo"
        if args.demo:
            import shutil

            shutil.copytree(args.demo, data)
        else:
            subprocess.run([sys.executable, "-m", "samsyn.cli", "demo", "--data", str(data)], check=True, cwd=ROOT)
        (data / "static").mkdir(exist_ok=True)
        os.environ |= {"SAMSYN_DATA": str(data), "SAMSYN_DEMO": "1", "DJANGO_SETTINGS_MODULE": "samsyn.config.settings"}
        import django

        django.setup()
        command = [sys.executable, "-m", "samsyn.cli", "serve", "--port", "0"]
        with (Path(place) / "log").open("w") as log:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT)
        assert process.stdout
        try:
            address = process.stdout.readline().strip().removeprefix("http://")
            found = soak(address, process.pid, data, args)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=40)
        found |= {
            "minutes": args.minutes,
            "ended": process.returncode,
            "log": (Path(place) / "log").read_text()[-4000:],
        }
    if args.out:
        args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    sys.stdout.write(json.dumps({name: what for name, what in found.items() if name != "readings"}, indent=1) + "\n")
    return int(found["lost"] > 0)


if __name__ == "__main__":
    sys.exit(main())
