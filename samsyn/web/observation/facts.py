"""An observation put into words: its facts, who sees it, how it was before, and what it resembles."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.method.observations.duties.cutoff import is_late
from samsyn.method.observations.dwellings import door_of
from samsyn.method.observations.models import Audience, Category, Observation
from samsyn.method.observations.states import State
from samsyn.web.templatetags.samsyn import language, named

SHAPES = {
    State.NEW: ("circle", ""),
    State.UNDER_REVIEW: ("eye", ""),
    State.SENT_BACK: ("back", "yellow"),
    State.ACCEPTED: ("check", "green"),
    State.MERGED: ("merge", ""),
    State.REFUSED: ("cross", "red"),
    State.WITHDRAWN: ("undo", ""),
}
FIELDS = {
    "category_id": gettext_lazy("kategori"),
    "category": gettext_lazy("kategori"),
    "audience": gettext_lazy("visas för"),
    "place_id": gettext_lazy("plats"),
    "place": gettext_lazy("plats"),
    "area_id": gettext_lazy("område"),
    "text": gettext_lazy("text"),
    "severity": gettext_lazy("allvar"),
    "observed_to": gettext_lazy("tid"),
    "observed_from": gettext_lazy("tid"),
    "fault_number": gettext_lazy("felanmälan"),
    "ended_on": gettext_lazy("åtgärdat"),
    "same_as": gettext_lazy("samma som"),
    "same_as_id": gettext_lazy("samma som"),
    "lon": gettext_lazy("punkt"),
    "lat": gettext_lazy("punkt"),
    "precision": gettext_lazy("punkt"),
    "place_type": gettext_lazy("plats"),
    "door": gettext_lazy("plats"),
}
SEVERITIES = {
    1: gettext_lazy("1 – mindre"),
    2: gettext_lazy("2 – märkbar"),
    3: gettext_lazy("3 – allvarlig"),
    4: gettext_lazy("4 – mycket allvarlig"),
}
NEAR_DAYS = 7
FOUND_LATER = timedelta(hours=8)
ENOUGH_OF_A_KIND = 3     # fewer organisations of a kind in an area, and the kind names the organisation


def shape_of(observation: Observation) -> dict[str, str]:
    """Return the symbol and colour of the state, and its word."""
    symbol, kind = SHAPES[State(observation.state)]
    return {"symbol": symbol, "kind": kind, "word": observation.get_state_display()}


def moment_words(moment: datetime | None) -> str:
    """Write a moment the way a caretaker says it: fre 13 nov 15.00."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    weekday = date_format(local, "D") if language() == "en" else date_format(local, "D").lower()
    year = "" if local.year == timezone.localtime().year else " Y"
    return f"{weekday} {date_format(local, ('j M' if language() == 'en' else 'j b') + year)} {clock_words(moment)}"


def clock_words(moment: datetime) -> str:
    """Write the clock: 21.05 in Swedish, 21:05 in English."""
    return timezone.localtime(moment).strftime("%H:%M" if language() == "en" else "%H.%M")


def when_words(observation: Observation) -> str:
    """Write when it was: a moment, a short while, or between two moments when it was discovered afterwards."""
    begun, ended = observation.observed_from, observation.observed_to
    if begun is None or begun == ended:
        return moment_words(ended)
    if timezone.localtime(begun).date() == timezone.localtime(ended).date():
        return f"{moment_words(begun)}–{clock_words(ended)}"
    words = {"begun": moment_words(begun), "until": moment_words(ended)}
    if ended - begun < FOUND_LATER:
        return f"{words['begun']} – {words['until']}"
    return _("%(begun)s – %(until)s (upptäckt)") % words


def source_words(observation: Observation, member: Any) -> str:
    """Name the kind of source (never a person); the organisation only to itself and to those who review all.

    Others who see all reports see it too where at least three of its kind report in the area: fewer would point it out.
    """
    kinds = {**dict(Organisation.Kind.choices), "resident": _("boende")}
    kind = str(kinds.get(observation.source_kind, observation.source_kind))
    owner = observation.owner
    if owner is not None and _may_know_owner(observation, member):
        return f"{owner.name} ({kind})"
    return kind


