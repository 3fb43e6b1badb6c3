"""How fast files are read in, and how much memory that takes.

    python -m benchmarks.imports                                          invented reports, 20 000 and 80 000 rows
    python -m benchmarks.imports --file FILE --source fixmystreet \\
        --extent=-0.55,51.25,0.40,51.75 --timezone Europe/London --crs 27700     a real file

Each file is read in twice by `samsyn import` in a process of its own, into a new database: SQLite in a temporary
folder, or the one that SAMSYN_DATABASE names (it must be empty). Told are rows per second of wall clock and of the
process's own CPU time, and its peak memory. The goals: 4 000 rows/s on SQLite, 2 500 on PostgreSQL, at most 400 MB,
and no more memory for the larger file than for the smaller. Results stand in docs/real-runs.md.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.yardstick import machine

SIZES = (20_000, 80_000)
MAPPING = """format = 1
target = "observations"
name = "benchmark"
[columns]
external_id = "nr"
category = "slag"
text = "text"
[time]
until = "tid"
[place]
longitude = "lon"
latitude = "lat"
crs = 4326
[categories.table]
"klotter" = "E4"
"skräp" = "I3"
"belysning" = "I1"
"samling" = "G1"
"""
WORDS = ("trasig", "lampa", "vid", "parken", "igen", "skräp", "bakom", "skolan", "klotter", "på", "muren", "ungdomar",
         "hänger", "utanför", "torget", "sedan", "i", "går", "ingen", "såg")  # fmt: skip


def invent(path: Path, rows: int) -> None:
    """Write a CSV of invented reports with texts of about 200 characters."""
    rng = np.random.default_rng(rows)
    start = datetime(2024, 1, 1)  # noqa: DTZ001  (local)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["nr", "slag", "text", "tid", "lon", "lat"])
        for number in range(rows):
            text = " ".join(rng.choice(WORDS, 32))
            when = start + timedelta(minutes=int(rng.integers(0, 900_000)))
            lon, lat = 17.1 + 0.2 * rng.random(), 62.4 + 0.1 * rng.random()
            kind = ("klotter", "skräp", "belysning", "samling")[number % 4]
            writer.writerow([f"{number:07}", kind, text, when.isoformat(" "), f"{lon:.6f}", f"{lat:.6f}"])


def run(*words: str) -> tuple[float, float]:
    """Run a command; give its wall and CPU seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", *words], check=False, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    sys.stdout.write(done.stdout)
    return time.perf_counter() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak_mb(*words: str) -> tuple[float, float, float]:
    """Run a command in a child of its own, so that its peak memory is its own; give wall s, CPU s, MB."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        wall, cpu = run(*words)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        os.write(write, f"{wall} {cpu} {peak}".encode())
        sys.stdout.flush()
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        figures = told.read().split()
    os.waitpid(child, 0)
    wall, cpu, peak = (float(figure) for figure in figures)
    return wall, cpu, peak


def measure(path: Path, how: list[str], *, slug: str, rows: int) -> None:
    """Read a file in twice and say how it went."""
    for turn in ("first", "again"):
        wall, cpu, peak = peak_mb("samsyn.cli", "import", str(path), "--municipality", slug, *how, "--json")
        print(f"{rows:>8} rows, {turn}: {rows / wall:6.0f} rows/s wall, {rows / cpu:6.0f} rows/s CPU, {peak:4.0f} MB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--source", default="fixmystreet")
    parser.add_argument("--extent", default="17.1,62.4,17.3,62.5")
    parser.add_argument("--timezone", default="Europe/Stockholm")
    parser.add_argument("--crs", default="3006")
    parser.add_argument("--rows", type=int, default=61_607, help="rows of --file")
    args = parser.parse_args()
    print(machine(), f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SAMSYN_DATA": folder, "SAMSYN_SECRET_KEY": "benchmark" * 6}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
        run("samsyn.cli", "manage", "migrate")
        run("samsyn.cli", "municipality", "add", "bench", "--name", "Bench", "--code", "9999",
            f"--extent={args.extent}", "--timezone", args.timezone, "--crs", args.crs)  # fmt: skip
        if args.file:
            measure(args.file, ["--source", args.source], slug="bench", rows=args.rows)
            return
        mapping = Path(folder) / "mapping.toml"
        mapping.write_text(MAPPING, encoding="utf-8")
        for size in SIZES:
            invent(Path(folder) / f"{size}.csv", size)
            measure(Path(folder) / f"{size}.csv", ["--mapping", str(mapping)], slug="bench", rows=size)
    print(machine(), f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
