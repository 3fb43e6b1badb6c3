"""The state of an area: suggested from intervals, decided by a function, kept; never by colour or one party alone."""

from datetime import timedelta
from typing import Any

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_group
from samsyn.ground.permissions import NotAllowed
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.assessment_models import (
    Assessment,
    AssessmentMethod,
    Parameter,
    ParameterAnswer,
    StateScale,
)
from samsyn.method.pictures.assessments.actions import (
    AssessmentRefused,
    Stand,
    answer_parameters,
    assess_area,
    choose_method,
    leave_unchanged,
    save_parameters,
    set_scale,
)
from samsyn.method.pictures.assessments.shipped import ACUTE, NORMAL, RAISED, SCALES
from samsyn.method.pictures.assessments.suggesting import (
    Suggestion,
    answers_until,
    from_history,
    from_parameters,
    from_severity,
    kind_of_areas,
)
from samsyn.method.pictures.corrections.actions import CorrectionDecision, correct_picture
from samsyn.method.pictures.sentences import render, say
from samsyn.method.pictures.tables import tables_of
from tests.method.picturing import compiled, ordinary_weeks, report, submit, tables
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db


def stand(code: str = "normal", **more: Any) -> Stand:
    return Stand(**{"code": code, "motivation": "Som vanligt i veckan.", "function": "Samordnaren", **more})


def assess(
    town: Any, area: str = "A", code: str = "normal", *, week: Any = WEEK, later: int = 0, **more: Any
) -> Assessment:
    return assess_area(
        area=town.areas[area], week=week, stand=stand(code, **more), now=NOW + timedelta(minutes=later),
        by=town.members["bo"],
    )  # fmt: skip


# --- the scale ---


def test_the_first_assessment_brings_the_shipped_scale_and_both_orders_are_shipped(town, norr):
    assess(town)
    levels = [level.colour for level in StateScale.objects.get(municipality=norr).levels.all()]
    assert levels == ["green", "yellow", "orange", "red"]
    assert [level.colour for level in SCALES["green_yellow_red_orange"]] == ["green", "yellow", "red", "orange"]
    for scale in SCALES.values():
        assert all(level.symbol and level.name_sv and level.name_en for level in scale)
        assert len({level.symbol for level in scale}) == len(scale), "a shape for each, for those who see no colours"


def test_nothing_is_decided_of_a_week_that_has_not_begun(town, bo):
    assess(town, week=WEEK + 1)                                             # the week that goes on
    with pytest.raises(AssessmentRefused, match="inte börjat"):
        assess(town, week=WEEK + 2)
    with pytest.raises(AssessmentRefused, match="inte börjat"):
        leave_unchanged(week=WEEK + 2, areas=[town.areas["A"]], function="Samordnaren", now=NOW, by=bo)


def test_a_new_scale_leaves_earlier_assessments_with_their_own_words(town, norr, bo):
    before = assess(town, code="raised")
    set_scale(levels=[NORMAL, RAISED._replace(name_sv="Bevakning"), ACUTE], now=NOW, by=bo)
    after = assess(town, code="raised", later=1)
    assert before.level.name_sv == "Förhöjt läge"
    assert after.level.name_sv == "Bevakning"
    assert [scale.version for scale in StateScale.objects.visible_to(bo).latest_first()] == [2, 1]


@pytest.mark.parametrize(
    ("levels", "why"),
    [
        ([NORMAL], "mellan två och sex"),
        ([NORMAL, ACUTE._replace(suggested_when="more")], "Rött föreslås aldrig"),
        ([NORMAL, RAISED._replace(name_sv=" ")], "behöver ett ord"),
        ([NORMAL, RAISED._replace(code="normal")], "samma kod"),
        ([NORMAL, RAISED._replace(colour="rosa")], "färg och symbol"),
    ],
)
def test_a_scale_that_does_not_hold_is_refused(levels, why, bo):
    with pytest.raises(AssessmentRefused, match=why):
        set_scale(levels=levels, now=NOW, by=bo)


