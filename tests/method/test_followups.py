"""Follow-ups: what a measure is compared with, what may be said of its effect, and what is never said."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.places.actions import add_place
from samsyn.ground.places.models import Place, PlaceType
from samsyn.ground.refusals import Refused
from samsyn.method.followups.actions import answered_already, fix_comparison, follow_up
from samsyn.method.followups.effects import effect_of, may_be_told
from samsyn.method.followups.evaluations.actions import answer_worst, fix_worst
from samsyn.method.followups.models import Evaluation, EvaluationPlan, FollowUp, WorstQuestion
from samsyn.method.followups.seen import may_read_power
from samsyn.method.followups.sentences import cautions_of, foresight_of, sentence_of
from samsyn.method.followups.states import QUESTIONS
from samsyn.method.followups.worst import Asked
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure, start_measure
from samsyn.method.measures.models import Measure
from samsyn.method.measures.peaks import peak_of
from samsyn.method.observations.models import Observation
from samsyn.method.problems.goals.actions import Aim, set_goal
from samsyn.method.problems.models import Goal, Problem
from samsyn.method.problems.opening.actions import Outline, change_problem, open_problem
from tests import people

pytestmark = pytest.mark.django_db
START = Week(2025, 10)
TODAY = START.first_day + timedelta(weeks=30)
AREAS = {"A": "lit", "B": "twin"}


@pytest.fixture(scope="module")
def _weekly() -> dict[str, list[int]]:
    """Reports a week from 70 weeks before the start: six become two at the lit place, the twin keeps its six."""
    return {"A": [6] * 70 + [2] * 30, "B": [6] * 100}


def reported(town: Any, area: str, weekly: list[int], *, decided: dict[int, int] | None = None) -> None:
    """Lay reports in an area, so many a week; `decided` adds some a week from decided presence."""
    model = people.observe(town, area=area, on=START.first_day - timedelta(weeks=71), now=people.NOW)
    rows = []
    for at, count in enumerate(weekly):
        week = START - 70 + at
        for seen, many in (("ordinary", count), ("decided", (decided or {}).get(at, 0))):
            rows += [_copy(model, week, seen) for _ in range(many)]
    Observation.objects.bulk_create(rows)


def _copy(model: Observation, week: Week, seen: str) -> Observation:
    day = week.first_day + timedelta(days=2)
    values = {field.attname: getattr(model, field.attname) for field in model._meta.concrete_fields}
    moved = {"observed_on": day, "iso_week": week.iso, "seen_during": seen}
    return Observation(**{key: value for key, value in {**values, **moved}.items() if key != "id"})


def begun(town: Any, **more: Any) -> Measure:
    """A measure in area A, decided three weeks before the start and done on the day of the start."""
    told = {"what": "Ny belysning", "organisation": town.organisations["school"], "due_on": START.first_day,
            "area": town.areas["A"], **more}  # fmt: skip
    return decide_measure(line=Line(**told), today=START.first_day - timedelta(weeks=3), by=town.members["bo"])


def done(town: Any, measure: Measure, *, on: date = START.first_day) -> Measure:
    return follow_up_measure(
        measure=measure, outcome="done", line="", on=on, version=measure.version, by=town.members["bo"]
    )


def test_a_fall_beside_a_comparison_fixed_before_is_told_with_its_interval(town, bo, _weekly):
    for area, weekly in _weekly.items():
        reported(town, area, weekly)
    measure = begun(town)
    before = START.first_day - timedelta(days=10)
    plan = fix_comparison(measure=measure, area=town.areas["B"], today=before, by=bo)
    found = effect_of(done(town, measure), plan=plan, today=TODAY)
    assert (found["says"], found["grade"], found["design"]) == ("fewer", 4, "comparison")
    assert (found["before"], found["after"], found["comparison_before"], found["weeks"]) == (156, 52, 156, 26)
    assert found["season"]
    assert found["low"] < found["ratio"] < found["high"] < 1
    sentence = sentence_of(found)
    assert "ungefär 67 procent färre" in sentence
    assert "52 mot ungefär 156" in sentence
    assert cautions_of(found) == []

    measure = done_again(measure)
    later = fix_comparison(measure=measure, area=town.areas["C"], today=TODAY, by=bo)
    assert not later.is_before(measure.begins_on)
    again = effect_of(measure, plan=later, today=TODAY)
    assert again["says"] == "not_told"
    assert "vald i efterhand" in " ".join(cautions_of(again))
    assert not may_be_told(again)


def done_again(measure: Measure) -> Measure:
    return Measure.objects.get(pk=measure.pk)


def test_without_a_comparison_it_is_a_hint_and_that_is_said(town, _weekly):
    reported(town, "A", _weekly["A"])
    found = effect_of(done(town, begun(town)), plan=None, today=TODAY)
    assert (found["says"], found["grade"]) == ("fewer", 1)
    assert any("Utan jämförelse" in each for each in cautions_of(found))


def test_when_people_are_sent_to_look_nothing_is_told_of_an_effect(town, bo, _weekly):
    reported(town, "A", _weekly["A"], decided=dict.fromkeys(range(70, 100), 2))
    reported(town, "B", _weekly["B"])
    measure = begun(town)
    plan = fix_comparison(measure=measure, area=town.areas["B"], today=START.first_day - timedelta(days=9), by=bo)
    found = effect_of(done(town, measure), plan=plan, today=TODAY)
    assert (found["says"], found["grade"]) == ("not_told", 0)
    assert "presence_changed" in found["because"]
    assert "går inte att säga" in sentence_of(found)


def test_few_reports_are_said_to_be_too_few(town, bo):
    reported(town, "A", ([1] + [0] * 12) * 6 + [0] * 22)
    reported(town, "B", [1] * 100)
    measure = begun(town)
    plan = fix_comparison(measure=measure, area=town.areas["B"], today=START.first_day - timedelta(days=9), by=bo)
    found = effect_of(done(town, measure), plan=plan, today=TODAY)
    assert found["says"] == "too_little"
    assert "För lite underlag" in sentence_of(found)
    assert foresight_of(found) == ""


def test_too_short_a_time_is_no_answer_and_neither_is_what_has_not_begun(town):
    reported(town, "A", [2] * 100)
    measure = begun(town)
    assert effect_of(measure, plan=None, today=TODAY)["says"] == "not_begun"
    found = effect_of(done(town, measure), plan=None, today=START.first_day + timedelta(weeks=3))
    assert found["says"] == "too_short"
    assert "4" in sentence_of(found)


def test_a_change_that_chance_gives_as_easily_is_unclear(town, bo):
    reported(town, "A", [3] * 100)
    reported(town, "B", [3] * 100)
    measure = begun(town)
    plan = fix_comparison(measure=measure, area=town.areas["B"], today=START.first_day - timedelta(days=9), by=bo)
    found = effect_of(done(town, measure), plan=plan, today=TODAY)
    assert found["says"] == "unclear"
    assert "slump" in sentence_of(found)


def test_what_comes_after_ends_where_the_next_try_begins(town, bo, _weekly):
    reported(town, "A", _weekly["A"])
    measure = done(town, begun(town))
    next_try = begun(town, what="Låst entré")
    Measure.objects.filter(pk=next_try.pk).update(revises=measure)
    sixth = START.first_day + timedelta(weeks=6)
    start_measure(measure=Measure.objects.get(pk=next_try.pk), on=sixth, version=1, by=bo)
    assert effect_of(measure, plan=None, today=TODAY)["weeks"] == 6
    last = START.first_day + timedelta(weeks=5)                             # a Monday: that week had one day of it
    Measure.objects.filter(pk=measure.pk).update(presence=True, started_on=START.first_day, ended_on=last)
    assert effect_of(Measure.objects.get(pk=measure.pk), plan=None, today=TODAY)["weeks"] == 5


def test_the_comparison_is_somewhere_else_and_a_new_choice_is_a_new_day(town, bo, dag):
    measure = begun(town)
    day = START.first_day - timedelta(days=9)
    with pytest.raises(Refused, match="annan plats"):
        fix_comparison(measure=measure, area=town.areas["A"], today=day, by=bo)
    with pytest.raises(NotAllowed):
        fix_comparison(measure=measure, area=town.areas["B"], today=day, by=dag)
    assert fix_comparison(measure=measure, area=town.areas["B"], today=day, by=bo).fixed_on == day
    later = day + timedelta(days=3)
    assert fix_comparison(measure=measure, area=town.areas["B"], aim="Färre", today=later, by=bo).fixed_on == day
    assert fix_comparison(measure=measure, area=town.areas["C"], today=later, by=bo).fixed_on == later
    assert EvaluationPlan.objects.count() == 1


def test_the_three_kinds_keep_their_answers_and_the_figures_of_the_day(town, bo, eva, _weekly):
    reported(town, "A", _weekly["A"])
    measure = done(town, begun(town))
    for kind, questions in QUESTIONS.items():
        answers = dict.fromkeys(questions, "yes")
        follow_up(measure=measure, kind=kind, answers=answers, conclusion="continue", text="Håller i",
                  today=TODAY, by=bo)  # fmt: skip
    made = {one.kind: one for one in FollowUp.objects.all()}
    assert made["effect"].figures["says"] == "fewer"
    assert made["production"].figures["lines"] == 0
    assert made["process"].answers["realistic"] == "yes"
    assert answered_already(measure.municipality) == {measure.pk}
    assert "Håller" not in str(list(Event.objects.filter(happening="follow_up.made").values_list("changed", flat=True)))
    assert FollowUp.objects.visible_to(eva).count() == 3        # shown to all parties
    Measure.objects.update(audience="authorities")
    assert not FollowUp.objects.visible_to(eva).exists()
    with pytest.raises(NotAllowed):
        follow_up(measure=measure, kind="effect", answers={}, conclusion="end", today=TODAY, by=eva)
    with pytest.raises(Refused, match="varje fråga"):
        follow_up(measure=measure, kind="process", answers={}, conclusion="end", today=TODAY, by=bo)
    with pytest.raises(Refused):
        follow_up(measure=measure, kind="effect", answers={}, conclusion="end", text="Ring 070-174 06 22",
                  today=TODAY, by=bo)  # fmt: skip


def test_a_place_at_its_peak_is_known_when_it_is_chosen(town, bo):
    day = START.first_day
    reported(town, "A", [1] * 66 + [5] * 4)
    reported(town, "B", [2] * 70)
    peak = peak_of(None, area=town.areas["A"], audience="parties", today=day)
    assert peak is not None
    assert peak.is_peak
    assert (peak.recent, round(peak.usual)) == (20, 4)
    calm = peak_of(None, area=town.areas["B"], audience="parties", today=day)
    assert calm is not None
    assert not calm.is_peak
    assert peak_of(None, area=town.areas["C"], audience="parties", today=day) is None
    line = Line(what="Ronder", organisation=town.organisations["school"], due_on=day, area=town.areas["A"])
    chosen = decide_measure(line=line, today=day, by=bo)
    assert chosen.at_peak
    assert not decide_measure(line=replace(line, area=town.areas["B"]), today=day, by=bo).at_peak
    said = cautions_of({"says": "unclear", "at_peak": chosen.at_peak, "compared_with": "x", "because": []})
    assert "lugnare även om ingen gör något" in said[0]


def test_what_only_authorities_see_is_not_counted_for_all_parties(town):
    reported(town, "A", [3] * 100)
    Observation.objects.filter(area=town.areas["A"]).update(audience="authorities")
    measure = done(town, begun(town))
    assert effect_of(measure, plan=None, today=TODAY)["before"] == 0
    Measure.objects.update(audience="authorities")
    assert effect_of(done_again(measure), plan=None, today=TODAY)["before"] == 78


def test_a_place_of_the_neighbour_is_no_comparison(town, bo, neighbour):
    theirs = add_place(name="Deras torg", lon=17.15, lat=61.41, on=TODAY, by=neighbour.machine)
    with pytest.raises(NotAllowed):
        fix_comparison(measure=begun(town), place=theirs, today=TODAY, by=bo)


def test_who_carries_out_what_is_for_authorities_gets_no_figures_that_rest_on_their_reports(
    town, bo, dag, eva, _weekly, client
):
    reported(town, "A", _weekly["A"])
    reported(town, "B", _weekly["B"])
    Observation.objects.filter(area=town.areas["A"]).update(audience="authorities")
    measure = begun(town, organisation=town.organisations["housing"], audience="authorities")
    before = START.first_day - timedelta(days=9)
    plan = fix_comparison(measure=measure, area=town.areas["B"], today=before, by=bo)
    assert plan.shown_to == "authorities" and plan.power["found_share"] is not None
    assert not may_read_power(plan, member=eva) and may_read_power(plan, member=dag)
    measure = done(town, measure)
    seen = {}
    for member in (dag, eva):
        client.force_login(member.user)
        seen[member] = client.get(f"/norr/atgarder/{measure.number}/uppfoljning").context["effect"]
    assert (seen[dag]["before"] > 0, seen[eva].get("before", 0)) == (True, 0)
    Measure.objects.update(at_peak=True)
    told = {}
    for member in (dag, eva):
        client.force_login(member.user)
        told[member] = client.get(f"/norr/atgarder/{measure.number}").context["at_peak"]
    assert told == {dag: True, eva: False}
    answers = dict.fromkeys(QUESTIONS["effect"], "yes")
    told = {"measure": measure, "kind": "effect", "answers": answers, "conclusion": "end", "today": TODAY}
    wide, narrow = follow_up(**told, by=bo), follow_up(**told, by=eva)
    assert (wide.shown_to, narrow.shown_to, narrow.figures.get("before", 0)) == ("authorities", "parties", 0)
    assert list(FollowUp.objects.visible_to(eva)) == [narrow]
    assert set(FollowUp.objects.visible_to(dag)) == {wide, narrow}


def test_what_was_frozen_for_authorities_stays_with_them_when_the_problem_is_widened(town, bo, dag, eva):
    reported(town, "A", [6] * 80)
    Observation.objects.update(audience="authorities")
    outline = Outline(title="Mörkt", period_first=date(2025, 1, 6), area=town.areas["A"], audience="authorities")
    problem = open_problem(outline=outline, today=TODAY, by=bo)
    aim = Aim(text="Färre rapporter", measured_by="reports", due_on=date(2026, 3, 1), weeks=26)
    goal = set_goal(problem=problem, aim=aim, today=TODAY, by=bo)
    question = fix_worst(problem=problem, asked=Asked(places=3, first=START, weeks=13), now=people.NOW, by=bo)
    kept = answer_worst(question=question, today=TODAY, by=bo)
    assert (goal.shown_to, kept.shown_to, goal.baseline["n"] > 0) == ("authorities", "authorities", True)
    change_problem(problem=problem, outline=replace(outline, audience="parties"), version=1, by=bo)
    for rows in (Goal.objects, Evaluation.objects):
        assert (rows.visible_to(dag).count(), rows.visible_to(eva).count()) == (1, 0)
    later = set_goal(problem=Problem.objects.get(), aim=aim, today=TODAY, by=bo)
    assert (list(Goal.objects.visible_to(eva)), later.baseline["n"]) == ([later], 0)


def test_what_is_asked_of_the_worst_places_is_fixed_first_counted_and_about_the_problem(
    town, bo, cecilia, alike_places
):
    """Thirty places with five reports before and three after, six of them in area A: all alike."""
    outline = Outline(title="Mörkt", period_first=date(2024, 9, 2), area=town.areas["A"], categories=["E1", "E2"])
    problem = open_problem(outline=outline, today=TODAY, by=bo)
    asked = Asked(places=5, first=START, weeks=13)
    early = people.NOW.replace(year=2025, month=4, day=2)
    first = fix_worst(problem=problem, asked=asked, now=early, by=bo)
    assert fix_worst(problem=problem, asked=asked, now=people.NOW, by=bo).pk == first.pk and first.order == 1
    assert (first.fixed_by, first.is_early) == (str(bo.memberships[0]), True)
    with pytest.raises(Refused, match="För tidigt"):
        answer_worst(question=first, today=START.first_day + timedelta(weeks=25), by=bo)
    found = answer_worst(question=first, today=TODAY, by=bo).figures
    assert (found["before"], found["chosen"], found["all_places"]) == (25, 5, 31)       # the worst of area A alone
    second = fix_worst(problem=problem, asked=asked._replace(everywhere=True, places=10), now=people.NOW, by=bo)
    again = answer_worst(question=second, today=TODAY, by=bo).figures
    assert (second.order, second.is_early, again["before"]) == (2, False, 50)
    assert again["level"] < found["level"] <= 0.025 and (found["grade"], again["grade"]) == (2, 1)
    assert "asked_afterwards" in again["because"] and found["says"] == again["says"] == "unclear"
    width = [one["high"] / one["low"] for one in (found, again)]
    only = fix_worst(problem=problem, asked=asked._replace(categories=("E2",)), now=early, by=bo)
    assert answer_worst(question=only, today=TODAY, by=bo).figures["before"] == 0 and width[0] > 1
    with pytest.raises(Refused, match="egna kategorier"):
        fix_worst(problem=problem, asked=asked._replace(categories=("G3",)), now=early, by=bo)
    assert WorstQuestion.objects.visible_to(bo).count() == 3 and not WorstQuestion.objects.visible_to(cecilia).exists()


def test_a_fixed_question_asks_the_same_when_the_problem_is_changed(town, bo, alike_places):
    outline = Outline(title="Mörkt", period_first=date(2024, 9, 2), area=town.areas["A"], categories=["E1", "E2"])
    problem = open_problem(outline=outline, today=TODAY, by=bo)
    asked = Asked(places=5, first=START, weeks=13)
    question = fix_worst(problem=problem, asked=asked, now=people.NOW, by=bo)
    before = answer_worst(question=question, today=TODAY, by=bo)
    other = replace(outline, area=town.areas["B"], categories=["G3"], audience="authorities")
    problem = change_problem(problem=problem, outline=other, version=problem.version, by=bo)
    question = WorstQuestion.objects.get(pk=question.pk)
    after = answer_worst(question=question, today=TODAY, by=bo)
    assert after.figures == before.figures and before.figures["before"] == 25
    assert (question.area, question.categories, question.audience) == (town.areas["A"], ["E1", "E2"], "parties")
    new = fix_worst(problem=problem, asked=asked, now=people.NOW, by=bo)
    assert (new.order, new.area, new.categories, new.audience) == (2, town.areas["B"], ["G3"], "authorities")
    assert answer_worst(question=new, today=TODAY, by=bo).figures["before"] == 0


def test_a_question_is_early_by_the_municipalitys_own_clock(town, bo):
    """Half past one on the Monday when the weeks after begin is still Sunday in Greenwich."""
    problem = open_problem(
        outline=Outline(title="Mörkt", period_first=date(2025, 1, 6), area=town.areas["A"]), today=TODAY, by=bo
    )
    asked = Asked(places=5, first=START, weeks=13)
    question = fix_worst(problem=problem, asked=asked, now=people.NOW, by=bo)
    monday = datetime.combine(asked.then.first_day, time(1, 30), town.municipality.zone)
    question.fixed_at = monday.astimezone(UTC)
    assert question.fixed_at.weekday() == 6 and not question.is_early
    question.fixed_at -= timedelta(hours=2)
    assert question.is_early


@pytest.fixture
def alike_places(town: Any) -> None:
    kind = PlaceType.objects.get(municipality=town.municipality, code="square")
    model = people.observe(town, area="A", on=START.first_day - timedelta(weeks=1), now=people.NOW)
    rows = []
    for number in range(30):
        place = add_place(name=f"Plats {number}", lon=17.11 + number / 1000, lat=62.41, place_type=kind,
                          on=START.first_day, by=town.machine)  # fmt: skip
        Place.objects.filter(pk=place.pk).update(area=town.areas["A" if number < 6 else "B"])
        rows += [_at(_copy(model, START + 3 * at, "ordinary"), place) for at in range(8)]
    Observation.objects.bulk_create(rows)


def _at(row: Observation, place: Any) -> Observation:
    row.place = place
    return row
