"""Letters about documents: to those who write them, before the review and before the two years of the law are over."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail

from samsyn.ground.audit.models import Event
from samsyn.jobs import schedule
from samsyn.jobs.longterm import remind_of_documents
from samsyn.letters.actions import deliver_untold
from samsyn.letters.kinds import may_ever_get
from samsyn.letters.models import Delivery
from tests.method.test_plans import begin, decide, write

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)        # Monday, 29 days before the review


def test_whoever_writes_is_told_once_and_the_letter_says_nothing_of_it(town, bo, anna, eva):
    made = begin(bo, "pledge", period_first=date(2025, 10, 1), period_last=date(2026, 3, 31))
    write(made, bo, situation="Mörkt vid stigen", will_do="b", achieve="c", effects="d", equality="e")
    decide(made, bo)
    for _ in range(2):
        list(remind_of_documents(MORNING))
        Event.objects.update(created_at=MORNING)
        list(deliver_untold(now=MORNING))
    told = Delivery.objects.filter(kind="plan", sent_at__isnull=False)
    assert [row.recipient for row in told.select_related("recipient")] == [bo.user]
    letter = next(one for one in mail.outbox if f"/norr/planer/{made.pk}" in one.body)
    assert "stigen" not in letter.subject + letter.body
    assert "plan" in may_ever_get(bo) and "plan" not in may_ever_get(anna) | may_ever_get(eva)
    assert "remind-of-documents" in schedule.JOBS
