"""The papers: each format opens, nothing of a narrower audience leaks, and the same paper gives the same bytes."""

import io
import json
import re
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from samsyn.documents.papers.making import file_of, paper_of
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.meetings.actions import close_meeting, decide, decide_on_measure
from samsyn.method.meetings.models import Decision, MeetingNote
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.models import PictureTable
from samsyn.method.pictures.own_models import OwnPicture, OwnPoint
from samsyn.method.pictures.sentences import say
from samsyn.method.publications.actions import EditionRefused, Subject
from samsyn.method.publications.papers import FORMATS, Paper
from tests.method.meeting import meet, picture_to_talk_about, seats
from tests.method.picturing import compiled, ordinary_weeks, report, submit
from tests.people import NOW, WEEK, observe

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def picture(town):
    """A week with a place that stands out, a broken lock for authorities, and half a year behind it."""
    ordinary_weeks(town, weeks=30)
    place = town.places["square"]
    submit(town, report(town, WEEK, 16, lon=place.lon, lat=place.lat, place=place, category="G1"))
    at_door = {"lon": place.lon, "lat": place.lat, "place": place, "kind": "condition"}
    submit(town, report(town, WEEK - 4, 1, area="C", category="I4", fault_number="FA-77", **at_door))
    return lock_picture(picture=compiled(town), function="Samordnaren", now=NOW, by=town.machine)


def subject(paper: str, audience: str = "parties", **more: Any) -> Subject:
    return Subject(paper=paper, audience=audience, **more)


def made(town: Any, told: Subject) -> dict[str, bytes]:
    document = paper_of(told, municipality=town.municipality, number=1)
    return {format_: file_of(document, subject=told, format_=format_) for format_ in FORMATS[told.paper]}


def words_in(content: bytes) -> str:
    """All the text in a file, tags taken out; a PDF by its own reader."""
    if content.startswith(b"%PDF"):
        return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    told = []
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inner = archive.read(name)
            told.append(words_in(inner) if name.endswith(".xlsx") else inner.decode("utf-8", "ignore"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(told)))


def test_every_format_of_the_weekly_picture_is_the_same_bytes_again(town, picture):
    told = subject(Paper.WEEKLY, picture=picture)
    first, again = made(town, told), made(town, told)
    assert first == again
    for content in first.values():
        assert "Stora torget" in words_in(content)


def test_the_files_say_what_they_are_and_in_which_language(town, picture):
    files = made(town, subject(Paper.WEEKLY, picture=picture))
    for format_ in ("docx", "pptx", "xlsx"):
        with ZipFile(io.BytesIO(files[format_])) as archive:
            core = archive.read("docProps/core.xml").decode()
            assert "Lägesbild v. 40 2025, Norr" in core
            assert "2025-10-07T15:00:00Z" in core                       # the lock, never now
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            links = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
            assert not any('TargetMode="External"' in each for each in links)
            rest = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()
                           if name.endswith(".xml"))  # fmt: skip
            assert "en-US" not in rest
    with ZipFile(io.BytesIO(files["docx"])) as archive:
        assert 'w:val="sv-SE"' in archive.read("word/styles.xml").decode()


def test_word_has_real_headings_repeated_heads_and_texts_for_drawings(town, picture):
    from docx import Document

    file = Document(io.BytesIO(made(town, subject(Paper.WEEKLY, picture=picture))["docx"]))
    levels = [int(line.style.name[-1]) for line in file.paragraphs if line.style.name.startswith("Heading")]
    assert file.paragraphs[0].style.name == "Title" and levels[0] == 1 and set(levels) <= {1, 2}
    assert file.tables and all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in file.tables)
    assert file.inline_shapes
    assert all(shape._inline.docPr.get("descr") for shape in file.inline_shapes)


def qn(name: str) -> str:
    from docx.oxml.ns import qn as full

    return str(full(name))


def test_slides_have_titles_and_charts_of_their_own_with_texts(town, picture):
    from pptx import Presentation

    deck = Presentation(io.BytesIO(made(town, subject(Paper.WEEKLY, picture=picture))["pptx"]))
    assert all(page.shapes.title is not None and page.shapes.title.text_frame.text for page in deck.slides)
    charts = [shape for page in deck.slides for shape in page.shapes if shape.has_chart]
    assert len(charts) >= 2
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in charts)
    areas = charts[-1].chart.plots[0]
    assert list(areas.categories) == ["Alby", "Björknäs", "Centrum"]
    assert all(value is not None for value in areas.series[0].values)


