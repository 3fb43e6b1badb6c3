"""The verb of the reminders: note which documents are soon to be looked over. The letters read the lines."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import Permission, require
from samsyn.method.plans.models import PlanDocument

REVIEW = "plan.review_due"
DAYS_BEFORE = (90, 30, 7)
FORGOTTEN_AFTER = timedelta(days=30)     # what was late before the reminders were turned on is no news


@transaction.atomic
def note_reviews(*, today: date, by: Any) -> int:
    """Note each document in force whose review is 90, 30 or 7 days away, once for each step and day of review.

    A day that is missed costs nothing: the step that has been passed is noted the next day. Returns how many lines.
    """
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    rows = PlanDocument.objects.filter(municipality=by.municipality, review_on__gte=today - FORGOTTEN_AFTER)
    noted = 0
    for document in rows.to_review(until=today + timedelta(days=max(DAYS_BEFORE))):
        assert document.review_on is not None
        left = (document.review_on - today).days
        step = min(each for each in DAYS_BEFORE if left <= each)
        told = {"number": document.number, "day": document.review_on.isoformat(), "days": step}
        if not Event.objects.filter(
            municipality=by.municipality, happening=REVIEW, subject_id=str(document.pk), changed=told
        ).exists():  # fmt: skip
            note(REVIEW, by=by, subject=document, changed=told)
            noted += 1
    return noted
