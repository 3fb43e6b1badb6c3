"""Reading in a file on the screen: from a strange file to counted reports, and back again."""

import csv
import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from samsyn.exchange.actions import keep_upload, uploads_folder
from samsyn.exchange.models import ImportRun, ImportSource, RefusedRow
from samsyn.ground.places.models import Area, Place
from samsyn.method.observations.models import Observation
from tests.people import observe

HOME = "/norr/data/"
ROWS = [
    ("007", "Klotter", "Klotter på gaveln", "2025-09-29 14:05", "62.41", "17.11"),
    ("008", "Klotter", "Port 14", "2025-09-30 08:00", "62.41", "17.13"),
    ("009", "Belysning", "Mörkt vid tunneln", "2025-10-01 21:30", "62.41", "17.15"),
    ("010", "Sjöjungfru", "Okänt", "2025-10-01 21:30", "62.41", "17.15"),
    ("011", "Klotter", "Fel datum", "i förrgår", "62.41", "17.11"),
]
CODES = {"ord-0": "E4", "ord-1": "", "ord-2": ""}


def sheet(rows=ROWS, name="felanmalan.csv", delimiter=";"):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["Ärendenummer", "Kategori", "Beskrivning", "Datum", "Lat", "Lon"])
    writer.writerows(rows)
    return SimpleUploadedFile(name, stream.getvalue().encode())


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path


@pytest.fixture
def as_bo(client, bo):
    client.force_login(bo.user)
    return client


def choose_columns(client, **more):
    page = client.get(HOME + "ny/kolumner")
    form = page.context["form"]
    sent = {name: form.initial.get(name) or form.fields[name].initial or "" for name in form.fields}
    return client.post(HOME + "ny/kolumner", {**sent, **more})


def choose_categories(client, chosen):
    rows = client.get(HOME + "ny/kategorier").context["rows"]
    sent = {f"ord-{number}": chosen.get(row["word"], "") for number, row in enumerate(rows)}
    return client.post(HOME + "ny/kategorier", sent)


def read_in(client, rows=ROWS, title="Felanmälan Norr"):
    client.post(HOME + "ny", {"file": sheet(rows), "source": "new"})
    choose_columns(client)
    choose_categories(client, {"Klotter": "E4 Klotter", "Belysning": "i1"})
    return client.post(HOME + "ny/granska", {"title": title})


def test_a_strange_file_becomes_reports_step_by_step(as_bo, norr):
    answer = as_bo.post(HOME + "ny", {"file": sheet(), "source": "new"})
    assert answer.headers["Location"] == HOME + "ny/kolumner"
    columns = as_bo.get(HOME + "ny/kolumner")
    assert columns.context["form"].initial["category"] == "Kategori"
    assert "Klotter på gaveln" in columns.content.decode()
    assert choose_columns(as_bo).headers["Location"] == HOME + "ny/kategorier"
    words = as_bo.get(HOME + "ny/kategorier").context["rows"]
    assert (words[0]["word"], words[0]["count"]) == ("Klotter", 3)
    choose_categories(as_bo, {"Klotter": "E4", "Belysning": "I1"})
    look = as_bo.get(HOME + "ny/granska")
    text = look.content.decode()
    assert "Sjöjungfru" in text and "går inte att läsa" in text
    assert Observation.objects.filter(municipality=norr).count() == 0
    started = as_bo.post(HOME + "ny/granska", {"title": "Felanmälan Norr"})
    run = ImportRun.objects.get()
    assert started.headers["Location"] == f"{HOME}{run.pk}"
    assert (run.state, run.created, run.refused) == ("done", 3, 2)
    assert set(Observation.objects.values_list("external_key", flat=True)) == {"007", "008", "009"}
    assert list(uploads_folder().iterdir()) == [], "the raw file is never kept"


def test_the_preview_hands_back_a_category_that_was_left_without_a_translation(as_bo, norr):
    as_bo.post(HOME + "ny", {"file": sheet(), "source": "new"})
    choose_columns(as_bo)
    choose_categories(as_bo, {})
    look = as_bo.get(HOME + "ny/granska").context
    assert not look["rows"]
    assert any("finns inte här" in reason for reason in look["refused"].values())


def test_the_same_file_again_changes_nothing(as_bo):
    read_in(as_bo)
    as_bo.post(HOME + "ny", {"file": sheet(), "source": "felanmalan-norr"})
    as_bo.post(HOME + "ny/granska", {})
    run = ImportRun.objects.latest_first().first()
    assert (run.source, run.created, run.changed, run.unchanged) == ("felanmalan-norr", 0, 0, 3)
    assert ImportSource.objects.count() == 1


