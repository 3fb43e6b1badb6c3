"""The distribution list: functions, their mailboxes, and which papers each gets."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.publications.actions import remove_recipient, save_recipient
from samsyn.method.publications.models import Recipient
from samsyn.method.publications.papers import Paper
from samsyn.web.guard import members_who
from samsyn.web.sorting import in_order


class RecipientForm(forms.Form):
    """A line of the list."""

    function = forms.CharField(
        label=gettext_lazy("Funktion"), max_length=120, help_text=gettext_lazy("Funktionen, aldrig ett namn.")
    )
    organisation = forms.ChoiceField(label=gettext_lazy("Part"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-post"), help_text=gettext_lazy("Funktionens brevlåda, till exempel registrator@…")
    )
    audience = forms.ChoiceField(label=gettext_lazy("Får utgåvor för"), choices=PictureAudience.choices)
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Papper"), choices=Paper.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Välj inga för att ge alla."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = in_order(Organisation.objects.visible_to(member))
        self.parties = {str(each.pk): each for each in parties}
        field = self.fields["organisation"]
        field.choices = [("", _("Ingen part")), *((key, each.name) for key, each in self.parties.items())]

    def line(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        return {**told, "organisation": self.parties.get(told["organisation"])}


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/sandlista/"


@members_who(Permission.LOCK_PICTURE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the list; a POST adds a line."""
    form = RecipientForm(request.POST or None, member=request.member)
    if form.is_valid() and _saved(request, form):
        return redirect(_home(request))
    return _page(request, form)


def _page(request: HttpRequest, form: RecipientForm, *, recipient: Recipient | None = None) -> HttpResponse:
    rows = Recipient.objects.visible_to(request.member).in_order()
    names = dict(Paper.choices)
    told = [{"row": each, "papers": [names[paper] for paper in each.papers if paper in names]} for each in rows]
    context = {"rows": told, "form": form, "recipient": recipient}
    return render(request, "edition/recipients.html", context, status=400 if form.errors else 200)


def _saved(request: HttpRequest, form: RecipientForm, *, recipient: Recipient | None = None) -> bool:
    try:
        save_recipient(**form.line(), recipient=recipient, by=request.member)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, _("Sparat."))
    return True


@members_who(Permission.LOCK_PICTURE)
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change a line of the list."""
    recipient = get_object_or_404(Recipient.objects.visible_to(request.member), id=id)
    written = {
        "function": recipient.function, "organisation": str(recipient.organisation_id or ""), "email": recipient.email,
        "audience": recipient.audience, "papers": recipient.papers,
    }  # fmt: skip
    form = RecipientForm(request.POST or None, initial=written, member=request.member)
    if form.is_valid() and _saved(request, form, recipient=recipient):
        return redirect(_home(request))
    return _page(request, form, recipient=recipient)


@require_POST
def _remove(request: HttpRequest, id: UUID) -> HttpResponse:
    recipient = get_object_or_404(Recipient.objects.visible_to(request.member), id=id)
    try:
        remove_recipient(recipient=recipient, by=request.member)
        messages.success(request, _("Borttagen från sändlistan."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request))


remove = members_who(Permission.LOCK_PICTURE)(_remove)
