"""`samsyn plan`: an action plan from a file, decided once, made as often as one likes."""

from pathlib import Path

import pytest

from samsyn.cli.__main__ import parser_for
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
])  # fmt: skip
def test_a_file_that_does_not_hold_together_leaves_nothing_behind(town, tmp_path, old, new, why):
    file = tmp_path / "plan.toml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(PlanRefused) as refused:
        run(str(file), "--out", str(tmp_path / "plan.pdf"))
    assert why in refused.value.sentence and not PlanDocument.objects.exists()
