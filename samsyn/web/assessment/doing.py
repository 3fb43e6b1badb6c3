"""The buttons of the assessments: decide on one area, take the suggestion, leave one or all that remain unchanged."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.assessment_models import Assessment
from samsyn.method.pictures.assessments.actions import Stand, assess_area, leave_unchanged
from samsyn.method.pictures.sentences import render as said
from samsyn.web.assessment.rows import areas_of, levels_of, rows_of, suggestions_for
from samsyn.web.assessment.views import DECIDES, function_of, page_of
from samsyn.web.guard import members_who
from samsyn.web.templatetags.samsyn import named

GIVEN = ("lage", "motivering", "funktion", "visas")


def _back(request: HttpRequest, week: Week, *, to: str = "") -> HttpResponse:
    return redirect(f"/{request.member.municipality.slug}/lagesbild/{week.address}/bedomning{to}")


def _row(request: HttpRequest, week: Week) -> dict[str, Any]:
    """Return the area that the form speaks of, as the page shows it."""
    rows = rows_of(request.member, week, levels_of(request.member))
    found = next((row for row in rows if row["area"].code == request.POST.get("omrade", "")), None)
    if found is None:
        raise Http404
    return found


def _readers_of(member: Any, week: Week, row: dict[str, Any]) -> str:
    """Say who may read the reason of a suggestion: all parties only where their own tables give the very same one."""
    theirs = suggestions_for(member, week, areas_of(member, week), audience=Assessment.Audience.PARTIES)
    same = theirs[row["area"].code].because == row["suggestion"].because
    return str(Assessment.Audience.PARTIES if same else Assessment.Audience.AUTHORITIES)


@members_who(*DECIDES)
@require_POST
def assess(request: HttpRequest, week: Week) -> HttpResponse:
    """Decide on the state of one area; a suggestion that is taken brings its reason as the motivation."""
    row = _row(request, week)
    suggested = row["suggested"]
    given = {name: request.POST.get(name, "") for name in GIVEN}
    if request.POST.get("forslag") and suggested is not None:
        given["lage"] = suggested.code
        given["motivering"] = " ".join(said(each, "sv") for each in row["suggestion"].because)
        given["visas"] = _readers_of(request.member, week, row)
    stand = Stand(
        code=given["lage"], motivation=given["motivering"], function=given["funktion"],
        audience=given["visas"] or "parties", suggested=suggested.code if suggested is not None else "",
    )  # fmt: skip
    try:
        made = assess_area(area=row["area"], week=week, stand=stand, now=timezone.now(), by=request.member)
    except Refused as refusal:
        kept = {"code": row["area"].code, **given}
        return page_of(request, week, refused=refusal.sentence, kept=kept, status=422)
    words = {"area": row["area"].name, "state": named(made.level)}
    messages.success(request, _("%(area)s: %(state)s.") % words)
    return _back(request, week, to=f"#omrade-{row['area'].code}")


@members_who(*DECIDES)
@require_POST
def unchanged(request: HttpRequest, week: Week) -> HttpResponse:
    """Leave one area, or all that remain, as they were."""
    code = request.POST.get("omrade", "")
    areas = [area for area in areas_of(request.member, week) if not code or area.code == code]
    if not areas:
        raise Http404
    function = request.POST.get("funktion", "") or function_of(request.member)
    try:
        made = leave_unchanged(week=week, areas=areas, function=function, now=timezone.now(), by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _back(request, week)
    count = len(made)
    told = ngettext("Oförändrat i %(n)s område.", "Oförändrat i %(n)s områden.", count) % {"n": count}
    messages.success(request, told)
    return _back(request, week, to=f"#omrade-{code}" if code else "")
