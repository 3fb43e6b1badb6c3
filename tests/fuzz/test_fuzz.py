"""A short, fixed part of the long runs of `benchmarks/fuzz.py`: no address and no file meets what it cannot bear."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samsyn.analysis.weeks import Week
from samsyn.exchange.casting import as_numbers, as_times
from samsyn.exchange.readers import ReadRefused, open_file, open_files
from tests.fuzz import doors, files
from tests.ground.test_tenancy import KINDS, everything_of

FILES, EVERY = 100, 3
ROLES = ["coordinator", "coordinator", "coordinator", "reporter", "nobody"]


@pytest.mark.slow
def test_no_address_answers_that_the_fault_is_ours(town, bo, anna, areas):
    document = doors.operations(slug="norr", ids=everything_of(town), kinds=KINDS, codes=list(areas))
    sent = doors.Doors({"coordinator": bo.user, "reporter": anna.user, "nobody": None})
    doors.fuzz(sent, list(doors.drawn(document))[::EVERY], roles=ROLES, each=1, seeded=11)
    assert sent.faults == {}, "\n\n".join(f"{one}\n{lines}" for one, lines in sent.faults.items())
    assert sum(sent.answers.values()) > 250 and sent.answers["coordinator 2xx"] > 20


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_file_is_refused_with_a_sentence_or_read_with_a_reason_for_each_row(town, tmp_path, now):
    reading = files.Reading(town, tmp_path, now)
    for seed in files.good():
        assert reading.read(seed).startswith("read"), (seed.name, reading.faults)
    for seed in files.mutated(FILES, seeded=11):
        reading.read(seed)
    assert reading.faults == {} and reading.refused > 20 and reading.ended["refused at once"] > 10


@pytest.mark.parametrize("name, content", [
    ("halv.json", b'{"values": [{"a": "'), ("fel.jsonl", b'{"a": 1}\n{"a": 2}x\n'), ("rad.csv", b"nr;slag\r1;E1\r2;E2"),
    ("djup.json", b"[" * 100_000), ("tal.json", b'[{"nr":' + b"9" * 5000 + b"}]"),
    ("px.json", json.dumps({"columns": 7, "data": [{"key": 1, "values": None}]}).encode()),
])  # fmt: skip
def test_what_a_library_cannot_read_is_told_in_a_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    try:
        assert sum(len(batch.lines) for batch in open_file(path).batches()) >= 0
    except ReadRefused as refusal:
        assert str(refusal).endswith(".")


@pytest.mark.parametrize("name, content", [
    ("a.csv", b"n\0r;slag\n1;E\x001\n2;E2"), ("a.json", b'[{"n\\u0000r": "1", "slag": "E\\u00001"}]'),
    ("a.jsonl", b'{"n\\u0000r": "1", "slag": "E\\u00001"}\n'),
])  # fmt: skip
def test_a_zero_in_a_text_is_seen_and_is_kept_in_no_text(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    source = open_file(path)
    (batch,) = source.batches()
    assert source.columns == batch.table.column_names == ["n\ufffdr", "slag"]
    assert batch.table.column("slag")[0].as_py() == "E\ufffd1"


def test_a_member_that_is_not_what_the_archive_says_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "a.zip"
    whole = bytearray(files._zip(**{"a.csv": b"nr;slag\n1;E1\n" * 50}))
    whole[37:43] = b"\xff" * 6
    path.write_bytes(bytes(whole))
    with pytest.raises(ReadRefused, match=r"a\.zip är skadad"):
        list(open_files(path))


@pytest.mark.parametrize("told", ["9999-v52", "0001-v01", "1899-v52", "2200-v01"])
def test_a_week_that_nobody_means_is_no_week(told):
    with pytest.raises(ValueError, match="no such week"):
        Week.parse(told)


def test_a_number_without_end_is_no_number_and_a_time_of_four_hundred_digits_no_time():
    column = pa.chunked_array([["1e999", "-1e999", "1 200,5", "inf"]])
    assert [value if value == value else None for value in as_numbers(column).tolist()] == [None, None, 1200.5, None]
    assert np.isnan(as_numbers(pa.chunked_array([[np.inf]]))).all()
    told = pa.chunked_array([["9" * 400, "Mon, 01 Jan 2024 10:00:00 +" + "9" * 30, "Mon, 01 Jan 2024 10:00:00 +0100"]])
    read = as_times(told, formats=["iso", "rfc822"], zone="Europe/Stockholm").to_pylist()
    assert read[:2] == [None, None] and read[2].isoformat() == "2024-01-01T09:00:00+00:00"


def test_times_that_no_calendar_has_are_empty_in_files_that_store_times_as_numbers(tmp_path):
    path, far, day = tmp_path / "a.parquet", 2**45, 86_400
    units = {"s": 1, "ms": 10**3}
    columns = {f"{unit} {zone}": pa.array([day * many, far * many, -far * many], pa.timestamp(unit, zone))
               for unit, many in units.items() for zone in (None, "Europe/Stockholm")}  # fmt: skip
    columns |= {"us": pa.array([day * 10**6, 2**62, -2**62], pa.timestamp("us")),
                "ns": pa.array([day * 10**9 + 1, None, None], pa.timestamp("ns")),
                "day": pa.array([1, 2**30, -(2**30)], pa.date32()),
                "other day": pa.array([day * 1000, day * far, -day * far], pa.date64())}  # fmt: skip
    pq.write_table(pa.table(columns), path)
    (batch,) = open_file(path).batches()
    for name, values in batch.table.to_pydict().items():
        assert values[0].strftime("%Y-%m-%d") == "1970-01-02" and values[1:] == [None, None], name
