"""Texts as people write them: what must be stopped or asked about, and what must pass untouched.

The table of cases (wording_cases.json) is also run by the script of the browser (test_wording_browser.py).
"""

import json
import tomllib
from pathlib import Path

import pytest

from samsyn.analysis.wording import find, is_identity_number
from samsyn.analysis.wording_names import read_names, shipped_names
from samsyn.analysis.wording_rules import RULES

HERE = Path(__file__).parent
CASES = json.loads((HERE / "wording_cases.json").read_text(encoding="utf-8"))
LARGEST_LIST = 150_000


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_exactly_this_is_found(case):
    text = case["text"]
    assert [[hit.kind, hit.level, text[hit.start : hit.end]] for hit in find(text)] == case["hits"]


def test_the_cases_hold_every_kind():
    assert {hit[0] for case in CASES for hit in case["hits"]} == {rule.kind for rule in RULES} | {"name", "nickname"}


@pytest.mark.parametrize("digits", ["8113189876", "8112329876", "811218987x"[:9] + "0", "188011101234"])
def test_no_such_date_or_check_digit(digits):
    assert not is_identity_number(digits)


def test_blocking_is_everything_but_a_question():
    levels = {hit.level: hit.blocks for hit in find("Jojje i lgh 1302 är på HVB")}
    assert levels == {"warn": False, "block": True, "stop": True}


def test_a_place_that_bears_a_name_is_no_person():
    text = "Klotter på Fatima Svenssons hörn och hos Fatima Svensson"
    (hit,) = find(text, place_words=frozenset({"fatima svenssons hörn"}))
    assert text[hit.start :] == "Fatima Svensson"


def test_names_can_be_others_than_the_shipped_ones():
    names = read_names("[known]\nqzelda")
    assert [hit.kind for hit in find("Det var Qzelda", names=names)] == ["name"]
    assert find("Det var Qzelda") == []


def test_the_list_of_names_is_small_and_says_where_it_comes_from():
    text = (HERE.parent.parent / "samsyn" / "analysis" / "names.txt").read_text(encoding="utf-8")
    assert len(text.encode()) <= LARGEST_LIST
    assert "Statistics Sweden" in text and "licence" in text
    assert len(shipped_names().known) > 10_000


def test_the_composed_texts_keep_the_floors():
    """Floors of the product; the figures of the one scoring stand in docs/statistics/guard.md."""
    composed = tomllib.loads((HERE / "guard_texts.toml").read_text(encoding="utf-8"))
    assert len(composed["clean"]) + len(composed["marked"]) >= 400
    stopped = [text for text in composed["clean"] if any(hit.blocks for hit in find(text))]
    assert len(stopped) <= len(composed["clean"]) / 50


def test_without_questions_only_what_blocks_or_stops_is_looked_for():
    for case in CASES:
        expected = {(kind, words) for kind, level, words in case["hits"] if level != "warn"}
        found = find(case["text"], questions=False)
        assert {(hit.kind, case["text"][hit.start : hit.end]) for hit in found} == expected
