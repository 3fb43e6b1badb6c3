"""The checklist of security points only at evidence that exists."""

import re

from tests.architecture.source import ROOT

STATES = {"yes", "partly", "operator", "–", "no"}


def test_every_line_has_a_state_and_evidence_that_exists():
    text = (ROOT / "docs" / "security" / "asvs.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if re.match(r"\| (?:\d|–)", line)]
    assert len(rows) >= 90
    assert {row[2].strip() for row in rows} <= STATES
    assert [row[0] for row in rows if not row[3].strip()] == []
    named = set(re.findall(r"tests/[\w/]+\.py", text)) | set(re.findall(r"`(?:samsyn/|tools/)[\w/]+\.py`", text))
    assert [name for name in named if not (ROOT / name.strip("`")).exists()] == []
    loose = set(re.findall(r"`((?:account|invite|security|letters|exchange|directory|web|ground)/[\w/]+\.py)`", text))
    there = {p.as_posix() for p in (ROOT / "samsyn").rglob("*.py")}
    assert [name for name in loose if not any(path.endswith(name) for path in there)] == []
