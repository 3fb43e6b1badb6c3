"""One list of causes: written, moved, tried against the data; the right people see it and nobody's words leak."""

from datetime import date, timedelta

import pytest

from samsyn.ground.calendar.actions import add_year_events
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.refusals import Refused
from samsyn.method.problems.cause_models import AreaFactor, Cause, CauseEvidence, CauseTest, ChainStep
from samsyn.method.problems.causes.actions import (
    CauseOvertaken,
    CauseRefused,
    Move,
    Said,
    add_cause,
    change_cause,
    conclude_causes,
    copy_example,
    keep_draft,
    move_cause,
    reach_short_step,
    strike_cause,
    take_back_cause,
)
from samsyn.method.problems.causes.asking.actions import (
    Grounds,
    add_evidence,
    ask_data,
    strike_evidence,
    take_back_evidence,
)
from samsyn.method.problems.causes.asking.looking import Asked
from samsyn.method.problems.causes.chain.actions import (
    change_chain_step,
    set_chain_steps,
    strike_chain_step,
    take_back_chain_step,
)
from samsyn.method.problems.causes.examples import shipped_examples
from samsyn.method.problems.causes.telling import answer_words, table_words
from samsyn.method.problems.factors.actions import Factor, add_factor, change_factor, end_factor
from samsyn.method.problems.goals.actions import Aim, change_goal, remove_goal, say_of_goal, set_goal
from samsyn.method.problems.mapping.actions import begin_mapping, drop_draft
from samsyn.method.problems.opening.actions import Outline, Step, move_problem, open_problem
from samsyn.method.problems.way_models import ReadyItem
from samsyn.method.problems.ways.actions import tick_ready
from tests import people

TODAY = people.NOW.date()
FIRST = date(2025, 4, 7)


@pytest.fixture
def problem(town, bo):
    outline = Outline(title="Trapphuset vid torget", period_first=FIRST, area=town.areas["A"], categories=["E"])
    return open_problem(outline=outline, today=TODAY, by=bo)


def asked(question, first=FIRST, last=TODAY):
    return Asked(question, first, last)


def test_one_list_is_moved_about_and_keeps_together(problem, bo):
    """A cause goes to another side with what lies behind it; circles and too long chains are refused."""
    door = add_cause(problem=problem, said=Said(text="Porten går inte i lås", side="place"), by=bo)
    closer = add_cause(problem=problem, said=Said(text="Dörrstängaren är sliten", parent=door), by=bo)
    other = add_cause(problem=problem, said=Said(text="Ingen öppen lokal", side="offender"), by=bo)
    assert closer.side == "place" and not closer.is_direct and door.is_direct
    move_cause(cause=door, to=Move(side="victim"), version=1, by=bo)
    closer.refresh_from_db()
    assert closer.side == "victim" and closer.parent_id == door.pk
    closer = move_cause(cause=closer, to=Move(side="place"), version=closer.version, by=bo)
    assert closer.is_direct                                     # on another bone it is a bone's own cause
    closer = move_cause(cause=closer, to=Move(parent=other), version=closer.version, by=bo)
    with pytest.raises(CauseRefused, match="bakom sig själv"):
        move_cause(cause=other, to=Move(parent=closer), version=1, by=bo)
    chain = [closer]
    for at in range(2):
        chain.append(add_cause(problem=problem, said=Said(text=f"Bakom {at}", parent=chain[-1]), by=bo))
    with pytest.raises(CauseRefused, match="fyra led"):
        add_cause(problem=problem, said=Said(text="För långt bort", parent=chain[-1]), by=bo)
    strike_cause(cause=closer, version=closer.version, by=bo)
    assert Cause.objects.get(text="Bakom 0").parent_id == other.pk


