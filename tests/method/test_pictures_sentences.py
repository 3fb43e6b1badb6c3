"""Every sentence the picture can say, in both languages, in plain words."""

import re

import pytest

from samsyn.analysis.findings import Power
from samsyn.method.pictures.content import power_sentence
from samsyn.method.pictures.sentences import KINDS, TEXTS, day_words, figure, kind_words, render, say

# One number for each name that any text may ask for.
NUMBERS = {
    "events": 14, "low": 5, "high": 9, "reports": 38, "sources": 12, "replies": 11, "duties": 14, "share": 11 / 14,
    "open": 3, "overdue": 1, "decided": 6, "new": 4, "places": 2, "multiple": 3, "smaller": 2, "per_week": 0.05,
    "per_year": 2.6, "value": 1234.5, "kind": "housing", "replied": 2, "expected": 3, "missing": 1, "week": "2026-W46",
    "weeks": 5, "least": 12, "then": 31, "now": 38, "shown": 100, "rows": 40, "batches": 1, "window_weeks": 4,
    "n": 5, "parties": 4, "kept": 3, "promised": 5, "answers": 4, "answered": {"usual": 3, "more": 2},
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(TEXTS))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_sentence_can_be_said(key, language):
    text = render(say(key, **NUMBERS), language)
    assert text
    assert text[-1] in ".:"
    assert not re.search(r"[{}|]|/\w+ ", text), text
    assert "None" not in text


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_both_languages_ask_for_the_same_numbers(key):
    swedish, english = (set(re.findall(r"\{(\w+)", text)) for text in TEXTS[key])
    assert swedish == english


@pytest.mark.parametrize(
    ("sentence", "swedish"),
    [
        (say("area.more", events=14, low=5, high=9, window_weeks=1), "Ovanligt många: 14, mot väntat 5–9."),
        (
            say("area.more", events=14, low=5, high=9, window_weeks=4),
            "Ovanligt många: 14 på fyra veckor, mot väntat 5–9.",
        ),
        (say("area.too_little", window_weeks=4), "För lite underlag för att säga något."),
        (
            say("area.usual", events=9, low=2, high=12, window_weeks=1, decided=6),
            "Som vanligt: 9, väntat 2–12. 6 av 9 kommer från beslutad närvaro.",
        ),
        (
            say("area.usual", events=30, low=9, high=40, window_weeks=4, new=19),
            "Som vanligt: 30 på fyra veckor, väntat 9–40. "
            "19 av 30 kommer från nya källor: fler som rapporterar, inte fler händelser.",
        ),
        (say("head.counts", events=1, reports=1, sources=1), "1\u00a0händelse i 1\u00a0rapport från 1\u00a0källa."),
        (
            say("head.counts", events=1203, reports=1310, sources=14),
            "1\u202f203\u00a0händelser i 1\u202f310\u00a0rapporter från 14\u00a0källor.",
        ),
        (
            say("power.multiple", multiple=3, smaller=2),
            "Med så här få rapporter märker vi en tredubbling i ett område, inte en fördubbling.",
        ),
        (
            say("late.since_lock", week="2026-W46", then=31, now=38),
            "Kompletterat sedan sist, v. 46 2026: 31 (38 efter sena rapporter).",
        ),
    ],
)
def test_it_is_said_in_plain_swedish(sentence, swedish):
    assert render(sentence) == swedish


def test_an_edited_sentence_stands_as_somebody_wrote_it():
    sentence = {**say("area.none"), "edited": "Lugnt, säger alla."}
    assert render(sentence) == render(sentence, "en") == "Lugnt, säger alla."


def test_numbers_are_written_as_swedes_write_them():
    assert figure(1234567.25, decimals=1) == "1\u202f234\u202f567,2"
    assert figure(-3) == "−3"
    assert figure(1234.5, language="en", decimals=1) == "1\u202f234.5"


def test_days_have_names_of_months():
    assert day_words("2026-11-15") == "15 november 2026"
    assert day_words("2026-05-01", language="en") == "1 May 2026"


def test_every_kind_of_source_has_a_word():
    assert all(kind_words(kind, language=language) for kind in KINDS for language in ("sv", "en"))
    assert kind_words("something else") == "annan"


@pytest.mark.parametrize(
    ("multiple", "expected", "key"),
    [
        (0, 0.2, "power.none"),
        (2, 30.0, "power.doubling"),
        (3, 8.0, "power.multiple"),
        (3, float("nan"), "power.unknown"),
    ],
)
def test_the_picture_says_what_it_could_have_noticed(multiple, expected, key):
    facts = dict.fromkeys(Power._fields, 1.0) | {"area_multiple": multiple, "area_expected": expected}
    assert power_sentence(Power(**facts), with_areas=True)["key"] == key