def test_the_run_says_what_came_back_and_why(as_bo):
    read_in(as_bo)
    page = as_bo.get(f"{HOME}{ImportRun.objects.get().pk}")
    reasons = {one["reason"]: one["lines"] for one in page.context["reasons"]}
    assert reasons == {
        "Kategorin ”…” finns inte i mappningens översättning.": "5", "Tiden ”…” går inte att läsa.": "6",
    }  # fmt: skip
    assert "Sjöjungfru" in page.content.decode()


def test_the_refused_rows_are_for_the_one_who_read_the_file(as_bo, town):
    from tests.people import join

    read_in(as_bo)
    address = f"{HOME}{ImportRun.objects.get().pk}/avvisade.csv"
    answer = as_bo.get(address)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert "Radera senast" in lines[0] and "010" in lines[2]
    assert RefusedRow.objects.first().delete_on.isoformat() in answer.headers["Content-Disposition"]
    other = Client()
    other.force_login(join(town, "Carl", role="coordinator", organisation="town").user)
    assert other.get(address).status_code == 404
    assert "avvisade.csv" not in other.get(f"{HOME}{ImportRun.objects.get().pk}").content.decode()


def test_a_run_is_taken_back(as_bo, norr):
    read_in(as_bo)
    run = ImportRun.objects.get()
    as_bo.post(f"{HOME}{run.pk}/angra")
    run.refresh_from_db()
    assert run.state == "undone" and not Observation.objects.filter(municipality=norr).exists()
    assert not RefusedRow.objects.exists()


def test_progress_is_asked_for_only_while_under_way(as_bo, norr, bo):
    run = ImportRun.objects.create(municipality=norr, source="x", target="observations", file_name="x.csv", digest="0",
                                   mapping="", state="running", rows=10, read=4, by=bo.name_in_logbook,
                                   heard_at=timezone.now(), worker="another:1")  # fmt: skip
    page = as_bo.get(f"{HOME}{run.pk}/lage").content.decode()
    assert "every 2s" in page and "4 av 10" in page
    ImportRun.objects.update(state="done")
    assert "every 2s" not in as_bo.get(f"{HOME}{run.pk}/lage").content.decode()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("bild.png", b"\x89PNG"), "kan inte läsas"),
        (SimpleUploadedFile("tom.csv", b"   \n"), "tom"),
        (SimpleUploadedFile("trasig.xlsx", b"inte excel"), "Excel"),
        (SimpleUploadedFile("trasig.parquet", b"inte parquet"), ""),
        (SimpleUploadedFile("trasig.gpkg", b"inte geopackage"), ""),
        (SimpleUploadedFile("trasig.zip", b"inte zip"), "zip"),
    ],
)
def test_a_file_that_cannot_be_read_gives_a_sentence(as_bo, file, sentence):
    file.seek(0)
    answer = as_bo.post(HOME + "ny", {"file": file, "source": "new"})
    errors = answer.context["form"].errors["file"]
    assert answer.status_code == 422 and sentence in errors[0] and errors[0].endswith(".")
    assert list(uploads_folder().iterdir()) == []


def test_a_file_that_is_too_large_is_refused_at_once(as_bo, settings):
    settings.IMPORT_MEGABYTES = 0
    answer = as_bo.post(HOME + "ny", {"file": sheet(), "source": "new"})
    assert "större än 0 megabyte" in answer.content.decode()


def test_points_in_another_system_are_answered_with_the_one_that_fits(as_bo):
    rows = [(str(n), "Klotter", "", "2025-09-29 14:05", str(6921000 + n), str(608700 + n)) for n in range(20)]
    as_bo.post(HOME + "ny", {"file": sheet(rows), "source": "new"})
    choose_columns(as_bo, crs="3021", longitude="Lon", latitude="Lat")
    choose_categories(as_bo, {"Klotter": "E4"})
    stuck = as_bo.get(HOME + "ny/granska")
    assert stuck.status_code == 422 and "SWEREF 99 TM" in stuck.content.decode()


def test_the_mapping_can_be_edited_as_text_and_downloaded(as_bo):
    read_in(as_bo)
    toml = as_bo.get(HOME + "kallor/felanmalan-norr.toml").content.decode()
    assert 'target = "observations"' in toml and "Klotter" in toml
    wrong = as_bo.post(HOME + "kallor/felanmalan-norr", {"toml": "format = 1\ntarget = 'x'"})
    assert wrong.status_code == 422 and "finns inte" in wrong.content.decode()
    assert as_bo.post(HOME + "kallor/felanmalan-norr", {"toml": toml + '\n[constants]\nsource_kind = "parks"\n'})
    assert "parks" in ImportSource.objects.get().mapping


def test_cancelling_removes_the_waiting_file(as_bo):
    as_bo.post(HOME + "ny", {"file": sheet(), "source": "new"})
    assert len(list(uploads_folder().iterdir())) == 1
    as_bo.post(HOME + "ny/avbryt")
    assert list(uploads_folder().iterdir()) == []
    assert as_bo.get(HOME + "ny/granska").headers["Location"] == HOME + "ny"


