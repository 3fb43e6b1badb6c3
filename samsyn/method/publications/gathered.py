"""The rows that papers are made of, already cut to the audience: a paper never sees more than its readers may."""

from datetime import date, timedelta
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision, Meeting, MeetingNote
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.own_models import OwnPicture, OwnPoint

THURSDAY = timedelta(days=3)
LOOKED_BACK = timedelta(weeks=8)
# Whose rows an audience reads.
READS = {"authorities": ("authorities", "parties"), "parties": ("parties",)}


def decisions_of(meeting: Meeting) -> list[Decision]:
    """Return what a meeting decided, in the order of its agenda."""
    return list(Decision.objects.filter(meeting=meeting).in_order())


def notes_of(meeting: Meeting) -> list[MeetingNote]:
    """Return what was written down under the parts of the agenda, the parties' own lines among it."""
    rows = MeetingNote.objects.filter(meeting=meeting).exclude(text="").select_related("organisation")
    return sorted(rows, key=lambda one: (one.part, one.organisation.name if one.organisation else ""))


def decisions_about(picture: SituationalPicture, *, audience: str) -> list[Decision]:
    """Return what the closed meetings about a picture decided that the audience may see."""
    rows = Decision.objects.filter(
        meeting__picture=picture, meeting__closed_at__isnull=False, meeting__audience__in=READS[audience]
    )
    return list(rows.in_order())


def measures_waiting(municipality: Municipality, *, audience: str, on: date) -> list[Measure]:
    """Return the measures that are not finished, the late ones first."""
    rows = Measure.objects.filter(municipality=municipality, decided_on__lte=on).open()
    return list(rows.shown_to_audience(audience).with_names().in_order())


def measures_from(party: Organisation, *, audience: str, on: date) -> list[Measure]:
    """Return the measures of the last eight weeks that rest on a party's own reports."""
    rows = Measure.objects.filter(
        municipality=party.municipality_id, arises_from__owner=party, decided_on__gte=on - LOOKED_BACK
    )
    return list(rows.shown_to_audience(audience).with_names().distinct().in_order())


def measures_in(municipality: Municipality, *, audience: str, first: date, end: date) -> dict[str, int]:
    """Count measures decided and followed up from `first` up to but not on `end`, and those still open then."""
    seen = Measure.objects.filter(municipality=municipality).shown_to_audience(audience)
    return {
        "decided_count": seen.filter(decided_on__gte=first, decided_on__lt=end).count(),
        "followed_count": seen.filter(followed_up_on__gte=first, followed_up_on__lt=end).count(),
        "open_count": seen.filter(decided_on__lt=end).exclude(ended_on__lt=end).count(),
    }


def month_of(week: Week) -> str:
    """Return the month that a week is counted to, by its Thursday.

    >>> month_of(Week(2026, 49))
    '2026-12'
    """
    return f"{week.first_day + THURSDAY:%Y-%m}"


def pictures_of_month(municipality: Municipality, month: str) -> list[SituationalPicture]:
    """Return the locked pictures that are counted to the month ("2026-11"), the oldest first."""
    rows = SituationalPicture.objects.filter(municipality=municipality).locked().order_by("iso_week")
    return [each for each in rows if month_of(each.week) == month]


def own_picture_of(party: Organisation, week: Week, *, audience: str) -> tuple[Any, list[OwnPoint]]:
    """Return a party's own picture as it was handed in and the points that the audience may see; None until then."""
    found = OwnPicture.objects.filter(organisation=party).of_week(week).handed_in().first()
    if found is None:
        return None, []
    rows = found.points.filter(audience__in=READS[audience]).select_related("area")
    return found, list(rows.order_by("position", "created_at"))
