"""How much work is the map and the list with 100 000 observations?

    python benchmarks/screens.py [--rows 100000] [--keep FOLDER]

Makes an invented town through the same verb as an import (`submit_observations`), in a database of its own (SQLite, or
what SAMSYN_DATABASE says), and asks for the screens through Django's test client: the whole answer with sign-in,
permissions, database and template. Prints one line of JSON for each: CPU seconds of the process, wall clock, questions
to the database, bytes.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

LAST = datetime(2026, 11, 22, 18, tzinfo=UTC)
WEST, SOUTH, STEP, AREAS, PLACES, YEARS = 17.1, 62.4, 0.02, 6, 300, 3
LIST, TILE, POINTS, CREATE = 0.060, 0.050, 0.060, 0.025


def start(folder: Path) -> None:
    """Start Django on a database of its own."""
    os.environ.update(SAMSYN_DATA=str(folder), DJANGO_SETTINGS_MODULE="samsyn.config.settings")
    os.environ.setdefault("SAMSYN_SECRET_KEY", "only-for-benchmarks-" + "0" * 40)
    os.environ["SAMSYN_HOSTS"] = "testserver"
    folder.mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def found_town() -> Any:
    """Put the town in place: six areas, 300 places, eight parties, a coordinator and a group member."""
    import shapely

    from samsyn.ground.people.actions import add_membership, add_organisation, add_user, founder
    from samsyn.ground.people.models import Role
    from samsyn.ground.places.actions import add_area_set, add_place
    from samsyn.ground.tenancy.actions import add_municipality
    from samsyn.method.observations.actions import equip_municipality

    extent = (WEST, SOUTH, WEST + AREAS * STEP, SOUTH + STEP)
    by = founder(add_municipality(slug="bank", name="Bänk", code="9900", extent=extent, fictional=True))
    equip_municipality(by=by)
    boxes = [shapely.box(WEST + n * STEP, SOUTH, WEST + (n + 1) * STEP, SOUTH + STEP) for n in range(AREAS)]
    rows = [
        {"code": f"0{n}", "name": f"Del {n}", "polygon": shapely.to_wkb(box), "centre_lon": box.centroid.x,
         "centre_lat": box.centroid.y} for n, box in enumerate(boxes)
    ]  # fmt: skip
    add_area_set(name="Delar", valid_from=date(2015, 1, 1), working=True, areas=rows, by=by)
    rng = np.random.default_rng(41)
    for n in range(PLACES):
        lon, lat = WEST + rng.random() * AREAS * STEP, SOUTH + rng.random() * STEP
        add_place(name=f"Plats {n}", lon=float(lon), lat=float(lat), on=LAST.date(), by=by)
    parties = {
        kind: add_organisation(name=kind, kind=kind, legal_kind="state" if kind == "police" else "board", by=by)
        for kind in ("coordinator", "housing", "guards", "school", "youth", "police", "parks", "library")
    }
    roles = {role.code: role for role in Role.objects.filter(municipality=by.municipality)}
    for name, role, kind in (("bo", "coordinator", "coordinator"), ("dag", "group_member", "police")):
        user = add_user(email=f"{name}@bank.example", name=name, password="only for benchmarks", by=by)
        add_membership(user=user, organisation=parties[kind], role=roles[role], by=by)
    return by


def seed(rows: int) -> None:
    """Fill the town as an import would: 45 % at known places, 43 % at points, 12 % known only to their area."""
    from samsyn.ground.people.models import Organisation
    from samsyn.ground.places.models import Area, Place
    from samsyn.method.observations.actions import submit_observations
    from samsyn.method.observations.drafts import Draft
    from samsyn.method.observations.models import Category

    by = found_town()
    here, rng = by.municipality, np.random.default_rng(40)
    areas, places = list(Area.objects.filter(municipality=here)), list(Place.objects.filter(municipality=here))
    categories = list(Category.objects.filter(municipality=here, parent__isnull=False, active=True))
    parties = list(Organisation.objects.filter(municipality=here))
    texts = ["Dörrstängaren är avriven igen.", "Gäng i trapphuset, hög musik och skräp.", "Lampan lyser inte.", "",
             "Övergiven bil."]  # fmt: skip
    for start_at in range(0, rows, 2000):
        drafts = []
        for _row in range(min(2000, rows - start_at)):
            where: dict[str, Any] = {"area": areas[int(rng.integers(AREAS))]}
            luck = rng.random()
            if luck < 0.45:
                where = {"place": places[int(rng.integers(PLACES))]}
            elif luck < 0.88:
                where = {"lon": float(WEST + rng.random() * AREAS * STEP), "lat": float(SOUTH + rng.random() * STEP)}
            drafts.append(Draft(
                category=categories[int(rng.integers(len(categories)))], text=texts[int(rng.integers(len(texts)))],
                observed_to=LAST - timedelta(minutes=float(rng.random() * YEARS * 365 * 24 * 60)),
                owner=parties[int(rng.integers(len(parties)))],
                audience=("parties", "parties", "authorities", "own")[int(rng.integers(4))], **where,
            ))  # fmt: skip
        submit_observations(drafts, by=by, now=LAST)


def timed(name: str, ask: Callable[[], Any], *, rounds: int, target: float | None = None) -> None:
    """Ask so many times and print the middle, the slowest twentieth, the questions and the bytes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as questions:
        answer = ask()
        asked = len(questions)
    cpu, wall = [], []
    for _round in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        ask()
        cpu.append(time.process_time() - used)
        wall.append(time.perf_counter() - began)
    p95 = sorted(wall)[max(0, int(len(wall) * 0.95) - 1)]
    print(json.dumps({
        "what": name, "cpu_ms": round(1000 * statistics.median(cpu), 1),
        "wall_ms": round(1000 * statistics.median(wall), 1), "wall_p95_ms": round(1000 * p95, 1), "queries": asked,
        "bytes": len(getattr(answer, "content", b"")),
        **({"target_ms": round(1000 * target)} if target else {}),
    }))  # fmt: skip


