"""What might be a problem: places that come back, measures without effect, what stays broken. Only suggestions."""

from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.weeks import Week, week_range
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import Finding
from samsyn.method.problems.equipping.shipped import rules_of
from samsyn.method.problems.models import Problem, TriggerDismissal, TriggerRule

MOST = 5
LOOKED_BACK_WEEKS = 52
Kind = TriggerRule.Kind


class Suggestion(NamedTuple):
    """A place that a rule names, why in words, and where a problem begins with it."""

    kind: str
    reference: str
    name: str
    why: str


def suggestions_for(member: Any, *, today: date) -> list[dict[str, Any]]:
    """Return each rule in use with what it names and how far to trust it; a place with a problem is left out."""
    taken = set(Problem.objects.visible_to(member).open().exclude(place=None).values_list("place_id", flat=True))
    aside = set(
        TriggerDismissal.objects.visible_to(member).filter(until__gt=today).values_list("reference", flat=True)
    )
    told = []
    for rule in rules_of(member.municipality):
        places, note = FINDERS[rule.kind](rule, member, today)
        rows = [
            Suggestion(rule.kind, f"{_AS[rule.kind]}:{place.pk}", place.name, why)
            for place, why in places if place.pk not in taken
        ]  # fmt: skip
        rows = [row for row in rows if row.reference not in aside]
        told.append({"rule": rule, "rows": rows[:MOST], "more": max(len(rows) - MOST, 0), "note": note})
    return told


_AS = {Kind.PLACE_AGAIN: "hotspot", Kind.NO_EFFECT: "place", Kind.OPEN_LONG: "place"}


def _again(rule: TriggerRule, member: Any, today: date) -> tuple[list[Any], str]:
    """Places with a card in at least so many of the last weeks; and how many places the rule named in a whole year."""
    last = Week.containing(today) - 1
    first = last - (LOOKED_BACK_WEEKS + rule.weeks)
    cards = Finding.objects.visible_to(member).filter(kind=Finding.Kind.PLACE, iso_week__gte=first.iso)
    cards = cards.exclude(place=None).exclude(place__show_coarse=True).select_related("place")
    spans: dict[Any, set[int]] = {}
    places: dict[Any, Any] = {}
    for card in cards:
        places[card.place_id] = card.place
        weeks = week_range(max(Week.parse(card.first_week), first), Week.parse(card.iso_week))
        spans.setdefault(card.place_id, set()).update(week.running for week in weeks)
    window = range(last.running - rule.weeks + 1, last.running + 1)
    found = {pk: sum(week in weeks for week in window) for pk, weeks in spans.items()}
    named = [(places[pk], n) for pk, n in found.items() if n >= rule.times]
    year = sum(_ever(weeks, rule, last.running) for weeks in spans.values())
    rows = [
        (place, _("Har stuckit ut %(n)s av de senaste %(weeks)s veckorna.") % {"n": n, "weeks": rule.weeks})
        for place, n in sorted(named, key=lambda each: (-each[1], each[0].name))
    ]
    return rows, ngettext(
        "Bilden räknar fyra veckor åt gången, så en enda ovanlig vecka kan synas flera veckor i rad. Det senaste året "
        "hade regeln pekat på %(n)s plats.",
        "Bilden räknar fyra veckor åt gången, så en enda ovanlig vecka kan synas flera veckor i rad. Det senaste året "
        "hade regeln pekat på %(n)s platser.", year,
    ) % {"n": year}  # fmt: skip


def _ever(weeks: set[int], rule: TriggerRule, last: int) -> bool:
    """Say whether the rule would have named the place at the end of any of the year's weeks."""
    ends = range(last - LOOKED_BACK_WEEKS + 1, last + 1)
    return any(sum(week in weeks for week in range(end - rule.weeks + 1, end + 1)) >= rule.times for end in ends)


def _no_effect(rule: TriggerRule, member: Any, today: date) -> tuple[list[Any], str]:
    """Places where so many measures were followed up with: done, but did not help."""
    since = today - timedelta(weeks=rule.weeks)
    rows = Measure.objects.visible_to(member).filter(followed_up_on__gte=since, outcome="no_effect", problem=None)
    rows = rows.exclude(place=None).exclude(place__show_coarse=True).select_related("place")
    places = {row.place_id: row.place for row in rows}
    counts = Counter(row.place_id for row in rows)
    found = [
        (places[pk], ngettext("%(n)s åtgärd har gjorts utan att det hjälpte.",
                              "%(n)s åtgärder har gjorts utan att det hjälpte.", n) % {"n": n})
        for pk, n in counts.most_common() if n >= rule.times
    ]  # fmt: skip
    return found, _("Att det inte märktes kan också betyda att underlaget är för litet för att se det.")


def _open_long(rule: TriggerRule, member: Any, today: date) -> tuple[list[Any], str]:
    """Places with something broken or dark that nobody has mended in so many weeks."""
    before = today - timedelta(weeks=rule.weeks)
    rows = Observation.objects.visible_to(member).accepted().open_conditions().filter(
        observed_on__lte=before, observed_on__gt=today - timedelta(weeks=LOOKED_BACK_WEEKS), same_as=None,
    ).exclude(place=None).exclude(place__show_coarse=True).select_related("place")  # fmt: skip
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.place, []).append(row.observed_on)
    told = sorted(((place, days) for place, days in found.items() if len(days) >= rule.times),
                  key=lambda each: min(each[1]))  # fmt: skip
    rows_told = [
        (place, ngettext("%(n)s sak står kvar, sedan %(weeks)s veckor.", "%(n)s saker står kvar, den äldsta sedan "
                         "%(weeks)s veckor.", len(days)) % {"n": len(days), "weeks": (today - min(days)).days // 7})
        for place, days in told
    ]  # fmt: skip
    return rows_told, _("Det här är inte statistik: någon har sett det och ingen har sagt att det är åtgärdat.")


FINDERS = {Kind.PLACE_AGAIN: _again, Kind.NO_EFFECT: _no_effect, Kind.OPEN_LONG: _open_long}
