"""samsyn picture: one command, three kinds of file."""

import json

import pytest

from samsyn.cli.__main__ import main
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.models import SituationalPicture
from tests.method.picturing import compiled, report, submit
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db
COMMAND = ["picture", "--municipality", "norr", "--week", "2025-W40"]


def test_json_goes_to_a_file(town, tmp_path):
    submit(town, report(town, WEEK, 4))
    out = tmp_path / "picture.json"
    assert main([*COMMAND, "--out", str(out)]) == 0
    found = json.loads(out.read_bytes())
    assert (found["format"], found["audience"], found["tables"]["head"]["events"]) == (1, "parties", 4)
    assert list(found) == sorted(found)


def test_without_a_file_the_json_is_printed(town, capsysbinary):
    assert main([*COMMAND, "--audience", "public"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["audience"] == "public"


def test_a_page_stands_alone(town, tmp_path):
    submit(town, report(town, WEEK, 4))
    out = tmp_path / "picture.html"
    assert main([*COMMAND, "--language", "en", "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "Situational picture week 40, 2025" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_locked_picture_is_written_as_it_was(town, bo, tmp_path):
    submit(town, report(town, WEEK, 4))
    lock_picture(picture=compiled(town), function="Samordnaren", now=NOW, by=bo)
    submit(town, report(town, WEEK, 9, area="B"))
    out = tmp_path / "picture.json"
    assert main([*COMMAND, "--out", str(out)]) == 0
    assert json.loads(out.read_bytes())["tables"]["head"]["events"] == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["picture", "--municipality", "ingenstans", "--week", "2025-W40"], "finns inte"),
        (["picture", "--municipality", "norr", "--week", "vecka 40"], "är ingen vecka"),
        ([*COMMAND, "--out", "bild.docx"], ".pdf, .html eller .json"),
        ([*COMMAND, "--as", "nobody@norr.example"], "har ingen roll"),
        ([*COMMAND, "--as", "siv@norr.example"], "är inte låst än"),
        ([*COMMAND, "--as", "eva@norr.example", "--audience", "authorities"], "får inte se"),
    ],
)
def test_a_refusal_is_a_sentence_and_exit_code_1(town, capsys, words, said):
    assert main(words) == 1
    assert said in capsys.readouterr().err
    assert not SituationalPicture.objects.exists()
