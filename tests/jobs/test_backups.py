"""A backup is one sealed file that can be put back, and proves it; a changed one is refused with a sentence."""

import io
import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.backups.databases import put_in_place, tables_in_use
from samsyn.jobs.backups.making import make_backup
from samsyn.jobs.backups.refusals import BackupRefused
from samsyn.jobs.backups.restoring import prove_backup, restore_backup, unpacked
from samsyn.jobs.backups.scheduled import back_up_when_due, state, too_old
from samsyn.jobs.backups.sealing import PIECE, Key, Opener, Sealer, key_from
from samsyn.jobs.serving import ServingRefused, alone, sharing

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
KEY = Key(file=b"k" * 64)


@given(st.integers(0, 3 * PIECE + 7), st.integers(1, 2 * PIECE), st.booleans())
@trials(max_examples=15, deadline=None)
def test_what_is_sealed_comes_out_again(size, step, open_to_all):
    data, key, file = os.urandom(size), Key() if open_to_all else KEY, io.BytesIO()
    sealer = Sealer(file, key)
    for start in range(0, size, step):
        sealer.write(data[start : start + step])
    sealer.close()
    assert Opener(io.BytesIO(file.getvalue()), key).read() == data
    if not open_to_all and size > 64:
        assert data[:64] not in file.getvalue()


THREE_PIECES = os.urandom(3 * PIECE)


def _sealed(data=THREE_PIECES, key=KEY):
    file = io.BytesIO()
    sealer = Sealer(file, key)
    sealer.write(data)
    sealer.close()
    return file.getvalue()


def _changed(sealed, at):
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def test_a_changed_shortened_or_reordered_file_is_refused():
    sealed = _sealed()
    head = sealed.index(b"\n") + 1
    piece = 5 + PIECE + 16
    swapped = (
        sealed[:head]
        + sealed[head + piece : head + 2 * piece]
        + sealed[head : head + piece]
        + sealed[head + 2 * piece :]
    )
    without_end = sealed[: head + piece]
    cut = sealed[:-3]
    for wrong in (_changed(sealed, head + 5000), _changed(sealed, 30), swapped, without_end, cut, b"PK\x03\x04", b""):
        with pytest.raises(BackupRefused):
            Opener(io.BytesIO(wrong), KEY).read()


def test_the_wrong_key_and_a_poor_key_are_refused(tmp_path):
    with pytest.raises(BackupRefused, match="passar inte"):
        Opener(io.BytesIO(_sealed()), Key(file=b"x" * 64)).read()
    with pytest.raises(BackupRefused, match="nyckelfil"):
        Opener(io.BytesIO(_sealed()), Key(passphrase="en lång mening om bergen")).read()
    short = tmp_path / "short"
    short.write_bytes(b"1234")
    for wrong in ({"passphrase": "kort"}, {"file": str(short)}, {"file": str(tmp_path / "none")}):
        with pytest.raises(BackupRefused):
            key_from(**wrong)
    words = key_from(passphrase="en lång mening om bergen")
    assert Opener(io.BytesIO(_sealed(b"hej", words)), words).read() == b"hej"


@pytest.fixture()
def data(tmp_path, settings, monkeypatch):
    """A data folder with a file in it; on SQLite the database is a file of its own there."""
    settings.SAMSYN_DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data" / "files"
    stored = settings.MEDIA_ROOT / "granvik" / "a"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"a photo")
    return settings.SAMSYN_DATA


def _municipality(slug):
    Municipality.objects.create(slug=slug, name=slug.title(), west=15.0, south=59.0, east=15.1, north=59.1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_postgresql_is_copied_proved_and_put_back(data, tmp_path):
    _municipality("granvik")
    before = tables_in_use()
    listed = make_backup(target=tmp_path / "a.samsyn", key=KEY, now=NOW)
    assert listed["tables"] == before and before["tenancy_municipality"][0] == 1
    prove_backup(source=tmp_path / "a.samsyn", key=KEY)
    _municipality("lillskog")
    with pytest.raises(BackupRefused, match="finns redan data"):
        restore_backup(source=tmp_path / "a.samsyn", key=KEY, replace=False)
    restore_backup(source=tmp_path / "a.samsyn", key=KEY, replace=True)
    assert tables_in_use() == before
    assert [one.slug for one in Municipality.objects.all()] == ["granvik"]


def _samsyn(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "samsyn.cli", *words], capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "SAMSYN_SECRET_KEY": "x" * 50, **environment},
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_sqlite_is_copied_proved_and_put_back_by_the_commands(tmp_path):
    used, other, key = tmp_path / "used", tmp_path / "other", tmp_path / "key"
    key.write_bytes(b"n" * 64)
    assert _samsyn("manage", "migrate", SAMSYN_DATA=str(used)).returncode == 0
    (used / "files" / "granvik").mkdir(parents=True)
    (used / "files" / "granvik" / "b").write_bytes(b"a photo")
    asked = {"SAMSYN_DATA": str(used), "SAMSYN_BACKUP_TO": str(tmp_path / "kept"), "SAMSYN_BACKUP_KEY_FILE": str(key)}
    made = _samsyn("backup", "make", **asked)
    assert made.returncode == 0, made.stderr
    assert _samsyn("backup", "prove", **asked).returncode == 0
    (file,) = (tmp_path / "kept").glob("*.samsyn")
    assert file.stat().st_mode & 0o077 == 0
    back = _samsyn("backup", "restore", str(file), "--key-file", str(key), SAMSYN_DATA=str(other))
    assert back.returncode == 0 and "lika" in back.stderr, back.stderr
    assert (other / "files" / "granvik" / "b").read_bytes() == b"a photo"
    told = _samsyn("doctor", "--only", "backup", "--only", "database", **asked)
    assert told.returncode == 0 and "Säkerhetskopian är 0 timmar gammal" in told.stdout
    assert (used / "passing").is_dir() and not list((used / "passing").iterdir())


