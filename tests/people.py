"""The shared cast of the stories: who works in Norr, and Cecilia who works in Söder. Both towns are invented."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import shapely

from samsyn.analysis.weeks import Week
from samsyn.ground.people.actions import (
    add_group,
    add_membership,
    add_organisation,
    add_unit,
    add_user,
    founder,
)
from samsyn.ground.people.course.actions import take_course
from samsyn.ground.people.members import Machine, Member, member_of
from samsyn.ground.people.models import Group, Organisation, Role, Unit
from samsyn.ground.places.actions import add_area_set, add_place
from samsyn.ground.places.models import Area, Place, PlaceType
from samsyn.ground.tenancy.actions import add_municipality
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.actions import (
    accept_observation,
    equip_municipality,
    set_reporting_duty,
    submit_observation,
)
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Category, Observation

# Tuesday afternoon of week 41: the finished week is 40, reported but not yet locked.
NOW = datetime(2025, 10, 7, 15, 0, tzinfo=UTC)
WEEK = Week(2025, 40)
PASSWORD = "en kulen höstdag i Norr"
WEST, SOUTH, STEP = 17.10, 62.40, 0.02


@dataclass(kw_only=True)
class Town:
    """A municipality with its areas, parties and members."""

    municipality: Municipality
    machine: Machine
    areas: dict[str, Area]
    roles: dict[str, Role]
    categories: dict[str, Category]
    organisations: dict[str, Organisation] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def square(number: int, *, west: float = WEST, south: float = SOUTH, step: float = STEP) -> bytes:
    """Return the WKB of the n:th square from the west, in degrees."""
    return shapely.to_wkb(shapely.box(west + number * step, south, west + (number + 1) * step, south + step))


def found(slug: str, *, name: str, code: str, west: float = WEST, south: float = SOUTH) -> Town:
    """Put a town in place through the verbs: three square areas A, B and C, roles and categories."""
    municipality = add_municipality(
        slug=slug, name=name, code=code, extent=(west, south, west + 3 * STEP, south + STEP), fictional=True
    )
    machine = founder(municipality)
    equip_municipality(by=machine)
    names = {"A": "Alby", "B": "Björknäs", "C": "Centrum"}
    rows = [
        {
            "code": code_, "name": name_, "polygon": square(n, west=west, south=south),
            "centre_lon": west + (n + 0.5) * STEP, "centre_lat": south + STEP / 2, "population": 1000 * (n + 1),
        }
        for n, (code_, name_) in enumerate(names.items())
    ]  # fmt: skip
    area_set = add_area_set(name="Stadsdelar", valid_from=date(2015, 1, 1), areas=rows, working=True, by=machine)
    return Town(
        municipality=municipality,
        machine=machine,
        areas={area.code: area for area in Area.objects.filter(area_set=area_set)},
        roles={role.code: role for role in Role.objects.filter(municipality=municipality)},
        categories={c.code: c for c in Category.objects.filter(municipality=municipality, parent__isnull=False)},
    )


def join(
    town: Town, who: str, *, role: str, organisation: str, areas: tuple[str, ...] = (), groups: tuple[str, ...] = (),
    unit: str | None = None,
) -> Member:  # fmt: skip
    """Give somebody an account and a role; e-mail is name@town.example, the password is PASSWORD."""
    user = add_user(
        email=f"{who.lower()}@{town.municipality.slug}.example", name=who, password=PASSWORD, trusted_password=True,
        by=town.machine,
    )  # fmt: skip
    add_membership(
        user=user, organisation=town.organisations[organisation], role=town.roles[role],
        areas=[town.areas[code] for code in areas], groups=[town.groups[name] for name in groups],
        unit=town.units[unit] if unit else None, by=town.machine,
    )  # fmt: skip
    member = member_of(user, town.municipality, on=NOW.date())
    assert member is not None
    take_course(on=date(2025, 1, 6), by=member)
    town.members[who.lower()] = member
    return member


def _party(town: Town, key: str, *, name: str, kind: str, legal_kind: str, **more: Any) -> None:
    town.organisations[key] = add_organisation(name=name, kind=kind, legal_kind=legal_kind, by=town.machine, **more)


def found_norr() -> Town:
    """Norr: Anna reports, Bo coordinates, Dag is police, Eva manages private housing, Siv steers."""
    town = found("norr", name="Norr", code="9901")
    _party(town, "town", name="Norrs kommun", kind="coordinator", legal_kind="board", on_duty=False)
    _party(town, "school", name="Norrskolan", kind="school", legal_kind="board")
    _party(town, "police", name="Polisen i Norr", kind="police", legal_kind="state")
    _party(town, "housing", name="Hyreshus AB", kind="housing", legal_kind="private", agreement="avtal 3")
    for key in ("school", "police", "housing"):
        set_reporting_duty(organisation=town.organisations[key], starts_on=date(2025, 1, 6), by=town.machine)
    town.units["kitchen"] = add_unit(
        organisation=town.organisations["school"], name="Skolköket", areas=[town.areas["A"]], by=town.machine
    )
    town.groups["local"] = add_group(name="Lokala gruppen", kind="brottsförebyggande", by=town.machine)
    town.places["square"] = add_place(
        name="Stora torget", lon=17.15, lat=62.41, aliases=["Torget"], on=WEEK.last_day, by=town.machine,
        place_type=PlaceType.objects.get(municipality=town.municipality, code="square"),
    )  # fmt: skip
    join(town, "Anna", role="reporter", organisation="school")
    join(town, "Bo", role="coordinator", organisation="town")
    join(town, "Dag", role="group_member", organisation="police", groups=("local",))
    join(town, "Eva", role="reviewer", organisation="housing")
    join(town, "Siv", role="steering", organisation="town")
    return town


def found_soder() -> Town:
    """Söder: a neighbour where Cecilia coordinates; nothing of Norr may be seen from there, and the other way."""
    town = found("soder", name="Söder", code="9902", south=SOUTH - 1)
    _party(town, "town", name="Söders kommun", kind="coordinator", legal_kind="board")
    join(town, "Cecilia", role="coordinator", organisation="town")
    return town


def observe(
    town: Town, *, by: Member | Machine | None = None, category: str = "E1", area: str | None = "A",
    on: date | None = None, hour: int = 20, accept: bool = True, now: datetime = NOW, unit: Unit | None = None,
    **more: Any,
) -> Observation:  # fmt: skip
    """Let somebody (Anna, else the town's machine) submit an observation in area A, and accept it."""
    writer = by or town.members.get("anna") or town.machine
    seen = datetime.combine(on or WEEK.first_day + timedelta(days=3), time(hour), tzinfo=town.municipality.zone)
    pointed = more.get("place") is not None or more.get("lon") is not None
    draft = Draft(
        category=town.categories[category], observed_to=more.pop("observed_to", seen),
        area_code=None if pointed else area, **more,
    )  # fmt: skip
    observation = submit_observation(draft=draft, now=now, by=writer, unit=unit)
    return accept_observation(observation=observation, now=now, by=town.machine) if accept else observation
