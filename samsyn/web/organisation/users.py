"""Users: find them, invite one, give a role, end it, and give out a new start password on paper."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.ground.people.accounts.actions import (
    Invited,
    end_memberships,
    invite_user,
    rename_user,
    renew_start_password,
)
from samsyn.ground.people.actions import add_membership, end_membership
from samsyn.ground.people.models import Membership, User
from samsyn.ground.people.security.actions import has_second_step, reset_second_steps
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, carry_out, home, show
from samsyn.web.organisation.forms import EndForm, InviteForm, MembershipForm, NameForm, StatedForm
from samsyn.web.sorting import sort_key

people_only = members_who(Permission.MANAGE_PEOPLE)
A_PAGE = 50


def own_memberships(member: Any) -> Prefetch:
    """Fetch what users do here; what they do in other municipalities is not ours to see."""
    here = Membership.objects.visible_to(member).select_related("organisation", "role", "unit")
    return Prefetch("memberships", queryset=here.order_by("created_at"), to_attr="here")


def _people(member: Any) -> Any:
    return User.objects.visible_to(member).prefetch_related(own_memberships(member))


def _is_open(user: User, today: Any) -> bool:
    return any(m.ends_on is None or m.ends_on >= today for m in user.here)


def _crumbs(request: HttpRequest, *users: User) -> list[dict[str, str]]:
    top = [{"name": _("Användare"), "address": f"{home(request)}anvandare"}]
    return top + [{"name": str(user), "address": f"{home(request)}anvandare/{user.pk}"} for user in users]


@people_only
def listed(request: HttpRequest) -> HttpResponse:
    """List users: all in force, those who never signed in, those who have ended; searched by name or e-mail."""
    member, today = request.member, timezone.localdate()
    text, shown = request.GET.get("sok", "").strip(), request.GET.get("visa", "alla")
    found = sorted(_people(member).called(text), key=lambda user: sort_key(str(user)))
    groups = {
        "alla": [user for user in found if _is_open(user, today)],
        "aldrig": [user for user in found if _is_open(user, today) and user.last_login is None],
        "slut": [user for user in found if not _is_open(user, today)],
    }
    names = {"alla": _("Alla"), "aldrig": _("Aldrig inloggade"), "slut": _("Avslutade")}
    tabs_here = [
        {"name": names[key], "address": f"?visa={key}&sok={text}", "here": key == shown, "count": len(users)}
        for key, users in groups.items()
    ]
    page = Paginator(groups.get(shown, groups["alla"]), A_PAGE).get_page(request.GET.get("page"))
    return show(request, "users.html", section="users", page=page, text=text, shown=shown, lists=tabs_here)


@never_cache
def slips(request: HttpRequest, invited: list[Invited], **context: Any) -> HttpResponse:
    """Show start passwords once, as slips to print; they are stored nowhere in readable form."""
    return show(request, "slips.html", section="users", invited=invited, address=request.get_host(), **context)


@people_only
def add(request: HttpRequest) -> HttpResponse:
    """Invite one person; a new account gets a start password on paper."""
    form = InviteForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invite_user(**form.cleaned_data, by=request.member)
            return slips(request, [invited], crumbs=_crumbs(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return show(
        request, "form.html", section="users", form=form, title=_("Lägg till en användare"), submit=_("Lägg till"),
        crumbs=_crumbs(request), back=f"{home(request)}anvandare", status=422 if form.errors else 200,
        lede=_("Samsyn skickar inga brev. Du får ett startlösenord att lämna över på papper."),
    )  # fmt: skip


def _user(request: HttpRequest, pk: object) -> User:
    return get_object_or_404(_people(request.member), pk=pk)


@people_only
def show_one(request: HttpRequest, pk: object) -> HttpResponse:
    """Show one person: roles here, last sign-in, what can be done."""
    user, today = _user(request, pk), timezone.localdate()
    rows = [
        {"membership": m, "open": m.ends_on is None or m.ends_on >= today, "areas": m.areas.all(),
         "groups": m.groups.all()}
        for m in user.here
    ]  # fmt: skip
    is_open = _is_open(user, today)
    return show(request, "user.html", section="users", person=user, rows=rows, is_open=is_open,
                has_steps=has_second_step(user), crumbs=_crumbs(request))  # fmt: skip


@people_only
def add_role(request: HttpRequest, pk: object) -> HttpResponse:
    """Give a person another role, or change the one in the same party."""
    user = _user(request, pk)
    asked = StatedForm if user.email_stated else MembershipForm
    form = asked(request.POST or None, member=request.member, initial=_of(user, request.GET.get("uppdrag")))
    return ask(
        request, form=form, section="users", title=_("Roll för %(name)s") % {"name": user}, to=f"anvandare/{user.pk}",
        crumbs=_crumbs(request, user), done=_("Rollen är sparad."),
        save=lambda data: add_membership(user=user, by=request.member, **data),
    )  # fmt: skip


def _of(user: User, pk: str | None) -> dict[str, Any]:
    found = next((m for m in user.here if str(m.pk) == pk), None)
    if found is None:
        return {}
    return {
        "organisation": found.organisation_id, "role": found.role_id, "unit": found.unit_id, "ends_on": found.ends_on,
        "areas": found.areas.all(), "groups": found.groups.all(),
    }  # fmt: skip


@people_only
def rename(request: HttpRequest, pk: object) -> HttpResponse:
    """Correct a person's name."""
    user = _user(request, pk)
    form = NameForm(request.POST or None, initial={"name": user.name})
    return ask(
        request, form=form, section="users", title=_("Ändra namn"), crumbs=_crumbs(request, user),
        save=lambda data: rename_user(user=user, by=request.member, **data),
        to=f"anvandare/{user.pk}", done=_("Namnet är ändrat."),
    )  # fmt: skip


