"""The library: a closed problem becomes a case, others read it only after a person has seen what it gives away."""

from datetime import date, timedelta
from typing import Any

import pytest

from samsyn.ground.people.actions import add_organisation
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.places.actions import add_place
from samsyn.ground.places.models import PlaceType
from samsyn.ground.refusals import Refused
from samsyn.method.followups.models import Evaluation, FollowUp
from samsyn.method.library.actions import Told, change_case, offer_case, preview_of, withdraw_case, write_case
from samsyn.method.library.cards.reading import card, cards
from samsyn.method.library.disclosing import Coarseness, coarse_enough
from samsyn.method.library.drafting import draft_of
from samsyn.method.library.finding import Sought, found_cards, found_cases, found_offered, offered_case
from samsyn.method.library.models import Case
from samsyn.method.measures.catalogue.actions import shipped_measures
from samsyn.method.measures.models import Measure
from samsyn.method.measures.states import Cause as Side
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import Outline, Step, move_problem, open_problem
from tests import people

pytestmark = pytest.mark.django_db
ENDED = people.WEEK.last_day
EXACT = Coarseness()


def told(**more: Any) -> Told:
    return Told(**{"title": "Lyset som hjälpte", "situation": "En mörk väg till badet.", "ended_on": ENDED,
                   "place_type": "square", "categories": ("E1",), "sides": ("place",), **more})  # fmt: skip


@pytest.fixture
def alike(town: Any) -> Any:
    """Lay reports at so many squares in the season of the case."""

    def lay(count: int) -> None:
        kind = PlaceType.objects.get(municipality=town.municipality, code="square")
        for number in range(count):
            place = add_place(
                name=f"Plats nummer {number}", lon=17.11 + number / 1000, lat=62.41, place_type=kind, on=ENDED,
                by=town.machine,
            )  # fmt: skip
            people.observe(town, place=place, area=None, on=ENDED - timedelta(days=number % 5))

    return lay


def offered(case: Case, by: Any, *, coarse: Coarseness = EXACT) -> Case:
    seen = preview_of(case, coarse=coarse)["mark"]
    return offer_case(case=case, coarse=coarse, function="Säkerhetschef", seen=seen, today=ENDED, by=by)


def test_a_case_is_shared_only_when_five_places_look_the_same(bo, cecilia, alike):
    case = write_case(told=told(), by=bo)
    alike(4)
    assert preview_of(case, coarse=EXACT)["report"]["why"] == ["few_alike"]
    with pytest.raises(Refused, match="grövre"):
        offered(case, bo)
    assert not Case.objects.offered_to(cecilia).exists()
    alike(6)
    assert preview_of(case, coarse=EXACT)["report"]["k"] == 10
    shown = offered(case, bo)
    assert (shown.sharing, shown.approved_by) == ("offered", "Säkerhetschef")
    read = Case.objects.offered_to(cecilia).get().shared
    assert (read["county"], read["season"], read["year"]) == ("Sverige", "autumn", 2025)
    assert not {"municipality", "place", "ended_on", "audience"} & set(read)
    assert not Case.objects.visible_to(cecilia).exists()
    withdrawn = withdraw_case(case=shown, today=ENDED, by=bo)
    assert withdrawn.shared == {} and not Case.objects.offered_to(cecilia).exists()


def test_a_case_for_authorities_is_read_by_authorities_alone_and_one_for_a_few_is_never_offered(
    bo, cecilia, neighbour, alike
):
    alike(6)
    neighbour.organisations["housing"] = add_organisation(
        name="Söderbo AB", kind="housing", legal_kind="private", by=neighbour.machine
    )
    eva = people.join(neighbour, "Eva", role="group_member", organisation="housing")
    case = offered(write_case(told=told(audience="authorities"), by=bo), bo)
    assert Case.objects.offered_to(cecilia).exists() and not Case.objects.offered_to(eva).exists()
    case = change_case(case=case, told=told(result="Nya ord"), version=case.version, by=bo)
    assert not Case.objects.offered_to(eva).exists()         # what was approved for authorities stays with them
    case = offered(case, bo)
    assert Case.objects.offered_to(eva).exists()
    case = change_case(case=case, told=told(audience="coordinator"), version=case.version, by=bo)
    assert not Case.objects.offered_to(cecilia).exists()
    assert preview_of(case, coarse=EXACT)["report"]["why"] == ["for_few"]
    with pytest.raises(Refused):
        offered(case, bo)


