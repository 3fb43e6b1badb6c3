"""Old lines of the logbook go by decision: what they say is gone everywhere, and the seals still tell a forgery."""

import json
import runpy
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.utils import timezone

from samsyn.cli.__main__ import main
from samsyn.ground.audit.actions import (
    AuditRefused,
    erase_lines,
    lines_saying,
    note,
    seal_until,
    sealed_logbook,
    take_out_lines,
)
from samsyn.ground.audit.checking import broken_seals
from samsyn.ground.audit.models import Event, Seal
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.privacy.disposal.actions import DisposalDecision, set_disposal_rule
from samsyn.jobs.disposal.actions import dispose_by_decision
from samsyn.jobs.disposal.kinds import BY_CODE
from samsyn.jobs.erasure import find_text
from tests import people

pytestmark = pytest.mark.django_db
OLD, LATER = people.NOW - timedelta(days=300), people.NOW + timedelta(days=300)
verify = runpy.run_path(str(Path(__file__).parents[2] / "deploy/verify_logbook.py"))["verify"]


def exported(norr):
    return [json.dumps(row) for row in sealed_logbook(municipality=norr)]


@pytest.fixture
def sealed(norr, machine):
    """Norr's logbook with lines of three old days and of one new, all sealed."""
    Event.objects.all().delete()
    for days in (0, 1, 2, 280):
        for number in range(3):
            made = note("area.added", by=machine, changed={"name": f"Kastrullen {days} {number}"})
            Event.objects.filter(pk=made.pk).update(created_at=OLD + timedelta(days=days, minutes=number))
    seal_until(municipality=norr, day=people.NOW.date())
    return norr


def test_old_lines_go_by_decision_and_the_seals_hold(sealed, machine, settings, tmp_path):
    settings.SAMSYN_DATA = settings.MEDIA_ROOT = tmp_path
    newest = Seal.objects.latest("day").digest
    assert list(find_text("Kastrullen 1")) and list(dispose_by_decision(LATER)) == []
    decision = DisposalDecision(
        months=12, reference="KS 2025/17", decided_by="Kommunstyrelsen", decided_on=date(2025, 5, 5), active=True
    )
    set_disposal_rule(kind="loggbok", decision=decision, today=people.NOW.date(), by=machine)
    list(dispose_by_decision(LATER))
    assert list(find_text("Kastrullen 1")) == [] and list(find_text("Kastrullen 280"))
    assert Event.objects.filter(happening="line.taken_out").count() == 9
    assert broken_seals(municipality=sealed) == []
    assert verify(exported(sealed), [newest])[0] == []
    seal_until(municipality=sealed, day=timezone.localdate())
    assert broken_seals(municipality=sealed) == [] and verify(exported(sealed), [newest])[0] == []
    list(dispose_by_decision(LATER + timedelta(days=3 * 366)))          # the decisions' own lines stay
    assert Event.objects.filter(happening="disposal.done").exists() and verify(exported(sealed), [newest])[0] == []
    # What was taken out cannot be changed, removed or put back as something else.
    whole = exported(sealed)
    at = next(n for n, text in enumerate(whole) if "taken_out" in text and "happening" not in text)
    for wrong in (whole[:at] + whole[at + 1:], [*whole[:at], '{"taken_out": "00"}', *whole[at + 1:]]):
        assert verify(wrong)[0]
    Event.objects.filter(happening="line.taken_out").first().delete()
    assert broken_seals(municipality=sealed)


def test_a_line_emptied_without_a_decision_is_found(sealed):
    take_out_lines(lines=Event.objects.filter(municipality=sealed, changed__name="Kastrullen 1 1"))
    assert broken_seals(municipality=sealed) == [(OLD + timedelta(days=1)).date()]
    assert verify(exported(sealed))[0]


