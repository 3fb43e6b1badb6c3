"""The minutes with their list of decisions, and the slides that a meeting is held with."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import translation

from samsyn.documents.blocks import DAY, NUMBER, TEXT, Block, Document, heading, item, points, slide, table, text
from samsyn.documents.papers.frame import Front, document_of, measure_row, program_version
from samsyn.documents.papers.weekly import WeeklyBlocks, front_of, words_for
from samsyn.documents.papers.words import words_of
from samsyn.documents.weekly import told_at, weekly_document
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.meetings.parts import agenda_with_titles
from samsyn.method.pictures.sentences import day_words, week_in_words
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.gathered import READS, decisions_of, measures_waiting, notes_of
from samsyn.method.publications.leaving import picture_that_leaves

Words = Mapping[str, str]
IN_THE_TABLE = (Decision.About.PLACE, Decision.About.AREA, Decision.About.CARD, Decision.About.FREE)


def minutes_paper(subject: Subject, *, number: int | None = None) -> Document:
    """Return the minutes: who was there by function, what was decided, what is to be done."""
    meeting = subject.meeting
    assert meeting is not None
    words, language = words_of(subject.language), subject.language
    day = day_words(meeting.held_on, language=language)
    zone = meeting.municipality.zone
    closed = meeting.closed_at or datetime.combine(meeting.held_on, time(12), tzinfo=UTC)
    begun = [f"{meeting.opened_at.astimezone(zone):%H.%M}–{closed.astimezone(zone):%H.%M}"] if meeting.opened_at else []
    period = words["rests_on"].format(period=week_in_words(meeting.week.label, language))
    group = [str(meeting.group)] if meeting.group is not None else []
    decided = decisions_of(meeting)
    seats = [seat.function for seat in meeting.attendance.in_order() if seat.present]
    decisions = decisions_table(decided, audience=subject.audience, words=words, language=language)
    measures = measures_table(_measures(decided, subject.audience), words=words, language=language)
    blocks = [
        heading(words["present"]), points(seats) if seats else text(words["nobody_noted"]),
        *_round(meeting, words, language),
        heading(words["decisions"]), *_focus(decided, words),
        decisions or text(words["no_decisions"]), *_postponed(meeting, words),
        heading(words["measures"]), measures or text(words["no_measures"]),
        *_lines(decided, Decision.About.OUTWARD, words["outward"]),
        *_lines(decided, Decision.About.DEEPEN, words["deepen"]), *_notes(meeting, words, language),
        text(words["minutes_note"], tone="quiet"),
    ]  # fmt: skip
    front = Front(
        heading=words["minutes_of"].format(day=day), under=", ".join([*group, *begun, period]), told_at=closed,
        status=words["minutes_status"].format(day=day_words(closed.astimezone(zone).date(), language=language)),
        program=program_version(), path=f"mote/{meeting.pk}/protokoll",
    )  # fmt: skip
    return document_of(
        subject, front, municipality=meeting.municipality, words=words, blocks=blocks, number=number
    )


def _postponed(meeting: Meeting, words: Words) -> list[Block]:
    if not meeting.postponed_count:
        return []
    key = "postponed_one" if meeting.postponed_count == 1 else "postponed_count"
    return [text(words[key].format(n=meeting.postponed_count))]


def _round(meeting: Meeting, words: Words, language: str) -> list[Block]:
    """What each party said, where somebody wrote it down."""
    rows = [[str(one.organisation), one.text] for one in notes_of(meeting) if one.organisation is not None]
    heads = [(words["party"], TEXT, 1.0), (words["what"], TEXT, 2.6)]
    return [heading(words["round"]), table(words["round"], heads, rows, language=language)] if rows else []


def _focus(decided: list[Decision], words: Words) -> list[Block]:
    rows = [one for one in decided if one.kind == Decision.About.FOCUS]
    return [item(one.about, one.text, under=words["focus"]) for one in rows]


def _lines(decided: list[Decision], kind: str, title: str) -> list[Block]:
    rows = [": ".join(part for part in (one.about, one.text) if part) for one in decided if one.kind == kind]
    return [heading(title), points(rows)] if rows else []


def _notes(meeting: Meeting, words: Words, language: str) -> list[Block]:
    """What was written under each part of the agenda, in its order."""
    written = {one.part: one.text for one in notes_of(meeting) if one.organisation is None}
    with translation.override(language):
        parts = [(each["title"], written[each["key"]]) for each in agenda_with_titles(meeting.agenda)
                 if each["key"] in written]  # fmt: skip
    told = [block for title, said in parts for block in (heading(title, level=3), text(said))]
    return [heading(words["notes"]), *told] if told else []


def decisions_table(decided: list[Decision], *, audience: str, words: Words, language: str) -> Block | None:
    """Return what was decided, point by point; a measure for fewer is named by its number alone."""
    heads = [(words["place_or_area"], TEXT, 1.3), (words["decision"], TEXT, 0.9), (words["reason"], TEXT, 2.4)]
    rows = [
        [_about(one, words, language) or _where(one, audience) or words["own_line"], words[f"choice_{one.choice}"],
         _said(one, audience, words)]
        for one in decided if one.kind in IN_THE_TABLE
    ]  # fmt: skip
    return table(words["decisions"], heads, rows, language=language) if rows else None


def _about(one: Decision, words: Words, language: str) -> str:
    if one.kind != Decision.About.CARD:
        return one.about
    english = one.answer.finding.name_en if language == "en" and one.answer is not None else ""
    return english or one.about or words["whole_town"]


def _where(one: Decision, audience: str) -> str:
    return one.measure.where if one.measure is not None and one.measure.audience in READS[audience] else ""


def _said(one: Decision, audience: str, words: Words) -> str:
    if one.measure is None:
        return one.text
    if one.measure.audience not in READS[audience]:
        return words["measure_for_fewer"].format(n=one.measure.number)
    return f"{words['measure'].format(n=one.measure.number)}: {one.measure.what}"


def _measures(decided: list[Decision], audience: str) -> list[Measure]:
    return [one.measure for one in decided if one.measure is not None and one.measure.audience in READS[audience]]


def measures_table(measures: list[Measure], *, words: Words, language: str) -> Block | None:
    """Return measures as number, what, who, where, when."""
    heads = [(words["measure_no"], NUMBER, 0.4), (words["what"], TEXT, 2.3), (words["who"], TEXT, 1.3),
             (words["where"], TEXT, 1.2), (words["due"], DAY, 1.1)]  # fmt: skip
    rows = [measure_row(each) for each in measures]
    return table(words["measures"], heads, rows, language=language) if rows else None


def slides_paper(subject: Subject, *, number: int | None = None, today: date | None = None) -> Document:
    """Return the slides of a meeting about a picture: what is late first, then the week, then what to decide on."""
    picture = subject.picture
    assert picture is not None
    language = subject.language
    shown = weekly_document(picture, audience=subject.audience, language=language)
    words = words_for(shown)
    whole = picture_that_leaves(picture, subject.audience)
    weekly = WeeklyBlocks(shown, whole["tables"], words=words, language=language)
    on = today or told_at(picture).astimezone(picture.municipality.zone).date()
    waiting = _waiting(picture, subject.audience, on=on, words=words, language=language)
    since = slide(words["since_last"], says=[] if waiting else [words["nothing_since"]], table=waiting)
    made = [since, *weekly.slides()]
    places = [row["name"] for row in shown["places"]] + [
        row["name"] for row in whole["tables"]["areas"] if row["verdict"] in ("more", "fewer")
    ]
    made += [slide(words["places_to_decide"], says=places)] if places else []
    head = f"{words['slides_title']} {shown['period']}"
    return document_of(
        subject, front_of(picture, shown, heading=head), municipality=picture.municipality, words=words,
        blocks=_as_blocks(made, words, language), slides=made, number=number,
    )  # fmt: skip


def _waiting(picture: Any, audience: str, *, on: date, words: Words, language: str) -> Block | None:
    """Measures that are not finished, as far as everybody in the room may see: late ones first."""
    found = measures_waiting(picture.municipality, audience=audience, on=on)
    heads = [(words["measure_no"], NUMBER, 0.4), (words["what"], TEXT, 2.4), (words["who"], TEXT, 1.3),
             (words["where"], TEXT, 1.2), (words["due"], DAY, 1.1), (words["state"], TEXT, 0.9)]  # fmt: skip
    told = [
        [*measure_row(each), words["overdue"] if each.is_overdue(today=on) else words[f"state_{each.state}"]]
        for each in found
    ]
    return table(words["since_last"], heads, told, language=language) if told else None


def _as_blocks(made: list[Block], words: Words, language: str) -> list[Block]:
    """The slides to read on a page: every chart as the table that it is drawn from."""
    told: list[Block] = []
    for one in made:
        told += [heading(one["title"]), *(text(each) for each in one["says"])]
        if one["chart"] is not None:
            told.append(_of_chart(one["chart"], words, language))
        elif one["table"] is not None:
            told.append(one["table"])
    return told


def _of_chart(told: Block, words: Words, language: str) -> Block:
    first = words["area"] if told["kind"] == "bar" else words["week"]
    heads = [(first, TEXT, 2.0), *((one["name"], NUMBER, 1.0) for one in told["series"])]
    values = [one["values"] for one in told["series"]]
    rows = [[name, *row] for name, *row in zip(told["categories"], *values, strict=True)]
    return table(told["title"], heads, rows, language=language)
