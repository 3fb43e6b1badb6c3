"""Taking an import of outside figures back: what it changed says what it said before."""

import json

import pytest

from samsyn.exchange.actions import begin_import, go_through, undo_import
from samsyn.exchange.sources import ready_mapping
from samsyn.method.indicators.models import OutsideEvent, Reading

HEADER = '"","DeSO.område","Brottsdatum","Inskrivningsdatum","Kommun","Antal"'


@pytest.fixture
def read_in(tmp_path, machine, now):
    """Read a text in as a file of a ready source."""

    def go(text, *, source, name):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        mapping = ready_mapping(source)
        run = begin_import(path=path, mapping=mapping, source=source, now=now, by=machine)
        return go_through(run, path=path, now=now, by=machine)

    return go


@pytest.fixture
def offences(read_in):
    """Read in how many offences each of some areas had on a day."""

    def go(**counts):
        rows = [f'"{n}","9901C{area[1:]}","2023-09-03","2023-09-04","Norr",{count}'
                for n, (area, count) in enumerate(counts.items())]  # fmt: skip
        name = f"{len(counts)}-{sum(counts.values())}.csv"
        return read_in("\n".join([HEADER, *rows]), source="brander-deso", name=name)

    return go


@pytest.fixture
def feed(read_in):
    """Read in one answer of the police's feed."""

    def go(*texts):
        events = [
            {"id": 1, "datetime": "2025-10-01 19:00:00 +02:00", "name": "01 oktober 18.30, Brand, Norr", "url": "",
             "summary": text, "type": "Brand", "location": {"name": "Norr", "gps": "62.4,17.1"}} for text in texts
        ]  # fmt: skip
        return read_in(json.dumps(events), source="polisen", name=f"{len(texts)}-{texts[-1]}.json")

    return go


def values():
    """Return what the readings say."""
    return dict(Reading.objects.order_by("area_code").values_list("area_code", "value"))


def test_a_changed_reading_says_again_what_it_said(offences, machine):
    first = offences(C1690=2)
    second = offences(C1690=5, C1700=1)
    assert values() == {"9901C1690": 5, "9901C1700": 1}
    assert undo_import(run=second, by=machine) == {"removed": 1, "restored": 1}
    assert values() == {"9901C1690": 2}
    assert Reading.objects.get().batch == first.pk
    assert undo_import(run=first, by=machine) == {"removed": 1, "restored": 0}
    assert not values()


def test_a_later_run_stands_when_an_earlier_one_is_taken_back(offences, machine):
    first, second, third = offences(C1690=2), offences(C1690=5), offences(C1690=9)
    assert undo_import(run=second, by=machine) == {"removed": 0, "restored": 0}
    assert values() == {"9901C1690": 9}
    undo_import(run=third, by=machine)
    assert values() == {"9901C1690": 2}
    undo_import(run=first, by=machine)
    assert not values()


def test_an_edited_event_is_told_as_before_and_may_be_read_again(feed, machine):
    feed("En container.")
    second = feed("En bil.", "En bil och ett skjul.")
    event = OutsideEvent.objects.get()
    assert (event.text, event.version) == ("En bil och ett skjul.", 3)
    assert undo_import(run=second, by=machine) == {"removed": 0, "restored": 1}
    event.refresh_from_db()
    assert (event.text, event.version, event.earlier, event.before) == ("En container.", 1, [], [])
    assert event.happened_at.isoformat() == "2025-10-01T16:30:00+00:00"
    assert feed("En bil.", "En bil och ett skjul.").changed == 2


def test_a_run_that_made_an_event_in_several_versions_leaves_nothing(feed, machine):
    run = feed("En bil.", "Två bilar.")
    assert undo_import(run=run, by=machine) == {"removed": 1, "restored": 0}
    assert not OutsideEvent.objects.exists()
