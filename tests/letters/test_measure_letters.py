"""Letters about measures: to the party before and after the day, to the one who leads when it is very late."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from samsyn.ground.audit.models import Event
from samsyn.ground.calendar.actions import add_year_events
from samsyn.ground.people.actions import add_seat, change_settings
from samsyn.jobs import schedule
from samsyn.jobs.measures import remind_of_measures
from samsyn.letters.actions import deliver_untold
from samsyn.letters.kinds import may_ever_get
from samsyn.letters.models import Delivery
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure

pytestmark = pytest.mark.django_db
MORNING = datetime(2025, 10, 7, 8, 0, tzinfo=UTC)        # Tuesday, 10:00 in Norr
TODAY = MORNING.date()


def decide(town: Any, days: int, **more: Any) -> Any:
    told = {"what": "Byt dörrstängaren i port 14", "organisation": town.organisations["housing"],
            "due_on": TODAY + timedelta(days=days), "area": town.areas["A"], **more}  # fmt: skip
    return decide_measure(line=Line(**told), today=TODAY, by=town.members["bo"])


def sent(kind: str) -> list[str]:
    rows = Delivery.objects.filter(kind=kind, sent_at__isnull=False).select_related("recipient")
    return sorted(row.recipient.email for row in rows)


def run(now: datetime = MORNING) -> None:
    # Lines are written now by the clock; the test's own day decides what is told.
    list(remind_of_measures(now))
    Event.objects.update(created_at=now)
    list(deliver_untold(now=now))


def test_the_party_is_told_before_and_after_and_the_letter_says_nothing_of_it(town, eva, dag, bo):
    decide(town, 1)
    decide(town, -4)
    run()
    assert sent("measure") == [eva.user.email, eva.user.email]
    assert "dörrstängaren" not in "".join(one.subject + one.body for one in mail.outbox)
    assert "/norr/atgarder/1" in mail.outbox[0].body
    run()
    assert len(sent("measure")) == 2


def test_a_very_late_one_goes_to_whoever_leads_the_group_and_is_marked(town, bo, dag):
    decide(town, -20)
    run()
    assert sent("group") == [bo.user.email]
    change_settings(chair_functions=["Ordförande"], by=town.machine)
    add_seat(group=town.groups["local"], function="Ordförande", holder=dag.user, by=town.machine)
    decide(town, -20)
    run()
    assert sent("group") == sorted([bo.user.email, dag.user.email])
    assert "group" in may_ever_get(dag)


def test_a_letter_never_leads_to_a_closed_door_and_nothing_is_told_of_what_is_done(town, bo, eva):
    decide(town, 1, audience="coordinator")
    done = decide(town, 1)
    list(remind_of_measures(MORNING))
    follow_up_measure(measure=done, outcome="done", line="", on=TODAY, version=done.version, by=bo)
    run()
    assert sent("measure") == [bo.user.email]     # eva may not open the first; the second is done


@pytest.mark.parametrize("now", [MORNING - timedelta(hours=4), datetime(2025, 10, 5, 12, 0, tzinfo=UTC)])
def test_nights_and_weekends_are_in_peace(town, now):
    decide(town, -4)
    run(now)
    assert not Delivery.objects.exists()


def test_pauses_are_in_peace_and_reminders_can_be_turned_off(town, machine):
    decide(town, 1)
    decide(town, -4)
    decide(town, -20)
    change_settings(measure_days_before=0, measure_days_after=0, measure_days_to_group=0, by=machine)
    run()
    add_year_events(
        rows=[{"kind": "pause", "name_sv": "Uppehåll", "first_on": TODAY - timedelta(days=1),
               "last_on": TODAY + timedelta(days=5)}], by=machine
    )
    change_settings(measure_days_before=2, by=machine)
    run()
    assert not Delivery.objects.exists()
    assert "remind-of-measures" in schedule.JOBS
