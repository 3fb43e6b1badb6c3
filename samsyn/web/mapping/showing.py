"""A mapping as it is read: the figures in words and drawings, live or as they were frozen."""

import json
from datetime import date
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week, week_range
from samsyn.documents.charts import sparkline
from samsyn.documents.mapping import change_words, peak_words
from samsyn.documents.maps import paper_map
from samsyn.ground.places.models import Area
from samsyn.method.problems.mapping.figures import area_of, figures_of
from samsyn.method.problems.mapping.questions import PARTS
from samsyn.method.problems.models import Mapping, Problem
from samsyn.web.templatetags.samsyn import day, figure, language, named, percent

MOST_SAID = 3


def figures_for(problem: Problem, mapping: Mapping | None, *, today: date) -> dict[str, Any]:
    """Return the figures: those that were frozen, or as they are today."""
    if mapping is not None and mapping.is_settled:
        return dict(json.loads(mapping.figures))
    first = mapping.first_on if mapping is not None else problem.period_first
    last = (mapping.last_on if mapping is not None else problem.period_last) or today
    return figures_of(problem, first=min(first, today), last=max(min(last, today), min(first, today)))


def told(figures: dict[str, Any], problem: Problem, *, member: Any) -> dict[str, Any]:
    """Return the figures as the page shows them."""
    first, last = date.fromisoformat(figures["first"]), date.fromisoformat(figures["last"])
    weeks = week_range(Week.parse(figures["weeks"]["first"]), Week.parse(figures["weeks"]["last"]))
    counts = figures["weeks"]["counts"]
    return {
        **figures, "first_day": first, "last_day": last, "trend": _trend(counts, weeks),
        "week_rows": [{"week": week, "n": n} for week, n in zip(weeks, counts, strict=True)],
        "change": change_words(figures, language=language()),
        "share_decided": figures["decided"] / figures["n"] if figures["n"] else 0.0,
        "response_share": _share(figures["response"]), "map": _map(figures, problem, member),
        "peaks": peak_words(figures["hours"]["counts"]),
        "outside": [_outside(each) for each in figures["outside"]],
    }  # fmt: skip


def _share(response: dict[str, int] | None) -> float | None:
    return response["kept"] / response["of"] if response and response["of"] else None


def _trend(counts: list[int], weeks: list[Week]) -> Any:
    title = _("Rapporter vecka för vecka, %(first)s till %(last)s") % {
        "first": weeks[0].label, "last": weeks[-1].label
    }  # fmt: skip
    nothing = [None] * len(counts)
    return mark_safe(sparkline(counts, nothing, nothing, title=title, width=520, height=90))


def _map(figures: dict[str, Any], problem: Problem, member: Any) -> Any:
    points = [
        {"lon": row["lon"], "lat": row["lat"], "events": row["n"], "label": row["name"], "area": ""}
        for row in figures["places"] if row["lon"] is not None
    ]  # fmt: skip
    if not points:
        return ""
    area = area_of(problem)
    known = Area.objects.visible_to(member)
    areas = known.filter(area_set=area.area_set_id) if area is not None else known.none()
    drawn = paper_map(
        points, places=[], areas=areas.values("name", "polygon", "centre_lon", "centre_lat"), base_map=None,
        title=_("Karta över platserna, cirkelns storlek visar antal rapporter"), width=560, height=380,
    )  # fmt: skip
    return mark_safe(drawn.svg) if drawn is not None else ""


def _outside(told_of: dict[str, Any]) -> dict[str, Any]:
    """Return an indicator as a table of its own: value, n, who answered, preliminary or not."""
    rows = [
        {"period": f"{day(row['first'])} – {day(row['last'])}", "value": _value(row), "n": row["n"],
         "response": percent(row["response_share"]) if row["response_share"] is not None else "–",
         "preliminary": row["preliminary"]}
        for row in told_of["rows"]
    ]  # fmt: skip
    unit = named({"name_sv": told_of["unit_sv"], "name_en": told_of["unit_en"]}) if told_of["unit_sv"] else ""
    return {**told_of, "name": named(told_of), "unit": unit, "rows": rows}


def _value(row: dict[str, Any]) -> str:
    decimals = 0 if float(row["value"]).is_integer() else 1
    said = figure(row["value"], decimals)
    if row["low"] is None or row["high"] is None:
        return said
    return f"{said} ({figure(row['low'], decimals)}–{figure(row['high'], decimals)})"


def seen_in(figures: dict[str, Any]) -> dict[str, str]:
    """Return what the figures say to three of the questions, so that nobody has to look it up."""
    kinds = ", ".join(f"{named(row)} ({row['n']})" for row in figures["categories"][:MOST_SAID])
    places = ", ".join(f"{row['name']} ({row['n']})" for row in figures["places"][:MOST_SAID])
    said = {"what": kinds, "where": places if figures["places_in_all"] > 1 else "", "when": figures["peaks"]}
    return {code: _("Rapporterna: %(said)s.") % {"said": words} for code, words in said.items() if words}


def answers_of(mapping: Mapping) -> list[dict[str, Any]]:
    """Return the parts with what has been answered; unanswered questions are left out."""
    parts = [
        {"name": part.name, "rows": [{"question": question.words, "answer": mapping.answers[code]}
                                     for code, question in part.questions.items() if mapping.answers.get(code)]}
        for part in PARTS.values()
    ]  # fmt: skip
    return [part for part in parts if part["rows"]]
