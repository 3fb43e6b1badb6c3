"""The situational picture that the law asks for, as blocks: mapping, other information, analysis."""

from collections.abc import Iterable, Mapping
from typing import Any

from samsyn.documents.blocks import NUMBER, TEXT, Block, drawing, figures, heading, item, points, table, text
from samsyn.documents.longterm.areas import AreaSections
from samsyn.documents.longterm.drawings import series_chart
from samsyn.documents.longterm.telling import Teller
from samsyn.method.pictures.spans import MONTH_NAMES

Row = Mapping[str, Any]
MOST_CHARTS, YEARS_SHOWN, MOST_ROWS, FEWEST_BARS = 6, 5, 40, 3
LOW_RESPONSE = 0.7
FALSE_SHARE = 0.05


class StatutoryBlocks:
    """The parts of the paper, in the order of the law; `said` is what people wrote, `tables` what is known."""

    def __init__(self, said: Row, tables: Row, *, words: Mapping[str, str], language: str) -> None:
        self.said, self.tables, self.words, self.language = said, tables, words, language
        self.tell = Teller(words, language)
        self.offences = [row for row in tables["figures"] if row["kind"] == "offences" and row["years"]]
        self.surveys = [row for row in tables["figures"] if row["kind"] == "survey"]
        kept = {row["code"] for row in (*self.offences, *self.surveys)}
        self.others = [row for row in tables["figures"] if row["code"] not in kept and row["years"]]

    def all(self) -> list[Block]:
        """Return every block: the answers first, then the three parts."""
        return [
            *self._short(), *self._purpose(), *self._made(), *self._mapping(),
            *AreaSections(self.tables, self.tell).blocks(), *self._other(), *self._analysis(), *self._counted(),
        ]  # fmt: skip

    # --- first page -----------------------------------------------------------------------------

    def _short(self) -> list[Block]:
        lead = [self._offence_lead(), self._observed_lead(), self._problem_lead()]
        return [heading(self.words["in_short"]), *self._large(),
                *(text(each, tone="lead" if at == 0 else "") for at, each in enumerate(filter(None, lead)))]

    def _large(self) -> list[Block]:
        town, seen = self.tables["municipality"], self.tables["observed"]
        rows = []
        if town["population"]:
            rows.append({"value": self.tell.number(town["population"]),
                         "label": "inhabitants" if self.language == "en" else "invånare"})
        total = next((row for row in self._by_size() if row["told"].get("value")), None)
        if total is not None:
            rows.append({"value": self.tell.number(total["told"]["value"]),
                         "label": f"{self.tell.lower(self.tell.name(total))} {total['told']['year']}"})
        if seen is not None:
            rows.append({"value": self.tell.number(seen["events"]), "label": self.words["events"]})
            rows.append({"value": self.tell.percent(seen["response"]["share"]), "label": self.words["replied"]})
        return [figures(rows)] if rows else []

    def _by_size(self) -> list[Row]:
        return sorted(self.offences, key=lambda row: -(row["told"].get("value") or 0))

    def _offence_lead(self) -> str:
        stand_out = [row for row in self._by_size() if row["told"]["verdict"] in ("more", "fewer")][:3]
        if not self.offences:
            return ""
        if not stand_out:
            first = self._by_size()[0]
            return f"{self.tell.name(first)}. {self.tell.year(first['told'])}"
        return " ".join(f"{self.tell.name(row)}. {self.tell.year(row['told'])}" for row in stand_out)

    def _observed_lead(self) -> str:
        seen = self.tables["observed"]
        return "" if seen is None else self._observed_sentence(seen)

    def _problem_lead(self) -> str:
        names = [row["title"] for row in self.said["problems"]] or [row["title"] for row in self.tables["problems"]]
        return f"{self.words['chosen']}: {'; '.join(names)}." if names else ""

    def _written(self, key: str, *, needed: bool = False) -> list[Block]:
        words = self.said["texts"].get(key, "")
        if words:
            return [text(each) for each in words.split("\n") if each.strip()]
        return [text(self.words["not_written"], tone="quiet")] if needed else []

    def _purpose(self) -> list[Block]:
        return [heading(self.words["purpose"]), text(self.words["law_says"]), text(self.words["method_says"]),
                *self._written("purpose"), text(self.words["places_not_people"])]

    def _made(self) -> list[Block]:
        words, seen = self.words, self.tables["observed"]
        made = [heading(words["made_how"]), *self._written("method")]
        if self.tables["parties"]:
            made.append(text(self.tell.say("parties_in", names=", ".join(self.tables["parties"]))))
        heads = [(words["source_"], TEXT, 1.7), (words["what"], TEXT, 1.7), (words["period"], TEXT, 1.1),
                 (words["rests_on_n"], TEXT, 1.4), (words["answered"], TEXT, 0.9)]
        rows = [self._own_source(seen)] if seen is not None else []
        rows += [self._figure_source(row) for row in self.tables["figures"] if row["years"] or row["areas"]]
        made.append(table(words["sources"], heads, rows[:MOST_ROWS], language=self.language))
        if seen is None:
            made.append(text(words["no_own_reports"]))
        elif seen["response"]["promised"]:
            told = seen["response"]
            made.append(text(self.tell.say("response_says", replies=self.tell.number(told["replies"]),
                                           promised=self.tell.number(told["promised"]),
                                           share=self.tell.percent(told["share"]))))
        return [*made, text(words["missing_is_not_none"]), text(words["kept_apart"])]

    def _own_source(self, seen: Row) -> list[Any]:
        if seen["sources"] is None:
            rests = self.tell.say("n_reports_public", n=self.tell.number(seen["reports"]))
        else:
            rests = self.tell.say("n_reports", n=self.tell.number(seen["reports"]), sources=seen["sources"])
        days = f"{self.tell.day(seen['first_day'])} – {self.tell.day(seen['last_day'])}"
        return [self.words["reports_source"], self.words["reports_what"], days, rests,
                self.tell.percent(seen["response"]["share"])]

    def _figure_source(self, row: Row) -> list[Any]:
        years = [one["year"] for one in row["years"]] or sorted({one["year"] for each in row["areas"]
                                                                 for one in each["years"]})
        shares = [one["response"] for one in row["years"] if one["response"]]
        answers = [one["n"] for one in row["years"] if one["n"]] or [
            one["n"] for each in row["areas"] for one in each["years"][-1:] if one["n"]]
        if answers:
            low, high = self.tell.number(min(answers)), self.tell.number(max(answers))
            rests = f"{low if low == high else f'{low}–{high}'} {self.words['answers'].lower()}"
        else:
            key = "n_readings_areas" if row["summed_areas"] else "n_readings"
            rests = self.tell.say(key, n=self.tell.number(row["readings"]), areas=row["summed_areas"])
        return [f"{row['source']}{' · ' + row['licence'] if row['licence'] else ''}", self.tell.name(row),
                str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}", rests,
                self.tell.percent(shares[-1]) if shares else "–"]

    # --- part 1 ---------------------------------------------------------------------------------

    def _mapping(self) -> list[Block]:
        words, town = self.words, self.tables["municipality"]
        made = [heading(words["part1"]), heading(words["the_town"], level=3)]
        if town["population"]:
            made.append(text(self.tell.say("inhabitants", name=town["name"], n=self.tell.number(town["population"]))))
        if self.tables["areas"]:
            names = self.tell.listed([row["name"] for row in self.tables["areas"]])
            made.append(text(self.tell.say("areas_are", n=len(self.tables["areas"]), names=names)))
        made += [*self._offences(), *self._observed()]
        written = self._written("mapping")
        return [*made, *([heading(words["consequences"], level=3), *written] if written else [])]

    def _offences(self) -> list[Block]:
        words = self.words
        made = [heading(words["offences"], level=3), text(words["offences_intro"])]
        if not self.offences:
            return [*made, text(words["no_offences"])]
        for row in self._by_size()[:MOST_CHARTS]:
            made.append(text(f"{self.tell.name(row)}. {self.tell.year(row['told'])}"))
            made += [self._chart(row)] if len(row["years"]) >= FEWEST_BARS else []
        years = sorted({one["year"] for row in self.offences for one in row["years"]})[-YEARS_SHOWN:]
        heads = [(words["what"], TEXT, 2.1), *((str(year), NUMBER, 0.8) for year in years),
                 (words["expected_range"], TEXT, 1.1), (words["in_words_short"], TEXT, 1.0)]
        rows = [self._year_row(row, years) for row in self._by_size()][:MOST_ROWS]
        made.append(table(words["offences_table"], heads, rows, language=self.language))
        early = sorted({one["year"] for row in self.offences for one in row["years"] if one["preliminary"]})
        if early:
            made.append(text(self.tell.say("preliminary", year=", ".join(map(str, early))), tone="quiet"))
        return made

    def _chart(self, row: Row) -> Block:
        years, told = row["years"], row["told"]
        named = {"name": self.tell.name(row), "unit": self.tell.name(row, "unit"), "first": years[0]["year"],
                 "last": years[-1]["year"]}
        expected = (told["low"], told["high"]) if told["verdict"] != "too_little" else None
        svg = series_chart(
            [str(one["year"]) for one in years], [one["value"] for one in years], title=self.tell.name(row),
            said=[self.tell.number(one["value"], 0) for one in years], expected=expected,
        )  # fmt: skip
        alt = self.tell.say("chart_years", **named)
        return drawing(svg, alt=alt, note=f"{alt} {self.tell.say('chart_source', source=row['source'])}")

    def _year_row(self, row: Row, years: list[int]) -> list[Any]:
        by_year = {one["year"]: one["value"] for one in row["years"]}
        told = row["told"]
        low, high = (self.tell.number(told.get(name), 0) for name in ("low", "high"))
        expected = "–" if told["verdict"] == "too_little" else f"{low}–{high}"
        verdict = self.words[f"short_{told['verdict']}"]
        return [self.tell.name(row), *(by_year.get(year) for year in years), expected, verdict]

    def _observed_sentence(self, seen: Row) -> str:
        return self.tell.say(
            "observed_says", events=self.tell.number(seen["events"]), before=self.tell.number(seen["before"]),
            first=self.tell.day(seen["first_day"]), last=self.tell.day(seen["last_day"]),
            verdict=self.tell.change(seen),
        )  # fmt: skip

    def _observed(self) -> list[Block]:
        words, seen = self.words, self.tables["observed"]
        made = [heading(words["observed"], level=3)]
        if seen is None:
            return [*made, text(words["no_own_reports"])]
        made.append(text(self._observed_sentence(seen)))
        if seen["sources"] is not None and seen["sources"] > seen["sources_before"]:
            made.append(text(self.tell.say("more_sources", now=seen["sources"], before=seen["sources_before"])))
        if seen["from_decided"] and seen["from_decided"] >= 0.2 * seen["events"]:
            share = self.tell.percent(seen["from_decided"] / seen["events"])
            made.append(text(self.tell.say("from_decided", share=share)))
        if seen["months"]:
            made.append(self._months(seen["months"]))
        heads = [(words["what"], TEXT, 2.2), (words["count_now"], NUMBER, 0.8), (words["count_before"], NUMBER, 0.9),
                 (words["change"], TEXT, 2.2)]
        rows = [[self.tell.name(row), row["events"], row["before"], self.tell.change(row)] for row in seen["groups"]]
        listed = table(words["by_group"], heads, rows, language=self.language)
        return [*made, listed, text(words["small_hidden"], tone="quiet")]

    def _months(self, months: list[Row]) -> Block:
        at = 1 if self.language == "en" else 0
        labels = [f"{MONTH_NAMES[int(row['month'][5:]) - 1][at][:3]} {row['month'][2:4]}" for row in months]
        svg = series_chart(labels, [row["events"] for row in months], title=self.words["months_chart"],
                           said=[self.tell.number(row["events"]) for row in months])
        return drawing(svg, alt=self.words["months_chart"], note=f"{self.words['months_chart']}.")

    # --- part 2 ---------------------------------------------------------------------------------

    def _other(self) -> list[Block]:
        words = self.words
        written = self._written("other")
        made = [heading(words["part2"]), heading(words["surveys"], level=3), *self._surveys()]
        made += [heading(words["other_texts"], level=3), *written] if written else []
        return [*made, *self._classes(), *self._other_figures(), *self._feeds()]

    def _surveys(self) -> list[Block]:
        words = self.words
        if not self.surveys:
            return [text(words["no_surveys"])]
        heads = [(words["area"], TEXT, 1.6), (words["year"], TEXT, 0.7), (words["value"], NUMBER, 0.8),
                 (words["answers"], NUMBER, 0.8), (words["answered"], NUMBER, 1.0), (words["change"], TEXT, 2.2)]
        made: list[Block] = []
        for row in self.surveys:
            name = f"{self.tell.name(row)}, {self.tell.name(row, 'unit')}".rstrip(", ")
            made += [text(f"{name}. {self.tell.say('chart_source', source=row['source'])}"),
                     table(name, heads, list(self._survey_rows(row))[:MOST_ROWS], language=self.language)]
        return [*made, text(words["surveys_note"], tone="quiet")]

    def _survey_rows(self, row: Row) -> Iterable[list[Any]]:
        whole = [(self.words["whole_town"], row["years"], row["told"])] if row["years"] else []
        for name, years, told in (*whole, *((each["name"], each["years"], each["told"]) for each in row["areas"])):
            last = years[-1]
            yield [name, str(last["year"]), last["value"], last["n"], self.tell.percent(last["response"]),
                   self.tell.share_change(told)]

    def _classes(self) -> list[Block]:
        words = self.words
        if not self.tables["classes"]:
            return []
        heads = [(words["area"], TEXT, 1.4), (words["year"], TEXT, 0.6), (words["class_"], TEXT, 1.6),
                 (words["trend"], TEXT, 1.0), (words["source_"], TEXT, 1.8)]
        rows = [[each["area"], str(one["year"]), one["name"], words[f"trend_{one['trend']}"],
                 each["source"] or each["scheme"]] for each in self.tables["classes"] for one in each["years"]]
        return [heading(words["classes"], level=3), text(words["classes_note"]),
                table(words["classes"], heads, rows[:MOST_ROWS], language=self.language)]

    def _other_figures(self) -> list[Block]:
        words = self.words
        if not self.others:
            return []
        heads = [(words["what"], TEXT, 2.2), (words["year"], TEXT, 0.6), (words["value"], NUMBER, 0.9),
                 (words["answers"], NUMBER, 0.7), (words["source_"], TEXT, 2.0)]
        rows = [[f"{self.tell.name(row)}, {self.tell.name(row, 'unit')}", str(row["years"][-1]["year"]),
                 row["years"][-1]["value"], row["years"][-1]["n"], row["source"]] for row in self.others]
        return [heading(words["other_figures"], level=3),
                table(words["other_figures"], heads, rows[:MOST_ROWS], language=self.language)]

    def _feeds(self) -> list[Block]:
        words = self.words
        if not self.tables["outside"]:
            return []
        heads = [(words["source_"], TEXT, 1.6), (words["what"], TEXT, 2.0), (words["events_told"], NUMBER, 0.8)]
        rows = [[row["source"], row["type"], row["events"]] for row in self.tables["outside"]]
        return [heading(words["feeds"], level=3), text(words["feeds_note"]),
                table(words["feeds"], heads, rows[:20], language=self.language)]

    # --- part 3 ---------------------------------------------------------------------------------

    def _analysis(self) -> list[Block]:
        words = self.words
        return [
            heading(words["part3"]), *self._written("analysis", needed=True),
            heading(words["what_changed"], level=3), *self._changes(),
            heading(words["chosen"], level=3), *self._problems(), *self._weighed(), *self._done(),
            heading(words["not_known"], level=3), points(self._unknown()),
            heading(words["needs"]), *self._written("needs", needed=True), text(words["leads_to_plan"], tone="quiet"),
        ]  # fmt: skip

    def _changes(self) -> list[Block]:
        seen, tell = self.tables["observed"] or {"groups": (), "areas": ()}, self.tell
        sure = ("more", "fewer")
        lines = [tell.say("changed_offence", name=tell.name(row), value=tell.number(row["told"]["value"], 0),
                          year=row["told"]["year"], low=tell.number(row["told"]["low"], 0),
                          high=tell.number(row["told"]["high"], 0))
                 for row in self.offences if row["told"]["verdict"] in sure]
        for key, rows in (("changed_group", seen["groups"]), ("changed_area", seen["areas"])):
            lines += [tell.say(key, name=tell.lower(tell.name(row)) if key == "changed_group" else tell.name(row),
                               events=tell.number(row["events"]), before=tell.number(row["before"]))
                      for row in rows if row["verdict"] in sure]
        compared = self._compared("more", "fewer", "usual")
        wrong = max(1, round(sum(row["told"]["verdict"] != "too_little" for row in self.offences) * FALSE_SHARE))
        note = text(tell.say("by_chance", n=compared, false=wrong), tone="quiet")
        if not lines:
            return [text(self.words["nothing_changed"]), *([note] if compared else [])]
        return [points(lines), note]

    def _compared(self, *verdicts: str) -> int:
        seen = self.tables["observed"] or {"groups": (), "areas": ()}
        rows = [*(row["told"] for row in self.offences), *seen["groups"], *seen["areas"]]
        return sum(row["verdict"] in verdicts for row in rows)

    def _problems(self) -> list[Block]:
        known = {row["number"]: row for row in self.tables["problems"]}
        rows = self.said["problems"] or [
            {"title": row["title"], "text": "", "area": row["where"], "problem": row["number"]}
            for row in known.values()
        ]
        if not rows:
            return [text(self.words["no_problems"])]
        return [self._problem(row, known.get(row["problem"])) for row in rows]

    def _problem(self, row: Row, known: Row | None) -> Block:
        tell, told = self.tell, [row["text"]] if row["text"] else []
        if known is not None:
            if known["affected"] and known["affected"] != row["text"]:
                told.append(tell.say("affected", who=known["affected"]))
            for name in ("causes", "goals"):
                if known[name]:
                    told.append(tell.say(name, names="; ".join(known[name])))
        number = tell.say("problem_n", n=row["problem"]) if row["problem"] else ""
        where = f" ({row['area']})" if row["area"] else ""
        return item(f"{row['title']}{where}", " ".join(told), under=number)

    def _weighed(self) -> list[Block]:
        words, rows = self.words, self.tables["priorities"]
        if not rows:
            return []
        heads = [(words["area"], TEXT, 1.4), (words["need"], NUMBER, 0.7), (words["influence"], NUMBER, 0.8),
                 (words["choice"], TEXT, 0.9), (words["why"], TEXT, 2.4)]
        cells = [[row["name"], row["need"], row["influence"], words["chosen_yes" if row["chosen"] else "chosen_no"],
                  row["reason"] or "–"] for row in rows]
        return [heading(words["weighed"], level=3), text(words["weighed_note"]),
                table(words["weighed"], heads, cells, language=self.language)]

    def _done(self) -> list[Block]:
        done, tell = self.tables["done"], self.tell
        if not done["decided"]:
            return []
        made = [heading(self.words["what_was_done"], level=3), text(tell.say(
            "done_says", decided=done["decided"], carried=done["carried_out"], followed=done["followed_up"]))]
        return [*made, *(
            item(f"{row['what']} ({row['where']})" if row["where"] else row["what"],
                 " ".join(filter(None, (row["text"], tell.say("effect_next", conclusion=row["conclusion_sv"])))),
                 under=tell.say("effect_of", n=row["number"], what="").rstrip(": "))
            for row in done["effects"]
        )]  # fmt: skip

    def _unknown(self) -> list[str]:
        seen, words = self.tables["observed"], self.words
        told = []
        if (few := self._compared("too_little")):
            told.append(self.tell.say("unknown_few", n=few))
        if seen is None:
            told.append(words["unknown_own"])
        elif (share := seen["response"]["share"]) is not None and share < LOW_RESPONSE:
            told.append(self.tell.say("unknown_response", share=self.tell.percent(share)))
        told += [words["unknown_offences"]] if not self.offences else []
        told += [words["unknown_surveys"]] if not self.surveys else []
        without = sum(not row["causes"] for row in self.tables["problems"])
        if without and self.tables["areas"]:
            told.append(self.tell.say("unknown_causes", n=without, all=len(self.tables["problems"])))
        return told or [words["missing_is_not_none"]]

    def _counted(self) -> list[Block]:
        words = self.words
        said = [words[f"counted_{each}"] for each in ("years", "reports", "shares")]
        return [heading(words["how_counted"]), points(said)]