def test_an_abandoned_upload_is_forgotten_and_refused_rows_go_by_decision_alone(as_bo, now):
    from datetime import timedelta

    from django.utils import timezone

    from samsyn.jobs.imports import forget_imports

    read_in(as_bo)
    as_bo.post(HOME + "ny", {"file": sheet(), "source": "new"})
    list(forget_imports(timezone.now() + timedelta(hours=1)))
    assert len(list(uploads_folder().iterdir())) == 1 and RefusedRow.objects.count() == 2
    list(forget_imports(timezone.now() + timedelta(days=40)))
    assert list(uploads_folder().iterdir()) == [] and RefusedRow.objects.count() == 2


@pytest.mark.parametrize("who", ["anna", "dag", "eva", "siv"])
def test_only_those_who_may_import_get_in(client, town, who):
    client.force_login(town.members[who].user)
    pages = ["", "ny", "ny/kolumner", "ny/granska", "kallor", "omraden", "platser"]
    assert {client.get(HOME + page).status_code for page in pages} == {403}


def test_places_are_read_with_their_other_names_and_sensitive_ones_only_counted(as_bo, norr):
    text = "Namn;Adress;Lat;Lon;Andra namn\nBlå lekan;Almgatan 1;62.41;17.11;Blåa;\nSankt Olofs kyrka;;62.41;17.11;\n"
    page = as_bo.post(HOME + "platser", {"file": SimpleUploadedFile("hus.csv", text.encode())})
    done = page.context["done"]
    assert done.created == 1 and sum(done.left_out.values()) == 1
    assert Place.objects.filter(municipality=norr, name="Blå lekan").exists()
    assert not Place.objects.filter(name__contains="kyrka").exists()


def test_areas_are_read_from_a_map_file(as_bo, norr):
    shape = '{"type":"Polygon","coordinates":[[[17.1,62.4],[17.12,62.4],[17.12,62.42],[17.1,62.42],[17.1,62.4]]]}'
    text = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kod":"01","namn":"Nytorp"},'
    text += f'"geometry":{shape}}}]}}'
    sent = {"file": SimpleUploadedFile("omr.geojson", text.encode()), "set_name": "Kvarter", "valid_from": "2025-01-01",
            "kind": "own"}  # fmt: skip
    page = as_bo.post(HOME + "omraden", sent)
    assert page.context["done"].created == 1
    assert Area.objects.get(municipality=norr, name="Nytorp").code == "01"


def test_a_run_whose_program_was_killed_says_so_and_offers_to_go_on(as_bo, norr, bo, settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path
    upload = keep_upload(iter([b"a;b"]), file_name="x.csv")
    ImportRun.objects.create(municipality=norr, source="x", target="observations", file_name="x.csv", digest="0",
                             mapping="", state="running", read=4, by=bo.name_in_logbook, upload=upload)  # fmt: skip
    assert "stannade halvvägs" in as_bo.get(HOME).content.decode()
    page = as_bo.get(f"{HOME}{ImportRun.objects.get().pk}").content.decode()
    assert "Avbruten" in page and "Fortsätt där det stannade" in page and "every 2s" not in page
    assert "Ta tillbaka inläsningen" not in page                # nothing came in


def test_only_a_run_that_changed_something_can_be_taken_back(as_bo, norr):
    read_in(as_bo)
    address = f"{HOME}{ImportRun.objects.get().pk}"
    assert "Ta tillbaka inläsningen" in as_bo.get(address).content.decode()
    ImportRun.objects.update(created=0, changed=0)
    assert "Ta tillbaka inläsningen" not in as_bo.get(address).content.decode()


def test_the_map_shows_only_the_rows_of_the_run(as_bo, norr, town):
    observe(town, lon=17.11, lat=62.41)
    read_in(as_bo)
    run = ImportRun.objects.get()
    page = as_bo.get(f"{HOME}{run.pk}").content.decode()
    address = html.unescape(re.search(r'href="([^"]*karta[^"]*run=[^"]*)"', page)[1])
    assert as_bo.get(address).context["form"].choice().run == str(run.pk)
    shown = as_bo.get(address).context["found"].rows
    assert len(shown) == run.created < Observation.objects.filter(municipality=norr).count()


def test_what_is_not_used_lies_folded(as_bo):
    as_bo.post(HOME + "ny", {"file": sheet(), "source": "new"})
    page = as_bo.get(HOME + "ny/kolumner")
    form = page.context["form"]
    _what, when, _where = form.groups()
    assert [field.name for field in when[2]] == ["from", "clock", "zone"]
    assert not {one.name for one in page.context["used"]} & {one.name for one in page.context["unused"]}
    assert page.content.decode().count("<details") >= 2
