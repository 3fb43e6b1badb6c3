"""A mapping says which column becomes what; every mistake is answered with a sentence."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from samsyn.exchange.applying import Applier
from samsyn.exchange.casting import as_numbers, as_times, decoded
from samsyn.exchange.guessing import guess_mapping
from samsyn.exchange.mapping import MappingRefused, read_mapping
from samsyn.exchange.readers import Batch
from samsyn.exchange.readers.crs import Extent
from samsyn.exchange.sources import READY, ready_mapping

ZONE = "Europe/Stockholm"
HERE = Extent(17.0, 62.0, 18.0, 63.0)
MAPPING = """
format = 1
target = "observations"
[columns]
external_id = "nr"
category = "typ"
text = ["rubrik", "text"]
[time]
until = "tid"
format = "iso"
[place]
longitude = "lon"
latitude = "lat"
[categories.table]
"Klotter" = "E4"
"Skräp" = "I3"
"""
DAY_AND_CLOCK = 'date = "dag"\nclock = "klocka"\nformat = "%m/%d/%y %H:%M"'
ROW = {"nr": "007", "typ": "klotter", "rubrik": "På muren", "text": "Stort", "tid": "2025-10-01 21:30", "lon": "17,15",
       "lat": "62,41"}  # fmt: skip


def applied(*rows, mapping=MAPPING):
    """Apply a mapping to rows of text."""
    table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in rows[0]})
    applier = Applier(read_mapping(mapping), zone=ZONE, extent=HERE)
    return applier.apply(Batch(np.arange(2, len(rows) + 2), table)), applier


def test_a_row_becomes_typed_fields():
    done, _applier = applied(ROW)
    row = done.table.to_pylist()[0]
    assert row["external_id"] == "007"
    assert row["category"] == "E4"
    assert row["text"] == "På muren\nStort"
    assert row["until"] == datetime(2025, 10, 1, 19, 30, tzinfo=UTC)
    assert (row["lon"], row["lat"], row["precision"]) == (17.15, 62.41, "exact")


@pytest.mark.parametrize(("change", "reason"), [
    ({"typ": "Buller"}, "Kategorin ”Buller” finns inte i mappningens översättning."),
    ({"typ": None}, "Raden saknar kategori."),
    ({"tid": "i går"}, "Tiden ”i går” går inte att läsa."),
    ({"tid": "2025-02-30 12:00"}, "Tiden ”2025-02-30 12:00” går inte att läsa."),
    ({"tid": None}, "Raden saknar tid."),
    ({"lon": None, "lat": None}, "Raden saknar plats: varken koordinater eller områdeskod."),
    ({"lat": "13,27"}, "Punkten latitud 13.27000, longitud 17.15000 ligger utanför kommunen."),
])
def test_a_row_is_refused_whole_with_its_line_and_reason(change, reason):
    done, _applier = applied(ROW, ROW, {**ROW, **change})
    assert done.refused == [(4, reason)]
    assert done.table.column("line").to_pylist() == [2, 3]


def test_unmapped_categories_are_counted_also_when_they_become_other():
    with_other = MAPPING.replace("[categories.table]", '[categories]\nother = "N0"\n[categories.table]')
    done, applier = applied(ROW, {**ROW, "typ": "Buller"}, {**ROW, "typ": "Buller"}, mapping=with_other)
    assert done.table.column("category").to_pylist() == ["E4", "N0", "N0"]
    assert applier.unmapped == {"Buller": 2}


def test_a_date_alone_covers_the_whole_day():
    row = {**ROW, "tid": "2025-10-26"}              # the day has 25 hours
    done, _applier = applied(row, mapping=MAPPING.replace("until", "date"))
    told = done.table.to_pylist()[0]
    assert (told["from"].hour, told["until"].hour, told["until"].minute) == (22, 22, 59)


def test_an_area_code_is_place_enough():
    by_area = MAPPING.replace('longitude = "lon"\nlatitude = "lat"', 'area_code = "lon"')
    done, _applier = applied({**ROW, "lon": "9901C1010"}, mapping=by_area)
    assert done.table.to_pylist()[0]["precision"] == "area"


def test_a_clock_without_am_and_pm_is_refused_with_the_column_to_use_instead():
    rows = [{**ROW, "tid": "", "klocka": f" {1 + n % 9}:{n % 60:02}", "dag": "10/01/23", "epok": str(1696185691000 + n)}
            for n in range(200)]  # fmt: skip
    unsafe = MAPPING.replace('until = "tid"\nformat = "iso"', DAY_AND_CLOCK)
    with pytest.raises(MappingRefused) as refusal:
        applied(*rows, mapping=unsafe)
    assert "AM/PM" in str(refusal.value)
    assert 'until = "epok", format = "epoch_ms"' in str(refusal.value)


def test_a_clock_with_24_hours_is_trusted():
    rows = [{**ROW, "klocka": f"{n % 24}:{n % 60:02}", "dag": "10/01/23"} for n in range(200)]
    safe = MAPPING.replace('until = "tid"\nformat = "iso"', DAY_AND_CLOCK)
    assert len(applied(*rows, mapping=safe)[0].table) == 200


@pytest.mark.parametrize(("text", "form", "utc"), [
    ("2022-09-26 9:55:23 +02:00", "iso", "2022-09-26T07:55:23"),
    ("2025-01-15", "iso", "2025-01-14T23:00:00"),
    ("1696185691000", "epoch_ms", "2023-10-01T18:41:31"),
    ("Sat, 07 Jun 2025 19:24:02 +0100", "rfc822", "2025-06-07T18:24:02"),
    ("31/12/2024 23:59", "%d/%m/%Y %H:%M", "2024-12-31T22:59:00"),
    ("2025-10-26 02:30", "iso", "2025-10-26T00:30:00"),        # the clock is turned back: the earlier
    ("2025-03-30 02:30", "iso", "2025-03-30T01:00:00"),        # a time that never was: the next that did
])
def test_times_are_read_in_every_usual_form(text, form, utc):
    read = as_times(pa.chunked_array([[text]]), formats=[form], zone=ZONE)
    assert read[0].as_py().isoformat() == f"{utc}+00:00"


@pytest.mark.parametrize(("text", "number"), [
    ("17,15", 17.15), ("1 234,5", 1234.5), ("1,234.5", 1234.5), ("-3", -3.0), ("−3", -3.0), ("12 st", np.nan),
    ("", np.nan),
])  # fmt: skip
def test_numbers_with_decimal_comma_and_spaces(text, number):
    assert as_numbers(pa.chunked_array([[text]]))[0] == pytest.approx(number, nan_ok=True)


def test_double_html_encoding_is_undone():
    assert decoded(pa.array(["Tom &amp;amp; Co &amp;lt;3", "R&D"])).to_pylist() == ["Tom & Co <3", "R&D"]


@pytest.mark.parametrize(("toml", "said"), [
    ("target = 'x'", "format = 1"),
    ("format = 1\ntarget = 'x'", "Välj observations"),
    ("format = 1\ntarget = 'observations'", "saknar kolumn för kategori"),
    ("format = 1\ntarget = 'places'\n[columns]\nnamn = 'x'", "”namn” i \\[columns\\]"),
    ("format =", "inte giltig TOML"),
    ("format = 1\ntarget = 'observations'\n[columns]\ncategory = 'a'", "saknar tid"),
])
def test_a_mistake_in_a_mapping_is_answered_with_a_sentence(toml, said):
    with pytest.raises(MappingRefused, match=said):
        read_mapping(toml)


def test_a_missing_column_is_named():
    with pytest.raises(MappingRefused, match="saknar kolumnen ”typ”"):
        applied({name: value for name, value in ROW.items() if name != "typ"})


def test_a_mapping_is_the_same_after_being_saved():
    mapping = read_mapping(MAPPING)
    assert read_mapping(mapping.as_toml()) == mapping


@pytest.mark.parametrize("name", sorted(READY))
def test_every_ready_mapping_can_be_read(name):
    assert ready_mapping(name).name == name


def test_a_first_mapping_is_proposed_from_names_and_contents():
    rows = [{"Ärendenr": "1", "Kategori": "Klotter", "Inrapporterad": "2025-10-01 21:30", "Longitud": "17,1",
             "Latitud": "62,4"}]  # fmt: skip
    table = pa.table({name: [row[name] for row in rows] for name in rows[0]})
    guess = guess_mapping(Batch(np.array([2]), table))
    assert guess.columns["category"] == "Kategori"
    assert guess.time == {"until": "Inrapporterad", "format": "iso"}
    assert guess.place == {"longitude": "Longitud", "latitude": "Latitud"}
