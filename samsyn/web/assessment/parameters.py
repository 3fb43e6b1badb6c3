"""A party's answers to the parameters: one area at a time, 0 to the highest, with a comment where one is needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.assessment_models import AssessmentMethod, Parameter, ParameterAnswer
from samsyn.method.pictures.assessments.actions import answer_parameters
from samsyn.method.pictures.assessments.suggesting import kind_of_areas
from samsyn.web.assessment.rows import areas_of
from samsyn.web.checklist.week import asked_week
from samsyn.web.guard import members_who


@members_who(Permission.REPORT)
def answers(request: HttpRequest) -> HttpResponse:
    """Show the areas that are assessed by parameters, or the list of the one in the address; take it in."""
    member, week = request.member, asked_week(request.GET.get("vecka", ""))
    own = member.organisations_that(Permission.REPORT)
    organisation = next((one for one in own if str(one.pk) == request.GET.get("part")), own[0])
    areas = _areas(member, week)
    mine = ParameterAnswer.objects.visible_to(member).in_week(week).filter(organisation=organisation)
    done = set(mine.values_list("area", flat=True))
    area = next((one for one in areas if one.code == request.GET.get("omrade")), None)
    context = {
        "week": week, "earlier": week - 1, "later": week + 1 if week < Week.containing(timezone.localdate()) else None,
        "organisation": organisation, "own": own, "area": area,
        "areas": [{"area": one, "done": one.pk in done} for one in areas],
    }  # fmt: skip
    if area is None:
        return render(request, "assessment/answers.html", context)
    parameters = list(Parameter.objects.visible_to(member).in_use())
    before = {each.parameter_id: (each.answer, each.comment) for each in mine.filter(area=area)}
    given: dict[Any, tuple[int | None, str]] = dict(before)
    if request.method == "POST":
        given = {each.pk: _sent(request, each.code) for each in parameters}
        refused = _hand_in(request, organisation, area, week, parameters, given)
        if not refused:
            return redirect(f"{request.path}?vecka={week.address}&part={organisation.pk}")
        context["refused"] = refused
    context["rows"] = [_row(each, given.get(each.pk, (None, ""))) for each in parameters]
    return render(request, "assessment/answers.html", context, status=422 if "refused" in context else 200)


def _areas(member: Any, week: Week) -> list[Area]:
    found = areas_of(member, week)
    kinds = kind_of_areas(member.municipality, [area.code for area in found])
    own = member.area_ids
    return [
        area for area in found
        if kinds[area.code] == AssessmentMethod.Kind.PARAMETERS and (own is None or area.pk in own)
    ]  # fmt: skip


def _sent(request: HttpRequest, code: str) -> tuple[int | None, str]:
    answer = request.POST.get(f"svar-{code}", "")
    return int(answer) if answer.isdecimal() else None, request.POST.get(f"kommentar-{code}", "").strip()


def _row(parameter: Parameter, given: tuple[int | None, str]) -> dict[str, Any]:
    words = {0: _("nej"), 1: _("svagt"), parameter.most: _("starkt")}
    if parameter.most == 3:
        words[2] = _("tydligt")
    steps = [{"value": value, "words": words.get(value, "")} for value in range(parameter.most + 1)]
    return {"parameter": parameter, "steps": steps, "answer": given[0], "comment": given[1]}


def _hand_in(
    request: HttpRequest, organisation: Organisation, area: Area, week: Week, parameters: list[Parameter],
    given: dict[Any, tuple[int | None, str]],
) -> str:  # fmt: skip
    told = {
        each.code: (answer, comment) for each in parameters
        for answer, comment in [given[each.pk]] if answer is not None
    }  # fmt: skip
    try:
        answer_parameters(
            organisation=organisation, area=area, week=week, answers=told, received_on=timezone.localdate(),
            by=request.member,
        )  # fmt: skip
    except Refused as refusal:
        return refusal.sentence
    messages.success(request, _("Tack! Svaren för %(area)s är lämnade.") % {"area": area.name})
    return ""
