"""The period of a longer picture: a month, a quarter, a tertial or a year, whole calendar days."""

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from samsyn.analysis.weeks import Week, month_of, quarter_of, tertial_of, week_range

WRITTEN = re.compile(r"(\d{4})(?:-(?:([qt])([1-4])|(\d{2})))?")
MONTHS_LONG = {"month": 1, "quarter": 3, "tertial": 4, "year": 12}
LONG_BACK = timedelta(days=371)          # a year and a week: the same days the year before, and steps of whole weeks
MONTH_NAMES = (
    ("januari", "January"), ("februari", "February"), ("mars", "March"), ("april", "April"), ("maj", "May"),
    ("juni", "June"), ("juli", "July"), ("augusti", "August"), ("september", "September"), ("oktober", "October"),
    ("november", "November"), ("december", "December"),
)  # fmt: skip


class Span(NamedTuple):
    """A month, quarter, tertial or year; the words `week` and `all_weeks` let the weekly readers take it too."""

    kind: str
    first_day: date
    last_day: date

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read 2026-10, 2026-q3, 2026-t2 or 2026; raises ValueError for anything else.

        >>> Span.parse("2026-T2").last_day, Span.parse("2026").label, Span.parse("2026-10").first_day
        (datetime.date(2026, 8, 31), '2026', datetime.date(2026, 10, 1))
        """
        found = WRITTEN.fullmatch(text.strip().lower())
        if found is None or not 1990 <= int(found[1]) <= 2199:
            raise ValueError(text)
        year, letter, number, month = int(found[1]), found[2], int(found[3] or 0), int(found[4] or 0)
        if found[4]:
            if not 1 <= month <= 12:
                raise ValueError(text)
            month_span = month_of(date(year, month, 1))
            return cls("month", month_span.first_day, month_span.last_day)
        if letter is None:
            return cls("year", date(year, 1, 1), date(year, 12, 31))
        if letter == "t" and number > 3:
            raise ValueError(text)
        part = quarter_of(date(year, number * 3, 1)) if letter == "q" else tertial_of(date(year, number * 4, 1))
        return cls("quarter" if letter == "q" else "tertial", part.first_day, part.last_day)

    @property
    def label(self) -> str:
        """How it is written in addresses and commands: 2026-t2; names of one kind sort by time."""
        year, month = self.first_day.year, self.first_day.month
        last = {"month": f"-{month:02d}", "quarter": f"-q{(month + 2) // 3}", "tertial": f"-t{(month + 3) // 4}",
                "year": ""}
        return f"{year}{last[self.kind]}"

    def words(self, language: str = "sv") -> str:
        """Say it: tertial 2 2026, oktober 2026, 2026.

        >>> Span.parse("2026-q3").words(), Span.parse("2026-10").words("en")
        ('kvartal 3 2026', 'October 2026')
        """
        year, month = self.first_day.year, self.first_day.month
        if self.kind == "year":
            return str(year)
        if self.kind == "month":
            return f"{MONTH_NAMES[month - 1][language == 'en']} {year}"
        word = "kvartal" if self.kind == "quarter" and language != "en" else self.kind
        return f"{word} {(month - 1) // MONTHS_LONG[self.kind] + 1} {year}"

    @property
    def before(self) -> "Span":
        """The same span the year before."""
        return Span.parse(f"{self.first_day.year - 1}{self.label[4:]}")

    @property
    def previous(self) -> "Span":
        """The span of the same kind that ends the day before this begins."""
        return span_of(self.first_day - timedelta(days=1), kind=self.kind)

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def year_back(self) -> date:
        """The first of the 52 whole weeks that end with the span: what place and time are looked through over."""
        return self.week.first_day - timedelta(weeks=51)

    # --- what the weekly readers ask of a period ---

    @property
    def week(self) -> Week:
        """The last week that has ended when the span ends."""
        last = Week.containing(self.last_day)
        return last if last.last_day <= self.last_day else last - 1

    @property
    def all_weeks(self) -> list[Week]:
        """The weeks whose Thursday lies in the span, so that every week belongs to one span of its kind."""
        first, last = Week.containing(self.first_day), Week.containing(self.last_day)
        return [week for week in week_range(first, last)
                if self.first_day <= week.first_day + timedelta(days=3) <= self.last_day]

    @property
    def months(self) -> list[tuple[int, int]]:
        """The months of the span as (year, month)."""
        return [(self.first_day.year, self.first_day.month + back) for back in range(MONTHS_LONG[self.kind])]

    @property
    def history_from(self) -> Week:
        """The first week whose rows are read."""
        return Week.containing(min(self.first_day - LONG_BACK, self.year_back))

    @property
    def front(self) -> dict[str, Any]:
        """What the head of every page says of the period."""
        return {
            "kind": self.kind, "label": self.label, "first_day": self.first_day, "last_day": self.last_day,
            "label_sv": self.words(), "label_en": self.words("en"),
        }  # fmt: skip


def span_of(day: date, *, kind: str) -> Span:
    """Return the span of a kind that holds a day."""
    if kind == "year":
        return Span.parse(str(day.year))
    found = {"month": month_of, "quarter": quarter_of, "tertial": tertial_of}[kind](day)
    return Span(kind, found.first_day, found.last_day)