def _with_a_strange_user(_file):
    return {**tables_in_use(), "people_user": [1, "x"]}


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_not_in_the_list_or_a_row_that_differs_is_seen(data, tmp_path, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' own SQLite database has no file")
    make_backup(target=tmp_path / "a.samsyn", key=KEY, now=NOW)
    monkeypatch.setattr("samsyn.jobs.backups.restoring.tables_of", _with_a_strange_user)
    with pytest.raises(BackupRefused, match="people_user"):
        prove_backup(source=tmp_path / "a.samsyn", key=KEY)


def test_a_restore_waits_for_the_service_to_stop(data):
    with sharing(), sharing(), pytest.raises(ServingRefused, match="Stoppa"), alone():
        pass
    with alone(), pytest.raises(ServingRefused, match="läses tillbaka"), sharing():
        pass


def test_the_nightly_backup_is_made_once_proved_weekly_and_old_ones_go(data, tmp_path, settings, monkeypatch):
    made, proved = [], []

    def make(*, target, key, now, tell=None):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"x")
        os.utime(target, (now.timestamp(), now.timestamp()))
        made.append(target.name)

    monkeypatch.setattr("samsyn.jobs.backups.scheduled.make_backup", make)
    monkeypatch.setattr("samsyn.jobs.backups.scheduled.prove_backup", lambda *, source, key: proved.append(source.name))
    assert list(back_up_when_due(NOW)) == []  # no folder, no backup by itself
    settings.BACKUP_TO, settings.BACKUP_DAYS = str(tmp_path / "kept"), 10
    for night in range(20):
        for quarter in range(24):
            list(back_up_when_due(NOW + timedelta(days=night, hours=quarter)))
    assert len(made) == len(set(made)) == 20
    assert len(proved) == 3  # the first night, and every week
    assert len(list(Path(settings.BACKUP_TO).iterdir())) == 11
    assert state().is_fresh(NOW + timedelta(days=19, hours=3)) and not state().is_fresh(NOW + timedelta(days=22))
    assert too_old(Path(settings.BACKUP_TO), NOW + timedelta(days=400))[-1].name != made[-1]


def test_a_backup_that_fails_is_remembered_and_nothing_unfinished_stays(data, tmp_path, settings, monkeypatch):
    settings.BACKUP_TO = str(tmp_path / "kept")

    def fail(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("samsyn.jobs.backups.making.copy_of_database", fail)
    assert "No space left" in "".join(back_up_when_due(NOW + timedelta(hours=2)))
    assert "No space left" in state().problem and not state().made_at
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kind"), [("files/x", tarfile.SYMTYPE), ("files/../../x", tarfile.REGTYPE), ("/x", tarfile.REGTYPE)]
)
def test_a_pack_with_a_link_in_it_or_a_name_that_leads_out_is_refused(tmp_path, name, kind):
    file = tmp_path / "evil.samsyn"
    with open(file, "wb") as out:
        sealer = Sealer(out, KEY)
        with tarfile.open(fileobj=sealer, mode="w|") as pack:
            about = tarfile.TarInfo(name)
            about.type, about.linkname = kind, "/etc/passwd"
            pack.addfile(about)
        sealer.close()
    (tmp_path / "into").mkdir()
    with pytest.raises(BackupRefused):
        unpacked(file, tmp_path / "into", KEY)
    assert list((tmp_path / "into").iterdir()) == []


def test_a_backup_is_opened_by_the_python_of_debian_12_too(tmp_path, monkeypatch):
    """Python 3.11.2 has no filter for what is taken out of a pack."""
    monkeypatch.setattr(tarfile.TarFile, "extract", None)
    monkeypatch.setattr(tarfile, "data_filter", None)
    file, content = tmp_path / "a.samsyn", b'{"files": {}}'
    with open(file, "wb") as out:
        sealer = Sealer(out, KEY)
        with tarfile.open(fileobj=sealer, mode="w|") as pack:
            about = tarfile.TarInfo("list.json")
            about.size = len(content)
            pack.addfile(about, io.BytesIO(content))
        sealer.close()
    assert unpacked(file, tmp_path, KEY) == {"files": {}}
    assert (tmp_path / "list.json").stat().st_mode & 0o077 == 0


def test_what_is_put_in_place_leaves_the_former_database_beside_it(tmp_path, settings, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("only where the database is a file")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "d" / "samsyn.sqlite3"))
    monkeypatch.setattr(connection, "close", lambda: None)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "samsyn.sqlite3").write_text("old")
    (tmp_path / "d" / "samsyn.sqlite3-wal").write_text("old log")
    (tmp_path / "samsyn.sqlite3").write_text("new")
    put_in_place(tmp_path / "samsyn.sqlite3")
    assert (tmp_path / "d" / "samsyn.sqlite3").read_text() == "new"
    assert (tmp_path / "d" / "samsyn.sqlite3.before-restore").read_text() == "old"
    assert not (tmp_path / "d" / "samsyn.sqlite3-wal").exists()
