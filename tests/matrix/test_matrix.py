"""Every address × every reader: nothing that they may not see, whatever it is packed in; and the table is whole."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from samsyn.ground.privacy.declarations import own_models
from samsyn.method.observations.querysets import ObservationQuerySet
from tests.matrix.expected import ALL, OPEN, TABLE
from tests.matrix.planting import LOGS, REGISTER
from tests.matrix.walking import HIDDEN, WHOLE, fell, is_heavy, leaks_of, read_by, said, unlike

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]
# In the suite these walk, and one opens the papers, which take seconds to set; in the whole walk everybody does.
READ = tuple(HIDDEN) if WHOLE else ("eva", "lars", "siv", "cecilia", "nobody", "rut", "dag")
OPENS_PAPERS = ("eva",)
# Of an account, not of a municipality; its list is tested in tests/web.
UNPLANTED = {"OpenSession"}
# Kinds that the program alone compiles, each for the audience it says; or whose audience is only a suggestion.
COMPILED = {"PictureTable", "PeriodTable", "Category"}


@dataclass
class Walked:
    """How often each status came, the leaks with the routes that had them, and what fell over."""

    answers: Counter[int] = field(default_factory=Counter)
    leaks: dict[str, set[str]] = field(default_factory=dict)
    fell: set[str] = field(default_factory=set)


def walk(garden: Any, who: str, places: list[tuple[str, str]], *, papers: bool, only: str = "") -> Walked:
    """Open every address filled from each (municipality, shelf)."""
    marked, clients = garden
    found = Walked()
    for name, address in unlike(marked, places, only=only):
        if not papers and is_heavy(address):
            continue
        answer = clients[who].get(address)
        found.answers[answer.status_code] += 1
        if broke := fell(answer):
            found.fell.add(f"{name}: {broke}")
        for leak in leaks_of(marked, who, said(answer), route=name):
            found.leaks.setdefault(leak, set()).add(name)
    return found


@pytest.mark.parametrize("who", READ)
def test_no_answer_holds_what_its_reader_may_not_see(garden, who, record_property):
    places = read_by(who) if WHOLE else [("norr", HIDDEN[who])]
    found = walk(garden, who, places, papers=WHOLE or who in OPENS_PAPERS)
    opened, asked = found.answers[200], found.answers.total()
    record_property("cells", ("read", who, HIDDEN[who], asked, opened, len(found.fell), len(found.leaks)))
    assert (found.leaks, found.fell) == ({}, set())


def test_a_planted_leak_is_caught(garden, monkeypatch):
    grown = {kind for rows in garden[0].rows.values() for kind in rows}
    unplanted = {kind for kind in TABLE if "." not in kind} - grown
    assert unplanted <= REGISTER | UNPLANTED, "rows of these could not be made: tests/matrix/planting.py"
    of_reports: dict[str, Any] = {"places": [("norr", "coordinator")], "papers": False, "only": "observation:"}
    assert walk(garden, "eva", **of_reports).leaks == {}
    monkeypatch.setattr(
        ObservationQuerySet, "visible_to", lambda self, member: self.filter(municipality=member.municipality)
    )
    leaks = walk(garden, "eva", **of_reports).leaks
    assert leaks.get("Observation.text (coordinator)") == {"observation:show"}, leaks


def test_every_kind_of_row_has_its_place_in_the_table():
    kinds = {model.__name__: {each.name for each in model._meta.concrete_fields} for model in own_models()}
    unplaced = {kind for kind, names in kinds.items() if "municipality" in names} - set(TABLE) - LOGS
    assert unplaced == set(), "say in tests/matrix/expected.py who may see these"
    assert set(TABLE) - {name for name in TABLE if "." in name} <= set(kinds)
    for_all = {kind for kind, cells in TABLE.items() if cells is ALL}
    narrowed = {kind for kind, names in kinds.items() if names & {"audience", "shown_to"}}
    assert for_all & narrowed == COMPILED, "a row that is for an audience cannot be for everybody"
    assert for_all == {name for names in OPEN.values() for name in names.split()}
