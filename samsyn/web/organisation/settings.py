"""The municipality's own settings: every key that is declared, by section, each with its sentence and its default."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samsyn.ground.people.actions import change_settings
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.defaults import SECTIONS, SETTINGS, Key, setting
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, home, show
from samsyn.web.organisation.setting_forms import SettingsForm, said

settings_only = members_who(Permission.MANAGE_SETTINGS)


def _keys(section: str) -> list[Key]:
    return [key for key in SETTINGS if key.section == section]


@settings_only
def listed(request: HttpRequest) -> HttpResponse:
    """Show every setting as it stands, and whether it has been changed."""
    here = request.member.municipality
    sections = [
        {"code": code, "name": name, "rows": [_row(key, here) for key in _keys(code)]}
        for code, name in SECTIONS if _keys(code)
    ]  # fmt: skip
    return show(request, "settings.html", section="settings", sections=sections)


def _row(key: Key, here: Any) -> dict[str, Any]:
    now = setting(here, key.name)
    usual = said(key, key.default) if key.default not in ("", (), [], None) else ""
    return {"key": key, "value": said(key, now), "usual": usual if now != key.default else ""}


@settings_only
def change(request: HttpRequest, part: str) -> HttpResponse:
    """Change the settings of one section; only what differs is stored and noted."""
    keys, here = _keys(part), request.member.municipality
    if not keys:
        raise Http404
    names = {str(code): name for code, name in SECTIONS}
    form = SettingsForm(request.POST or None, keys=keys, municipality=here)
    return ask(
        request, form=form, section="settings", title=names[part], to="installningar",
        save=lambda data: _save(data, request), done=_("Inställningarna är sparade."),
        crumbs=[{"name": _("Inställningar"), "address": f"{home(request)}installningar"}],
    )  # fmt: skip


def _save(data: dict[str, Any], request: HttpRequest) -> None:
    here = request.member.municipality
    changed = {name: value for name, value in data.items() if value != setting(here, name)}
    if changed:
        change_settings(by=request.member, **changed)
