"""The verbs of going live: nothing real is written until TLS, second steps, a proved backup and a controller are there.

A municipality is in practice from the day it is added. The administrator sees what is missing and takes the step; the
verb looks at everything itself, so that no door can leave anything out.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Directory, DirectoryLink, Membership, User
from samsyn.ground.people.security.actions import with_second_step
from samsyn.ground.permissions import Actor, Permission, require
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.actions import change_municipality
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.backups.scheduled import state

PROVED_WITHIN_DAYS = 92


class LiveRefused(Refused):
    """The municipality cannot go live yet; the sentence says what is missing."""


class Demand(NamedTuple):
    """One thing that must hold: what it is, if it holds, what to do where it does not, and where that is done."""

    key: str
    name: Any
    holds: bool
    do: Any
    path: str = ""
    who: tuple[str, ...] = ()


def _tls(_here: Municipality, _now: datetime) -> Demand:
    holds = settings.SECURE and settings.SAMSYN_ADDRESS.startswith("https://") and not settings.DEBUG
    return Demand(
        "tls", _("Sidorna går bara att nå krypterat (TLS)"), bool(holds),
        _("Den som sköter driften sätter SAMSYN_HTTPS=yes, och SAMSYN_ADDRESS till en adress som börjar med https."),
    )  # fmt: skip


def without_second_step(here: Municipality, *, now: datetime) -> list[User]:
    """Return those whose role takes two steps and who have none, here or at a directory that asks for one, by name."""
    today = now.astimezone(here.zone).date()
    demanded = Membership.objects.filter(municipality=here, role__second_step=True).in_force(on=today)
    people = {m.user_id: m.user for m in demanded.select_related("user")}
    asks = (Directory.SecondStep.ALWAYS, Directory.SecondStep.SAID)
    at_directory = DirectoryLink.objects.filter(
        user__in=list(people), directory__is_on=True, directory__second_step__in=asks, municipality=here
    ).values_list("user_id", flat=True)
    has = with_second_step(list(people)) | set(at_directory)
    return sorted((user for pk, user in people.items() if pk not in has), key=str)


def _second_steps(here: Municipality, now: datetime) -> Demand:
    lacking = without_second_step(here, now=now)
    return Demand(
        "second_steps", _("Alla vars roll loggar in i två steg har tvåfaktor"), not lacking,
        _("De här behöver sätta på tvåfaktor under Mitt konto. Vilka roller som kräver det ställs in under Roller."),
        path="organisation/roller", who=tuple(str(user) for user in lacking),
    )  # fmt: skip


def _backup(_here: Municipality, now: datetime) -> Demand:
    known = state()
    hours = known.hours_since(now, proved=True)
    holds = hours is not None and 0 <= hours <= PROVED_WITHIN_DAYS * 24 and not known.problem
    return Demand(
        "backup", _("En säkerhetskopia har provats genom återläsning"), holds,
        _("Den som sköter driften kör samsyn backup prove. Provet får vara högst tre månader gammalt."),
    )  # fmt: skip


def _controller(here: Municipality, _now: datetime) -> Demand:
    return Demand(
        "controller", _("Personuppgiftsansvarig är utpekad"), bool(setting(here, "controller")),
        _("Skriv vilken nämnd eller styrelse som är personuppgiftsansvarig, under Inställningar."),
        path="organisation/installningar/records",
    )  # fmt: skip


def _not_made_up(here: Municipality, _now: datetime) -> Demand:
    return Demand(
        "real", _("Kommunen är inte påhittad"), not here.fictional and not settings.SAMSYN_DEMO,
        _("En påhittad kommun stannar i övning. Lägg till den riktiga med samsyn municipality add."),
    )  # fmt: skip


DEMANDS: tuple[Callable[[Municipality, datetime], Demand], ...] = (
    _tls, _second_steps, _backup, _controller, _not_made_up,
)  # fmt: skip


def demands(here: Municipality, *, now: datetime) -> list[Demand]:
    """Return everything that must hold before the municipality goes live, and how it stands now."""
    return [look(here, now) for look in DEMANDS]


@transaction.atomic
def go_live(*, now: datetime, by: Actor) -> Municipality:
    """Leave practice: from now on reports are real. Raises LiveRefused where anything is missing."""
    here: Municipality = by.municipality
    require(by, Permission.MANAGE_SETTINGS, within=here)
    if here.live_since is not None:
        return here
    missing = [str(demand.name) for demand in demands(here, now=now) if not demand.holds]
    if missing:
        raise LiveRefused("Det här saknas: {missing}.", missing="; ".join(missing))
    change_municipality(municipality=here, live_since=now)
    note("municipality.live", by=by, subject=here)
    return here


@transaction.atomic
def back_to_practice(*, by: Actor) -> Municipality:
    """Go back to practice; what has been written stays."""
    here: Municipality = by.municipality
    require(by, Permission.MANAGE_SETTINGS, within=here)
    if here.live_since is not None:
        change_municipality(municipality=here, live_since=None)
        note("municipality.practice", by=by, subject=here)
    return here
