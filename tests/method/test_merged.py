"""What was merged is counted also when the report that was kept goes."""

import pytest

from samsyn.ground.audit.models import Event
from samsyn.method.observations.actions import accept_observation, merge_observations, refuse_observation
from samsyn.method.observations.models import Observation
from samsyn.method.observations.own.actions import withdraw_observation
from samsyn.method.observations.states import State
from tests.people import NOW

pytestmark = pytest.mark.django_db


def counted(norr):
    return Observation.objects.filter(municipality=norr).accepted().count()


def test_a_merged_report_is_counted_when_the_kept_one_is_refused(norr, bo, observe):
    kept, told_too = observe(), observe(accept=False)
    merge_observations(observation=told_too, into=kept, by=bo)
    assert counted(norr) == 1
    refuse_observation(observation=kept, reason="Pekar ut en person.", by=bo)
    told_too.refresh_from_db()
    assert (told_too.state, told_too.merged_into, counted(norr)) == (State.ACCEPTED, None, 1)


def test_the_earliest_stands_and_the_others_follow_it(norr, bo, observe):
    kept, late, early = observe(hour=20), observe(hour=21), observe(hour=19)
    for one in (late, early):
        merge_observations(observation=one, into=kept, by=bo)
    refuse_observation(observation=kept, reason="Pekar ut en person.", by=bo)
    late.refresh_from_db()
    early.refresh_from_db()
    assert (early.state, late.state, late.merged_into, counted(norr)) == (State.ACCEPTED, State.MERGED, early, 1)
    line = Event.objects.get(happening="observation.stands_again")
    assert (line.subject_id, line.changed["follow"]) == (str(early.pk), 1)


def test_what_its_writer_withdraws_gives_back_what_was_merged_into_it(norr, bo, anna, eva, observe):
    accepted, new = observe(by=eva), observe(by=eva, accept=False)
    kept = [observe(by=anna, accept=False) for _ in range(2)]
    merge_observations(observation=accepted, into=kept[0], by=bo)
    merge_observations(observation=new, into=kept[1], by=bo)
    for one in kept:
        withdraw_observation(observation=one, by=anna)
    accepted.refresh_from_db()
    new.refresh_from_db()
    assert (accepted.state, new.state) == (State.ACCEPTED, State.UNDER_REVIEW)
    accept_observation(observation=new, now=NOW, by=bo)
    assert counted(norr) == 2


def test_the_line_in_the_logbook_names_no_reporter(bo, anna, eva, observe):
    kept, told_too = observe(by=anna, accept=False), observe(by=eva)
    merge_observations(observation=told_too, into=kept, by=bo)
    withdraw_observation(observation=kept, by=anna)
    line = Event.objects.get(happening="observation.stands_again")
    assert (line.by_kind, line.by) == ("machine", "sammanslagning")
