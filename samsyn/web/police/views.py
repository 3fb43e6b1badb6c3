"""Five numbers per area and a line, with the week before beside; typed by the police or by the coordinator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.method.indicators.models import OutsideEvent, Reading
from samsyn.method.indicators.police.actions import (
    SOURCE,
    PoliceFormRefused,
    hand_in_police_form,
    may_fill_in,
    police_numbers,
)
from samsyn.web.guard import members_who


@members_who(Permission.REPORT, Permission.REVIEW_ALL)
def police(request: HttpRequest) -> HttpResponse:
    """Show the form of a week; take it in."""
    if not may_fill_in(request.member):
        raise PermissionDenied(_("Bara polisen och samordnaren fyller i polisens siffror."))
    week = _week(request.GET.get("vecka", ""))
    areas = list(Area.objects.visible_to(request.member).in_working_set(on=timezone.localdate()).order_by("name"))
    typed, refused = None, ""
    if request.method == "POST":
        typed = request.POST
        refused = _hand_in(request, week, areas)
        if not refused:
            messages.success(request, _("Tack! Siffrorna är sparade."))
            return redirect(f"{request.path}?vecka={week.address}")
    now = Week.containing(timezone.localdate())
    context = {
        "rows": _rows(request.member, areas, week=week, typed=typed), "line": _line(request, week, typed),
        "refused": refused, "week": week, "earlier": week - 1, "later": week + 1 if week < now else None,
        "before": week - 1,
    }  # fmt: skip
    return render(request, "police/page.html", context, status=422 if refused else 200)


def _week(words: str) -> Week:
    now = Week.containing(timezone.localdate())
    try:
        return min(Week.parse(words), now) if words else now
    except ValueError:
        return now


def _box(code: str, area: Area) -> str:
    return f"{code}-{area.code}"


def _values(member: Any, week: Week) -> dict[tuple[str, str], int]:
    found = Reading.objects.visible_to(member).filter(iso_week=week.iso, indicator__code__startswith="police-weekly-")
    rows = found.values_list("indicator__code", "area_code", "value")
    return {(code, area): round(value) for code, area, value in rows}


def _rows(member: Any, areas: list[Area], *, week: Week, typed: Any) -> list[dict[str, Any]]:
    now, before = _values(member, week), _values(member, week - 1)
    numbers = police_numbers(member.municipality)
    return [
        {"area": area, "boxes": [
            {
                "number": number, "name": _box(number.code, area), "before": before.get((number.code, area.code)),
                "value": now.get((number.code, area.code), "") if typed is None
                else typed.get(_box(number.code, area), ""),
            }
            for number in numbers
        ]}
        for area in areas
    ]  # fmt: skip


def _line(request: HttpRequest, week: Week, typed: Any) -> str:
    if typed is not None:
        return str(typed.get("rad", ""))
    told = OutsideEvent.objects.visible_to(request.member).in_week(week).filter(source=SOURCE)
    return told.values_list("title", flat=True).first() or ""


def _hand_in(request: HttpRequest, week: Week, areas: list[Area]) -> str:
    """Hand in what was typed; return why not, or nothing."""
    numbers: dict[tuple[str, str], int] = {}
    for number in police_numbers(request.member.municipality):
        for area in areas:
            typed = request.POST.get(_box(number.code, area), "").strip()
            if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
                return _("”%(typed)s” är inget antal. Skriv ett heltal.") % {"typed": typed[:20]}
            if typed:
                numbers[number.code, area.code] = int(typed)
    try:
        hand_in_police_form(
            week=week, numbers=numbers, line=request.POST.get("rad", ""), today=timezone.localdate(), by=request.member
        )
    except PoliceFormRefused as refusal:
        return refusal.sentence
    return ""
