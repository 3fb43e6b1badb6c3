"""Files out: Excel opens them right, no cell starts a formula, no row gets a point it never had."""

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samsyn.exchange.readers import open_file
from samsyn.exchange.writers import FORMATS, export, write_table

TABLE = pa.table({
    "id": ["007", "008"],
    "category": ["E4", "I3"],
    "lon": [17.15, None],
    "lat": [62.41, None],
    "observed_on": [date(2025, 10, 1)] * 2,
    "to_local": [datetime(2025, 10, 1, 21, 30)] * 2,  # noqa: DTZ001  (local, as in the table of observations)
    "text": ["=HYPERLINK(1)", "åäö; två\nrader"],
})


@pytest.mark.parametrize("text", ["=1+1", "+46 8", "-cmd", "@SUM(A1)", "\t=1", "  =1", "|calc"])
def test_a_cell_of_a_csv_never_starts_a_formula(tmp_path, text):
    path = tmp_path / "ut.csv"
    write_table(pa.table({"text": [text]}), path)
    assert path.read_text(encoding="utf-8-sig").splitlines()[1].lstrip('"')[0] == "'" or text == "+46 8"


def test_a_csv_opens_right_in_swedish_excel(tmp_path):
    path = tmp_path / "ut.csv"
    write_table(TABLE, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid;category;lon")
    assert "007;E4;17,15;62,41;2025-10-01;2025-10-01 21:30:00;'=HYPERLINK(1)" in path.read_text(encoding="utf-8-sig")


def test_a_workbook_has_the_data_as_text_and_a_sheet_that_explains_it():
    book = openpyxl.load_workbook(io.BytesIO(export(TABLE, kind="xlsx", name="rapporter").content))
    assert book["Data"]["A2"].value == "007"
    assert book["Data"]["G2"].data_type == "s"
    assert [row[0].value for row in book["Beskrivning"].iter_rows(min_row=2)] == TABLE.column_names
    assert book["Beskrivning"]["C4"].value == "grader"


@pytest.mark.parametrize("kind", ["geojson", "gpkg"])
def test_a_row_without_a_point_has_no_shape_in_a_map_file(tmp_path, kind):
    path = tmp_path / f"ut.{kind}"
    write_table(TABLE, path, epsg=3006)
    source = open_file(path)
    shapes = next(source.batches()).table.column("geometry").to_pylist()
    assert source.crs == {"geojson": "EPSG:4326", "gpkg": "EPSG:3006"}[kind]
    assert [shape is None for shape in shapes] == [False, True]


def test_local_time_is_not_called_utc_in_a_geopackage(tmp_path):
    path = tmp_path / "ut.gpkg"
    write_table(TABLE, path)
    assert next(open_file(path).batches()).table.column("to_local")[0].as_py().startswith("2025-10-01 21:30:00")


def test_parquet_carries_meaning_and_unit_in_its_schema(tmp_path):
    path = tmp_path / "ut.parquet"
    write_table(TABLE, path)
    assert pq.read_schema(path).field("lat").metadata[b"enhet"] == b"grader"


@pytest.mark.parametrize("kind", sorted(set(FORMATS) - {"xlsx"}))
def test_every_download_but_excel_is_packed_with_its_dictionary(kind):
    done = export(TABLE, kind=kind, name="rapporter")
    names = zipfile.ZipFile(io.BytesIO(done.content)).namelist()
    assert names == [f"rapporter.{kind}", "rapporter.beskrivning.txt"]
    assert done.name == "rapporter.zip"


def test_the_dictionary_stands_in_the_geojson_too(tmp_path):
    path = tmp_path / "ut.geojson"
    write_table(TABLE, path)
    assert json.loads(path.read_text(encoding="utf-8"))["dictionary"][0]["column"] == "id"


@pytest.mark.parametrize("kind", ["csv", "geojson", "xlsx"])
def test_the_same_table_makes_the_same_bytes(kind):
    assert export(TABLE, kind=kind, name="x").content == export(TABLE, kind=kind, name="x").content


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match="Välj csv"):
        write_table(TABLE, tmp_path / "ut.docx")
