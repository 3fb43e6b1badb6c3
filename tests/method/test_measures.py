"""Measures: decided in one line, seen by whom they are for, followed up, revised; and the reporter hears of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.letters.outcomes import outcomes_of
from samsyn.method.followups.actions import fix_comparison
from samsyn.method.measures.actions import (
    Line,
    MeasureOvertaken,
    MeasureRefused,
    cancel_measure,
    change_measure,
    decide_measure,
    follow_up_measure,
    revise_measure,
    start_measure,
)
from samsyn.method.measures.models import Measure
from samsyn.method.measures.tables import measures_table
from samsyn.method.observations.models import Observation
from samsyn.web.observation.came import words_of

pytestmark = pytest.mark.django_db

TODAY = date(2025, 10, 9)


def line(town: Any, **more: Any) -> Line:
    told = {
        "what": "Byt dörrstängaren i port 14", "organisation": town.organisations["housing"],
        "due_on": TODAY + timedelta(days=7), "area": town.areas["A"], "function": "Fastighetsskötare",
    }  # fmt: skip
    return Line(**{**told, **more})


def decide(town: Any, **more: Any) -> Measure:
    return decide_measure(line=line(town, **more), today=TODAY, by=town.members["bo"])


def test_a_measure_is_one_line_and_gets_the_next_number(town, norr):
    assert [decide(town).number, decide(town).number] == [1, 2]
    assert Event.objects.filter(municipality=norr, happening="measure.decided").count() == 2


def test_the_logbook_holds_nothing_of_what_was_written(town, bo):
    measure = decide(town)
    follow_up_measure(measure=measure, outcome="done", line="Klart med ny cylinder", on=TODAY, version=1, by=bo)
    written = str(list(Event.objects.filter(happening__startswith="measure").values_list("changed", flat=True)))
    assert "dörrstängaren" not in written
    assert "cylinder" not in written


def test_a_measure_must_be_somewhere_and_point_out_nobody(town):
    with pytest.raises(MeasureRefused, match="område eller en plats"):
        decide(town, area=None)
    with pytest.raises(MeasureRefused):
        decide(town, what="Ring 070-174 06 22 om dörren")


def test_a_place_brings_its_area(town):
    assert decide(town, area=None, place=town.places["square"]).area == town.areas["C"]


def test_only_those_who_decide_may_decide(town, dag, anna, cecilia):
    for member in (dag, anna):
        with pytest.raises(NotAllowed):
            decide_measure(line=line(town), today=TODAY, by=member)
    with pytest.raises(NotAllowed):
        decide_measure(line=line(town), today=TODAY, by=cecilia)


def test_presence_is_shown_to_authorities_unless_said_otherwise(town, bo, dag, eva):
    guards = decide(town, organisation=town.organisations["police"], presence=True)
    assert guards.audience == "authorities"
    assert list(Measure.objects.visible_to(dag)) == [guards]
    assert not Measure.objects.visible_to(eva).exists()
    told = line(town, presence=True, audience="parties", organisation=town.organisations["police"])
    change_measure(measure=guards, line=told, version=1, by=bo)
    assert Measure.objects.visible_to(eva).exists()


def test_who_sees_which_measure(town, bo, dag, eva, anna, siv, cecilia):
    police, housing = town.organisations["police"], town.organisations["housing"]
    decide(town, what="alla")
    decide(town, what="myndigheter", audience="authorities", organisation=police)
    decide(town, what="egen", audience="own")
    decide(town, what="polisens egen", audience="own", organisation=police)
    decide(town, what="gruppen", audience="group", audience_group=town.groups["local"], organisation=police)
    decide(town, what="bara samordnaren", audience="coordinator")
    decide(town, what="eget ansvar", audience="authorities", organisation=housing)

    def seen(member: Any) -> set[str]:
        return set(Measure.objects.visible_to(member).values_list("what", flat=True))

    assert len(seen(bo)) == 7
    assert seen(dag) == {"alla", "myndigheter", "polisens egen", "gruppen", "eget ansvar"}
    assert seen(eva) == {"alla", "egen", "eget ansvar"}
    assert seen(anna) == seen(siv) == seen(cecilia) == set()


def test_a_shared_screen_shows_only_what_its_whole_audience_may_see(town):
    decide(town, what="öppen")
    decide(town, what="närvaro", presence=True)
    assert [m.what for m in Measure.objects.all().shown_to_audience("parties")] == ["öppen"]
    assert Measure.objects.all().shown_to_audience("authorities").count() == 2


def test_overdue_comes_first_and_closed_last(town, bo):
    later, late, gone = decide(town), decide(town, due_on=TODAY - timedelta(days=1)), decide(town)
    follow_up_measure(measure=gone, outcome="done", line="", on=TODAY, version=1, by=bo)
    assert [m.number for m in Measure.objects.all().in_order()] == [late.number, later.number, gone.number]
    assert list(Measure.objects.all().overdue(today=TODAY)) == [late]
    assert late.is_overdue(today=TODAY)
    assert not later.is_overdue(today=later.due_on)


def test_a_party_carries_out_its_own_and_no_other(town, eva, dag):
    measure = decide(town)
    with pytest.raises(NotAllowed):
        start_measure(measure=measure, on=TODAY, version=1, by=dag)
    started = start_measure(measure=measure, on=TODAY, version=1, by=eva)
    done = follow_up_measure(measure=started, outcome="done", line="Bytt", on=TODAY, version=2, by=eva)
    assert (done.state, done.outcome, done.came_of, done.ended_on) == ("done", "done", "Bytt", TODAY)
    with pytest.raises(MeasureRefused, match="redan avslutad"):
        follow_up_measure(measure=done, outcome="done", line="", on=TODAY, version=3, by=eva)


def test_one_that_began_earlier_says_so_and_what_was_chosen_later_is_not_called_earlier(town, bo):
    """Noted late: the day is the true one, and a comparison chosen since then counts as chosen afterwards."""
    measure, earlier = decide(town), TODAY - timedelta(days=90)
    plan = fix_comparison(measure=measure, today=TODAY, by=bo)
    assert plan.is_before(measure.begins_on)
    with pytest.raises(MeasureRefused, match="inte varit än"):
        start_measure(measure=measure, on=timezone.localdate() + timedelta(days=2), version=1, by=bo)
    started = start_measure(measure=measure, on=TODAY, version=1, by=bo)
    right = start_measure(measure=started, on=earlier, version=2, by=bo)
    assert (right.begins_on, right.decided_on) == (earlier, TODAY) and not plan.is_before(right.begins_on)
    with pytest.raises(MeasureOvertaken):
        start_measure(measure=started, on=TODAY, version=2, by=bo)
    done = follow_up_measure(measure=right, outcome="done", line="", on=TODAY, version=3, by=bo)
    with pytest.raises(MeasureRefused, match="redan avslutad"):
        start_measure(measure=done, on=TODAY, version=4, by=bo)


def test_what_was_not_done_stays_open_with_a_new_day(town, bo):
    new_day = TODAY + timedelta(days=14)
    held = follow_up_measure(
        measure=decide(town), outcome="not_done", line="Delen saknas", on=TODAY, due_on=new_day, version=1, by=bo
    )
    assert (held.state, held.due_on, held.came_of) == ("planned", new_day, "Delen saknas")


def test_cancelling_needs_a_reason(town, bo):
    measure = decide(town)
    with pytest.raises(MeasureRefused, match="varför"):
        cancel_measure(measure=measure, reason=" ", on=TODAY, version=1, by=bo)
    assert cancel_measure(measure=measure, reason="Huset säljs", on=TODAY, version=1, by=bo).state == "cancelled"


def test_two_who_write_at_once_lose_nothing(town, bo, eva):
    measure = decide(town)
    follow_up_measure(measure=measure, outcome="not_done", line="Delen saknas", on=TODAY, version=1, by=eva)
    with pytest.raises(MeasureOvertaken) as caught:
        follow_up_measure(measure=measure, outcome="done", line="Klart i går", on=TODAY, version=1, by=bo)
    assert (caught.value.theirs, caught.value.mine) == ("Delen saknas", "Klart i går")
    assert Measure.objects.get(pk=measure.pk).came_of == "Delen saknas"


def test_who_changes_a_line_is_told_the_line_that_stands_there_now_not_how_it_went(town, bo, eva):
    """One that has been followed up, then changed in two windows: both lines are told with what may differ in them."""
    measure, said = decide(town), line(town)
    follow_up_measure(measure=measure, outcome="not_done", line="Delen saknas", on=TODAY, version=1, by=eva)
    change_measure(measure=measure, line=replace(said, what="Laga låset"), version=2, by=bo)
    later = replace(said, what="Byt låset", due_on=TODAY + timedelta(days=30))
    with pytest.raises(MeasureOvertaken) as caught:
        change_measure(measure=measure, line=later, version=2, by=bo)
    assert caught.value.theirs.startswith("Laga låset · ") and "Delen saknas" not in caught.value.theirs
    assert caught.value.mine.startswith("Byt låset · ") and later.due_on.isoformat() in caught.value.mine


def test_tried_without_effect_is_revised_and_the_chain_is_kept(town, bo, observe):
    first = decide(town, what="Ronder fredag kväll", arises_from=[observe()])
    with pytest.raises(MeasureRefused, match="Följ upp"):
        revise_measure(measure=first, line=line(town), today=TODAY, by=bo)
    first = follow_up_measure(measure=first, outcome="no_effect", line="Flyttade en port", on=TODAY, version=1, by=bo)
    second = revise_measure(measure=first, line=line(town, what="Låst 18–06"), today=TODAY, by=bo)
    assert second.revises == first
    assert first.state == "done"
    assert list(second.arises_from.all()) == list(first.arises_from.all())


def test_the_one_who_reported_hears_that_it_led_to_a_measure(town, anna, bo, observe):
    report = observe()
    measure = decide(town, arises_from=[report])
    follow_up_measure(measure=measure, outcome="done", line="", on=TODAY, version=1, by=bo)
    rows = Observation.objects.with_names().filter(pk=report.pk)
    told = outcomes_of(list(rows), member=anna)[report.pk]
    kinds = [one.kind for one in told]
    assert {"measure", "measure_done"} <= set(kinds)
    sentence = words_of(next(one for one in told if one.kind == "measure"))
    assert sentence == "Ledde till en åtgärd i oktober."
    assert "dörr" not in sentence


def test_the_table_holds_what_the_list_shows_and_hides_a_coarse_place(town, bo):
    measure = decide(town, area=None, place=town.places["square"])
    table = measures_table(Measure.objects.visible_to(bo), today=TODAY, authorities=True)
    assert table["place"].to_pylist() == ["Stora torget"]
    assert table["overdue"].to_pylist() == [False]
    type(measure.place).objects.filter(pk=measure.place_id).update(show_coarse=True)
    table = measures_table(Measure.objects.visible_to(bo), today=TODAY, authorities=True)
    assert table["place"].to_pylist() == [""]
    assert Measure.objects.with_names().get(pk=measure.pk).where == "Centrum"
