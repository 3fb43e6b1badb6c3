"""Taking a text out of a locked picture by decision: a correction edition."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.corrections.actions import CorrectionDecision, correct_picture
from samsyn.method.pictures.corrections.removal import LEAST_LETTERS
from samsyn.method.publications.corrections.actions import correct_everywhere
from samsyn.method.publications.corrections.finding import where_it_lives
from samsyn.web.guard import members_who
from samsyn.web.picture.page import address_of, found_picture


class CorrectionForm(forms.Form):
    """What must not stand, and by which decision it is taken out."""

    words = forms.CharField(
        label=gettext_lazy("Text som ska bort"), max_length=400, strip=True,
        help_text=gettext_lazy("Precis som den står i bilden. Den sparas ingenstans."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    decided_by = forms.CharField(
        label=gettext_lazy("Vem har beslutat?"), max_length=120,
        help_text=gettext_lazy("Nämnden, bolaget eller funktionen, aldrig ett namn."),
    )  # fmt: skip
    reference = forms.CharField(label=gettext_lazy("Beslutets beteckning"), max_length=80)
    decided_on = forms.DateField(
        label=gettext_lazy("Beslutets datum"), widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )
    reason = forms.CharField(
        label=gettext_lazy("Varför?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Skälet står kvar vid bilden. Upprepa inte det borttagna."),
    )  # fmt: skip


ONLY_HERE, LOOK = "har", "se"


def _kinds() -> dict[str, str]:
    """Return what each kind of row is called where people see it."""
    return {
        "PictureTable": _("lägesbilder och utkast"), "PeriodTable": _("lägesbilder för längre perioder"),
        "SectionText": _("texter i lägesbilder"), "SentenceEdit": _("omskrivna meningar"),
        "MergeItem": _("gemensamma ord"), "OwnPoint": _("parternas egna bilder"),
        "PictureComment": _("kommentarer till utkast"), "Assessment": _("motiveringar till bedömningar"),
        "ParameterAnswer": _("svar på parametrar"), "Response": _("svar på kort"), "Finding": _("kort"),
        "PictureFinding": _("mönster i lägesbilder"), "MeetingNote": _("protokoll: anteckningar"),
        "Decision": _("protokoll: beslut"), "Measure": _("åtgärder"), "MeasureEntry": _("åtgärders logg"),
        "Observation": _("rapporter"), "ObservationVersion": _("tidigare versioner av rapporter"),
        "Inquiry": _("frågor och svar om rapporter"), "FollowUp": _("uppföljningar"),
        "Edition": _("utgåvor, som återkallas"),
    }  # fmt: skip


def _living(words: str, municipality: Any) -> list[dict[str, Any]]:
    kinds = _kinds()
    return [
        {"kind": kinds.get(each.kind, _("andra texter")), "rows": each.rows}
        for each in where_it_lives(words, municipality)
    ]


@members_who(Permission.LOCK_PICTURE)
def correct(request: HttpRequest, week: Week) -> HttpResponse:
    """Ask for the text and the decision, and make the correction edition."""
    picture, today = found_picture(request, week), timezone.localdate()
    if not picture.is_locked:
        messages.error(request, _("Lägesbilden är ett utkast. Ändra texten i stället."))
        return redirect(address_of(request, week))
    asked = request.POST.get("gor", "")
    if asked == LOOK:
        return _look(request, picture)
    form = CorrectionForm(request.POST or None, initial={"decided_on": today})
    if form.is_valid():
        told: dict[str, Any] = dict(form.cleaned_data)
        words = told.pop("words")
        try:
            verb = correct_picture if asked == ONLY_HERE else correct_everywhere
            made = verb(
                picture=picture, words=words, decision=CorrectionDecision(**told), now=timezone.now(), by=request.member
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Rättelseutgåva %(n)s är gjord. Den gamla texten finns inte kvar.")
                             % {"n": made.edition})  # fmt: skip
            return redirect(address_of(request, week))
    context = {"picture": picture, "form": form, "address": address_of(request, week)}
    return render(request, "picture/correct.html", context, status=422 if form.errors else 200)


def _look(request: HttpRequest, picture: Any) -> HttpResponse:
    """Show where the words live, before anything is decided; they are stored nowhere, the address included."""
    words = request.POST.get("words", "")
    enough = len("".join(words.split())) >= LEAST_LETTERS
    living = _living(words, request.member.municipality) if enough else []
    told = {name: request.POST.get(name, "") for name in CorrectionForm.base_fields}
    form = CorrectionForm(initial={**told, "decided_on": told["decided_on"] or timezone.localdate()})
    if not enough:
        messages.error(request, _("Skriv det som ska tas bort, minst tre tecken."))
    context = {"picture": picture, "form": form, "address": address_of(request, picture.week),
               "living": living, "looked": enough}  # fmt: skip
    return render(request, "picture/correct.html", context)