def measure_screens(who: str) -> None:
    """Ask for list, tiles and points as one person."""
    from django.test import Client

    from samsyn.ground.people.models import User
    from samsyn.web.map import kept

    client = Client()
    client.force_login(User.objects.get(email=f"{who}@bank.example"))

    def get(address: str) -> Any:
        answer = client.get(f"/bank/karta{address}")
        assert answer.status_code == 200, (address, answer.status_code)
        return answer

    def cold() -> Any:
        kept.SHELF.kept.clear()
        return get("/plattor/11/1121/566.mvt?period=allt")

    timed(f"{who}: list of 100, everything", lambda: get("?period=allt"), rounds=15, target=LIST)
    timed(f"{who}: list of 100, four weeks", lambda: get(""), rounds=15, target=LIST)
    timed(f"{who}: list of 100, one area", lambda: get("?period=allt&area=02"), rounds=9, target=LIST)
    timed(f"{who}: list of 100, one category", lambda: get("?period=allt&category=E1"), rounds=9)
    timed(f"{who}: list of 100, a word", lambda: get("?period=allt&q=%C3%B6vergiven"), rounds=5)
    timed(f"{who}: first tile, cold", cold, rounds=3, target=1.0)
    spots = [(z, x, y) for z in (9, 11, 13, 14) for x, y in _tiles(z)]
    turn = iter(range(10_000))

    def warm() -> Any:
        z, x, y = spots[next(turn) % len(spots)]
        return get(f"/plattor/{z}/{x}/{y}.mvt?period=allt")

    timed(f"{who}: tile, warm", warm, rounds=200, target=TILE)
    timed(f"{who}: GeoJSON of 4 000 points", lambda: get("/punkter.geojson?period=allt"), rounds=9, target=POINTS)


def _tiles(z: int) -> list[tuple[int, int]]:
    def at(lon: float, lat: float) -> tuple[int, int]:
        y = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2
        return int((lon + 180) / 360 * 2**z), int(y * 2**z)

    (left, bottom), (right, top) = at(WEST, SOUTH), at(WEST + AREAS * STEP, SOUTH + STEP)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def measure_create() -> None:
    """Submit single reports, as from a phone."""
    from samsyn.ground.people.members import member_of
    from samsyn.ground.people.models import User
    from samsyn.ground.tenancy.models import Municipality
    from samsyn.method.observations.actions import submit_observation
    from samsyn.method.observations.drafts import Draft
    from samsyn.method.observations.models import Category

    here = Municipality.objects.at("bank")
    member = member_of(User.objects.get(email="dag@bank.example"), here, on=LAST.date())
    category = Category.objects.filter(municipality=here, code="E1").get()
    point = {"lon": WEST + 0.05, "lat": SOUTH + 0.01}

    def submit() -> Any:
        draft = Draft(category=category, observed_to=LAST, text="Ruta krossad vid entrén.", **point)
        return submit_observation(draft=draft, now=LAST, by=member)

    timed("create one report", submit, rounds=30, target=CREATE)


def main() -> None:
    """Make the town and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="a folder to make the town in, or to use again")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        start(folder)
        if not (folder / "made").exists():
            began = time.perf_counter()
            seed(args.rows)
            print(f"{args.rows} rows made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
            (folder / "made").touch()
        for who in ("bo", "dag"):
            measure_screens(who)
        measure_create()


if __name__ == "__main__":
    main()
