"""History written out by EMBRACE as a spreadsheet: a ready source whose five kinds are known and columns assumed."""

from datetime import datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.exchange.actions import begin_import, go_through
from samsyn.exchange.models import ImportRun
from samsyn.exchange.sources import ready_mapping
from samsyn.method.observations.actions import default_taxonomy
from samsyn.method.observations.models import Observation

HOME = "/norr/data/"
HEADER = ["Rapportnummer", "Datum", "Typ av händelse", "Plats", "Latitud", "Longitud", "Beskrivning"]
ROWS = [
    [1, datetime(2023, 5, 8, 21, 30), "Skadegörelse", "Stora torget", 62.41, 17.11, "Krossad ruta"],  # noqa: DTZ001
    [2, datetime(2023, 5, 9, 22, 0), "Otrygghetsskapande samling", "", 62.41, 17.13, "Ett tiotal"],  # noqa: DTZ001
    [3, datetime(2023, 5, 9, 23, 0), "Otrygg plats", "", None, None, "Mörkt i hela centrum"],  # noqa: DTZ001
    [4, datetime(2023, 5, 10, 9, 0), "Uppfunnen sort", "", 62.41, 17.13, ""],  # noqa: DTZ001
]


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook with the assumed columns, or others."""

    def write(header=HEADER, rows=ROWS):
        book, path = openpyxl.Workbook(), tmp_path / "historik.xlsx"
        for row in [header, *rows]:
            book.active.append(row)
        book.save(path)
        return path

    return write


def test_every_kind_that_is_known_falls_under_the_button_that_carries_it():
    taxonomy, table = default_taxonomy(), ready_mapping("embrace").categories["table"]
    button_of = {category["code"]: category["button"] for category in taxonomy["categories"]}
    carried = {button["embrace"]: button["code"] for button in taxonomy["buttons"] if button["embrace"]}
    assert {kind: button_of[table[kind]] for kind in carried} == carried


def test_a_history_comes_in_with_one_command(workbook, machine, now):
    mapping = ready_mapping("embrace")
    run = begin_import(path=workbook(), mapping=mapping, source="embrace", now=now, by=machine)
    run = go_through(run, path=workbook(), now=now, by=machine)
    assert (run.created, run.refused, run.unmapped) == (3, 1, {"Uppfunnen sort": 1})
    kept = {row.external_key: row for row in Observation.objects.select_related("category")}
    assert [kept[key].category.code for key in "123"] == ["E0", "G1", "I0"]
    assert (kept["1"].precision, kept["3"].precision, kept["3"].lon) == ("within_100m", "municipality", None)
    assert kept["1"].observed_on.isoformat() == "2023-05-08" == kept["1"].received_on.isoformat()


def test_reports_without_number_that_say_the_same_stay_two(workbook, machine, now):
    rows = [row[1:] for row in (ROWS[1], ROWS[1])]
    path = workbook(HEADER[1:], rows)
    for created in (2, 0):
        run = begin_import(path=path, mapping=ready_mapping("embrace"), source="embrace", now=now, by=machine)
        assert go_through(run, path=path, now=now, by=machine).created == created


def test_columns_with_other_names_are_chosen_on_the_page(workbook, client, bo):
    client.force_login(bo.user)
    other = ["Rapportnummer", "Kalenderdag", "Sort", "Var", "Nordlig", "Ostlig", "Beskrivning"]
    file = SimpleUploadedFile("historik.xlsx", workbook(other).read_bytes())
    assert client.post(HOME + "ny", {"file": file, "source": "embrace"}).headers["Location"] == HOME + "ny/kolumner"
    form = client.get(HOME + "ny/kolumner").context["form"]
    first = {name: form[name].value() or "" for name in form.fields}
    assert (first["text"], first["category"], first["longitude"]) == ("Beskrivning", "", "")
    first |= {"category": "Sort", "until": "Kalenderdag", "latitude": "Nordlig", "longitude": "Ostlig"}
    assert client.post(HOME + "ny/kolumner", first).headers["Location"] == HOME + "ny/kategorier"
    words = {row["word"]: row for row in client.get(HOME + "ny/kategorier").context["rows"]}
    assert words["Skadegörelse"]["chosen"].startswith("E0") and not words["Uppfunnen sort"]["chosen"]
    codes = {f"ord-{number}": row["chosen"].split(" ")[0] for number, row in enumerate(words.values())}
    client.post(HOME + "ny/kategorier", codes)
    client.post(HOME + "ny/granska", {})
    run = ImportRun.objects.get()
    assert (run.source, run.created, run.refused) == ("embrace", 3, 1)
