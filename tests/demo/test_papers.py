"""The demo's distribution list: functions that exist there, each with papers that may be made for it."""

import pytest

from samsyn.demo.papers import LIST
from samsyn.demo.parties import GRANVIK_PARTIES
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.publications.papers import OF_ONE_PARTY, Paper, audiences_of


@pytest.mark.parametrize("row", LIST, ids=lambda row: row[0])
def test_every_line_is_a_function_of_a_party_and_points_out_nobody(row):
    function, party, box, audience, papers = row
    assert why_not_stored(function) is None and "@" not in box
    assert set(papers) <= set(Paper.values)
    known = {each.key: each for each in GRANVIK_PARTIES}
    assert audience == "public" or party in known
    assert all(audience in audiences_of(paper) for paper in set(papers) - OF_ONE_PARTY)