def test_only_who_looks_after_the_settings_changes_the_scale(town, dag, cecilia):
    with pytest.raises(NotAllowed):
        set_scale(levels=[NORMAL, RAISED], now=NOW, by=dag)


# --- decided ---


def test_a_state_is_decided_by_a_function_with_a_motivation(town, dag, cecilia):
    with pytest.raises(AssessmentRefused, match="Skriv varför"):
        assess(town, motivation=" ")
    with pytest.raises(AssessmentRefused, match="funktion"):
        assess(town, function="")
    with pytest.raises(AssessmentRefused, match="läge ur skalan"):
        assess(town, code="lila")
    with pytest.raises(AssessmentRefused):
        assess(town, motivation="Ring 070-174 06 22 om det")
    for member in (dag, cecilia):
        with pytest.raises(NotAllowed):
            assess_area(area=town.areas["A"], week=WEEK, stand=stand(), now=NOW, by=member)


def test_what_was_decided_first_stays_and_what_was_decided_last_holds(town, norr, bo):
    assess(town, code="raised")
    assess(town, code="normal", later=5, motivation="Lugnt igen.")
    assert Assessment.objects.filter(municipality=norr).count() == 2
    assert [each.level.code for each in Assessment.objects.visible_to(bo).current(WEEK)] == ["normal"]
    written = str(list(Event.objects.filter(happening="assessment.decided").values_list("changed", flat=True)))
    assert "raised" in written
    assert "Lugnt" not in written


def test_unchanged_carries_colour_and_motivation_over_for_all_that_remain(town, bo):
    assess(town, "A", "raised", week=WEEK - 1, motivation="Oro vid torget.", audience="authorities")
    assess(town, "B", week=WEEK - 2)
    assess(town, "B", "strained", later=1)
    made = leave_unchanged(week=WEEK, areas=town.areas.values(), function="Samordnaren", now=NOW, by=bo)
    assert [(each.area.code, each.level.code, each.motivation, each.audience) for each in made] == [
        ("A", "raised", "Oro vid torget.", "authorities")
    ]
    assert made[0].is_unchanged
    with pytest.raises(AssessmentRefused, match="inget tidigare läge"):
        leave_unchanged(week=WEEK, areas=[town.areas["C"]], function="Samordnaren", now=NOW, by=bo)


def test_a_state_that_is_no_longer_on_the_scale_is_decided_anew(town, bo):
    assess(town, "A", "strained", week=WEEK - 1)
    set_scale(levels=[NORMAL, RAISED, ACUTE], now=NOW, by=bo)
    with pytest.raises(AssessmentRefused, match="inget tidigare läge"):
        leave_unchanged(week=WEEK, areas=[town.areas["A"]], function="Samordnaren", now=NOW, by=bo)


def test_history_holds_one_state_an_area_and_week(town, bo):
    for back in range(3):
        assess(town, "A", "raised" if back else "normal", week=WEEK - back)
    assess(town, "A", "acute", later=1)
    found = Assessment.objects.visible_to(bo).history(2, until=WEEK)
    assert [(each.iso_week, each.level.code) for each in found] == [((WEEK - 1).iso, "raised"), (WEEK.iso, "acute")]


# --- who sees it ---


def test_others_see_states_when_the_picture_of_the_week_is_theirs_to_see(town, bo, eva, anna, cecilia):
    ordinary_weeks(town, weeks=2)
    assess(town, "A", "raised", motivation="Bara för myndigheter.", audience="authorities")
    picture = compiled(town)
    assert not Assessment.objects.visible_to(eva).exists()
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    assert Assessment.objects.visible_to(eva).count() == 1
    assert not Assessment.objects.visible_to(anna).exists(), "a reporter sees no pictures"
    assert not Assessment.objects.visible_to(cecilia).exists()


