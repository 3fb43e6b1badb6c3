"""One choice of period, area, category and more: list, map, tiles and files all get their rows from here."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.method.observations.models import Observation
from samsyn.method.observations.querysets import ObservationQuerySet
from samsyn.method.observations.states import State
from samsyn.web.map.names import Names
from samsyn.web.templatetags.samsyn import day, week_words

DEFAULT_PERIOD = "4v"
WEEKS_BACK = {"4v": 4, "12v": 12, "52v": 52}
EVERYTHING = "allt"
STANDING, WAITING, ANY_STATE = "", "waiting", "all"
NO_AREA = "-"
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody has chosen to see; its address is the same choice as text."""

    period: str = DEFAULT_PERIOD
    first: date | None = None
    last: date | None = None
    area: str = ""
    category: str = ""
    q: str = ""
    state: str = STANDING
    kind: str = ""
    severity: str = ""
    audience: str = ""
    source: str = ""
    run: str = ""
    box: Box | None = None

    def address(self, *, without: tuple[str, ...] = ()) -> str:
        """Return the choice as it stands in an address; what is not chosen is left out."""
        chosen = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in without and value != field.default:
                chosen[field.name] = ",".join(f"{edge:.5f}" for edge in value) if field.name == "box" else str(value)
        return urlencode(chosen)

    def without_box(self) -> "Choice":
        """The same choice for the whole municipality: a map must not end where its first view ended."""
        return replace(self, box=None)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.address())

    @property
    def has_more(self) -> bool:
        """Whether any of the filters that lie folded away is in use."""
        return bool(self.first or self.last or self.state or self.kind or self.severity or self.audience or self.source)

    def days(self, *, today: date) -> tuple[date | None, date | None]:
        """Return the first and last day; None = no limit. Days chosen by hand go before the period."""
        if self.first or self.last:
            return self.first, self.last
        if self.period in WEEKS_BACK:
            return Week.containing(today).first_day - timedelta(weeks=WEEKS_BACK[self.period] - 1), None
        if self.period == EVERYTHING:
            return None, None
        week = Week.parse(self.period)
        return week.first_day, week.last_day

    def rows(self, member: Any, *, today: date, names: Names) -> ObservationQuerySet:
        """Return the reports of this choice that the member may see."""
        rows = self._in_state(Observation.objects.visible_to(member))
        first, last = self.days(today=today)
        zone = member.municipality.zone
        if first:
            rows = rows.seen_from(datetime.combine(first, time(), tzinfo=zone))
        if last:
            rows = rows.seen_before(datetime.combine(last + timedelta(days=1), time(), tzinfo=zone))
        rows = self._where(rows, names).filter(**self._plain())
        for word in self.q.casefold().split():
            rows = _holding(rows, word, names)
        return rows

    def _in_state(self, rows: ObservationQuerySet) -> ObservationQuerySet:
        if self.state == STANDING:
            return rows.standing()
        if self.state == WAITING:
            return rows.waiting_for_review()
        return rows if self.state == ANY_STATE else rows.filter(state=self.state)

    def _where(self, rows: ObservationQuerySet, names: Names) -> ObservationQuerySet:
        if self.area:
            area = names.area(self.area)
            rows = rows.filter(area=area.id) if area else rows.filter(area=None)
        if self.category:
            rows = rows.filter(category__in=[one.id for one in names.about(self.category)])
        if self.box:
            west, south, east, north = self.box
            rows = rows.with_point().in_box(west=west, south=south, east=east, north=north)
        return rows

    def _plain(self) -> dict[str, Any]:
        chosen: dict[str, Any] = {"audience": self.audience, "source_kind": self.source, "batch": self.run}
        if self.severity:
            chosen["severity__gte"] = int(self.severity)
        if self.kind == "open":
            chosen |= {"kind": "condition", "ended_on": None}
        elif self.kind:
            chosen["kind"] = self.kind
        return {name: value for name, value in chosen.items() if value != ""}

    def period_words(self, *, today: date) -> str:
        """Say the period the way people do."""
        if self.first or self.last:
            if not self.last:
                return _("från %s") % day(self.first)
            return f"{day(self.first)} – {day(self.last)}" if self.first else _("till och med %s") % day(self.last)
        if self.period in WEEKS_BACK:
            return PERIODS[self.period]()
        return _("hela tiden") if self.period == EVERYTHING else week_words(self.period)

    def words(self, *, today: date, names: Names) -> str:
        """Say the whole choice in one line, as a title for files and saved views."""
        area = names.area(self.area)
        parts = [self.period_words(today=today), area.name if area else "", names.category_name(self.category)]
        parts.append(f"”{self.q}”" if self.q else "")
        return ", ".join(part for part in parts if part)


PERIODS = {
    "4v": lambda: _("senaste 4 veckorna"),
    "12v": lambda: _("senaste 12 veckorna"),
    "52v": lambda: _("senaste 52 veckorna"),
}


def _holding(rows: ObservationQuerySet, word: str, names: Names) -> ObservationQuerySet:
    """Keep those whose text, place, category or area holds the word, whatever the case; a refused text says nothing."""
    categories, areas = names.called(word)
    held = Q(search_text__contains=word) & ~Q(state=State.REFUSED) | Q(place__search_text__contains=word)
    return rows.filter(held | Q(category__in=categories) | Q(area__in=areas))


STATES = [State.NEW, State.UNDER_REVIEW, State.SENT_BACK, State.ACCEPTED, State.MERGED, State.REFUSED, State.WITHDRAWN]
