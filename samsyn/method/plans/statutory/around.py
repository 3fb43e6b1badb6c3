"""What else the law's picture rests on: the police's classes, states of areas, problems with causes, what was done."""

from collections import Counter, defaultdict
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from samsyn.ground.places.models import AreaClass
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.followups.models import FollowUp
from samsyn.method.indicators.models import OutsideEvent
from samsyn.method.measures.models import Measure
from samsyn.method.pictures.models import Assessment
from samsyn.method.plans.statutory.observed import Stretch
from samsyn.method.problems.models import Priority, Problem

READS = {"authorities": ("authorities", "parties"), "parties": ("parties",)}
MOST_MEASURES = 60
Table = dict[str, Any]


def classes(municipality: Municipality, stretch: Stretch) -> list[Table]:
    """Return the police's classes year by year; they are told, never computed."""
    rows = AreaClass.objects.filter(municipality=municipality, year__lte=stretch.last_day.year).select_related("area")
    by_area: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in rows.order_by("year"):
        by_area[row.area.name, row.area.code, row.scheme].append(row)
    return [
        {"area": area, "code": code, "scheme": scheme, "source": found[-1].source,
         "years": [{"year": row.year, "name": row.name, "trend": row.trend} for row in found]}
        for (area, code, scheme), found in sorted(by_area.items())
    ]  # fmt: skip


def states(municipality: Municipality, stretch: Stretch) -> list[Table]:
    """Return in how many weeks each area was in each state, as a named function decided it."""
    rows: QuerySet[Any] = Assessment.objects.filter(
        municipality=municipality, iso_week__gte=stretch.all_weeks[0].iso, iso_week__lte=stretch.week.iso
    )
    standing = {}
    for row in rows.select_related("area", "level").order_by("decided_at", "created_at"):
        standing[row.iso_week, row.area_id] = row
    counted: dict[tuple[str, str], Counter[tuple[int, str, str]]] = defaultdict(Counter)
    for row in standing.values():
        counted[row.area.code, row.area.name][row.level.weight, row.level.name_sv, row.level.name_en] += 1
    return [
        {"code": code, "name": name,
         "levels": [{"name_sv": sv, "name_en": en, "weeks": weeks} for (_w, sv, en), weeks in sorted(found.items())]}
        for (code, name), found in sorted(counted.items())
    ]  # fmt: skip


def problems(municipality: Municipality, stretch: Stretch, *, audience: str) -> list[Table]:
    """Return the problems the group has chosen to understand, with what is known of their causes and goals."""
    rows = Problem.objects.filter(municipality=municipality, audience__in=READS[audience])
    seen = [each for each in rows.with_names().order_by("number")
            if each.opened_on <= stretch.last_day and (each.closed_on is None or each.closed_on >= stretch.first_day)]
    causes, goals = (_below(name, seen) for name in ("Cause", "Goal"))
    return [
        {
            "number": each.number, "title": each.title, "where": each.where,
            "area": (each.area or each.place.area).code if (each.area or (each.place and each.place.area)) else "",
            "state": each.state, "state_sv": each.get_state_display(), "affected": each.affected,
            "opened_on": each.opened_on, "causes": causes[each.pk], "goals": goals[each.pk],
        }
        for each in seen
    ]  # fmt: skip


def _below(name: str, problems: list[Problem]) -> dict[Any, list[str]]:
    """Return what the rows of a kind say, by problem; a room that is not there yet says nothing."""
    found: dict[Any, list[str]] = defaultdict(list)
    known = {each.__name__: each for each in apps.get_app_config("problems").get_models()}
    model = known.get(name)
    if model is None or not problems:
        return found
    fields = {field.name for field in model._meta.get_fields()}
    words = next((each for each in ("what", "text", "title", "name", "aim") if each in fields), None)
    if words is None or "problem" not in fields:
        return found
    rows = model._default_manager.filter(problem__in=problems).order_by("created_at")
    for problem, text in rows.values_list("problem", words):
        if text:
            found[problem].append(str(text))
    return found


def priorities(municipality: Municipality, stretch: Stretch, *, audience: str) -> list[Table]:
    """Return the latest weighing in the period: need, possibility to influence, chosen or not, and why."""
    rows = Priority.objects.filter(
        municipality=municipality, audience__in=READS[audience], weighed_on__lte=stretch.last_day,
        weighed_on__gte=stretch.first_day,
    ).with_names()  # fmt: skip
    periods = sorted({row.period for row in rows}, key=lambda each: (each[:4], each[6:]))
    latest = [row for row in rows if periods and row.period == periods[-1]]
    told = [
        {"name": str(row.place or row.area or getattr(row, "problem", "")), "need": row.need,
         "influence": row.influence, "product": row.product, "chosen": row.chosen, "reason": row.reason,
         "period": row.period}
        for row in latest
    ]  # fmt: skip
    return sorted(told, key=lambda row: (not row["chosen"], -row["product"], row["name"]))


def done(municipality: Municipality, stretch: Stretch, *, audience: str) -> Table:
    """Return what was decided and done in the period, and what the follow-ups said of effect."""
    rows = Measure.objects.filter(municipality=municipality).shown_to_audience(audience)
    rows = rows.filter(decided_on__gte=stretch.first_day, decided_on__lte=stretch.last_day).with_names()
    found = list(rows.order_by("decided_on", "number"))
    looked = FollowUp.objects.filter(measure__in=found, kind="effect").select_related("measure")
    looked = looked.filter(shown_to="parties") if audience == "parties" else looked
    return {
        "decided": len(found), "carried_out": sum(each.outcome in ("done", "no_effect") for each in found),
        "followed_up": sum(each.followed_up_on is not None for each in found),
        "effects": [{"number": each.measure.number, "what": each.measure.what, "where": each.measure.where,
                     "conclusion": each.conclusion, "conclusion_sv": each.get_conclusion_display(), "text": each.text}
                    for each in looked.order_by("made_on", "measure__number")],
        "long": [{"number": each.number, "what": each.what, "where": each.where, "who": str(each.organisation),
                  "area": each.area.code if each.area is not None else "", "outcome": each.outcome}
                 for each in found if each.horizon in ("medium", "long") or each.follow_up_on][:MOST_MEASURES],
    }  # fmt: skip


def outside(municipality: Municipality, stretch: Stretch) -> list[Table]:
    """Return how many single events other sources have told of, by type: a news feed is no statistic."""
    rows = OutsideEvent.objects.filter(
        municipality=municipality, happened_on__gte=stretch.first_day, happened_on__lte=stretch.last_day
    )
    counted: Counter[tuple[str, str]] = Counter(rows.single_events().values_list("source", "type"))
    return [{"source": source, "type": kind, "events": count}
            for (source, kind), count in sorted(counted.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))]


