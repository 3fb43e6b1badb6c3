"""The tables of the statistics pages are what was measured, cell by cell."""

import json
import sys

import pytest

from benchmarks.figures import Measured, hits, merged, record
from tests.architecture.source import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import statistics_pages

PAGES = sorted((ROOT / "docs" / "statistics").glob("*.md"))
TABLES = sorted((ROOT / "docs" / "statistics" / "figures").glob("*.json"))


def test_every_page_says_what_was_measured():
    texts = {page.name: page.read_text("utf-8") for page in PAGES}
    old = [name for name, text in texts.items() if statistics_pages.with_figures(text) != text]
    assert old == [], "python tools/statistics_pages.py"


def test_every_table_stands_in_its_page_and_nowhere_else():
    for table in TABLES:
        page = ROOT / "docs" / "statistics" / f"{table.name.split('.')[0]}.md"
        assert f"<!-- figures: {table.stem} -->" in page.read_text("utf-8"), table.name


def test_every_row_can_be_told_apart_and_says_where_it_comes_from():
    for file in TABLES:
        table = json.loads(file.read_text("utf-8"))
        shown = {column["key"] for column in table["columns"]}
        keys = [tuple(row[name] for name in table["key"]) for row in table["rows"]]
        assert len(set(keys)) == len(keys), file.name
        assert set(table["key"]) <= shown, file.name
        assert {name for row in table["rows"] for name in row["by"].split(", ")} == set(table["measured"]), file.name
        for row in table["rows"]:
            for cell in row.values():
                assert not isinstance(cell, dict) or cell.get("hits", 0) <= cell.get("of", 1), (file.name, row)


@pytest.mark.parametrize(("cell", "column", "text"), [
    (None, {}, "–"), (1040, {"as": "count"}, "1 040"), (27, {"as": "fraction"}, "1/27"),
    (2.41, {"as": "fraction"}, "1/2.4"),
    ({"hits": 45, "of": 1000}, {"as": "share"}, "4.5 %"), ({"hits": 7, "of": 300}, {"as": "share", "digits": 0}, "2 %"),
    ({"hits": 0, "of": 200}, {"as": "share", "interval": True}, "0.0 % (0.0–1.8)"),
    ({"share": 0.31, "digits": 0, "note": "doubted 42 %"}, {"as": "share"}, "31 % (doubted 42 %)"),
    ({"value": 6.9, "note": "not rerun"}, {"as": "number", "digits": 2}, "6.90 (not rerun)"),
    ("never", {"as": "share"}, "never"),
])  # fmt: skip
def test_a_cell_is_told_as_its_column_says(cell, column, text):
    assert statistics_pages.cell_text(cell, column) == text


def test_measuring_a_row_again_replaces_it_and_a_new_one_finds_its_place(tmp_path):
    columns = [{"key": "what", "head": "what"}, {"key": "n", "head": "n", "as": "count"},
               {"key": "alarms", "head": "alarms", "as": "share"}]
    table = {"key": ["what", "n"], "columns": columns, "measured": {}, "rows": []}
    (tmp_path / "page.table.json").write_text(json.dumps(table))
    for number, alarms in ((90, 5), (5, 4), (90, 6)):
        record("page.table", [{"what": "even", "n": number, "alarms": hits(alarms, 100)}], folder=tmp_path,
               measured=Measured("it", "1", machine="this", versions="that", date="2026-11-22"))
    told = statistics_pages.table_text(json.loads((tmp_path / "page.table.json").read_text()))
    assert told.splitlines()[2:4] == ["| even | 5 | 4.0 % |", "| even | 90 | 6.0 % |"]
    assert told.splitlines()[-1] == "*Measured: `it`; this; that; seed 1; 2026-11-22.*"
    assert [row["n"] for row in merged([{"n": 5}], [{"n": 2}], key=["n"])] == [2, 5]