def test_workbook_holds_numbers_as_numbers_and_no_cell_can_start_a_formula(town, picture):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(made(town, subject(Paper.WEEKLY, picture=picture))["xlsx"]))
    sheet = book["Områdena"]
    assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1"
    assert isinstance(sheet["B2"].value, int | float)
    kinds = {cell.data_type for each in book for row in each.iter_rows() for cell in row}
    assert "f" not in kinds


def test_what_looks_like_a_formula_stays_a_text(town):
    from openpyxl import load_workbook

    minutes = closed_meeting(town, text='=HYPERLINK("http://x";"y")')
    sheet = load_workbook(io.BytesIO(made(town, minutes)["xlsx"]))["Beslut"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cells and all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


# --- for whom -----------------------------------------------------------------------------------


def test_a_broken_lock_stands_by_its_area_in_every_format(town, picture):
    told = subject(Paper.WEEKLY, "authorities", picture=picture)
    document = paper_of(told, municipality=town.municipality)
    rows = next(each for each in document["blocks"] if each["is"] == "table" and each["name"].startswith("Fel"))["rows"]
    lock = next(row for row in rows if row[0].startswith("Trasiga lås"))
    assert lock[1] == "" and lock[2] == "Centrum" and lock[-1] == ""
    for content in made(town, told).values():
        assert "FA-77" not in words_in(content)


def test_what_is_for_authorities_is_in_no_paper_for_the_parties_or_the_public(town, picture):
    for audience in ("parties", "public"):
        for content in made(town, subject(Paper.WEEKLY, audience, picture=picture)).values():
            assert "Trasiga lås" not in words_in(content), audience
    for content in made(town, subject(Paper.WEEKLY, "public", picture=picture)).values():
        assert "Stora torget" not in words_in(content)


def closed_meeting(town: Any, *, text: str = "Vi ser om det håller i sig.", audience: str = "parties") -> Subject:
    """A meeting that decided on a measure for authorities at the square, and to watch Alby."""
    _with_reasons(picture_to_talk_about(town))
    seats(town, "police", "housing")
    meeting = meet(town)
    points = list(meeting.decisions.in_order())
    line = Line(what="Spana vid torget", organisation=town.organisations["police"], audience="authorities",
                due_on=NOW.date() + timedelta(days=7))  # fmt: skip
    decide_on_measure(decision=points[0], line=line, version=1, today=NOW.date(), by=town.members["bo"])
    decide(decision=points[1], choice="watch", text=text, version=1, by=town.members["bo"])
    return subject(Paper.MINUTES, audience, meeting=close_meeting(meeting=meeting, now=NOW, by=town.members["bo"]))


def _with_reasons(picture: Any) -> None:
    """The small picture of the meetings' tests names no reason beside its place; a paper shows one."""
    for kept in PictureTable.objects.filter(picture=picture, name="places"):
        reason = say("place.more", events=7, low=0, high=5, window_weeks=4, decided=0)
        kept.content = json.dumps([{**row, "reason": reason} for row in json.loads(kept.content)])
        kept.save()


def test_minutes_hold_what_the_parties_said_and_what_is_said_outwards(town):
    minutes = closed_meeting(town)
    about = {"municipality": town.municipality, "meeting": minutes.meeting}
    MeetingNote.objects.create(**about, part="round", organisation=town.organisations["housing"], text="Lugnt i husen")
    MeetingNote.objects.create(**about, part="coming", text="Marknad på lördag")
    Decision.objects.create(**about, kind="outward", text="Vi säger samma sak till tidningen", choice="decided")
    Decision.objects.create(**about, kind="focus", about="Stora torget", text="Kvällarna", choice="decided")
    document = paper_of(minutes, municipality=town.municipality)
    titles = [block["text"] for block in document["blocks"] if block["is"] == "heading"]
    assert {"Laget runt", "Beslut", "Vad vi säger utåt", "Anteckningar"} <= set(titles)
    decided = next(block for block in document["blocks"] if block["is"] == "table" and block["name"] == "Beslut")
    assert not any("tidningen" in str(row) or "Kvällarna" in str(row) for row in decided["rows"])
    for format_ in ("pdf", "docx"):
        words = words_in(file_of(document, subject=minutes, format_=format_))
        for said in ("Lugnt i husen", "Marknad på lördag", "samma sak till tidningen", "Kvällarna"):
            assert said in words, (format_, said)


def test_minutes_for_the_parties_name_a_measure_for_fewer_by_its_number_alone(town):
    minutes = closed_meeting(town)
    for content in made(town, minutes).values():
        told = words_in(content)
        assert "Spana vid torget" not in told
        assert "visas för färre" in told and "Vi ser om det håller i sig." in told
    for content in made(town, subject(Paper.MINUTES, "authorities", meeting=minutes.meeting)).values():
        assert "Spana vid torget" in words_in(content)


def test_the_patrols_sheet_holds_no_text_no_source_and_no_address_of_the_service(town):
    minutes = closed_meeting(town, text="Hemlig motivering")
    square = town.places["square"]
    observe(town, place=square, text="Kastrullen på bron")
    Decision.objects.create(
        municipality=town.municipality, meeting=minutes.meeting, kind="focus", about="Stora torget", place=square,
        text="Alla går förbi efter 20", choice="decided",
    )  # fmt: skip
    line = Line(what="Rondera torget fredag kväll", organisation=town.organisations["housing"], place=square,
                presence=True, audience="parties", due_on=WEEK.last_day + timedelta(days=7))  # fmt: skip
    decide_measure(line=line, today=NOW.date(), by=town.members["bo"])
    told = subject(Paper.PATROL, picture=minutes.meeting.picture)
    for content in made(town, told).values():
        words = words_in(content)
        assert "Rondera torget fredag kväll" in words and "Stora torget" in words
        assert "Alla går förbi efter 20" in words
        for hidden in ("Kastrullen", "Hemlig motivering", "Norrskolan", "Hyreshus", "Spana", "127.0.0.1"):
            assert hidden not in words, hidden
    assert all(block["is"] != "drawing" for block in paper_of(told, municipality=town.municipality)["blocks"])


def test_feedback_tells_a_private_party_what_all_parties_may_see(town):
    minutes = closed_meeting(town)
    told = subject(Paper.FEEDBACK, picture=minutes.meeting.picture, organisation=town.organisations["housing"])
    for content in made(town, told).values():
        words = words_in(content)
        assert "Återkoppling till Hyreshus AB" in words and "Vi ser om det håller i sig." in words
        assert "Spana vid torget" not in words


@pytest.mark.parametrize("paper", [Paper.MONTHLY, Paper.SLIDES])
def test_month_and_slides_leak_nothing_either(town, picture, paper):
    more = {"period": "2025-10"} if paper == Paper.MONTHLY else {"picture": picture}
    for format_, content in made(town, subject(paper, "parties", **more)).items():
        words = words_in(content)
        assert "Trasiga lås" not in words and "FA-77" not in words, format_


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_pdf_is_tagged_by_the_rules_and_names_its_headings(town, language):
    minutes = closed_meeting(town)
    picture = minutes.meeting.picture
    party = town.organisations["school"]
    for told in (
        minutes, subject(Paper.SLIDES, picture=picture, language=language),
        subject(Paper.PATROL, picture=picture, language=language),
        subject(Paper.MONTHLY, period="2025-10", language=language),
        subject(Paper.FEEDBACK, "authorities", picture=picture, organisation=party, language=language),
    ):  # fmt: skip
        pdf = PdfReader(io.BytesIO(made(town, told)["pdf"]))
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == told.language
        tags = kinds_in(root["/StructTreeRoot"])
        assert {"/H1", "/H2"} <= tags or told.paper == Paper.PATROL
        assert not {"/Table"} & tags or {"/TH", "/TR", "/THead"} <= tags
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def kinds_in(node: Any) -> set[str]:
    """Every structure type in the tree."""
    node = node.get_object()
    if not isinstance(node, dict):
        return set()
    children = node.get("/K", [])
    found = {str(node.get("/S"))}
    for child in children if isinstance(children, list) else [children]:
        if not isinstance(child, int):
            found |= kinds_in(child)
    return found


def test_a_partys_own_picture_shows_a_wider_audience_only_what_is_for_it(town):
    here, party = town.municipality, town.organisations["police"]
    own = OwnPicture.objects.create(
        municipality=here, organisation=party, iso_week=WEEK.iso, saved_at=NOW, handed_in_at=NOW
    )
    for text, audience in (("Lugnt vid torget", "parties"), ("Spaning pågår", "authorities")):
        OwnPoint.objects.create(municipality=here, own_picture=own, text=text, audience=audience, trend="calmer")
    for audience, hidden in (("parties", True), ("authorities", False)):
        told = subject(Paper.OWN, audience, organisation=party, period=WEEK.label)
        for content in made(town, told).values():
            words = words_in(content)
            assert "Lugnt vid torget" in words and "lugnare än vanligt" in words
            assert ("Spaning pågår" in words) is not hidden


def test_an_own_picture_that_is_not_handed_in_is_no_paper(town):
    told = subject(Paper.OWN, organisation=town.organisations["police"], period=WEEK.label)
    with pytest.raises(EditionRefused, match="inte lämnat in"):
        paper_of(told, municipality=town.municipality)
