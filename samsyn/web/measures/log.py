"""The buttons of the log and of the steps on the way."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.measures.log.actions import Done, note_done, reach_milestone, set_milestone, take_back_entry
from samsyn.method.measures.models import MeasureEntry, Milestone
from samsyn.web.guard import members_who
from samsyn.web.keys import key_of
from samsyn.web.measures.views import MAY_LOOK, found_measure
from samsyn.web.not_lost import with_mine
from samsyn.web.organisation.forms import day_field


class DoneForm(forms.Form):
    """What was done one day."""

    on = day_field(gettext_lazy("Dag"), required=True)
    times = forms.IntegerField(label=gettext_lazy("Gånger"), min_value=0, max_value=500)
    hours = forms.DecimalField(label=gettext_lazy("Timmar"), min_value=0, max_value=9999, required=False)
    reached = forms.IntegerField(label=gettext_lazy("Nådde"), min_value=0, max_value=1_000_000, required=False)
    text = forms.CharField(label=gettext_lazy("En rad"), max_length=200, required=False)
    deviates = forms.BooleanField(label=gettext_lazy("Det blev inte som planerat"), required=False)


class MilestoneForm(forms.Form):
    """A step on the way."""

    name = forms.CharField(label=gettext_lazy("Vad ska vara klart?"), max_length=120)
    due_on = day_field(gettext_lazy("Dag"), required=True)


def _carried_out(request: HttpRequest, number: int, verb: Callable[[], Any], part: str) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        mine = request.POST.get("text", "") or request.POST.get("name", "")
        messages.error(request, with_mine(refusal.sentence, mine))
    return redirect(f"/{request.member.municipality.slug}/atgarder/{number}#{part}")


def _first_error(form: forms.Form) -> Refused:
    label, errors = next(iter(form.errors.items()))
    return Refused(f"{form.fields[label].label}: {errors[0]}")


@members_who(*MAY_LOOK)
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a line to the log."""
    measure, form = found_measure(request, number), DoneForm(request.POST)

    def verb() -> None:
        if not form.is_valid():
            raise _first_error(form)
        note_done(
            measure=measure, done=Done(**form.cleaned_data), today=timezone.localdate(), key=key_of(request),
            by=request.member,
        )  # fmt: skip
        messages.success(request, _("Noterat i loggen."))

    return _carried_out(request, number, verb, "logg")


@members_who(*MAY_LOOK)
@require_POST
def take_back(request: HttpRequest, number: int, id: UUID) -> HttpResponse:
    """Take a line out again."""
    found = MeasureEntry.objects.visible_to(request.member).of_measure(found_measure(request, number))
    entry = get_object_or_404(found.select_related("measure__organisation"), pk=id)
    return _carried_out(request, number, lambda: take_back_entry(entry=entry, by=request.member), "logg")


@members_who(*MAY_LOOK)
@require_POST
def add_milestone(request: HttpRequest, number: int) -> HttpResponse:
    """Set a step on the way."""
    measure, form = found_measure(request, number), MilestoneForm(request.POST)

    def verb() -> None:
        if not form.is_valid():
            raise _first_error(form)
        set_milestone(measure=measure, by=request.member, **form.cleaned_data)

    return _carried_out(request, number, verb, "steg")


@members_who(*MAY_LOOK)
@require_POST
def reach(request: HttpRequest, number: int, id: UUID) -> HttpResponse:
    """Say that a step is reached, or that it was not."""
    found = Milestone.objects.visible_to(request.member).of_measure(found_measure(request, number))
    milestone = get_object_or_404(found.select_related("measure__organisation"), pk=id)
    verb = lambda: reach_milestone(milestone=milestone, on=timezone.localdate(), by=request.member)  # noqa: E731
    return _carried_out(request, number, verb, "steg")
