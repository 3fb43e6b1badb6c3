"""A small picture with one place that stands out and one area outside its band, and a meeting about it."""

import json
from datetime import date
from typing import Any

from samsyn.ground.people.actions import add_seat
from samsyn.method.meetings.actions import open_meeting
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.method.pictures.models import PictureTable, SituationalPicture
from tests.people import NOW, WEEK, Town, observe

HELD = date(2025, 10, 9)
PLACE = {
    "name": "Stora torget", "area": "Centrum", "lon": 17.15, "lat": 62.41, "radius_m": 150.0, "events": 7,
    "expected": 2.0, "low": 0, "high": 5, "ratio": 3.5, "q": 0.01, "window_weeks": 4, "categories": [], "reason": None,
    "decided_presence": 0, "sources": 3,
}  # fmt: skip


def picture_to_talk_about(town: Town) -> SituationalPicture:
    """Return week 40's locked picture: Stora torget stands out, and Alby has more than expected."""
    observe(town, place=town.places["square"])
    machine, here = town.machine, town.municipality
    picture = compile_picture(municipality=here, week=WEEK, now=NOW, by=machine)
    for table in PictureTable.objects.filter(picture=picture, name__in=["places", "areas"]):
        rows: list[Any] = [PLACE]
        if table.name == "areas":
            rows = json.loads(table.content)
            for row in rows:
                row["verdict"] = "more" if row["name"] == "Alby" else "usual"
        table.content = json.dumps(rows)
        table.save()
    return lock_picture(picture=picture, function="Samordnaren", now=NOW, by=machine)


def seats(town: Town, *keys: str) -> None:
    for key in keys:
        organisation = town.organisations[key]
        add_seat(group=town.groups["local"], function=f"Plats {key}", organisation=organisation, by=town.machine)


def meet(town: Town, *, held_on: date = HELD) -> Meeting:
    return open_meeting(
        week=WEEK, held_on=held_on, now=NOW, group=town.groups["local"], by=town.members["bo"]
    )  # fmt: skip