def _may_know_owner(observation: Observation, member: Any) -> bool:
    if observation.owner_id in member.organisation_ids or member.may(Permission.REVIEW_ALL):
        return True
    seen = Observation.objects.visible_to(member)
    return bool(member.may(Permission.SEE_ALL)) and seen.sources_like(observation) >= ENOUGH_OF_A_KIND


def door_words(observation: Observation, member: Any) -> str:
    """Say where a report about a dwelling really stands, to its reviewers; empty to everyone else."""
    door = door_of(observation, member)
    if door is None:
        return ""
    point = f"{door.lat:.5f}, {door.lon:.5f}" if door.lat is not None and door.lon is not None else ""
    return ", ".join(part for part in (door.place, point) if part)


def facts_of(observation: Observation, member: Any) -> list[dict[str, Any]]:
    """Return the facts in the order people ask for them; empty ones are left out by the template."""
    place = observation.place.name if observation.place else ""
    area = observation.area.name if observation.area else ""
    where = ", ".join(part for part in (place, area) if part) or str(observation.get_precision_display())
    lasting = ""
    if observation.kind == "condition":
        lasting = _("Fortfarande så") if observation.ended_on is None else _("Åtgärdat %s") % observation.ended_on
    rows = [
        (_("Vad"), f"{named(observation.category)} ({observation.get_kind_display()})"),
        (_("Var"), where),
        (_("Bostaden, bara för granskaren"), door_words(observation, member)),
        (_("När"), when_words(observation)),
        (_("Läge"), lasting),
        (_("Allvar"), SEVERITIES.get(observation.severity, "")),
        (_("Sett under"), observation.get_seen_during_display()),
        (_("Källa"), source_words(observation, member)),
        (_("Felanmälan"), observation.fault_number),
        (_("Inkom"), came_words(observation, member)),
    ]
    return [{"name": name, "words": words} for name, words in rows]


def came_words(observation: Observation, member: Any) -> str:
    """Say which day it came in, and whether its week had closed by then."""
    day = date_format(observation.received_on, "Y-m-d")
    if not is_late(observation, member.municipality):
        return day
    return _("%(day)s, efter sista svarstid för v. %(week)s") % {"day": day, "week": observation.iso_week % 100}


def seen_by_words(observation: Observation) -> str:
    """Say in a sentence who sees it."""
    if observation.audience == Audience.GROUP and observation.audience_group:
        return _("Visas för gruppen %s.") % observation.audience_group
    return _("Visas för %s.") % observation.get_audience_display()


def versions_of(observation: Observation) -> list[dict[str, Any]]:
    """Return what was changed in each version, the latest first; long texts are named, not repeated."""
    found = []
    for version in observation.versions.order_by("-number"):
        names = dict.fromkeys(str(FIELDS.get(name, name)) for name in version.before)
        before = version.before.get("text", "")
        found.append(
            {
                "number": version.number,
                "at": version.created_at,
                "fields": ", ".join(names),
                "text": before if observation.state != State.REFUSED else "",
                "reason": version.reason,
            }
        )
    return found


def alike(observation: Observation, member: Any) -> list[dict[str, Any]]:
    """Return reports of the same area and kind within a week, as candidates to be merged into."""
    around = timedelta(days=NEAR_DAYS)
    same_group = Category.objects.visible_to(member).filter(parent=observation.category.parent_id)
    near = (
        Observation.objects.visible_to(member)
        .between(observation.observed_on - around, observation.observed_on + around)
        .about(same_group)
        .filter(area=observation.area_id)
        .exclude(pk=observation.pk)
        .exclude(state__in=[State.MERGED, State.REFUSED, State.WITHDRAWN])
        .with_names()
        .latest_first()[:8]
    )
    return [
        {"id": one.pk, "what": named(one.category), "where": str(one.place or one.area or ""), "when": when_words(one)}
        for one in near
    ]
