"""The law's picture area by area: what was seen, where and when, what others counted, the state, what is being done."""

from collections.abc import Mapping
from typing import Any

from samsyn.documents.blocks import Block, heading, points, text
from samsyn.documents.longterm.telling import Teller

Row = Mapping[str, Any]
LOW_COVERAGE = 0.7
MOST_FIGURES, MOST_NAMES = 8, 6


class AreaSections:
    """One section for each area of the municipality's own division; an area nothing is known of says so."""

    def __init__(self, tables: Row, tell: Teller) -> None:
        self.tables, self.tell, self.words = tables, tell, tell.words
        seen = tables["observed"] or {}
        self.seen = {row["code"]: row for row in seen.get("areas", ())}
        self.states = {row["code"]: row for row in tables["states"]}

    def blocks(self) -> list[Block]:
        if not self.tables["areas"]:
            return []
        made = [heading(self.words["by_area"]), text(self.words["by_area_intro"])]
        for area in self.tables["areas"]:
            made += self._area(area)
        return made

    def _area(self, area: Row) -> list[Block]:
        told = [*self._seen(area), *self._figures(area), *self._judged(area), *self._worked_on(area)]
        front = []
        if area.get("population"):
            named = {"n": self.tell.number(area["population"]), "year": area["population_year"]}
            front = [text(self.tell.say("people_n", **named), tone="quiet")]
        body = [points(told)] if told else [text(self.words["area_nothing"])]
        return [heading(area["name"], level=3), *front, *body]

    def _seen(self, area: Row) -> list[str]:
        row = self.seen.get(area["code"])
        if row is None:
            return []
        tell = self.tell
        told = [tell.say("area_reports", events=tell.number(row["events"]), before=tell.number(row["before"]),
                         verdict=tell.change(row))]
        if row["groups"]:
            names = [f"{tell.lower(tell.name(each))} ({tell.number(each['events'])})" for each in row["groups"]]
            told.append(tell.say("area_mostly", groups=tell.listed(names)))
        if tell.when(row["when"]):
            told.append(tell.say("area_when", when=tell.when(row["when"])))
        if row["places"]:
            told.append(tell.say("area_places", places=tell.listed([tell.place(each) for each in row["places"]])))
        if row["coverage"] is not None:
            said = tell.say("area_coverage", share=tell.percent(row["coverage"]))
            told.append(f"{said} {self.words['coverage_low']}" if row["coverage"] < LOW_COVERAGE else said)
        return told

    def _figures(self, area: Row) -> list[str]:
        """What others have counted here, each with its year, what it rests on and its source."""
        told = []
        for each in self.tables["figures"]:
            here = next((row for row in each["areas"] if row["code"] == area["code"]), None)
            if here is None or each["kind"] == "population":       # stands under the area's name
                continue
            last, tell = here["years"][-1], self.tell
            change = (self.words[f"verdict_{here['told']['verdict']}"] if each["is_count"]
                      else _sentence(tell.share_change(here["told"])))
            told.append(tell.say(
                "area_figure", name=tell.name(each), value=tell.number(last["value"]), unit=tell.name(each, "unit"),
                year=last["year"], change=change, source=each["source"],
                n=tell.say("n_answers", n=tell.number(last["n"])) if last["n"] else "",
            ))  # fmt: skip
        return told[:MOST_FIGURES]

    def _judged(self, area: Row) -> list[str]:
        told, tell = [], self.tell
        state = self.states.get(area["code"])
        if state is not None:
            names = [tell.say("weeks_in", name=tell.lower(tell.name(each)), n=each["weeks"])
                     for each in state["levels"]]
            told.append(tell.say("area_states", states=tell.listed(names)))
        for each in self.tables["classes"]:
            if each["code"] == area["code"]:
                years = [f"{one['name']} {one['year']}" for one in each["years"]]
                told.append(tell.say("area_class", classes=", ".join(years), source=each["source"] or each["scheme"]))
        return told

    def _worked_on(self, area: Row) -> list[str]:
        told, tell = [], self.tell
        here = [each["title"] for each in self.tables["problems"] if each["area"] == area["code"]]
        if here:
            told.append(tell.say("area_problems", names="; ".join(here[:MOST_NAMES])))
        done = [each["what"] for each in self.tables["done"]["long"] if each["area"] == area["code"]]
        if done:
            told.append(tell.say("area_measures", names="; ".join(done[:MOST_NAMES])))
        return told


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
