"""The weekly picture on paper and as a printable page: what goes in. It reads the stored tables and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine

from samsyn.documents.charts import DAYS, sparkline, week_matrix
from samsyn.documents.maps import LETTERS, PaperMap, paper_map
from samsyn.documents.phases import phases_on_paper
from samsyn.documents.sections import LATE, sections_of
from samsyn.documents.states import cards_on_paper, states_on_paper
from samsyn.documents.typeset import typeset
from samsyn.documents.words import words_in
from samsyn.ground.places.models import Area, BaseMap
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.pictures.patterns.telling import table_of, title_of
from samsyn.method.pictures.sentences import day_words, figure, kind_words, render
from samsyn.method.publications.leaving import picture_that_leaves

Row = Mapping[str, Any]
MOST_CONDITIONS, MOST_CHANGES, MOST_OUTSIDE = 18, 8, 12
MOST_ON_FRONT, MOST_STANDING_OUT, MOST_NEWCOMERS = 3, 6, 2
MOST_AREAS_ON_FRONT = 12
MOST_FINDING_ROWS = 8
ONLY_SAID = ("hours", "counts")         # their figures are too many for a page
CLEAR_VERDICTS = ("more", "fewer")


def weekly_pdf(
    picture: SituationalPicture, *, audience: str, language: str = "sv", reader: Any = None
) -> bytes:
    """Return the picture as a tagged PDF; the same picture gives the same bytes. `reader`: the one whom it is for."""
    data = weekly_document(picture, audience=audience, language=language, reader=reader)
    return typeset("weekly.typ", data=data, timestamp=told_at(picture))


def weekly_html(picture: SituationalPicture, *, audience: str, language: str = "sv") -> bytes:
    """Return the picture as one page that stands alone and can be printed."""
    data = weekly_document(picture, audience=audience, language=language)
    page = (Path(__file__).parent / "weekly.html").read_text(encoding="utf-8")
    return Engine(autoescape=True).from_string(page).render(Context({"d": data, "w": data["words"]})).encode()


def told_at(picture: SituationalPicture) -> datetime:
    """Return the time that stands in the file: when it was locked, else the Monday after the period. Never now."""
    monday = picture.week.last_day + timedelta(days=1)
    return picture.locked_at or datetime.combine(monday, time(12), tzinfo=UTC)


def weekly_document(
    picture: SituationalPicture, *, audience: str, language: str = "sv", reader: Any = None
) -> dict[str, Any]:
    """Return everything the paper shows, in words and drawings, from the stored tables; weaknesses by area alone.

    Beside the tables stand the phases of areas and problems: those of one reader, or of the audience (None); a
    locked picture has them as they were at its lock.
    """
    whole = picture_that_leaves(picture, audience)
    tables, words = whole["tables"], words_in(language)
    drawing = _map(picture, tables, words)
    sections = sections_of(tables, words, language=language)
    paper = Paper(tables, words=words, language=language)
    return {
        "sections": sections, "language": language, "words": words, "municipality": whole["municipality"],
        "period": whole["period"][f"label_{'en' if language == 'en' else 'sv'}"],
        "days": paper.days(whole["period"]["first_day"], whole["period"]["last_day"]),
        "title": f"{words['picture']} {whole['municipality']['name']}, {whole['period']['label_sv']}",
        "audience": words[f"audience_{audience}"], "status": _status(picture, words, language),
        "made_with": words["made_with"].format(version=whole["program"]),
        "public": audience == PictureAudience.PUBLIC, "made": tables["head"]["observations_made"],
        "front": paper.front(), "areas": paper.areas(),
        "map": drawing and drawing.svg, "map_alt": words["map_alt"].format(n=len(tables["points"])),
        "map_outside": paper.outside_map(drawing), "places": paper.places("places"),
        "usual_places": paper.places("usual_places"), "changes": paper.changes(), "hours": paper.hours(),
        "states": states_on_paper(whole, words, language=language),
        "cards": cards_on_paper(whole, words, language=language), "findings": paper.findings(),
        "conditions": paper.conditions(), "checklists": paper.checklists(),
        "phases": phases_on_paper(picture, on=picture.week.last_day, of=(audience, reader), words=words,
                                  language=language),
        "coming": paper.coming(), "outside": paper.outside(),
        "data_note": paper.data_note(),
    }  # fmt: skip


def _status(picture: SituationalPicture, words: Mapping[str, str], language: str) -> str:
    if picture.locked_at is None:
        return words["draft"]
    day = picture.locked_at.astimezone(picture.municipality.zone).date()
    locked = words["locked"].format(day=day_words(day, language=language), function=picture.locked_by)
    return f"{locked}, {words['edition'].format(n=picture.edition)}" if picture.edition > 1 else locked


def _map(picture: SituationalPicture, tables: Row, words: Mapping[str, str]) -> PaperMap | None:
    """Draw the map from the area borders of the period's last day; without points there is nothing to draw."""
    if not tables["points"]:
        return None
    areas = Area.objects.filter(municipality=picture.municipality).in_working_set(on=picture.week.last_day)
    rows = areas.order_by("code").values("code", "name", "polygon", "centre_lon", "centre_lat")
    kept = BaseMap.objects.filter(municipality=picture.municipality, kind=BaseMap.Kind.GEOJSON).first()
    path = Path(settings.MEDIA_ROOT) / kept.path if kept else None
    return paper_map(
        tables["points"], places=tables["places"], areas=rows, title=words["map"],
        base_map=path.read_bytes() if path is not None and path.exists() else None,
    )  # fmt: skip


