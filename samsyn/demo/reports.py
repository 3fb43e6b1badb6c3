"""Two years of reports, week by week: who sees what, where and when, and how it is written down."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from samsyn.analysis.weeks import Week
from samsyn.demo import rhythm
from samsyn.demo.parties import PARTIES, Party
from samsyn.demo.register import PLACES, Spot
from samsyn.demo.town import Town, town
from samsyn.demo.voices import Pen

if TYPE_CHECKING:
    from shapely import LineString

SEED = 20_260
# Kinds of place where a category is at home; for the rest every kind will do.
_AT = {
    "A": "square restaurant parking stop street", "C1": "parking street", "C3": "other park yard school stop path",
    "C4": "park forest school yard path beach", "D3": "park path cellar stairwell yard",
    "D4": "park forest path square",
    "D5": "square restaurant stop shop park", "D2": "stairwell parking square path", "D6": "shop square school leisure",
    "E1": "stairwell school cellar shop public_room leisure yard", "E2": "park yard path stop leisure square school",
    "E3": "parking cellar street", "E4": "path stairwell cellar school stop park yard",
    "E5": "stairwell path school park",
    "E6": "stairwell cellar yard parking", "F2": "cellar stairwell", "F3": "shop restaurant public_room leisure",
    "F1": "street",
    "F4": "stop school public_room parking cellar yard", "F5": "shop", "F6": "parking",
    "F7": "beach other street parking",
    "F8": "street yard", "G1": "square shop stop parking park school leisure public_room yard",
    "G3": "stairwell cellar",
    "G4": "shop public_room leisure square", "G5": "cellar school other stairwell parking",
    "G6": "square stop leisure restaurant",
    "G7": "yard parking public_room restaurant", "G8": "cellar forest stairwell",
    "G9": "square stairwell school leisure park shop stop",
    "G11": "parking park yard cellar beach school", "G12": "stop", "G13": "beach", "B6": "stop",
    "H": "street parking path stop",
    "H1": "path park parking school street", "H3": "path park", "H4": "school street yard parking",
    "H5": "parking forest yard",
    "H6": "parking street", "H7": "path square stop street", "I1": "path parking stop stairwell yard cellar street "
    "square",
    "I2": "path park yard parking", "I3": "other park yard square stop school street beach",
    "I4": "stairwell cellar parking yard",
    "I5": "path yard parking", "I6": "square street path", "I7": "park stairwell yard path", "I8": "shop square",
    "J1": "square school leisure", "J3": "school leisure", "M1": "path park stairwell stop",
    "M3": "square beach stop leisure",
}  # fmt: skip
_NOT_LOW = {"C1": 4, "A3": 3}
RESERVED = {"badstigen", "angsstigen", "almgatan 12", "almgatan 18", "linden"}  # their history is a story line
STREET_SHARE, AREA_SHARE = 0.17, 0.05


@dataclass(slots=True)
class Report:
    """One report as it came in. Times are local; ``seen`` is when it was seen or discovered."""

    id: uuid.UUID
    category: str
    party: str
    area: str
    seen: datetime
    received: datetime
    began: datetime | None = None
    place: str | None = None
    lon: float | None = None
    lat: float | None = None
    precision: str = "exact"
    text: str = ""
    people: str = ""
    seen_during: str = "ordinary"
    severity: int | None = None
    same_as: uuid.UUID | None = None
    mended: date | None = None
    fault_number: str = ""
    state: str = "accepted"
    merged_into: uuid.UUID | None = None
    audience: str = ""
    story: int = 0
    login: str = ""


@dataclass(slots=True)
class Reply:
    """A party's answer for a week."""

    party: str
    week: Week
    answer: str  # reported, nothing, absent
    received: date


