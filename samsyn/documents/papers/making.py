"""One paper in all its formats: data in, files out. It reads and shows; it decides and writes nothing."""

from collections.abc import Callable
from typing import Any

from samsyn.documents.blocks import Document, told_at
from samsyn.documents.papers.feedback import feedback_paper
from samsyn.documents.papers.meetings import minutes_paper, slides_paper
from samsyn.documents.papers.monthly import monthly_paper
from samsyn.documents.papers.own import own_paper
from samsyn.documents.papers.patrol import patrol_paper
from samsyn.documents.papers.press import press_paper
from samsyn.documents.papers.weekly import weekly_paper
from samsyn.documents.sheets import sheets
from samsyn.documents.slides import slides
from samsyn.documents.typeset import typeset
from samsyn.documents.weekly import weekly_document
from samsyn.documents.word import word
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.papers import FORMATS, Paper

Shown = dict[str, Any] | None        # what weekly_document returned, where somebody has it already
BUILDERS: dict[str, Callable[..., Document]] = {
    Paper.WEEKLY: weekly_paper, Paper.MINUTES: minutes_paper, Paper.SLIDES: slides_paper,
    Paper.FEEDBACK: feedback_paper, Paper.PATROL: patrol_paper, Paper.OWN: own_paper,
    Paper.PRESS: press_paper,
}  # fmt: skip
MEDIA_TYPES = {
    "pdf": "application/pdf", "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
CALLED = {"pdf": "PDF", "docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel"}


def paper_of(subject: Subject, *, municipality: Municipality, number: int | None = None) -> Document:
    """Return a paper as plain data, made for its audience from what was frozen; without a number it is a draft."""
    if subject.paper == Paper.MONTHLY:
        return monthly_paper(subject, municipality=municipality, number=number)
    return BUILDERS[subject.paper](subject, number=number)


def file_of(document: Document, *, subject: Subject, format_: str, shown: Shown = None) -> bytes:
    """Return one file of a paper: pdf, docx, pptx or xlsx."""
    if format_ == "pdf":
        return _pdf(document, subject, shown)
    makers: dict[str, Callable[[Document], bytes]] = {"docx": word, "pptx": slides, "xlsx": sheets}
    return makers[format_](document)


def made(subject: Subject, *, municipality: Municipality, number: int) -> tuple[Document, dict[str, bytes]]:
    """Return a paper as data and in all its formats; what the weekly picture shows is worked out once for all."""
    if subject.paper != Paper.WEEKLY:
        document, shown = paper_of(subject, municipality=municipality, number=number), None
    else:
        shown = weekly_document(subject.picture, audience=subject.audience, language=subject.language)
        document = weekly_paper(subject, number=number, shown=shown)
    formats = FORMATS[subject.paper]
    return document, {each: file_of(document, subject=subject, format_=each, shown=shown) for each in formats}


def _pdf(document: Document, subject: Subject, shown: Shown) -> bytes:
    """The weekly picture has a layout of its own, with its drawings beside the rows; the others share one."""
    if subject.paper != Paper.WEEKLY:
        return typeset("paper.typ", data=document, timestamp=told_at(document))
    data = shown or weekly_document(subject.picture, audience=subject.audience, language=subject.language)
    said = {"status": document["status"], "address": document["address"]}
    return typeset("weekly.typ", data={**data, **said}, timestamp=told_at(document))
