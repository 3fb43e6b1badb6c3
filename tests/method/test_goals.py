"""Goals: a frozen starting point, a target, a day, and how far it has come with its uncertainty."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.refusals import Refused
from samsyn.method.indicators.models import Indicator, Reading
from samsyn.method.problems.goals.actions import Aim, change_goal, freeze_baseline, remove_goal, say_of_goal, set_goal
from samsyn.method.problems.goals.cautions import cautions_of
from samsyn.method.problems.goals.progress import progress_of
from samsyn.method.problems.goals.sentences import SAYS, baseline_sentence, caution_sentence, progress_sentence
from samsyn.method.problems.models import Goal, Problem
from samsyn.method.problems.opening.actions import Outline, open_problem
from tests.method.test_followups import START, reported

pytestmark = pytest.mark.django_db
TODAY = START.first_day
LATER = TODAY + timedelta(weeks=30)


@pytest.fixture
def problem(town: Any, bo: Any) -> Problem:
    """Damage in area A, six reports a week that become two, opened on the first day of the fall."""
    reported(town, "A", [6] * 70 + [2] * 30)
    outline = Outline(title="Skadegörelse i Alby", area=town.areas["A"], period_first=(START - 60).first_day)
    return open_problem(outline=outline, today=TODAY, by=bo)


def aim(**more: Any) -> Aim:
    return Aim(**{"text": "Hälften så mycket skadegörelse", "due_on": TODAY + timedelta(weeks=40), "target": 39.0,
                  "weeks": 13, **more})  # fmt: skip


def test_a_goal_by_reports_is_frozen_at_once_and_its_progress_has_an_interval(problem, bo):
    goal = set_goal(problem=problem, aim=aim(), today=TODAY, by=bo)
    assert (goal.baseline["n"], goal.baseline["weeks"], goal.is_measurable) == (78, 13, True)
    assert "78" in baseline_sentence(goal.baseline)
    assert progress_of(goal, today=TODAY + timedelta(weeks=2))["says"] == "too_early"
    found = progress_of(goal, today=LATER)
    assert (found["says"], found["count"], found["weeks"]) == ("reached", 26, 13)
    assert found["low"] < found["value"] < found["high"] <= 39.0
    assert "26 rapporter på 13 veckor" in progress_sentence(found)
    strict = set_goal(problem=problem, aim=aim(target=10.0), today=TODAY, by=bo)
    assert progress_of(strict, today=LATER)["says"] == "closer"
    near = replace(aim(target=27.0))
    assert progress_of(set_goal(problem=problem, aim=near, today=TODAY, by=bo), today=LATER)["says"] == "looks_reached"
    more = set_goal(problem=problem, aim=aim(target=90.0, more_is_better=True), today=TODAY, by=bo)
    assert progress_of(more, today=LATER)["says"] == "further"


def test_what_is_frozen_stays_though_more_reports_come(problem, bo, town):
    goal = set_goal(problem=problem, aim=aim(), today=TODAY, by=bo)
    reported(town, "A", [9] * 100)
    goal.refresh_from_db()
    assert goal.baseline["n"] == 78
    changed = change_goal(goal=goal, aim=aim(text="En tredjedel", target=26.0), version=1, today=LATER, by=bo)
    assert (changed.target, changed.baseline["n"], changed.version) == (26.0, 78, 2)
    with pytest.raises(Refused, match="fryst"):
        change_goal(goal=goal, aim=aim(weeks=26), version=2, today=LATER, by=bo)
    with pytest.raises(Refused, match="under tiden"):
        change_goal(goal=goal, aim=aim(), version=1, today=LATER, by=bo)


def test_only_the_problems_own_categories_count(problem, bo):
    Problem.objects.filter(pk=problem.pk).update(categories=["G1"])
    goal = set_goal(problem=Problem.objects.get(pk=problem.pk), aim=aim(), today=TODAY, by=bo)
    assert goal.baseline["n"] == 0
    assert progress_of(goal, today=LATER)["says"] == "too_little"


def test_a_goal_by_an_outside_figure_waits_for_its_value(problem, bo, town):
    measure = Indicator.objects.create(
        municipality=town.municipality, code="otrygghet", name_sv="Otrygga kvällstid", name_en="Unsafe", source="Enkät",
        period="year",
    )  # fmt: skip
    goal = set_goal(problem=problem, aim=aim(measured_by="reading", indicator=measure, target=30.0), today=TODAY, by=bo)
    assert progress_of(goal, today=LATER)["says"] == "no_baseline"
    with pytest.raises(Refused):
        freeze_baseline(goal=goal, today=TODAY, by=bo)
    for year, value in ((2024, 41.0), (2025, 29.0)):
        span = Week(year, 1).first_day, Week(year, 1).last_day
        Reading.objects.create(
            municipality=town.municipality, indicator=measure, first_on=span[0], last_on=span[1], value=value, n=412,
            iso_week=Week(year, 1).iso,
        )  # fmt: skip
        if year == 2024:
            freeze_baseline(goal=goal, today=TODAY, by=bo)
            assert progress_of(goal, today=LATER)["says"] == "no_new_reading"
    found = progress_of(goal, today=LATER)
    assert found["says"] == "reading_reached" and "412" in progress_sentence(found)


def test_a_goal_in_own_words_is_judged_by_people_and_names_nobody(problem, bo, anna):
    goal = set_goal(problem=problem, aim=aim(measured_by="words", target=None, baseline_words="Tomt efter 18",
                                             target_words="Folk går där på kvällen"), today=TODAY, by=bo)  # fmt: skip
    assert goal.is_measurable and progress_of(goal, today=LATER)["says"] == "unsaid"
    said = say_of_goal(goal=goal, said="closer", text="Fler barnvagnar på kvällen", version=1, today=LATER, by=bo)
    assert progress_of(said, today=LATER)["says"] == "said_closer"
    with pytest.raises(Refused):
        say_of_goal(goal=said, said="closer", text="Ring 070-174 06 22", version=2, today=LATER, by=bo)
    with pytest.raises(NotAllowed):
        set_goal(problem=problem, aim=aim(), today=TODAY, by=anna)
    remove_goal(goal=said, by=bo)
    assert not Goal.objects.exists()


@pytest.mark.parametrize("wrong", [
    {"text": " "}, {"due_on": TODAY}, {"weeks": 2}, {"target": -1.0}, {"measured_by": "reading"},
    {"checks": {"specific": "kanske"}}, {"text": "Ring 070-174 06 22"},
])  # fmt: skip
def test_a_goal_that_says_too_little_is_refused(problem, bo, wrong):
    with pytest.raises(Refused):
        set_goal(problem=problem, aim=aim(**wrong), today=TODAY, by=bo)


def test_the_neighbour_sees_no_goal_and_every_answer_has_words(problem, bo, cecilia, dag):
    goal = set_goal(problem=problem, aim=aim(), today=TODAY, by=bo)
    assert goal in Goal.objects.visible_to(dag)
    assert not Goal.objects.visible_to(cecilia).exists()
    assert {"reached", "looks_reached", "closer", "further", "unclear", "too_little", "too_early"} <= set(SAYS)


def test_a_goal_says_when_it_starts_at_a_peak_or_in_another_season_and_stops_nothing(problem, bo, town):
    other = set_goal(problem=problem, aim=aim(due_on=TODAY + timedelta(weeks=26)), today=TODAY, by=bo)
    assert [each.key for each in cautions_of(other, today=TODAY)] == ["other_season"]
    assert "en annan del av året" in caution_sentence(cautions_of(other, today=TODAY)[0])
    reported(town, "B", [6] * 57 + [16] * 13)
    outline = Outline(title="Bråk", area=town.areas["B"], period_first=(START - 60).first_day)
    at_worst = open_problem(outline=outline, today=TODAY, by=bo)
    in_a_year = TODAY + timedelta(weeks=52)
    peak = set_goal(problem=at_worst, aim=aim(due_on=in_a_year), today=TODAY, by=bo)
    found = cautions_of(peak, today=TODAY)
    assert [(each.key, each.told["n"], each.told["usual"]) for each in found] == [("at_peak", 208, 78.0)]
    assert "208 rapporter mot ungefär 78" in caution_sentence(found[0])
    whole = set_goal(problem=problem, aim=aim(weeks=52, due_on=TODAY + timedelta(weeks=26)), today=TODAY, by=bo)
    more = set_goal(problem=at_worst, aim=aim(more_is_better=True, due_on=in_a_year), today=TODAY, by=bo)
    assert cautions_of(whole, today=TODAY) == [] == cautions_of(more, today=TODAY)
