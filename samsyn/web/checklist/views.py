"""The weekly checklist: choose an area, answer a few rows, hand them in."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation, Unit
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.method.observations.checklists.actions import ChecklistRefused, Given, hand_in_checklist
from samsyn.method.observations.checklists.choosing import own_list
from samsyn.method.observations.models import Category, Checklist, ChecklistAnswer, ChecklistRow
from samsyn.web.checklist.week import asked_week
from samsyn.web.guard import members_who
from samsyn.web.register.known import Known


class Choice(NamedTuple):
    """What the address and the member's role say: for whom, which list, which week."""

    organisation: Organisation
    unit: Unit | None
    checklist: Checklist
    week: Week


@members_who(Permission.REPORT)
def checklist(request: HttpRequest) -> HttpResponse:
    """Show the areas to answer for, or the checklist of the area in the address; take it in."""
    lists = list(Checklist.objects.visible_to(request.member).in_use())
    if not lists:
        return render(request, "checklist/areas.html", {"areas": []})
    choice = _choice(request, lists)
    areas = Area.objects.visible_to(request.member).in_working_set(on=timezone.localdate()).order_by("name")
    if request.member.area_ids is not None:
        areas = areas.filter(pk__in=request.member.area_ids)
    around = {
        "choice": choice, "lists": lists, "week": choice.week, "earlier": choice.week - 1, "later": _later(choice),
    }  # fmt: skip
    code = request.GET.get("omrade")
    if not code:
        return render(request, "checklist/areas.html", {"areas": _with_state(areas, choice, request.member), **around})
    area = get_object_or_404(areas, code=code)
    given, problems = _answered(request, choice, area), {}
    if request.method == "POST":
        given = _sent(request, choice)
        refusal = _hand_in(request, choice, area, given)
        if refusal is None:
            return redirect(f"{request.path}?vecka={choice.week.address}&lista={choice.checklist.code}")
        problems = refusal.rows
        around["refused"] = refusal.sentence
    rows = _rows(_categories(choice, request.member), given=given, problems=problems)
    places = Known(request.member).place_names if rows else []
    context = {"area": area, "rows": rows, "answers": ChecklistAnswer.Answer.choices, "places": list(places), **around}
    return render(request, "checklist/page.html", context, status=422 if "refused" in around else 200)


def _choice(request: HttpRequest, lists: list[Checklist]) -> Choice:
    """Read for whom, which list and which week; what is missing or unknown becomes the member's own."""
    own = request.member.organisations_that(Permission.REPORT)
    organisation = next((one for one in own if str(one.pk) == request.GET.get("part")), own[0])
    unit = next((m.unit for m in request.member.memberships if m.organisation_id == organisation.pk), None)
    asked = next((one for one in lists if one.code == request.GET.get("lista")), None)
    own_one = asked or own_list(lists, organisation, on=timezone.localdate(), unit=unit)
    chosen = own_one or lists[0]
    return Choice(organisation, unit, chosen, asked_week(request.GET.get("vecka", "")))


def _later(choice: Choice) -> Week | None:
    return choice.week + 1 if choice.week < Week.containing(timezone.localdate()) else None


def _mine(choice: Choice, member: Any) -> Any:
    found = ChecklistAnswer.objects.visible_to(member).in_week(choice.week).filter(checklist=choice.checklist)
    return found.filter(organisation=choice.organisation, unit=choice.unit)


def _with_state(areas: Any, choice: Choice, member: Any) -> list[dict[str, Any]]:
    done = set(_mine(choice, member).values_list("area", flat=True))
    return [{"area": area, "done": area.pk in done} for area in areas]


def _answered(request: HttpRequest, choice: Choice, area: Area) -> dict[str, Given]:
    """Return what has been handed in before, so that it can be changed."""
    found = _mine(choice, request.member).filter(area=area).select_related("category", "place")
    return {one.category.code: Given(one.answer, one.comment, one.place) for one in found}


def _categories(choice: Choice, member: Any) -> list[Category]:
    rows = ChecklistRow.objects.visible_to(member).filter(checklist=choice.checklist, category__active=True)
    return [row.category for row in rows.select_related("category").order_by("position")]


def _sent(request: HttpRequest, choice: Choice) -> dict[str, Given]:
    """Return the rows that were answered; a place nobody knows opens the comment instead."""
    known, given = Known(request.member), {}
    for category in _categories(choice, request.member):
        answer = request.POST.get(f"svar-{category.code}", "")
        if not answer:
            continue
        words = request.POST.get(f"plats-{category.code}", "").strip()
        comment = request.POST.get(f"kommentar-{category.code}", "").strip()
        place = known.where(words).place if words else None
        if words and place is None:
            comment = f"{words}: {comment}" if comment else words
        given[category.code] = Given(answer, comment, place)
    return given


def _hand_in(
    request: HttpRequest, choice: Choice, area: Area, given: dict[str, Given]
) -> ChecklistRefused | None:
    try:
        hand_in_checklist(
            checklist=choice.checklist, organisation=choice.organisation, unit=choice.unit, area=area,
            week=choice.week, answers=given, received_on=timezone.localdate(), by=request.member,
        )  # fmt: skip
    except ChecklistRefused as refusal:
        return refusal
    messages.success(request, _("Tack! Checklistan för %(area)s är lämnad.") % {"area": area.name})
    return None


def _rows(categories: list[Category], *, given: dict[str, Given], problems: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"category": category, "given": given.get(category.code), "problem": problems.get(category.code)}
        for category in categories
    ]
