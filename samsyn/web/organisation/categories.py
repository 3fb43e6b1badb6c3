"""Categories: their words, what a report begins with, and which are used; none is ever deleted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.method.observations.actions import change_category
from samsyn.method.observations.models import Category
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, home, show
from samsyn.web.organisation.place_forms import CategoryForm
from samsyn.web.templatetags.samsyn import named

settings_only = members_who(Permission.MANAGE_SETTINGS)
FIELDS = ("name_sv", "name_en", "help_sv", "help_en", "severity", "audience", "active")


@settings_only
def listed(request: HttpRequest) -> HttpResponse:
    """List every category below its group, in the order of reporting."""
    found = list(Category.objects.visible_to(request.member).order_by("position", "code"))
    below: dict[object, list[Category]] = {}
    for category in found:
        below.setdefault(category.parent_id, []).append(category)
    groups = [{"group": group, "rows": below.get(group.pk, [])} for group in below.get(None, [])]
    used = sum(category.active for category in found if category.parent_id)
    return show(request, "categories.html", section="categories", groups=groups, used=used)


@settings_only
def change(request: HttpRequest, pk: object) -> HttpResponse:
    """Change a category."""
    category = get_object_or_404(Category.objects.visible_to(request.member), pk=pk)
    form = CategoryForm(request.POST or None, initial={name: getattr(category, name) for name in FIELDS})
    return ask(
        request, form=form, section="categories", title=_("Kategorin %(name)s") % {"name": named(category)},
        lede=_("Koden %(code)s ändras inte. Frysta lägesbilder behåller orden de hade.") % {"code": category.code},
        crumbs=[{"name": _("Kategorier"), "address": f"{home(request)}kategorier"}], to="kategorier",
        save=lambda data: change_category(category=category, by=request.member, **data),
        done=_("Kategorin är ändrad."),
    )  # fmt: skip
