"""The verbs of support from outside: invite a party, end it, comment, take a comment back or hide it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Membership, Organisation
from samsyn.ground.permissions import NotAllowed, Permission, require, require_here
from samsyn.ground.records import free_id, sent_before
from samsyn.ground.refusals import Refused, whole
from samsyn.method.library.models import Support, SupportComment
from samsyn.method.library.support_querysets import within_reach
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.states import DocumentKind
from samsyn.method.problems.models import Problem

LONGEST = 1000


class SupportRefused(Refused):
    """The party was not invited, or the comment not taken in; the sentence says why."""


def supporters_of(municipality: Any, *, on: date) -> list[Organisation]:
    """Return the parties here in which somebody has a role as support, by name."""
    seats = Membership.objects.filter(municipality=municipality).in_force(on=on).select_related("organisation", "role")
    found = {each.organisation_id: each.organisation for each in seats if each.role.allows(Permission.SUPPORT)
             and not each.role.allows(Permission.LEAD_MEETING)}  # fmt: skip
    return sorted(found.values(), key=lambda each: each.name)


@transaction.atomic
def invite_support(
    *, organisation: Organisation, today: date, by: Any, problem: Problem | None = None,
    document: PlanDocument | None = None,
) -> Support:  # fmt: skip
    """Let a party read and comment one problem, one document, or (with neither) the public part of the pictures.

    Refused where nobody there has the role, where the problem or document is for a narrower circle than the party, and
    where the problem is closed. Invited by two at once, it is invited once.
    """
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, organisation, problem, document)
    if organisation.pk not in {each.pk for each in supporters_of(by.municipality, on=today)}:
        raise SupportRefused(_("Ingen där har rollen Metodstöd än. Lägg till en användare med den rollen först."))
    if document is not None and document.kind == DocumentKind.PICTURE:
        raise SupportRefused(_("Lägesbilden enligt lagen lämnas som utgåva. Välj en plan, ett avtal eller ett löfte."))
    if problem is not None and not Problem.objects.select_for_update().get(pk=problem.pk).is_open:
        raise SupportRefused(_("Problemet är avslutat. Gå tillbaka till ett tidigare läge först."))
    facts = {"organisation": organisation, "problem": problem, "document": document}
    support, is_new = Support.objects.get_or_create(
        municipality=by.municipality, ended_on=None, **facts, defaults={"invited_on": today}
    )
    if not Support.objects.filter(within_reach(organisation), pk=support.pk).exists():
        raise SupportRefused(_("Det visas för en snävare krets än den parten. Ändra vem det visas för först, eller "
                               "skicka dokumentet på avstämning."))  # fmt: skip
    if is_new:
        note("support.invited", by=by, subject=support, changed={"to": _what(support)})
    return support


def _what(support: Support) -> str:
    return "problem" if support.problem_id else "document" if support.document_id else "pictures"


@transaction.atomic
def end_support(*, support: Support, today: date, by: Any) -> None:
    """Close it to the party again; what was said stays with the municipality."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, support)
    row = Support.objects.select_for_update().get(pk=support.pk)
    if row.ended_on is None:
        _end(row, today, by)


def _end(row: Support, today: date, by: Any) -> None:
    row.ended_on = today
    row.save(update_fields=["ended_on"])
    note("support.ended", by=by, subject=row, changed={"to": _what(row)})


@transaction.atomic
def end_outgrown(*, today: date, by: Any) -> int:
    """End every invitation to what its party may no longer read, and to closed problems; return how many.

    Whoever narrows or closes a thing may close it so to those invited there, whatever else they may do. What is
    widened or taken up again later is not opened by it: that takes a new invitation.
    """
    ended = 0
    going_on = Support.objects.select_for_update(of=("self",)).filter(municipality=by.municipality).going_on()
    for row in going_on.select_related("organisation", "problem").order_by("pk"):
        closed = row.problem is not None and not row.problem.is_open
        if closed or not Support.objects.filter(within_reach(row.organisation), pk=row.pk).exists():
            _end(row, today, by)
            ended += 1
    return ended


@transaction.atomic
def comment_support(
    *, support: Support, text: str, now: datetime, by: Any, key: UUID | None = None
) -> SupportComment:
    """Say something: the invited party, or whoever leads. The same words with the same key are said once."""
    if not Support.objects.visible_to(by).filter(pk=support.pk).exists():
        raise NotAllowed(_("Du är inte inbjuden dit."))
    kept = whole(text, most=LONGEST, refused=SupportRefused)
    held = Support.objects.select_for_update().get(pk=support.pk)      # ended by somebody else meanwhile, or not yet
    said_here = SupportComment.objects.filter(municipality=by.municipality, support=held)
    before: SupportComment | None = sent_before(said_here, key, text=kept)
    if before is not None:
        return before
    if held.ended_on is not None:
        raise SupportRefused(_("Stödet är avslutat. Bjud in igen för att fortsätta."))
    if not kept:
        raise SupportRefused(_("Skriv en kommentar."))
    if problem := why_not_stored(kept, place_words=place_words_of(by.municipality)):
        raise SupportRefused(problem)
    made: SupportComment = SupportComment.objects.create(
        id=free_id(SupportComment, key), municipality=by.municipality, support=support,
        organisation=_party(support, by), text=kept, said_at=now,
    )  # fmt: skip
    note("support.commented", by=by, subject=made)
    return made


def _party(support: Support, by: Any) -> Organisation:
    """Return in whose name somebody speaks: the invited party's own, else the first in which they lead."""
    if support.organisation_id in by.organisation_ids:
        return support.organisation
    leads: list[Organisation] = by.organisations_that(Permission.LEAD_MEETING)
    if not leads:
        raise NotAllowed(_("Du är inte inbjuden dit."))
    return leads[0]


@transaction.atomic
def take_back_comment(*, comment: SupportComment, today: date, by: Any) -> None:
    """Take back what one's own party said: its line stays, and its words are locked away until they are disposed of.

    They are then shown to nobody but whoever handles public records.
    """
    _require_seen(comment, by)
    if comment.organisation_id not in by.organisation_ids:
        raise NotAllowed(_("Bara den som skrev kommentaren kan ta tillbaka den."))
    _lock_away(comment, today, by, "support.comment_taken_back")


@transaction.atomic
def hide_comment(*, comment: SupportComment, today: date, by: Any) -> None:
    """Hide what somebody said, by whoever leads: as when it is taken back, its words are locked away and kept."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    _require_seen(comment, by)
    _lock_away(comment, today, by, "support.comment_hidden")


def _require_seen(comment: SupportComment, by: Any) -> None:
    if not SupportComment.objects.visible_to(by).filter(pk=comment.pk).exists():
        raise NotAllowed(_("Du är inte inbjuden dit."))


def _lock_away(comment: SupportComment, today: date, by: Any, happening: str) -> None:
    row = SupportComment.objects.select_for_update().get(pk=comment.pk)
    if row.removed_on is None:
        row.removed_on = today
        row.save(update_fields=["removed_on"])
        note(happening, by=by, subject=row)
