"""Veckans platser: where to go by, when, and what to do; nothing that harms anybody if the sheet is dropped.

Only known places that are shown as places, only measures that its readers may see, no text of any report, no source.
"""

from collections import Counter
from datetime import timedelta
from typing import Any, NamedTuple

from samsyn.analysis.weeks import Week
from samsyn.ground.places.models import Place
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision
from samsyn.method.meetings.states import Choice
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.tables import tables_of

WIDE = {"authorities": ("authorities", "parties"), "parties": ("parties",)}
WINDOW_WEEKS = 8
ENOUGH = 5                  # fewer events could tell of one of them
MOSTLY = 0.4
MOST_PLACES, MOST_USUAL = 12, 4
PARTS_OF_THE_DAY = ((6, "morning"), (12, "afternoon"), (18, "evening"))
WEEKEND = 4                 # Friday and on


class Stop(NamedTuple):
    """One place to go by: its name and area, when it mostly happens ("" = no time of its own), and what to do."""

    place: str
    area: str
    when: str
    until: str = ""
    what: str = ""
    usual: bool = False


def stops_of(picture: SituationalPicture, audience: str) -> list[Stop]:
    """Return the places of the week after the picture's: its focus and promised presence, then what the group watches,
    then where things keep happening."""
    here = picture.municipality
    promised = [*_focus(picture, audience), *_promised(picture, audience)]
    named = {stop.place for stop in promised}
    looked_at = _looked_at(picture, audience)
    recurring = [row["name"] for row in tables_of(picture, audience).get("usual_places", []) if row["name"]]
    names = [name for name in dict.fromkeys([*looked_at, *recurring[:MOST_USUAL]]) if name not in named]
    known = Place.objects.filter(municipality=here, name__in=names, show_coarse=False, active=True)
    by_name = {place.name: place for place in known.select_related("area")}
    watched = [
        Stop(
            name, by_name[name].area.name if by_name[name].area else "", when_at(by_name[name], picture, audience),
            usual=name not in looked_at,
        )
        for name in names if name in by_name
    ]  # fmt: skip
    return [*promised, *watched][:MOST_PLACES]


def _focus(picture: SituationalPicture, audience: str) -> list[Stop]:
    """What the group said that everybody looks at this week, where it is a known place."""
    rows = Decision.objects.filter(
        municipality=picture.municipality_id, meeting__picture=picture, meeting__audience__in=WIDE[audience],
        kind=Decision.About.FOCUS, place__isnull=False, place__show_coarse=False,
    )  # fmt: skip
    found = [(each, each.place) for each in rows.in_order() if each.place is not None]
    return [
        Stop(place.name, place.area.name if place.area else "", when_at(place, picture, audience), what=each.text)
        for each, place in found
    ]


def _promised(picture: SituationalPicture, audience: str) -> list[Stop]:
    """Open measures that say that somebody is to be there, for these readers, not yet past their day."""
    monday = (picture.week + 1).first_day
    rows = Measure.objects.filter(municipality=picture.municipality_id, presence=True, due_on__gte=monday)
    found = rows.open().shown_to_audience(audience).with_names().in_order()
    return [
        Stop(
            each.where, each.place.area.name if _is_shown(each.place) and each.place.area else "",
            when_at(each.place, picture, audience) if _is_shown(each.place) else "", each.due_on.isoformat(), each.what,
        )
        for each in found
    ]  # fmt: skip


def _is_shown(place: Place | None) -> bool:
    return place is not None and not place.show_coarse


def _looked_at(picture: SituationalPicture, audience: str) -> list[str]:
    """Names of places that the group decided to watch or act on, then those that stand out in the readers' tables."""
    decided = Decision.objects.filter(
        municipality=picture.municipality_id, meeting__picture=picture, meeting__audience__in=WIDE[audience],
        kind=Decision.About.PLACE, choice__in=[Choice.WATCH, Choice.MEASURE], place__isnull=False,
    ).in_order()  # fmt: skip
    standing_out = [row["name"] for row in tables_of(picture, audience).get("places", []) if row["name"]]
    return list(dict.fromkeys([*(each.about for each in decided), *standing_out]))


def when_at(place: Place, picture: SituationalPicture, audience: str) -> str:
    """Return when it mostly happens at a place ("weekend.evening"), or nothing where no time stands out.

    From what the readers may see of the last eight weeks; at least five events, at least two fifths of them then.
    """
    last = picture.week.last_day
    rows = Observation.objects.filter(municipality=picture.municipality_id, place=place).accepted()
    seen = rows.shown_to_audience(audience).between((picture.week - (WINDOW_WEEKS - 1)).first_day, last)
    zone = picture.municipality.zone
    told = Counter(_part(each.astimezone(zone)) for each in seen.values_list("observed_to", flat=True))
    if told.total() < ENOUGH:
        return ""
    part, count = max(sorted(told.items()), key=lambda each: each[1])
    return part if count >= MOSTLY * told.total() and count >= ENOUGH else ""


def _part(moment: Any) -> str:
    """The small hours belong to the evening before."""
    day = moment - timedelta(hours=6)
    part = "night" if moment.hour < 6 else [name for hour, name in PARTS_OF_THE_DAY if moment.hour >= hour][-1]
    return f"{'weekend' if day.weekday() >= WEEKEND else 'weekday'}.{part}"


def coming_week(picture: SituationalPicture) -> Week:
    """Return the week that the paper is for."""
    return picture.week + 1
