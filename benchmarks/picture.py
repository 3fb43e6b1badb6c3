"""How long do the pictures of a week, a tertial and a year take with 100 000 observations, cold from the command line?

    python -m benchmarks.picture --rows 100000 [--keep FOLDER]

    python -m benchmarks.picture --rows 100000 --loop

The second way measures the coordinator's whole week inside one process: every party has handed in its own picture, and
compile + merge + freeze are timed one by one and together, in CPU seconds; everything is rolled back between the runs.
What a party waits for when it begins (its pre-filled points) is told too.

Makes an invented town with three years of observations in a database of its own (SQLite, or what SAMSYN_DATABASE
says), then runs `samsyn picture` as a process of its own, for JSON and for PDF, and prints seconds and memory. Each
kind runs four times; the first, which writes Python's compiled files, is left out and the middle one of the rest is
told. The tertial and the year ask all that needs more events than a week has: hot spots, concentration, clusters,
emerging places, the scan and near repeat, with their simulations, for each audience. Then the same analyses of both
pictures are timed alone, on rows that are already read, with and without simulation. The yardstick before and after
says how fast and how busy the machine is.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.yardstick import machine
from samsyn.analysis.weeks import Week

WEEK, LAST_DAY = "2025-W40", date(2025, 10, 5)
YEARS = 3


def start(folder: Path) -> None:
    """Start Django on a database of its own."""
    os.environ.update(SAMSYN_DATA=str(folder), DJANGO_SETTINGS_MODULE="samsyn.config.settings")
    os.environ.setdefault("SAMSYN_SECRET_KEY", "only-for-benchmarks-" + "0" * 40)
    folder.mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def seed(rows: int) -> None:
    """Fill the town: six areas, 200 places, 14 parties, and so many observations over three years."""
    import shapely

    from samsyn.ground.people.actions import add_organisation, founder
    from samsyn.ground.places.actions import add_area_set, add_place
    from samsyn.ground.places.models import Area, Place
    from samsyn.ground.tenancy.actions import add_municipality
    from samsyn.method.observations.actions import equip_municipality
    from samsyn.method.observations.models import Category, Observation

    west, south, step = 17.1, 62.4, 0.02
    here = add_municipality(slug="bank", name="Bänk", code="9900", extent=(west, south, west + 6 * step, south + step))
    by = founder(here)
    equip_municipality(by=by)
    boxes = [shapely.box(west + n * step, south, west + (n + 1) * step, south + step) for n in range(6)]
    add_area_set(
        name="Delar", valid_from=date(2015, 1, 1), working=True, by=by,
        areas=[{"code": f"0{n}", "name": f"Del {n}", "polygon": shapely.to_wkb(box), "centre_lon": box.centroid.x,
                "centre_lat": box.centroid.y} for n, box in enumerate(boxes)],
    )  # fmt: skip
    rng = np.random.default_rng(40)
    kinds = ["housing", "guards", "school", "youth", "police", "parks", "library", "transport"]
    parties = [
        add_organisation(name=f"Part {n}", kind=kinds[n % 8], legal_kind="private" if n % 3 else "board", by=by)
        for n in range(14)
    ]
    for n in range(200):
        lon, lat = west + rng.random() * 6 * step, south + rng.random() * step
        add_place(name=f"Plats {n}", lon=float(lon), lat=float(lat), on=LAST_DAY, by=by)
    areas = list(Area.objects.filter(municipality=here).order_by("code"))
    places = list(Place.objects.filter(municipality=here).order_by("name"))
    categories = list(Category.objects.filter(municipality=here, parent__isnull=False).order_by("code"))
    batch = []
    for _row in range(rows):
        seen = datetime(2025, 10, 5, 20, tzinfo=UTC) - timedelta(minutes=float(rng.random() * YEARS * 365 * 24 * 60))
        place = None
        lon, lat = west + rng.random() * 6 * step, south + rng.random() * step
        party, category = parties[int(rng.integers(14))], categories[int(rng.integers(len(categories)))]
        if rng.random() < 0.4:
            place = places[int(rng.integers(len(places)))]
            lon, lat = place.lon, place.lat
        local = seen.astimezone(here.zone).date()
        begun = seen - timedelta(hours=float(rng.integers(0, 20))) if rng.random() < 0.3 else None
        year, number, _ = local.isocalendar()
        batch.append(Observation(
            municipality=here, category=category, kind=category.observation_kind, observed_to=seen,
            observed_from=begun, observed_on=local, iso_week=year * 100 + number, received_on=local, lon=float(lon),
            lat=float(lat), area=areas[min(int((lon - west) / step), 5)], place=place, owner=party,
            source_kind=party.kind, audience="authorities" if rng.random() < 0.1 else "parties", state="accepted",
            ended_on=local + timedelta(days=9) if category.observation_kind == "condition" else None,
            severity=category.severity,
        ))  # fmt: skip
        if len(batch) == 5000:
            Observation.objects.bulk_create(batch, batch_size=500)
            batch = []
    Observation.objects.bulk_create(batch, batch_size=500)


def environment(scratch: Path) -> dict[str, str]:
    """Return the environment of an installed program: its compiled files are kept between runs."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(scratch / "compiled")}


def measure(out: Path, *when: str) -> dict[str, float]:
    """Run the command once in a process of its own and return seconds, CPU seconds and peak memory in MB."""
    words = ["picture", "--municipality", "bank", *when, "--out", str(out)]
    command = [sys.executable, "-m", "samsyn.cli", *words]
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment(out.parent))
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("samsyn picture failed")
    return {
        "seconds": round(time.monotonic() - began, 2), "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "memory_mb": round(used.ru_maxrss / 1024), "bytes": out.stat().st_size,
    }  # fmt: skip


