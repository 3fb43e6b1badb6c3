"""Every sentence that an import may refuse with is known in English, and is told so to those who read English."""

import ast
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.cli.__main__ import main
from samsyn.cli.said import in_words, say
from samsyn.exchange.sentences import SENTENCES, SLOT, told

ROOT = Path(__file__).parent.parent.parent / "samsyn"
FILES = [*sorted((ROOT / "exchange").rglob("*.py")), ROOT / "cli" / "imports.py",
         ROOT / "method" / "observations" / "drafts.py"]  # fmt: skip


def literal(node):
    """Return a text in the code with a word in each of its slots; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("{}", "x1")
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x1" for part in node.values)
    return None


def refusals():
    """Yield (file, sentence) of each refusal and each reason for refusing a row."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            at = 0 if name.endswith("Refused") else 1 if name in ("add", "add_each") else None
            if at is not None and len(node.args) > at and (sentence := literal(node.args[at])):
                yield path.name, sentence


def test_each_refusal_has_its_english():
    found = list(refusals())
    assert len(found) > 50
    assert [each for each in found if told(each[1].format(*["x1"] * 9), language="en") == each[1]] == []


def test_both_languages_have_the_same_slots():
    for swedish, english in SENTENCES.items():
        assert {*SLOT.findall(swedish)} == {*SLOT.findall(english)}


def test_what_differs_is_kept_and_labels_are_turned_round_too():
    assert told("”tolv” är inte ett tal (värde).", language="en") == "“tolv” is not a number (value)."
    assert told("Något helt annat.", language="en") == "Något helt annat."


@pytest.mark.parametrize(("language", "words"), [("sv", "finns inte"), ("en", "There is no municipality “x”")])
def test_the_command_speaks_the_language_it_is_told_to(language, words, settings, capsys, norr):
    settings.SAMSYN_LANGUAGE = language
    assert main(["import", "rapporter.csv", "--municipality", "x"]) == 1
    assert words in capsys.readouterr().err


def test_the_page_speaks_the_language_of_its_reader(client, bo, norr):
    client.force_login(bo.user)
    client.cookies["samsyn_language"] = "en"
    file = SimpleUploadedFile("bild.png", b"PNG")
    answer = client.post("/norr/data/ny", {"file": file, "source": "new"}, headers={"Accept-Language": "en"})
    assert "cannot be read" in str(answer.context["form"].errors["file"])


def test_the_demo_tells_of_itself_in_the_language_of_the_installation(settings, capsys):
    settings.SAMSYN_LANGUAGE = "en"
    say("Port 8000 är upptagen. Välj en annan med --port.")
    say("Granvik: tar emot 4661 rapporter och 1076 veckobesked")
    assert capsys.readouterr().err.splitlines() == [
        "Port 8000 is taken. Choose another with --port.", "Granvik: taking in 4661 reports and 1076 weekly replies",
    ]  # fmt: skip
    settings.SAMSYN_LANGUAGE = "sv"
    assert in_words("Gör databasen redo") == "Gör databasen redo"


def test_each_step_of_the_demo_has_its_english():
    tree = ast.parse((ROOT / "demo" / "make.py").read_text(encoding="utf-8"))
    steps = [literal(node.value) for node in ast.walk(tree) if isinstance(node, ast.Yield)]
    assert len(steps) > 4
    assert [step for step in steps if told(step, language="en") == step] == []
