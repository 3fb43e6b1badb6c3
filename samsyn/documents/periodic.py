"""The picture of a month, quarter, tertial or year on paper: what goes in. It reads the stored tables alone."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from samsyn.documents.maps import LETTERS, paper_map
from samsyn.documents.phases import phases_on_paper
from samsyn.documents.typeset import typeset
from samsyn.documents.words import words_in
from samsyn.ground.places.models import Area, BaseMap
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.pictures.patterns.telling import table_of, title_of
from samsyn.method.pictures.period_models import PeriodPicture
from samsyn.method.pictures.periods.tables import period_tables
from samsyn.method.pictures.sentences import day_words, figure, render
from samsyn.method.pictures.spans import MONTH_NAMES

MOST_ROWS = 10
ONLY_SAID = ("concentration",)          # its curve is for the screen
ON_MAP = ("hotspots", "emerging", "scan")
MOST_ON_MAP = 12
APART_M = 400.0                         # squares side by side are one gathering
WORDS: dict[str, tuple[str, str]] = {
    "how_many": ("Hur många?", "How many?"),
    "this_period": ("Perioden", "The period"),
    "year_before": ("Samma tid året före", "Same time the year before"),
    "by_month": ("Månad för månad", "Month by month"),
    "month": ("Månad", "Month"),
    "by_area": ("Områdena", "The areas"),
    "by_category": ("Vad det gällde", "What it was about"),
    "patterns": ("Vad siffrorna bär", "What the numbers carry"),
    "patterns_note": (
        "Frågor som en vecka har för få händelser för. Små antal visas inte.",
        "Questions that a week has too few events for. Small counts are not shown.",
    ),
    "hidden": ("Antal under tre visas inte, och inte heller det som hade avslöjat dem.",
               "Counts below three are not shown, nor what would have given them away."),
    "question": ("Fråga", "Question"),
    "rest_in_document": ("Fler rader i dokumentet: {n}.", "More rows in the document: {n}."),
    "about_the_file": ("Om filen", "About the file"),
    "source": ("{days}. {n} i godkända rapporter. {response}", "{days}. {n} in accepted reports. {response}"),
    "events_n": ("{n} händelser", "{n} events"),
    "responses": ("Svar: {share}.", "Answers: {share}."),
    "responses_unknown": ("Svar: okänt.", "Answers: unknown."),
    "seed": ("Slumpens frö {seed}.", "Seed {seed}."),
    "of_year_before": ("året före", "the year before"),
    "places": ("Platser i svaren", "Places in the answers"),
    "map_note": ("Ringarna har sin bokstav i listan. Rutorna är minst 100 meter.",
                 "The rings have their letter in the list. Squares are at least 100 metres."),
}


def period_pdf(picture: PeriodPicture, *, audience: str, language: str = "sv", reader: Any = None) -> bytes:
    """Return the picture as a tagged PDF; the same picture gives the same bytes. `reader`: the one whom it is for."""
    data = period_document(picture, audience=audience, language=language, reader=reader)
    return typeset("periodic.typ", data=data, timestamp=told_at(picture))


def told_at(picture: PeriodPicture) -> datetime:
    """Return the time that stands in the file: when it was locked, else noon the day after the period. Never now."""
    return picture.locked_at or datetime.combine(picture.last_day + timedelta(days=1), time(12), tzinfo=UTC)


def period_document(
    picture: PeriodPicture, *, audience: str, language: str = "sv", reader: Any = None
) -> dict[str, Any]:
    """Return everything the paper shows, in words and drawings, from the stored tables.

    Beside the tables stand the phases of areas and problems: those of one reader, or of the audience (None); a
    locked picture has them as they were at its lock.
    """
    at = 1 if language == "en" else 0
    tables = period_tables(picture, audience)
    words = {**words_in(language), **{name: both[at] for name, both in WORDS.items()}}
    head, front = tables["head"], tables["period"]
    paper = Paper(tables, words=words, language=language)
    places = paper.places()
    return {
        "language": language, "words": words, "municipality": tables["municipality"],
        "period": front[f"label_{'en' if at else 'sv'}"], "days": paper.days(front["first_day"], front["last_day"]),
        "title": f"{words['picture']} {tables['municipality']['name']}, {front['label_sv']}",
        "audience": words[f"audience_{audience}"], "status": _status(picture, words, language),
        "made_with": words["made_with"].format(version=picture.program),
        "public": audience == PictureAudience.PUBLIC, "figures": paper.figures(),
        "told": [render(each, language) for each in head["sentences"]], "sure": render(head["sure"], language),
        "months": paper.months(), "areas": paper.rows("areas"), "categories": paper.rows("categories"),
        "findings": paper.findings(), "map": _map(picture, places, words), "places": places,
        "map_alt": words["map_alt"].format(n=len(places)),
        "phases": phases_on_paper(picture, on=picture.last_day, of=(audience, reader), words=words, language=language),
    }  # fmt: skip


def _status(picture: PeriodPicture, words: Mapping[str, str], language: str) -> str:
    if picture.locked_at is None:
        return words["draft"]
    day = picture.locked_at.astimezone(picture.municipality.zone).date()
    return words["locked"].format(day=day_words(day, language=language), function=picture.locked_by)


def map_svg(picture: PeriodPicture, places: list[dict[str, Any]], title: str) -> str | None:
    """Draw the places of the answers over the areas of the period's last day; None without any."""
    if not places:
        return None
    areas = Area.objects.filter(municipality=picture.municipality).in_working_set(on=picture.last_day)
    kept = BaseMap.objects.filter(municipality=picture.municipality, kind=BaseMap.Kind.GEOJSON).first()
    path = Path(settings.MEDIA_ROOT) / kept.path if kept else None
    points = [{**each, "events": each["count"] or 0, "label": each["where"]} for each in places]
    drawing = paper_map(
        points, places=places, title=title,
        areas=areas.order_by("code").values("code", "name", "polygon", "centre_lon", "centre_lat"),
        base_map=path.read_bytes() if path is not None and path.exists() else None,
    )  # fmt: skip
    return drawing.svg if drawing else None


