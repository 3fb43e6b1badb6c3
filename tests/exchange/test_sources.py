"""Ready-made sources: the traps of each, in files small enough to read."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest

from samsyn.exchange.readers import Batch, ReadRefused
from samsyn.exchange.sources import Here, SortedOut, bra, police, scb

NORR = Here("Norr", "9901")


def batch(**columns):
    """Make a batch of text columns."""
    rows = len(next(iter(columns.values())))
    return Batch(np.arange(1, rows + 1), pa.table({k: pa.array(v, pa.string()) for k, v in columns.items()}))


@pytest.mark.parametrize(("name", "published", "happened", "kind", "place"), [
    ("22 augusti 17.59, Brand, Norr", (2025, 8, 22), "2025-08-22T17:59:00", "Brand", "Norr"),
    ("22 augusti 17:59, Trafikolycka, personskada, Norr", (2025, 8, 22), "2025-08-22T17:59:00",
     "Trafikolycka, personskada", "Norr"),
    ("31 december 23.50, Brand, Norr", (2024, 1, 1), "2023-12-31T23:50:00", "Brand", "Norr"),
    ("01 januari 00.10, Brand, Norr", (2023, 12, 31), "2024-01-01T00:10:00", "Brand", "Norr"),
    ("29 februari 12.00, Brand, Norr", (2024, 3, 1), "2024-02-29T12:00:00", "Brand", "Norr"),
    ("20 maj 13.09, Trafikkontroll, ", (2025, 5, 20), "2025-05-20T13:09:00", "Trafikkontroll", ""),
])
def test_time_type_and_place_stand_in_the_name(name, published, happened, kind, place):
    told = police.read_name(name, published=datetime(*published, 23, 0))  # noqa: DTZ001  (local, as published)
    assert (told.happened.isoformat(), told.kind, told.place) == (happened, kind, place)


@pytest.mark.parametrize("name", ["Brand i Norr", "40 augusti 12.00, Brand, Norr", "12 hösten 12.00, Brand, Norr"])
def test_a_name_that_says_no_time_is_not_guessed(name):
    assert police.read_name(name, published=datetime(2025, 8, 22)) is None  # noqa: DTZ001


def test_other_municipalities_and_whole_counties_are_counted_and_left_out():
    sorted_out = SortedOut()
    names = ["1 maj 10.00, Brand, Norr", "1 maj 10.00, Brand, Söder", "2 maj 07.00, Sammanfattning natt, Norrlands län"]
    feed = batch(id=["1", "2", "3"], name=names, datetime=["2025-05-02 9:00:00 +02:00"] * 3, summary=["a"] * 3,
                 type=["Brand"] * 3, location_name=["Norr", "Söder", "Norrlands län"])  # fmt: skip
    kept = next(police.rows(iter([feed]), NORR, sorted_out))
    assert kept.table.column("id").to_pylist() == ["1"]
    assert sorted_out.left_out == {"annan kommun": 1, "bara länet är känt": 1}


def test_the_municipality_is_read_from_the_name_when_the_answer_gives_the_county():
    feed = batch(id=["1"], name=["1 maj 10.00, Brand, Norr"], datetime=["2025-05-01 11:00:00 +02:00"], summary=["a"],
                 type=["Brand"], **{"location.name": ["Norrlands län"]})  # fmt: skip
    assert next(police.rows(iter([feed]), NORR, SortedOut())).table.column("plats").to_pylist() == ["Norr"]


def test_offences_are_added_up_per_area_and_day_over_several_files():
    sorted_out = SortedOut()
    first = batch(**{"DeSO.område": ["9901C1010", "9901C1010", None, "9902C1010"], "Brottsdatum": ["2023-09-03"] * 4,
                     "Inskrivningsdatum": ["2023-09-04"] * 4, "Kommun": ["Norr", "Norr", "Norr", "Söder"],
                     "Antal": ["1"] * 4})  # fmt: skip
    second = batch(**{"DeSO.område": ["9901C1010", "9901C1010"], "Brottsdatum": ["2023-09-03", "2023-09-05"],
                      "Inskrivningsdatum": ["2023-09-04"] * 2, "Kommun": ["Norr"] * 2, "Antal": ["1"] * 2})  # fmt: skip
    told = next(bra.rows(iter([first, second]), NORR, sorted_out)).table.to_pylist()
    assert told == [{"områdeskod": "9901C1010", "dag": "2023-09-03", "antal": 3.0}]
    assert sorted_out.left_out == {"annan eller okänd kommun": 1}
    assert [reason.split()[0:2] for _line, _row, reason in sorted_out.refused] == [
        ["Raden", "saknar"], ["Brottsdatum", "2023-09-05"],
    ]  # fmt: skip


@pytest.mark.parametrize("table", [
    {"kolumn 1": ["2023", "2023"], "kolumn 2": ["9901A0010", "9902A0010"], "totalt": ["898", "12"]},
    {"kolumn 1": ["9901A0010", "9902A0010"], "2023 / totalt": ["898", "12"], "2023 / 0-4 år": ["46", "1"]},
    {"Region": ["9901A0010_DeSO2025", "9901A0010_DeSO2025", "9902A0010_DeSO2025"], "Alder": ["totalt", "-4", "totalt"],
     "Kon": ["1+2", "1+2", "1+2"], "Tid": ["2023", "2023", "2023"], "Folkmängden per region": ["898", "46", "12"]},
])  # fmt: skip
def test_population_is_found_in_every_shape_that_the_statistics_office_gives(table):
    told = next(scb.rows(iter([batch(**table)]), NORR, SortedOut())).table.to_pylist()
    assert told == [{"områdeskod": "9901A0010", "år": "2023", "antal": 898.0}]


def test_a_sheet_without_population_is_refused_with_a_sentence():
    with pytest.raises(ReadRefused, match="folkmängd totalt"):
        next(scb.rows(iter([batch(kod=["9901A0010"], hyresrätt=["3"])]), NORR, SortedOut()))
