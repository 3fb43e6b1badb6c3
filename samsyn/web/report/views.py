"""The report form: first one of six buttons, then what, where and when."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.ground.people.course.actions import course_is_due
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area, Place
from samsyn.method.observations.actions import submit_observation
from samsyn.method.observations.drafts import ObservationRefused
from samsyn.web.guard import members_who
from samsyn.web.phone.views import around
from samsyn.web.report.choices import buttons, categories_under
from samsyn.web.report.forms import ReportForm

MOST_PLACES = 400


@members_who(Permission.REPORT, Permission.REPORT_FOR_OTHERS)
def report(request: HttpRequest) -> HttpResponse:
    """Show the six buttons, or the form under the one in the address; take the report in."""
    member, chosen = request.member, request.GET.get("vad", "")
    button = next((one for one in buttons() if one.code == chosen), None)
    if button is None:
        shown = {"buttons": buttons(), **around(member.municipality, screen="report")}
        return render(request, "report/buttons.html", shown)
    if request.method != "POST" and course_is_due(member):
        return redirect(f"/{member.municipality.slug}/kurs")
    areas = Area.objects.visible_to(member).in_working_set(on=timezone.localdate()).order_by("name")
    now = timezone.now()
    categories = categories_under(chosen, member)
    sent_in = request.POST if request.method == "POST" else None
    form = ReportForm(sent_in, member=member, categories=categories, areas=areas, now=now)
    if request.method == "POST" and form.is_valid() and (sent := _send(request, form, now)):
        return redirect(f"/{member.municipality.slug}/rapporter/{sent.pk}")
    places = Place.objects.visible_to(member).standing().order_by("name").values_list("name", flat=True)
    return render(request, "report/page.html", {"form": form, "button": button, "places": places[:MOST_PLACES]})


@members_who(Permission.REPORT)
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Show the report screen as the phone keeps it: the same for everyone in the municipality."""
    shown = {"buttons": buttons(), **around(request.member.municipality, screen="report")}
    return render(request, "report/buttons.html", shown)


def _send(request: HttpRequest, form: ReportForm, now: Any) -> Any:
    """Submit; a refusal becomes a sentence on the form."""
    try:
        observation = submit_observation(draft=form.draft(), now=now, by=request.member)
    except ObservationRefused as refusal:
        form.question = form.answer() if refusal.kind == "warn" else ""
        form.add_error("text" if form.cleaned_data["text"] else None, refusal.sentence)
        return None
    messages.success(request, _("Tack! Rapporten är sparad. Den läses vardagar. Här ser du vad som händer med den."))
    return observation