@dataclass
class Maker:
    """Writes the reports of one municipality in order of time, remembering what is still broken."""

    slug: str
    until: Week
    scale: float = 1.0
    joined: dict[str, Week] = field(default_factory=dict)
    open: dict[tuple[str, str], Report] = field(default_factory=dict)
    faults: int = 400

    def __post_init__(self) -> None:
        self.town: Town = town(self.slug)
        self.spots: dict[str, Spot] = {spot.key: spot for spot in PLACES[self.slug]}
        self.points = {key: _at(self.town, spot) for key, spot in self.spots.items()}
        self.pens: dict[str, Pen] = {}
        self.by_area = _streets_by_area(self.town)
        self.pool: dict[tuple[str, str, str], tuple[list[Spot], list[float]]] = {}

    def week(self, week: Week, *, scale: float = 1.0) -> tuple[list[Report], list[Reply]]:
        """Return the week's reports and answers, the same for the same seed, week and scale."""
        dice = Random(f"{SEED}-{self.slug}-{week.iso}")
        chance = np.random.default_rng([SEED, week.iso, len(self.slug)])
        reports: list[Report] = []
        replies: list[Reply] = []
        for party in PARTIES[self.slug]:
            if party.key in self.joined and week < self.joined[party.key]:
                continue
            answers = dice.random() < party.answers
            counts = self._counts(party, week, chance, self.scale * scale)
            if not answers and party.on_duty:
                continue
            mine = [self.one(party, code, week, dice) for code, n in counts for _ in range(n)]
            reports += mine
            if party.on_duty and not rhythm.is_pause(week):
                replies.append(self._reply(party, week, bool(mine), dice))
        return sorted(reports, key=lambda report: (report.received, report.id)), replies

    def _counts(self, party: Party, week: Week, chance: np.random.Generator, scale: float) -> list[tuple[str, int]]:
        month = (week.first_day + timedelta(days=3)).month
        total = sum(party.notices.values())
        expected = party.a_week * scale * rhythm.at_work(party, week)
        codes = list(party.notices)
        means = [expected * party.notices[code] / total * rhythm.season(code, month) for code in codes]
        return [(code, int(n)) for code, n in zip(codes, chance.poisson(means), strict=True) if n]

    @staticmethod
    def _reply(party: Party, week: Week, reported: bool, dice: Random) -> Reply:
        answer = "reported" if reported else dice.choices(("nothing", "absent"), (4, 1))[0]
        return Reply(party.key, week, answer, week.first_day + timedelta(days=dice.choices((4, 6), (3, 1))[0]))

    def one(self, party: Party, category: str, week: Week, dice: Random) -> Report:
        """Return one report: its time, its place, its words."""
        seen = rhythm.working_moment(party, week, dice)
        began, seen = self._when(party, category, seen, dice)
        if seen > rhythm.moment(self.until.last_day, 23.9):  # after midnight on the last Sunday: the night before
            began, seen = began and began - timedelta(days=1), seen - timedelta(days=1)
        told = max(rhythm.reported_at(seen, party, dice), seen)
        told = min(told, rhythm.moment(self.until.last_day, 23.9))
        report = Report(
            id=made_id(told, dice), category=category, party=party.key, area="", seen=seen, began=began,
            received=told, severity=_NOT_LOW.get(category),
        )  # fmt: skip
        name, kind = self._put(report, party, dice)
        self.say(report, party, name, kind, dice)
        self._last(report, dice)
        if party.kind in ("guards", "police", "youth") and dice.random() < 0.09:
            report.seen_during = dice.choices(("decided", "tip"), (2, 1))[0]
        return report

    @staticmethod
    def _when(party: Party, category: str, seen: datetime, dice: Random) -> tuple[datetime | None, datetime]:
        if category in rhythm.LASTS_DAYS or category[0] in "JLM":
            return None, seen
        if party.works in rhythm.DAYTIME and category in rhythm.TRACES:
            return rhythm.since_last_look(party, seen, dice)
        if party.works in ("day", "office"):
            return rhythm.evening_before(seen, dice)
        return seen - timedelta(minutes=dice.choice((5, 10, 15, 20, 30, 45))), seen

    def _put(self, report: Report, party: Party, dice: Random) -> tuple[str, str]:
        """Give the report its place; return (what people call it, kind of place)."""
        report.area = dice.choices(list(party.areas), list(party.areas.values()))[0]
        where = dice.random()
        if where < AREA_SHARE and not party.places:
            report.precision = "area"
            return next(area.name for area in self.town.areas if area.code == report.area), "other"
        if where < AREA_SHARE + STREET_SHARE and not party.places and report.category[0] not in "GM":
            return self._on_a_street(report, dice), "street"
        spots, weights = self._pool(party, report.category, report.area)
        spot = dice.choices(spots, weights)[0]
        self.put_at(report, spot.key)
        names = (spot.name, *spot.aliases)
        return names[0] if dice.random() < 0.6 else dice.choice(names), spot.kind

    def put_at(self, report: Report, key: str) -> None:
        """Put the report at a known place."""
        spot = self.spots[key]
        report.place, report.area, report.precision = key, spot.area, "exact"
        report.lon, report.lat = self.points[key]

    def forget(self, report: Report) -> None:
        """Do not remember what the report says is broken; it will be moved to another place."""
        self.open = {key: known for key, known in self.open.items() if known is not report}

    def _on_a_street(self, report: Report, dice: Random) -> str:
        name, line = dice.choice(self.by_area[report.area])
        spot = line.interpolate(round(dice.random() * line.length / 25) * 25.0)
        side = 14.0 if dice.random() < 0.5 else -14.0
        report.lon, report.lat = self.town.to_degrees(spot.x + side, spot.y)
        report.precision = "within_100m"
        return name

    def _pool(self, party: Party, category: str, area: str) -> tuple[list[Spot], list[float]]:
        key = (party.key, category, area)
        if key not in self.pool:
            kinds = (_AT.get(category) or _AT.get(category[0]) or "").split()
            home = [self.spots[k] for k in party.places] or [s for s in self.spots.values() if s.area == area]
            free = [spot for spot in home if spot.key not in RESERVED] or home
            fit = [spot for spot in free if spot.kind in kinds]
            if not fit and not party.places:  # no shop in the countryside: the nearest one that there is
                fit = [s for s in self.spots.values() if s.kind in kinds and s.key not in RESERVED]
            fit = fit or free
            own = [3.0 if spot.owner == party.key or spot.key in party.places[:1] else 1.0 for spot in fit]
            self.pool[key] = fit, [spot.weight * mine for spot, mine in zip(fit, own, strict=True)]
        return self.pool[key]

    def say(self, report: Report, party: Party, name: str, kind: str, dice: Random) -> None:
        """Write the report in the party's own voice, with its time and place in the words."""
        pen = self.pens.setdefault(party.kind, Pen(Random(f"{SEED}-{self.slug}-{party.kind}")))
        details = {
            "plats": name, "tid": report.seen.strftime("%H.%M"), "sedan": rhythm.told_since(report.began, report.seen),
            "upptackt": rhythm.told_found(report.seen),
        }  # fmt: skip
        report.text, report.people = pen.write(party.kind, report.category, kind, details)

    def _last(self, report: Report, dice: Random) -> None:
        """Say how long a state of things lasts; one already told of at the place is seen too, not counted again."""
        median = rhythm.LASTS_DAYS.get(report.category)
        if median is None:
            return
        key = (report.place or "", report.category)
        known = self.open.get(key) if report.place else None
        if (
            known is not None
            and known.seen <= report.seen
            and (known.mended is None or known.mended >= report.seen.date())
        ):
            report.same_as, report.mended = known.id, known.mended
            return
        ends = report.seen.date() + timedelta(days=max(1, round(dice.lognormvariate(0.0, 0.7) * median)))
        report.mended = ends if ends <= self.until.last_day else None
        if dice.random() < rhythm.REPORTED_AS_FAULT.get(report.category, 0.0):
            self.faults += dice.randrange(1, 9)
            report.fault_number = f"FA-{report.seen.year}-{self.faults:05d}"
        if report.place:
            self.open[key] = report


def made_id(told: datetime, dice: Random) -> uuid.UUID:
    """Return an id as the phone would have made it: the time of sending, then chance (UUID version 7)."""
    stamp = int(told.timestamp() * 1000)
    value = (stamp & ((1 << 48) - 1)) << 80 | dice.getrandbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def _at(drawn: Town, spot: Spot) -> tuple[float, float]:
    first, second = spot.at
    if isinstance(first, str):
        return drawn.to_degrees(*drawn.address(first, int(second)))
    return drawn.to_degrees(float(first), float(second))


def _streets_by_area(drawn: Town) -> dict[str, list[tuple[str, LineString]]]:
    """Return the named stretches of street within each area."""
    from shapely import get_parts

    found: dict[str, list[tuple[str, LineString]]] = {area.code: [] for area in drawn.areas}
    for way in drawn.streets:
        for area in drawn.areas if way.name else ():
            inside = way.line.intersection(area.shape.buffer(-25))
            parts = [part for part in get_parts(inside) if part.geom_type == "LineString" and part.length > 60]
            found[area.code] += [(way.name, part) for part in parts]
    return found