def test_order_is_changed_among_those_at_the_same_place(problem, bo):
    for text in ("ett", "två", "tre"):
        add_cause(problem=problem, said=Said(text=text, side="place"), by=bo)
    add_cause(problem=problem, said=Said(text="annan sida", side="victim"), by=bo)
    move_cause(cause=Cause.objects.get(text="tre"), to=Move(places=-1), version=1, by=bo)
    assert [each.text for each in Cause.objects.filter(side="place")] == ["ett", "tre", "två"]


def test_two_who_write_at_once_both_see_their_words(problem, bo):
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    change_cause(cause=cause, said=Said(text="Mörkt efter 17", side="place"), version=1, by=bo)
    with pytest.raises(CauseOvertaken) as overtaken:
        change_cause(cause=cause, said=Said(text="Släckt", side="place"), version=1, by=bo)
    now = "Mörkt efter 17 · plats eller objekt · osäkert · bygger på: antagande"
    assert (overtaken.value.theirs, overtaken.value.mine) == (now, "Släckt")
    judged = Said(text="Mörkt efter 17", side="place", sure="high", influence="yes", level=3, nature="social")
    change_cause(cause=cause, said=judged, version=2, by=bo)
    with pytest.raises(CauseOvertaken) as overtaken:        # only the judgement differs: it is told as well
        change_cause(cause=cause, said=Said(text="Mörkt efter 17", side="place"), version=2, by=bo)
    assert overtaken.value.theirs.endswith("säkert · bygger på: antagande · kan påverkas: ja · social · nivå 3")
    conclude_causes(problem=problem, participants="Kommunpolis", conclusion="Ljuset", version=1, by=bo)
    with pytest.raises(CauseOvertaken) as overtaken:
        conclude_causes(problem=problem, participants="Rektor", conclusion="Porten", version=1, by=bo)
    assert "Kommunpolis" in overtaken.value.theirs and "Rektor" in overtaken.value.mine


def test_what_a_cause_rests_on_is_a_version_like_everything_else(problem, town, bo):
    weekend(town)
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    kept = add_evidence(cause=cause, grounds=Grounds(about_kind="observations"), today=TODAY, by=bo)
    with pytest.raises(CauseOvertaken) as overtaken:        # an old page does not put it back in silence
        change_cause(cause=cause, said=Said(text="Mörkt", side="place"), version=1, by=bo)
    assert "bygger på: data" in overtaken.value.theirs
    add_evidence(cause=cause, grounds=Grounds(text="Vi såg det"), today=TODAY, by=bo)
    strike_evidence(evidence=kept, by=bo)
    take_back_evidence(evidence=kept, by=bo)
    told = [(each.version, each.basis) for each in cause.versions.order_by("version")]
    assert told == [(1, "assumption"), (2, "data"), (3, "experience"), (4, "data")]


def test_what_cannot_be_done_at_once_is_refused_and_what_stood_deep_comes_back_as_direct(problem, bo):
    causes = [add_cause(problem=problem, said=Said(text=text, side="place"), by=bo) for text in "abcd"]
    with pytest.raises(CauseRefused, match="ordningen sedan"):
        move_cause(cause=causes[0], to=Move(side="victim", places=-1), version=1, by=bo)
    behind = add_cause(problem=problem, said=Said(text="e", parent=causes[3]), by=bo)
    struck = strike_cause(cause=behind, version=1, by=bo)
    for parent, each in zip(causes, causes[1:], strict=False):
        move_cause(cause=each, to=Move(parent=parent), version=1, by=bo)
    assert take_back_cause(cause=struck, version=2, by=bo).is_direct


def test_a_struck_step_comes_back_where_it_stood(problem, bo):
    a, b, _c, d = set_chain_steps(problem=problem, texts=["a", "b", "c", "d"], by=bo)
    strike_chain_step(step=b, version=1, by=bo)
    change_chain_step(step=d, text="d", break_point=False, version=1, places=-1, by=bo)
    take_back_chain_step(step=b, version=2, by=bo)
    stand = list(ChainStep.objects.of_problem(problem).values_list("text", "position"))
    assert stand == [("a", 1), ("b", 2), ("d", 3), ("c", 4)]
    change_chain_step(step=a, text="a", break_point=False, version=1, places=-1, by=bo)
    assert [each.text for each in ChainStep.objects.of_problem(problem)] == ["a", "b", "d", "c"]


