"""The law check, the five steps, the yearly questions and the self-check: what is found, linked, moved and kept."""

from datetime import date, timedelta

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_group, add_seat
from samsyn.ground.permissions import NotAllowed
from samsyn.method.duties.actions import (
    DutyRefused,
    Said,
    add_item,
    begin_steps,
    current_step,
    link_evidence,
    mark_item,
    move_to_step,
    report_to_council,
    say_of_duty,
    unlink_evidence,
)
from samsyn.method.duties.finding import Found, law_check
from samsyn.method.duties.law import ITEM_CODES, STEPS
from samsyn.method.duties.models import Evidence, StepItem, StepMove, SurveyQuestion
from samsyn.method.duties.reminders.actions import note_renewals
from samsyn.method.duties.survey.actions import (
    check_ourselves,
    fetch_questions,
    save_answer,
    save_question,
    stamp_of_question,
    suggestions,
)
from samsyn.method.duties.survey.asked import ASPECTS, DEFAULT_QUESTIONS
from samsyn.method.plans.actions import follow_up_document
from samsyn.method.plans.dates import months_after
from tests.method.test_plans import decide, picture, plan
from tests.people import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def check(norr, *, on=TODAY):
    return {state.code: state for state in law_check(norr, today=on)}


def law_kept(bo):
    """Bo has a decided picture and a decided plan whose problems need no measure but one."""
    from samsyn.method.plans.rows.actions import SaidMeasure, SaidProblem, save_measure, save_problem

    drawn = decide(picture(bo), bo)
    made = plan(bo, drawn)
    first, second = made.problems.in_order()
    save_measure(document=made, said=SaidMeasure(what="Bättre ljus", against=first), by=bo)
    save_problem(document=made, row=second, by=bo, said=SaidProblem(
        title=second.title, traces_to=second.traces_to, no_measure_why="Redan löst."))
    return drawn, decide(made, bo)


def test_the_check_begins_empty_and_grows_green_as_the_work_is_done(town, norr, bo, observe):
    observe()
    before = check(norr)
    assert len(before) == 11 and before["cameras"].standing == "optional"
    assert {each.standing for code, each in before.items() if code in ("picture", "plan", "renewal")} == {"missing"}
    assert before["agreements"].standing == "partly" and "1 parter" in before["agreements"].why    # Hyreshus AB
    _drawn, made = law_kept(bo)
    now = check(norr)
    assert (now["picture"].standing, now["plan"].standing, now["renewal"].standing) == ("met", "met", "partly")
    assert now["renewal"].due_on == date(2027, 10, 7) and "Kommunstyrelsen" in now["plan"].why
    follow_up_document(document=made, texts={"followed": "Gjort."}, on=TODAY + timedelta(days=300), by=bo)
    assert check(norr, on=TODAY + timedelta(days=301))["renewal"].standing == "met"
    assert check(norr, on=TODAY + timedelta(days=800))["renewal"].standing == "missing"


def test_a_council_is_led_by_the_municipality_and_has_more_than_one_party(town, norr, bo):
    council = add_group(name="Strategiska rådet", kind="råd", by=town.machine)
    found = check(norr)["council"].found
    assert [one.target for one in found] == [str(council.pk)] and check(norr)["council"].standing == "partly"
    link_evidence(code="council", found=found, by=bo)
    assert link_evidence(code="council", found=found, by=bo) == []           # the same once more is nothing
    assert "Minst två parter" in check(norr)["council"].why
    add_seat(group=council, function="Kommundirektör", organisation=town.organisations["school"], by=town.machine)
    police = town.organisations["police"]
    add_seat(group=council, function="Chef lokalpolisområde", organisation=police, by=town.machine)
    assert "ingen plats för kommunen" in check(norr)["council"].why
    add_seat(group=council, function="Ordförande", organisation=town.organisations["town"], by=town.machine)
    assert check(norr)["council"].standing == "met"
    unlink_evidence(evidence=Evidence.objects.get(), by=bo)
    assert check(norr)["council"].standing == "partly"


def test_a_standing_of_ones_own_needs_its_reason_and_reports_grow_old(norr, bo, cecilia):
    with pytest.raises(DutyRefused, match="Skriv varför"):
        say_of_duty(code="integration", said=Said(standing="met"), on=TODAY, by=bo)
    with pytest.raises(DutyRefused):
        say_of_duty(code="integration", said=Said(note="Ring 070-174 06 22"), on=TODAY, by=bo)
    said = Said(standing="partly", note="RSA görs om i vår.", function="Säkerhetschef", due_on=date(2026, 5, 1))
    say_of_duty(code="integration", said=said, on=TODAY, by=bo)
    state = check(norr)["integration"]
    assert (state.standing, state.why, state.due_on) == ("partly", "RSA görs om i vår.", date(2026, 5, 1))
    report_to_council(given_on=date(2025, 3, 1), subject="Läget första kvartalet", by=bo)
    assert check(norr)["reporting"].standing == "met"
    assert check(norr, on=date(2026, 4, 1))["reporting"].standing == "partly"
    link_evidence(code="integration", found=[Found("other", "", "Kommunens RSA 2024")], by=bo)
    with pytest.raises(NotAllowed):
        unlink_evidence(evidence=Evidence.objects.get(), by=cecilia)


