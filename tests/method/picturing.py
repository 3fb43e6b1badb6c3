"""Weeks of invented reporting in Norr, so that a picture has a history to stand on."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.method.observations.actions import submit_observations
from samsyn.method.observations.drafts import Draft
from samsyn.method.pictures.actions import compile_picture
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.tables import tables_of
from tests.people import NOW, WEEK, Town

CODES = ["E1", "E2", "G1", "I3", "F2"]


def report(
    town: Town, week: Week, how_many: int, *, area: str = "A", category: str | None = None, owner: str = "school",
    rng: np.random.Generator | None = None, **more: Any,
) -> list[Draft]:  # fmt: skip
    """Return drafts of one week, spread over its days and evenings."""
    rng = rng or np.random.default_rng(week.iso + ord(area))
    drafts = []
    for number in range(how_many):
        day = week.first_day + timedelta(days=int(rng.integers(7)))
        seen = datetime.combine(day, time(int(rng.integers(8, 23))), tzinfo=town.municipality.zone)
        code = category or CODES[int(rng.integers(len(CODES)))]
        facts = {"kind": "event", "area_code": None if "lon" in more else area, **more}
        drafts.append(
            Draft(
                category=town.categories[code], observed_to=seen, owner=town.organisations[owner],
                external_key=f"{week.iso}{area}{number}", received_at=seen + timedelta(hours=1), **facts,
            )
        )  # fmt: skip
    return drafts


def submit(town: Town, drafts: Iterable[Draft]) -> None:
    done = submit_observations(list(drafts), by=town.machine, now=NOW)
    assert done.refused == []


def ordinary_weeks(town: Town, *, weeks: int = 60, per_week: int = 6, until: Week = WEEK - 1, **more: Any) -> None:
    """Let the areas have about so many reports a week for more than a year, with nothing going on."""
    rng = np.random.default_rng(7)
    drafts = []
    for back in range(weeks):
        for area in "ABC":
            drafts += report(town, until - back, int(rng.poisson(per_week)), area=area, rng=rng, **more)
    submit(town, drafts)


def compiled(town: Town, *, week: Week = WEEK, now: datetime = NOW) -> SituationalPicture:
    return compile_picture(municipality=town.municipality, week=week, now=now, by=town.machine)


def tables(town: Town, audience: str = "parties", **more: Any) -> dict[str, Any]:
    return tables_of(compiled(town, **more), audience)


def area(found: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in found["areas"] if row["code"] == code)


def organisations(town: Town) -> list[Organisation]:
    return list(town.organisations.values())
