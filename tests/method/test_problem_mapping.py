"""A mapping rests on live figures until it is settled; then nothing changes it. Phases and what is ready are data."""

import json
from datetime import UTC, date, datetime

import pytest

from samsyn.ground.permissions import NotAllowed
from samsyn.method.indicators.models import Indicator, Reading
from samsyn.method.problems.equipping.shipped import rules_of, shipped_ways
from samsyn.method.problems.mapping.actions import (
    Written,
    begin_mapping,
    is_untouched,
    settle_mapping,
    write_mapping,
)
from samsyn.method.problems.mapping.figures import figures_of
from samsyn.method.problems.models import Mapping, Phase, PhaseModel, PhasePlacement, ReadyItem, ReadyMark, TriggerRule
from samsyn.method.problems.opening.actions import (
    Outline,
    ProblemOvertaken,
    ProblemRefused,
    change_problem,
    open_problem,
)
from samsyn.method.problems.phases.actions import (
    add_phase,
    add_phase_models,
    place_in_phase,
    switch_phase_model,
    write_phase,
)
from samsyn.method.problems.ways.actions import change_rule, tick_ready
from tests import people

pytestmark = pytest.mark.django_db
FIRST, LAST, TODAY = date(2025, 9, 1), date(2025, 10, 5), date(2025, 10, 7)
SAID = {"chosen": "Tredje hösten i rad", "what": "Lampor slås sönder", "limits": "Ingen är där på natten"}
RESTS = [{"name": "Rapporterna i Samsyn", "used": True, "why": ""}, {"name": "Skolan", "used": False, "why": "Lov"}]


@pytest.fixture
def problem(town, bo):
    outline = Outline(title="Mörk gångväg", period_first=FIRST, area=town.areas["A"], audience="parties")
    return open_problem(outline=outline, today=TODAY, by=bo)


def seen(town, day, **more):
    moment = datetime(2025, 9, day, 19, 30, tzinfo=UTC)
    return people.observe(town, observed_to=moment, area="A", **more)


def settled(draft, *, by, **more):
    written = Written(first_on=FIRST, answers=SAID | more, sources=RESTS)
    draft = write_mapping(mapping=draft, written=written, version=draft.version, by=by)
    return settle_mapping(mapping=draft, today=TODAY, version=draft.version, by=by)


def test_figures_are_live_until_settled_and_never_change_after(town, bo, eva, problem):
    draft = begin_mapping(problem=problem, by=bo)
    assert begin_mapping(problem=problem, by=bo).pk == draft.pk
    with pytest.raises(ProblemRefused, match="Fyll i"):
        settle_mapping(mapping=draft, today=TODAY, version=1, by=bo)
    one = settled(draft, by=bo)
    kept = json.loads(one.figures)
    assert (one.number, one.audience, one.last_on, is_untouched(one)) == (1, "parties", TODAY, True)
    assert (kept["n"], kept["before"], sum(kept["weeks"]["counts"])) == (0, None, 0)
    with pytest.raises(ProblemRefused, match="ändras aldrig"):
        write_mapping(mapping=one, written=Written(first_on=FIRST), version=one.version, by=bo)
    again = begin_mapping(problem=problem, by=bo)
    assert (again.number, again.answers, again.is_settled) == (2, SAID, False)
    with pytest.raises(ProblemOvertaken):
        write_mapping(mapping=again, written=Written(first_on=FIRST), version=7, by=bo)
    Mapping.objects.filter(pk=one.pk).update(answers={"what": "något annat"})
    assert not is_untouched(Mapping.objects.get(pk=one.pk))
    with pytest.raises(NotAllowed):
        begin_mapping(problem=problem, by=eva)


def test_a_text_about_a_person_is_not_kept_in_any_answer_or_source(town, bo, problem):
    draft = begin_mapping(problem=problem, by=bo)
    for written in (Written(first_on=FIRST, answers={"offenders": "Nås på 070-174 06 22"}),
                    Written(first_on=FIRST, sources=[{"name": "Skolan", "used": True, "why": "ring 070-174 06 22"}])):
        with pytest.raises(ProblemRefused):
            write_mapping(mapping=draft, written=written, version=1, by=bo)


def test_the_figures_are_those_that_the_problems_audience_may_see(town, bo, eva, dag, problem):
    for day in (2, 9, 9, 16):
        seen(town, day)
    seen(town, 17, audience="authorities")
    found = figures_of(problem, first=FIRST, last=LAST)
    assert (found["n"], sum(found["weeks"]["counts"]), found["audience"]) == (4, 4, "parties")
    assert (found["hours"]["n"], round(sum(map(sum, found["hours"]["counts"])))) == (4, 4)
    outline = Outline(title="Mörk gångväg", period_first=FIRST, area=town.areas["A"], audience="authorities")
    narrow = change_problem(problem=problem, outline=outline, version=1, by=bo)
    assert figures_of(narrow, first=FIRST, last=LAST)["n"] == 5
    one = settled(begin_mapping(problem=narrow, by=bo), by=bo)
    assert one.audience == "authorities"
    wider = Outline(title="Mörk gångväg", period_first=FIRST, area=town.areas["A"], audience="parties")
    change_problem(problem=narrow, outline=wider, version=2, by=bo)
    assert Mapping.objects.visible_to(dag).count() == 1
    assert Mapping.objects.visible_to(eva).count() == 0, "figures frozen for authorities stay with them"


