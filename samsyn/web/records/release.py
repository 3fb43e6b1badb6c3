"""Begäran om utlämnande: what is asked for, what exists, what is masked by which paragraph, the decision and the file.

Who asks is never asked for. Until a request is decided it holds what it asks for from disposal.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.documents.release import release_pdf
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.ground.privacy.paragraphs import PARAGRAPHS
from samsyn.ground.refusals import Refused
from samsyn.method.observations.models import Category
from samsyn.method.publications.releasing.actions import (
    Verdict,
    Wanted,
    decide_request,
    digest_of_draft,
    draft_of,
    mask_field,
    take_in_request,
    unmask_field,
)
from samsyn.method.publications.releasing.gathering import Item
from samsyn.method.publications.releasing.masking import masks_by_field, shown_fields
from samsyn.web.guard import members_who
from samsyn.web.noting import shown as note_shown

keepers = members_who(Permission.KEEP_RECORDS)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class AskForm(forms.Form):
    """What is asked for. Nothing here asks who, or why."""

    received_on = _day(gettext_lazy("Begäran kom in"))
    first_day = _day(gettext_lazy("Från och med"))
    last_day = _day(gettext_lazy("Till och med"))
    place = forms.CharField(
        label=gettext_lazy("Gata eller plats"), max_length=80, required=False,
        help_text=gettext_lazy("Som platsen heter hos er, till exempel Almgatan. Tomt = alla."),
    )  # fmt: skip
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Områden"), queryset=Area.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Inget ikryssat = alla."),
    )  # fmt: skip
    categories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kategorier"), queryset=Category.objects.none(), required=False,
        widget=forms.SelectMultiple({"size": 8}), help_text=gettext_lazy("Inget valt = alla."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["areas"]
        areas.queryset = Area.objects.visible_to(member).in_working_set(on=timezone.localdate()).order_by("name")
        categories: Any = self.fields["categories"]
        categories.queryset = Category.objects.visible_to(member).in_use()


class DecideForm(forms.Form):
    """How the request was decided."""

    state = forms.ChoiceField(
        label=gettext_lazy("Beslut"), choices=ReleaseRequest.State.choices[1:], widget=forms.RadioSelect
    )
    reference = forms.CharField(label=gettext_lazy("Beslutets diarienummer"), max_length=80)
    decided_by = forms.CharField(
        label=gettext_lazy("Beslutat av"), max_length=120, help_text=gettext_lazy("Funktionen, aldrig ett namn.")
    )
    decided_on = _day(gettext_lazy("Beslutets dag"))


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/utlamnande"


def _found(request: HttpRequest, pk: UUID) -> ReleaseRequest:
    return get_object_or_404(ReleaseRequest.objects.visible_to(request.member), pk=pk)


@keepers
def show(request: HttpRequest) -> HttpResponse:
    """Show the requests, those that wait first."""
    rows = list(ReleaseRequest.objects.visible_to(request.member).latest_first()[:100])
    waiting = [row for row in rows if row.is_pending]
    return render(request, "records/requests.html", {
        "waiting": waiting, "decided": [row for row in rows if not row.is_pending], "any": bool(rows),
    })  # fmt: skip


@keepers
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a request in."""
    member = request.member
    form = AskForm(request.POST or None, member=member, initial={"received_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        received_on = said.pop("received_on")
        try:
            made = take_in_request(wanted=Wanted(**said), received_on=received_on, by=member)
            return redirect(f"{_home(request)}/{made.pk}")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "records/ask.html", {"form": form}, status=422 if form.errors else 200)


def _records(items: list[Item], found: ReleaseRequest) -> list[dict[str, Any]]:
    masks = masks_by_field(found.masks.all())
    return [{"item": item, "fields": shown_fields(item, masks)} for item in items]


@keepers
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what exists that the request asks for, each field with its mask; once decided, what was handed out."""
    found = _found(request, pk)
    items, out = draft_of(found, by=request.member) if found.is_pending else ([], found.released)
    note_shown(request, len(items) or len(out.get("items", [])))
    areas = Area.objects.visible_to(request.member).filter(pk__in=found.areas).order_by("name")
    kinds: dict[str, int] = {}
    for each in out.get("items", []):
        kinds[each["kind"]] = kinds.get(each["kind"], 0) + 1
    context = {
        "found": found, "records": _records(items, found), "out": out, "areas": areas, "kinds": kinds,
        "seen": digest_of_draft(out),
        "paragraphs": PARAGRAPHS, "form": DecideForm(initial={"decided_on": timezone.localdate()}),
        "categories": Category.objects.visible_to(request.member).filter(code__in=found.categories),
    }  # fmt: skip
    return render(request, "records/request.html", context)


@require_POST
def _mask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mask a field, some words of it or a whole record; or take the mask away."""
    found, told = _found(request, pk), request.POST
    try:
        row_id = UUID(told.get("handling", ""))
    except ValueError:
        row_id = UUID(int=0)
    try:
        if told.get("gor") == "visa":
            unmask_field(request=found, row_id=row_id, field=told.get("falt", ""), by=request.member)
        else:
            mask_field(
                request=found, row_id=row_id, field=told.get("falt", ""), paragraph=told.get("paragraf", ""),
                words=told.get("ord", ""), by=request.member,
            )  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{_home(request)}/{found.pk}#h-{row_id}")


mask = keepers(_mask)


@require_POST
def _decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the decision, and lift the hold."""
    found, form = _found(request, pk), DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Välj beslut, och skriv diarienummer, dag och vilken funktion som beslutade."))
        return redirect(f"{_home(request)}/{found.pk}#beslut")
    verdict = Verdict(**form.cleaned_data, seen=request.POST.get("seen", ""))
    try:
        decide_request(request=found, verdict=verdict, now=timezone.now(), by=request.member)
        messages.success(request, _("Beslutat. Det som begärdes hålls inte längre kvar från gallring."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{_home(request)}/{found.pk}#beslut")
    return redirect(f"{_home(request)}/{found.pk}")


decide = keepers(_decide)


@keepers
def as_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give what is handed out as PDF; a draft of it while nothing is decided."""
    found = _found(request, pk)
    out = draft_of(found, by=request.member)[1] if found.is_pending else found.released
    if not out:
        return redirect(f"{_home(request)}/{found.pk}")
    note_shown(request, len(out.get("items", [])))
    content = release_pdf(found, out=out, made_at=found.decided_at or found.created_at, language="sv")
    name = f"utlamnande-{found.number}{'-utkast' if found.is_pending else ''}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="{name}"',
    })
