"""How the municipality's pictures are laid out: choose, change, add, put back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.layouts.actions import choose_layout, restore_layout, save_layout
from samsyn.method.pictures.layouts.known import Layout, Placed, is_shipped, laid_out, layouts_of
from samsyn.web.guard import members_who

settings_only = members_who(Permission.MANAGE_SETTINGS)


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/lagesbild/upplagg"


def _found(request: HttpRequest, code: str) -> Layout:
    found = next((each for each in layouts_of(request.member.municipality) if each.code == code), None)
    if found is None:
        raise Http404
    return found


@settings_only
def listed(request: HttpRequest) -> HttpResponse:
    """List the layouts with the order of their sections; say which one new pictures are made with."""
    layouts = [{"layout": each, "shipped": is_shipped(each.code)} for each in layouts_of(request.member.municipality)]
    return render(request, "layouts/list.html", {"layouts": layouts, "home": _home(request)})


@settings_only
def change(request: HttpRequest, code: str = "") -> HttpResponse:
    """Change a layout, or put together a new one: move, hide, and give headings."""
    known = _found(request, code) if code else None
    told = request.POST
    if request.method != "POST":
        placed = known.sections if known else laid_out({"key": each.key} for each in _first(request).shown)
        return _form(request, known, placed, {"name_sv": known.name_sv, "name_en": known.name_en} if known else {})
    chosen = _chosen(told)
    if told.get("flytta"):
        return _form(request, known, laid_out(_moved(chosen, told["flytta"])), told)
    version = told.get("version", "")
    try:
        save_layout(
            code=code, name_sv=told.get("name_sv", ""), name_en=told.get("name_en", ""), chosen=chosen,
            version=int(version) if version.isdecimal() and len(version) < 9 else -1, by=request.member,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _form(request, known, laid_out(chosen), told, status=422)
    messages.success(request, _("Upplägget är sparat. Bilder som redan är framtagna behåller sitt."))
    return redirect(_home(request))


def _first(request: HttpRequest) -> Layout:
    return next(each for each in layouts_of(request.member.municipality) if each.is_chosen)


def _form(
    request: HttpRequest, known: Layout | None, placed: tuple[Placed, ...], told: Any, status: int = 200
) -> HttpResponse:
    context = {
        "layout": known, "sections": placed, "home": _home(request), "name_sv": told.get("name_sv", ""),
        "name_en": told.get("name_en", ""), "version": known.version if known else 0,
    }  # fmt: skip
    return render(request, "layouts/one.html", context, status=status)


def _chosen(told: QueryDict) -> list[dict[str, Any]]:
    """Read the sections in the order they stand on the page."""
    return [
        {
            "key": key, "shown": told.get(f"visa-{key}") == "on", "name_sv": told.get(f"sv-{key}", ""),
            "name_en": told.get(f"en-{key}", ""),
        }
        for key in told.getlist("avsnitt")
    ]  # fmt: skip


def _moved(chosen: list[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    """Move one section a step up or down."""
    key, _colon, way = where.partition(":")
    at = next((n for n, each in enumerate(chosen) if each["key"] == key), None)
    to = -1 if at is None else at + (-1 if way == "upp" else 1)
    if at is None or not 0 <= to < len(chosen):
        return chosen
    moved = list(chosen)
    moved[at], moved[to] = moved[to], moved[at]
    return moved


@settings_only
@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Let new pictures be made with this layout."""
    try:
        choose_layout(code=code, by=request.member)
        messages.success(request, _("Nya lägesbilder får det här upplägget."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request))


@settings_only
@require_POST
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Take the municipality's own changes away."""
    try:
        restore_layout(code=code, by=request.member)
        messages.success(request, _("Ändringarna är borttagna."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request))
