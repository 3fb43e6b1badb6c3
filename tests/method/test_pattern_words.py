"""Every key that a method of the catalogue may answer with has its sentence in both languages."""

import ast
import inspect
import re

import pytest

from samsyn.analysis.catalogue import METHODS
from samsyn.method.pictures.pattern_sentences import PATTERNS, SAYS, SURE, TITLES, TOO_LITTLE
from samsyn.method.pictures.sentences import render, say

DOTTED = re.compile(r"[a-z_]+\.[a-z_]+")
SHOWN = [method for method in METHODS.values() if method.in_product]


def _parts(method):
    """The run of a method and every function of its module that it calls, as trees."""
    module = inspect.getmodule(method.run)
    known = {node.name: node for node in ast.walk(ast.parse(inspect.getsource(module)))
             if isinstance(node, ast.FunctionDef)}
    waiting, seen = [method.run.__name__], {}
    while waiting:
        name = waiting.pop()
        if name in known and name not in seen:
            seen[name] = known[name]
            waiting += [node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)]
    return list(seen.values())


def _texts(node):
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def _given(method, name, at=0):
    return {text for part in _parts(method) for node in ast.walk(part)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
            for text in _texts(node.args[at])}


@pytest.mark.parametrize("method", SHOWN, ids=lambda method: method.name)
def test_every_answer_has_its_sentence_and_says_how_sure_it_is(method):
    says = {text for part in _parts(method) for text in _texts(part) if DOTTED.fullmatch(text)}
    assert says and says <= SAYS.keys()
    sure = _given(method, "Result", 3)
    assert sure and sure <= SURE.keys()
    assert _given(method, "TooLittle") <= TOO_LITTLE.keys()


def test_every_method_of_the_product_is_a_question():
    assert {method.name for method in SHOWN} == TITLES.keys()


@pytest.mark.parametrize("key", sorted(PATTERNS))
def test_both_languages_use_the_same_figures(key):
    names = [set(re.findall(r"{(\w+)", text)) for text in PATTERNS[key]]
    assert names[0] == names[1]
    figures = dict.fromkeys(names[0], 3) | dict.fromkeys(names[0] & {"last_week"}, "2025-W40")
    for language in ("sv", "en"):
        words = render(say(key, **figures), language)
        assert "{" not in words and words.endswith(".")


def test_titles_are_questions():
    assert all(text.endswith("?") for texts in TITLES.values() for text in texts)


def test_what_chance_gives_is_never_called_significant():
    assert not any("signifik" in text or "signific" in text for texts in PATTERNS.values() for text in texts)
