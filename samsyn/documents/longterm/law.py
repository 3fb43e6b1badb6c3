"""The answers to the yearly questions, and the self-check, as papers for the steering group."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import translation

from samsyn.documents.blocks import NUMBER, TEXT, Block, Document, heading, points, table, text
from samsyn.documents.longterm.words import words_for
from samsyn.documents.papers.frame import Front, document_of, program_version
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.duties.models import SelfCheck
from samsyn.method.duties.survey.asked import ASPECTS, FACTORS
from samsyn.method.pictures.sentences import day_words
from samsyn.method.publications.actions import Subject

WORDS: dict[str, tuple[str, str]] = {
    "survey": ("Underlag till årets enkät till kommunen", "Answers to the year's survey to the municipality"),
    "survey_note": (
        "Frågorna är kommunens egen lista och ändras till årets ordalydelse. Det som inte är sparat är ett förslag ur "
        "systemet.",
        "The questions are the municipality's own list and are changed to the year's wording. What is not saved is a "
        "suggestion from the system.",
    ),
    "question": ("Fråga", "Question"), "answer": ("Svar", "Answer"), "shown_by": ("Det som visar det", "What shows it"),
    "saved": ("Sparat", "Saved"), "suggested": ("förslag", "suggested"), "yes": ("ja", "yes"),
    "no_questions": ("Inga frågor är hämtade.", "No questions have been fetched."),
    "check": ("Så arbetar vi tillsammans", "How we work together"),
    "check_under": ("Gruppens egen skattning, 1–5. Svaren är gruppens, aldrig en persons.",
                    "The group's own check, 1–5. The answers are the group's, never one person's."),
    "aspect": ("Sida", "Side"), "profile": ("Profil och trend", "Profile and trend"),
    "what_next": ("Det gör vi åt det, {year}", "What we do about it, {year}"),
    "helps": ("Det som har hjälpt andra", "What has helped others"),
    "hinders": ("Det som har hindrat andra", "What has hindered others"),
    "nobody": ("Ingen skattning är gjord.", "No check has been made."),
}  # fmt: skip
Row = dict[str, Any]


def survey_paper(
    municipality: Municipality, *, year: int, rows: Sequence[Row], on: date, language: str
) -> Document:
    """Return the year's answers with what shows them."""
    with translation.override(language):
        words = _words(language)
        heads = [(words["question"], TEXT, 1.6), (words["answer"], TEXT, 2.2), (words["shown_by"], TEXT, 1.6),
                 (words["saved"], TEXT, 0.7)]
        cells = [[row["question"], row["answer"], "; ".join(row["evidence"]) or "–",
                  words["yes"] if row["saved"] else words["suggested"]] for row in rows]
        made = table(words["survey"], heads, cells, language=language) if rows else text(words["no_questions"])
        blocks = [text(words["survey_note"], tone="quiet"), made]
        return _paper(municipality, f"{words['survey']} {year}", blocks, on=on, words=words, language=language)


def check_paper(municipality: Municipality, *, rows: Sequence[SelfCheck], on: date, language: str) -> Document:
    """Return the self-checks as a table of years, with what has helped and hindered others."""
    with translation.override(language):
        words = _words(language)
        if not rows:
            return _paper(municipality, words["check"], [text(words["nobody"])], on=on, words=words, language=language)
        shown = list(rows)[-6:]
        heads = [(words["aspect"], TEXT, 2.0), *((str(row.year), NUMBER, 0.8) for row in shown)]
        cells = [[str(aspect.name), *(row.level(aspect.code) for row in shown)] for aspect in ASPECTS]
        blocks: list[Block] = [text(words["check_under"]), heading(words["profile"]),
                               table(words["profile"], heads, cells, language=language)]
        if shown[-1].text:
            blocks += [heading(words["what_next"].format(year=shown[-1].year)), text(shown[-1].text)]
        for key, helps in (("helps", True), ("hinders", False)):
            blocks += [heading(words[key]),
                       points([f"{factor.words} ({factor.source})" for factor in FACTORS if factor.helps == helps])]
        return _paper(municipality, words["check"], blocks, on=on, words=words, language=language)


def _words(language: str) -> dict[str, str]:
    at = 1 if language == "en" else 0
    return {**words_for(language), **{key: both[at] for key, both in WORDS.items()}}


def _paper(
    municipality: Municipality, name: str, blocks: list[Block], *, on: date, words: dict[str, str], language: str
) -> Document:
    front = Front(
        heading=name, under=f"{municipality.name}, {day_words(on, language=language)}",
        told_at=datetime.combine(on, time(12), tzinfo=UTC), program=program_version(), path="lagkollen",
    )  # fmt: skip
    subject = Subject(paper="law", audience="authorities", language=language)
    made = document_of(subject, front, municipality=municipality, words=words, blocks=blocks)
    return {**made, "status": municipality.name}
