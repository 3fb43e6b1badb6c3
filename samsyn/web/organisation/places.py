"""The place register: search, other names, rename and merge with history, who looks after what."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.people.actions import add_stewardship
from samsyn.ground.people.models import Stewardship
from samsyn.ground.permissions import Permission
from samsyn.ground.places.actions import add_place, change_place, merge_places, name_place, rename_place
from samsyn.ground.places.models import Place
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, home, show
from samsyn.web.organisation.place_forms import (
    AliasesForm,
    ChangePlaceForm,
    MergeForm,
    NewPlaceForm,
    PlaceCareForm,
    PlaceNameForm,
)

places_only = members_who(Permission.MANAGE_PLACES)
A_PAGE = 50
PLACE_FIELDS = ("place_type", "address", "lat", "lon", "area", "show_coarse", "active")


def _place(request: HttpRequest, pk: object) -> Place:
    found = Place.objects.visible_to(request.member).select_related("place_type", "area", "merged_into")
    return get_object_or_404(found, pk=pk)


def _crumbs(request: HttpRequest, *places: Place) -> list[dict[str, str]]:
    top = [{"name": _("Platser"), "address": f"{home(request)}platser"}]
    return top + [{"name": place.name, "address": f"{home(request)}platser/{place.pk}"} for place in places]


@places_only
def listed(request: HttpRequest) -> HttpResponse:
    """List places in use; the search knows every name people use."""
    text = request.GET.get("sok", "").strip()
    found = Place.objects.visible_to(request.member).standing().called(text)
    rows = found.select_related("place_type", "area").prefetch_related("aliases").order_by("name", "id")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return show(request, "places.html", section="places", page=page, text=text)


@places_only
def add(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    today = timezone.localdate()
    form = NewPlaceForm(request.POST or None, member=request.member, on=today)
    return ask(
        request, form=form, section="places", title=_("Ny plats"), submit=_("Lägg till"), crumbs=_crumbs(request),
        save=lambda data: add_place(**data, on=today, by=request.member), to=lambda place: f"platser/{place.pk}",
        done=_("Platsen är tillagd."),
    )  # fmt: skip


@places_only
def show_one(request: HttpRequest, pk: object) -> HttpResponse:
    """Show one place with its names, old and new, and who looks after it."""
    place = _place(request, pk)
    cared = Stewardship.objects.visible_to(request.member).filter(place=place).select_related("organisation")
    names = list(place.aliases.order_by("name"))
    return show(
        request, "place.html", section="places", place=place, cared=cared.order_by("starts_on"),
        crumbs=_crumbs(request),
        aliases=[alias for alias in names if alias.former_since is None], today=timezone.localdate(),
        former=[alias for alias in names if alias.former_since is not None],
    )  # fmt: skip


def _ask(request: HttpRequest, place: Place, **more: Any) -> HttpResponse:
    return ask(request, section="places", crumbs=_crumbs(request, place), to=f"platser/{place.pk}", **more)


@places_only
def change(request: HttpRequest, pk: object) -> HttpResponse:
    """Change a place's kind, point, address or use."""
    place, today = _place(request, pk), timezone.localdate()
    before = {name: getattr(place, name) for name in PLACE_FIELDS}
    form = ChangePlaceForm(request.POST or None, member=request.member, on=today, initial=before)
    return _ask(
        request, place, form=form, title=_("Ändra platsen"), done=_("Platsen är ändrad."),
        save=lambda data: change_place(place=place, on=today, by=request.member, **data),
    )  # fmt: skip


@places_only
def rename(request: HttpRequest, pk: object) -> HttpResponse:
    """Give a place a new name; the old one is kept and can still be searched."""
    place = _place(request, pk)
    form = PlaceNameForm(request.POST or None, initial={"name": place.name})
    return _ask(
        request, place, form=form, title=_("Byt namn på platsen"), done=_("Platsen har bytt namn."),
        lede=_("Det gamla namnet finns kvar som tidigare namn och går att söka på."),
        save=lambda data: rename_place(place=place, name=data["name"], on=timezone.localdate(), by=request.member),
    )  # fmt: skip


@places_only
def aliases(request: HttpRequest, pk: object) -> HttpResponse:
    """Set the other names people use for a place."""
    place = _place(request, pk)
    before = "\n".join(place.aliases.filter(former_since=None).order_by("name").values_list("name", flat=True))
    form = AliasesForm(request.POST or None, initial={"aliases": before})
    return _ask(
        request, place, form=form, title=_("Andra namn på %(name)s") % {"name": place}, done=_("Namnen är sparade."),
        save=lambda data: name_place(place=place, aliases=data["aliases"], by=request.member),
    )  # fmt: skip


@places_only
def merge(request: HttpRequest, pk: object) -> HttpResponse:
    """Merge a place into another, which keeps every name."""
    place = _place(request, pk)
    form = MergeForm(request.POST or None, member=request.member, place=place)
    return ask(
        request, form=form, section="places", title=_("Slå ihop %(name)s med en annan plats") % {"name": place},
        lede=_("Platsens namn blir andra namn på den du väljer. Tidigare rapporter står kvar där de skrevs."),
        submit=_("Slå ihop"), crumbs=_crumbs(request, place), done=_("Platserna är ihopslagna."),
        save=lambda data: _merge(place, data["into"], request.member), to=lambda kept: f"platser/{kept.pk}",
    )  # fmt: skip


def _merge(place: Place, into: Place, by: Any) -> Place:
    today: date = timezone.localdate()
    return merge_places(place=place, into=into, on=today, by=by)


@places_only
def care(request: HttpRequest, pk: object) -> HttpResponse:
    """Say who looks after a place, from a day."""
    place = _place(request, pk)
    form = PlaceCareForm(request.POST or None, member=request.member)
    return _ask(
        request, place, form=form, title=_("Vem sköter %(name)s?") % {"name": place}, done=_("Det är sparat."),
        save=lambda data: add_stewardship(place=place, by=request.member, **data),
    )  # fmt: skip
