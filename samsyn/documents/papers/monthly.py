"""The month on paper: the weeks' locked pictures beside each other, as they were. Nothing is counted anew."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.documents.blocks import (
    NUMBER,
    TEXT,
    Block,
    Document,
    chart,
    figures,
    heading,
    points,
    slide,
    table,
    text,
)
from samsyn.documents.papers.frame import Front, document_of
from samsyn.documents.papers.words import MONTHS, words_of
from samsyn.documents.weekly import told_at
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.sentences import figure, render, week_in_words
from samsyn.method.pictures.tables import tables_of
from samsyn.method.publications.actions import EditionRefused, Subject
from samsyn.method.publications.gathered import measures_in, pictures_of_month
from samsyn.method.publications.leaving import tables_that_leave, weaknesses_of

Words = Mapping[str, str]


def monthly_paper(subject: Subject, *, municipality: Municipality, number: int | None = None) -> Document:
    """Return the month's picture for an audience. Raises EditionRefused where no picture of the month is locked."""
    found = pictures_of_month(municipality, subject.period)
    if not found:
        raise EditionRefused(_("Ingen lägesbild är låst för den månaden. Välj en annan månad."))
    language, words = subject.language, words_of(subject.language)
    weak = weaknesses_of(municipality)
    tables = [tables_that_leave(tables_of(each, subject.audience), weak=weak) for each in found]
    month = Month(found, tables, subject=subject, words=words)
    year, named = subject.period.split("-")
    head = words["month_of"].format(month=MONTHS[int(named) - 1][1 if language == "en" else 0], year=year)
    front = Front(
        heading=head, under=words["weeks_in"].format(weeks=", ".join(str(each.week.number) for each in found)),
        told_at=max(told_at(each) for each in found), program=found[-1].program, path="lagesbild/",
    )  # fmt: skip
    return document_of(
        subject, front, municipality=municipality, words=words, blocks=month.blocks(), slides=month.slides(),
        number=number,
    )  # fmt: skip


class Month:
    """The parts of a month's picture."""

    def __init__(
        self, pictures: list[SituationalPicture], tables: list[dict[str, Any]], *, subject: Subject, words: Words
    ) -> None:
        self.pictures = pictures
        self.tables = tables
        self.subject = subject
        self.words = words
        self.language = subject.language
        self.public = subject.audience == "public"

    def blocks(self) -> list[Block]:
        made = [*self._front(), heading(self.words["week_by_week"]), self.weeks()]
        made += [heading(self.words["months_areas"]), text(self.words["areas_note_plain"], tone="quiet"), self.areas()]
        if not self.public:
            made += [heading(self.words["months_places"]), self.places() or text(self.words["no_months_places"])]
            made += [heading(self.words["months_measures"]), figures(self.measures())]
        return [*made, heading(self.words["data_note"]), points([self.words["month_note"], self.words["weaknesses"]])]

    def _front(self) -> list[Block]:
        heads = [each["head"] for each in self.tables]
        if self.public:
            return [text(self.words["month_public"].format(weeks=len(heads)), tone="lead")]
        verdicts = [(head["total"] or {}).get("verdict") for head in heads]
        said = self.words["month_answer" if len(heads) > 1 else "month_answer_one"].format(
            n=figure(sum(head["events"] for head in heads), language=self.language), weeks=len(heads),
            over=verdicts.count("more"), under=verdicts.count("fewer"),
        )  # fmt: skip
        counts = [
            {"value": figure(sum(head[name] for head in heads), language=self.language), "label": self.words[name]}
            for name in ("events", "reports")
        ]
        return [figures(counts), text(said, tone="lead")]

    def weeks(self) -> Block:
        """Each week as its own picture said it."""
        heads: list[tuple[str, str, float]] = [(self.words["week"], TEXT, 1), (self.words["events_now"], NUMBER, 0.8)]
        heads += [] if self.public else [(self.words["low"], NUMBER, 0.8), (self.words["high"], NUMBER, 0.8)]
        heads += [(self.words["in_words"], TEXT, 2.6)]
        rows = [self._week(picture, each["head"]) for picture, each in zip(self.pictures, self.tables, strict=True)]
        return table(self.words["week_by_week"], heads, rows, language=self.language)

    def _week(self, picture: SituationalPicture, head: Mapping[str, Any]) -> list[Any]:
        total = head["total"]
        said = render(total["sentence"] if total else head["sentences"][0], self.language)
        band = [] if self.public else [total and total["low"], total and total["high"]]
        return [week_in_words(picture.week.label, self.language), head["events"], *band, said]

    def areas(self) -> Block:
        """How many of the weeks each area lay outside what its own history led one to expect."""
        more: dict[str, int] = defaultdict(int)
        fewer: dict[str, int] = defaultdict(int)
        events: dict[str, int] = defaultdict(int)
        for row in (row for each in self.tables for row in each["areas"]):
            more[row["name"]] += row["verdict"] == "more"
            fewer[row["name"]] += row["verdict"] == "fewer"
            events[row["name"]] += row.get("events_in_period") or 0
        heads = [(self.words["area"], TEXT, 2), *([] if self.public else [(self.words["events_now"], NUMBER, 1)]),
                 (self.words["weeks_outside"], NUMBER, 1), (self.words["weeks_below"], NUMBER, 1)]  # fmt: skip
        names = sorted(more, key=lambda name: (-more[name], name))
        rows = [[name, *([] if self.public else [events[name]]), more[name], fewer[name]] for name in names]
        return table(self.words["months_areas"], heads, rows, language=self.language)

    def places(self) -> Block | None:
        """Known places that stood out, and in how many of the weeks' pictures; squares without a name are left out."""
        told: dict[tuple[str, str], int] = defaultdict(int)
        for row in (row for each in self.tables for row in each["places"] if row["name"]):
            told[row["name"], row["area"] or ""] += 1
        heads = [(self.words["place"], TEXT, 2), (self.words["area"], TEXT, 1.4), (self.words["times_out"], NUMBER, 1)]
        rows = [[name, area, n] for (name, area), n in sorted(told.items(), key=lambda each: (-each[1], each[0]))]
        return table(self.words["months_places"], heads, rows, language=self.language) if rows else None

    def measures(self) -> list[dict[str, str]]:
        """How many measures were decided and followed up in the month, and how many were open at its end."""
        first = date.fromisoformat(f"{self.subject.period}-01")
        end = (first + timedelta(days=32)).replace(day=1)
        counts = measures_in(self.pictures[0].municipality, audience=self.subject.audience, first=first, end=end)
        return [{"value": figure(n, language=self.language), "label": self.words[name]} for name, n in counts.items()]

    def slides(self) -> list[Block]:
        front = self._front()[-1]["text"]
        made = [slide(self.words["week_by_week"], says=[front], chart=self._chart())]
        made += [slide(self.words["months_areas"], table=self.areas())]
        places = None if self.public else self.places()
        made += [slide(self.words["months_places"], table=places)] if places else []
        return made

    def _chart(self) -> Block:
        heads = [each["head"] for each in self.tables]
        series: dict[str, list[float | None]] = {self.words["events_now"]: [head["events"] for head in heads]}
        if not self.public:
            for name in ("low", "high"):
                series[self.words[name]] = [(head["total"] or {}).get(name) for head in heads]
        alt = self.words["chart_weeks"].format(n=len(heads))
        labels = [str(each.week.number) for each in self.pictures]
        return chart("column", labels, series, title=self.words["week_by_week"], alt=alt)
