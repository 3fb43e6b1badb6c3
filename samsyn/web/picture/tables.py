"""A picture's tables made ready for the page: nothing is counted here, only arranged."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.documents.charts import DAYS
from samsyn.documents.maps import LETTERS
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.pictures.patterns.telling import table_of, title_of
from samsyn.method.pictures.tables import audience_of, tables_of
from samsyn.web.picture.drawing import map_of
from samsyn.web.templatetags.samsyn import days_words, figure, language
from samsyn.web.ways import Ways

TOLD = {"more", "fewer"}
LATE = "late.since_lock"
WHO_ANSWERED = {"note.replied", "note.reported"}
FIRST_CONDITIONS = 6
HOURS = [f"{hour:02d}" for hour in range(24)]


def page_of(picture: SituationalPicture, member: Any) -> dict[str, Any]:
    """Return what the page of a picture shows to this member: the tables of the member's audience, and scales."""
    audience = audience_of(member)
    tables = tables_of(picture, audience)
    Ways(picture, member).lay(tables)
    for letter, place in zip(LETTERS, tables.get("places", []), strict=False):
        place["letter"] = letter
    head = tables.get("head", {})
    hours = tables.get("hours", {})
    period = [picture.week + 1 - picture.weeks, picture.week]
    return {
        "picture": picture,
        "week": picture.week,
        "tables": tables,
        "head": head,
        "days": days_words(period[0].first_day, period[1].last_day),
        "sources": sources_words(head.get("sources")),
        "audience_words": audience_words(audience),
        "findings": [finding_row(each) for each in tables.get("to_look_at", [])],
        "map": map_of(picture, tables, audience=audience, member=member),
        "area_top": top_of(tables.get("areas", []), "series", "band_high"),
        "place_top": top_of(tables.get("places", []), "events", "high"),
        "change_top": top_of(tables.get("changes", []), "events", "high"),
        "area_window": max((row.get("window_weeks") or 1 for row in tables.get("areas", [])), default=1),
        "changes": parted(tables.get("changes", []), lambda row: row["verdict"] in TOLD),
        "conditions": conditions_parted(tables.get("conditions", [])),
        "outside": [
            {**source, "parted": parted(source["rows"], lambda row: row["verdict"] in TOLD)}
            for source in tables.get("outside", [])
        ],
        "notes": parted(
            [note for note in tables.get("data_note", []) if note["key"] != LATE],
            lambda note: note["key"] not in WHO_ANSWERED,
        ),
        "late": [note for note in tables.get("data_note", []) if note["key"] == LATE],
        "hours": HOURS,
        "hour_rows": [
            {"day": name, "values": row}
            for name, row in zip(DAYS[language()], hours.get("counts", []), strict=False)
        ],
    }


def finding_row(found: dict[str, Any]) -> dict[str, Any]:
    """Return one finding that was put in the picture, in words."""
    asked = found["asked"]
    first, last = (date.fromisoformat(asked[name]) for name in ("first", "last"))
    return {
        "title": title_of(asked["method"], language()), "says": found["sentence"], "sure": found["sure_sentence"],
        "days": days_words(first, last), "of": ", ".join(found["of"][language()]), "n": found["in_period"],
        "table": table_of(found, language()), "method": asked["method"],
    }  # fmt: skip


def top_of(rows: list[dict[str, Any]], *names: str) -> float:
    """Return one scale for small multiples: the largest value any of them holds."""
    found = [0.0]
    for row in rows:
        for name in names:
            value = row.get(name)
            found += [v for v in (value if isinstance(value, list) else [value]) if v is not None]
    return max(found)


def parted(rows: list[dict[str, Any]], is_told: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the rows that have something to tell, the others, and all."""
    return {"told": [r for r in rows if is_told(r)], "rest": [r for r in rows if not is_told(r)], "all": rows}


def conditions_parted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what was reported to the fault service and not mended first; without any, the oldest."""
    overdue = [row for row in rows if row.get("overdue")]
    first = overdue or rows[:FIRST_CONDITIONS]
    return {"overdue": bool(overdue), "told": first, "rest": [row for row in rows if row not in first], "all": rows}


def sources_words(count: int | None) -> str:
    """Say how many sources there were."""
    return "" if count is None else ngettext("%(n)s källa", "%(n)s källor", count) % {"n": figure(count)}


def audience_words(audience: str) -> str:
    """Say for whom the tables on the page were made."""
    return _("Visas för %s") % PictureAudience(audience).label


def headline_of(picture: SituationalPicture, member: Any) -> dict[str, Any]:
    """Return the head of a picture for Min vecka."""
    return dict(tables_of(picture, audience_of(member)).get("head", {}))