def test_offences_stand_apart_with_source_and_n_and_are_never_added(town, bo, problem):
    seen(town, 2)
    offences = Indicator.objects.create(
        municipality=town.municipality, code="skade", name_sv="Skadegörelse", source="Brå", period="month",
        kind="offences",
    )  # fmt: skip
    for month, value in ((8, 7), (9, 12)):
        Reading.objects.create(
            municipality=town.municipality, indicator=offences, area=town.areas["A"], area_code="A",
            first_on=date(2025, month, 1), last_on=date(2025, month, 28), iso_week=202536, value=value, n=value,
        )  # fmt: skip
    found = figures_of(problem, first=FIRST, last=LAST)
    assert found["n"] == 1, "reports only"
    (told,) = found["outside"]
    assert (told["source"], [row["value"] for row in told["rows"]]) == ("Brå", [7.0, 12.0])


def test_phase_models_are_examples_off_by_default_and_a_placement_keeps_its_history(town, bo, dag, problem):
    assert (add_phase_models(by=bo), add_phase_models(by=bo)) == (2, 0)
    models = list(PhaseModel.objects.visible_to(bo).order_by("position"))
    assert [(each.is_example, each.active, each.phases.count()) for each in models] == [(True, False, 5)] * 2
    assert all("inte Brås text" in each.note_sv for each in models)
    first = models[0].phases.get(number=2)
    with pytest.raises(ProblemRefused, match="avstängd"):
        place_in_phase(phase=first, motivation="Andra hösten", today=TODAY, problem=problem, by=bo)
    switch_phase_model(model=models[0], active=True, by=bo)
    first.refresh_from_db()
    with pytest.raises(ProblemRefused, match="varför"):
        place_in_phase(phase=first, motivation=" ", today=TODAY, problem=problem, by=bo)
    place_in_phase(phase=first, motivation="Andra hösten", today=TODAY, problem=problem, by=bo)
    later = models[0].phases.get(number=3)
    place_in_phase(phase=later, motivation="Boende går en annan väg", today=TODAY, problem=problem, by=bo)
    place_in_phase(phase=later, motivation="Fler platser", today=TODAY, area=town.areas["A"], by=bo)
    rows = PhasePlacement.objects.visible_to(dag)
    assert [each.phase.number for each in rows.of_problem(problem).latest_first()] == [3, 2]
    assert rows.of_area(town.areas["A"]).count() == 1
    with pytest.raises(NotAllowed):
        place_in_phase(phase=later, motivation="Nej", today=TODAY, area=town.areas["A"], by=dag)
    changed = write_phase(phase=first, texts={"name_sv": "Det börjar"}, by=bo)
    assert (changed.name_sv, changed.name_en) == ("Det börjar", "")
    assert add_phase(model=models[0], name="Efteråt", by=bo).number == 6
    assert Phase.objects.visible_to(bo).in_use().count() == 6


def test_what_must_be_ready_and_when_a_problem_is_suggested_are_rows_of_the_municipality(town, bo, dag, problem):
    assert ReadyItem.objects.visible_to(bo).count() == len(shipped_ways()["ready"])
    assert [(each.kind, each.times, each.weeks) for each in rules_of(town.municipality)][0] == ("place_again", 4, 6)
    change_rule(kind="place_again", times=5, weeks=8, active=True, by=bo)
    change_rule(kind="no_effect", times=2, weeks=52, active=False, by=bo)
    assert [(each.kind, each.times) for each in rules_of(town.municipality)] == [("place_again", 5), ("open_long", 1)]
    assert TriggerRule.objects.count() == 3
    with pytest.raises(ProblemRefused):
        change_rule(kind="place_again", times=9, weeks=8, active=True, by=bo)
    by_hand = ReadyItem.objects.get(code="told")
    assert tick_ready(problem=problem, item=by_hand, ready=True, today=TODAY, by=bo)
    assert ReadyMark.objects.visible_to(dag).of_problem(problem).count() == 1
    tick_ready(problem=problem, item=by_hand, ready=False, today=TODAY, by=bo)
    assert not ReadyMark.objects.exists()
    with pytest.raises(ProblemRefused, match="själv"):
        tick_ready(problem=problem, item=ReadyItem.objects.get(code="mapping"), ready=True, today=TODAY, by=bo)
