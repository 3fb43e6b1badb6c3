"""Every address posted to × reader: no hidden row is changed or built upon, no table written that is not theirs."""

import pytest

from samsyn.method.measures import actions as measures
from samsyn.method.measures.log import actions as log
from samsyn.method.measures.querysets import MeasureQuerySet
from tests.matrix.posting import Poster
from tests.matrix.walking import HIDDEN, OPENED, WHOLE

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]
TRIED = tuple(HIDDEN) if WHOLE else ("eva", "cecilia")


@pytest.mark.parametrize("who", TRIED)
def test_nobody_writes_what_they_may_not(garden, who, record_property):
    marked, clients = garden
    opened = OPENED[who] if WHOLE else []
    found = Poster(marked, who, clients[who]).post([("norr", HIDDEN[who]), *opened])
    record_property("cells", ("written", who, HIDDEN[who], found.posts, found.wrote, found.fell, len(found.faults)))
    assert found.faults == set()


def test_a_planted_breach_is_caught(garden, monkeypatch):
    marked, clients = garden
    poster = Poster(marked, "eva", clients["eva"])

    def faults() -> set[str]:
        return poster.post([("norr", HIDDEN["eva"])], only="measures:").faults

    assert faults() == set()
    monkeypatch.setattr(
        MeasureQuerySet, "visible_to", lambda self, member: self.filter(municipality=member.municipality)
    )
    assert not any("hidden" in each for each in faults())  # what is done still asks who may do it
    for module in (measures, log):
        monkeypatch.setattr(module, "require_carry_out", lambda **_anybody: None)
    assert {
        "measures:start changed a hidden Measure",
        "measures:log built on a hidden row: MeasureEntry.measure",
    } <= faults()
