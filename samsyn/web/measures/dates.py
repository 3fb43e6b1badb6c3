"""The calendar: last days, days of follow-up and steps on the way, by month or by week."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.method.measures.models import Measure
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import WhoWhereForm
from samsyn.web.measures.views import MAY_LOOK
from samsyn.web.measures.ways import ways
from samsyn.web.noting import shown as note_shown
from samsyn.web.templatetags.samsyn import days_words, week_words

FIRST_YEAR, LAST_YEAR = 1990, 2200


@members_who(*MAY_LOOK)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month (or a week) as a table of days, and the same as a list, which is what a phone shows."""
    member, today = request.member, timezone.localdate()
    chosen = WhoWhereForm(request.GET, member=member)
    first, last, around = _span(request, today)
    rows = chosen.rows(Measure.objects.visible_to(member)).touching(first, last)
    found = list(rows.with_names().prefetch_related("milestones"))
    note_shown(request, len(found))
    items = sorted(
        (item for one in found for item in _items(one, first, last)), key=lambda item: (item["on"], item["number"])
    )
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    by_day: dict[date, list[Any]] = {}
    for item in items:
        by_day.setdefault(item["on"], []).append(item)
    weeks = [
        {"week": Week.containing(days[at]), "days": [_cell(day, by_day, around, today) for day in days[at:at + 7]]}
        for at in range(0, len(days), 7)
    ]
    context = {
        "weeks": weeks, "by_day": sorted(by_day.items()), "form": chosen, **around, "today": today,
        "ways": ways(request, "kalender"), "names": [date_format(day, "D") for day in days[:7]],
    }  # fmt: skip
    return render(request, "measures/calendar.html", context)


def _cell(day: date, by_day: dict[date, list[Any]], around: dict[str, Any], today: date) -> dict[str, Any]:
    outside = bool(around["month"]) and day.month != around["month"].month
    return {"on": day, "items": by_day.get(day, []), "outside": outside, "today": day == today}


def _span(request: HttpRequest, today: date) -> tuple[date, date, dict[str, Any]]:
    """Return the first and the last day shown (whole weeks), and what the steps backwards and forwards are."""
    week = _week(request.GET.get("vecka", ""))
    if week is not None:
        around = {
            "title": f"{week_words(week)}, {days_words(week.first_day, week.last_day)}", "month": None,
            "before": f"vecka={(week - 1).address}", "after": f"vecka={(week + 1).address}",
            "other": f"manad={week.first_day:%Y-%m}", "other_name": _("Hela månaden"),
            "now": f"vecka={Week.containing(today).address}",
        }  # fmt: skip
        return week.first_day, week.last_day, around
    month = _month(request.GET.get("manad", "")) or today.replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    here = Week.containing(today if today.replace(day=1) == month else month)
    around = {
        "title": date_format(month, "F Y"), "month": month, "before": f"manad={before:%Y-%m}",
        "after": f"manad={after:%Y-%m}", "other": f"vecka={here.address}", "other_name": _("En vecka"),
        "now": f"manad={today:%Y-%m}",
    }  # fmt: skip
    return Week.containing(month).first_day, Week.containing(after - timedelta(days=1)).last_day, around


def _week(text: str) -> Week | None:
    try:
        week = Week.parse(text) if text else None
    except ValueError:
        return None
    return week if week is not None and FIRST_YEAR < week.year < LAST_YEAR else None


def _month(text: str) -> date | None:
    try:
        month = date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
    return month if month is not None and FIRST_YEAR < month.year < LAST_YEAR else None


def _items(measure: Measure, first: date, last: date) -> Iterator[dict[str, Any]]:
    """Yield what a measure has within the days, each with its sort in words."""
    told = {"number": measure.number, "what": measure.what, "who": str(measure.organisation), "where": measure.where}
    steps = [(_("milstolpe"), "flag", each.due_on, each.name) for each in measure.milestones.all()]
    for sort, symbol, on, name in (
        (_("klart senast"), "clock", measure.due_on, ""), (_("hjälpte det?"), "question", measure.follow_up_on, ""),
        *steps,
    ):  # fmt: skip
        if on is not None and first <= on <= last:
            done = not measure.is_open and symbol == "clock"
            yield {**told, "on": on, "sort": sort, "symbol": "check" if done else symbol, "name": name, "done": done}
