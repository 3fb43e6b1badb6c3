"""Shared phones: prepare one, see when it was last used, take it out of service at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.ground.people.models import ShiftDevice
from samsyn.ground.people.shifts.actions import MadeLink, add_shift_device, renew_shift_link, revoke_shift_device
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.web.guard import members_who
from samsyn.web.invite import qr
from samsyn.web.organisation.asking import carry_out, home, show
from samsyn.web.organisation.forms import DeviceForm

people_only = members_who(Permission.MANAGE_PEOPLE)


def _crumbs(request: HttpRequest) -> list[dict[str, str]]:
    return [{"name": _("Skifttelefoner"), "address": f"{home(request)}skifttelefoner"}]


def _state(device: ShiftDevice, now: Any) -> tuple[str, str]:
    today = now.astimezone(device.municipality.zone).date()
    if device.revoked_at:
        return _("stängd"), "lock"
    if not device.organisation.is_open(on=today):
        return _("uppdraget har slutat"), "lock"
    if device.registered_at:
        return _("i bruk"), "check"
    return (_("väntar på att tas i bruk"), "circle") if device.register_until >= now else (_("länken gick ut"), "cross")


@people_only
def listed(request: HttpRequest) -> HttpResponse:
    """List the shared phones: whose, and when last used. By whom is not remembered."""
    now = timezone.now()
    found = ShiftDevice.objects.visible_to(request.member).select_related("municipality", "organisation", "unit")
    found = found.prefetch_related("areas").order_by("organisation__name", "name")
    rows = [{"device": d, "word": _state(d, now)[0], "symbol": _state(d, now)[1]} for d in found]
    return show(request, "devices.html", section="devices", rows=rows)


@people_only
def add(request: HttpRequest) -> HttpResponse:
    """Prepare a shared phone and show the code that is read on it."""
    form = DeviceForm(request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        try:
            return _code(request, add_shift_device(**form.cleaned_data, now=timezone.now(), by=request.member))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return show(
        request, "form.html", section="devices", form=form, title=_("Ny skifttelefon"), submit=_("Visa QR-koden"),
        crumbs=_crumbs(request), back=f"{home(request)}skifttelefoner", status=422 if form.errors else 200,
        lede=_("En telefon eller surfplatta som flera delar. Alla loggar in med sin egen PIN och kan bara rapportera."),
    )  # fmt: skip


@never_cache
def _code(request: HttpRequest, made: MadeLink) -> HttpResponse:
    address = request.build_absolute_uri(f"/skift/{made.token}")
    return show(
        request, "device_link.html", section="devices", device=made.device, address=address, code=qr.drawn(address),
        crumbs=_crumbs(request),
    )  # fmt: skip


def _device(request: HttpRequest, pk: object) -> ShiftDevice:
    return get_object_or_404(ShiftDevice.objects.visible_to(request.member).select_related("organisation"), pk=pk)


@require_POST
def _renew(request: HttpRequest, pk: object) -> HttpResponse:
    return _code(request, renew_shift_link(device=_device(request, pk), now=timezone.now(), by=request.member))


@require_POST
def _revoke(request: HttpRequest, pk: object) -> HttpResponse:
    device = _device(request, pk)
    return carry_out(
        request, lambda: revoke_shift_device(device=device, now=timezone.now(), by=request.member),
        done=_("Telefonen är stängd. Den som är inloggad på den loggas ut."), to="skifttelefoner",
    )  # fmt: skip


renew, revoke = people_only(_renew), people_only(_revoke)