def test_who_moves_or_strikes_what_another_has_changed_is_told_and_nothing_is_done(problem, bo):
    """Moving, striking and the steps of the chain: an old page is refused, and says what stands there now."""
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    behind = add_cause(problem=problem, said=Said(text="Trasig lampa", parent=cause), by=bo)
    (step,) = set_chain_steps(problem=problem, texts=["Samlas"], by=bo)
    change_cause(cause=cause, said=Said(text="Mörkt efter 17", side="place", step=step), version=1, by=bo)
    change_chain_step(step=step, text="Samlas efter skolan", break_point=False, version=1, by=bo)
    for verb in (lambda: move_cause(cause=cause, to=Move(side="victim"), version=1, by=bo),
                 lambda: strike_cause(cause=cause, version=1, by=bo),
                 lambda: change_chain_step(step=step, text="Samlas", break_point=True, version=1, by=bo),
                 lambda: strike_chain_step(step=step, version=1, by=bo)):  # fmt: skip
        with pytest.raises(CauseOvertaken, match="hann före") as overtaken:
            verb()
        assert "efter" in overtaken.value.theirs
    move_cause(cause=cause, to=Move(side="victim"), version=2, by=bo)     # what lies behind goes along
    with pytest.raises(CauseOvertaken):
        change_cause(cause=behind, said=Said(text="Lampan", side="place"), version=1, by=bo)
    told = [(each.version, each.happened, each.side, each.in_step) for each in cause.versions.order_by("version")]
    assert told == [(1, "added", "place", ""), (2, "changed", "place", "Samlas"), (3, "moved", "victim",
                                                                                  "Samlas efter skolan")]  # fmt: skip
    assert [each.text for each in step.versions.order_by("version")] == ["Samlas", "Samlas efter skolan"]


def test_what_is_struck_is_kept_with_what_spoke_for_it_and_can_be_taken_back(problem, town, bo):
    weekend(town)
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    behind = add_cause(problem=problem, said=Said(text="Trasig lampa", parent=cause), by=bo)
    (step,) = set_chain_steps(problem=problem, texts=["Samlas"], by=bo)
    cause = move_cause(cause=cause, to=Move(step=step), version=1, by=bo)
    kept = add_evidence(cause=cause, grounds=Grounds(about_kind="observations"), today=TODAY, by=bo)
    struck = strike_cause(cause=cause, version=3, by=bo)
    assert list(Cause.objects.of_problem(problem)) == [behind] and CauseEvidence.objects.get().count == kept.count == 14
    behind.refresh_from_db()
    assert behind.is_direct
    for verb in (lambda: change_cause(cause=cause, said=Said(text="Ljust", side="place"), version=4, by=bo),
                 lambda: add_evidence(cause=cause, grounds=Grounds(text="Vi såg det"), today=TODAY, by=bo),
                 lambda: add_cause(problem=problem, said=Said(text="Gömt", parent=struck), by=bo),
                 lambda: move_cause(cause=behind, to=Move(parent=struck), version=2, by=bo)):  # fmt: skip
        with pytest.raises(CauseRefused, match="stru"):
            verb()
    strike_chain_step(step=step, version=1, by=bo)
    back = take_back_cause(cause=struck, version=4, by=bo)
    assert back.step is None and back.evidence.get() == kept and Cause.objects.of_problem(problem).count() == 2
    assert not ChainStep.objects.of_problem(problem).exists()
    take_back_chain_step(step=step, version=2, by=bo)
    assert ChainStep.objects.of_problem(problem).get() == step
    strike_evidence(evidence=kept, by=bo)
    assert not CauseEvidence.objects.of_problem(problem).exists()
    take_back_evidence(evidence=kept, by=bo)
    assert CauseEvidence.objects.of_problem(problem).get().table == kept.table


