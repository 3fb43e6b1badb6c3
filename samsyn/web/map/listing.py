"""One page of the list: a hundred reports, newest first, found by where the page before ended."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.method.observations.models import Audience, Precision
from samsyn.method.observations.points import SEES_ALL, sight_of
from samsyn.method.observations.querysets import ObservationQuerySet
from samsyn.method.observations.states import State
from samsyn.web.components.icons import icon_svg
from samsyn.web.observation.facts import SHAPES
from samsyn.web.templatetags.samsyn import figure, language

ON_A_PAGE = 100
COUNT_AT_MOST = 10_000            # for those who see all: counted in the index alone
COUNT_SOME_AT_MOST = 2_000        # for others every row must be looked at
EXCERPT = 160
READ = (
    "pk", "observed_from", "observed_to", "lon", "lat", "precision", "kind", "ended_on", "severity", "audience",
    "state", "source_kind", "owner_id", "text", "same_as_id", "area__name", "place__name", "category__code",
)  # fmt: skip


class Mark(NamedTuple):
    """A row as a place in the list: its number and what it is sorted by."""

    number: int
    moment: datetime
    id: UUID

    @property
    def address(self) -> str:
        return f"{self.number}_{self.moment.timestamp():.6f}_{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> "Mark | None":
        """Read a mark from an address; nonsense is no mark."""
        try:
            number, moment, id = text.split("_")
            return cls(
                max(int(number), 1), datetime.fromtimestamp(float(moment), tz=timezone.get_current_timezone()), UUID(id)
            )
        except (ValueError, OverflowError, OSError):
            return None


class Page(NamedTuple):
    """A page of the list with its place in the whole."""

    rows: list[dict[str, Any]]
    count: int
    first: int
    before: str
    after: str
    counted_to: int

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_counted(self) -> bool:
        return self.count <= self.counted_to

    @property
    def count_words(self) -> str:
        return figure(self.count) if self.is_counted else _("över %s") % figure(self.counted_to)


def page_of(rows: ObservationQuerySet, member: Any, *, after: Mark | None, before: Mark | None) -> Page:
    """Return one page: the newest, or the one after or before a mark."""
    name = f"category__name_{language()}"
    if before is not None:
        ahead = rows.ahead_of(before.moment, before.id).values_list(*READ, name)[: ON_A_PAGE + 1]
        found = list(ahead)[::-1]
        more_before, more_after = len(found) > ON_A_PAGE, True
        found = found[-ON_A_PAGE:]
        first = max(before.number - len(found), 1)
    else:
        start = rows.after(after.moment, after.id) if after else rows
        found = list(start.latest_first().values_list(*READ, name)[: ON_A_PAGE + 1])
        more_before, more_after = after is not None, len(found) > ON_A_PAGE
        found = found[:ON_A_PAGE]
        first = after.number + 1 if after else 1
    marks = (
        [Mark(first + step, row[2], row[0]) for step, row in ((0, found[0]), (len(found) - 1, found[-1]))]
        if found
        else []
    )
    counted_to = COUNT_AT_MOST if sight_of(member) == SEES_ALL else COUNT_SOME_AT_MOST
    return Page(
        rows=_rows(found, member),
        count=rows.order_by()[: counted_to + 1].count(),
        counted_to=counted_to,
        first=first,
        before=marks[0].address if marks and more_before else "",
        after=marks[1].address if marks and more_after else "",
    )


def reviewed_by(member: Any) -> set[Any] | None:
    """Return the organisations whose reports the member may review; None = all."""
    if member.may(Permission.REVIEW_ALL):
        return None
    return {one.pk for one in member.organisations_that(Permission.REVIEW_OWN)}


def short_moment(moment: datetime, this_year: int) -> str:
    """Write a moment as a list has room for: fre 13 nov 15.00, and the year only when it is another."""
    local = timezone.localtime(moment)
    swedish = language() == "sv"
    words = date_format(local, ("D j b" if swedish else "D j M") + ("" if local.year == this_year else " Y"))
    return f"{words.lower() if swedish else words} {local:%H.%M}" if swedish else f"{words} {local:%H:%M}"


def _rows(found: list[tuple[Any, ...]], member: Any) -> list[dict[str, Any]]:
    home = f"/{member.municipality.slug}/rapporter/"
    kinds = {key: str(label) for key, label in Organisation.Kind.choices} | {"resident": _("boende")}
    states = {state.value: (*SHAPES[state], str(state.label).capitalize()) for state in State}
    shown_to = {key: str(label) for key, label in Audience.choices if key != Audience.PARTIES}
    reviews = reviewed_by(member)
    drawn_symbols = {shape: mark_safe(icon_svg(shape)) for shape, _colour in SHAPES.values()}
    this_year = timezone.localdate().year
    rows = []
    for values in found:
        row = dict(zip((*READ, "name"), values, strict=True))
        place, area = row["place__name"] or "", row["area__name"] or ""
        drawn = row["lon"] is not None and row["precision"] in (Precision.EXACT, Precision.WITHIN_100M)
        symbol, colour, word = states[row["state"]]
        begun, until = row["observed_from"], row["observed_to"]
        text = row["text"] if row["state"] != State.REFUSED else ""
        rows.append(
            {
                "id": row["pk"],
                "address": f"{home}{row['pk']}",
                "when": short_moment(until, this_year),
                "from": short_moment(begun, this_year) if begun and begun != until else "",
                "what": row["name"],
                "code": row["category__code"],
                "open": row["kind"] == "condition" and row["ended_on"] is None,
                "where": place or area or _("hela kommunen"),
                "area": area if place else "",
                "point": f"{row['lon']:.6f},{row['lat']:.6f}" if drawn else "",
                "text": text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]} …",
                "source": kinds.get(
                    row["source_kind"], _("inläst") if row["source_kind"] == "import" else row["source_kind"]
                ),
                "severity": row["severity"],
                "audience": shown_to.get(row["audience"], ""),
                "symbol": drawn_symbols[symbol],
                "colour": colour,
                "state": word,
                "same": row["same_as_id"],
                "mine": reviews is None or row["owner_id"] in reviews,
            }
        )
    return rows
