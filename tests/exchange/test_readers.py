"""Files as they come: every kind gives the same rows, with the line each stood on."""

import gzip
import json
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samsyn.exchange.readers import ReadOptions, ReadRefused, open_file, open_files
from samsyn.exchange.readers.headers import find_header


def rows_of(path, **options):
    """Return every row of a file as a dict, and its lines."""
    batches = list(open_file(path, options=ReadOptions(**options)).batches())
    lines = [int(line) for batch in batches for line in batch.lines]
    return [row for batch in batches for row in batch.table.to_pylist()], lines


@pytest.fixture
def csv(tmp_path):
    """Write a CSV in any encoding and return its path."""

    def write(text, *, encoding="utf-8", name="fil.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "cp1252"])
def test_swedish_letters_survive_every_usual_encoding(csv, encoding):
    rows, _lines = rows_of(csv("id;ort\r\n007;Örebro\r\n008;Åsele\r\n", encoding=encoding))
    assert rows == [{"id": "007", "ort": "Örebro"}, {"id": "008", "ort": "Åsele"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_also_when_texts_hold_others(csv, delimiter):
    text = f'id{delimiter}text{delimiter}n\n1{delimiter}"a, b; c"{delimiter}2\n2{delimiter}"d | e"{delimiter}3\n'
    assert rows_of(csv(text))[0][0] == {"id": "1", "text": "a, b; c", "n": "2"}


def test_line_breaks_in_a_quoted_cell_keep_the_lines_right(csv):
    rows, lines = rows_of(csv('id,text\n1,"rad ett\nrad två"\n2,kort\n'))
    assert [row["text"] for row in rows] == ["rad ett\nrad två", "kort"]
    assert lines == [2, 4]


def test_a_header_that_comes_back_is_left_out_and_counted(csv):
    source = open_file(csv("id,n\n1,5\nid,n\n2,6\n"))
    rows = [row for batch in source.batches() for row in batch.table.to_pylist()]
    assert [row["id"] for row in rows] == ["1", "2"]
    assert source.notes["repeated_headers"] == 1


def test_a_file_without_header_gets_numbered_columns(csv):
    rows, lines = rows_of(csv("2025-01-03,17.15\n2025-01-04,17.16\n"))
    assert rows[0] == {"kolumn 1": "2025-01-03", "kolumn 2": "17.15"}
    assert lines == [1, 2]


def test_columns_with_the_same_name_are_told_apart(csv):
    assert open_file(csv("id,datum,datum\n1,2025-01-01,2025-01-02\n")).columns == ["id", "datum", "datum (2)"]


def test_an_empty_file_is_refused_with_a_sentence(csv):
    with pytest.raises(ReadRefused, match="tom"):
        open_file(csv("\n"))


def test_an_unknown_kind_of_file_is_refused_with_a_sentence(csv):
    with pytest.raises(ReadRefused, match=r"\.docx"):
        open_file(csv("x", name="fil.docx"))


def workbook(path, rows):
    """Save rows as a workbook and return its path."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_statistics_sheet_with_titles_two_headers_and_footnotes(tmp_path):
    path = workbook(tmp_path / "scb.xlsx", [
        ["Folkmängd efter region, år"], [], [None, "2022"], [None, "totalt", "0-4 år"],
        ["9901A0010", 863, 46], ["9901C1010", 1562, 90], [], ["Intern referenskod:"], ["000005FF"],
    ])  # fmt: skip
    rows, lines = rows_of(path)
    assert rows[0] == {"kolumn 1": "9901A0010", "2022 / totalt": "863", "2022 / 0-4 år": "46"}
    assert len(rows) == 2
    assert lines == [5, 6]


def test_a_year_written_once_to_the_left_holds_for_every_area(tmp_path):
    path = workbook(tmp_path / "scb.xlsx", [
        ["Folkmängden per region"], [], [None, None, "totalt"], ["2023", "9901A0010", 898], [None, "9901C1010", 1565],
    ])  # fmt: skip
    assert [row["kolumn 1"] for row in rows_of(path)[0]] == ["2023", "2023"]


def test_ids_in_excel_lose_no_zeros_and_gain_no_decimals(tmp_path):
    path = workbook(tmp_path / "id.xlsx", [["kod", "nr"], ["0581", 24407.0], ["0582", 24302.0]])
    assert rows_of(path)[0][0] == {"kod": "0581", "nr": "24407"}


def test_nested_json_gets_names_with_dots_and_streams(tmp_path):
    path = tmp_path / "svar.json.gz"
    records = [{"id": n, "location": {"name": "Norr", "gps": "62.4,17.1"}} for n in range(5_000)]
    path.write_bytes(gzip.compress(json.dumps(records).encode()))
    rows, lines = rows_of(path)
    assert rows[-1] == {"id": "4999", "location.name": "Norr", "location.gps": "62.4,17.1"}
    assert lines[-1] == 5_000


def test_an_answer_cut_short_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "svar.json"
    path.write_text('[{"id": 1}, {"id": ', encoding="utf-8")
    with pytest.raises(ReadRefused, match="mitt i en post"):
        rows_of(path)


@pytest.mark.parametrize("answer", [
    {"columns": [{"code": "Region", "type": "d"}, {"code": "Tid", "type": "t"}, {"code": "Antal", "type": "c"}],
     "data": [{"key": ["9901R001_RegSO2025", "2024"], "values": ["1700"]}]},
    {"class": "dataset", "id": ["Region", "Tid"], "size": [1, 1], "value": [1700], "dimension": {
        "Region": {"category": {"index": {"9901R001_RegSO2025": 0}}}, "Tid": {"category": {"index": ["2024"]}}}},
])  # fmt: skip
def test_both_forms_of_pxweb_are_read(tmp_path, answer):
    path = tmp_path / "px.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    row = rows_of(path)[0][0]
    assert (row["Region"], row["Tid"]) == ("9901R001_RegSO2025", "2024")
    assert "1700" in row.values()


def test_geojson_keeps_text_codes_and_drops_heights(tmp_path):
    path = tmp_path / "omr.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"kod": "007"}, "geometry": {"type": "Point", "coordinates": [17.1, 62.4, 9]}}
    ]}), encoding="utf-8")  # fmt: skip
    source = open_file(path)
    table = next(source.batches()).table
    assert table.column("kod").to_pylist() == ["007"]
    assert source.crs == "EPSG:4326"
    assert len(table.column("geometry")[0].as_py()) == 21        # WKB of a point in two dimensions


def test_parquet_is_read_in_small_batches(tmp_path):
    path = tmp_path / "rader.parquet"
    pq.write_table(pa.table({"id": list(range(4_500))}), path)
    batches = list(open_file(path).batches())
    assert [len(batch.lines) for batch in batches] == [2000, 2000, 500]
    assert int(batches[-1].lines[-1]) == 4_500


def test_a_packed_file_gives_its_members_in_order_and_says_which_are_empty(tmp_path):
    path = tmp_path / "svar.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("b.json", "[]")
        packed.writestr("a.json", '[{"id": 1}]')
        packed.writestr("c.json", "")
    assert [(name, source is None) for name, source in open_files(path)] == [
        ("a.json", False), ("b.json", False), ("c.json", True),
    ]  # fmt: skip


@pytest.mark.parametrize(("sample", "names", "data_from"), [
    ([["a", "b"], ["1", "2"]], ["a", "b"], 1),
    ([["1", "2"], ["3", "4"]], ["kolumn 1", "kolumn 2"], 0),
    ([["Rapport 2025"], [], ["namn", "antal"], ["x", "3"]], ["namn", "antal"], 3),
])
def test_the_header_is_found(sample, names, data_from):
    header = find_header(sample)
    assert (header.names, header.data_from) == (names, data_from)