def test_places_are_alike_only_where_all_that_is_told_fits_and_the_preview_says_what_costs_most(bo, alike):
    alike(6)
    case = write_case(told=told(categories=("E1", "G3")), by=bo)
    report = preview_of(case, coarse=EXACT)["report"]
    assert (report["k"], report["places"], report["why"]) == (0, 6, ["few_alike"])      # none had both
    assert report["costs"][0] == {"what": "category", "code": "G3", "k": 6}
    assert preview_of(case, coarse=Coarseness(group_only=True))["report"]["k"] == 0
    less = coarse_enough(case, coarse=EXACT)
    assert less == Coarseness(leave_out=("G3",))
    seen = preview_of(case, coarse=less)
    assert (seen["report"]["k"], seen["report"]["why"], seen["shared"]["categories"]) == (6, [], ["E1"])
    case = change_case(case=case, told=told(categories=("E1", "E2")), version=1, by=bo)
    assert preview_of(case, coarse=Coarseness(group_only=True))["report"]["k"] == 6


def test_small_counts_are_told_as_fewer_than_five_to_others_alone(bo, alike):
    result = "Det gick från 12 till 3 rapporter. Tre ungdomar var kvar. Ljus i 11 stolpar."
    alike(6)
    case = write_case(told=told(result=result), by=bo)
    seen = preview_of(case, coarse=EXACT)
    assert seen["shared"]["result"] == (
        "Det gick från 12 till färre än 5 rapporter. Färre än 5 ungdomar var kvar. Ljus i 11 stolpar.")
    assert seen["report"]["small"] and case.result.startswith("Det gick från 12 till 3")


@pytest.mark.parametrize(("words", "why"), [
    ("Det var på Stora torget", "named"), ("Torgets nya ljus", "named"), ("Norrskolan hjälpte till", "named"),
    ("Allt blev lugnt i Alby", "named"), ("Tänt den 12 november", "dated"), ("Lugnt sedan v. 46", "dated"),
])  # fmt: skip
def test_own_names_and_dates_stop_the_sharing(bo, alike, words, why):
    alike(6)
    case = write_case(told=told(result=words), by=bo)
    found = preview_of(case, coarse=EXACT)["report"]
    assert found["why"] == [why] and found[why]
    with pytest.raises(Refused):
        offered(case, bo)


def test_a_number_of_a_port_is_no_name_but_a_street_is(town, bo):
    kind = PlaceType.objects.get(municipality=town.municipality, code="stairwell")
    add_place(name="Almgatan 12", lon=17.11, lat=62.41, place_type=kind, aliases=["port 12"], on=ENDED, by=town.machine)
    said = {"situation": "En port som inte gick i lås", "result": "Lugnt på Almgatan"}
    assert preview_of(write_case(told=told(**said), by=bo), coarse=EXACT)["report"]["named"] == ["Almgatan 12"]


def test_what_is_approved_is_what_was_seen(bo, anna, siv, alike):
    alike(6)
    case = write_case(told=told(), by=bo)
    seen = preview_of(case, coarse=EXACT)["mark"]
    case = change_case(case=case, told=told(result="Mycket lugnare"), version=1, by=bo)
    with pytest.raises(Refused, match="ändrats"):
        offer_case(case=case, coarse=EXACT, function="Chef", seen=seen, today=ENDED, by=bo)
    with pytest.raises(Refused, match="funktion"):
        offer_case(case=case, coarse=EXACT, function=" ", seen=seen, today=ENDED, by=bo)
    kept = offered(case, bo).shared
    case = change_case(case=Case.objects.get(), told=told(result="Något helt annat"), version=3, by=bo)
    assert case.shared == kept and case.shared["result"] == "Mycket lugnare"
    for stranger in (anna, siv):
        with pytest.raises(NotAllowed):
            withdraw_case(case=case, today=ENDED, by=stranger)