def test_words_are_erased_from_the_logbook_by_decision(sealed, bo, anna, settings, tmp_path):
    settings.SAMSYN_DATA = settings.MEDIA_ROOT = tmp_path
    assert lines_saying("area.added", municipality=sealed) == []       # … the structure's own words are nobody's
    assert lines_saying("name", municipality=sealed) == []
    with pytest.raises(AuditRefused):
        lines_saying("Ek ", municipality=sealed)
    note("area.added", by=bo, changed={"name": 'Kalle "Kula" Ek'})
    assert len(lines_saying('Kalle "Kula"', municipality=sealed)) == 1
    lines = lines_saying("kastrullen 280 1", municipality=sealed)
    with pytest.raises(AuditRefused):
        erase_lines(lines=lines, reference="", body="Kommunstyrelsen", by=bo)
    with pytest.raises(NotAllowed):
        erase_lines(lines=lines, reference="KS 2025/9", body="Kommunstyrelsen", by=anna)
    assert erase_lines(lines=lines, reference="KS 2025/9", body="Kommunstyrelsen", by=bo) == 1
    assert list(find_text("Kastrullen 280 1")) == [] and list(find_text("Kastrullen 280 2"))
    assert broken_seals(municipality=sealed) == [] and verify(exported(sealed))[0] == []


def test_the_command_asks_first_and_says_what_is_left(sealed, machine, monkeypatch, capsys):
    monkeypatch.setattr("samsyn.cli.manage.forget_the_pages", lambda: None)     # … not inside a transaction
    note("logbook.taken_out", by=machine, changed={"decision": "KS 1 om Kastrullen 280 1", "digests": []})

    def erase(text, *more):
        monkeypatch.setattr("sys.stdin", StringIO(text))
        words = ["manage", "erase-log", "--municipality", "norr", "--reference", "KS 1", "--decided-by", "KS", *more]
        return main(words), capsys.readouterr().out

    code, said = erase("Kastrullen 280")
    assert code == 1 and said.startswith("4 rader innehåller texten. Inget är ändrat.")
    code, said = erase("Kastrullen 280", "--yes")
    assert code == 1 and "3 rader tömda" in said and "1 rader är kvar" in said
    assert erase("Kastrullen 1 1", "--yes") == (0, "1 rader tömda\n")
    assert erase("Kastrullen 1 1", "--yes") == (1, "Texten finns inte i loggboken\n")


def test_a_line_from_before_midnight_that_was_sealed_on_the_limit_is_judged_alike(norr, machine):
    Event.objects.all().delete()
    midnight = OLD.astimezone(norr.zone).replace(hour=0, minute=0)
    limit = midnight.date()

    def written(minutes):
        made = note("area.added", by=machine, changed={"name": f"Kastrullen {minutes}"})
        Event.objects.filter(pk=made.pk).update(created_at=midnight + timedelta(minutes=minutes))
        return made.pk

    def judged():
        said = verify(exported(norr))[0]
        assert broken_seals(municipality=norr) == sorted({date.fromisoformat(one.split()[1][:10]) for one in said})
        return broken_seals(municipality=norr)

    def decided(before, rows):
        note("disposal.done", by=machine, changed={"kind": "loggbok", "before": before.isoformat(), "rows": rows})

    early = written(-60)
    seal_until(municipality=norr, day=limit - timedelta(days=1))
    late, _on_the_day = written(-1), written(1)                 # ended when the day before was sealed already
    seal_until(municipality=norr, day=limit)
    assert Event.objects.get(pk=late).seal.day == limit and judged() == []
    (old,) = BY_CODE["loggbok"].rows(norr, limit)
    assert [event.pk for event in old] == [early] and len(take_out_lines(lines=old)) == 1
    decided(limit, 1)
    assert judged() == []
    # Emptied by its own day, which the check cannot know any more, it is found by both; the next day's limit covers it.
    take_out_lines(lines=Event.objects.filter(pk=late))
    decided(limit, 1)
    assert judged() == [limit]
    decided(limit + timedelta(days=1), 1)
    assert judged() == []
