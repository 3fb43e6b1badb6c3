"""Areas: the municipality's divisions, each with its vintage, its count and whether its borders are known."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.ground.places.actions import change_area_set, rename_area
from samsyn.ground.places.locate import working_set
from samsyn.ground.places.models import Area, AreaSet
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, home, show
from samsyn.web.organisation.place_forms import AreaForm, AreaSetForm
from samsyn.web.sorting import in_order

places_only = members_who(Permission.MANAGE_PLACES)
SET_FIELDS = ("name", "valid_from", "valid_to", "working", "source", "licence")


def _crumbs(request: HttpRequest, *sets: AreaSet) -> list[dict[str, str]]:
    top = [{"name": _("Områden"), "address": f"{home(request)}omraden"}]
    return top + [{"name": one.name, "address": f"{home(request)}omraden/{one.pk}"} for one in sets]


@places_only
def listed(request: HttpRequest) -> HttpResponse:
    """List the divisions; the one that reports are counted in today is marked."""
    found = AreaSet.objects.visible_to(request.member).annotate(
        count=Count("areas"), bordered=Count("areas", filter=Q(areas__polygon__isnull=False))
    )
    now = working_set(request.member.municipality, on=timezone.localdate())
    rows = list(found.order_by("-working", "name", "-valid_from"))
    return show(request, "areas.html", section="areas", rows=rows, in_use=now.pk if now else None)


@places_only
def show_one(request: HttpRequest, pk: object) -> HttpResponse:
    """Show one division and its areas."""
    area_set = get_object_or_404(AreaSet.objects.visible_to(request.member), pk=pk)
    areas = Area.objects.visible_to(request.member).filter(area_set=area_set).select_related("parent").defer("polygon")
    bordered = set(areas.filter(polygon__isnull=False).values_list("pk", flat=True))
    rows = [{"area": area, "bordered": area.pk in bordered} for area in in_order(areas)]
    return show(request, "area_set.html", section="areas", area_set=area_set, rows=rows, crumbs=_crumbs(request))


@places_only
def change(request: HttpRequest, pk: object) -> HttpResponse:
    """Change a division's name, dates, source, or whether reports are counted in it."""
    area_set = get_object_or_404(AreaSet.objects.visible_to(request.member), pk=pk)
    form = AreaSetForm(request.POST or None, initial={name: getattr(area_set, name) for name in SET_FIELDS})
    return ask(
        request, form=form, section="areas", title=_("Ändra indelningen"), crumbs=_crumbs(request, area_set),
        save=lambda data: change_area_set(area_set=area_set, by=request.member, **data),
        to=f"omraden/{area_set.pk}", done=_("Indelningen är ändrad."),
    )  # fmt: skip


@places_only
def rename(request: HttpRequest, pk: object) -> HttpResponse:
    """Change one area's name or inhabitants."""
    area = get_object_or_404(Area.objects.visible_to(request.member).select_related("area_set"), pk=pk)
    form = AreaForm(request.POST or None, initial={"name": area.name, "population": area.population})
    return ask(
        request, form=form, section="areas", title=_("Ändra området"), crumbs=_crumbs(request, area.area_set),
        lede=_("Koden %(code)s och gränsen ändras inte.") % {"code": area.code},
        save=lambda data: rename_area(area=area, by=request.member, **data),
        to=f"omraden/{area.area_set_id}", done=_("Området är ändrat."),
    )  # fmt: skip
