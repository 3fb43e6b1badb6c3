"""What was really done, steps on the way, the catalogue, and who is reminded when."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.records import uuid7
from samsyn.ground.refusals import Refused
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure
from samsyn.method.measures.catalogue.actions import (
    add_known_measure,
    add_known_measures,
    change_known_measure,
    missing_here,
    shipped_measures,
)
from samsyn.method.measures.log.actions import Done, note_done, reach_milestone, set_milestone, take_back_entry
from samsyn.method.measures.models import KnownMeasure, Measure, MeasureEntry, Milestone
from samsyn.method.measures.reminders.actions import note_the_due
from samsyn.method.measures.tables import measures_table
from samsyn.method.observations.guard import why_not_stored

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 9)


def decide(town: Any, **more: Any) -> Measure:
    told = {"what": "Fältpass", "organisation": town.organisations["housing"], "due_on": TODAY, "area": town.areas["A"]}
    return decide_measure(line=Line(**{**told, **more}), today=TODAY, by=town.members["bo"])


def test_the_log_sums_what_was_done_and_begins_the_measure(town, eva, dag, bo):
    measure = decide(town, extent="Sex kvällar", kind="social", horizon="short", follow_up_on=TODAY)
    note_done(measure=measure, done=Done(on=TODAY, times=2, hours=Decimal("3.5"), reached=20), today=TODAY, by=eva)
    wrong = note_done(measure=measure, done=Done(on=TODAY), today=TODAY, by=bo)
    no = Done(on=TODAY, times=0, text="Inställt: sjukdom", deviates=True)
    note_done(measure=measure, done=no, today=TODAY, by=eva)
    take_back_entry(entry=wrong, by=eva)
    sums = MeasureEntry.objects.visible_to(eva).of_measure(measure).sums()
    assert (sums["times"], sums["hours"], sums["reached"], sums["deviations"]) == (2, Decimal("3.5"), 20, 1)
    measure.refresh_from_db()
    assert (measure.state, measure.started_on) == ("started", TODAY)
    row = measures_table(Measure.objects.visible_to(eva), today=TODAY, authorities=True).to_pylist()[0]
    assert (row["times"], row["hours"], row["deviations"], row["kind"]) == (2, 3.5, 1, "social")
    assert (row["extent"], row["follow_up_on"], row["at_peak"]) == ("Sex kvällar", TODAY, False)
    with pytest.raises(NotAllowed):
        note_done(measure=measure, done=Done(on=TODAY), today=TODAY, by=dag)
    for bad in (Done(on=TODAY + timedelta(days=1)), Done(on=TODAY, deviates=True), Done(on=TODAY, times=-1),
                Done(on=TODAY, text="Ring 070-174 06 22")):  # fmt: skip
        with pytest.raises(Refused):
            note_done(measure=measure, done=bad, today=TODAY, by=eva)
    assert "sjukdom" not in str(list(Event.objects.values_list("changed", flat=True)))


def test_a_line_or_a_measure_sent_twice_is_one(town, eva, bo):
    key, today = uuid7(), {"today": TODAY, "by": bo}
    line = Line(what="Fältpass", organisation=town.organisations["housing"], due_on=TODAY, area=town.areas["A"])
    first, second = (decide_measure(line=line, key=key, **today) for _twice in "12")
    assert first == second and Measure.objects.count() == 1
    another = decide_measure(line=replace(line, what="Klipp buskarna"), key=key, **today)
    assert another.number == 2, "other words with the same id are another measure"
    sent: dict[str, Any] = {"measure": first, "done": Done(on=TODAY, hours=Decimal(2)), "key": uuid7(), "by": eva}
    for _twice in "12":
        note_done(today=TODAY, **sent)
    assert MeasureEntry.objects.visible_to(eva).of_measure(first).sums()["hours"] == 2


def test_milestones_are_set_reached_and_taken_back(town, eva):
    measure = decide(town)
    step = set_milestone(measure=measure, name="Offert klar", due_on=TODAY, by=eva)
    assert reach_milestone(milestone=step, on=TODAY, by=eva).reached_on == TODAY
    assert reach_milestone(milestone=step, on=TODAY, by=eva).reached_on is None
    assert Milestone.objects.visible_to(eva).of_measure(measure).in_order().count() == 1
    with pytest.raises(Refused):
        set_milestone(measure=measure, name=" ", due_on=TODAY, by=eva)


def test_the_catalogue_is_copied_once_edited_and_counts_what_was_tried_here(town, bo, eva, machine):
    shipped = shipped_measures()["measures"]
    assert len(shipped) >= 50
    assert [row["code"] for row in shipped if why_not_stored(row["name_sv"]) or why_not_stored(row["text_sv"])] == []
    assert all(row["source"] and row["name_en"] and row["text_en"] for row in shipped)
    assert missing_here(town.municipality) == len(shipped) == add_known_measures(by=machine)
    light = KnownMeasure.objects.get(code="belysning")
    change_known_measure(known=light, name_sv="Ljus", by=bo)
    assert add_known_measures(by=machine) == 0
    own = add_known_measure(
        by=bo, name_sv="Blomlådor", kind="physical", horizon="short", cost="low", grade="missing", causes=["place"]
    )
    with pytest.raises(NotAllowed):
        change_known_measure(known=own, active=False, by=eva)
    with pytest.raises(Refused):
        change_known_measure(known=own, grade="excellent", by=bo)
    for outcome in ("done", "no_effect"):
        tried = decide(town, known=light)
        follow_up_measure(measure=tried, outcome=outcome, line="", on=TODAY, version=1, by=bo)
    decide(town, known=light, audience="coordinator")
    in_use = KnownMeasure.objects.visible_to(bo).in_use()
    row = in_use.with_experience(Measure.objects.visible_to(bo)).get(code="belysning")
    assert (row.name_sv, row.tried, row.helped, row.not_helped) == ("Ljus", 3, 1, 1)
    row = KnownMeasure.objects.visible_to(eva).with_experience(Measure.objects.visible_to(eva)).get(code="belysning")
    assert row.tried == 2
    assert missing_here(town.municipality) == 0


def test_each_promised_day_is_reminded_of_once_before_and_after_and_then_the_group(town, machine):
    soon, late, grave = (decide(town, due_on=TODAY + timedelta(days=days)) for days in (2, -3, -14))
    decide(town, due_on=TODAY + timedelta(days=9))
    decide(town, due_on=TODAY - timedelta(days=200))
    told = note_the_due(today=TODAY, by=machine)
    assert told == {
        "measure.due_soon": 1, "measure.overdue": 2, "measure.ask_if_it_helped": 0, "measure.raised": 1
    }  # fmt: skip
    assert sum(note_the_due(today=TODAY, by=machine).values()) == 0
    grave.refresh_from_db()
    assert grave.raised_on == TODAY
    Measure.objects.filter(pk=late.pk).update(due_on=TODAY + timedelta(days=1))
    assert note_the_due(today=TODAY, by=machine)["measure.due_soon"] == 1
    assert Event.objects.get(happening="measure.due_soon", subject_id=str(soon.pk)).changed["number"] == soon.number


def test_whether_it_helped_is_asked_on_its_day_unless_answered(town, machine, bo):
    measure = decide(town, follow_up_on=TODAY)
    assert note_the_due(today=TODAY, by=machine)["measure.ask_if_it_helped"] == 0
    follow_up_measure(measure=measure, outcome="done", line="", on=TODAY, version=1, by=bo)
    assert note_the_due(today=TODAY, by=machine, asked_already={measure.pk})["measure.ask_if_it_helped"] == 0
    assert note_the_due(today=TODAY, by=machine)["measure.ask_if_it_helped"] == 1
