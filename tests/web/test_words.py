"""Figures and dates as Swedes write them."""

from datetime import date

import pytest
from django.utils import translation

from samsyn.analysis.weeks import Week
from samsyn.web.templatetags.samsyn import (
    day,
    days_words,
    expected_range,
    figure,
    named,
    notice,
    percent,
    sentence,
    spark,
    week_words,
)

THIN, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "sv", "en"),
    [
        (12345, 0, f"12{THIN}345", f"12{THIN}345"),
        (7.5, 1, "7,5", "7.5"),
        (-3, 0, "−3", "−3"),
        (None, 0, "–", "–"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers(value, decimals, sv, en):
    assert figure(value, decimals) == sv
    with translation.override("en"):
        assert figure(value, decimals) == en


def test_shares_ranges_weeks_and_days():
    assert percent(0.786) == f"79{HARD}%"
    assert percent(None) == "–"
    assert expected_range({"low": 5, "high": 9}) == "5–9"
    assert expected_range({"low": None, "high": 9}) == "–"
    assert week_words("2026-W46") == "v. 46 2026"
    assert day("2026-11-22") == "22 nov 2026"
    assert day(None) == "–"


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (Week(2026, 46), "9–15 nov 2026"),
        (Week(2026, 49), "30 nov – 6 dec 2026"),
        (Week(2026, 53), "28 dec 2026 – 3 jan 2027"),
    ],
)
def test_a_week_is_written_as_briefly_as_it_can_be_read(week, words):
    assert days_words(week.first_day, week.last_day) == words


def test_names_come_in_the_readers_language():
    row = {"name_sv": "Klotter", "name_en": "Graffiti"}
    assert named(row) == "Klotter"
    with translation.override("en"):
        assert named(row) == "Graffiti"
    assert named({"name": "Torget"}) == "Torget"
    assert week_words(Week.containing(date(2027, 1, 3))) == "v. 53 2026"


def test_what_somebody_wrote_is_never_markup():
    row = {"name": "<b>Torget</b>", "series": [1], "band_low": [0], "band_high": [2]}
    assert "<b>" not in spark(row)
    assert "<script>" not in notice("ok", title="<script>")


def test_a_sentence_somebody_edited_stands_as_it_was_written():
    assert sentence({"key": "area.more", "params": {}, "edited": "Lugnare än det ser ut."}) == "Lugnare än det ser ut."
    assert sentence(None) == ""
