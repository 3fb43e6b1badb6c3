"""What an earlier version stored is whole after an upgrade; one that fails leaves everything as it was."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from samsyn.jobs.backups import upgrading
from samsyn.jobs.backups.refusals import BackupRefused

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


@pytest.mark.django_db
def test_what_was_written_since_an_upgrade_never_goes_with_a_later_one(tmp_path, settings, monkeypatch):
    """Neither an upgrade without changes nor one that was cut off before its first change takes days of work away."""
    settings.SAMSYN_DATA, settings.BACKUP_TO = tmp_path, None
    made, put_back = [], []
    lacked = ["letters.0002_tomorrow"]
    monkeypatch.setattr(upgrading, "alone", nullcontext)
    monkeypatch.setattr(upgrading, "unmade", lambda: list(lacked))
    monkeypatch.setattr(upgrading, "_look_over", lambda: None)
    monkeypatch.setattr(upgrading, "check_backup", lambda **_: None)
    monkeypatch.setattr(upgrading, "make_backup", lambda target, **_: (
        target.parent.mkdir(exist_ok=True), target.touch(), made.append(target)))  # fmt: skip
    monkeypatch.setattr(upgrading, "put_back", lambda source, **_: put_back.append(source))

    def upgrade(minute: int, does: Any) -> bool:
        monkeypatch.setattr(upgrading, "call_command", does)
        return upgrading.upgrade_database(now=datetime(2026, 1, 1, 12, minute, tzinfo=UTC), key=None)

    def breaks(*_words: object, **_options: object) -> None:
        raise ValueError

    # Cut off before the first change; the earlier release runs on for days; the next try fails.
    cut_off = upgrading.Upgrade(backup=str(tmp_path / "old"), program="0", finished=False, lacked=tuple(lacked))
    (tmp_path / "old").touch()
    upgrading._remember(cut_off)
    with pytest.raises(BackupRefused):
        upgrade(1, breaks)
    assert put_back == made and len(made) == 1
    with pytest.raises(BackupRefused, match="inget att lägga tillbaka"):       # … it is put back already
        upgrading.take_back_upgrade(key=None)

    # Cut off after a change: the first copy is the one from before.
    recorder = MigrationRecorder(connection)
    recorder.record_applied("letters", "0002_tomorrow")
    upgrading._remember(cut_off)
    lacked.clear()
    monkeypatch.setattr(upgrading, "is_newer_than_program", lambda: False)
    assert upgrade(2, lambda *_words, **_options: None) and len(made) == 1
    assert upgrading.latest_upgrade().backup == str(tmp_path / "old")

    # Another version without changes puts nothing back, nor does this one twice.
    known = upgrading.latest_upgrade()
    upgrading._remember(replace(known, program="0.0.1"))
    with pytest.raises(BackupRefused):
        upgrading.take_back_upgrade(key=None)
    upgrading._remember(known)
    upgrading.take_back_upgrade(key=None)
    assert put_back[-1] == tmp_path / "old"
    with pytest.raises(BackupRefused):
        upgrading.take_back_upgrade(key=None)
    upgrading._remember(known)
    assert not upgrade(3, lambda *_words, **_options: None)
    with pytest.raises(BackupRefused):
        upgrading.take_back_upgrade(key=None)


@pytest.mark.parametrize("changed", ["changed", "unchanged"])
def test_the_script_puts_back_only_what_it_changed_and_always_starts_the_earlier_release(tmp_path, changed):
    """… also where the database cannot be put back."""
    stubs, home = tmp_path / "stubs", tmp_path / "home"
    for folder in (stubs, home / "v1", home / "v2"):
        folder.mkdir(parents=True)
    (home / "program").symlink_to(home / "v1")
    told = {"systemctl": "", "runuser": "", "python3": "exit 1", "sleep": "",
            "samsyn-operate": f'[ "$*" = "upgrade" ] && echo {changed}'}                            # --back fails
    for name, does in told.items():
        (stubs / name).write_text(f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/done"\n{does}\n')
        (stubs / name).chmod(0o755)
    ran = subprocess.run(
        ["sh", str(ROOT / "deploy" / "samsyn-upgrade"), "v2"], capture_output=True, text=True, check=False,
        env={"PATH": f"{stubs}:{os.environ['PATH']}", "SAMSYN_HOME": str(home)},
    )  # fmt: skip
    done = (tmp_path / "done").read_text().splitlines()
    assert ran.returncode == 1 and "not ready" in ran.stderr
    assert ("samsyn-operate upgrade --back" in done) == (changed == "changed")
    assert done[-1] == "systemctl start samsyn" and (home / "program").resolve() == home / "v1"
