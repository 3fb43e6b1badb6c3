"""The same forgeries before the check in the product and before the script of its own: both find the same days."""

import json
import runpy
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from samsyn.ground.audit.actions import note, seal_until, sealed_logbook, take_out_lines
from samsyn.ground.audit.checking import broken_seals, unknown_digests
from samsyn.ground.audit.models import Event, Seal
from tests import people

pytestmark = pytest.mark.django_db
verify = runpy.run_path(str(Path(__file__).parents[2] / "deploy" / "verify_logbook.py"))["verify"]
FIRST = people.NOW - timedelta(days=9)
DAYS = [FIRST.date() + timedelta(days=n) for n in range(8)]     # the last is sealed; the next stands open
OPEN = DAYS[-1] + timedelta(days=1)


def at(day, **chosen):
    return Event.objects.filter(seal__day=DAYS[day], **chosen).order_by("created_at")


def first(day):
    return Event.objects.filter(pk=at(day).first().pk)


def dated(event, day, number=0):
    Event.objects.filter(pk=event.pk).update(created_at=FIRST + timedelta(days=day, minutes=number))
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def logbook(norr, machine):
    """Eight sealed days of three lines; the first day emptied by a rule, a line of the third by an own decision."""
    Event.objects.all().delete()
    for day in range(8):
        for number in range(3):
            dated(note("area.added", by=machine, changed={"name": f"{day} {number}"}), day, number)
    seal_until(municipality=norr, day=DAYS[4])
    gone = take_out_lines(lines=at(0))
    changed = {"kind": "loggbok", "rows": len(gone), "decision": "KS 1", "before": DAYS[1].isoformat()}
    dated(note("disposal.done", by=machine, changed=changed), 5, 10)
    named = {"decision": "KS 2", "digests": take_out_lines(lines=first(2))}
    dated(note("logbook.taken_out", by=machine, changed=named), 6, 10)
    seal_until(municipality=norr, day=DAYS[7])
    return norr


def changed_line(_machine):
    first(3).update(by="någon annan")
    return [DAYS[3]]


def removed_line(_machine):
    at(3).first().delete()
    return [DAYS[3]]


def added_line(machine):
    line = dated(note("area.added", by=machine), 3, 5)
    Event.objects.filter(pk=line.pk).update(seal=Seal.objects.get(day=DAYS[3]))
    return [DAYS[3]]


def added_line_of_an_old_day(machine):
    dated(note("area.added", by=machine), 3, 5)
    seal_until(municipality=machine.municipality, day=OPEN)
    return [OPEN]


def emptied_without_decision(_machine):
    take_out_lines(lines=first(3))
    return [DAYS[3]]


def emptied_while_it_was_open(machine):
    line = dated(note("area.added", by=machine), 8)
    take_out_lines(lines=Event.objects.filter(pk=line.pk))
    return [OPEN]


def emptied_on_another_happening(machine):
    digests = take_out_lines(lines=first(3))
    dated(note("area.added", by=machine, changed={"digests": digests}), 8)
    return [DAYS[3]]


def emptied_with_a_decision_put_among_the_sealed(machine):
    line = dated(note("logbook.taken_out", by=machine, changed={"digests": take_out_lines(lines=first(4))}), 5, 20)
    Event.objects.filter(pk=line.pk).update(seal=Seal.objects.get(day=DAYS[5]))
    return [DAYS[5]]


def emptied_with_a_decision_that_everybody_reads(machine):
    """Whoever says in the open logbook that it was decided is believed: the line itself tells who said so."""
    dated(note("logbook.taken_out", by=machine, changed={"digests": take_out_lines(lines=first(4))}), 8)
    return []


def emptied_and_its_digest_changed(_machine):
    first(0).update(kept_digest="0" * 64)
    return [DAYS[0]]


def more_emptied_than_the_decision_says(machine):
    take_out_lines(lines=first(1))
    dated(note("disposal.done", by=machine, changed={"kind": "loggbok", "before": DAYS[2].isoformat(), "rows": 0}), 8)
    return [DAYS[1]]


def the_limit_moved_forward(_machine):
    take_out_lines(lines=first(3))
    line = Event.objects.get(happening="disposal.done")
    line.changed |= {"before": DAYS[6].isoformat(), "rows": 4}
    line.save()
    return [DAYS[5]]


def the_limit_moved_back(_machine):
    line = Event.objects.get(happening="disposal.done")
    line.changed |= {"before": DAYS[0].isoformat()}
    line.save()
    return [DAYS[0], DAYS[5]]


def the_limits_own_day_emptied(machine):
    take_out_lines(lines=first(1))
    dated(note("disposal.done", by=machine, changed={"kind": "loggbok", "before": DAYS[1].isoformat(), "rows": 1}), 8)
    return [DAYS[1]]


def a_limit_of_another_kind(machine):
    take_out_lines(lines=first(1))
    dated(note("disposal.done", by=machine, changed={"kind": "brev", "before": DAYS[6].isoformat(), "rows": 9}), 8)
    return [DAYS[1]]


def swapped_lines(_machine):
    one, other = at(3)[:2]
    for line, moment in ((one, other.created_at), (other, one.created_at)):
        Event.objects.filter(pk=line.pk).update(created_at=moment)
    return [DAYS[3]]


def changed_seal(_machine):
    Seal.objects.filter(day=DAYS[3]).update(digest="f" * 64)
    return [DAYS[3], DAYS[4]]


def changed_count_of_a_seal(_machine):
    Seal.objects.filter(day=DAYS[3]).update(lines=2)
    return [DAYS[3]]


def removed_day(_machine):
    at(3).delete(), Seal.objects.filter(day=DAYS[3]).delete()
    return [DAYS[4]]


def removed_last_day(_machine):
    """Nothing in the logbook itself can tell; a digest that was kept elsewhere does."""
    at(7).delete(), Seal.objects.filter(day=DAYS[7]).delete()
    return []


def nothing(_machine):
    return []


FORGERIES = (
    nothing, changed_line, removed_line, added_line, added_line_of_an_old_day, emptied_without_decision,
    emptied_while_it_was_open, emptied_on_another_happening, emptied_with_a_decision_put_among_the_sealed,
    emptied_with_a_decision_that_everybody_reads, emptied_and_its_digest_changed, more_emptied_than_the_decision_says,
    the_limit_moved_forward, the_limit_moved_back, the_limits_own_day_emptied, a_limit_of_another_kind, swapped_lines,
    changed_seal, changed_count_of_a_seal, removed_day, removed_last_day,
)  # fmt: skip


def days_of_the_script(found):
    """Return the days that the script's sentences name; what no seal holds counts for the day after the last."""
    last = Seal.objects.latest("day").day + timedelta(days=1)
    said = {one.partition(": ")[0].removeprefix("norr ") for one in found}
    return sorted(last if day == "open" else date.fromisoformat(day) for day in said)


def test_both_checks_find_the_same_in_every_forgery(logbook, machine):
    newest = Seal.objects.latest("day").digest
    for forge in FORGERIES:
        with transaction.atomic():
            expected = forge(machine)
            found, _seals, _lines = verify([json.dumps(row) for row in sealed_logbook(municipality=logbook)])
            assert broken_seals(municipality=logbook) == expected, forge.__name__
            assert days_of_the_script(found) == expected, forge.__name__
            kept = verify([json.dumps(row) for row in sealed_logbook(municipality=logbook)], [newest])[0]
            gone = forge is removed_last_day
            assert (len(kept) > len(found), unknown_digests([newest]) != []) == (gone, gone), forge.__name__
            transaction.set_rollback(True)
