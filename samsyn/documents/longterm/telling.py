"""The small sentences of the law's picture: what changed, when it happens, what a figure says. Words, no decisions."""

from collections.abc import Mapping, Sequence
from typing import Any

from samsyn.documents.blocks import NOTHING
from samsyn.method.pictures.sentences import day_words, figure

Row = Mapping[str, Any]


class Teller:
    """The tables of the picture in the words of one language."""

    def __init__(self, words: Mapping[str, str], language: str) -> None:
        self.words, self.language = words, language

    def say(self, key: str, **named: Any) -> str:
        return self.words[key].format(**named)

    def number(self, value: float | None, decimals: int | None = None) -> str:
        """Write a number; one that is not whole has one decimal."""
        if value is None:
            return NOTHING
        places = decimals if decimals is not None else 0 if float(value).is_integer() or abs(value) >= 1000 else 1
        return figure(value, language=self.language, decimals=places)

    def percent(self, share: float | None) -> str:
        return NOTHING if share is None else f"{figure(share * 100, language=self.language)}\u00a0%"

    def day(self, day: str) -> str:
        return day_words(str(day), language=self.language)

    def name(self, row: Row, stem: str = "name") -> str:
        own = row.get(f"{stem}_en") if self.language == "en" else None
        return str(own or row.get(f"{stem}_sv") or row.get(stem) or "")

    def listed(self, names: Sequence[str]) -> str:
        """Write names one after the other with a word before the last.

        >>> Teller({}, "sv").listed(["a", "b", "c"])
        'a, b och c'
        """
        both = " and " if self.language == "en" else " och "
        return both.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))

    def lower(self, name: str) -> str:
        return name[:1].lower() + name[1:]

    def change(self, row: Row) -> str:
        """Say how a count has changed, with its interval, or that it cannot be said."""
        verdict = row["verdict"]
        if verdict not in ("more", "fewer"):
            return self.words[f"changed_{verdict}"]
        edges = sorted(abs(row[name]) for name in ("low_percent", "high_percent"))
        return self.say(f"changed_{verdict}", low=self.number(edges[0], 0), high=self.number(edges[1], 0))

    def share_change(self, told: Row) -> str:
        """Say how a share has changed since the answer before, in points with its interval."""
        verdict = told.get("verdict", "too_little")
        if verdict not in ("more", "fewer"):
            return self.words[f"share_{verdict}"]
        edges = sorted(abs(told[name]) for name in ("low", "high"))
        return self.say(f"share_{verdict}", low=self.number(edges[0], 1), high=self.number(edges[1], 1))

    def year(self, told: Row) -> str:
        """Say what the last year is against those before it."""
        value = self.number(told.get("value"), 0)
        if told["verdict"] == "too_little":
            return self.say("year_only", year=told["year"], value=value)
        return self.say(
            "year_judged", year=told["year"], value=value, first=told["first_year"], before=told["year"] - 1,
            low=self.number(told["low"], 0), high=self.number(told["high"], 0),
            verdict=self.words[f"verdict_{told['verdict']}"],
        )  # fmt: skip

    def when(self, when: Row) -> str:
        """Say when most of it happens; nothing where no time holds at least half."""
        said = [self.words[f"when_{when[name]}"] for name in ("day", "season") if when.get(name)]
        if when.get("weekend"):
            said.insert(0, self.words["when_weekend"])
        return ", ".join(said)

    def place(self, place: Row) -> str:
        when = self.when(place["when"])
        named = {"name": place["name"], "n": self.number(place["events"]), "when": f", {when}" if when else ""}
        return self.say("place_words", **named)
