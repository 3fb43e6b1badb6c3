"""Does any address, or any file that is read in, meet input that it cannot bear?

    python -m benchmarks.fuzz doors [--each 8] [--rounds 3] [--seed 1] [--postgresql]
    python -m benchmarks.fuzz files [--files 10000] [--seed 1]
    python -m benchmarks.fuzz learn                 what each view asks of a request, into tests/fuzz/asked.json

`doors` sends requests that schemathesis draws from one OpenAPI document of every address, GET and POST, as a
coordinator, as a reporter, as the police and as nobody; each is taken back, so that the next meets the same town.
`files` changes good files of every kind that can be read in (bytes turned, cut, other encodings, huge cells, nested
archives, formulas, bombs) and reads them as the web page and the job do. Both say what was answered, by kind; a fault
of the server is told with its last lines.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.load_reports import database, start


@contextmanager
def town(postgresql: bool, place: Path | None) -> Iterator[Any]:
    """A town with one of everything in a database of its own."""
    with database(postgresql), tempfile.TemporaryDirectory(prefix="samsyn-fuzz-") as folder:
        os.environ.setdefault("SAMSYN_HOSTS", "testserver,127.0.0.1")
        start(place or Path(folder))
        import logging

        logging.disable(logging.CRITICAL)
        from django.conf import settings
        from django.test.utils import override_settings

        from tests.people import found_norr

        tasks = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
        with override_settings(TASKS=tasks, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
                               WHITENOISE_AUTOREFRESH=True, MEDIA_ROOT=settings.MEDIA_ROOT):  # fmt: skip
            yield found_norr


def doors(args: argparse.Namespace) -> dict[str, Any]:
    """Fuzz every address."""
    with town(args.postgresql, args.place) as found_norr:
        from django.db import transaction

        from tests.fuzz import doors as fuzzing
        from tests.ground.test_tenancy import KINDS, everything_of

        with transaction.atomic():
            here = found_norr()
            ids = everything_of(here)
            document = fuzzing.operations(slug="norr", ids=ids, kinds=KINDS, codes=list(here.areas))
            sent = fuzzing.Doors({"coordinator": here.members["bo"].user, "reporter": here.members["anna"].user,
                                  "police": here.members["dag"].user, "nobody": None})  # fmt: skip
            roles = ["coordinator", "coordinator", "coordinator", "reporter", "police", "nobody"]
            strategies = list(fuzzing.drawn(document))
            begun, cpu = time.monotonic(), time.process_time()
            for turn in range(args.rounds):
                fuzzing.fuzz(sent, strategies, roles=roles, each=args.each, seeded=args.seed + turn)
                sys.stderr.write(f"{sum(sent.answers.values())} {dict(sent.answers)} {len(sent.faults)}\n")
            transaction.set_rollback(True)
    return {
        "requests": sum(sent.answers.values()), "operations": len(strategies), "reached": len(sent.routes),
        "answers": dict(sorted(sent.answers.items())), "server_errors": len(sent.faults),
        "seconds": round(time.monotonic() - begun), "cpu_seconds": round(time.process_time() - cpu), "seed": args.seed,
        "faults": sent.faults, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def files(args: argparse.Namespace) -> dict[str, Any]:
    """Fuzz everything that reads a file."""
    with town(args.postgresql, args.place) as found_norr:
        from django.db import transaction

        from tests import people
        from tests.fuzz import files as fuzzing

        with transaction.atomic(), tempfile.TemporaryDirectory(prefix="samsyn-fuzz-files-") as folder:
            reading = fuzzing.Reading(found_norr(), Path(folder), people.NOW)
            for seed in fuzzing.good():
                assert reading.read(seed).startswith("read"), (seed.name, seed.source, reading.ended, reading.faults)
            begun, cpu, before = time.monotonic(), time.process_time(), _memory_mb()
            for number, seed in enumerate(fuzzing.mutated(args.files, seeded=args.seed)):
                reading.read(seed)
                if number % 1000 == 999:
                    sys.stderr.write(f"{number + 1} {dict(reading.ended)} {len(reading.faults)} {_memory_mb()} MB\n")
            middle = _memory_mb()
            bombs = {seed.name: (reading.read(seed), _memory_mb()) for seed in fuzzing.bombs()}
            transaction.set_rollback(True)
    return {
        "files": args.files, "bombs": bombs, "ended": dict(reading.ended), "refused_rows": reading.refused,
        "faulty": len(reading.faults), "memory_mb": [before, middle, _memory_mb()], "seed": args.seed,
        "seconds": round(time.monotonic() - begun), "cpu_seconds": round(time.process_time() - cpu),
        "faults": reading.faults,
    }  # fmt: skip


def _memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def learn(args: argparse.Namespace) -> dict[str, Any]:
    """Listen to what each view asks of a request, and keep it."""
    with town(False, args.place) as found_norr:
        from django.db import transaction

        from tests.fuzz.learning import learnt

        with transaction.atomic():
            here = found_norr()
            found = learnt(here)
            transaction.set_rollback(True)
    return found


def main() -> int:
    """Fuzz what is asked for and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["doors", "files", "learn"])
    parser.add_argument("--each", type=int, default=8, help="requests to each operation in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--place", type=Path, help="a data folder with an empty database, kept")
    args = parser.parse_args()
    found = {"doors": doors, "files": files, "learn": learn}[args.what](args)
    faults = found.pop("faults", {})
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    for fault, lines in faults.items():
        sys.stdout.write(f"\n=== {fault}\n{lines}\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
