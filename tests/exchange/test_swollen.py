"""A small file that would be enormous when unpacked is refused with a sentence, whatever it is packed as."""

import gzip
import zipfile

import openpyxl
import pytest

from samsyn.exchange.readers import ReadRefused, open_file, open_files, packed

ROWS = "x;y\n" + "1;2\n" * 2000


@pytest.fixture
def small(monkeypatch):
    """Let no file be larger than a thousand bytes when unpacked."""
    monkeypatch.setattr(packed, "LARGEST_UNPACKED", 1000)
    monkeypatch.setattr(packed, "LARGEST_WORKBOOK", 1000)


@pytest.mark.parametrize("name", ["stor.csv.gz", "stor.json.gz", "stor.geojson.gz"])
def test_gz(tmp_path, name, small):
    path = tmp_path / name
    path.write_bytes(gzip.compress(ROWS.encode()))
    with pytest.raises(ReadRefused, match="för stor när den packas upp"):
        open_file(path)


def test_a_workbook(tmp_path, small):
    path, book = tmp_path / "stor.xlsx", openpyxl.Workbook()
    for number in range(50):
        book.active.append([number, "text"])
    book.save(path)
    with pytest.raises(ReadRefused, match=r"stor\.xlsx är för stor"):
        open_file(path)


def test_shapes_in_a_zip(tmp_path, small):
    path = tmp_path / "stor.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"0" * 5000)
    with pytest.raises(ReadRefused, match="för stor"):
        list(open_files(path))


def test_half_a_gz_file_is_told_as_such(tmp_path):
    path = tmp_path / "halv.csv.gz"
    path.write_bytes(gzip.compress(ROWS.encode())[:40])
    with pytest.raises(ReadRefused, match="inte en hel gz-fil"):
        open_file(path)


def test_what_fits_is_read(tmp_path):
    path = tmp_path / "liten.csv.gz"
    path.write_bytes(gzip.compress(ROWS.encode()))
    assert open_file(path).columns == ["x", "y"]
