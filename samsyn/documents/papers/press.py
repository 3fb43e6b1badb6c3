"""A press release as a draft: headline, what, figures with source and period, who answers. No place, no small number.

It is made of what the public already may read, the frozen public picture or the public decided document, and holds
nothing besides; whoever sends it rewrites it in Word.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from samsyn.documents.blocks import Block, Document, figures, heading, item, points, text
from samsyn.documents.papers.frame import Front, document_of
from samsyn.documents.papers.weekly import front_of
from samsyn.documents.papers.words import words_of
from samsyn.documents.weekly import weekly_document
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.sentences import day_words
from samsyn.method.plans.content import content_for
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.states import DocumentKind
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.papers import approver_key

PUBLIC = "public"
MOST_MEASURES, MOST_PROBLEMS = 8, 5
Words = Mapping[str, str]


def press_paper(subject: Subject, *, number: int | None = None) -> Document:
    """Return the draft about a locked picture, from its public tables alone."""
    picture, language = subject.picture, subject.language
    assert picture is not None
    shown, words = weekly_document(picture, audience=PUBLIC, language=language), words_of(language)
    front = shown["front"]
    headline = words["press_picture"].format(whom=picture.municipality.name, period=shown["period"])
    place = words["place_word"]
    told = [each for each in front["stands_out"] if not each["kind"].startswith(place)]
    blocks = [
        *_top(headline, front["answer"] if shown["made"] else words["no_observations"], words),
        heading(words["press_what"]),
        *([item(each["name"], each["why"]) for each in told] or [text(words["no_area_stands_out"])]),
        *([heading(words["press_figures"]), figures(front["figures"])] if shown["made"] and front["figures"] else []),
        text(words["press_source"].format(days=shown["days"], period=shown["period"], n=picture.edition)),
        *(text(each, tone="quiet") for each in [*front["sure"], *front["responses"], front["cutoff"]]),
        text(words["press_reported"], tone="quiet"),
        *_bottom(picture.municipality, words),
    ]  # fmt: skip
    made = front_of(picture, shown, heading=f"{words['press_draft']}, {shown['period']}")
    return document_of(subject, made, municipality=picture.municipality, words=words, blocks=blocks, number=number)


def press_of_document(plan: PlanDocument, front: Front, *, subject: Subject, number: int | None = None) -> Document:
    """Return the draft about a decided document, from its public content alone; `front` as the document's own."""
    language, words = subject.language, words_of(subject.language)
    said = content_for(plan, PUBLIC)
    day = day_words(plan.decided_on, language=language) if plan.decided_on else ""
    decided = words["press_decided"].format(title=plan.title, by=plan.decided_by, day=day)
    problems = [row["title"] for row in said["problems"]][:MOST_PROBLEMS]
    measures = said["measures"][:MOST_MEASURES] if said["kind"] != DocumentKind.PICTURE else []
    counted = [{"value": str(len(said[name])), "label": words[f"press_{name}"]} for name in ("problems", "measures")
               if said[name]]  # fmt: skip
    blocks: list[Block] = [
        *_top(words["press_plan"].format(whom=plan.municipality.name, title=plan.title), decided, words),
        *([heading(words["press_why"]), points(problems)] if problems else []),
        *([heading(words["press_do"]), *(_measure(row, words, language) for row in measures)] if measures else []),
        *([heading(words["press_figures"]), figures(counted)] if counted else []),
        text(words["press_plan_source"].format(title=plan.title, n=plan.edition, day=day)),
        *_bottom(plan.municipality, words),
    ]  # fmt: skip
    head = f"{words['press_draft']}: {plan.title}"
    front = replace(front, heading=head, running=head)
    return document_of(subject, front, municipality=plan.municipality, words=words, blocks=blocks, number=number)


def _measure(row: Mapping[str, Any], words: Words, language: str) -> Block:
    due = str(row["due_on"] or "")
    last = words["press_due"].format(day=day_words(due, language=language)) if due else ""
    return item(row["what"], " · ".join(each for each in (row["who"] or row["function"], last) if each))


def _top(headline: str, answer: str, words: Words) -> list[Block]:
    return [text(words["press_note"], tone="quiet"), heading(headline), text(answer, tone="lead")]


def _bottom(municipality: Municipality, words: Words) -> list[Block]:
    """Who answers questions: a function, never a name."""
    function = setting(municipality, approver_key("press", PUBLIC)) or words["press_coordinator"]
    return [heading(words["press_contact"]), text(f"{function}, {municipality.name}")]
