"""What a killed process leaves half made goes within two days; what somebody writes now, and what is whole, stays."""

import os
import shutil
import stat
import tempfile
from datetime import datetime, timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadhandler import load_handler
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from samsyn.exchange.readers import open_files
from samsyn.ground.files.passing import file_in_passing, folder_in_passing, place_in_passing
from samsyn.jobs import health, leftovers
from samsyn.jobs.finding import WARN
from samsyn.jobs.leftovers import SomeStay, sweep_leftovers
from samsyn.jobs.schedule import EVERY_SECONDS, JOBS


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    settings.SAMSYN_DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data" / "files"
    settings.BACKUP_TO, settings.BACKUP_DAYS = tmp_path / "copies", 30
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "machine"))
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "data/samsyn.sqlite3"))
    return tmp_path


def put(home, path, *, hours, now):
    """Write a file, last written so many hours ago, in folders that are as old."""
    file = home / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Anna Andersson")
    for each in (file, *file.parents):
        if each == home:
            break
        then = (now - timedelta(hours=hours)).timestamp()
        os.utime(each, (then, then))


KEY = "0199b1c2-0000-7000-8000-000000000001"
LEFT = (
    "data/passing/passing-a1b2c3d4/copy.sqlite3", "data/passing/passing-b2______/files/m/photo",
    "data/passing/passing-c3c3c3c3.upload", f"data/archive/m/{KEY}.half", f"data/departures/m/{KEY}.half",
    f"data/files/m/{KEY}.half", f"data/files/editions/m/{KEY}.half",
    "data/before-upgrade/samsyn-before-upgrade-2025-10-07T020000.samsyn.unfinished",
    "copies/samsyn-2025-10-07T020000.samsyn.unfinished",
)  # fmt: skip
NEWEST = "data/before-upgrade/samsyn-before-upgrade-2025-10-07T020000.samsyn"
WHOLE = (
    f"data/archive/m/{KEY}.zip", f"data/files/m/{KEY}", f"data/files/editions/m/{KEY}", "data/uploads/x.csv",
    "data/samsyn.sqlite3", "copies/samsyn-2025-10-07T020000.samsyn",
    # What somebody keeps: in the data folder, among the backups, and in the machine's own folder for what is passing.
    "data/backup-nas/samsyn-2025-10-07T020000.samsyn", "data/backup-abcdefgh/copy", "data/proof-of-payment/sum.txt",
    "data/passing/mine/file", "data/archive/m/mine.half", "copies/my own.unfinished", "data/old.before-restore",
    "data/before-upgrade/mine.samsyn", "machine/samsyn-checkout/.git/HEAD", "machine/samsyn-2025-10-07.samsyn",
    "machine/samsyn-e5e5e5e5/rapporter.csv", "machine/tmpf6.upload.csv", "machine/passing-a1b2c3d4/file",
)  # fmt: skip


def there(home):
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_what_was_left_goes_when_nobody_writes_it_any_more(home):
    now = timezone.now()
    for path in (*LEFT, *WHOLE):
        put(home, path, hours=23, now=now)
    assert list(sweep_leftovers(now)) == [] and there(home) == {*LEFT, *WHOLE}
    put(home, "data/passing/passing-a1b2c3d4/still", hours=1, now=now)         # a large copy that is still being made
    for path in LEFT[1:]:
        put(home, path, hours=25, now=now)
    said = list(sweep_leftovers(now))
    assert there(home) == {*WHOLE, LEFT[0], "data/passing/passing-a1b2c3d4/still"} and len(said) == len(LEFT) - 1
    assert "Anna" not in "".join(said)
    assert list(sweep_leftovers(now + timedelta(hours=30))) == ["kvarlämnat borttaget: passing-a1b2c3d4"]


def test_what_a_restore_or_an_upgrade_put_aside_lives_as_long_as_a_backup(home):
    now = timezone.now()
    earlier = "data/before-upgrade/samsyn-before-upgrade-2025-09-01T020000.samsyn"
    aside = ("data/samsyn.sqlite3.before-restore", "data/files.before-restore/m/photo", earlier)
    for path in (*aside, NEWEST, *WHOLE):
        put(home, path, hours=40 * 24, now=now)                 # old when it was put aside, which was just now
    assert list(sweep_leftovers(now + timedelta(days=29))) == []
    assert len(list(sweep_leftovers(now + timedelta(days=31)))) == 3 and there(home) == {NEWEST, *WHOLE}


