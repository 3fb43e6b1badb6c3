"""The demo's decisions: a chain that ends well, a lamp that waits, and nobody pointed out."""

import pytest

from samsyn.analysis.weeks import Week
from samsyn.demo.gathered import (
    AT_MEETING,
    DECIDED,
    FOCUS_TEXT,
    LOCAL,
    OUTWARD,
    OWNERS,
    ROUND,
    SAID,
    WEIGHED,
    _midsummer,
)
from samsyn.demo.meetings import LIT_PATH, STAIRWELL, WEEKLY
from samsyn.demo.parties import GRANVIK_PARTIES
from samsyn.demo.register import PLACES
from samsyn.method.observations.guard import why_not_stored

CHAINS = (STAIRWELL, LIT_PATH, WEEKLY)


@pytest.mark.parametrize("row", [row for chain in CHAINS for row in chain], ids=lambda row: row[7])
def test_every_measure_has_a_place_a_party_and_points_out_nobody(row):
    place, party, function, *_more, what, came_of = row
    assert place in {spot.key for spot in PLACES["granvik"]}
    assert party in {each.key for each in GRANVIK_PARTIES}
    assert [why_not_stored(text) for text in (function, what, came_of) if text and why_not_stored(text)] == []


def test_the_stairwell_is_tried_until_something_helps():
    assert [row[5] for row in STAIRWELL] == ["no_effect", "no_effect", "no_effect", "done"]
    assert [row[3] for row in STAIRWELL] == sorted((row[3] for row in STAIRWELL), reverse=True)


def test_what_is_said_at_the_meetings_points_out_nobody():
    lines = [text for said in ROUND.values() for text in said]
    reasons = [reason for *_more, reason in WEIGHED if reason]
    said = (*AT_MEETING, *DECIDED, *OUTWARD, FOCUS_TEXT, *(text for _choice, text in SAID), *lines, *reasons)
    assert [(text, why_not_stored(text)) for text in said if why_not_stored(text)] == []


def test_who_meets_are_parties_and_places_of_the_town_and_the_owners_meet_at_midsummer():
    known = {each.key for each in GRANVIK_PARTIES}
    assert {key for circle in (*LOCAL, OWNERS) for key in circle.parties} | set(ROUND) <= known
    assert {circle.home for circle in LOCAL} <= {spot.key for spot in PLACES["granvik"]}
    assert [str(_midsummer(Week(year, week))) for year, week in ((2026, 47), (2026, 20), (2025, 40))] == [
        "2026-06-19", "2025-06-20", "2025-06-20",
    ]  # fmt: skip
