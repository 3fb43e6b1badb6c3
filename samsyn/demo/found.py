"""Founding the demo's municipalities through the verbs: borders, areas, places, parties, people, groups, calendar."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo import stories
from samsyn.demo.dates import year_events
from samsyn.demo.life import WEEKS
from samsyn.demo.parties import LOGINS, PARTIES, PASSWORD, Login, Party
from samsyn.demo.register import PLACES, Spot
from samsyn.demo.town import Town, town
from samsyn.ground.calendar.actions import add_year_events
from samsyn.ground.people.actions import (
    add_group,
    add_membership,
    add_organisation,
    add_seat,
    add_stewardship,
    add_unit,
    add_user,
    founder,
)
from samsyn.ground.people.course.actions import take_course
from samsyn.ground.people.members import Machine, Member
from samsyn.ground.people.models import Group, Organisation, Role, Unit, User
from samsyn.ground.places.actions import add_area_set, add_place, store_base_map
from samsyn.ground.places.models import Area, Place, PlaceType
from samsyn.ground.records import uuid_from
from samsyn.ground.tenancy.actions import add_municipality, change_municipality
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.actions import equip_municipality, set_reporting_duty
from samsyn.method.observations.models import Category

FACTS = {
    "granvik": {"code": "9991", "population": 38_000, "colour": "#1f5f5b", "period_weeks": 1},
    "lillskog": {"code": "9992", "population": 8_900, "colour": "#6b4a1f", "period_weeks": 2},
}
LICENCE = "EUPL-1.2"
OWN_MAP = "Samsyns egen påhittade karta"


@dataclass
class Founded:
    """A municipality put in place, with its rows by the demo's own keys."""

    municipality: Municipality
    machine: Machine
    drawn: Town
    areas: dict[str, Area] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    parties: dict[str, Organisation] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)


def found(slug: str, *, until: Week) -> Founded:
    """Put a municipality in place with everything but its reports."""
    municipality = _municipality(slug)
    here = Founded(municipality, founder(municipality), town(slug))
    equip_municipality(by=here.machine)
    _areas(here, until)
    here.categories = {c.code: c for c in Category.objects.filter(municipality=municipality, parent__isnull=False)}
    here.roles = {role.code: role for role in Role.objects.filter(municipality=municipality)}
    _places(here, until)
    _parties(here, until)
    _groups(here, until)
    add_year_events(rows=year_events(slug, until=until), by=here.machine)
    content = json.dumps(here.drawn.base_map(), ensure_ascii=False, separators=(",", ":")).encode()
    store_base_map(content=content, kind="geojson", source=OWN_MAP, licence=LICENCE, by=here.machine)
    return here


def _municipality(slug: str) -> Municipality:
    import shapely
    from shapely.geometry import shape

    drawn = town(slug)
    border = shape(drawn.border_collection()["features"][0]["geometry"])
    extent = (border.bounds[0], border.bounds[1], border.bounds[2], border.bounds[3])
    made = add_municipality(slug=slug, name=drawn.plan.name, extent=extent, fictional=True, **FACTS[slug])  # type: ignore[arg-type]
    return change_municipality(municipality=made, extent=shapely.to_wkb(border))


def _areas(here: Founded, until: Week) -> None:
    import shapely
    from shapely.geometry import shape

    slug = here.municipality.slug
    rows = []
    for feature in here.drawn.area_collection()["features"]:
        facts, polygon = feature["properties"], shape(feature["geometry"])
        seed = next(seed for seed in here.drawn.plan.area_seeds if seed[0] == facts["code"])
        lon, lat = here.drawn.to_degrees(*seed[2])
        rows.append({
            "id": uuid_from("demo", slug, "area", facts["code"]), "code": facts["code"], "name": facts["name"],
            "polygon": shapely.to_wkb(polygon), "centre_lon": lon, "centre_lat": lat, "population":
            facts["inhabitants"], "population_year": until.year - 1,
        })  # fmt: skip
    area_set = add_area_set(
        name="Kommundelar", valid_from=date(until.year - 6, 1, 1), areas=rows, working=True, source=OWN_MAP,
        licence=LICENCE, by=here.machine,
    )  # fmt: skip
    here.areas = {area.code: area for area in Area.objects.filter(area_set=area_set)}


