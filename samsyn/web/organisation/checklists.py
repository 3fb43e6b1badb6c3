"""Weekly checklists: which there are, what stands on each, and switching one off."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.method.observations.checklists.actions import MOST_ROWS, save_checklist
from samsyn.method.observations.models import Category, Checklist
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, home, show

settings_only = members_who(Permission.MANAGE_SETTINGS)


class ChecklistForm(forms.Form):
    """A checklist: its names, its rows, and whether it is in use."""

    name_sv = forms.CharField(
        label=gettext_lazy("Namn"), max_length=80, error_messages={"required": gettext_lazy("Skriv ett namn.")}
    )
    name_en = forms.CharField(label=gettext_lazy("Namn på engelska"), max_length=80)
    active = forms.BooleanField(label=gettext_lazy("Används"), required=False, initial=True)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"] = forms.ModelMultipleChoiceField(
            label=_("Rader"), queryset=Category.objects.visible_to(member).in_use().filter(coordinator_only=False),
            widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Välj minst en rad.")},
            help_text=_("Högst %(most)s. Åtta till tolv brukar bli ifyllda varje vecka.") % {"most": MOST_ROWS},
        )  # fmt: skip
        english = get_language() == "en"
        self.fields["categories"].label_from_instance = lambda one: one.name_en if english else one.name_sv


@settings_only
def listed(request: HttpRequest) -> HttpResponse:
    """List the checklists with how many rows each has."""
    rows = Count("rows", filter=Q(rows__category__active=True))
    found = Checklist.objects.visible_to(request.member).annotate(count=rows).order_by("-active", "position", "code")
    return show(request, "checklists.html", section="checklists", lists=found)


@settings_only
def change(request: HttpRequest, pk: object = None) -> HttpResponse:
    """Put together a new checklist, or change one."""
    member = request.member
    known = get_object_or_404(Checklist.objects.visible_to(member), pk=pk) if pk else None
    before: dict[str, Any] = {}
    if known:
        before = {"name_sv": known.name_sv, "name_en": known.name_en, "active": known.active,
                  "categories": [row.category_id for row in known.rows.all()]}  # fmt: skip
    form = ChecklistForm(request.POST or None, member=member, initial=before)
    return ask(
        request, form=form, section="checklists", title=_("Ändra checklista") if known else _("Ny checklista"),
        crumbs=[{"name": _("Checklistor"), "address": f"{home(request)}checklistor"}], to="checklistor",
        save=lambda data: save_checklist(checklist=known, by=member, **data), done=_("Checklistan är sparad."),
        lede=_("Det som ett yrke tittar efter varje vecka. Svar som redan har lämnats ändras inte."),
    )  # fmt: skip