def test_the_frozen_picture_keeps_the_states_of_the_moment_for_each_audience(town, bo):
    ordinary_weeks(town, weeks=2)
    picture = compiled(town)
    assess(town, "A", "raised", motivation="Bara för myndigheter.", audience="authorities")
    assess(town, "B", "normal", week=WEEK - 1, motivation="Lugnt.")
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    set_scale(levels=[NORMAL, RAISED._replace(name_sv="Bevakning")], now=NOW, by=bo)
    assess(town, "A", "normal", later=9)
    rows = {each: tables_of(picture, each)["assessments"]["areas"] for each in ("authorities", "parties")}
    assert [row["name_sv"] for row in rows["parties"]] == ["Förhöjt läge", "Normalläge"]
    assert [row["motivation"] for row in rows["authorities"]] == ["Bara för myndigheter.", "Lugnt."]
    assert [row["motivation"] for row in rows["parties"]] == ["", "Lugnt."]
    assert [row["of_the_week"] for row in rows["parties"]] == [True, False]
    assert "assessments" not in tables_of(picture, "public")


# --- suggested ---


def row(verdict: str) -> dict[str, Any]:
    return {"verdict": verdict, "sentence": say("area.none"), "by_severity": [2, 0, 0, 1]}


def test_a_suggestion_comes_from_the_interval_and_is_never_red(town, bo):
    set_scale(levels=SCALES["green_yellow_orange_red"], now=NOW, by=bo)
    levels = list(StateScale.objects.visible_to(bo).latest_first()[0].levels.all())
    found = {
        (now, before): from_history(row(now), row(before)).level(levels)
        for now in ("usual", "more", "too_little", "none") for before in ("usual", "more")
    }  # fmt: skip
    codes = {each: level.code if level else "" for each, level in found.items()}
    assert codes["usual", "usual"] == "normal"
    assert codes["more", "usual"] == "raised"
    assert codes["more", "more"] == "strained"
    assert codes["too_little", "more"] == ""
    assert "red" not in {level.colour for level in found.values() if level}
    assert from_history(None, None).level(levels) is None


def test_the_gravest_report_raises_a_question_and_no_colour():
    found = from_severity(row("usual"), None)
    assert found.when == "usual"
    assert [render(each) for each in found.questions] == ["1\xa0mycket allvarlig händelse i perioden. Är det över?"]


@pytest.mark.slow
def test_where_severity_is_chosen_the_picture_counts_it_and_judges_the_serious(town, bo):
    choose_method(kind="severity", by=bo)
    ordinary_weeks(town, weeks=60, per_week=4, severity=3)
    submit(town, report(town, WEEK, 4, area="A", category="A1", severity=4))
    submit(town, report(town, WEEK, 25, area="B", category="A3", severity=3))
    rows = {each["code"]: each for each in tables(town)["severity"]}
    assert rows["A"]["by_severity"][3] == 4
    assert rows["B"]["verdict"] == "more"
    assert rows["C"]["by_severity"][2:] == [0, 0]
    assert tables_of(compiled(town), "public")["severity"] == []


def test_a_group_assesses_its_own_areas_in_its_own_way(town, norr, bo):
    group = add_group(name="Västra", kind="lokal", by=town.machine)
    group.areas.set([town.areas["B"]])
    choose_method(kind="parameters", group=group, by=bo)
    assert kind_of_areas(norr, "ABC") == {"A": "history", "B": "parameters", "C": "history"}
    choose_method(kind="severity", by=bo)
    assert kind_of_areas(norr, "ABC")["A"] == "severity"


# --- parameters ---


def answer(town: Any, who: str, organisation: str, week: Any = WEEK, area: str = "A", **answers: int) -> None:
    answer_parameters(
        organisation=town.organisations[organisation], area=town.areas[area], week=week,
        answers={code: (value, "") for code, value in answers.items()}, received_on=NOW.date(),
        by=town.members[who] if who else town.machine,
    )  # fmt: skip


@pytest.fixture
def parameters(town: Any, bo: Any) -> AssessmentMethod:
    return choose_method(kind="parameters", by=bo)


