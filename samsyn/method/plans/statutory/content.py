"""The law's picture as plain tables, one set for each audience: mapping, other information, analysis, sources."""

from datetime import date
from typing import Any

from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.plans.statutory import around
from samsyn.method.plans.statutory.figures import figures
from samsyn.method.plans.statutory.observed import Stretch, observed

AUTHORITIES, PARTIES, PUBLIC = "authorities", "parties", "public"
LEAST_PUBLIC = 20
Table = dict[str, Any]


def picture_tables(municipality: Municipality, *, first: date, last: date) -> dict[str, Table]:
    """Return everything the system holds for the law's picture of some days, by audience.

    Observations are made anew from the rows that each audience may see; figures from outside stand in tables of their
    own, never in one total with them. What everybody may read has no places, no figures for small counts and no
    measures that are not for everybody.
    """
    stretch = Stretch(first, last)
    seen, told = observed(municipality, stretch), figures(municipality, last=last)
    made = {
        audience: _tables(municipality, stretch, audience=audience, observations=seen[audience], told=told)
        for audience in (AUTHORITIES, PARTIES)
    }
    return {**made, PUBLIC: public_of(made[PARTIES])}


def _tables(
    municipality: Municipality, stretch: Stretch, *, audience: str, observations: Table | None, told: list[Table]
) -> Table:
    areas = Area.objects.filter(municipality=municipality).in_working_set(on=stretch.last_day).order_by("code")
    return {
        "municipality": {"slug": municipality.slug, "name": municipality.name, "code": municipality.code,
                         "population": municipality.population},
        "first_day": stretch.first_day, "last_day": stretch.last_day, "observed": observations, "figures": told,
        "areas": [{"code": area.code, "name": area.name, "population": area.population,
                   "population_year": area.population_year} for area in areas],
        "classes": around.classes(municipality, stretch), "states": around.states(municipality, stretch),
        "problems": around.problems(municipality, stretch, audience=audience),
        "priorities": around.priorities(municipality, stretch, audience=audience),
        "done": around.done(municipality, stretch, audience=audience),
        "outside": around.outside(municipality, stretch), "parties": _parties(municipality, stretch),
    }  # fmt: skip


def _parties(municipality: Municipality, stretch: Stretch) -> list[str]:
    """Return who takes part, by name: the agreement names them too."""
    rows = Organisation.objects.filter(municipality=municipality).open_on(stretch.last_day)
    return sorted(rows.values_list("name", flat=True))


def public_of(tables: Table) -> Table:
    """Return what everybody may read: whole-municipality figures, rounded; no places, causes or police classes.

    Classes of areas are public elsewhere, but beside what we write here they would brand those who live there.
    """
    return {
        **tables, "observed": _public_observed(tables["observed"]), "classes": [], "states": [], "outside": [],
        "figures": [{**row, "areas": []} for row in tables["figures"]],
        "problems": [{**row, "where": "", "causes": [], "goals": [], "affected": ""} for row in tables["problems"]],
        "priorities": [], "areas": [],
        "done": {**tables["done"], "effects": [], "long": []},
    }  # fmt: skip


def _public_observed(told: Table | None) -> Table | None:
    if told is None or told["events"] < LEAST_PUBLIC:
        return None
    fives = {"events": _fives(told["events"]), "before": _fives(told["before"]), "reports": _fives(told["reports"])}
    groups = [{**row, "events": _fives(row["events"]), "before": _fives(row["before"])} for row in told["groups"]
              if (row["events"] or 0) >= LEAST_PUBLIC]  # fmt: skip
    return {**told, **fives, "groups": groups, "areas": [], "months": [], "sources": None, "sources_before": None,
            "from_decided": None}


def _fives(count: int | None) -> int | None:
    return None if count is None else 5 * round(count / 5)
