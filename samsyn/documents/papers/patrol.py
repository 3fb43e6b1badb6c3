"""Veckans platser on one sheet for those who walk: place, time, what to do. No map, no text of a report, no source."""

from samsyn.documents.blocks import TEXT, Document, table, text
from samsyn.documents.papers.frame import Front, document_of, program_version
from samsyn.documents.papers.words import words_of
from samsyn.documents.weekly import told_at
from samsyn.method.pictures.sentences import day_words, week_in_words
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.patrol import Stop, coming_week, stops_of


def patrol_paper(subject: Subject, *, number: int | None = None) -> Document:
    """Return the sheet for the week after a locked picture."""
    picture = subject.picture
    assert picture is not None
    language, words = subject.language, words_of(subject.language)
    week = coming_week(picture)
    heads = [(words["place"], TEXT, 1.4), (words["when_to"], TEXT, 1.3), (words["to_do"], TEXT, 2)]
    rows = [
        [", ".join(part for part in (stop.place, stop.area if stop.area != stop.place else "") if part),
         _when(stop, words, language), stop.what or words["go_by_usual" if stop.usual else "go_by"]]
        for stop in stops_of(picture, subject.audience)
    ]  # fmt: skip
    made = table(words["patrol"], heads, rows, language=language) if rows else text(words["no_stops"])
    first, last = (day_words(day, language=language) for day in (week.first_day, week.last_day))
    head = f"{words['patrol']} {week_in_words(week.label, language)}"
    front = Front(
        heading=head, under=f"{first} – {last}", told_at=told_at(picture), program=program_version()
    )
    return document_of(
        subject, front, municipality=picture.municipality, words=words, blocks=[made, text(words["patrol_note"])],
        number=number,
    )  # fmt: skip


def _when(stop: Stop, words: dict[str, str], language: str) -> str:
    told = words[stop.when or ("whole_week" if stop.what else "any_time")]
    if not stop.until:
        return told
    until = words["until"].format(day=day_words(stop.until, language=language))
    return f"{told}, {until}" if stop.when else until
