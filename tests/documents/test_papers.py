"""The papers: each format opens, nothing of a narrower audience leaks, and the same paper gives the same bytes."""

import io
import re
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from samsyn.documents.papers.making import file_of, paper_of
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.meetings.actions import close_meeting, decide, decide_on_measure
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.publications.actions import Subject
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
