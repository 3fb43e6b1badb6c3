"""A paper as it is issued: one of the group's papers, or a decided document of the long-term work."""

from samsyn.documents.blocks import Document
from samsyn.documents.longterm.making import file_of as longterm_file
from samsyn.documents.longterm.making import front_of as longterm_front
from samsyn.documents.longterm.making import paper_of as longterm_paper
from samsyn.documents.papers.making import made as made_paper
from samsyn.documents.papers.making import paper_of as group_paper
from samsyn.documents.papers.press import press_of_document
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.papers import FORMATS, Paper


def paper_of(subject: Subject, *, municipality: Municipality, number: int | None = None) -> Document:
    """Return a paper as plain data, made for its audience from what was frozen; without a number it is a draft."""
    if subject.plan is None:
        return group_paper(subject, municipality=municipality, number=number)
    if subject.paper == Paper.PRESS:
        front = longterm_front(subject.plan, subject.language)
        return press_of_document(subject.plan, front, subject=subject, number=number)
    return longterm_paper(
        subject.plan, audience=subject.audience, language=subject.language, number=number, issued=True
    )


def made(subject: Subject, *, municipality: Municipality, number: int) -> tuple[Document, dict[str, bytes]]:
    """Return a paper as data and in all its formats."""
    if subject.plan is None:
        return made_paper(subject, municipality=municipality, number=number)
    document = paper_of(subject, municipality=municipality, number=number)
    return document, {each: longterm_file(document, each) for each in FORMATS[subject.paper]}
