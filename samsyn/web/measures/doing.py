"""The buttons of a measure: add, change, begin, follow up, cancel, try something else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.measures.actions import (
    MeasureOvertaken,
    cancel_measure,
    change_measure,
    decide_measure,
    follow_up_measure,
    revise_measure,
    start_measure,
)
from samsyn.method.measures.models import Measure
from samsyn.web.days import day_of
from samsyn.web.guard import members_who
from samsyn.web.keys import key_of
from samsyn.web.measures.forms import FollowUpForm, LineForm
from samsyn.web.measures.views import MAY_LOOK, found_measure, listed, page_of
from samsyn.web.not_lost import with_mine


def version_of(request: HttpRequest) -> int:
    """Return the version that stood on the page; a form without one has shown nothing and decides nothing."""
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() and len(written) < 9 else 0


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/atgarder/"


def _after(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Go back to the meeting or the board where the button was, or to the measure."""
    if request.POST.get("tillbaka") == "tavla":
        return redirect(f"{_home(request)}tavla")
    try:
        meeting = UUID(request.POST.get("meeting", ""))
    except ValueError:
        return redirect(f"{_home(request)}{measure.number}")
    return redirect(f"/{request.member.municipality.slug}/mote/{meeting}")


def _carry_out(request: HttpRequest, measure: Measure, verb: Callable[[], Any], words: str) -> HttpResponse:
    """Carry out a verb; where somebody came first, show both texts and let the writer choose."""
    try:
        verb()
    except MeasureOvertaken as overtaken:
        now = found_measure(request, measure.number)
        conflict = {
            "theirs": overtaken.theirs, "mine": overtaken.mine, "version": now.version, "sentence": overtaken.sentence,
        }  # fmt: skip
        today, told = timezone.localdate(), request.POST
        form = LineForm(told, member=request.member, today=today) if "what" in told else None
        follow = FollowUpForm(told, auto_id="folj_%s") if "outcome" in told else None
        return page_of(request, now, conflict=conflict, form=form, follow=follow, status=409)
    except Refused as refusal:
        mine = next((told for name in ("what", "line", "reason") if (told := request.POST.get(name, ""))), "")
        messages.error(request, with_mine(refusal.sentence, mine))
    else:
        messages.success(request, words)
    return _after(request, measure)


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a measure in one line."""
    today = timezone.localdate()
    form = LineForm(request.POST, member=request.member, today=today)
    if not form.is_valid():
        return listed(request, form, status=422)
    try:
        measure = decide_measure(line=form.line(), today=today, key=key_of(request), by=request.member)
    except Refused as refusal:
        form.add_error("what", refusal.sentence)
        return listed(request, form, status=422)
    messages.success(request, _("Åtgärd %(number)s är beslutad.") % {"number": measure.number})
    if measure.at_peak:
        messages.warning(request, _("Platsen har ovanligt många rapporter just nu och blir nog lugnare av sig själv. "
                                    "Bestäm vad åtgärden ska jämföras med innan den börjar."))  # fmt: skip
        return redirect(f"{_home(request)}{measure.number}")
    return redirect(_home(request))


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change the line."""
    measure = found_measure(request, number)
    form = LineForm(request.POST, member=request.member, today=timezone.localdate())
    if not form.is_valid():
        return page_of(request, measure, form=form, status=422)
    line, version = form.line(), version_of(request)
    return _carry_out(
        request, measure, lambda: change_measure(measure=measure, line=line, version=version, by=request.member),
        _("Åtgärden är ändrad."),
    )  # fmt: skip


@members_who(*MAY_LOOK)
@require_POST
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it has begun: today, or on the day that was written."""
    measure, written = found_measure(request, number), request.POST.get("dag", "")
    on = day_of(written) if written else timezone.localdate()
    if on is None:
        messages.error(request, _("Skriv dagen som år, månad och dag."))
        return _after(request, measure)
    return _carry_out(
        request, measure,
        lambda: start_measure(measure=measure, on=on, version=version_of(request), by=request.member),
        _("Noterat: påbörjad."),
    )  # fmt: skip


@members_who(*MAY_LOOK)
@require_POST
def follow_up(request: HttpRequest, number: int) -> HttpResponse:
    """Say how it went."""
    measure = found_measure(request, number)
    form = FollowUpForm(request.POST, auto_id="folj_%s")
    if not form.is_valid():
        return page_of(request, measure, follow=form, status=422)
    told = form.cleaned_data
    return _carry_out(
        request, measure,
        lambda: follow_up_measure(
            measure=measure, outcome=told["outcome"], line=told["line"], due_on=told["due_on"],
            on=timezone.localdate(), version=version_of(request), by=request.member,
        ),
        _("Noterat: så gick det med åtgärd %(number)s.") % {"number": number},
    )  # fmt: skip


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it will not be done, and why."""
    measure, reason = found_measure(request, number), request.POST.get("reason", "")
    return _carry_out(
        request, measure,
        lambda: cancel_measure(
            measure=measure, reason=reason, on=timezone.localdate(), version=version_of(request), by=request.member
        ),
        _("Åtgärden är inställd."),
    )  # fmt: skip


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def revise(request: HttpRequest, number: int) -> HttpResponse:
    """Try something else where it did not help."""
    measure, today = found_measure(request, number), timezone.localdate()
    form = LineForm(request.POST, member=request.member, today=today)
    if not form.is_valid():
        return page_of(request, measure, again=form, status=422)
    line, key = form.line(), key_of(request)
    return _carry_out(
        request, measure, lambda: revise_measure(measure=measure, line=line, today=today, key=key, by=request.member),
        _("Den nya åtgärden är beslutad."),
    )  # fmt: skip
