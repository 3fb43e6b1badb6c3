"""A long-term document in all its formats: page, tagged PDF, Word and data. It reads and shows; it decides nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import translation

from samsyn.documents.blocks import Document, told_at
from samsyn.documents.longterm.plans import PlanBlocks
from samsyn.documents.longterm.statutory import StatutoryBlocks
from samsyn.documents.longterm.words import words_for
from samsyn.documents.papers.frame import Front, document_of, program_version
from samsyn.documents.typeset import typeset
from samsyn.documents.word import word
from samsyn.ground.refusals import in_both_languages
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.canonical import plain
from samsyn.method.pictures.sentences import day_words
from samsyn.method.plans.actions import PlanRefused
from samsyn.method.plans.content import audiences_of, content_for, outcomes_of, plans_of
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.parts import PARTS
from samsyn.method.plans.states import DocumentKind, State
from samsyn.method.plans.statutory.content import picture_tables
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.papers import Paper

FORMATS = ("pdf", "docx", "json")
NOT_FOR_THEM = in_both_languages("{title} visas för färre än så. Gör ett eget dokument för dem som ska läsa det.")
EMPTY = {"kind": "picture", "texts": {}, "problems": [], "measures": [], "signatories": []}
Table = dict[str, Any]


def paper_of(
    document: PlanDocument, *, audience: str = "", language: str = "sv", number: int | None = None, issued: bool = False
) -> Document:
    """Return a document as a paper: what was frozen when it was decided, else as it would be decided now.

    `audience`: the document's own where none is given; PlanRefused for one that the document is not made for.
    `issued`: as an edition of its own with this number; else as the page that the document stands on.
    """
    audience = audience or document.audience
    if audience not in audiences_of(document):
        raise PlanRefused(NOT_FOR_THEM, title=document.title)
    said = plain(content_for(document, audience))
    with translation.override(language):
        words = words_for(language)
        if document.kind == DocumentKind.PICTURE:
            blocks = _picture(said, said["picture"], words, language)
        else:
            headings = _headings(document.kind)
            blocks = PlanBlocks(said, headings=headings, after=_after(document), words=words, language=language).all()
        if document.digest:
            blocks.append({"is": "text", "text": words["digest_is"].format(digest=document.digest), "tone": "quiet"})
        front = front_of(document, language)
        subject = Subject(paper=Paper.LONG_TERM if issued else document.kind, audience=audience, language=language)
        made = document_of(subject, front, municipality=document.municipality, words=words, blocks=blocks,
                           number=number)  # fmt: skip
    version = words["version"].format(n=document.edition)
    return {**made, "status": f"{made['status'] if issued else front.status} · {version}"}


def front_of(document: PlanDocument, language: str) -> Front:
    """Return the front of a paper about a document."""
    with translation.override(language):
        words = words_for(language)
        return Front(
            heading=document.title, under=_under(document, words, language), running=document.title,
            status=_status(document, words, language), told_at=_told(document), path=f"planer/{document.pk}",
            program=document.program or program_version(),
        )  # fmt: skip


def statutory_paper(
    municipality: Municipality, *, first: date, last: date, audience: str, language: str = "sv"
) -> Document:
    """Return the law's picture of some days straight from what the system holds, without a stored document."""
    tables = plain(picture_tables(municipality, first=first, last=last)[audience])
    with translation.override(language):
        words = words_for(language)
        days = {"first": day_words(first, language=language), "last": day_words(last, language=language)}
        front = Front(
            heading=f"{words['law_picture']} {'in' if language == 'en' else 'i'} {municipality.name}",
            under=words["law_under"].format(**days), running=words["law_picture"], status=words["draft_status"],
            told_at=datetime.combine(last, time(12), tzinfo=UTC), program=program_version(),
        )  # fmt: skip
        subject = Subject(paper="statutory", audience=audience, language=language)
        blocks = _picture(EMPTY, tables, words, language)
        made = document_of(subject, front, municipality=municipality, words=words, blocks=blocks)
    return {**made, "status": words["draft_status"]}


def file_of(document: Document, format_: str) -> bytes:
    """Return one file of a paper: pdf or docx."""
    if format_ == "docx":
        return word(document)
    return typeset("paper.typ", data=document, timestamp=told_at(document))


def _picture(said: Mapping[str, Any], tables: Table, words: Mapping[str, str], language: str) -> list[Any]:
    return StatutoryBlocks(said, tables, words=words, language=language).all()


def _headings(kind: str) -> dict[str, str]:
    return {part.key: str(part.heading) for part in PARTS[kind]}


def _after(document: PlanDocument) -> Table:
    """What has come since the decision: who signed, what was written and what came of the measures."""
    later = {part.key for part in PARTS[document.kind] if part.afterwards}
    return {
        "signed": {row.function: row.signed_on.isoformat() for row in document.signatures.in_order() if row.signed_on},
        "texts": dict(document.texts.filter(key__in=later).values_list("key", "text")),
        "outcomes": outcomes_of(document),
        "plans": plans_of(document),
    }  # fmt: skip


def _under(document: PlanDocument, words: Mapping[str, str], language: str) -> str:
    days = (document.period_first, document.period_last)
    first, last = (day_words(day, language=language) if day else "" for day in days)
    if document.kind == DocumentKind.PICTURE:
        return words["law_under"].format(first=first, last=last)
    valid = words["valid"].format(first=first, last=last) if first and last else words["valid_open"]
    told = [document.municipality.name, valid]
    if document.review_on:
        told.append(words["review_on"].format(day=day_words(document.review_on, language=language)).rstrip("."))
    return ". ".join(told) + "."


def _status(document: PlanDocument, words: Mapping[str, str], language: str) -> str:
    if document.is_open:
        return words["shared_status" if document.state == State.SHARED else "draft_status"]
    key = "replaced_status" if document.state == State.REPLACED else "decided_status"
    assert document.decided_on is not None
    said = words[key].format(body=document.decided_by, day=day_words(document.decided_on, language=language))
    return f"{said}, {document.reference}" if document.reference else said


def _told(document: PlanDocument) -> datetime:
    """Return the time that stands in the files: the day of the last step, at noon. Never now."""
    day = document.decided_on or document.history.order_by("-position").values_list("on", flat=True).first()
    return datetime.combine(day or document.created_at.date(), time(12), tzinfo=UTC)
