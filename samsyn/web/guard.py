"""Who may open which screen. Every view carries one of these marks; a test walks all routes.

What a member has been shown is noted on the way out (noting.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.people.entrance import WAY, opens, wants_second_step
from samsyn.ground.people.feeds.actions import member_by_key
from samsyn.ground.people.members import member_of
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.models import Municipality
from samsyn.web.noting import noted

View = Callable[..., HttpResponse]
NEW_PASSWORD, NEW_STEP = "/konto/losenord", "/konto/sakerhet"
MOST_TRIES, TRIES_SECONDS = 30, 600      # wrong secrets from one address, and for how long they are remembered
MOST_READINGS = 60                       # of one right secret in the same time: calendars ask a few times a day


def _must_choose_password(request: HttpRequest) -> bool:
    """Whoever signed in with a password from a paper slip chooses an own one before anything else opens."""
    if getattr(request, "shift_device", None) is not None or request.session.get(WAY) == "directory":
        return False
    return request.path != NEW_PASSWORD and bool(getattr(request.user, "must_change_password", False))


def _mark(view: View, guarded_as: str) -> View:
    view.guarded_as = guarded_as  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Anybody may open it, also without signing in: the sign-in page, help, the check that the service is alive."""
    return _mark(view, "open")


def signed_in(view: View) -> View:
    """Whoever has signed in; the page is about the person, not about a municipality."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        device = getattr(request, "shift_device", None)
        if device is not None:
            # A PIN on a shared phone opens the reports of one municipality, not the person's account.
            return redirect(f"/{device.municipality.slug}/rapportera")
        if _must_choose_password(request):
            return redirect(NEW_PASSWORD)
        return view(request, *args, **kwargs)

    return _mark(guarded, "signed_in")


def _with_member(view: View, *, permissions: tuple[Permission, ...]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if _must_choose_password(request):
            return redirect(NEW_PASSWORD)
        municipality = Municipality.objects.filter(slug=slug).first()
        if municipality is not None:
            timezone.activate(municipality.zone)
        device = getattr(request, "shift_device", None)
        member = municipality and member_of(request.user, municipality, on=timezone.localdate(), device=device)
        if not member or not opens(request.session, member.municipality):
            # The same answer whether the municipality exists or not.
            raise Http404
        if wants_second_step(request.session, member):
            return redirect(NEW_STEP)
        request.member = member  # type: ignore[attr-defined]
        if permissions and not any(member.may(permission) for permission in permissions):
            raise PermissionDenied(_("Din roll har inte tillgång till den här sidan."))
        return noted(request, view(request, *args, **kwargs))

    return guarded


def members_only(view: View) -> View:
    """Members of the municipality in the address; sets request.member and the time zone. The view gets no slug."""
    return _mark(_with_member(view, permissions=()), "members")


def members_who(*permissions: Permission) -> Callable[[View], View]:
    """Members with any of these permissions; sets request.member and the time zone. The view gets no slug."""

    def decorate(view: View) -> View:
        names = "|".join(permission.value for permission in permissions)
        return _mark(_with_member(view, permissions=permissions), f"members:{names}")

    return decorate


def opens_for(member: Any, address: str) -> bool:
    """Say whether a member's permissions open the page at an address, by how the page itself is guarded."""
    guarded_as = str(getattr(resolve(address).func, "guarded_as", ""))
    names = guarded_as.partition(":")[2]
    return not names or any(member.may(Permission(name)) for name in names.split("|"))


def by_secret(view: View) -> View:
    """Whoever holds a secret address, without signing in and without a session; sets request.member and the zone.

    Wrong ones are answered as if nothing were there, and after some tries from one address nothing is looked up.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, secret: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        stranger = f"secret-tries:{request.META.get('REMOTE_ADDR', '')}"
        if _tried(stranger) >= MOST_TRIES:
            return HttpResponse(status=429, headers={"Retry-After": str(TRIES_SECONDS)})
        member = member_by_key(secret, slug=slug, now=timezone.now())
        if member is None:
            _try_again(stranger)
            raise Http404
        own = f"secret-readings:{member.user.pk}:{member.municipality.pk}"
        if _tried(own) >= MOST_READINGS:
            return HttpResponse(status=429, headers={"Retry-After": str(TRIES_SECONDS)})
        _try_again(own)
        timezone.activate(member.municipality.zone)
        request.member = member  # type: ignore[attr-defined]
        return noted(request, view(request, *args, **kwargs))

    return _mark(guarded, "by_secret")


def _tried(key: str) -> int:
    return int(caches["brakes"].get(key, 0))


def _try_again(key: str) -> None:
    caches["brakes"].set(key, _tried(key) + 1, TRIES_SECONDS)