def test_a_closed_problem_stands_as_it_was_judged(problem, town, bo):
    """Nothing that hangs on it is written, whichever address is called, until somebody goes back and says why."""
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    (step,) = set_chain_steps(problem=problem, texts=["Samlas"], by=bo)
    kept = add_evidence(cause=cause, grounds=Grounds(text="Ronden säger"), today=TODAY, by=bo)
    aim = Aim(text="Färre", due_on=TODAY + timedelta(days=200), measured_by="words", target_words="Ljust")
    goal = set_goal(problem=problem, aim=aim, today=TODAY, by=bo)
    mapping = begin_mapping(problem=problem, by=bo)
    closed = move_problem(problem=problem, step=Step(state="closed", reason="Inget mer"), today=TODAY, version=1, by=bo)
    item = ReadyItem.objects.filter(looked_up=False).first()
    old = {"cause": cause, "version": cause.version, "by": bo}
    for verb in (
        lambda: add_cause(problem=problem, said=Said(text="Ny", side="place"), by=bo),
        lambda: change_cause(said=Said(text="Ny", side="place"), **old), lambda: strike_cause(**old),
        lambda: move_cause(to=Move(side="victim"), **old), lambda: take_back_cause(**old),
        lambda: set_chain_steps(problem=problem, texts=["Ny"], by=bo),
        lambda: change_chain_step(step=step, text="Ny", break_point=True, version=1, by=bo),
        lambda: strike_chain_step(step=step, version=1, by=bo),
        lambda: conclude_causes(problem=problem, participants="", conclusion="Ny", version=1, by=bo),
        lambda: keep_draft(problem=problem, step=1, text="Ny", by=bo),
        lambda: reach_short_step(problem=problem, step=1, by=bo),
        lambda: copy_example(problem=problem, example=next(iter(shipped_examples().values())), by=bo),
        lambda: ask_data(problem=problem, asked=asked("dark"), today=TODAY, by=bo),
        lambda: add_evidence(cause=cause, grounds=Grounds(text="Ny"), today=TODAY, by=bo),
        lambda: strike_evidence(evidence=kept, by=bo), lambda: take_back_evidence(evidence=kept, by=bo),
        lambda: set_goal(problem=problem, aim=aim, today=TODAY, by=bo),
        lambda: change_goal(goal=goal, aim=aim, version=goal.version, today=TODAY, by=bo),
        lambda: say_of_goal(goal=goal, said="reached", text="Ny", version=goal.version, today=TODAY, by=bo),
        lambda: remove_goal(goal=goal, by=bo), lambda: begin_mapping(problem=problem, by=bo),
        lambda: drop_draft(mapping=mapping, version=mapping.version, by=bo),
        lambda: tick_ready(problem=problem, item=item, ready=True, today=TODAY, by=bo),
    ):  # fmt: skip
        with pytest.raises(Refused, match="avslutat"):
            verb()
    move_problem(problem=closed, step=Step(state="analysed", reason="Det kom tillbaka"), today=TODAY,
                 version=closed.version, by=bo)  # fmt: skip
    assert strike_cause(**old).struck_on


@pytest.mark.parametrize("write", [
    lambda problem, bo, text: add_cause(problem=problem, said=Said(text=text, side="place"), by=bo),
    lambda problem, bo, text: set_chain_steps(problem=problem, texts=[text], by=bo),
    lambda problem, bo, text: keep_draft(problem=problem, step=1, text=text, by=bo),
    lambda problem, bo, text: conclude_causes(problem=problem, participants="", conclusion=text, version=1, by=bo),
    lambda problem, bo, text: conclude_causes(problem=problem, participants=text, conclusion="", version=1, by=bo),
    lambda problem, bo, text: add_factor(
        area=problem.area, told=Factor(heading="efficacy", kind="risk", level="school", text=text), today=TODAY, by=bo
    ),
])  # fmt: skip
def test_no_person_is_written_anywhere(problem, bo, write):
    with pytest.raises(Refused):
        write(problem, bo, "Ring 070-174 06 05 om 19811218-9876")
    assert not Cause.objects.exists() and not ChainStep.objects.exists() and not AreaFactor.objects.exists()


