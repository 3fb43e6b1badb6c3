"""The verb of the reminders: note when 18, 21 and 23 of the law's 24 months have gone. The letters read the lines."""

from datetime import date
from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import Permission, require
from samsyn.method.duties.finding import known_of
from samsyn.method.duties.law import REMINDED_MONTHS, RENEWED_MONTHS
from samsyn.method.plans.dates import months_after

RENEWAL = "law_duty.renewal_due"


@transaction.atomic
def note_renewals(*, today: date, by: Any) -> int:
    """Note the law's picture and its plan when 18, 21 or 23 months have gone since they were renewed, once each.

    The picture counts from its decision, the plan from its last follow-up (from its decision until then). A day that
    is missed costs nothing. Returns how many lines were written.
    """
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    known = known_of(by.municipality, today=today)
    counted = [(known.picture, known.picture.decided_on if known.picture else None),
               (known.plan, (known.plan.followed_up_on or known.plan.decided_on) if known.plan else None)]  # fmt: skip
    noted = 0
    for document, since in counted:
        if document is None or since is None or months_after(since, RENEWED_MONTHS + 1) < today:
            continue
        passed = [months for months in REMINDED_MONTHS if months_after(since, months) <= today]
        if not passed:
            continue
        told = {"number": document.number, "day": since.isoformat(), "months": max(passed)}
        lines = Event.objects.filter(municipality=by.municipality, happening=RENEWAL, subject_id=str(document.pk))
        if not lines.filter(changed=told).exists():
            note(RENEWAL, by=by, subject=document, changed=told)
            noted += 1
    return noted