def test_who_reads_the_check(bo, siv, dag, eva, anna, cecilia):
    link_evidence(code="integration", found=[Found("other", "", "Kommunens RSA 2024")], by=bo)
    seen = {who: Evidence.objects.visible_to(member).exists()
            for who, member in (("bo", bo), ("siv", siv), ("dag", dag), ("eva", eva), ("anna", anna), ("c", cecilia))}
    assert seen == {"bo": True, "siv": True, "dag": True, "eva": False, "anna": False, "c": False}
    with pytest.raises(NotAllowed):
        begin_steps(on=TODAY, by=siv)


def test_two_years_are_reminded_of_at_18_21_and_23_months(town, bo, observe):
    observe()
    law_kept(bo)
    days = [months_after(TODAY, months) for months in (17, 18, 19, 21, 23, 24)]
    assert [note_renewals(today=day, by=town.machine) for day in days] == [0, 2, 0, 2, 2, 0]
    told = sorted(line.changed["months"] for line in Event.objects.filter(happening="law_duty.renewal_due"))
    assert told == [18, 18, 21, 21, 23, 23]


def test_the_five_steps_go_on_and_back_and_keep_why(norr, bo):
    begin_steps(on=TODAY, by=bo)
    assert current_step(norr) == 1 and StepItem.objects.count() == len(ITEM_CODES) and len(STEPS) == 5
    with pytest.raises(DutyRefused, match="redan påbörjade"):
        begin_steps(on=TODAY, by=bo)
    first = StepItem.objects.get(code="decision")
    mark_item(item=first, ready_on=TODAY, found=Found("other", "", "KS 2024-11-05 § 88"), by=bo)
    first.refresh_from_db()
    assert first.shown_by == "KS 2024-11-05 § 88"
    with pytest.raises(DutyRefused):
        move_to_step(step=3, on=TODAY, by=bo)
    moved = move_to_step(step=2, on=TODAY, by=bo)
    assert moved.not_ready == ["roles", "organisation", "communication"]     # it went on anyway, and that is kept
    with pytest.raises(DutyRefused, match="varför ni går tillbaka"):
        move_to_step(step=1, on=TODAY, by=bo)
    move_to_step(step=1, on=TODAY, why="Ny ledning i lokalpolisområdet.", by=bo)
    assert current_step(norr) == 1
    assert Event.objects.filter(happening="step.moved").count() == 3 == StepMove.objects.count()
    assert add_item(step=2, words="Skolan har sett bilden", by=bo).code == "own-22"


def test_answers_to_the_yearly_questions_are_suggested_from_what_is_known(norr, bo, observe):
    observe()
    law_kept(bo)
    assert fetch_questions(by=bo) == len(DEFAULT_QUESTIONS) and fetch_questions(by=bo) == 0
    told = suggestions(norr, today=TODAY)
    assert told["picture"]["text"].startswith("Lägesbilden beslutades") and told["picture"]["evidence"]
    question = SurveyQuestion.objects.get(code="picture")
    saved = save_answer(question=question, year=2025, on=TODAY, by=bo, **{
        name: told["picture"][name] for name in ("text", "evidence")})
    assert saved.evidence == told["picture"]["evidence"]
    save_question(question=question, words="Har kommunen en lägesbild?", seen=stamp_of_question(question), by=bo)
    question.refresh_from_db()
    assert (question.words_sv, question.words_en) == ("Har kommunen en lägesbild?", "")


def test_the_self_check_is_the_groups_and_gives_a_profile(bo):
    with pytest.raises(DutyRefused, match="1 till 5"):
        check_ourselves(year=2025, answers={"structure": [6]}, text="", function="Styrgruppen", on=TODAY, by=bo)
    with pytest.raises(DutyRefused, match="minst ett"):
        check_ourselves(year=2025, answers={}, text="", function="Styrgruppen", on=TODAY, by=bo)
    answers = {aspect.code: [4, 2] for aspect in ASPECTS[:6]}
    made = check_ourselves(year=2025, answers=answers, text="Mer tid.", function="Styrgruppen", on=TODAY, by=bo)
    assert (made.level("structure"), made.level("resources")) == (3.0, None)
