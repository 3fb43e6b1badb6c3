"""What an earlier version stored is whole after an upgrade; one that fails leaves everything as it was."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SNAPSHOTS = sorted(HERE.glob("*.jsonl"))
RELEASED = re.compile(r"^## (\d+\.\d+\.\d+)", re.M)
# What a version no longer keeps, and why: {"people_user.shoe_size": "nobody asked for it"}. Said in CHANGELOG.md too.
LEFT_OUT: dict[str, str] = {}


@pytest.fixture
def machine(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The environment of a service with an empty database of its own: a file, or one on the tests' PostgreSQL."""
    key = tmp_path / "key"
    key.write_bytes(b"n" * 64)
    (tmp_path / "data").mkdir(mode=0o700)
    known = {"PATH": os.environ["PATH"], "SAMSYN_SECRET_KEY": "x" * 50, "SAMSYN_DATA": str(tmp_path / "data"),
             "SAMSYN_BACKUP_TO": str(tmp_path / "kept"), "SAMSYN_BACKUP_KEY_FILE": str(key)}  # fmt: skip
    if connection.vendor == "sqlite":
        yield known
        return
    base = connection.settings_dict
    name = f"{base['NAME']}_upgrade"
    user = f"{base['USER']}:{base['PASSWORD']}" if base["PASSWORD"] else base["USER"]
    where = f"?host={base['HOST']}&port={base['PORT']}"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield {**known, "SAMSYN_DATABASE": f"postgresql://{user}@/{name}{where}"}
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def run(machine: dict[str, str], *words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, env=machine, cwd=ROOT, capture_output=True, text=True, check=False)


def digests(machine: dict[str, str], snapshot: Path) -> dict[str, list[object]]:
    told = run(machine, "tools/snapshot.py", "digest", snapshot)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def of_the_snapshot(snapshot: Path) -> dict[str, list[object]]:
    """Return what the rows themselves say, without any database."""
    tables: dict[str, list[str]] = {}
    for line in snapshot.read_text(encoding="utf-8").splitlines()[1:]:
        label, row = json.loads(line)
        kept = {column: value for column, value in row.items() if f"{label}.{column}" not in LEFT_OUT}
        tables.setdefault(label, []).append(json.dumps(kept, sort_keys=True))
    digest = {label: hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest() for label, rows in tables.items()}
    return {label: [len(rows), digest[label]] for label, rows in tables.items() if label not in LEFT_OUT}


def test_every_version_in_the_list_of_changes_has_its_snapshot():
    told = set(RELEASED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    assert told and told == {path.stem for path in SNAPSHOTS}


def edited(snapshot: Path) -> list[str]:
    """Return the migrations that are not as they were when the snapshot was made."""
    files = json.loads(snapshot.read_text(encoding="utf-8").splitlines()[0])["files"]
    now = {name: (ROOT / name).read_bytes() if (ROOT / name).exists() else b"" for name in files}
    return [name for name, digest in files.items() if hashlib.sha256(now[name]).hexdigest() != digest]


def is_released(snapshot: Path) -> bool:
    return bool(json.loads(snapshot.read_text(encoding="utf-8").splitlines()[0])["released"])


def test_a_migration_that_was_released_is_never_edited():
    after = {snapshot.stem: edited(snapshot) for snapshot in SNAPSHOTS if is_released(snapshot)}
    assert not any(after.values()), f"add a migration instead of changing these: {after}"


@pytest.mark.slow
@pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=lambda path: path.stem)
def test_what_an_earlier_version_stored_is_whole_after_the_upgrade(machine, snapshot):
    if edited(snapshot) and not is_released(snapshot):
        pytest.skip("not released, and its tables have changed since: python tools/snapshot.py make")
    assert (loaded := run(machine, "tools/snapshot.py", "load", snapshot)).returncode == 0, loaded.stderr
    upgraded = run(machine, "-m", "samsyn.cli", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert digests(machine, snapshot) == of_the_snapshot(snapshot)


@pytest.mark.slow
def test_an_upgrade_that_fails_leaves_everything_as_it_was_and_one_that_works_is_taken_back(machine):
    snapshot = SNAPSHOTS[-1]
    new = run(machine, "-m", "samsyn.cli", "upgrade")
    assert new.returncode == 0 and "Databasen är redo" in new.stderr, new.stderr
    added = run(machine, "-m", "samsyn.cli", "municipality", "add", "norr", "--name", "Norr", "--extent", "17,62,18,63")
    assert added.returncode == 0, added.stderr
    stored = Path(machine["SAMSYN_DATA"]) / "files" / "granvik" / "a"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"a photo")
    before = digests(machine, snapshot)

    failed = run(machine, HERE / "failing.py", "bad", "upgrade")
    assert failed.returncode == 1 and "ValueError" in failed.stderr and "_tomorrow" in failed.stderr, failed.stderr
    assert "den förra versionen går att starta igen" in failed.stderr and "nobody thought of" not in failed.stderr
    assert digests(machine, snapshot) == before and stored.read_bytes() == b"a photo"
    fits = run(machine, "-m", "samsyn.cli", "doctor", "--only", "database")
    assert fits.returncode == 0, fits.stdout
    (kept,) = Path(machine["SAMSYN_BACKUP_TO"]).glob("samsyn-before-upgrade-*.samsyn")

    assert (worked := run(machine, HERE / "failing.py", "good", "upgrade")).returncode == 0, worked.stderr
    assert digests(machine, snapshot) == before
    for words in (("doctor", "--only", "database"), ("upgrade",)):      # … now the earlier program says no
        refused = run(machine, "-m", "samsyn.cli", *words)
        assert refused.returncode == 1 and "nyare version" in refused.stdout + refused.stderr
    assert (back := run(machine, HERE / "failing.py", "good", "upgrade", "--back")).returncode == 0, back.stderr
    assert digests(machine, snapshot) == before
    assert run(machine, "-m", "samsyn.cli", "doctor", "--only", "database").returncode == 0
    assert kept.exists() and "passar redan" in run(machine, "-m", "samsyn.cli", "upgrade").stderr
