"""The weekly picture as blocks and slides: the same tables as its PDF, in words that can be worked on."""

from collections.abc import Mapping
from typing import Any

from samsyn.documents.blocks import (
    DAY,
    NUMBER,
    TEXT,
    Block,
    Document,
    chart,
    drawing,
    figures,
    heading,
    item,
    points,
    slide,
    table,
    text,
)
from samsyn.documents.papers.frame import Front, document_of
from samsyn.documents.papers.words import words_of
from samsyn.documents.phases import phases_block
from samsyn.documents.sections import HEADINGS
from samsyn.documents.weekly import Paper, told_at, weekly_document
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.leaving import picture_that_leaves

WITHOUT_REPORTS = ("coming", "outside", "data_note")
MOST_AREAS_IN_A_CHART = 14
MOST_PLACES_ON_A_SLIDE = 8
Row = Mapping[str, Any]


def weekly_paper(subject: Subject, *, number: int | None = None, shown: dict[str, Any] | None = None) -> Document:
    """Return the picture as a paper of blocks, from the frozen tables of its audience; `shown` as weekly_document
    gives it, where somebody has it already."""
    picture = subject.picture
    assert picture is not None
    language = subject.language
    shown = shown or weekly_document(picture, audience=subject.audience, language=language)
    words = words_for(shown)
    whole = picture_that_leaves(picture, subject.audience)
    blocks = WeeklyBlocks(shown, whole["tables"], words=words, language=language)
    return document_of(
        subject, front_of(picture, shown, heading=f"{words['picture']} {shown['period']}"), words=words,
        municipality=picture.municipality, blocks=blocks.all(), slides=blocks.slides(), number=number,
    )  # fmt: skip


def words_for(shown: Mapping[str, Any]) -> dict[str, str]:
    """Return the papers' words with the headings that the municipality has chosen for its sections."""
    chosen = {name: words for name, words in shown["words"].items() if name in HEADINGS}
    return {**words_of(shown["language"]), **chosen}


def front_of(picture: SituationalPicture, shown: Mapping[str, Any], *, heading: str) -> Front:
    """Return the front of a paper about a picture."""
    return Front(
        heading=heading, under=f"{shown['municipality']['name']}, {shown['days']}", status=shown["status"],
        told_at=told_at(picture), program=picture.program, path=f"lagesbild/{picture.week.address}",
        colour=shown["municipality"]["colour"],
    )  # fmt: skip