@people_only
def end(request: HttpRequest, pk: object) -> HttpResponse:
    """Let everything a person does here end on a day."""
    user = _user(request, pk)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    return ask(
        request, form=form, section="users", title=_("Avsluta %(name)s") % {"name": user}, submit=_("Avsluta"),
        lede=_("Alla roller här slutar. Rapporterna finns kvar utan namn. Roller i andra kommuner påverkas inte."),
        save=lambda data: end_memberships(user=user, on=data["on"], by=request.member),
        crumbs=_crumbs(request, user), to=f"anvandare/{user.pk}", done=_("Personen är avslutad."),
    )  # fmt: skip


@people_only
def end_role(request: HttpRequest, pk: object) -> HttpResponse:
    """Let one role end on a day."""
    found = get_object_or_404(
        Membership.objects.visible_to(request.member).select_related("user", "role", "organisation"), pk=pk
    )
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    title = _("Avsluta rollen %(role)s i %(party)s") % {"role": found.role, "party": found.organisation}
    return ask(
        request, form=form, section="users", title=title, submit=_("Avsluta"), crumbs=_crumbs(request, found.user),
        save=lambda data: end_membership(membership=found, on=data["on"], by=request.member),
        to=f"anvandare/{found.user_id}", done=_("Rollen slutar den dagen."),
    )  # fmt: skip


@require_POST
def _new_password(request: HttpRequest, pk: object) -> HttpResponse:
    user = _user(request, pk)
    try:
        password = renew_start_password(user=user, by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{home(request)}anvandare/{user.pk}")
    return slips(request, [Invited(user, user.here[0], password)], crumbs=_crumbs(request, user))


@require_POST
def _reset_steps(request: HttpRequest, pk: object) -> HttpResponse:
    user = _user(request, pk)
    return carry_out(
        request, lambda: reset_second_steps(user=user, by=request.member), to=f"anvandare/{user.pk}",
        done=_("Tvåfaktorn är nollställd, och personen är utloggad överallt."),
    )  # fmt: skip


reset_steps = people_only(_reset_steps)
new_password = people_only(_new_password)
