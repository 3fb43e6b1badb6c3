"""A text is found wherever it lies, and after disposal it lies nowhere: tables, packed files, papers, pages."""

import io
import json
import sqlite3
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from samsyn.documents.typeset import typeset
from samsyn.ground.privacy.disposal.actions import DisposalDecision, set_disposal_rule
from samsyn.jobs.disposal.actions import dispose_by_decision
from samsyn.jobs.erasure import SearchRefused, find_text
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.own.actions import change_own_observation
from tests import people

WORDS = "Kastrullen på Ågatan"


@pytest.mark.django_db
def test_after_disposal_the_text_is_in_no_table(town, observe, anna, tmp_path):
    row = observe(text=f"{WORDS} igen", accept=False)
    draft = Draft(category=row.category, observed_to=row.observed_to, area_code="A", text="En gryta")
    change_own_observation(observation=row, draft=draft, now=people.NOW, by=anna)
    assert [place.where for place in find_text("kastrullen  på ÅGATAN", folder=tmp_path)] == [
        "observations_observationversion.before"
    ]
    decision = DisposalDecision(
        months=1, reference="KS 1", decided_by="Kommunstyrelsen", decided_on=date(2025, 1, 1), active=True
    )
    set_disposal_rule(kind="rapporter", decision=decision, today=people.NOW.date(), by=town.machine)
    list(dispose_by_decision(people.NOW + timedelta(days=400)))
    assert list(find_text(WORDS, folder=tmp_path)) == []
    with pytest.raises(SearchRefused):
        list(find_text("å ", folder=tmp_path))


@pytest.mark.django_db
def test_files_are_read_inside_and_out(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"x": WORDS}))                    # written as \\u00e5
    (tmp_path / "b.txt").write_bytes(WORDS.encode("latin-1"))
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<w>{WORDS.upper()}</w>")
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("d.docx", inner.getvalue())
    data = {"title": WORDS, "heading": WORDS, "under": "", "municipality": {"name": "N", "colour": "#000000"},
            "told": "", "counted": "", "nothing": "", "law": "", "appeal": "", "items": [], "language": "sv",
            "made_with": "", "page": "Sida", "draft": True}  # fmt: skip
    (tmp_path / "e.pdf").write_bytes(typeset("release.typ", data=data, timestamp=timezone.now()))
    (tmp_path / "f.txt").write_text("något annat")
    found = {place.where: place for place in find_text(WORDS, folder=tmp_path)}
    assert set(found) == {"a.json", "b.txt", "c.zip/d.docx/word/document.xml", "e.pdf"}


@pytest.mark.django_db
def test_freed_pages_of_sqlite_hold_nothing(tmp_path):
    """With the pragmas that every connection is opened with; without secure_delete the page still holds the text."""
    for secure, expected in (("OFF", True), ("ON", False)):
        path = tmp_path / f"{secure}.sqlite3"
        with sqlite3.connect(path, isolation_level=None) as base:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute(f"PRAGMA secure_delete={secure}")
            base.execute("CREATE TABLE t (x TEXT)")
            base.executemany("INSERT INTO t VALUES (?)", [(f"{WORDS} {n} " + "x" * 900,) for n in range(50)])
            base.execute("DELETE FROM t")
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.close()
        assert any(place.where == path.name for place in find_text(WORDS, folder=tmp_path)) is expected
        path.unlink()