def test_who_works_and_who_sees(problem, town, bo, dag, eva, anna, cecilia):
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    for member, sees in ((bo, 1), (dag, 1), (anna, 0), (cecilia, 0)):
        assert Cause.objects.visible_to(member).count() == sees, member
    for member in (dag, anna):
        with pytest.raises(NotAllowed):
            add_cause(problem=problem, said=Said(text="Nej", side="place"), by=member)
    for verb in (lambda: strike_cause(cause=cause, version=1, by=cecilia),
                 lambda: ask_data(problem=problem, asked=asked("dark"), today=TODAY, by=cecilia),
                 lambda: move_cause(cause=cause, to=Move(side="victim"), version=1, by=cecilia)):  # fmt: skip
        with pytest.raises(NotAllowed):
            verb()


def weekend(town, n=14, **more):
    """Reports of damage on Saturday nights, one a week."""
    for week in range(n):
        people.observe(town, category="E1", on=date(2025, 5, 3) + timedelta(weeks=week), hour=23, **more)


def test_a_question_is_answered_kept_and_counted(problem, town, bo, eva):
    """Weekend nights are found; the answer has its figures, every question counts, the same one only once."""
    weekend(town)
    test = ask_data(problem=problem, asked=asked("weekend_nights"), today=TODAY, by=bo)
    told = test.told
    assert (told["verdict"], told["n"], told["inside"], told["order"]) == ("more", 14, 14, 1)
    words = " ".join(answer_words(test))
    assert "14 av 14 (100\u00a0%) var på helgnätter" in words and "för få andra rapporter" in words
    again = ask_data(problem=problem, asked=asked("weekend_nights"), today=TODAY, by=bo)
    assert again.pk == test.pk and CauseTest.objects.count() == 1
    second = ask_data(problem=problem, asked=asked("rising"), today=TODAY, by=bo)
    assert second.order == 2 and second.told["alpha"] == pytest.approx(0.05 / 6)
    assert "fråga 2 om problemet" in " ".join(answer_words(second))


def test_when_somebody_looked_and_decided_presence_stand_beside(problem, town, bo):
    weekend(town)
    weekend(town, seen_during="decided")
    for week in range(25):      # the guard reports other things at the same hours, and only then
        people.observe(town, category="H1", on=date(2025, 4, 12) + timedelta(weeks=week), hour=23)
    told = ask_data(problem=problem, asked=asked("weekend_nights"), today=TODAY, by=bo).told
    assert told["decided"] == {"n": 14, "inside": 14} and told["n"] == 14
    assert (told["verdict"], told["looks"], told["looks_inside"]) == ("as_looked", 25, 25)


