"""The picture of a longer period on screen and paper: made, read, taken home, locked, and by whom."""

import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.documents.periodic import period_document, period_pdf
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.period_models import PeriodPicture
from samsyn.method.pictures.periods.actions import lock_period_picture
from samsyn.method.pictures.periods.tables import period_tables
from tests.method.picturing import report, submit
from tests.method.test_period_pictures import LAST, compiled, year_of_reports
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ADDRESS = "/norr/lagesbild/2025-t2"


@pytest.fixture
def picture(town):
    submit(town, year_of_reports(town))
    return compiled(town)


def page(client, member, address=ADDRESS):
    client.force_login(member.user)
    return client.get(address)


def test_bo_makes_a_tertial_from_the_list_and_locks_it(client, town, monkeypatch):
    bo, siv = town.members["bo"], town.members["siv"]
    submit(town, report(town, LAST, 5))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    first = page(client, bo, "/norr/lagesbild/").content.decode()
    assert 'href="/norr/lagesbild/tertial"' in first
    assert 'href="/norr/lagesbild/ar"' in first
    assert "Tertial 2 2025" in page(client, bo, "/norr/lagesbild/tertial").content.decode()
    made = client.post("/norr/lagesbild/period/ta-fram", {"period": "2025-t2"})
    assert made["Location"] == ADDRESS
    assert page(client, siv).status_code == 404
    assert "2025-t2" not in page(client, siv, "/norr/lagesbild/tertial").content.decode()
    client.force_login(bo.user)
    client.post(f"{ADDRESS}/las", {"funktion": "Samordnaren"})
    assert PeriodPicture.objects.get().locked_by == "Samordnaren"
    assert page(client, siv).status_code == 200
    assert 'data-opens="las"' not in page(client, bo).content.decode()


@pytest.mark.parametrize("period", ["", "2025-t9", "nonsens", "2099"])
def test_what_is_no_ended_period_is_said(client, town, period):
    client.force_login(town.members["bo"].user)
    told = client.post("/norr/lagesbild/period/ta-fram", {"period": period}, follow=True).content.decode()
    assert "Välj en period" in told
    assert not PeriodPicture.objects.exists()


def test_who_may_not_compile_or_lock_is_stopped(client, town, picture):
    client.force_login(town.members["dag"].user)
    assert client.post("/norr/lagesbild/period/ta-fram", {"period": "2025-t1"}).status_code == 403
    assert client.post(f"{ADDRESS}/las", {"funktion": "Polisen"}).status_code == 403
    assert client.get("/norr/lagesbild/2025-13").status_code == 404


def test_the_neighbour_sees_nothing(client, town, neighbour, picture):
    client.force_login(neighbour.members["cecilia"].user)
    for end in ("", ".json", ".pdf"):
        assert client.get(ADDRESS + end).status_code in (403, 404)
    assert client.get("/soder/lagesbild/2025-t2").status_code == 404


def test_every_answer_has_n_period_source_response_certainty_and_a_way_to_its_figures(client, town, picture):
    told = page(client, town.members["bo"]).content.decode()
    articles = told.split('<article class="to-look-at"')[1:]
    assert len(articles) == 6
    for each in articles:
        assert "händelse" in each
        assert "godkända rapporter" in each
        assert "har svarat" in each
        assert "/norr/monster/metoder/" in each
        assert "/norr/monster?method=" in each
        assert "Hur säkert är det?" in each or "För lite underlag" in each
    for method in ("hotspots", "emerging", "concentration", "near-repeats", "scan", "clusters", "counts"):
        assert page(client, town.members["bo"], f"/norr/monster/metoder/{method}").status_code == 200
    assert 'class="picture-map"' in told


def test_the_files_are_what_was_stored(client, town, picture):
    lock_period_picture(picture=picture, function="Samordnaren", now=NOW, by=town.members["bo"])
    answer = page(client, town.members["siv"], f"{ADDRESS}.json")
    assert answer.content == canonical(json.loads(answer.content)).encode()
    assert json.loads(answer.content)["period"]["label"] == "2025-t2"
    pdf = page(client, town.members["siv"], f"{ADDRESS}.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.content
    assert pdf.content == period_pdf(PeriodPicture.objects.get(), audience="authorities")


def test_text_document_slides_and_workbook_say_what_the_picture_says(client, town, picture):
    from docx import Document
    from openpyxl import load_workbook
    from pptx import Presentation

    lock_period_picture(picture=picture, function="Samordnaren", now=NOW, by=town.members["bo"])
    files = {kind: page(client, town.members["siv"], f"{ADDRESS}.{kind}").content for kind in ("docx", "pptx", "xlsx")}
    shown = period_document(PeriodPicture.objects.get(), audience="authorities")
    written = [each.text for each in Document(io.BytesIO(files["docx"])).paragraphs]
    for said in [*shown["told"], *(each["says"] for each in shown["findings"])]:
        assert said in written
    titles = [one.shapes.title.text for one in Presentation(io.BytesIO(files["pptx"])).slides]
    assert titles[1:] == [shown["words"]["how_many"], *titles[2 : len(titles) - len(shown["findings"])],
                          *(each["title"] for each in shown["findings"])]  # fmt: skip
    book = load_workbook(io.BytesIO(files["xlsx"]))
    cells = [row[1].value for row in book[shown["words"]["by_month"]].iter_rows()]
    stored = period_tables(PeriodPicture.objects.get(), "authorities")["months"]
    assert [cell for cell in cells if isinstance(cell, int)] == [row["events"] for row in stored]
    assert files["docx"] == page(client, town.members["siv"], f"{ADDRESS}.docx").content
    other = page(client, town.members["eva"], f"{ADDRESS}.docx").content
    assert other != files["docx"] and len(Document(io.BytesIO(other)).paragraphs) > 10


def test_the_paper_says_it_in_both_languages_and_gives_the_public_no_places(town, picture):
    swedish, english = (period_document(picture, audience="parties", language=each) for each in ("sv", "en"))
    assert swedish["period"] == english["period"].replace("tertial", "tertial")
    assert [each["title"] for each in swedish["findings"]] != [each["title"] for each in english["findings"]]
    public = period_document(picture, audience="public")
    assert public["findings"] == public["places"] == public["areas"] == []
    assert public["map"] is None


def test_the_page_asks_the_database_little_however_many_pictures_there_are(client, town, picture):
    client.force_login(town.members["bo"].user)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as one:
        client.get(ADDRESS)
    assert len(one) <= 22
    with CaptureQueriesContext(connection) as before:
        client.get("/norr/lagesbild/tertial")
    compiled(town, picture.span.previous)
    with CaptureQueriesContext(connection) as after:
        client.get("/norr/lagesbild/tertial")
    assert len(after) == len(before)


def test_weeks_of_the_period_are_one_press_away(client, town, picture, monkeypatch):
    from samsyn.method.pictures.actions import compile_picture

    compile_picture(municipality=town.municipality, week=LAST, now=NOW + timedelta(days=1), by=town.machine)
    assert f"/norr/lagesbild/{LAST.address}" in page(client, town.members["bo"]).content.decode()
