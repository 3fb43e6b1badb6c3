"""The time line: what was seen below, what was done above, what was decided as pins; and all of it as tables."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.places.models import Area, Place
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision
from samsyn.method.observations.counted import COUNTED, POSITIVE
from samsyn.method.observations.models import Observation
from samsyn.web.guard import members_who
from samsyn.web.measures.drawing import time_line
from samsyn.web.measures.forms import areas_of, where_choices
from samsyn.web.measures.views import MAY_LOOK, shown
from samsyn.web.measures.ways import ways

MOST_LANES = 14
MOST_PINS = 40
WEEKS = [("26", gettext_lazy("ett halvår")), ("52", gettext_lazy("ett år")), ("104", gettext_lazy("två år"))]


class TimeLineForm(forms.Form):
    """Where, and how far back."""

    where = forms.ChoiceField(label=gettext_lazy("Var"), required=False)
    weeks = forms.ChoiceField(label=gettext_lazy("Hur långt bakåt"), required=False, choices=WEEKS)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [("", _("Hela kommunen")), *where_choices(member, with_measures=True)[1:]]
        self.member = member

    @property
    def is_narrowed(self) -> bool:
        return bool(self.data.get("where"))

    def told(self) -> tuple[Area | None, Place | None, int]:
        """Return area, place and number of weeks; a choice that is none counts as the whole municipality."""
        told = self.cleaned_data if self.is_valid() else {}
        kind, _colon, pk = told.get("where", "").partition(":")
        try:
            area = areas_of(self.member).filter(pk=pk).first() if kind == "area" else None
            place = Place.objects.visible_to(self.member).filter(pk=pk).first() if kind == "place" else None
        except ValidationError:
            raise Http404 from None
        return area, place, int(told.get("weeks") or WEEKS[0][0])


@members_who(*MAY_LOOK)
def show(request: HttpRequest) -> HttpResponse:
    """Draw what was seen, done and decided, week by week, as far as the member may see."""
    member, today = request.member, timezone.localdate()
    form = TimeLineForm(request.GET or {"weeks": WEEKS[0][0]}, member=member)
    area, place, count = form.told()
    last = Week.containing(today)
    weeks = week_range(last - (count - 1), last)
    counts = _counts(member, weeks, area, place)
    measures = _measures(member, weeks, area, place)
    pins, decisions = _pins(member, weeks, area, place)
    held = {pin["number"]: pin["on"] for pin in pins}               # a meeting's decisions share its pin
    title = _("Rapporter per vecka nederst, åtgärder ovanför, beslut som siffror däremellan")
    drawn = time_line(
        counts, labels=[f"{_('v.')} {week.number}" for week in weeks],
        lanes=[_lane(one, weeks, today) for one in measures[:MOST_LANES]],
        pins=[{"at": _at(on, weeks), "number": number} for number, on in held.items()], title=title,
    )  # fmt: skip
    context = {
        "form": form, "drawn": drawn, "rows": [shown(one, today=today) for one in measures], "pins": pins,
        "more": len(measures) > MOST_LANES, "most": MOST_LANES, "counts": list(zip(weeks, counts, strict=True))[::-1],
        "where": str(place or area or member.municipality), "ways": ways(request, "tidslinje"), "whole": sum(counts),
        "decisions": decisions, "meetings": len(held),
    }  # fmt: skip
    return render(request, "measures/timeline.html", context)


def _counts(member: Any, weeks: list[Week], area: Area | None, place: Place | None) -> list[int]:
    """Return how many events a week, as they are counted everywhere, of what the member may see."""
    rows = Observation.objects.visible_to(member).accepted().between_weeks(weeks[0], weeks[-1])
    rows = rows.filter(same_as=None, kind__in=COUNTED).exclude(category__kind=POSITIVE)
    rows = rows.filter(place=place) if place is not None else rows.within([area]) if area is not None else rows
    known = dict(rows.order_by().values_list("iso_week").annotate(count=Count("pk")))
    return [known.get(week.iso, 0) for week in weeks]


def _measures(member: Any, weeks: list[Week], area: Area | None, place: Place | None) -> list[Measure]:
    """Return the measures at work in the weeks, the latest first; those of the place's area stand beside its own."""
    rows = Measure.objects.visible_to(member).at_work(weeks[0].first_day, weeks[-1].last_day)
    if place is not None:
        rows = rows.filter(Q(place=place) | Q(place=None, area=place.area_id))
    elif area is not None:
        rows = rows.within([area])
    return list(rows.with_names().order_by("-decided_on", "-number"))


def _pins(
    member: Any, weeks: list[Week], area: Area | None, place: Place | None
) -> tuple[list[dict[str, Any]], int]:
    """Return the latest decisions of closed meetings, the meetings numbered by time; and how many there are in all."""
    rows = Decision.objects.visible_to(member).filter(
        meeting__held_on__gte=weeks[0].first_day, meeting__held_on__lte=weeks[-1].last_day
    ).exclude(choice="")  # fmt: skip
    if place is not None or area is not None:
        rows = rows.filter(place=place) if place is not None else rows.filter(Q(area=area) | Q(place__area=area))
    every = list(rows.select_related("meeting", "measure").order_by("meeting__held_on", "position"))
    found = every[-MOST_PINS:]
    numbers = {pk: n for n, pk in enumerate(dict.fromkeys(one.meeting_id for one in found), start=1)}
    return [
        {"number": numbers[one.meeting_id], "on": one.meeting.held_on, "meeting": one.meeting_id,
         "about": one.about, "said": "" if one.about else one.text,
         "measure": one.measure.number if one.measure is not None else None, "word": one.get_choice_display()}
        for one in found
    ], len(every)  # fmt: skip


def _at(day: date, weeks: list[Week]) -> float:
    return (day - weeks[0].first_day).days / 7


def _lane(measure: Measure, weeks: list[Week], today: date) -> dict[str, Any]:
    ends = measure.ended_on or max(today, measure.decided_on) + timedelta(days=1)
    words = f"{measure.number} {measure.what}"
    return {
        "first": _at(measure.started_on or measure.decided_on, weeks), "last": _at(ends, weeks), "words": words,
        "open": measure.is_open,
    }  # fmt: skip
