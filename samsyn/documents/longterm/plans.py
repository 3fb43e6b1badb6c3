"""Agreements, action plans and pledges as blocks: what was agreed, against which problems, who does what by when."""

from collections.abc import Mapping
from typing import Any

from samsyn.documents.blocks import DAY, TEXT, Block, heading, item, points, table, text
from samsyn.documents.longterm.telling import Teller

Row = Mapping[str, Any]


class PlanBlocks:
    """One document's parts; `headings` are its texts' own, in order; `after` is what came of it."""

    def __init__(
        self, said: Row, *, headings: Mapping[str, str], after: Row, words: Mapping[str, str], language: str
    ) -> None:
        self.said, self.headings, self.after = said, headings, after
        self.words, self.language, self.tell = words, language, Teller(words, language)

    def all(self) -> list[Block]:
        made = {"agreement": self._agreement, "plan": self._plan, "pledge": self._pledge}[self.said["kind"]]()
        return [*made, *self._signatures(), *self._afterwards()]

    def _text(self, key: str, *, level: int = 3) -> list[Block]:
        words = self.said["texts"].get(key, "")
        if not words:
            return []
        lines = [each.strip() for each in words.split("\n") if each.strip()]
        return [heading(self.headings[key], level=level), *(text(each) for each in lines)]

    def _must(self, key: str, *, level: int = 2) -> list[Block]:
        return self._text(key, level=level) or [
            heading(self.headings[key], level=level), text(self.words["not_written"], tone="quiet")]

    def _agreement(self) -> list[Block]:
        words, said = self.words, self.said
        between = points(said["parties"]) if said["parties"] else text(words["not_written"], tone="quiet")
        made = [heading(words["between"]), between]
        made += [*self._must("purposes"), *self._must("areas"), heading(words["part_1"])]
        made += [block for key in ("form", "picture_work", "ours", "theirs") for block in self._text(key)]
        made.append(heading(words["part_2"]))
        made += [block for key in ("priorities", "plans", "reporting") for block in self._text(key)]
        made += [heading(words["annex_problems"]), *self._problems(with_measures=False), heading(words["annex_plans"])]
        plans = [f"{row['title']}, {self.tell.say('version', n=row['edition']).lower()}" for row in self.after["plans"]]
        return [*made, points(plans) if plans else text(words["annex_none"]), text(words["not_binding"], tone="quiet")]

    def _plan(self) -> list[Block]:
        words, said = self.words, self.said
        without = sum(row["problem"] is None for row in said["measures"])
        key = "some_untraced" if without else "all_traced"
        counts = {"n": len(said["measures"]), "without": without,
                  "problems": len({row["problem"] for row in said["measures"]} - {None})}  # fmt: skip
        made = [text(words["plan_law" if said["by_law"] else "plan_method"]),
                text(self.tell.say(key, **counts), tone="lead")]
        if said["based_on"]:
            rests = said["based_on"]
            told = "rests_on_picture" if rests["decided_on"] else "rests_on_draft"
            made.append(text(self.tell.say(told, title=rests["title"], n=rests["edition"],
                                           day=self.tell.day(rests["decided_on"]) if rests["decided_on"] else "")))
        made += [*self._text("aim", level=2), heading(words["measures_against"]), *self._problems(with_measures=True)]
        return [*made, *self._text("resources", level=2), *self._must("follow")]

    def _problems(self, *, with_measures: bool) -> list[Block]:
        if not self.said["problems"]:
            return [text(self.words["no_problems"])]
        made: list[Block] = []
        for row in self.said["problems"]:
            where = f" ({row['area']})" if row["area"] else ""
            name = f"{row['number']}. {row['title']}{where}"
            if not with_measures:
                made.append(item(name, row["text"]))
                continue
            made += [heading(name, level=3), *([text(row["text"])] if row["text"] else [])]
            if row["traces_to"]:
                made.append(text(self.tell.say("traces", title=row["traces_to"]), tone="quiet"))
            made += [text(self._phase(each), tone="quiet") for each in row.get("phases", ())]
            made += self._measures(row)
        loose = [row for row in self.said["measures"] if row["problem"] is None] if with_measures else []
        return [*made, *([heading(self.words["untraced"], level=3), self._listed(loose)] if loose else [])]

    def _phase(self, phase: Row) -> str:
        name, model = (phase[f"{which}_{self.language}"] or phase[f"{which}_sv"] for which in ("name", "model"))
        key = "phase_example" if phase["is_example"] else "phase"
        return self.tell.say(key, n=phase["number"], name=name, model=model, day=self.tell.day(phase["on"]))

    def _measures(self, problem: Row) -> list[Block]:
        rows = [row for row in self.said["measures"] if row["problem"] == problem["number"]]
        if rows:
            return [self._listed(rows, name=f"{self.words['measures_against']} {problem['number']}")]
        why = problem["no_measure_why"]
        return [text(self.tell.say("no_measure", why=why) if why else self.words["no_measure_yet"], tone="quiet")]

    def _listed(self, rows: list[Row], *, name: str = "") -> Block:
        words = self.words
        heads = [(words["what"], TEXT, 2.4), (words["who"], TEXT, 1.6), (words["when"], DAY, 0.9),
                 (words["leads_to"], TEXT, 2.0)]
        cells = [[row["what"], ", ".join(filter(None, (row["who"], row["function"]))) or "–",
                  str(row["due_on"]) if row["due_on"] else None, row["goal"] or "–"] for row in rows]
        return table(name or words["measures_against"], heads, cells, language=self.language)

    def _pledge(self) -> list[Block]:
        where = self.said["area"]
        made = [text(self.tell.say("pledge_to", where=where), tone="lead")] if where else []
        for key in ("situation", "will_do", "achieve", "effects"):
            words = self.said["texts"].get(key, "")
            lines = [each.strip(" -•") for each in words.split("\n") if each.strip(" -•")]
            made += [heading(self.headings[key]), self._lines(lines)]
        made += [*self._text("dialogue", level=2), *self._must("equality")]
        if self.said["agreement"]:
            made.append(text(self.tell.say("belongs_to", title=self.said["agreement"]["title"]), tone="quiet"))
        return made

    def _lines(self, lines: list[str]) -> Block:
        """A list where there are several, a paragraph where there is one."""
        if not lines:
            return text(self.words["not_written"], tone="quiet")
        return points(lines) if len(lines) > 1 else text(lines[0])

    def _signatures(self) -> list[Block]:
        rows = self.said["signatories"]
        if not rows:
            return []
        signed = self.after["signed"]
        heads = [(self.words["function"], TEXT, 2.2), (self.words["signed"], DAY, 1.0)]
        cells = [[", ".join(filter(None, (row["function"], row["party"]))), signed.get(row["function"])]
                 for row in rows]
        return self._under("signatures", heads, cells)

    def _under(self, name: str, heads: list[tuple[str, str, float]], cells: list[list[Any]]) -> list[Block]:
        """A table with a heading of the same name."""
        return [heading(self.words[name]), table(self.words[name], heads, cells, language=self.language)]

    def _afterwards(self) -> list[Block]:
        """What was written when it was followed up: it stands beside what was decided and changes nothing of it."""
        made: list[Block] = []
        for key, words in self.after["texts"].items():
            if words:
                made += [heading(self.headings[key]), *(text(each) for each in words.split("\n") if each.strip())]
        rows = self.after["outcomes"]
        if rows:
            heads = [(self.words["what"], TEXT, 2.2), (self.words["outcome_word"], TEXT, 1.0),
                     (self.words["came_of"], TEXT, 2.4)]
            cells = [[row["what"], row["outcome_sv"], row["came_of"] or "–"] for row in rows]
            made += self._under("outcomes", heads, cells)
        return made