def test_one_that_cannot_be_removed_is_told_and_does_not_stop_the_others(home, monkeypatch, caplog):
    now = timezone.now()
    for path in LEFT:
        put(home, path, hours=48, now=now)
    remove = shutil.rmtree

    def stuck(path, *_args, **_named):
        if path.name.startswith("passing-b2"):
            raise PermissionError("no")
        remove(path)

    monkeypatch.setattr(shutil, "rmtree", stuck)
    with pytest.raises(SomeStay):
        list(sweep_leftovers(now))
    assert there(home) == {"data/passing/passing-b2______/files/m/photo"} and "passing-b2" in caplog.text


def test_it_is_a_daily_job_and_an_empty_house_is_fine(home):
    assert list(JOBS["sweep-leftovers"](datetime.now().astimezone())) == []
    assert EVERY_SECONDS["sweep-leftovers"] == 24 * 3600


@pytest.mark.parametrize("kept", ["data/passing/passing-a1b2c3d4", "data/archive/m", "data/files.before-restore/m"])
def test_the_folder_of_backups_stays_wherever_it_lies(home, settings, kept):
    now = timezone.now()
    settings.BACKUP_TO = home / kept
    backups = (f"{kept}/samsyn-2025-10-07T020000.samsyn", f"{kept}/{KEY}.half", f"{kept}/passing-a1b2c3d4/file")
    for path in backups:
        put(home, path, hours=48, now=now)
    assert list(sweep_leftovers(now + timedelta(days=400))) == [] and there(home) == set(backups)
    put(home, f"{kept}/samsyn-2025-10-08T020000.samsyn.unfinished", hours=48, now=now)
    assert len(list(sweep_leftovers(now))) == 1 and there(home) == set(backups)
    told = [(one.level, one.named.get("folder")) for one in health.backup(now)]
    assert (WARN, str(home / kept)) in told


def test_a_data_folder_among_the_backups_is_swept_as_any(home, settings):
    settings.BACKUP_TO = home
    now = timezone.now()
    put(home, LEFT[0], hours=48, now=now)
    assert len(list(sweep_leftovers(now))) == 1 and there(home) == set()
    assert "datamappen" not in "".join(one.said for one in health.backup(now))


def test_two_who_sweep_at_once_do_not_fail_each_other(home, monkeypatch):
    now = timezone.now()
    for path in LEFT:
        put(home, path, hours=48, now=now)
    left, remove = leftovers._left, shutil.rmtree

    def swept_by_another(at):
        found = list(left(at))
        for path in found[1:]:
            remove(path) if path.is_dir() else path.unlink()
        yield from found

    tries = []

    def half_gone(path, *_args, **_named):
        tries.append(path)
        if len(tries) == 1:
            raise FileNotFoundError(path)       # a file in it, which the other one took
        remove(path)

    monkeypatch.setattr(leftovers, "_left", swept_by_another)
    monkeypatch.setattr(shutil, "rmtree", half_gone)
    assert len(list(sweep_leftovers(now))) == 1 and there(home) == set()


def test_what_is_in_passing_lies_in_our_own_folder_and_is_known_there(home):
    now = timezone.now() + timedelta(days=2)
    handler = load_handler("samsyn.ground.files.passing.UploadsInPassing", HttpRequest())
    handler.new_file("file", "Anna Andersson.csv", "text/csv", 9, "utf-8")
    folder = folder_in_passing()
    with file_in_passing() as nameless:
        nameless.write(b"x")
    held = list(place_in_passing().iterdir())
    assert len(held) == 2 and str(folder.name) in map(str, held) and "Anna" not in str(held)
    assert stat.S_IMODE(place_in_passing().stat().st_mode) == 0o700
    assert handler.file.temporary_file_path() in map(str, held)
    assert len(list(sweep_leftovers(now))) == 2 and there(home) == set()
    handler.file.close()                            # what is gone already is no fault


def test_a_large_upload_and_a_packed_file_pass_through_our_own_folder(home, settings):
    assert settings.FILE_UPLOAD_HANDLERS[-1] == "samsyn.ground.files.passing.UploadsInPassing"
    packed = home / "x.zip"
    with ZipFile(packed, "w") as out:
        out.writestr("a.csv", "a;b\n1;2\n")
    for _name, source in open_files(packed, beside=place_in_passing()):
        assert source and [path.name[:8] for path in place_in_passing().iterdir()] == ["passing-"]
    assert not (home / "machine").exists()
