"""The quick looks of the guard save time and nothing else: what a rule finds, it finds with them and without."""

import json
import random
import re._parser as parser
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from samsyn.analysis import wording
from samsyn.analysis.wording_rules import NUMBER_WORD, NUMBER_WORDS, RULES, WARN

HERE = Path(__file__).parent
CASES = [case["text"] for case in json.loads((HERE / "wording_cases.json").read_text(encoding="utf-8"))]
COMPOSED = tomllib.loads((HERE / "guard_texts.toml").read_text(encoding="utf-8"))
TEXTS = [*CASES, *COMPOSED["clean"], *COMPOSED["marked"]]
# What stands in for a letter where a pattern looks without regard to capitals: dotless i, long s, the sign for kelvin.
LOOKALIKES = str.maketrans({"i": "ı", "I": "İ", "s": "ſ", "k": "\u212a"})
BETWEEN = [" ", ". ", "", "\t", "\u00a0", "\u2013", "\uff10", ", ", "_"]


def without_quick_looks(monkeypatch):
    """Let every rule be tried on every text."""

    def every_rule(_text, *, questions):
        return [one for one in wording.compiled_rules() if questions or one.rule.level != WARN]

    monkeypatch.setattr(wording, "_worth_trying", every_rule)


def variants():
    """Texts of the tables, two by two, in capitals, in small letters, and with letters that only look alike."""
    chance = random.Random(7)
    for text in TEXTS:
        other = chance.choice(TEXTS)
        two = chance.choice([text.lower(), text.translate(LOOKALIKES)]) + chance.choice(BETWEEN) + other
        yield text
        yield chance.choice([text.upper(), two, two])


@pytest.mark.slow
def test_the_same_is_found_with_and_without_the_quick_looks(monkeypatch):
    texts = list(variants())
    quick = [[wording.find(text, questions=asked) for asked in (True, False)] for text in texts]
    without_quick_looks(monkeypatch)
    for text, found in zip(texts, quick, strict=True):
        assert [wording.find(text, questions=asked) for asked in (True, False)] == found, text


def sample(tree, chance):
    """Return a text that the pattern might fit; what stands around (assertions) is left to chance."""
    told = []
    for op, value in tree:
        name = str(op)
        if name == "LITERAL":
            told.append(chr(value))
        elif name == "NOT_LITERAL":
            told.append(chance.choice([letter for letter in "a1 x" if ord(letter) != value]))
        elif name == "IN":
            told.append(_member(value, chance))
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = value
            told += [sample(inner, chance) for _ in range(chance.randint(least, min(int(most), least + 3)))]
        elif name == "SUBPATTERN":
            told.append(sample(value[-1], chance))
        elif name == "BRANCH":
            told.append(sample(chance.choice(value[1]), chance))
        elif name == "ANY":
            told.append("x")
    return "".join(told)


def _member(choices, chance):
    if str(choices[0][0]) == "NEGATE":
        return chance.choice(" abcx")
    op, value = chance.choice(choices)
    return chr(value) if str(op) == "LITERAL" else chr(chance.randint(*value))


@pytest.mark.parametrize("number", range(len(RULES)))
def test_what_a_pattern_fits_passes_its_own_quick_look(number):
    """Texts are made from the pattern itself, so that every branch of it is tried."""
    one, chance, fitted = wording.compiled_rules()[number], random.Random(number), 0
    tree = parser.parse(one.rule.pattern, one.pattern.flags & ~32)
    for _ in range(150):
        text = sample(tree, chance)
        if not one.pattern.search(text) or (one.rule.check and not list(wording._spans(one, text))):
            continue
        fitted += 1
        for questions in {True, one.rule.level == WARN}:
            assert one in list(wording._worth_trying(text, questions=questions)), text
    assert fitted or one.rule.check or "(?<=" in one.rule.pattern or "(?=" in one.rule.pattern or one.near


def test_the_number_words_are_those_of_the_pattern():
    tree, chance = parser.parse(NUMBER_WORD), random.Random(1)
    assert {sample(tree, chance) for _ in range(6_000)} <= NUMBER_WORDS
    assert all(len(wording.digits_of(word)) <= 2 for word in NUMBER_WORDS)


def test_a_text_without_anything_is_hardly_searched():
    """Most rules are not tried at all on a text where nothing can be found."""
    text = "Lamporna utmed banan har varit trasiga sedan i somras och det blir mycket mörkt. " * 2
    assert len(list(wording._worth_trying(text, questions=False))) <= 3


def test_no_pattern_is_compiled_before_a_text_is_looked_through():
    told = "from samsyn.analysis import wording; print(wording.compiled_rules.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "0\n"