def test_the_other_questions_answer_or_say_that_they_cannot(problem, town, bo):
    weekend(town, n=20)
    few = ask_data(problem=problem, asked=asked("dark", FIRST, date(2025, 5, 10)), today=TODAY, by=bo)
    assert few.told["verdict"] == "too_little" and "För lite underlag" in " ".join(answer_words(few))
    none = ask_data(problem=problem, asked=asked("school_break"), today=TODAY, by=bo)
    assert none.told["verdict"] == "no_window" and "Lägg in loven" in " ".join(answer_words(none))
    rows = [{"kind": "school_break", "name_sv": "Sommarlov", "first_on": date(2025, 6, 14),
             "last_on": date(2025, 8, 18)}]  # fmt: skip
    add_year_events(rows=rows, by=town.machine)
    summer = ask_data(problem=problem, asked=asked("school_break", FIRST, TODAY - timedelta(1)), today=TODAY, by=bo)
    assert summer.told["break_days"] == 66 and summer.told["n"] == 20
    place = ask_data(problem=problem, asked=asked("same_place"), today=TODAY, by=bo)
    assert place.told["verdict"] in ("too_little", "no_window", "more", "as_expected")
    rising = ask_data(problem=problem, asked=asked("rising"), today=TODAY, by=bo)
    assert rising.told["n"] == 20 and not rising.told["same_season"]
    for bad in (asked("nonsense"), asked("dark", TODAY, FIRST), asked("dark", date(1990, 1, 1), TODAY)):
        with pytest.raises(CauseRefused):
            ask_data(problem=problem, asked=bad, today=TODAY, by=bo)


def test_the_place_with_most_is_named_and_judged_as_picked(problem, town, bo):
    square = town.places["square"]
    outline = Outline(title="Torget", period_first=FIRST, place=square, categories=["E"])
    at_square = open_problem(outline=outline, today=TODAY, by=bo)
    area = square.area.code
    for week in range(16):
        people.observe(town, category="E1", area=area, place=square, on=date(2025, 5, 3) + timedelta(weeks=week))
    for step in range(24):
        people.observe(town, category="H1", area=area, on=date(2025, 5, 1) + timedelta(days=5 * step),
                       lon=17.141 + step * 0.0005, lat=62.405)  # fmt: skip
    told = ask_data(problem=at_square, asked=asked("same_place"), today=TODAY, by=bo).told
    assert (told["verdict"], told["name"], told["inside"]) == ("more", "Stora torget", 16)
    assert told["places"] == [{"name": "Stora torget", "events": 16}]


def test_evidence_is_frozen_with_what_it_rests_on(problem, town, bo):
    """Later reports change nothing in it; words alone are never called data."""
    weekend(town)
    cause = add_cause(problem=problem, said=Said(text="Ingen vuxen där på kvällen", side="place"), by=bo)
    test = ask_data(problem=problem, asked=asked("weekend_nights"), today=TODAY, by=bo)
    kept = add_evidence(
        cause=cause, grounds=Grounds(about_kind="test", reference=str(test.pk)), today=TODAY, by=bo
    )  # fmt: skip
    cause.refresh_from_db()
    assert (kept.count, kept.basis, cause.basis) == (14, "data", "data") and kept.about == str(test.pk)
    assert table_words(kept.frozen)["rows"][0][:3] == ["helgnätter", "14", "10\u00a0%"]
    counted = add_evidence(cause=cause, grounds=Grounds(about_kind="observations", against=True), today=TODAY, by=bo)
    assert counted.count == 14 and table_words(counted.frozen)["rows"][0][1] == "14"
    weekend(town, n=3)
    counted.refresh_from_db()
    assert counted.count == 14 and counted.period_first == FIRST and "Norr" in counted.source
    with pytest.raises(CauseRefused, match="vilka data"):
        add_evidence(cause=cause, grounds=Grounds(text="Siffrorna visar det", basis="data"), today=TODAY, by=bo)
    with pytest.raises(CauseRefused, match="inget att bygga på"):
        add_evidence(cause=cause, grounds=Grounds(about_kind="readings", reference="finns-inte"), today=TODAY, by=bo)
    strike_evidence(evidence=kept, by=bo)
    assert CauseEvidence.objects.of_problem(problem).count() == 1 and CauseEvidence.objects.get(pk=kept.pk).table
    assert CauseTest.objects.count() == 1                       # what was asked is kept, so that it counts


