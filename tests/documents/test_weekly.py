"""The weekly paper: tagged, the same bytes every time, readable without colour, and never more than was stored."""

import io
import re

import pytest
from pypdf import PdfReader

from samsyn.documents.maps import frame_around, gathered_dots, paper_map
from samsyn.documents.weekly import told_at, weekly_document, weekly_html, weekly_pdf
from samsyn.documents.words import WORDS
from samsyn.ground.places.actions import rename_place
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.assessments.actions import Stand, assess_area
from tests.method.picturing import compiled, ordinary_weeks, report, submit
from tests.people import NOW, WEEK, square

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def picture(town):
    """A week with a place that stands out, a fault that waits, and a year behind it."""
    ordinary_weeks(town, weeks=30)
    place = town.places["square"]
    submit(town, report(town, WEEK, 16, lon=place.lon, lat=place.lat, place=place, category="G1"))
    submit(town, report(town, WEEK - 4, 1, area="B", category="I1", kind="condition", fault_number="FA-77"))
    return compiled(town)


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read(pdf).pages))


def test_the_pdf_is_tagged_and_says_its_language_and_title(picture):
    pdf = read(weekly_pdf(picture, audience="parties"))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert pdf.metadata.title == "Lägesbild Norr, v. 40 2025"
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp and "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_every_figure_has_a_text_in_its_place(picture):
    alts = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, dict):
            if node.get("/S") == "/Figure":
                alts.append(str(node.get("/Alt", "")))
            children = node.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                if not isinstance(child, int):
                    walk(child)

    walk(read(weekly_pdf(picture, audience="parties")).trailer["/Root"]["/StructTreeRoot"])
    assert len(alts) >= 6
    assert all(alts)


def test_the_same_picture_gives_the_same_bytes(picture):
    assert weekly_pdf(picture, audience="parties") == weekly_pdf(picture, audience="parties")


def test_the_time_in_the_file_is_the_lock_and_never_now(picture, bo):
    assert told_at(picture).date().isoformat() == "2025-10-06"
    locked = lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    pdf = read(weekly_pdf(locked, audience="parties"))
    assert pdf.metadata.creation_date == NOW
    assert "Låst 7 oktober 2025 av Samordnaren" in text_of(weekly_pdf(locked, audience="parties"))


def test_the_first_page_stands_alone(picture):
    pdf = read(weekly_pdf(picture, audience="parties"))
    first, second = (re.sub(r"\s+", " ", pdf.pages[n].extract_text()) for n in (0, 1))
    for heading in ("more_than_usual", "stands_out", "what_remains", "what_comes", "how_sure"):
        assert WORDS[heading][0] in first, heading
    assert "Stora torget" in first
    assert "FA-77" in first
    assert WORDS["areas"][0] in second


def test_every_page_bears_the_town_the_week_and_its_number(picture):
    pages = read(weekly_pdf(picture, audience="parties")).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "Norr" in text and "v. 40 2025" in text and f"sida {number} ({len(pages)})" in text


def test_what_users_wrote_is_data_and_never_markup(town, picture, bo):
    rename_place(place=town.places["square"], name="#panic() *Torget* <b>$x$", on=WEEK.last_day, by=bo)
    again = compiled(town)
    assert "#panic() *Torget* <b>$x$" in text_of(weekly_pdf(again, audience="parties"))
    assert "&lt;b&gt;$x$" in weekly_html(again, audience="parties").decode()


def test_the_paper_reads_in_english_too(picture):
    text = text_of(weekly_pdf(picture, audience="parties", language="en"))
    assert "What stands out?" in text and "The areas against their own history" in text
    assert "Vad sticker ut" not in text


def test_without_observations_the_paper_says_so_and_draws_nothing(town):
    document = weekly_document(compiled(town), audience="parties")
    assert document["made"] is False and document["map"] is None and document["areas"] == []
    text = text_of(weekly_pdf(compiled(town), audience="parties"))
    assert "Inga observationer har gjorts" in text


def test_the_public_paper_names_no_place(town, picture):
    text = text_of(weekly_pdf(picture, audience="public"))
    assert "Stora torget" not in text and "FA-77" not in text
    for hidden in ("nothing_remains", "what_remains", "no_places", "changes", "replied"):        # hidden is not none
        assert WORDS[hidden][0] not in text, hidden
        assert WORDS[hidden][0] not in weekly_html(picture, audience="public").decode(), hidden


def test_no_picture_is_needed_from_anywhere_else(picture):
    page = weekly_html(picture, audience="parties").decode()
    assert "src=" not in page and "@import" not in page and "<script" not in page


# --- the map ------------------------------------------------------------------------------------


def point(lon, lat, events=1, label=""):
    return {"lon": lon, "lat": lat, "events": events, "area": "A", "label": label}


AREAS = [{"code": "A", "name": "Alby & Ö", "polygon": square(0), "centre_lon": 17.11, "centre_lat": 62.41}]


def test_without_points_there_is_no_map():
    assert paper_map([], places=[], areas=AREAS, base_map=None, title="Karta") is None


def test_dots_bear_their_number_and_names_are_escaped():
    drawn = paper_map([point(17.11, 62.41, 4)], places=[], areas=AREAS, base_map=None, title="Karta")
    assert ">4</text>" in drawn.svg
    assert "Alby &amp; Ö" in drawn.svg
    assert drawn.events_outside == 0


def test_a_place_that_stands_out_has_a_ring_with_a_letter():
    places = [{"lon": 17.11, "lat": 62.41, "radius_m": 80}, {"lon": 17.12, "lat": 62.411, "radius_m": 0}]
    drawn = paper_map([point(17.11, 62.41, 4)], places=places, areas=AREAS, base_map=None, title="Karta")
    assert ">A</text>" in drawn.svg and ">B</text>" in drawn.svg


def test_one_far_report_does_not_shrink_the_town_and_is_told_in_words():
    crowd = [point(17.11 + n * 1e-4, 62.41, 2) for n in range(40)]
    drawn = paper_map([*crowd, point(17.6, 62.9)], places=[], areas=[], base_map=None, title="Karta")
    assert drawn.events_outside == 1


def test_dots_that_would_cover_each_other_become_one():
    points = [point(17.11, 62.41, 3), point(17.110001, 62.41, 2), point(17.14, 62.41)]
    frame = frame_around(points, places=[], width=760, height=500)
    assert [events for _x, _y, events in gathered_dots(points, frame)] == [5, 1]


def test_the_states_of_the_areas_stand_on_paper_with_shape_and_word(town, bo):
    ordinary_weeks(town, weeks=2)
    picture = compiled(town)
    told = {"function": "Samordnaren", "motivation": "Oro vid torget.", "code": "raised", "audience": "authorities"}
    assess_area(area=town.areas["A"], week=WEEK, stand=Stand(**told), now=NOW, by=bo)
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    for audience, why in (("authorities", "Oro vid torget."), ("parties", "–")):
        document = weekly_document(picture, audience=audience)
        [row] = document["states"]
        assert (row["word"], row["why"]) == ("Förhöjt läge", why)
        assert "<polygon" in row["mark"], "a triangle, whatever the colour"
        page = weekly_html(picture, audience=audience).decode()
        assert "Förhöjt läge" in page
        assert ("Oro vid torget." in page) == (audience == "authorities")
    assert weekly_document(picture, audience="public")["states"] == []
    assert weekly_pdf(picture, audience="parties").startswith(b"%PDF")
