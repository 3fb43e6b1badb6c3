"""`samsyn plan`: an action plan from a file, decided once, made as often as one likes."""

import json
from pathlib import Path

import pytest

from samsyn.cli.__main__ import parser_for
from samsyn.documents.longterm.making import paper_of
from samsyn.method.plans.actions import PlanRefused
from samsyn.method.plans.models import PlanDocument

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "atgardsplan.toml"


def run(*words: str) -> int:
    args = parser_for("plan").parse_args(["plan", *words, "--municipality", "norr"])
    return int(args.run(args))


def test_a_plan_and_its_picture_are_made_of_a_file_and_not_decided_twice(town, tmp_path):
    out = tmp_path / "plan.json"
    assert run(str(EXAMPLE), "--out", str(out), "--picture-out", str(tmp_path / "bild.json")) == 0
    first = out.read_bytes()
    assert run(str(EXAMPLE), "--out", str(out)) == 0 and out.read_bytes() == first
    plan = PlanDocument.objects.get(kind="plan")
    assert plan.based_on is not None and plan.by_law and PlanDocument.objects.count() == 2
    assert "Laga skadegörelse inom tre dygn".encode() in first
    assert plan.problems.exclude(traces_to=None).count() == 3


@pytest.mark.parametrize(("old", "new", "why"), [
    ('against = "Våld', 'against = "Okänt', "Lägesbilden har inget problem"), ("decided_by", "decided", "saknas"),
    ("Driftchef", 'Chef"\nparty = "Ingen', "Ingen part"), ("title", "=", "går inte att läsa"),
    ("first = 2024-01-01", 'first = "x"', "[picture] first vara en dag"),
    ("[[picture.problems]]\ntitle", "[[picture.problems]]\ntitel", "saknas [[picture.problems]] title"),
    ("due_on = 2026-10-01", 'due_on = "i höst"', "[[plan.measures]] due_on vara en dag"),
    ("decided_on = 2026-02-10", "decided_on = 2026-02-10T12:00:00", "decided_on vara en dag"),
    ('aim = "', 'aim = 3 # "', "[plan.texts] aim vara en text"), ("[plan.texts]", "texts = 3", "vara en del med rader"),
])  # fmt: skip
def test_a_file_that_does_not_hold_together_leaves_nothing_behind(town, tmp_path, old, new, why):
    file = tmp_path / "plan.toml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(PlanRefused) as refused:
        run(str(file), "--out", str(tmp_path / "plan.pdf"))
    assert why in refused.value.sentence and not PlanDocument.objects.exists()


def made(tmp_path, *words: str) -> dict:
    out = tmp_path / "papper.json"
    out.unlink(missing_ok=True)
    run(str(EXAMPLE), *words, "--out", str(out))
    return json.loads(out.read_text(encoding="utf-8"))


def test_a_plan_for_fewer_never_comes_out_as_a_paper_for_more(town, tmp_path):
    """Neither from the command nor from whoever else asks for the paper; without an audience it is the plan's own."""
    told = made(tmp_path, "--audience", "authorities")
    assert made(tmp_path) == told == made(tmp_path, "--audience", "authorities") and "yndigheter" in str(told)
    for wider in ("parties", "public"):
        with pytest.raises(PlanRefused, match="visas för färre"):
            made(tmp_path, "--audience", wider)
        assert not (tmp_path / "papper.json").exists()
        for document in PlanDocument.objects.all():
            with pytest.raises(PlanRefused):
                paper_of(document, audience=wider)
            said = parser_for("statutory").parse_args(
                ["statutory", document.kind, "--municipality", "norr", "--audience", wider])  # fmt: skip
            with pytest.raises(PlanRefused):
                said.run(said)


def test_a_changed_file_of_a_decided_plan_says_that_it_is_not_taken_in(town, tmp_path, capsys):
    file, out = tmp_path / "plan.toml", tmp_path / "plan.json"
    assert run(str(EXAMPLE), "--out", str(out)) == 0 and run(str(EXAMPLE), "--out", str(out)) == 0
    assert "redan beslutad" not in capsys.readouterr().err
    text = EXAMPLE.read_text(encoding="utf-8")
    for old in ("Laga skadegörelse inom tre dygn", "Vid stängning", "Färre hus", "2026-09-01"):
        file.write_text(text.replace(old, "2026-09-02" if old[0] == "2" else "Något nytt", 1), encoding="utf-8")
        assert run(str(file), "--out", str(out)) == 1, old
        assert "är redan beslutad; filens ändringar är inte med" in capsys.readouterr().err
        assert "Något nytt" not in out.read_text(encoding="utf-8")
