"""What a killed process leaves half made goes within two days; what somebody writes now, and what is whole, stays."""

import os
import shutil
import tempfile
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from samsyn.jobs.leftovers import SomeStay, sweep_leftovers
from samsyn.jobs.schedule import EVERY_SECONDS, JOBS


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    settings.SAMSYN_DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data" / "files"
    settings.BACKUP_TO, settings.BACKUP_DAYS = tmp_path / "copies", 30
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
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


LEFT = (
    "data/backup-a1/copy.sqlite3", "data/proof-b2/files/m/photo", "data/restore-c3/list.json",
    "data/paket-d4/SIP/METS.xml", "data/archive/m/1.half", "data/departures/m/2.half", "data/files/m/3.half",
    "data/files/editions/m/4.half", "data/before-upgrade/x.samsyn.unfinished", "copies/samsyn.samsyn.unfinished",
    "passing/samsyn-e5/rapporter.csv", "passing/tmpf6.upload.csv",
)  # fmt: skip
WHOLE = (
    "data/archive/m/1.zip", "data/files/m/photo", "data/files/editions/m/5", "data/uploads/x.csv",
    "data/samsyn.sqlite3", "copies/samsyn-2025.samsyn", "passing/tmpother", "passing/another-program/file",
)  # fmt: skip


def there(home):
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_what_was_left_goes_when_nobody_writes_it_any_more(home):
    now = timezone.now()
    for path in (*LEFT, *WHOLE):
        put(home, path, hours=23, now=now)
    assert list(sweep_leftovers(now)) == [] and there(home) == {*LEFT, *WHOLE}
    put(home, "data/backup-a1/still", hours=1, now=now)         # a large copy that is still being made
    for path in LEFT[1:]:
        put(home, path, hours=25, now=now)
    said = list(sweep_leftovers(now))
    assert there(home) == {*WHOLE, LEFT[0], "data/backup-a1/still"} and len(said) == len(LEFT) - 1
    assert "Anna" not in "".join(said)
    assert list(sweep_leftovers(now + timedelta(hours=30))) == ["kvarlämnat borttaget: backup-a1"]


def test_what_a_restore_or_an_upgrade_put_aside_lives_as_long_as_a_backup(home):
    now = timezone.now()
    aside = ("data/samsyn.sqlite3.before-restore", "data/files.before-restore/m/photo", "data/before-upgrade/y.samsyn")
    for path in (*aside, *WHOLE):
        put(home, path, hours=40 * 24, now=now)                 # old when it was put aside, which was just now
    assert list(sweep_leftovers(now + timedelta(days=29))) == []
    assert len(list(sweep_leftovers(now + timedelta(days=31)))) == 3 and there(home) == set(WHOLE)


def test_one_that_cannot_be_removed_is_told_and_does_not_stop_the_others(home, monkeypatch, caplog):
    now = timezone.now()
    for path in LEFT:
        put(home, path, hours=48, now=now)
    remove = shutil.rmtree

    def stuck(path, *_args, **_named):
        if path.name.startswith("proof-"):
            raise PermissionError("no")
        remove(path)

    monkeypatch.setattr(shutil, "rmtree", stuck)
    with pytest.raises(SomeStay):
        list(sweep_leftovers(now))
    assert there(home) == {"data/proof-b2/files/m/photo"} and "proof-b2" in caplog.text


def test_it_is_a_daily_job_and_an_empty_house_is_fine(home):
    assert list(JOBS["sweep-leftovers"](datetime.now().astimezone())) == []
    assert EVERY_SECONDS["sweep-leftovers"] == 24 * 3600
