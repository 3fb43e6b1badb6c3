"""What the demo's parties say of their weeks: nobody is pointed out, and story 12 ends in a correction edition."""

from samsyn.demo.parties import GRANVIK_PARTIES
from samsyn.demo.summed_up import CORRECTED_BACK, SAID, SUMMED_WEEKS, TAKEN_OUT, TEXTS
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.pictures.layouts.known import sections
from samsyn.method.pictures.own_models import ShownTo, Trend


def test_every_party_is_there_and_points_out_nobody():
    known = {each.key for each in GRANVIK_PARTIES}
    for week in SAID.values():
        assert set(week) <= known
        for points in week.values():
            for area, trend, text, audience in points:
                assert area in {"", "C", "A", "N", "H", "S", "L"}
                assert trend in Trend.values and audience in ShownTo.values and len(text) <= 400
                assert why_not_stored(text) is None, text
    assert set(SAID) == set(TEXTS) == set(range(SUMMED_WEEKS))


def test_what_is_taken_out_stood_in_a_locked_week():
    (section, text), = TEXTS[CORRECTED_BACK]
    assert TAKEN_OUT in text and section in sections() and CORRECTED_BACK > 0
    assert all(section in sections() for week in TEXTS.values() for section, _text in week)