def test_parameters_are_rows_that_a_party_answers_for_itself(town, norr, anna, dag, bo, parameters):
    assert Parameter.objects.visible_to(bo).in_use().count() == 15
    answer(town, "anna", "school", staff=2, fires=0)
    answer(town, "anna", "school", staff=1)
    assert [each.answer for each in ParameterAnswer.objects.visible_to(anna)] == [1]
    assert not ParameterAnswer.objects.visible_to(dag).exists()
    assert ParameterAnswer.objects.visible_to(bo).count() == 1
    with pytest.raises(NotAllowed):
        answer(town, "anna", "police", staff=2)
    for wrong in ({"staff": 9}, {"okänd": 1}, {}):
        with pytest.raises(AssessmentRefused):
            answer(town, "anna", "school", **wrong)
    save_parameters(rows=[{"code": "staff", "name_sv": "Hot mot personal", "name_en": "Threats", "most": 4}], by=bo)
    assert Parameter.objects.visible_to(bo).in_use().count() == 1
    assert ParameterAnswer.objects.visible_to(bo).count() == 1, "switched off, never deleted"


def test_one_party_raises_a_question_and_disagreement_is_told(town, norr, parameters):
    answer(town, "anna", "school", staff=3)
    one = from_parameters(answers_until(norr, WEEK, areas=3), area="A", week=WEEK)
    assert one.when == ""
    assert "Ser ni andra det också?" in render(one.questions[0])
    answer(town, "", "police", staff=0)
    two = from_parameters(answers_until(norr, WEEK, areas=3), area="A", week=WEEK)
    assert two.when == ""
    assert "oense om ”Hotfull stämning mot personal”: svaren går från 0 till 3" in render(two.questions[0])
    assert from_parameters(answers_until(norr, WEEK, areas=3), area="B", week=WEEK).questions == []


@pytest.mark.slow
def test_answers_suggest_something_only_against_a_long_history_of_the_same_area(town, norr, parameters):
    for back in range(1, 61):
        answer(town, "", "school", week=WEEK - back, staff=1 + back % 2)
        answer(town, "", "police", week=WEEK - back, staff=1)
    answer(town, "", "school", staff=3)
    answer(town, "", "police", staff=3)
    found = from_parameters(answers_until(norr, WEEK, areas=3), area="A", week=WEEK)
    assert found == Suggestion("more", [say("assess.parameters_more", weeks=60)], [])
    assert from_parameters(answers_until(norr, WEEK, areas=9), area="A", week=WEEK).when == "", "60 weeks < 179"
    answer(town, "", "school", staff=1)
    answer(town, "", "police", staff=1)
    assert from_parameters(answers_until(norr, WEEK, areas=3), area="A", week=WEEK).when == "usual"


def test_what_fewer_than_three_parties_answered_is_not_in_the_picture(town, norr, bo, parameters):
    ordinary_weeks(town, weeks=2)
    assess(town)
    answer(town, "anna", "school", staff=3)
    answer(town, "", "police", staff=0)
    assert tables(town)["assessments"]["areas"][0]["signs"] == []
    answer(town, "", "housing", staff=1)
    [sign] = tables(town)["assessments"]["areas"][0]["signs"]
    assert (sign["parties"], sign["low"], sign["high"], sign["disagree"]) == (3, 0, 3, True)


def test_a_correction_takes_a_text_out_of_the_motivations_it_was_carried_to(town, bo):
    ordinary_weeks(town, weeks=2)
    assess(town, "A", week=WEEK - 1, motivation="Lugnt utanför Kastrullen på bron.")
    leave_unchanged(week=WEEK, areas=[town.areas["A"]], function="Samordnaren", now=NOW, by=bo)
    picture = compiled(town)
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    decision = CorrectionDecision(decided_by="Kommunstyrelsen", reference="KS 7", reason="Fel.", decided_on=NOW.date())
    correct_picture(picture=picture, words="Kastrullen på bron", decision=decision, now=NOW, by=bo)
    assert {each.motivation for each in Assessment.objects.visible_to(bo)} == {"Lugnt utanför […]."}
    assert tables_of(picture, "parties")["assessments"]["areas"][0]["motivation"] == "Lugnt utanför […]."