def test_what_rests_on_authorities_rows_is_not_shown_to_the_private_company(town, bo, dag, eva):
    outline = Outline(title="Bara myndigheter", period_first=FIRST, area=town.areas["A"], audience="authorities")
    narrow = open_problem(outline=outline, today=TODAY, by=bo)
    weekend(town, audience="authorities")
    cause = add_cause(problem=narrow, said=Said(text="Mörkt", side="place"), by=bo)
    test = ask_data(problem=narrow, asked=asked("weekend_nights"), today=TODAY, by=bo)
    add_evidence(cause=cause, grounds=Grounds(about_kind="test", reference=str(test.pk)), today=TODAY, by=bo)
    assert test.told["n"] == 14
    type(narrow).objects.filter(pk=narrow.pk).update(audience="parties")     # widened later: the figures stay narrow
    assert CauseEvidence.objects.visible_to(dag).count() == CauseTest.objects.visible_to(dag).count() == 1
    assert CauseEvidence.objects.visible_to(eva).count() == CauseTest.objects.visible_to(eva).count() == 0
    narrow.refresh_from_db()
    assert ask_data(problem=narrow, asked=asked("weekend_nights"), today=TODAY, by=bo).told["n"] == 0


@pytest.mark.parametrize("code", list(shipped_examples()))
def test_an_example_is_copied_whole_and_once_and_says_that_it_is_made_up(problem, bo, code):
    example = shipped_examples()[code]
    assert copy_example(problem=problem, example=example, by=bo) == len(example.causes)
    assert copy_example(problem=problem, example=example, by=bo) == 0
    copied = list(Cause.objects.of_problem(problem))
    assert {each.from_example for each in copied} == {code} and {each.basis for each in copied} == {"assumption"}
    assert [each.text for each in ChainStep.objects.of_problem(problem)] == [each.text for each in example.chain]
    assert ChainStep.objects.filter(break_point=True).count() == sum(each.break_point for each in example.chain) > 0
    assert sum(each.parent_id is not None for each in copied) == sum(bool(each.behind) for each in example.causes)
    assert "Påhittat" in example.situation and "Påhittat" in example.conclusion


def test_steps_of_the_chain_change_places(problem, bo):
    steps = set_chain_steps(problem=problem, texts=["Vill", "", "Skaffar", "Kör"], by=bo)
    change_chain_step(step=steps[2], text="Kör i parken", break_point=True, version=1, places=-1, by=bo)
    assert [each.text for each in ChainStep.objects.of_problem(problem)] == ["Vill", "Kör i parken", "Skaffar"]


def test_factors_of_an_area_are_for_the_group_and_stay_as_history(town, bo, dag, eva, anna, cecilia):
    told = Factor(heading="efficacy", kind="protection", level="neighbourhood", text="Aktiv hyresgästförening")
    area = town.areas["A"]
    factor = add_factor(area=area, told=told, today=TODAY, by=bo)
    narrow = Factor(heading="unwanted", kind="risk", level="peers", text="Bränder i soprum", shown_to="authorities")
    add_factor(area=area, told=narrow, today=TODAY, by=bo)
    seen = [AreaFactor.objects.visible_to(each).count() for each in (bo, dag, anna, cecilia)]
    assert seen == [2, 2, 0, 0]
    changed = change_factor(factor=factor, told=told, version=1, by=bo)
    with pytest.raises(Refused, match="hann före"):
        end_factor(factor=factor, on=TODAY, version=1, by=bo)
    end_factor(factor=factor, on=TODAY, version=changed.version, by=bo)
    assert AreaFactor.objects.of_area(area).standing().count() == 1 and AreaFactor.objects.count() == 2
    rests_on_nothing = Factor(heading="factors", kind="risk", level="school", text="Frånvaro", basis="data")
    with pytest.raises(Refused, match="vilka data"):
        add_factor(area=area, told=rests_on_nothing, today=TODAY, by=bo)
    for member in (dag, anna, cecilia):
        with pytest.raises(NotAllowed):
            add_factor(area=area, told=told, today=TODAY, by=member)
