"""The logbook's seals: every line is in one, also when its change ended after the day was sealed."""

import json
import runpy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from samsyn.ground.audit.actions import note, seal_until, sealed_logbook
from samsyn.ground.audit.checking import broken_seals
from samsyn.ground.audit.models import Event, Seal
from samsyn.jobs.nightly import seal_logbooks

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 7)
BEFORE_MIDNIGHT = datetime(2025, 10, 7, 21, 59, tzinfo=UTC)     # 23:59 in Norr


@pytest.fixture
def line(machine):
    def _line(at, **changed):
        Event.objects.filter(pk=(event := note("area.added", by=machine, changed=changed)).pk).update(created_at=at)
        return event

    Event.objects.all().delete()
    return _line


def test_a_change_over_midnight_is_in_the_next_seal_and_breaks_none(norr, line):
    line(BEFORE_MIDNIGHT - timedelta(hours=2))
    seal_until(municipality=norr, day=DAY)
    late = line(BEFORE_MIDNIGHT)                # dated before the end of the day, ended after it was sealed
    assert broken_seals(municipality=norr) == []
    seal_until(municipality=norr, day=DAY + timedelta(days=1))
    late.refresh_from_db()
    assert late.seal.day == DAY + timedelta(days=1)
    assert broken_seals(municipality=norr) == []
    Event.objects.filter(pk=late.pk).update(happening="area.changed")
    assert broken_seals(municipality=norr) == [DAY + timedelta(days=1)]


def test_a_line_put_in_or_taken_out_long_afterwards_shows(norr, line):
    first = line(BEFORE_MIDNIGHT - timedelta(days=5))
    seal_until(municipality=norr, day=DAY)
    line(BEFORE_MIDNIGHT - timedelta(days=4))
    seal_until(municipality=norr, day=DAY + timedelta(days=1))
    assert broken_seals(municipality=norr) == [DAY + timedelta(days=1)]
    Event.objects.filter(pk=first.pk).delete()
    assert broken_seals(municipality=norr)[0] == DAY - timedelta(days=5)


def test_the_day_is_sealed_an_hour_after_its_midnight_and_once(norr, line):
    line(BEFORE_MIDNIGHT)
    list(seal_logbooks(BEFORE_MIDNIGHT + timedelta(minutes=30)))
    assert not Seal.objects.filter(day=DAY).exists()
    for _again in range(2):
        list(seal_logbooks(BEFORE_MIDNIGHT + timedelta(minutes=62)))
    assert Seal.objects.filter(day=DAY).get().lines == 1


def _exported(norr):
    return [json.dumps(row) for row in sealed_logbook(municipality=norr)]


def test_the_script_of_its_own_finds_every_change_removal_and_a_chain_made_anew(norr, line, monkeypatch):
    verify = runpy.run_path(str(Path(__file__).parents[2] / "deploy" / "verify_logbook.py"))["verify"]
    for days in range(5, 0, -1):
        for number in range(3):
            line(BEFORE_MIDNIGHT - timedelta(days=days, hours=number), number=number)
    seal_until(municipality=norr, day=DAY)
    whole = _exported(norr)
    newest = Seal.objects.latest("day").digest
    assert verify(whole, [newest]) == ([], 6, 15)
    at = next(n for n, text in enumerate(whole) if '"line"' in text)
    changed = [*whole[:at], whole[at].replace("area.added", "area.gone"), *whole[at + 1 :]]
    removed = whole[:at] + whole[at + 1 :]
    moved = [*whole[:at], whole[at + 1], whole[at], *whole[at + 2 :]]
    day_gone = [text for n, text in enumerate(whole) if not 4 <= n < 8]
    for wrong in (changed, removed, moved, day_gone):
        assert verify(wrong)[0], wrong
    # Whoever changes a line and makes all seals anew is found by a digest that was kept elsewhere.
    Event.objects.filter(municipality=norr).update(happening="area.changed", seal=None)
    Seal.objects.filter(municipality=norr).delete()
    seal_until(municipality=norr, day=DAY)
    assert verify(_exported(norr))[0] == []
    assert verify(_exported(norr), [newest])[0] == [f"{newest}: this digest is not in the logbook"]
