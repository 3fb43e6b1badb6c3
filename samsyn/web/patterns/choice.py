"""What is chosen on the screen: a method, a period, categories, areas and options, kept in the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from samsyn.analysis.catalogue import METHODS, Setting
from samsyn.analysis.weeks import Period, Week, tertial_of
from samsyn.method.pictures.patterns.asked import Asked, fitting, offered
from samsyn.web.map.choice import EVERYTHING
from samsyn.web.map.forms import periods
from samsyn.web.map.names import Names
from samsyn.web.templatetags.samsyn import day

DEFAULT_METHOD, DEFAULT_PERIOD = "hotspots", "52v"
WEEKS_BACK = {"4v": 4, "12v": 12, "52v": 52, "104v": 104}
BEGINNING = date(2000, 1, 3)
YEARS_OFFERED = 3
MOST_CHOSEN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice; its address is the same choice as text, in the words of the map's address."""

    method: str
    period: str
    first: date | None
    last: date | None
    categories: tuple[str, ...]
    areas: tuple[str, ...]
    settings: tuple[tuple[str, Setting], ...]

    def pairs(self) -> list[tuple[str, str]]:
        """Return the choice as names and values."""
        days = [(name, each.isoformat()) for name, each in (("first", self.first), ("last", self.last)) if each]
        return [
            ("method", self.method), ("period", self.period), *days, *(("category", code) for code in self.categories),
            *(("area", code) for code in self.areas), *((name, f"{value}") for name, value in self.settings),
        ]  # fmt: skip

    def address(self) -> str:
        """Return the choice as it stands in an address."""
        return urlencode(self.pairs())

    def days(self, *, today: date) -> tuple[date, date]:
        """Return the first and the last day; days chosen by hand go before the period."""
        if self.first or self.last:
            return self.first or BEGINNING, self.last or today
        if self.period in WEEKS_BACK:
            return Week.containing(today).first_day - timedelta(weeks=WEEKS_BACK[self.period] - 1), today
        if self.period == EVERYTHING:
            return BEGINNING, today
        return days_of(self.period) or (today, today)

    def asked(self, *, today: date) -> Asked:
        """Return the question."""
        first, last = self.days(today=today)
        return Asked(self.method, first, max(first, last), self.categories, self.areas, self.settings)

    def period_words(self, *, today: date) -> str:
        """Say the days, as the picture and the help can quote them."""
        first, last = self.days(today=today)
        return _("till och med %s") % day(last) if first == BEGINNING else f"{day(first)} – {day(last)}"


def days_of(period: str) -> tuple[date, date] | None:
    """Return the days of a week (2026-v40), a tertial (2026-T2) or a year (2026); None for anything else.

    >>> days_of("2025-T2"), days_of("nonsense")
    ((datetime.date(2025, 5, 1), datetime.date(2025, 8, 31)), None)
    """
    try:
        if len(period) == 4:
            return date(int(period), 1, 1), date(int(period), 12, 31)
        if period[4:6] == "-T":
            found = tertial_of(date(int(period[:4]), int(period[6:]) * 4 - 1, 1))
            return found.first_day, found.last_day
        week = Week.parse(period)
    except (ValueError, OverflowError):
        return None
    return week.first_day, week.last_day


def read(asked: QueryDict, *, names: Names, today: date) -> Choice:
    """Return what was chosen; what makes no sense is as if it were not there."""
    method = asked.get("method", "")
    method = method if method in offered() else DEFAULT_METHOD
    period = asked.get("period", "")
    known = {key for key, _words in flat(periods_offered(today, ""))}
    period = period if period in known or days_of(period) else DEFAULT_PERIOD
    first, last = (_day(asked.get(name, "")) for name in ("first", "last"))
    codes = {one.code for one in (*names.groups, *names.categories)}
    areas = {area.code for area in names.areas}
    options = {option.name: asked.get(option.name, "") for option in METHODS[method].options}
    return Choice(
        method=method, period=period, first=first, last=last,
        categories=tuple(sorted(codes.intersection(asked.getlist("category"))))[:MOST_CHOSEN],
        areas=tuple(sorted(areas.intersection(asked.getlist("area"))))[:MOST_CHOSEN],
        settings=tuple(sorted(fitting(METHODS[method], options).items())),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2199 else None


def periods_offered(today: date, chosen: str) -> list[tuple[str, Any]]:
    """Return the periods on offer: the map's own, and the longer ones that patterns need."""
    *together, weeks = periods(today, chosen if "-v" in chosen else "")
    longer = ("104v", _("Senaste två åren"))
    return [*together[:3], longer, *together[3:], (_("Ett tertial eller ett år"), _long(today)), weeks]


def _long(today: date) -> list[tuple[str, str]]:
    here: Period = tertial_of(today)
    found = [here]
    for _step in range(YEARS_OFFERED * 3 - 1):
        found.append(tertial_of(found[-1].first_day - timedelta(days=1)))
    tertials = [(each.label, _("Tertial %(number)s %(year)s") % {"number": each.number, "year": each.year})
                for each in found]
    return [*tertials, *((str(year), str(year)) for year in range(today.year, today.year - YEARS_OFFERED - 1, -1))]


def flat(offered_periods: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return the periods without their groups."""
    return [one for key, words in offered_periods
            for one in (words if isinstance(words, list) else [(key, words)])]