class WeeklyBlocks:
    """The parts of the weekly picture, in the order of its page."""

    def __init__(self, shown: Row, tables: Row, *, words: Mapping[str, str], language: str) -> None:
        self.shown = shown
        self.tables = tables
        self.words = words
        self.language = language
        self.paper = Paper(tables, words=words, language=language)

    def all(self) -> list[Block]:
        """Return the first page's answers, then the sections in the order of the picture's layout."""
        made, phases = self._front(), phases_block(self.shown["phases"], self.words, language=self.language)
        for each in self.shown["sections"]:
            made += self._section(each)
            if each["key"] == "assessments":      # how far areas have come belongs with how they are
                made, phases = [*made, *phases], []
        return [*made, *phases]

    def _section(self, section: Row) -> list[Block]:
        """One section: what the program says, what came late, what the parties said, what people wrote."""
        parts = {
            "assessments": self._states, "findings": self._cards, "areas": self._areas, "changes": self._changes,
            "places": self._places, "hours": self._hours, "to_look_at": self._findings,
            "conditions": self._conditions, "checklists": self._checklists, "coming": self._coming,
            "outside": self._outside, "data_note": self._note,
        }  # fmt: skip
        shown = section["key"] in parts and (self.shown["made"] or section["key"] in WITHOUT_REPORTS)
        made = parts[section["key"]]() if shown else []
        said = [points(section["late"])] if section["late"] else []
        said += self._said_by_parties(section["parties"]) if section["parties"] else []
        for each in section["texts"]:
            said += [text(each["text"]), *([text(each["note"], tone="quiet")] if each["note"] else [])]
        head = [] if made or not said or section["key"] == "head" else [heading(section["title"])]
        return [*head, *made, *said]

    def _said_by_parties(self, parties: Row) -> list[Block]:
        told: list[Block] = [text(parties["response"], tone="quiet")]
        for each in parties["items"]:
            told.append(item(each["name"], each["text"], under=each["note"]))
            parts = [(one["who"], one["trend"], one["text"]) for one in each["said"]]
            said = [" · ".join(part for part in each_part if part) for each_part in parts]
            told += [] if each["agree"] or not said else [points(said)]
        return told

    def states_table(self) -> Block | None:
        heads = (("area", TEXT, 1.1), ("state", TEXT, 1.1), ("state_why", TEXT, 2.4), ("who", TEXT, 1.1))
        rows = [
            [row["name"], f"{row['word']} ({row['note']})" if row["note"] else row["word"], row["why"], row["function"]]
            for row in self.shown["states"]
        ]
        return self._table(self.words["assessments"], heads, rows) if rows else None

    def _states(self) -> list[Block]:
        made = self.states_table()
        note = text(self.words["assessments_note"], tone="quiet")
        return [heading(self.words["assessments"]), note, made] if made else []

    def _cards(self) -> list[Block]:
        heads = (("kind", TEXT, 0.9), ("what", TEXT, 1.3), ("why", TEXT, 2.2), ("card_answer", TEXT, 1.5))
        rows = [
            [each["kind"], each["name"], f"{each['why']} {each['sure']}".strip(),
             f"{each['answer']}. {each['reason']}" if each["reason"] else each["answer"]]
            for each in self.shown["cards"]
        ]  # fmt: skip
        made = self._table(self.words["findings"], heads, rows)
        return [heading(self.words["findings"]), made] if rows else []

    def _table(self, name: str, heads: Any, rows: Any) -> Block:
        told = [(self.words.get(key, key), kind, width) for key, kind, width in heads]
        return table(name, told, rows, language=self.language)

    # --- the parts ---

    def _front(self) -> list[Block]:
        front, words, public = self.shown["front"], self.words, self.shown["public"]
        if not self.shown["made"]:
            return [heading(words["no_observations"]), *(text(told) for told in front["told"])]
        spark = front["spark"]
        nothing = words["no_area_stands_out" if public else "nothing_stands_out"]
        remains = front["remains"]["told"] or [words["nothing_remains"]]
        return [
            figures(front["figures"]),
            heading(words["what_was_reported" if public else "more_than_usual"]),
            text(front["answer"], tone="lead"),
            *([drawing(spark, alt=front["spark_alt"], note=words["spark_note"])] if spark else []),
            heading(words["stands_out"]),
            *([item(each["name"], each["why"], under=each["kind"]) for each in front["stands_out"]] or [text(nothing)]),
            *([] if public else [heading(words["what_remains"]), *(text(told) for told in remains)]),
            heading(words["how_sure"]),
            *(text(told) for told in [*front["sure"], *front["responses"], *front["joined"], front["cutoff"]]),
        ]

    def areas_table(self) -> Block | None:
        rows = self.tables["areas"]
        if not rows:
            return None
        name = self.words["area_and_expected"]
        if self.shown["public"]:
            heads = (("area", TEXT, 1.2), ("in_words", TEXT, 2), ("most_common", TEXT, 2))
            return self._table(name, heads, ([r["name"], self.paper.say(r["sentence"]), self.paper.most_common(r)]
                                             for r in rows))  # fmt: skip
        heads = (("area", TEXT, 1.2), ("events_now", NUMBER, 1.05), ("low", NUMBER, 0.85), ("high", NUMBER, 0.85),
                 ("in_words", TEXT, 2.2), ("most_common", TEXT, 1.8))  # fmt: skip
        return self._table(name, heads, (
            [row["name"], row["events"], row["low"], row["high"], self.paper.say(row["sentence"]),
             self.paper.most_common(row)]
            for row in rows
        ))  # fmt: skip

    def _areas(self) -> list[Block]:
        made = self.areas_table()
        note = self.words["areas_note_public" if self.shown["public"] else "areas_note_plain"]
        return [heading(self.words["areas"]), text(note, tone="quiet"), made] if made else []

    def _changes(self) -> list[Block]:
        if self.shown["public"]:
            return []
        rows = self.tables["changes"]
        heads = (("category", TEXT, 2), ("events_now", NUMBER, 0.95), ("low", NUMBER, 0.75), ("high", NUMBER, 0.75),
                 ("in_words", TEXT, 2.2))  # fmt: skip
        clear = any(row["verdict"] in ("more", "fewer") for row in rows)
        made = self._table(self.words["changes"], heads, (
            [self.paper.named(row), row["events"], row["low"], row["high"], self.paper.say(row["sentence"])]
            for row in rows if row["verdict"] != "too_little"
        ))  # fmt: skip
        none = [] if clear else [text(self.words["no_changes"])]
        return [heading(self.words["changes"]), *none, *([made] if made["rows"] else [])]

    def _map(self) -> list[Block]:
        if self.shown["map"] is None:
            return []
        note = f"{self.words['map_note']} {self.shown['map_outside']}".strip()
        return [heading(self.words["map"]), drawing(self.shown["map"], alt=self.shown["map_alt"], note=note)]

    def places_table(self, name: str) -> Block | None:
        rows = self.tables[name]
        if not rows:
            return None
        heads: Any = (("place", TEXT, 1.5), ("area", TEXT, 1), ("number", NUMBER, 0.75), ("low", NUMBER, 0.8),
                      ("high", NUMBER, 0.8), ("why", TEXT, 1.8), ("most_common", TEXT, 1.5))  # fmt: skip
        marks = [row["letter"] for row in self.shown[name]]
        told = [
            [f"{mark}  {self.paper.place_name(row)}".strip(), row["area"], row["events"], row["low"], row["high"],
             self.paper.say(row["reason"]) if row["reason"] else "", self.paper.most_common(row, most=2)]
            for mark, row in zip(marks, rows, strict=True)
        ]  # fmt: skip
        return self._table(self.words["places" if name == "places" else "usual_places"], heads, told)

    def _places(self) -> list[Block]:
        if self.shown["public"]:
            return []
        out, usual = self.places_table("places"), self.places_table("usual_places")
        return [
            *self._map(),
            heading(self.words["places"]), out or text(self.words["no_places"]),
            *([heading(self.words["usual_places"], level=3), usual] if usual else []),
        ]  # fmt: skip

    def _hours(self) -> list[Block]:
        hours = self.shown["hours"]
        if hours is None:
            return []
        told = [heading(self.words["hours"])]
        for name in ("counts", "watched"):
            told += [heading(self.words[f"hours_{name}"], level=3),
                     drawing(hours[name], alt=hours[f"{name}_alt"], width="half")]  # fmt: skip
        return [*told, text(f"{hours['note']} {hours['sentence']}", tone="quiet")]

    def _findings(self) -> list[Block]:
        told: list[Block] = [heading(self.words["to_look_at"])] if self.shown["findings"] else []
        for each in self.shown["findings"]:
            told += [heading(each["title"], level=3), text(each["says"]),
                     text(f"{each['sure']} {each['source']}".strip(), tone="quiet")]  # fmt: skip
            if each["rows"]:
                heads = [(words, NUMBER if number else TEXT, 1.0)
                         for words, number in zip(each["heads"], each["numbers"], strict=True)]  # fmt: skip
                told.append(table(each["title"], heads, each["rows"], language=self.language))
        return told

    def _conditions(self) -> list[Block]:
        rows = self.tables["conditions"]
        if not rows:
            return []
        heads = (("condition", TEXT, 2), ("place", TEXT, 1.5), ("area", TEXT, 1.1), ("since", DAY, 1.1),
                 ("weeks", NUMBER, 0.8), ("told_by", NUMBER, 0.8), ("fault", TEXT, 1.25))  # fmt: skip
        made = self._table(self.words["conditions"], heads, (
            [self.paper.named(row), row["place"], row["area"], row["since"], row["weeks_open"], row["sources"],
             row["fault_number"] or ""]
            for row in rows
        ))  # fmt: skip
        return [heading(self.words["conditions"]), made, text(self.words["weaknesses"], tone="quiet")]

    def _checklists(self) -> list[Block]:
        lists = self.shown["checklists"]
        if lists is None:
            return []
        heads = (("checklist_row", TEXT, 1.2), ("in_words", TEXT, 1.6))
        told = [heading(self.words["checklists"]), text(self.words["checklists_note"], tone="quiet"),
                text(lists["response"])]  # fmt: skip
        for part in lists["parts"]:
            name = part["name"]
            told += [heading(name, level=3), self._table(name, heads, ([r["name"], r["words"]] for r in part["rows"]))]
        return told + ([text(lists["left"], tone="quiet")] if lists["left"] else [])

    def coming_table(self) -> Block | None:
        rows = self.shown["coming"]
        heads = (("when", TEXT, 1), ("what", TEXT, 2.4))
        made = self._table(self.words["coming"], heads, ([row["when"], row["what"]] for row in rows))
        return made if rows else None

    def _coming(self) -> list[Block]:
        made = self.coming_table()
        return [heading(self.words["coming"]), made or text(self.words["nothing_comes"])]

    def _outside(self) -> list[Block]:
        told: list[Block] = []
        for each in self.shown["outside"]:
            name = f"{each['title']}, {each['unit']}" if each["unit"] else each["title"]
            heads = ((each["what"], TEXT, 1.5), ("value", NUMBER, 0.7), ("usual", NUMBER, 1), ("expected", NUMBER, 1),
                     ("in_words", TEXT, 2))  # fmt: skip
            rows = ([r["name"], r["value"], r["usual"], r["expected"], r["words"]] for r in each["rows"])
            told += [heading(name, level=3), self._table(each["title"], heads, rows),
                     text(f"{each['more']} {each['licence']}".strip(), tone="quiet")]  # fmt: skip
        first = [heading(self.words["outside"]), text(self.words["outside_note"], tone="quiet")]
        return [*first, *told] if told else []

    def _note(self) -> list[Block]:
        return [heading(self.words["data_note"]), points([self.shown["front"]["cutoff"], *self.shown["data_note"]])]

    # --- slides ---

    def slides(self) -> list[Block]:
        """Return the picture as a handful of slides; without reports there is one."""
        front, words = self.shown["front"], self.words
        said = " · ".join(f"{each['value']} {each['label']}" for each in front["figures"])
        first = slide(words["week_in_short"], says=[front["answer"], said, *front["responses"]],
                      chart=self.weeks_chart(), note=front["cutoff"])  # fmt: skip
        if not self.shown["made"]:
            return [slide(words["no_observations"], says=front["told"])]
        out = [f"{each['name']}: {each['why']}" for each in front["stands_out"]] or [words["nothing_stands_out"]]
        made = [first, slide(words["stands_out"], says=out)]
        states = self.states_table()
        made += [slide(words["assessments"], table=states)] if states else []
        areas = self.areas_chart()
        made += [slide(words["areas"], chart=areas)] if areas else []
        places = None if self.shown["public"] else self.places_table("places")
        made += [slide(words["places"], table=_shorter(places))] if places else []
        coming = self.coming_table()
        made += [slide(words["coming"], table=coming)] if coming else []
        return [*made, slide(words["how_sure"], says=[*front["sure"], *self.shown["data_note"][:3]])]

    def areas_chart(self) -> Block | None:
        rows = [row for row in self.tables["areas"] if row["series"]][:MOST_AREAS_IN_A_CHART]
        if not rows:
            return None
        alt = self.words["chart_areas"].format(n=len(rows))
        series = {self.words["events_now"]: [row["events"] for row in rows],
                  self.words["expected_middle"]: [_round(row["expected"]) for row in rows]}  # fmt: skip
        return chart("bar", [row["name"] for row in rows], series, title=self.words["areas"], alt=alt)

    def weeks_chart(self) -> Block | None:
        total = self.tables["head"]["total"]
        if not total or not total["series"]:
            return None
        labels = [str(week).split("-W")[-1].lstrip("0") for week in total["weeks"]]
        alt = self.words["chart_weeks"].format(n=len(labels))
        series = {self.words["events_now"]: total["series"], self.words["low"]: total["band_low"],
                  self.words["high"]: total["band_high"]}  # fmt: skip
        return chart("line", labels, series, title=self.words["more_than_usual"], alt=alt)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _shorter(made: Block) -> Block:
    """A slide has room for a few rows and the columns that are talked about."""
    kept = [0, 1, 2, 5]
    told = {name: [made[name][at] for at in kept] for name in ("heads", "kinds", "widths")}
    rows = {
        name: [[row[at] for at in kept] for row in made[name][:MOST_PLACES_ON_A_SLIDE]] for name in ("rows", "cells")
    }
    return {**made, **told, **rows}
