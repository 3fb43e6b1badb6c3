"""How every page of the administration is shown, and how a form becomes a verb and a sentence."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused

SAVE = _("Spara")
PEOPLE, PLACES, SETTINGS = Permission.MANAGE_PEOPLE, Permission.MANAGE_PLACES, Permission.MANAGE_SETTINGS


class Section(NamedTuple):
    """One part of the administration: its key, name, address below /organisation/ and who may open it."""

    key: str
    name: Any
    path: str
    permissions: tuple[Permission, ...]


SECTIONS = (
    Section("overview", _("Översikt"), "", (PEOPLE, PLACES, SETTINGS)),
    Section("parties", _("Parter"), "parter", (PEOPLE,)),
    Section("users", _("Användare"), "anvandare", (PEOPLE,)),
    Section("invitations", _("Inbjudningar"), "inbjudningar", (PEOPLE,)),
    Section("devices", _("Skifttelefoner"), "skifttelefoner", (PEOPLE,)),
    Section("roles", _("Roller"), "roller", (PEOPLE,)),
    Section("groups", _("Grupper"), "grupper", (PEOPLE,)),
    Section("areas", _("Områden"), "omraden", (PLACES,)),
    Section("places", _("Platser"), "platser", (PLACES,)),
    Section("calendar", _("Kalender"), "kalender", (SETTINGS,)),
    Section("categories", _("Kategorier"), "kategorier", (SETTINGS,)),
    Section("background", _("Bakgrundskarta"), "bakgrundskarta", (SETTINGS,)),
    Section("checklists", _("Checklistor"), "checklistor", (SETTINGS,)),
    Section("directories", _("Kommunens konto"), "kataloger", (SETTINGS,)),
    Section("municipality", _("Kommunen"), "kommunen", (SETTINGS,)),
    Section("service", _("Skarp drift"), "skarp-drift", (SETTINGS,)),
    Section("settings", _("Inställningar"), "installningar", (SETTINGS,)),
)


def home(request: HttpRequest) -> str:
    """Return the address of the administration in this municipality."""
    return f"/{request.member.municipality.slug}/organisation/"


def tabs(request: HttpRequest, section: str) -> list[dict[str, Any]]:
    """Return the parts that this member may open, the present one marked."""
    may = request.member.may
    return [
        {"name": part.name, "address": home(request) + part.path, "here": part.key == section, "count": None}
        for part in SECTIONS
        if any(may(permission) for permission in part.permissions)
    ]


def show(request: HttpRequest, template: str, *, section: str, status: int = 200, **context: Any) -> HttpResponse:
    """Show a page of the administration with its tabs."""
    return show_below(request, f"organisation/{template}", section=section, status=status, **context)


def show_below(request: HttpRequest, template: str, *, section: str, status: int = 200, **context: Any) -> HttpResponse:
    """Show a page that has a folder of its own with the tabs of the administration."""
    around = {"tabs": tabs(request, section), "home": home(request), "section": section}
    return render(request, template, {**around, **context}, status=status)


def ask(
    request: HttpRequest, *, form: BaseForm, save: Callable[[dict[str, Any]], Any], section: str, title: Any, to: Any,
    done: Any, submit: Any = None, template: str = "form.html", **context: Any,
) -> HttpResponse:  # fmt: skip
    """Show a form; when it is filled in rightly call the verb, say what happened and lead on.

    `to` is an address below /organisation/, or a function from what the verb gave to one. A refusal stands in the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = save(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, str(done))
            return redirect(home(request) + (to(made) if callable(to) else to))
    status = 422 if form.errors else 200
    return show(request, template, section=section, status=status, form=form, title=title,
                submit=submit or SAVE,
                back=None if callable(to) else home(request) + to, **context)  # fmt: skip


def carry_out(request: HttpRequest, verb: Callable[[], Any], *, done: Any, to: str) -> HttpResponse:
    """Carry out a verb that a button asked for; say what happened, or why not, and lead back."""
    try:
        verb()
        messages.success(request, str(done))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(home(request) + to)
