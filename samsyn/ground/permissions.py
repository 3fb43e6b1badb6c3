"""One list of permissions and one gate."""

from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """What somebody may do. Roles are readable lists of these."""

    REPORT = "report", _("skicka rapporter")
    REPORT_FOR_OTHERS = "report_for_others", _("registrera åt någon annan")
    REVIEW_OWN = "review_own", _("granska den egna organisationens rapporter")
    REVIEW_ALL = "review_all", _("granska alla rapporter")
    SEE_ACCEPTED = "see_accepted", _("se godkända rapporter som visas för den egna organisationen")
    SEE_ALL = "see_all", _("se alla rapporter i kommunen")
    SEE_PICTURE = "see_picture", _("se lägesbilden")
    COMPILE_PICTURE = "compile_picture", _("ta fram lägesbilden")
    LOCK_PICTURE = "lock_picture", _("låsa lägesbilden")
    SEE_MEASURES = "see_measures", _("se åtgärder och mötenas beslut")
    CARRY_OUT_MEASURES = "carry_out_measures", _("följa upp den egna organisationens åtgärder")
    DECIDE_MEASURES = "decide_measures", _("besluta och ändra åtgärder")
    LEAD_MEETING = "lead_meeting", _("leda mötet")
    IMPORT = "import", _("läsa in filer")
    EXPORT = "export", _("ta ut det som visas som fil")
    MANAGE_PLACES = "manage_places", _("sköta områden och platser")
    MANAGE_PEOPLE = "manage_people", _("sköta användare, organisationer och roller")
    MANAGE_SETTINGS = "manage_settings", _("ändra kommunens inställningar")
    SUPPORT = "support", _("läsa och kommentera det som man är inbjuden till som metodstöd")
    READ_LOGBOOK = "read_logbook", _("läsa loggboken")
    KEEP_RECORDS = "keep_records", _("lämna ut allmänna handlingar och gallra")


# Leading for all, and seeing what all have said: only where the law on public records binds (OSL 2:3).
LEADING = frozenset({
    Permission.LEAD_MEETING, Permission.COMPILE_PICTURE, Permission.LOCK_PICTURE, Permission.SEE_ALL,
    Permission.REVIEW_ALL, Permission.KEEP_RECORDS,
})  # fmt: skip


class NotAllowed(PermissionDenied):
    """The member may not do this here."""


class Actor(Protocol):
    """Somebody (or a named machine) who does things in one municipality."""

    municipality: Any

    def may(self, permission: Permission, *, within: Any = None) -> bool: ...

    @property
    def name_in_logbook(self) -> str: ...


def require_here(by: Actor, *things: Any) -> None:
    """Raise NotAllowed if any of the things (None is none) belongs to another municipality than the actor's."""
    if any(thing is not None and thing.municipality_id != by.municipality.pk for thing in things):
        raise NotAllowed(_("Det hör till en annan kommun."))


def require(by: Actor, permission: Permission, *, within: Any = None) -> None:
    """Raise NotAllowed unless `by` may do this within the municipality, organisation, group or area."""
    if not by.may(permission, within=within):
        raise NotAllowed(_("Du har inte behörighet att %(do)s här.") % {"do": permission.label})
