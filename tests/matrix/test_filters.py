"""Every name that a view reads from its address, given what it should not be: nothing is told, nothing falls over."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches

from tests.matrix.asking import ODD, RELATIONS, SHORT, hidden_id, noting_names
from tests.matrix.walking import HIDDEN, OPENED, WHOLE, edited, fell, is_heavy, leaks_of, said, unlike

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]
TRIED = tuple(HIDDEN) if WHOLE else ("eva",)
EDITING = ("bo", "eva") if WHOLE else ("bo",)
# Whoever opens most fills each name by itself too: what one name is refused for hides what the others do.
ALONE = ("bo",) if WHOLE else ()
EVERY_ODD = ("bo", "eva")


def queries(names: list[str], hidden: dict[str, str], who: str) -> Iterator[dict[str, str]]:
    """Yield what is filled in: hidden ids, relations, the same odd value everywhere; and each name by itself."""
    yield hidden
    yield RELATIONS
    yield from (dict.fromkeys(names, value) for value in (ODD if who in EVERY_ODD else ODD[:SHORT]))
    if who in ALONE:
        yield from ({each: value} for each in names for value in ODD[:SHORT])


@pytest.mark.parametrize("who", TRIED)
def test_no_filter_opens_what_is_hidden(garden, who, record_property):
    marked, clients = garden
    client, broke, leaks, asked, names_seen = clients[who], set(), set(), 0, set()
    with noting_names() as noted:
        for name, address in unlike(marked, OPENED[who][:1]):
            if is_heavy(address):
                continue
            noted.clear()
            if client.get(address).status_code >= 300 or not noted:
                continue
            names = sorted(noted)
            names_seen |= {(name, each) for each in names}
            hidden = {each: hidden_id(marked, HIDDEN[who], each) for each in names}
            for query in queries(names, hidden, who):
                asked += 1
                faults = _faults(marked, who, name, client.get(address, query))
                broke |= {f"{name} {query}: {faults[0]}"[:400]} if faults[0] else set()
                leaks |= {f"{name} told {leak}" for leak in faults[1]}
    record_property("cells", ("filtered", who, HIDDEN[who], asked, len(names_seen), len(broke), len(leaks)))
    assert asked and (broke, leaks) == (set(), set())


@pytest.mark.parametrize("who", EDITING)
def test_no_address_edited_by_hand_opens_what_is_hidden(garden, who, record_property):
    marked, clients = garden
    broke, leaks, asked, opened = set(), set(), 0, 0
    for name, address in edited(marked, "parties"):
        if is_heavy(address) and not WHOLE:
            continue
        answer = clients[who].get(address)
        asked, opened = asked + 1, opened + (answer.status_code == 200)
        faults = _faults(marked, who, name, answer)
        broke |= {f"{address}: {faults[0]}"} if faults[0] else set()
        leaks |= {f"{name} told {leak}" for leak in faults[1]}
    record_property("cells", ("edited", who, "parties", asked, opened, len(broke), len(leaks)))
    assert (broke, leaks) == (set(), set())


def _faults(marked: Any, who: str, name: str, answer: Any) -> tuple[str, list[str]]:
    """Return what broke in an answer, and its leaks; and let the brakes forget it."""
    caches["brakes"].clear()
    return fell(answer), leaks_of(marked, who, said(answer), route=name)