class Paper:
    """The stored tables in the words of one language."""

    def __init__(self, tables: Row, *, words: Mapping[str, str], language: str) -> None:
        self.tables = tables
        self.words = words
        self.language = language

    # --- words ---

    def say(self, sentence: Row) -> str:
        return render(sentence, self.language)

    def number(self, value: float | None) -> str:
        if value is None:
            return "–"
        return figure(value, language=self.language, decimals=0 if float(value).is_integer() else 1)

    def named(self, row: Row) -> str:
        return str(row["name_en" if self.language == "en" else "name_sv"])

    def day(self, day: str) -> str:
        return day_words(day, language=self.language)

    def short_day(self, day: str) -> str:
        """Write a day with a short month: 5 okt 2025; maj and juni are short as they are."""
        number, month, year = self.day(day).split()
        return f"{number} {month if len(month) <= 4 else month[:3]} {year}"

    def days(self, first: str, last: str) -> str:
        if first == last:
            return self.day(first)
        start, end = self.day(first).split(), self.day(last).split()
        kept = start[: 1 if start[1:] == end[1:] else 2 if start[2] == end[2] else 3]
        return f"{' '.join(kept)}–{' '.join(end)}" if len(kept) == 1 else f"{' '.join(kept)} – {' '.join(end)}"

    def expected(self, row: Row) -> str:
        return "–" if row.get("low") is None else f"{self.number(row['low'])}–{self.number(row['high'])}"

    def place_name(self, row: Row) -> str:
        if row["name"]:
            return str(row["name"])
        return self.words["circle"].format(m=self.number(row["radius_m"]), area=row["area"] or "–")

    def most_common(self, row: Row, *, most: int = 3) -> str:
        return ", ".join(f"{self.named(each)} {self.number(each['events'])}" for each in row["categories"][:most])

    # --- what was put in to look at ---

    def findings(self) -> list[dict[str, Any]]:
        """Return the patterns that were put in the picture, each with its sentences, its source and its first rows."""
        told = []
        for each in self.tables.get("to_look_at", []):
            asked = each["asked"]
            most = 0 if asked["method"] in ONLY_SAID else MOST_FINDING_ROWS
            table = table_of(each, self.language, most=most)
            of = "".join(f", {name}" for name in each["of"]["en" if self.language == "en" else "sv"])
            events = self.words["finding_events"].format(n=self.number(each["in_period"]))
            told.append({
                "title": title_of(asked["method"], self.language), "says": self.say(each["sentence"]),
                "sure": self.say(each["sure_sentence"]) if each["sure_sentence"] else "",
                "source": f"{self.days(asked['first'], asked['last'])}{of}. {events}",
                "heads": [words for words, _is_number in table.heads], "rows": table.rows,
                "numbers": [is_number for _words, is_number in table.heads],
            })
        return told

    # --- the first page ---

    def front(self) -> dict[str, Any]:
        """Return what a politician reads: figures, answers, and how sure they are."""
        head = self.tables["head"]
        total = head["total"]
        return {
            "figures": self._figures(head), "answer": self.say(total["sentence"] if total else head["sentences"][0]),
            "told": [self.say(sentence) for sentence in head["sentences"]],
            "spark": self._spark(total, name=self.words["whole"], width=480, height=52) if total else None,
            "spark_alt": self._spark_words(total, name=self.words["whole"]) if total else "",
            "stands_out": self._stands_out(), "remains": self._remains(), "coming": self.coming()[:MOST_ON_FRONT],
            "sure": [self.say(head["power"]), self.say(head["alarm_budget"])] if head["observations_made"] else [],
            "responses": [self.say(each) for each in head["sentences"] if each["key"].startswith("head.response")],
            "cutoff": self.words["cutoff"].format(day=self.day(head["cutoff"])),
            "joined": [
                self.say(note["sentence"]) for note in self.tables["data_note"] if note["key"] == "source.joined"
            ][:MOST_NEWCOMERS],
            "areas": self._areas_in_short(),
        }  # fmt: skip

    def _figures(self, head: Row) -> list[dict[str, str]]:
        replied = self.words["unknown"]
        if head["duties"]:
            replied = self.words["of"].format(a=head["replies"], b=head["duties"])
        counts = [name for name in ("events", "reports", "sources") if head[name] is not None]
        shown = [(self.number(head[name]), self.words[name]) for name in counts]
        shown += [(replied, self.words["replied"])] if head["reports"] is not None else []
        return [{"value": value, "label": label} for value, label in shown]

    def _stands_out(self) -> list[dict[str, str]]:
        """Return areas, places and categories that depart from their own history, each with its reason."""
        found = [
            (self.words["area_word"], row["name"], self.say(row["sentence"]))
            for row in self.tables["areas"]
            if row["verdict"] in CLEAR_VERDICTS
        ]  # fmt: skip
        for letter, row in zip(LETTERS, self.tables["places"], strict=False):
            found.append((f"{self.words['place_word']} {letter}", self.place_name(row), self.say(row["reason"])))
        found += [
            (self.words["category_word"], self.named(row), self.say(row["sentence"]))
            for row in self.tables["changes"] if row["verdict"] in CLEAR_VERDICTS
        ]  # fmt: skip
        return [{"kind": kind, "name": name, "why": why} for kind, name, why in found[:MOST_STANDING_OUT]]

    def _areas_in_short(self) -> list[dict[str, Any]]:
        """Return every area on one line; the sheet leaves them out where the first page has no room for them."""
        rows = self.tables["areas"]
        if len(rows) > MOST_AREAS_ON_FRONT or not all(row["series"] for row in rows):
            return []
        short = [self._in_short(row["sentence"]) for row in rows]
        return [{**area, "words": words} for area, words in zip(self.areas(), short, strict=True)]

    def _in_short(self, sentence: Row) -> str:
        """Say the first thing only; the page with the areas says the rest."""
        return self.say({**sentence, "params": {**sentence["params"], "new": 0, "decided": 0}})

    def _remains(self) -> dict[str, Any]:
        sentences = [s for s in self.tables["head"]["sentences"] if s["key"].startswith("head.conditions")]
        overdue = [row for row in self.conditions()["rows"] if row["overdue"]]
        return {"told": [self.say(sentence) for sentence in sentences], "overdue": overdue[:MOST_ON_FRONT]}

    # --- drawings ---

    def _spark(self, row: Row, *, name: str, width: int = 168, height: int = 34) -> str | None:
        if not row["series"]:
            return None
        words = self._spark_words(row, name=name)
        return sparkline(row["series"], row["band_low"], row["band_high"], title=words, width=width, height=height)

    def _spark_words(self, row: Row, *, name: str) -> str:
        if not row["series"]:
            return name
        low, high = row["band_low"][-1], row["band_high"][-1]
        now = self.number(row["series"][-1])
        if low is None or high is None:
            return self.words["spark_alt_plain"].format(name=name, now=now)
        return self.words["spark_alt"].format(name=name, now=now, low=self.number(low), high=self.number(high))

    # --- the tables ---

    def areas(self) -> list[dict[str, Any]]:
        return [
            {
                "name": row["name"], "events": self.number(row["events_in_period"]) if row["series"] else
                self.number(row["events"]), "words": self.say(row["sentence"]), "verdict": row["verdict"],
                "common": self.most_common(row), "spark": self._spark(row, name=row["name"]),
                "spark_alt": self._spark_words(row, name=row["name"]), "coverage": self._coverage(row["coverage"]),
            }
            for row in self.tables["areas"]
        ]  # fmt: skip

    def _coverage(self, share: float | None) -> str:
        """Say how many were there, where it differs from the whole."""
        whole = self.tables["head"]["response_share"] or 1.0
        if share is None or share >= whole - 0.05:
            return ""
        percent = f"{figure(share * 100, language=self.language)}\u00a0%"
        return self.words["coverage"].format(share=percent)

    def places(self, table: str) -> list[dict[str, Any]]:
        letters = LETTERS if table == "places" else ""
        return [
            {
                "letter": letters[at : at + 1], "name": self.place_name(row), "area": row["area"],
                "events": self.number(row["events"]), "expected": self.expected(row), "why": self.say(row["reason"]),
                "common": self.most_common(row, most=2),
            }
            for at, row in enumerate(self.tables[table])
        ]  # fmt: skip

    def outside_map(self, drawing: PaperMap | None) -> str:
        if drawing is None or not drawing.events_outside:
            return ""
        return self.words["map_outside"].format(n=self.number(drawing.events_outside))

    def changes(self) -> dict[str, list[dict[str, Any]]]:
        """Return the categories that changed, and the largest of those that are as usual."""
        rows = self.tables["changes"]
        usual = [row for row in rows if row["verdict"] == "usual"]
        usual.sort(key=lambda row: (-row["events"], row["code"]))
        chosen = {"clear": [row for row in rows if row["verdict"] in CLEAR_VERDICTS], "usual": usual}
        return {
            name: [
                {
                    "code": row["code"], "name": self.named(row), "events": self.number(row["events"]),
                    "words": self.say(row["sentence"]), "verdict": row["verdict"],
                }
                for row in part[:MOST_CHANGES]
            ]
            for name, part in chosen.items()
        }  # fmt: skip

    def hours(self) -> dict[str, Any] | None:
        hours = self.tables["hours"]
        if hours["sentence"]["key"] == "hours.too_little":
            return None
        drawn = {
            name: week_matrix(hours[name], title=self.words[f"hours_{name}"], language=self.language, cell=12)
            for name in ("counts", "watched")
        }
        alts = {f"{name}_alt": self._most(hours[name]) for name in ("counts", "watched")}
        return {
            **drawn, **alts, "sentence": self.say(hours["sentence"]),
            "note": self.words["hours_note"].format(weeks=self.number(hours["weeks"])),
        }  # fmt: skip

    def _most(self, counts: Sequence[Sequence[float]]) -> str:
        cells = sorted((-value, day, hour) for day, row in enumerate(counts) for hour, value in enumerate(row))[:3]
        names = DAYS["en" if self.language == "en" else "sv"]
        most = ", ".join(f"{names[day]} {hour:02d}" for value, day, hour in cells if value)
        return self.words["hours_alt"].format(most=most or "–")

    def conditions(self) -> dict[str, Any]:
        rows = [
            {
                "what": self.named(row), "place": row["place"], "area": row["area"],
                "since": self.short_day(row["since"]),
                "weeks": self.number(row["weeks_open"]), "sources": self.number(row["sources"]),
                "fault": row["fault_number"] or "", "overdue": row["overdue"],
            }
            for row in self.tables["conditions"]
        ]  # fmt: skip
        chosen = sorted(rows, key=lambda row: not row["overdue"])[:MOST_CONDITIONS]
        more = (self.tables["head"]["open_conditions"] or 0) - len(chosen)
        return {"rows": chosen, "more": self.words["and_more"].format(n=self.number(more)) if more > 0 else ""}

    def checklists(self) -> dict[str, Any] | None:
        """Return what the weekly checklists said, area by area; None where nobody handed one in."""
        lists = self.tables.get("checklists")
        if not lists:
            return None
        parts = [(area["name"], area["rows"]) for area in lists["areas"]]
        parts += [(self.words["checklists_others" if parts else "checklists_all"], lists["other_areas"])]
        return {
            "response": self.say(lists["response"]), "left": self.say(lists["left"]) if lists["left"] else "",
            "parts": [
                {"name": name, "rows": [{"name": self.named(r), "words": self.say(r["sentence"])} for r in rows]}
                for name, rows in parts if rows
            ],
        }  # fmt: skip

    def coming(self) -> list[dict[str, str]]:
        return [
            {"when": self.days(row["first_day"], row["last_day"]), "what": self.named(row)}
            for row in self.tables["coming"]
        ]

    def outside(self) -> list[dict[str, Any]]:
        """Return each outside source: the whole municipality first, then what departs from its own history."""
        return [self._outside_table(table) for table in self.tables["outside"]]

    def _outside_table(self, table: Row) -> dict[str, Any]:
        whole, rest = table["rows"][:1], table["rows"][1:]
        clear = [row for row in rest if row["verdict"] in CLEAR_VERDICTS]
        shown = rest if len(rest) <= MOST_OUTSIDE else clear
        left = len(rest) - len(shown)
        title = str(table["title_en" if self.language == "en" else "title_sv"])
        return {
            "title": title[:1].upper() + title[1:],
            "unit": table["unit_en" if self.language == "en" else "unit"],
            "what": self.words["area" if any(row["area"] for row in rest) else "type"],
            "rows": [self._outside_row(row) for row in whole + shown],
            "more": self.words["rest_usual"].format(n=self.number(left)) if left else "",
            "licence": self.words["licence" if table["licence"] else "source"].format(
                source=table["source"], licence=table["licence"]
            ),
        }  # fmt: skip

    def _outside_row(self, row: Row) -> dict[str, Any]:
        name = row["name"] or self.words["whole"]
        return {
            "name": f"{row['name']} ({row['area']})" if row["area"] and row["area"] != row["name"] else name,
            "value": self.number(row["value"]), "usual": self.number(row["usual"]), "expected": self.expected(row),
            "words": self.say(row["sentence"]), "verdict": row["verdict"],
        }  # fmt: skip

    # --- what it rests on ---

    def data_note(self) -> list[str]:
        """Return the data note; kinds of source that answered, did not, or sent reports share a line each."""
        notes = [note["sentence"] for note in self.tables["data_note"] if note["key"] != LATE]
        lines = {
            "note.replied": "replied_long", "note.not_replied": "not_replied_long", "note.reported": "reported_long",
        }  # fmt: skip
        told: list[str] = []
        for key, words in lines.items():
            kinds = [self._of_kind(sentence["params"]) for sentence in notes if sentence["key"] == key]
            told += [self.words[words].format(kinds=", ".join(kinds))] if kinds else []
        return told + [self.say(sentence) for sentence in notes if sentence["key"] not in lines]

    def _of_kind(self, params: Row) -> str:
        kind = kind_words(params["kind"], language=self.language)
        if "reports" in params:
            return f"{kind} {self.number(params['reports'])}"
        count = params.get("replied", params.get("missing"))
        return f"{kind} {self.words['of'].format(a=self.number(count), b=self.number(params['expected']))}"
