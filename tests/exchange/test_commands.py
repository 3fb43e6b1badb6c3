"""The commands: what they say, and the codes they end with."""

import json

import pytest

from samsyn.cli.__main__ import main
from samsyn.exchange.models import ImportRun
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category, Observation

MAPPING = """
format = 1
target = "observations"
[columns]
external_id = "nr"
category = "typ"
[time]
until = "tid"
[place]
longitude = "lon"
latitude = "lat"
crs = 4326
[categories.table]
"Klotter" = "E4"
"""


@pytest.fixture
def files(tmp_path):
    """Write a file of reports, one of them with an unknown category, and a mapping."""
    (tmp_path / "karta.toml").write_text(MAPPING, encoding="utf-8")
    rows = ["nr;typ;tid;lon;lat", "001;Klotter;2025-10-01 21:30;17,15;62,41", "002;Buller;2025-10-01 21:30;17,15;62,41"]
    (tmp_path / "rapporter.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def samsyn(*words):
    """Run a command."""
    return main([str(word) for word in words])


def reading(files, *more):
    """Give the words of an import."""
    return ("import", files / "rapporter.csv", "--municipality", "norr", "--mapping", files / "karta.toml", *more)


def test_an_import_says_what_came_of_it_and_ends_with_3_when_rows_were_refused(norr, files, capsys):
    assert samsyn(*reading(files)) == 3
    words = capsys.readouterr().out
    assert "2 rader lästa: 1 nya, 0 ändrade, 0 oförändrade, 1 kom inte in." in words
    assert "--rejected" in words
    assert "1  Buller" in words


def test_the_json_is_one_object_with_a_format(norr, files, capsys):
    samsyn(*reading(files, "--json", "--rejected", files / "ut.csv"))
    answer = json.loads(capsys.readouterr().out)
    assert (answer["format"], answer["created"], answer["refused"], answer["unmapped"]) == (1, 1, 1, {"Buller": 1})
    assert "002" in (files / "ut.csv").read_text(encoding="utf-8-sig")


def test_a_run_is_taken_back_by_its_id(norr, files, capsys):
    samsyn(*reading(files))
    run = ImportRun.objects.get()
    assert samsyn("import", "--undo", run.pk, "--municipality", "norr") == 0
    assert not Observation.objects.exists()
    assert samsyn("import", "--undo", run.pk, "--municipality", "norr") == 1
    assert samsyn("import", "--undo", "inget-id", "--municipality", "norr") == 1


@pytest.mark.parametrize(("change", "said"), [
    (("--municipality", "ingenstans"), "finns inte"),
    (("--as", "okand@norr.example"), "har ingen roll"),
])
def test_a_refusal_is_a_sentence_and_code_1(norr, files, capsys, change, said):
    assert samsyn(*reading(files, *change)) == 1
    assert said in capsys.readouterr().err


def test_an_import_needs_to_know_how_the_file_is_read(norr, files, capsys):
    assert samsyn("import", files / "rapporter.csv", "--municipality", "norr") == 1
    assert "--source" in capsys.readouterr().err


def test_bo_can_be_named_as_the_one_who_reads_in(town, bo, files):
    assert samsyn(*reading(files, "--as", "bo@norr.example")) == 3
    assert ImportRun.objects.get().by == f"user:{bo.user.pk}"


@pytest.mark.django_db
def test_a_municipality_is_added_with_everything_it_begins_with(capsys):
    words = ("municipality", "add", "vasterby", "--name", "Västerby", "--code", "9903", "--extent=17.1,62.4,17.2,62.5")
    assert samsyn(*words) == 0
    municipality = Municipality.objects.at("vasterby")
    assert (municipality.code, municipality.time_zone, municipality.metric_crs) == ("9903", "Europe/Stockholm", 3006)
    assert Category.objects.filter(municipality=municipality, code="E4").exists()
    assert samsyn(*words) == 1


def test_areas_and_places_are_read_in_by_command(norr, files, capsys):
    (files / "deso.csv").write_text("kod;namn\n9901A0010;Norra\n", encoding="utf-8")
    words = ("--municipality", "norr", "--set", "DeSO", "--valid-from", "2018-01-01", "--kind", "deso", "--json")
    assert samsyn("areas", "import", files / "deso.csv", *words) == 0
    assert json.loads(capsys.readouterr().out)["created"] == 1
    (files / "platser.csv").write_text("namn;longitud;latitud\nTorget;17,11;62,41\nHamnen;3,1;2,4\n", encoding="utf-8")
    assert samsyn("places", "import", files / "platser.csv", "--municipality", "norr") == 3
    assert "ligger utanför kommunen" in capsys.readouterr().out
