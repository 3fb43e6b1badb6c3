"""The logbook's seals: every line is in one, also when its change ended after the day was sealed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from samsyn.ground.audit.actions import broken_seals, note, seal_until
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
