"""Every command explains itself, in Swedish and in English, and says what it says in both."""

import argparse
import ast
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import OperationalError

from samsyn.cli.__main__ import COMMANDS, OF_ARGPARSE, main, parser_for
from samsyn.exchange.sentences import told
from samsyn.ground.spoken import language_of_terminal

ROOT = Path(__file__).resolve().parents[2] / "samsyn"
# Names and examples that are the same in both.
SAME = {"0 = en ledig port", "CSV, Excel, Parquet, GeoJSON, GeoPackage …", "SLUG", "ID", "DIGEST", "2020-2024"}


def parsers(parser):
    """Yield a parser and every parser below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def texts(name):
    """Return {where: text} of all that one command says of itself, and what has no words at all."""
    found, wordless = {}, []
    for parser in parsers(parser_for(name)):
        found[parser.prog] = f"{parser.description or ''}{parser.epilog or ''}"
        for action in parser._actions:
            where = f"{parser.prog} {'/'.join(action.option_strings) or action.dest}"
            if isinstance(action, argparse._SubParsersAction):
                found |= {f"{where} {each.dest}": each.help for each in action._choices_actions}
                wordless += [f"{where} {each.dest}" for each in action._choices_actions if not each.help]
            else:
                found[where], found[f"{where} as"] = action.help or "", str(action.metavar or "")
                wordless += [where] if not action.help else []
    return found, wordless


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_each_command_explains_each_of_its_words_in_both_languages(name, settings, capsys):
    settings.SAMSYN_LANGUAGE = "sv"
    swedish, wordless = texts(name)
    settings.SAMSYN_LANGUAGE = "en"
    english, _wordless = texts(name)
    assert wordless == []
    assert swedish.keys() == english.keys()
    alike = {where: text for where, text in english.items() if text == swedish[where] and set(text) - set("-")}
    assert {where: text for where, text in alike.items() if text not in SAME} == {}
    assert [text for text in english.values() if set(text.replace("Brå", "").lower()) & set("åäö")] == []


def test_a_help_text_without_its_english_is_seen(settings, monkeypatch):
    monkeypatch.setitem(COMMANDS, "jobs", ("samsyn.cli.doctor", "gör något alldeles nytt"))
    settings.SAMSYN_LANGUAGE = "en"
    assert "gör något alldeles nytt" in texts(None)[0].values()


@pytest.mark.parametrize(
    ("language", "says"), [("sv", ("användning:", "visa den här")), ("en", ("usage:", "show this"))]
)
def test_what_surrounds_the_help_is_in_the_same_language(language, says, settings, capsys):
    settings.SAMSYN_LANGUAGE = language
    with pytest.raises(SystemExit):
        main(["backup", "--help"])
    out = capsys.readouterr().out
    assert all(each in out for each in says), out
    with pytest.raises(SystemExit):
        main(["backup", "restore"])
    wrong = capsys.readouterr().err
    assert ("det här saknas: source" in wrong) is (language == "sv"), wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "says", "does"),
    [("sv", "Databasen svarade inte som den skulle (OperationalError)", "samsyn doctor"),
     ("en", "The database did not answer as it should (OperationalError)", "samsyn doctor")],
)  # fmt: skip
def test_a_database_that_is_not_made_is_told_in_a_sentence(language, says, does, settings, capsys, monkeypatch):
    def away(**_named):
        raise OperationalError("no such table: tenancy_municipality")

    settings.SAMSYN_LANGUAGE = language
    monkeypatch.setattr("samsyn.cli.manage.Municipality.objects", Mock(filter=away))
    assert main(["manage", "user", "a@b.example", "--municipality", "norr", "--organisation", "X"]) == 1
    told = capsys.readouterr().err
    assert says in told and does in told and told.count("\n") == 1
    monkeypatch.setenv("SAMSYN_LOG_FORMAT", "plain")
    with pytest.raises(OperationalError):
        main(["manage", "user", "a@b.example", "--municipality", "norr", "--organisation", "X"])


@pytest.mark.django_db
def test_areas_in_a_file_that_is_not_there_are_said_to_be_missing_not_damaged(norr, capsys):
    words = ["areas", "import", "gone.geojson", "--municipality", "norr", "--set", "X", "--valid-from", "2026-01-01"]
    assert main(words) == 1
    assert capsys.readouterr().err == "Filen gone.geojson finns inte.\n"


@pytest.mark.django_db
def test_a_backup_that_was_never_made_cannot_be_proved(settings, tmp_path, capsys):
    settings.SAMSYN_DATA = tmp_path
    assert main(["backup", "prove"]) == 1
    assert "ingen säkerhetskopia att prova" in capsys.readouterr().err


def test_python_says_what_we_turn_round():
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    said = [each for each in OF_ARGPARSE if f"'{each}'".replace("\n", "\\n") not in source]
    assert said in ([], ["invalid choice: %(value)r (choose from %(choices)s)"])


@pytest.mark.parametrize(
    ("terminal", "language"),
    [({"LANG": "en_US.UTF-8"}, "en"), ({"LANG": "sv_SE.UTF-8"}, "sv"), ({"LANG": "C.UTF-8"}, "sv"), ({}, "sv"),
     ({"LANG": "en_GB.UTF-8", "LC_ALL": "sv_SE.UTF-8"}, "sv"), ({"LANG": "sv_SE", "LC_MESSAGES": "en_US"}, "en")],
)  # fmt: skip
def test_the_terminals_language_is_taken_where_nobody_has_said_another(terminal, language, monkeypatch):
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in terminal.items():
        monkeypatch.setenv(name, value)
    assert language_of_terminal() == language


TURNED_ROUND = {"_", "in_both_languages", "said", "wrong"}


def swedish_texts(tree):
    """Yield each text with Swedish letters that is neither a docstring nor inside a call that turns it round."""
    docstrings = {
        id(node.body[0].value) for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in TURNED_ROUND or name.endswith("Refused"):
                inside |= {id(each) for each in ast.walk(node)}
    pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in docstrings | inside | pieces:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "x1" for part in node.values)
        else:
            continue
        if set(text.lower()) & set("åäö"):
            yield text


# Words that the commands look for in what they read, and Swedish that is the thing itself.
NOT_SAID = {
    "sjö", "järnv", "gång", "väg", "grön", "gräns", "åker",
}  # fmt: skip


@pytest.mark.parametrize("file", [*sorted((ROOT / "cli").glob("*.py")), *sorted((ROOT / "config").glob("*.py"))],
                         ids=lambda file: file.name)  # fmt: skip
def test_what_the_commands_and_the_settings_say_has_its_english(file):
    found = set(swedish_texts(ast.parse(file.read_text(encoding="utf-8")))) - NOT_SAID - set(OF_ARGPARSE.values())
    assert [text for text in found if told(text, language="en") == text] == []


def test_what_jobs_say_has_its_english():
    missing = []
    for file in sorted((ROOT / "jobs").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            says = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tell", "say")
            for each in node.args if says else [node.value] if isinstance(node, ast.Yield) else []:
                text = next(iter(literals(each)), "")
                if " " in text and text[0] != "<" and told(text, language="en") == text:
                    missing.append(f"{file.name}: {text}")
    assert missing == []


def literals(node):
    """Yield the text of a node that is one, with a word where something varies."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "x1" for part in node.values)
