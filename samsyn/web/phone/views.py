"""The worker, the manifest and the icon of the app, and the report screens as the phone keeps them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samsyn.ground.tenancy.defaults import setting
from samsyn.web.guard import members_only, open_to_all
from samsyn.web.phone import icon, shell
from samsyn.web.phone.words import on_the_screens

COLOUR = "#0b5563"


@require_safe
def _worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker; it lies at the root so that it may serve every municipality."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(shell.worker(), content_type="text/javascript; charset=utf-8", headers=headers)


worker = open_to_all(_worker)


@require_safe
def _style(request: HttpRequest, version: str) -> HttpResponse:
    """Answer with the screens' style as it is now; only what is asked for by its own name may be kept for ever."""
    kept = "public, max-age=31536000, immutable" if version == shell.version() else "no-cache"
    return HttpResponse(shell.style(), content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})


style = open_to_all(_style)


def app_of(municipality: Any) -> dict[str, str]:
    """Return what the app is called and looks like on the phone; neutral unless the municipality says otherwise."""
    return {
        "name": setting(municipality, "app_name"),
        "shape": setting(municipality, "app_icon"),
        "colour": municipality.colour or COLOUR,
    }


@members_only
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Answer with the manifest: a name and an icon that tell a passer-by nothing."""
    home, app = f"/{request.member.municipality.slug}/", app_of(request.member.municipality)
    content = {
        "id": f"{home}rapportera", "name": app["name"], "short_name": app["name"], "lang": get_language(),
        "start_url": f"{home}rapportera", "scope": "/", "display": "standalone", "background_color": "#faf8f4",
        "theme_color": app["colour"],
        "icons": [
            {"src": f"{home}app-ikon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in (192, 512) for purpose in ("any", "maskable")
        ],
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json")


@members_only
@require_safe
def app_icon(request: HttpRequest, size: int) -> HttpResponse:
    """Answer with the icon in one of the sizes that phones ask for."""
    if size not in icon.SIZES:
        raise Http404
    app = app_of(request.member.municipality)
    picture = icon.png(size=size, colour=app["colour"], shape=app["shape"])
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


def around(municipality: Any, *, screen: str) -> dict[str, Any]:
    """Return what a screen of the phone (report or mine) needs: words, icons, scripts. Nothing about who is signed in.
    """
    return {
        "municipality": municipality, "doors": None, "member": None, "messages": None, "phone": on_the_screens(),
        "version": shell.version(), "guard": shell.has_guard(), "modules": shell.modules(screen),
        "style": shell.style_address(), "app": app_of(municipality),
    }  # fmt: skip