def hand_in_all(now: datetime) -> float:
    """Switch own pictures on and let every party hand in; return the CPU seconds that the slowest beginning took."""
    from samsyn.ground.people.actions import change_settings, founder
    from samsyn.ground.people.models import Organisation
    from samsyn.ground.tenancy.models import Municipality
    from samsyn.method.pictures.own.actions import begin_own_picture, hand_in_own_picture

    here = Municipality.objects.get(slug="bank")
    change_settings(by=founder(here), own_pictures=True)
    here.refresh_from_db()
    by, slowest = founder(here), 0.0
    for party in Organisation.objects.filter(municipality=here):
        began = time.process_time()
        own = begin_own_picture(organisation=party, week=week_of_the_run(), now=now, by=by)
        slowest = max(slowest, time.process_time() - began)
        if own.points.exists() and not own.is_handed_in:
            hand_in_own_picture(own=own, now=now, by=by)
    return round(slowest, 2)


def week_of_the_run() -> Week:
    """Return the week that everything is made for."""
    return Week.parse(WEEK)


def loop(now: datetime) -> dict[str, float]:
    """Compile, merge and freeze once, inside a transaction that is rolled back; return CPU seconds of each."""
    from django.db import transaction

    from samsyn.ground.people.actions import founder
    from samsyn.ground.tenancy.models import Municipality
    from samsyn.method.pictures.actions import compile_picture, lock_picture
    from samsyn.method.pictures.merging.actions import settle_rest

    here = Municipality.objects.get(slug="bank")
    by, marks = founder(here), [time.process_time()]
    with transaction.atomic():
        picture = compile_picture(municipality=here, week=week_of_the_run(), now=now, by=by)
        marks.append(time.process_time())
        merged = settle_rest(picture=picture, by=by)
        marks.append(time.process_time())
        lock_picture(picture=picture, function="Samordnaren", now=now, by=by)
        marks.append(time.process_time())
        transaction.set_rollback(True)
    compiled, settled, frozen = (round(after - before, 2) for before, after in zip(marks, marks[1:], strict=False))
    return {"compile": compiled, "merge": settled, "freeze": frozen, "all": round(marks[-1] - marks[0], 2),
            "places_merged": merged}  # fmt: skip


def analyses_alone() -> None:
    """Print the CPU seconds of all analyses of the week and the tertial, on rows that are read already."""
    from samsyn.analysis.catalogue import METHODS, analyse, settings_of
    from samsyn.analysis.counts import read_rows
    from samsyn.analysis.weekly import weekly_findings
    from samsyn.analysis.weeks import Week
    from samsyn.ground.tenancy.models import Municipality
    from samsyn.method.pictures.patterns.asked import PROPERTY_OFFENCES
    from samsyn.method.pictures.patterns.looking import areas_on, events_of
    from samsyn.method.pictures.period import Period
    from samsyn.method.pictures.periods.asking import QUESTIONS
    from samsyn.method.pictures.rows import rows_for_audiences

    here, week = Municipality.objects.get(slug="bank"), Week.parse(WEEK)
    table = rows_for_audiences(here, Period(week, 1)).tables["authorities"]
    areas = sorted(areas_on(here, week.last_day))
    events = events_of(read_rows(table, areas=areas))
    property_codes = np.array([label[:1] in PROPERTY_OFFENCES for label in events.category.labels] + [False])
    asked = {False: events, True: events.only(property_codes[events.category.code])}
    few = {"hotspots": {"replications": 19}, "concentration": {"replications": 19}, "scan": {"replications": 19},
           "near-repeats": {"permutations": 19}}
    for name, settings in (("with simulation", {}), ("without (19 draws, the least)", few)):
        spent = {}
        for _turn in range(2):                                  # the second, when all is imported
            began = time.process_time()
            weekly_findings(table, areas=areas, week=week, weeks=1, zone=here.zone)
            spent["week"] = round(time.process_time() - began, 2)
            for each in QUESTIONS:
                began = time.process_time()
                chosen = settings_of(METHODS[each.method], settings.get(each.method, {}))
                analyse(each.method, asked[each.property_only], settings=chosen, seed=1)
                spent[each.method] = round(time.process_time() - began, 2)
        told = {"analyses": name, "events": int(events.x_m.size), **spent, "all": round(sum(spent.values()), 2)}
        print(json.dumps(told), flush=True)


def main() -> None:
    """Make the town and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=4, help="of each; the first is left out")
    parser.add_argument("--keep", type=Path, help="a folder to make the town in, or to use again")
    parser.add_argument("--loop", action="store_true", help="compile + merge + freeze, in this process")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        fresh = not (folder / "made").exists()
        start(folder)
        if fresh:
            seed(args.rows)
            (folder / "made").touch()
        print(machine())
        if args.loop:
            now = datetime(2025, 10, 7, 15, tzinfo=UTC)
            print(json.dumps({"slowest_party_begins": hand_in_all(now)}))
            runs = [loop(now) for _run in range(4)]
            print(json.dumps({"first": runs[0], "middle": sorted(runs[1:], key=lambda run: run["all"])[1]}))
            print(machine())
            return
        for when in (("--week", WEEK), ("--period", "2025-t2"), ("--period", "2024")):
            for suffix in ("json", "pdf"):
                runs = [measure(Path(scratch) / f"picture.{suffix}", *when) for _ in range(args.runs)][1:]
                middle = sorted(runs, key=lambda run: run["cpu_seconds"])[(len(runs) - 1) // 2]
                print(json.dumps({"picture": when[1], "out": suffix, **middle}), flush=True)
        analyses_alone()
        print(machine())


if __name__ == "__main__":
    main()
