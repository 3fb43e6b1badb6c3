"""The verbs of approval: ask for it as a paper is issued, say yes, say no."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import NotAllowed, require_here
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.publications.actions import EditionRefused, digest_of, superseded_by
from samsyn.method.publications.approvers import holders_of
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import may_issue

LONGEST_ANSWER = 300


def may_approve(edition: Edition, *, now: datetime, by: Any) -> bool:
    """Say whether somebody may answer: who holds the function; whoever issues such papers where nobody holds it."""
    if edition.approval != Edition.Approval.WAITING or getattr(by, "device", None) is not None:
        return False
    on = now.astimezone(edition.municipality.zone).date()
    holders = holders_of(edition.approver, edition=edition, on=on)
    return by.user in holders if holders else may_issue(by, edition.paper)


@transaction.atomic
def approve_edition(
    *, edition: Edition, read: str, document: Mapping[str, Any], answer: str = "", now: datetime, by: Any
) -> Edition:
    """Let the readers have an edition. `read` is the checksum of what the approver read, `document` the paper as it
    would be made now: what has changed since it was issued is refused, and so is what a newer edition replaces."""
    held = _held(edition, now=now, by=by)
    if read != held.digest or digest_of(document) != held.digest:
        raise EditionRefused(_("Underlaget har ändrats sedan utgåvan gjordes. Ge ut papperet på nytt."))
    if superseded_by(held) or Edition.objects.filter(pk=held.pk).of_corrected_pictures().exists():
        raise EditionRefused(_("En nyare utgåva finns, eller så har underlaget rättats. Läs den nya först."))
    on = now.astimezone(held.municipality.zone).date()
    alone = not holders_of(held.approver, edition=held, on=on)
    state = Edition.Approval.ALONE if alone else Edition.Approval.APPROVED
    return _answered(held, "edition.approved", state=state, answer=answer, now=now, by=by)


@transaction.atomic
def refuse_edition(*, edition: Edition, answer: str, now: datetime, by: Any) -> Edition:
    """Say no to an edition, in a sentence that whoever issued it can work on; its readers never see it."""
    held = _held(edition, now=now, by=by)
    if not answer.strip():
        raise EditionRefused(_("Skriv i en mening vad som behöver ändras."))
    return _answered(held, "edition.refused", state=Edition.Approval.REFUSED, answer=answer, now=now, by=by)


def _held(edition: Edition, *, now: datetime, by: Any) -> Edition:
    require_here(by, edition)
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    if held.approval != Edition.Approval.WAITING or held.is_withdrawn:
        raise EditionRefused(_("Utgåvan väntar inte längre på svar."))
    if not may_approve(held, now=now, by=by):
        raise NotAllowed(_("Bara %(function)s kan godkänna den här utgåvan.") % {"function": held.approver})
    return held


def _answered(held: Edition, happening: str, *, state: str, answer: str, now: datetime, by: Any) -> Edition:
    """Write the answer; the logbook says what was answered to which checksum, the words stand with the edition."""
    words = " ".join(answer.split())[:LONGEST_ANSWER]
    if problem := why_not_stored(words):
        raise EditionRefused(problem)
    held.approval, held.answer, held.answered_at = state, words, now
    held.save(update_fields=["approval", "answer", "answered_at"])
    note(happening, by=by, subject=held, changed={
        "kind": held.paper, "audience": held.audience, "number": held.number, "function": held.approver,
        "state": state, "digest": held.digest,
    })  # fmt: skip
    return held