def test_a_case_comes_from_a_closed_problem_and_only_once(town, bo, eva):
    outline = Outline(title="Mörk väg", area=town.areas["A"], period_first=date(2025, 1, 6), categories=["E1"],
                      audience="authorities")  # fmt: skip
    problem = open_problem(outline=outline, today=ENDED, by=bo)
    with pytest.raises(Refused, match="inte avslutat"):
        write_case(told=draft_of(problem, by=bo, today=ENDED), by=bo)
    move_problem(problem=problem, step=Step(state="closed", reason="Klart"), today=ENDED, version=1, by=bo)
    problem = Problem.objects.get()
    draft = draft_of(problem, by=bo, today=ENDED)
    assert (draft.title, draft.categories, draft.audience, draft.grade) == ("Mörk väg", ("E1",), "authorities", None)
    case = write_case(told=draft, by=bo)
    assert not case.is_story and not Case.objects.visible_to(eva).exists()
    with pytest.raises(Refused, match="redan"):
        write_case(told=draft, by=bo)
    with pytest.raises(Refused):
        write_case(told=told(situation="Ring 070-174 06 22"), by=bo)


def test_a_draft_leaves_out_what_is_for_fewer_than_the_case(town, bo):
    outline = Outline(title="Mörk väg", area=town.areas["A"], period_first=date(2025, 1, 6), categories=["E1"])
    problem = open_problem(outline=outline, today=ENDED, by=bo)
    rows = [(1, "Ny lampa", "parties", "Ljus lugnar."), (2, "Dolda pass", "authorities", "Hälften så många.")]
    for number, what, audience, lesson in rows:
        measure = Measure.objects.create(
            municipality=town.municipality, number=number, what=what, audience=audience, problem=problem,
            area=town.areas["A"], organisation=town.organisations["police"], decided_on=ENDED, due_on=ENDED,
            kind="physical",
        )  # fmt: skip
        FollowUp.objects.create(municipality=town.municipality, measure=measure, made_on=ENDED, lesson=lesson)
    Evaluation.objects.create(municipality=town.municipality, problem=problem, measure=measure, made_on=ENDED,
                              design="rules", text="Klart färre.", figures={"grade": 3})  # fmt: skip
    Evaluation.objects.create(municipality=town.municipality, problem=problem, made_on=ENDED, shown_to="authorities",
                              design="worst", text="Färre.", figures={"grade": 2})  # fmt: skip
    draft = draft_of(problem, by=bo, today=ENDED)
    assert (draft.measure, draft.lesson, draft.result, draft.grade) == ("Ny lampa.", "Ljus lugnar.", "", None)
    Evaluation.objects.all().delete()
    problem.audience = "group"
    draft = draft_of(problem, by=bo, today=ENDED)
    assert draft.audience == "coordinator" and "Dolda pass" in draft.measure


def test_cases_are_found_by_words_and_by_likeness(bo, dag, cecilia, alike):
    alike(6)
    light = write_case(told=told(), by=bo)
    stairs = write_case(told=told(title="Trapphuset", situation="Fimpar", place_type="stairwell", categories=("G3",),
                                  sides=("offender",), known=("last-entre",)), by=bo)  # fmt: skip
    assert [hit.what for hit in found_cases(Sought(words="FIMPAR trapp"), by=dag)] == [stairs]
    alike_stairs = found_cases(Sought(place_type="stairwell", categories=("G1",), sides=("offender",)), by=bo)
    assert [hit.what for hit in alike_stairs] == [stairs]
    assert alike_stairs[0].likeness == 0.825
    assert [hit.what for hit in found_cases(Sought(known="last-entre"), by=bo)] == [stairs]
    offered(light, bo)
    assert [hit.what for hit in found_offered(Sought(words="lyset"), by=cecilia)] == [light]
    assert found_offered(Sought(words="fimpar"), by=cecilia) == [] == found_offered(Sought(), by=bo)
    assert offered_case(light.pk, by=cecilia)["title"] == "Lyset som hjälpte"
    assert offered_case(stairs.pk, by=cecilia) is None is offered_case(light.pk, by=bo)


def test_eight_cards_each_say_what_is_confirmed_and_by_whom():
    assert [each.code for each in cards()] == [
        "orebro", "botkyrka", "boras", "sollentuna", "norrkoping", "malmo", "borlange", "vaxjo",
    ]  # fmt: skip
    known = {row["code"] for row in shipped_measures()["measures"]}
    for each in cards():
        assert len(each.confirmed) >= 3 and all(one.source and one.label_en for one in each.confirmed)
        assert {one.source for one in each.concluded} == {"vår slutsats"}
        assert set(each.known) <= known and set(each.sides) <= set(Side.values)
    assert card("malmo") and card("okänd") is None
    assert [hit.what.code for hit in found_cards(Sought(words="olaga"))] == ["malmo"]
    assert found_cards(Sought(place_type="stairwell"))[0].what.place_type == "stairwell"
