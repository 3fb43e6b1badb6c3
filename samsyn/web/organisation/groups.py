"""Roles as readable lists of what they may do; groups with seats that belong to functions."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.people.actions import (
    add_group,
    add_seat,
    add_shipped_role,
    change_group,
    change_role,
    change_seat,
    missing_roles,
    remove_seat,
)
from samsyn.ground.people.models import Group, Membership, Role
from samsyn.ground.permissions import Permission
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, carry_out, home, show
from samsyn.web.organisation.forms import GroupForm, RoleForm, SeatForm
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import named

people_only = members_who(Permission.MANAGE_PEOPLE)


@people_only
def roles(request: HttpRequest) -> HttpResponse:
    """Show every role as the list of what it may do, and how many hold it."""
    member = request.member
    holders = dict(Membership.objects.visible_to(member).values_list("role").annotate(n=Count("user", distinct=True)))
    rows = [
        {"role": role, "may": [p.label for p in Permission if role.allows(p)], "holders": holders.get(role.pk, 0)}
        for role in Role.objects.visible_to(member).order_by("created_at", "name_sv")
    ]
    missing = missing_roles(member.municipality) if member.may(Permission.MANAGE_SETTINGS) else []
    lacking = [{"role": one, "may": [each.label for each in one.permissions]} for one in missing]
    return show(request, "roles.html", section="roles", rows=rows, lacking=lacking)


@members_who(Permission.MANAGE_SETTINGS)
@require_POST
def role_add(request: HttpRequest) -> HttpResponse:
    """Add a role that the product has come to know since the municipality was founded."""
    code = request.POST.get("roll", "")
    return carry_out(
        request, lambda: add_shipped_role(code=code, by=request.member), done=_("Rollen är tillagd."), to="roller"
    )


@people_only
def role(request: HttpRequest, pk: object) -> HttpResponse:
    """Change what a role may do."""
    found = get_object_or_404(Role.objects.visible_to(request.member), pk=pk)
    before = {"name_sv": found.name_sv, "name_en": found.name_en, "permissions": found.permissions,
              "second_step": found.second_step}  # fmt: skip
    form = RoleForm(request.POST or None, initial=before)
    return ask(
        request, form=form, section="roles", title=_("Rollen %(name)s") % {"name": named(found)}, to="roller",
        lede=_("Ändringen gäller alla som har rollen, från nästa sida de öppnar."),
        crumbs=[{"name": _("Roller"), "address": f"{home(request)}roller"}], done=_("Rollen är ändrad."),
        save=lambda data: change_role(role=found, by=request.member, **data),
    )  # fmt: skip


def _group(request: HttpRequest, pk: object) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.member), pk=pk)


def _crumbs(request: HttpRequest, *groups: Group) -> list[dict[str, str]]:
    top = [{"name": _("Grupper"), "address": f"{home(request)}grupper"}]
    return top + [{"name": group.name, "address": f"{home(request)}grupper/{group.pk}"} for group in groups]


@people_only
def listed(request: HttpRequest) -> HttpResponse:
    """List the groups with their seats, the empty ones marked."""
    found = Group.objects.visible_to(request.member).prefetch_related("areas", "seats")
    rows = [
        {"group": g, "seats": len(g.seats.all()), "empty": sum(s.holder_id is None for s in g.seats.all())}
        for g in in_order(found)
    ]
    return show(request, "groups.html", section="groups", rows=rows)


@people_only
def add(request: HttpRequest) -> HttpResponse:
    """Add a group."""
    form = GroupForm(request.POST or None, member=request.member)
    return ask(
        request, form=form, section="groups", title=_("Ny grupp"), submit=_("Lägg till"), crumbs=_crumbs(request),
        save=lambda data: add_group(**data, by=request.member), to=lambda group: f"grupper/{group.pk}",
        done=_("Gruppen är tillagd."),
    )  # fmt: skip


@people_only
def show_one(request: HttpRequest, pk: object) -> HttpResponse:
    """Show one group: its seats with holders and substitutes, and who else is in it."""
    group = _group(request, pk)
    people = Membership.objects.visible_to(request.member).filter(groups=group)
    return show(
        request, "group.html", section="groups", group=group, crumbs=_crumbs(request),
        areas=in_order(group.areas.all()),
        seats=in_order(group.seats.select_related("organisation", "holder", "substitute")),
        people=in_order(people.select_related("user", "organisation", "role"), by=lambda m: str(m.user)),
    )  # fmt: skip


@people_only
def change(request: HttpRequest, pk: object) -> HttpResponse:
    """Change a group's name, kind, rhythm or areas."""
    group = _group(request, pk)
    before = {"name": group.name, "kind": group.kind, "rhythm_weeks": group.rhythm_weeks, "areas": group.areas.all(),
              "level": group.level}  # fmt: skip
    form = GroupForm(request.POST or None, member=request.member, initial=before)
    return ask(
        request, form=form, section="groups", title=_("Ändra grupp"), crumbs=_crumbs(request, group),
        save=lambda data: change_group(group=group, by=request.member, **data),
        to=f"grupper/{group.pk}", done=_("Ändringen är sparad."),
    )  # fmt: skip


@people_only
def seat(request: HttpRequest, pk: object, seat_pk: object = None) -> HttpResponse:
    """Add a seat, or change who holds it and who stands in."""
    group = _group(request, pk)
    known = get_object_or_404(group.seats, pk=seat_pk) if seat_pk else None
    names = ("function", "organisation", "holder", "substitute")
    before = {name: getattr(known, name) for name in names} if known else {}
    form = SeatForm(request.POST or None, member=request.member, initial=before)

    def save(data: dict[str, Any]) -> Any:
        if known:
            return change_seat(seat=known, by=request.member, **data)
        return add_seat(group=group, by=request.member, **data)

    return ask(
        request, form=form, section="groups", title=_("Ändra plats i gruppen") if known else _("Ny plats i gruppen"),
        lede=_("Platsen hör till en funktion. Den som slutar lämnar platsen kvar åt nästa."), save=save,
        crumbs=_crumbs(request, group), to=f"grupper/{group.pk}", done=_("Platsen i gruppen är sparad."),
    )  # fmt: skip


@require_POST
def _remove(request: HttpRequest, pk: object, seat_pk: object) -> HttpResponse:
    found = get_object_or_404(_group(request, pk).seats.select_related("group"), pk=seat_pk)
    return carry_out(
        request, lambda: remove_seat(seat=found, by=request.member), done=_("Platsen i gruppen är borttagen."),
        to=f"grupper/{pk}",
    )  # fmt: skip


remove = people_only(_remove)
