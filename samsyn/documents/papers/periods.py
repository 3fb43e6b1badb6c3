"""The picture of a month, quarter, tertial or year as blocks: for the text document, the slides and the workbook."""

from collections.abc import Mapping
from typing import Any

from samsyn.documents.blocks import (
    NUMBER,
    TEXT,
    Block,
    Document,
    chart,
    drawing,
    figures,
    heading,
    slide,
    table,
    text,
)
from samsyn.documents.periodic import period_document, told_at
from samsyn.documents.phases import phases_block
from samsyn.documents.sheets import sheets
from samsyn.documents.slides import FEW_ROWS, MOST_ROWS, slides
from samsyn.documents.word import word
from samsyn.method.pictures.period_models import PeriodPicture
from samsyn.method.pictures.periods.tables import period_tables

FORMATS = {"docx": word, "pptx": slides, "xlsx": sheets}


def period_file(
    picture: PeriodPicture, kind: str, *, audience: str, language: str, reader: Any = None
) -> bytes:
    """Return the picture as docx, pptx or xlsx; the same picture gives the same bytes. Raises KeyError for others."""
    return FORMATS[kind](period_paper(picture, audience=audience, language=language, reader=reader))


def period_paper(picture: PeriodPicture, *, audience: str, language: str, reader: Any = None) -> Document:
    """Return the picture as plain data, from what the PDF shows and the stored tables beside it."""
    shown = period_document(picture, audience=audience, language=language, reader=reader)
    paper = Periodic(shown, period_tables(picture, audience), language=language)
    words = shown["words"]
    head = f"{words['picture']} {shown['period']}"
    return {
        "format": 1, "paper": "period", "language": language, "number": None, "title": shown["title"],
        "heading": head, "under": f"{shown['municipality']['name']}, {shown['days']}", "running": head,
        "municipality": shown["municipality"], "status": shown["status"],
        "shown_to": f"{words['for']} {shown['audience']}. {words['not_secret']}", "address": "",
        "made_with": shown["made_with"], "told_at": told_at(picture).isoformat(),
        "words": {"about": words["about_the_file"], "page": words["page"]},
        "blocks": paper.blocks(), "slides": paper.slides(),
    }  # fmt: skip


class Periodic:
    """The parts of a longer period's picture."""

    def __init__(self, shown: Mapping[str, Any], tables: Mapping[str, Any], *, language: str) -> None:
        self.shown, self.tables, self.words, self.language = shown, tables, shown["words"], language

    def blocks(self) -> list[Block]:
        """Return the paper's parts in the order of the PDF."""
        made = [figures(self.shown["figures"]), heading(self.words["how_many"])]
        made += [text(said, tone="lead") for said in self.shown["told"]]
        made += [text(f"{self.words['how_sure']} {self.shown['sure']}", tone="quiet")]
        for rows in (self.months(), self.counts("categories"), self.counts("areas")):
            made += [heading(rows["name"], level=3), rows] if rows else []
        made += [text(self.words["hidden"], tone="quiet")] if self.shown["areas"] else []
        return [*made, *self._patterns(), *phases_block(self.shown["phases"], self.words, language=self.language)]

    def _patterns(self) -> list[Block]:
        if not self.shown["findings"]:
            return []
        made = [heading(self.words["patterns"]), text(self.words["patterns_note"], tone="quiet")]
        if self.shown["map"]:
            made.append(drawing(self.shown["map"], alt=self.shown["map_alt"], note=self.words["map_note"]))
            made += [heading(self.words["places"], level=3), self.places()]
        for each in self.shown["findings"]:
            made += [heading(each["title"], level=3), text(each["says"], tone="lead")]
            made += [text(f"{self.words['how_sure']} {each['sure']}", tone="quiet")] if each["sure"] else []
            made.append(text(each["source"], tone="quiet"))
            made += [self._rows(each)] if each["rows"] else []
        return made

    def _rows(self, each: Mapping[str, Any]) -> Block:
        # The cells are in words already: a number that was hidden has a word in its place.
        pairs = zip(each["heads"], each["numbers"], strict=True)
        heads = [(words, TEXT, 1.0 if is_number else 1.8) for words, is_number in pairs]
        return table(each["title"], heads, each["rows"], language=self.language)

    def months(self) -> Block | None:
        """The months beside those of the year before; a month by itself has none."""
        if len(self.tables["months"]) < 2:
            return None
        names = [row[0] for row in self.shown["months"]]
        rows = [[name, row["events"], row["before"]] for name, row in zip(names, self.tables["months"], strict=True)]
        return self._years(self.words["by_month"], self.words["month"], rows)

    def counts(self, kind: str) -> Block | None:
        """The areas or the categories beside the same time the year before; what is hidden is a dash."""
        pairs = zip(self.shown[kind], self.tables[kind], strict=True)
        rows = [[shown[0], row["events"], row["before"]] for shown, row in pairs]
        name, first = ("by_area", "area") if kind == "areas" else ("by_category", "category")
        return self._years(self.words[name], self.words[first], rows) if rows else None

    def _years(self, name: str, first: str, rows: list[list[Any]]) -> Block:
        heads = [(first, TEXT, 2.0), (self.words["this_period"], NUMBER, 0.8)]
        if self.shown["public"] and name == self.words["by_month"]:
            return table(name, heads, [row[:2] for row in rows], language=self.language)
        return table(name, [*heads, (self.words["year_before"], NUMBER, 1.2)], rows, language=self.language)

    def places(self) -> Block:
        """The places that the map has letters for."""
        heads = [("", TEXT, 0.3), (self.words["place"], TEXT, 1.4), (self.words["question"], TEXT, 1.6)]
        rows = [[row["letter"], row["where"], row["question"]] for row in self.shown["places"]]
        return table(self.words["places"], heads, rows, language=self.language)

    def slides(self) -> list[Block]:
        """Return one slide for each thing that is said: how many, what, where, and each answer with its source."""
        months, categories, areas = self.months(), self.counts("categories"), self.counts("areas")
        made = [slide(self.words["how_many"], says=self.shown["told"], note=self.shown["sure"])]
        made += [slide(months["name"], chart=self._chart(months))] if months else []
        made += [slide(each["name"], table=each, note=self._rest(each)) for each in (categories, areas) if each]
        for each in self.shown["findings"]:
            rows = self._rows({**each, "rows": each["rows"][:FEW_ROWS]}) if each["rows"] else None
            made.append(slide(each["title"], says=[each["says"], each["sure"]], table=rows, note=each["source"]))
        return made

    def _rest(self, told: Block) -> str:
        left = len(told["rows"]) - MOST_ROWS
        return self.words["rest_in_document"].format(n=left) if left > 0 else ""

    def _chart(self, months: Block) -> Block:
        named = {self.words["this_period"]: [row[1] for row in months["rows"]]}
        if len(months["rows"][0]) > 2:
            named[self.words["year_before"]] = [row[2] for row in months["rows"]]
        labels = [str(row[0]) for row in months["rows"]]
        return chart("column", labels, named, title=months["name"], alt=f"{months['name']}: {len(labels)}")

