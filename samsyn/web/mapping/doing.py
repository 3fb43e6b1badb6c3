"""The buttons of a mapping: begin, write, settle, take a draft away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.problems.mapping.actions import begin_mapping, drop_draft, settle_mapping, write_mapping
from samsyn.method.problems.models import Mapping
from samsyn.method.problems.opening.actions import ProblemOvertaken
from samsyn.web.guard import members_who
from samsyn.web.mapping.forms import MappingForm
from samsyn.web.mapping.views import page_of
from samsyn.web.measures.doing import version_of
from samsyn.web.problem.steps import MAY_LOOK, found_problem, home_of


def _draft(request: HttpRequest, number: int) -> tuple[Any, Mapping]:
    problem = found_problem(request, number)
    rows = Mapping.objects.visible_to(request.member).of_problem(problem).drafts()
    draft = rows.select_related("problem__municipality").first()
    if draft is None:
        raise Http404
    return problem, draft


def _home(request: HttpRequest, problem: Any) -> str:
    return f"{home_of(request.member, problem)}/kartlaggning"


@members_who(*MAY_LOOK)
@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the first version, or a new one with what the last one says."""
    problem = found_problem(request, number)
    try:
        begin_mapping(problem=problem, from_example="exempel" in request.POST, by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request, problem))


@members_who(*MAY_LOOK)
@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Save the draft; and settle it when that is the button."""
    problem, draft = _draft(request, number)
    form = MappingForm(request.POST, mapping=draft)
    if not form.is_valid():
        return page_of(request, problem, mapping=draft, form=form, status=422)
    try:
        draft = write_mapping(mapping=draft, written=form.told(), version=version_of(request), by=request.member)
        if "faststall" in request.POST:
            settle_mapping(mapping=draft, today=timezone.localdate(), version=draft.version, by=request.member)
    except ProblemOvertaken as overtaken:
        now = _draft(request, number)[1]
        conflict = {"sentence": overtaken.sentence, "theirs": overtaken.theirs, "mine": overtaken.mine,
                    "version": now.version}  # fmt: skip
        return page_of(request, problem, mapping=now, form=form, conflict=conflict, status=409)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        now = _draft(request, number)[1]
        return page_of(request, problem, mapping=now, form=form, status=422)
    done = "faststall" in request.POST
    messages.success(request, _("Kartläggningen är fastställd.") if done else _("Sparat."))
    return redirect(_home(request, problem))


@members_who(*MAY_LOOK)
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take the draft away; what was settled stays."""
    problem, draft = _draft(request, number)
    try:
        drop_draft(mapping=draft, version=version_of(request), by=request.member)
        messages.success(request, _("Utkastet är borttaget."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request, problem))
