"""From findings to the picture's tables: numbers get names and sentences, nothing is counted here."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from samsyn.analysis.findings import AreaFinding, CategoryFinding, PlaceFinding, Power, WeeklyFindings
from samsyn.analysis.weeks import Week
from samsyn.method.pictures.replies import Replies
from samsyn.method.pictures.sentences import Sentence, say

if TYPE_CHECKING:
    import pyarrow as pa

Table = dict[str, Any]
TELLING_SHARE = 0.2         # a smaller part of the events needs no word of its own
FEWEST_FOR_HOURS = 20       # below this a matrix of 168 cells says nothing
UNCERTAIN = 0.2


class Names(NamedTuple):
    """What codes are called: areas, and categories in both languages."""

    areas: Mapping[str, str]
    categories: Mapping[str, tuple[str, str]]

    def of_category(self, code: str) -> Table:
        swedish, english = self.categories.get(code, (code, code))
        return {"code": code, "name_sv": swedish, "name_en": english}

    def top(self, categories: Sequence[tuple[str, int]]) -> list[Table]:
        return [{**self.of_category(code), "events": events} for code, events in categories[:3]]


def area_row(finding: AreaFinding, *, names: Names, coverage: float | None) -> Table:
    """Return one area (or the whole municipality) against its own history."""
    scope = "area" if finding.code else "total"
    return {
        "code": finding.code, "name": names.areas.get(finding.code, finding.code), "events": finding.events,
        "events_in_period": finding.events_in_period, "expected": finding.expected, "low": finding.low,
        "high": finding.high, "verdict": finding.verdict, "window_weeks": finding.window_weeks, "q": finding.q,
        "categories": names.top(finding.categories), "series": finding.series, "band_low": finding.band_low,
        "band_high": finding.band_high, "weeks": [Week.parse(iso).label for iso in finding.weeks],
        "from_new_sources": finding.from_new_sources, "from_decided_presence": finding.from_decided_presence,
        "sentence": _verdict(scope, finding), "coverage": coverage,
    }  # fmt: skip


def _verdict(scope: str, finding: AreaFinding | CategoryFinding) -> Sentence:
    key = f"{scope}.{finding.verdict}"
    if finding.verdict in ("too_little", "none"):
        return say(key, window_weeks=finding.window_weeks)
    numbers = {
        "events": finding.events, "low": finding.low, "high": finding.high, "window_weeks": finding.window_weeks,
    }  # fmt: skip
    if isinstance(finding, AreaFinding):
        decided = finding.from_decided_presence
        numbers["decided"] = decided if decided >= TELLING_SHARE * finding.events else 0
        # Told where it explains something: a few reports from a new source in an ordinary week need no word.
        numbers["new"] = finding.from_new_sources if finding.explained_by_new >= 0.5 else 0
    return say(key, **numbers)


def place_row(finding: PlaceFinding, *, names: Names) -> Table:
    """Return one place, standing out or as usual, with the reason in words."""
    reason = say(
        finding.reason, events=finding.events, low=finding.low, high=finding.high, window_weeks=finding.window_weeks,
        decided=finding.decided_presence,
    )  # fmt: skip
    return {
        "name": finding.name, "area": names.areas.get(finding.area, finding.area), "lon": finding.lon,
        "lat": finding.lat, "x_m": finding.x_m, "y_m": finding.y_m, "radius_m": finding.radius_m,
        "events": finding.events, "expected": finding.expected, "low": finding.low, "high": finding.high,
        "ratio": finding.ratio, "q": finding.q, "window_weeks": finding.window_weeks,
        "categories": names.top(finding.categories), "reason": reason, "decided_presence": finding.decided_presence,
        "sources": finding.sources,
    }  # fmt: skip


def change_rows(findings: WeeklyFindings, *, names: Names) -> list[Table]:
    """Return what changed: categories with more or fewer than expected first, then the rest, each by code."""
    told = [each for each in findings.changes if each.verdict != "none"]
    return [
        {
            **names.of_category(each.code), "events": each.events, "events_in_period": each.events_in_period,
            "expected": each.expected, "low": each.low, "high": each.high, "verdict": each.verdict,
            "window_weeks": each.window_weeks, "q": each.q, "sentence": _verdict("change", each),
        }
        for each in sorted(told, key=lambda each: (each.verdict not in ("more", "fewer"), each.code))
    ]  # fmt: skip


def hours_table(findings: WeeklyFindings) -> Table:
    """Return weekday × hour beside when somebody was there to see."""
    hours = findings.hours
    if hours.n < FEWEST_FOR_HOURS:
        sentence = say("hours.too_little")
    else:
        key = "hours.uncertain" if hours.uncertain_share > UNCERTAIN else "hours.certain"
        sentence = say(key, share=hours.uncertain_share)
    return {
        "counts": hours.counts, "uncertain_share": hours.uncertain_share, "watched": hours.watched, "n": hours.n,
        "weeks": hours.weeks, "sentence": sentence,
    }  # fmt: skip


def power_sentence(power: Power, *, with_areas: bool) -> Sentence:
    """Say what the picture could have noticed with this many reports."""
    multiple = power.area_multiple if with_areas else power.total_multiple
    expected = power.area_expected if with_areas else power.total_expected
    if not expected > 0:
        return say("power.unknown")
    if not multiple:
        return say("power.none")
    if multiple <= 2:
        return say("power.doubling")
    return say("power.multiple", multiple=multiple, smaller=multiple - 1)


def point_rows(findings: WeeklyFindings, *, names: Names) -> list[Table]:
    """Return what the map shows: known places and 100 m cells with their counts, in a fixed order."""
    rows = [
        {
            "lon": each.lon, "lat": each.lat, "events": each.events, "label": each.label,
            "area": names.areas.get(each.area, each.area),
        }
        for each in findings.points
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-int(str(row["events"])), str(row["label"]), row["lon"], row["lat"]))


def head_table(
    findings: WeeklyFindings, *, rows: "pa.Table", replies: Replies, conditions: Sequence[Table], total: Table,
    cutoff: Any,
) -> Table:  # fmt: skip
    """Return the head: how much, from how many, how many answered, until when, and what it could have noticed."""
    head, budget = findings.head, findings.budget
    made = rows.num_rows > 0
    with_areas = bool(findings.areas)
    return {
        "events": head.counted, "new_conditions": head.new_conditions, "open_conditions": head.open_conditions,
        "moods": head.moods, "reports": head.reports, "replies": replies.replied, "duties": replies.duties,
        "response_share": replies.share, "cutoff": cutoff, "sources": head.sources, "observations_made": made,
        "sentences": _head_sentences(findings, replies=replies, conditions=conditions, total=total, made=made),
        "power": power_sentence(findings.power, with_areas=with_areas),
        "alarm_budget": say("alarms.budget", per_week=budget.per_week, per_year=budget.per_year),
        "total": total if made else None,
    }  # fmt: skip


def _head_sentences(
    findings: WeeklyFindings, *, replies: Replies, conditions: Sequence[Table], total: Table, made: bool
) -> list[Sentence]:
    if not made:
        return [say("head.none_ever"), *replies.sentences()]
    head = findings.head
    told = [
        say("head.counts", events=head.counted, reports=head.reports, sources=head.sources)
        if head.reports
        else say("head.none_in_period"),
        total["sentence"],
        say("head.places", places=len(findings.places)) if findings.places else say("head.no_places"),
    ]
    overdue = sum(1 for each in conditions if each["overdue"])
    if head.open_conditions:
        key = "head.conditions_overdue" if overdue else "head.conditions"
        told.append(say(key, open=head.open_conditions, overdue=overdue))
    return [*told, *replies.sentences()]
