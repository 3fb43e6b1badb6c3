"""The administrator's screens for the municipality's own directory: set it up, say what its groups give."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.people.directories.actions import (
    give_by_claim,
    link_subject,
    save_directory,
    stop_giving,
    unlink_subject,
)
from samsyn.ground.people.models import ClaimRole, Directory, DirectoryLink
from samsyn.ground.permissions import Permission
from samsyn.web.directory.forms import FIRST, DirectoryForm, GiveForm, LinkForm
from samsyn.web.directory.providers import secret_of
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, carry_out, home, show_below

settings_only = members_who(Permission.MANAGE_SETTINGS)
MOST_LINKS = 200


def _one(request: HttpRequest, pk: object) -> Directory:
    return get_object_or_404(Directory.objects.visible_to(request.member), pk=pk)


def _crumbs(request: HttpRequest, *, of: Directory | None = None) -> list[dict[str, str]]:
    top = [{"name": _("Kommunens konto"), "address": f"{home(request)}kataloger"}]
    return [*top, {"name": of.name, "address": f"{home(request)}kataloger/{of.pk}"}] if of else top


@settings_only
def listed(request: HttpRequest) -> HttpResponse:
    """List the municipality's directories."""
    rows = Directory.objects.visible_to(request.member).order_by("name")
    return show_below(request, "directory/listed.html", section="directories", rows=rows)


@settings_only
def add(request: HttpRequest) -> HttpResponse:
    """Add a directory."""
    form = DirectoryForm(request.POST or None, initial=FIRST)
    return ask(
        request, form=form, section="directories", title=_("Ny katalog"), crumbs=_crumbs(request),
        save=lambda data: save_directory(directory=None, by=request.member, **data), done=_("Katalogen är sparad."),
        to=lambda made: f"kataloger/{made.pk}",
    )  # fmt: skip


@settings_only
def change(request: HttpRequest, pk: object) -> HttpResponse:
    """Change a directory."""
    found = _one(request, pk)
    before = {name: getattr(found, name) for name in DirectoryForm.base_fields}
    form = DirectoryForm(request.POST or None, initial={**before, "domains": "\n".join(found.domains)})
    return ask(
        request, form=form, section="directories", title=found.name, crumbs=_crumbs(request, of=found),
        save=lambda data: save_directory(directory=found, by=request.member, **data), done=_("Katalogen är sparad."),
        to=f"kataloger/{found.pk}",
    )  # fmt: skip


@settings_only
def show_one(request: HttpRequest, pk: object) -> HttpResponse:
    """Show what the directory is to be told of us, what its groups give, and who is tied to it."""
    found, member = _one(request, pk), request.member
    gives = ClaimRole.objects.visible_to(member).filter(directory=found).select_related("organisation", "role")
    links = DirectoryLink.objects.visible_to(member).filter(directory=found).select_related("user")
    root = request.build_absolute_uri("/").rstrip("/")
    start = f"{root}/logga-in/{found.kind}/{found.code}"
    context: dict[str, Any] = {
        "directory": found, "gives": gives.order_by("value"), "links": links.order_by("user__name")[:MOST_LINKS],
        "answers": f"{start}/svar", "metadata": f"{start}/metadata", "crumbs": _crumbs(request),
        "lacks_secret": found.kind == Directory.Kind.OIDC and not secret_of(found),
    }  # fmt: skip
    return show_below(request, "directory/one.html", section="directories", **context)


@settings_only
def give(request: HttpRequest, pk: object) -> HttpResponse:
    """Say what a group gives."""
    found = _one(request, pk)
    form = GiveForm(request.POST or None, member=request.member)
    return ask(
        request, form=form, section="directories", title=_("Grupp ger roll"), crumbs=_crumbs(request, of=found),
        lede=_("Den som katalogen lägger i gruppen får rollen, och mister den vid nästa inloggning utan gruppen."),
        save=lambda data: give_by_claim(directory=found, by=request.member, **data), done=_("Sparat."),
        to=f"kataloger/{found.pk}",
    )  # fmt: skip


@settings_only
def link(request: HttpRequest, pk: object) -> HttpResponse:
    """Tie a person to an id in the directory."""
    found = _one(request, pk)
    form = LinkForm(request.POST or None, member=request.member)
    return ask(
        request, form=form, section="directories", title=_("Knyt en person"), crumbs=_crumbs(request, of=found),
        lede=_("Behövs bara för den vars adress i katalogen inte är densamma som i Samsyn."),
        save=lambda data: link_subject(directory=found, by=request.member, **data), done=_("Personen är knuten."),
        to=f"kataloger/{found.pk}",
    )  # fmt: skip


@require_POST
def _take(request: HttpRequest, pk: object, row_pk: object) -> HttpResponse:
    found = _one(request, pk)
    row = get_object_or_404(ClaimRole.objects.visible_to(request.member).filter(directory=found), pk=row_pk)
    return carry_out(
        request, lambda: stop_giving(given=row, by=request.member), to=f"kataloger/{found.pk}",
        done=_("Borttagen. De som har rollen mister den när de loggar in nästa gång."),
    )  # fmt: skip


@require_POST
def _unlink(request: HttpRequest, pk: object, row_pk: object) -> HttpResponse:
    found = _one(request, pk)
    row = get_object_or_404(DirectoryLink.objects.visible_to(request.member).filter(directory=found), pk=row_pk)
    return carry_out(
        request, lambda: unlink_subject(link=row, by=request.member), to=f"kataloger/{found.pk}",
        done=_("Personen är inte längre knuten."),
    )  # fmt: skip


take, unlink = settings_only(_take), settings_only(_unlink)
