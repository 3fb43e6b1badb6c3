"""The letter back to a party that reported: how the week was, what was decided, what came of its own reports."""

from collections.abc import Mapping
from typing import Any

from samsyn.documents.blocks import TEXT, Block, Document, heading, table, text
from samsyn.documents.papers.frame import Front, document_of
from samsyn.documents.papers.meetings import decisions_table
from samsyn.documents.papers.words import words_of
from samsyn.documents.weekly import told_at, weekly_document
from samsyn.method.pictures.sentences import day_words
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.gathered import decisions_about, measures_from

MOST_SAID = 3
Words = Mapping[str, str]


def feedback_paper(subject: Subject, *, number: int | None = None) -> Document:
    """Return the letter to one party about a locked picture; nothing in it says who reported what."""
    picture, party = subject.picture, subject.organisation
    assert picture is not None and party is not None
    language, words = subject.language, words_of(subject.language)
    shown = weekly_document(picture, audience=subject.audience, language=language)
    blocks = [
        text(words["thanks"], tone="lead"),
        heading(words["week_was"]), *(text(each) for each in shown["front"]["told"][:MOST_SAID]),
        heading(words["group_said"]), _decisions(subject, words) or text(words["no_meeting_yet"]),
        heading(words["from_yours"]), _from_theirs(subject, words) or text(words["nothing_from_yours"]),
        text(words["go_on"]),
    ]  # fmt: skip
    front = Front(
        heading=words["feedback_to"].format(whom=party.name), under=f"{shown['period']}, {shown['days']}",
        running=f"{words['feedback']} {shown['period']}", status=shown["status"], told_at=told_at(picture),
        program=picture.program, path="sa-blev-det", colour=shown["municipality"]["colour"],
    )  # fmt: skip
    return document_of(subject, front, municipality=picture.municipality, words=words, blocks=blocks, number=number)


def _decisions(subject: Subject, words: Words) -> Block | None:
    """What the meetings about the picture said that the party may see; nothing while no meeting is closed."""
    assert subject.picture is not None
    rows = decisions_about(subject.picture, audience=subject.audience)
    return decisions_table(rows, audience=subject.audience, words=words, language=subject.language)


def _from_theirs(subject: Subject, words: Words) -> Block | None:
    """Measures that rest on the party's own reports, as far as its audience may see them."""
    picture = subject.picture
    assert picture is not None and subject.organisation is not None
    on = told_at(picture).astimezone(picture.municipality.zone).date()
    found = measures_from(subject.organisation, audience=subject.audience, on=on)
    heads = [(words["what"], TEXT, 2.2), (words["who"], TEXT, 1.3), (words["where"], TEXT, 1.2),
             (words["how_it_went"], TEXT, 2.0)]  # fmt: skip
    told = [[each.what, str(each.organisation), each.where, _went(each, words, subject.language)] for each in found]
    return table(words["from_yours"], heads, told, language=subject.language) if told else None


def _went(measure: Any, words: Words, language: str) -> str:
    day = day_words(measure.due_on, language=language)
    told = words[f"outcome_{measure.outcome}"].format(day=day)
    return f"{told}. {measure.came_of}".strip() if measure.came_of else told
