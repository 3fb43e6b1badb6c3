"""A plain paper of headings, texts and tables for the records: what a package holds, what a leaving party got."""

from collections.abc import Iterable
from datetime import datetime

from samsyn.documents.blocks import Block, Document
from samsyn.documents.papers.frame import program_version
from samsyn.documents.papers.words import words_of
from samsyn.documents.typeset import typeset
from samsyn.ground.tenancy.models import Municipality


def plain_paper(
    municipality: Municipality, *, heading: str, under: str, status: str, blocks: Iterable[Block], told_at: datetime
) -> Document:
    """Return the paper as data, in Swedish: it goes to Swedish authorities."""
    words = words_of("sv")
    return {
        "format": 1, "paper": "records", "language": "sv", "number": None, "title": f"{heading}, {municipality.name}",
        "heading": heading, "under": under, "running": heading,
        "municipality": {"name": municipality.name, "colour": municipality.colour}, "status": status, "shown_to": "",
        "address": "", "made_with": words["made_with"].format(version=program_version()),
        "told_at": told_at.isoformat(), "words": {name: words[name] for name in ("about", "page")},
        "blocks": list(blocks), "slides": [],
    }  # fmt: skip


def plain_pdf(document: Document) -> bytes:
    """Return the paper as tagged PDF; the same data gives the same bytes."""
    return typeset("paper.typ", data=document, timestamp=datetime.fromisoformat(document["told_at"]))