def _places(here: Founded, until: Week) -> None:
    slug, kinds = here.municipality.slug, {k.code: k for k in PlaceType.objects.filter(municipality=here.municipality)}
    for spot in PLACES[slug]:
        lon, lat = here.drawn.to_degrees(*_position(here.drawn, spot))
        here.places[spot.key] = add_place(
            name=spot.name, place_type=kinds[spot.kind], lon=lon, lat=lat, aliases=spot.aliases,
            area=here.areas[spot.area],
            address=spot.name if isinstance(spot.at[0], str) else "", show_coarse=spot.coarse,
            id=uuid_from("demo", slug, "place", spot.key), on=until.last_day, by=here.machine,
        )  # fmt: skip


def _position(drawn: Town, spot: Spot) -> tuple[float, float]:
    first, second = spot.at
    return drawn.address(first, int(second)) if isinstance(first, str) else (float(first), float(second))


def _parties(here: Founded, until: Week) -> None:
    slug = here.municipality.slug
    ends = date.fromisoformat(stories.ending(until)["contract_ends"]["on"])
    for party in PARTIES[slug]:
        newcomer = slug == "granvik" and party.key == "vaktbolaget"
        joined = (until - (stories.JOINED_WEEKS_AGO if newcomer else WEEKS - 1)).first_day
        organisation = add_organisation(
            name=party.name, kind=party.kind, legal_kind=party.legal_kind, responsible_body=party.responsible_body,
            agreement=party.agreement, on_duty=party.on_duty, joined_on=joined, by=here.machine,
            ends_on=ends if slug == "granvik" and party.key == "ordningsvakter" else None,
            id=uuid_from("demo", slug, "party", party.key),
        )  # fmt: skip
        here.parties[party.key] = organisation
        for unit in party.units:
            add_unit(organisation=organisation, name=unit, by=here.machine)
        if party.on_duty:
            set_reporting_duty(organisation=organisation, starts_on=joined, by=here.machine)
        _cares_for(here, party, until)


def _cares_for(here: Founded, party: Party, until: Week) -> None:
    """Say which places the party looks after; one estate is sold on the first of December."""
    sale = stories.ending(until)["sale"]
    for spot in PLACES[here.municipality.slug]:
        if spot.owner == party.key:
            sold = party.key == sale["party"] and spot.name.startswith(sale["street"])
            last = date.fromisoformat(sale["on"]) - timedelta(days=1) if sold else None
            add_stewardship(
                organisation=here.parties[party.key], place=here.places[spot.key], ends_on=last, by=here.machine
            )


def _groups(here: Founded, until: Week) -> None:
    """Make the group that meets, its seats by function, and the demo's accounts."""
    slug, name = here.municipality.slug, here.municipality.name
    group = add_group(
        name=f"EST-gruppen {name}", kind="EST-grupp", areas=here.areas.values(),
        rhythm_weeks=here.municipality.period_weeks, by=here.machine,
    )  # fmt: skip
    for login in LOGINS:
        if slug == "granvik" or slug in login.also_in:
            _account(here, login, group, since=(until - WEEKS).first_day)
    substitute = _substitute(here, until) if slug == "granvik" else None
    for party in PARTIES[slug]:
        if not party.on_duty:
            continue
        first = party.functions[0] if party.functions else party.name
        coordinates = party.key == "samordning"
        add_seat(
            group=group, function=f"{first}, {party.name}" if not coordinates else "Samordnare",
            organisation=here.parties[party.key], holder=here.users.get(party.key),
            substitute=substitute if coordinates else None, by=here.machine,
        )  # fmt: skip
    if slug == "granvik":
        add_group(name="Styrgruppen för trygghet", kind="styrgrupp", rhythm_weeks=13, by=here.machine)


def _account(here: Founded, login: Login, group: Group, *, since: date) -> None:
    party = login.party
    user = add_user(email=login.email, name=login.function, password=PASSWORD, trusted_password=True, by=here.machine)
    organisation = here.parties[party]
    unit = Unit.objects.filter(organisation=organisation).order_by("name").first() if login.role == "reporter" else None
    in_group = [group] if login.role in ("coordinator", "group_member") else []
    add_membership(
        user=user, organisation=organisation, role=here.roles[login.role], unit=unit, groups=in_group, by=here.machine
    )
    take_course(on=since, by=Member(user=user, municipality=here.municipality, memberships=[]))
    if login.role != "steering":
        here.users[party] = user


def _substitute(here: Founded, until: Week) -> User:
    """Give the coordinator a substitute, an account that has never signed in."""
    since = (until - stories.SUBSTITUTE_WEEKS_AGO).first_day
    user = add_user(email="vikarie@granvik.example", name="Vikarierande samordnare", by=here.machine)
    add_membership(
        user=user,
        organisation=here.parties["samordning"],
        role=here.roles["coordinator"],
        starts_on=since,
        by=here.machine,
    )
    return user
