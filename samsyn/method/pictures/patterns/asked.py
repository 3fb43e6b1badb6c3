"""What is asked: a method with its options, of some days, categories and areas; and the reports it is asked of."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from samsyn.analysis.catalogue import METHODS, Method, Setting, settings_of
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.pattern_sentences import TITLES

if TYPE_CHECKING:
    from samsyn.method.observations.querysets import ObservationQuerySet

HISTORY_WEEKS = 160
NEEDS_HISTORY = ("unusual", "effect")
PROPERTY_OFFENCES = ("E", "F")      # near repeats are a matter of damage and theft alone
PROPERTY_ONLY = ("near-repeats",)
SMALLEST_CELL_M = 100.0             # nobody's doorstep is a square of its own
# Stands in the product whatever is chosen: a party that begins to report is no cluster.
ALWAYS: dict[str, dict[str, Setting]] = {"scan": {"within": "organisation"}}
# The areas chosen are what is judged, beside all others: the rows of both are read.
JUDGES_AREAS = ("effect",)
# Follows from the period and the areas that are chosen; a plan made before the start is the measure's own.
NOT_CHOSEN: dict[str, tuple[str, ...]] = {"effect": ("start", "area", "weeks", "planned")}
NEVER_BY = ("organisation",)        # who reported is shown to nobody


class Asked(NamedTuple):
    """One question to the statistics; `settings` are those that differ from the method's own."""

    method: str
    first: date
    last: date
    categories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    settings: tuple[tuple[str, Setting], ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return the question as JSON can hold it."""
        return {
            "method": self.method, "first": self.first.isoformat(), "last": self.last.isoformat(),
            "categories": list(self.categories), "areas": list(self.areas), "settings": dict(self.settings),
        }  # fmt: skip

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Asked":
        """Read a question back; raises ValueError or KeyError for what is none."""
        if plain["method"] not in offered():
            raise ValueError(plain["method"])
        return cls(
            plain["method"], date.fromisoformat(plain["first"]), date.fromisoformat(plain["last"]),
            tuple(plain["categories"]), tuple(plain["areas"]), tuple(sorted(plain["settings"].items())),
        )  # fmt: skip

    @property
    def from_day(self) -> date:
        """The first day that is read: what is compared with its own history needs that too."""
        back = timedelta(weeks=HISTORY_WEEKS) if self.method in NEEDS_HISTORY else timedelta()
        return self.first - back

    def rows(self, seen: "ObservationQuerySet", *, municipality: Municipality) -> "ObservationQuerySet":
        """Keep the accepted reports that are asked about, of those that may be seen."""
        start, end = (datetime.combine(day, time(), tzinfo=municipality.zone)
                      for day in (self.from_day, self.last + timedelta(days=1)))
        rows = seen.accepted().seen_from(start).seen_before(end)
        if self.categories:
            rows = rows.filter(Q(category__code__in=self.categories) | Q(category__parent__code__in=self.categories))
        if self.method in PROPERTY_ONLY:
            rows = rows.filter(category__parent__code__in=PROPERTY_OFFENCES)
        narrowed = self.areas and self.method not in JUDGES_AREAS
        return rows.filter(area__code__in=self.areas) if narrowed else rows


def offered() -> dict[str, Method]:
    """Return the methods that may be shown: in the product, and with words for what they answer."""
    return {name: each for name, each in METHODS.items() if each.in_product and name in TITLES}


def fitting(method: Method, given: Mapping[str, Any]) -> dict[str, Setting]:
    """Return the settings among those given that the method has and that make sense; the others are left out."""
    kept: dict[str, Setting] = {}
    for option in method.options:
        fixed = (*ALWAYS.get(method.name, {}), *NOT_CHOSEN.get(method.name, ()))
        if given.get(option.name) in (None, "", *NEVER_BY) or option.name in fixed:
            continue
        try:
            value = settings_of(method, {option.name: given[option.name]})[option.name]
        except (ValueError, TypeError):
            continue
        if option.name == "cell_m":
            value = max(float(value), SMALLEST_CELL_M)
        if value != option.default:
            kept[option.name] = value
    return kept