def _map(picture: PeriodPicture, places: list[dict[str, Any]], words: Mapping[str, str]) -> str | None:
    return map_svg(picture, places, words["map"])


def places_of(findings: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Return the places that the answers name, each with a letter, the surest of each question in turn."""
    told: list[dict[str, Any]] = []
    by_method = {each["asked"]["method"]: each for each in findings if not each["too_little"]}
    shares = max(1, MOST_ON_MAP // max(1, sum(bool(by_method.get(name, {}).get("rows")) for name in ON_MAP)))
    for name in ON_MAP:
        rows = by_method.get(name, {}).get("rows") or {}
        for at in apart(rows)[:shares]:
            radius = rows.get("radius_m")
            told.append({
                "letter": LETTERS[len(told)], "lon": rows["lon"][at], "lat": rows["lat"][at],
                "where": rows["where"][at], "name": rows["where"][at], "method": name,
                "question": title_of(name, language), "area": "", "radius_m": radius[at] if radius else 125.0,
                "count": rows["events"][at] if "events" in rows else None,
            })  # fmt: skip
    return told


def apart(rows: Mapping[str, Any]) -> list[int]:
    """Return which rows are drawn: the surest, and then those that no drawn one of the same answer lies beside."""
    chosen: list[int] = []
    for at, (lon, lat) in enumerate(zip(rows.get("lon", ()), rows.get("lat", ()), strict=True)):
        east = 111_320.0 * math.cos(math.radians(lat))
        if all(math.hypot((lon - rows["lon"][other]) * east, (lat - rows["lat"][other]) * 111_320.0) > APART_M
               for other in chosen):
            chosen.append(at)
    return chosen


class Paper:
    """The stored tables in the words of one language."""

    def __init__(self, tables: Mapping[str, Any], *, words: Mapping[str, str], language: str) -> None:
        self.tables, self.words, self.language = tables, words, language

    def number(self, value: float | None) -> str:
        return "–" if value is None else figure(value, language=self.language)

    def days(self, first: str, last: str) -> str:
        return f"{day_words(first, language=self.language)} – {day_words(last, language=self.language)}"

    def figures(self) -> list[dict[str, str]]:
        head = self.tables["head"]
        shown = [(head["events"], self.words["events"]), (head["events_before"], self.words["of_year_before"]),
                 (head["sources"], self.words["sources"])]  # fmt: skip
        share = head["response_share"]
        told = [{"value": self.number(value), "label": label} for value, label in shown if value is not None]
        if share is not None:
            told.append({"value": self.percent(share), "label": self.words["replied"]})
        return told

    def percent(self, share: float) -> str:
        return f"{figure(share * 100, language=self.language)}\u00a0%"

    def months(self) -> list[list[str]]:
        at = 1 if self.language == "en" else 0
        return [[f"{MONTH_NAMES[int(row['month'][5:]) - 1][at]} {row['month'][:4]}", self.number(row["events"]),
                 self.number(row["before"])] for row in self.tables["months"]]  # fmt: skip

    def rows(self, table: str) -> list[list[str]]:
        own = "name" if table == "areas" else "name_en" if self.language == "en" else "name_sv"
        return [[row[own], self.number(row["events"]), self.number(row["before"])] for row in self.tables[table]]

    def response(self) -> str:
        share = self.tables["head"]["response_share"]
        if share is None:
            return self.words["responses_unknown"]
        return self.words["responses"].format(share=self.percent(share))

    def findings(self) -> list[dict[str, Any]]:
        """Return the answers, each with its sentence, how sure it is, its source and its first rows."""
        return [self._finding(each) for each in self.tables["findings"]]

    def _finding(self, each: Mapping[str, Any]) -> dict[str, Any]:
        asked = each["asked"]
        table = table_of(each, self.language, most=0 if asked["method"] in ONLY_SAID else MOST_ROWS)
        events = self.words["events_n"].format(n=self.number(each["events"]))
        source = self.words["source"].format(
            days=self.days(asked["first"], asked["last"]), n=events, response=self.response(),
        )  # fmt: skip
        of = each["of"]["en" if self.language == "en" else "sv"]
        return {
            "title": title_of(asked["method"], self.language) + (f" {', '.join(of)}" if of else ""),
            "says": render(each["sentence"], self.language),
            "sure": render(each["sure_sentence"], self.language) if each["sure_sentence"] else "",
            "source": source + (f" {self.words['seed'].format(seed=each['seed'])}" if each["seed"] else ""),
            "heads": [words for words, _is_number in table.heads], "rows": table.rows,
            "numbers": [is_number for _words, is_number in table.heads],
        }  # fmt: skip

    def places(self) -> list[dict[str, Any]]:
        return places_of(self.tables["findings"], self.language)
