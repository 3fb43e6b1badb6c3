"""No file that leaves can start a formula: every workbook and every CSV of the house, also those inside other files."""

import ast
import io
import zipfile

import openpyxl
import pytest

from tests.architecture.source import dotted_name, samsyn

HARMLESS_BY = {"samsyn/exchange/writers/plain.py", "samsyn/exchange/rejected.py"}
SAFE = {"strings_to_formulas", "strings_to_urls"}


def _calls(name: str):
    for module in samsyn():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and dotted_name(node.func).endswith(name):
                yield module, node


def test_every_workbook_is_opened_with_formulas_off():
    said = []
    for module, _node in _calls("xlsxwriter.Workbook"):
        if not all(f'"{key}": False' in module.text for key in SAFE):
            said.append(module.path)
    assert said == []


def test_every_csv_is_written_where_cells_are_made_harmless():
    writers = {module.path for module, _node in _calls("csv.writer")} | {m.path for m, _n in _calls("csv.DictWriter")}
    for path in writers - HARMLESS_BY:
        module = next(m for m in samsyn() if m.path == path)
        assert "harmless(" in module.text, path


@pytest.mark.django_db
def test_a_party_with_a_formula_for_a_name_is_a_name_in_the_staff_file(client, town, bo):
    from samsyn.ground.people.actions import add_organisation

    evil = '=HYPERLINK("https://ond.example","Tryck")'
    add_organisation(name=evil, legal_kind="private", by=town.machine)
    client.force_login(bo.user)
    content = client.get("/norr/organisation/anvandare/mall.xlsx").content
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(content))["Välj bland"].iter_rows() for c in row]
    cell = next(c for c in cells if c.value and "HYPERLINK" in str(c.value))
    assert cell.data_type == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "worksheets/" in name)
