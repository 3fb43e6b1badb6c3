"""A problem's goals, measures, evaluation and lesson on screen, and the library they end in."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.places.actions import add_place
from samsyn.ground.places.models import Place, PlaceType
from samsyn.method.followups.models import Evaluation, EvaluationPlan
from samsyn.method.library.models import Case
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.measures.catalogue.actions import add_known_measures
from samsyn.method.measures.models import Measure
from samsyn.method.problems.models import Cause, Goal, Problem
from samsyn.method.problems.opening.actions import Outline, Step, move_problem, open_problem
from tests import people

pytestmark = pytest.mark.django_db


def spot(town: Any, name: str, lon: float) -> Any:
    return add_place(
        name=name, lon=lon, lat=62.41, on=people.WEEK.last_day, by=town.machine,
        place_type=PlaceType.objects.get(municipality=town.municipality, code="path"),
    )  # fmt: skip


@pytest.fixture
def problem(town: Any, bo: Any) -> Problem:
    """A dark path with one cause, reported every other week for a year."""
    today = timezone.localdate()
    places = [spot(town, "Badvägen", 17.112), spot(town, "Ängsvägen", 17.152)]
    for place in places:
        for back in range(1, 40, 2):
            people.observe(town, place=place, area=None, on=Week.containing(today - timedelta(weeks=back)).first_day,
                           now=timezone.now())  # fmt: skip
    add_known_measures(by=town.machine)
    outline = Outline(title="Mörk väg", place=places[0], period_first=today - timedelta(weeks=60), categories=["E1"])
    made = open_problem(outline=outline, today=today, by=bo)
    for position, (text, side) in enumerate((("Trasiga lampor", "place"), ("Gäng utan plats att vara", "offender"))):
        Cause.objects.create(
            municipality=town.municipality, problem=made, text=text, side=side, position=position, nature="situational"
        )
    return made


def line(town: Any, problem: Problem, **more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "what": "Ny belysning", "organisation": str(town.organisations["school"].pk), "kind": "physical",
        "where": f"place:{problem.place_id}", "due_on": (today + timedelta(days=9)).isoformat(), "horizon": "short",
        "extent": "Sex lampor", "follow_up_on": (today + timedelta(weeks=20)).isoformat(), **more,
    }  # fmt: skip


def test_a_problem_is_taken_from_goal_to_case(client, town, bo, problem, django_assert_max_num_queries):
    client.force_login(bo.user)
    home, today = f"/norr/problem/{problem.number}", timezone.localdate()
    with django_assert_max_num_queries(45):
        assert "Inga mål än" in client.get(f"{home}/mal").content.decode()
    aim = {"text": "Hälften", "due_on": (today + timedelta(weeks=30)).isoformat(), "measured_by": "reports",
           "target": "3,5", "weeks": "13", "specific": "yes"}  # fmt: skip
    assert client.post(f"{home}/mal", aim).status_code == 302
    goal = Goal.objects.get()
    assert goal.baseline["n"] > 3 and goal.target == 3.5
    said = client.get(f"{home}/mal").content.decode()
    assert "för tidigt att säga" in said and "högst 4" in said or "högst 3" in said
    cause = Cause.objects.get(side="place")
    page = client.get(f"{home}/atgarder?orsak={cause.pk}").content.decode()
    assert "2 orsaker har ingen åtgärd" in page and "Kända åtgärder mot: Trasiga lampor" in page
    assert client.post(f"{home}/atgarder/ny", line(town, problem, extent="")).status_code == 422
    answer = client.post(f"{home}/atgarder/ny?kand=belysning", line(town, problem, causes=[str(cause.pk)]))
    assert answer.headers["Location"].endswith("/utvardering#a-1")
    measure = Measure.objects.get()
    assert (measure.problem, list(measure.causes.all())) == (problem, [cause])
    with django_assert_max_num_queries(50):
        page = client.get(f"{home}/atgarder").content.decode()
    assert "1 orsak har ingen åtgärd" in page and "Gäng utan plats" in page
    page = client.get(f"{home}/utvardering").content.decode()
    assert "Ängsvägen" in page and "Liknar platsen här" in page
    twin = f"place:{Place.objects.get(name='Ängsvägen').pk}"
    told = {"measure": "1", "where": twin, "weeks": "26", "ring": "300", "aim": ""}
    assert client.post(f"{home}/utvardering/plan", told).status_code == 302
    plan = EvaluationPlan.objects.get()
    assert plan.ring_m == 300 and plan.power["expected"] > 0
    page = client.get(f"{home}/utvardering").content.decode()
    assert "bestämt före start" in page and "En halvering märks" in page
    client.post(f"{home}/utvardering/spara", {"measure": "1", "text": "Vi väntar"})
    assert Evaluation.objects.get().figures["says"] == "not_begun"
    asked = {"antal": "10", "fran": (Week.containing(today) - 30).label, "veckor": "13"}
    client.post(f"{home}/utvardering/varst", asked)
    page = client.get(f"{home}/utvardering").content.decode()
    assert "bestämd i efterhand" in page and "Visa svaret" in page and "för lite underlag" not in page
    client.post(f"{home}/utvardering/varst/svar", {"fraga": "1"})
    assert "för lite underlag" in client.get(f"{home}/utvardering").content.decode()
    assert client.post(f"{home}/utvardering/varst/svar", {"fraga": "9"}).status_code == 404
    assert Evaluation.objects.filter(design="worst").count() == 1
    assert "när problemet är avslutat" in client.get(f"{home}/larande").content.decode()
    problem.refresh_from_db()
    done = Step(state="closed", reason="Klart")
    move_problem(problem=problem, step=done, today=today, version=problem.version, by=bo)
    page = client.get(f"/norr/bibliotek/nytt?problem={problem.number}").content.decode()
    assert "Trasiga lampor" in page and "Ny belysning" in page
    case = {"title": "Lyset", "situation": "Mörkt", "ended_on": today.isoformat(), "place_type": "path",
            "categories": ["E1"], "sides": ["place"], "audience": "parties", "grade": "2"}  # fmt: skip
    assert client.post(f"/norr/bibliotek/nytt?problem={problem.number}", case).status_code == 302
    made = Case.objects.get()
    assert made.problem == problem
    assert "Lyset" in client.get(f"{home}/larande").content.decode()
    with django_assert_max_num_queries(40):
        assert "Lyset" in client.get("/norr/bibliotek?ord=mörkt").content.decode()
    share = client.get(f"/norr/bibliotek/fall/{made.pk}/dela").content.decode()
    assert "Går inte att dela än" in share and "Bara 2 platser" in share


def test_who_looks_may_not_change_and_next_door_sees_nothing(client, town, dag, siv, cecilia, problem):
    home = f"/norr/problem/{problem.number}"
    client.force_login(dag.user)
    for step in ("mal", "atgarder", "utvardering", "larande"):
        answer = client.get(f"{home}/{step}")
        assert answer.status_code == 200 and "Spara" not in answer.content.decode().replace("Sparade utv", ""), step
    assert client.post(f"{home}/atgarder/ny", line(town, problem)).status_code == 403
    assert client.post(f"{home}/mal", {"text": "x"}).status_code in (403, 422)
    client.force_login(siv.user)
    assert client.get(f"{home}/mal").status_code == 403
    client.force_login(cecilia.user)
    assert {client.get(f"{home}/{step}").status_code for step in ("mal", "atgarder", "utvardering", "larande")} == {404}


def test_a_weekly_measure_is_brought_to_the_problem_and_only_control_gets_a_hint(client, town, bo, problem):
    client.force_login(bo.user)
    home, today = f"/norr/problem/{problem.number}", timezone.localdate()
    first = {"what": "Ronder", "organisation": town.organisations["police"], "due_on": today, "area": town.areas["A"]}
    bare = decide_measure(line=Line(**first), today=today, by=bo)
    page = client.post(f"{home}/atgarder/rikta", {"measure": bare.number}, follow=True).content.decode()
    assert "Fyll först i" in page
    whole = Line(**first, kind="police", horizon="short", extent="Sex ronder")
    guarded = decide_measure(line=whole, today=today, by=bo)
    cause = Cause.objects.get(side="offender")
    page = client.post(
        f"{home}/atgarder/rikta", {"measure": guarded.number, "causes": [str(cause.pk)]}, follow=True
    ).content.decode()
    assert "tillsammans med sociala" in page and "Brå 2016:20" in page
    page = client.post(f"/norr/atgarder/{guarded.number}/borja", {"version": 2}, follow=True).content.decode()
    assert "Bestäm vilken dag ni frågar" in page
    guarded.refresh_from_db()
    assert guarded.state == "planned" and guarded.problem == problem
    client.post(f"{home}/atgarder/slapp", {"measure": guarded.number, "version": guarded.version})
    guarded.refresh_from_db()
    assert guarded.problem is None and not guarded.causes.exists()


def test_the_library_opens_for_who_sees_measures(client, town, dag, anna, bo):
    client.force_login(anna.user)
    assert client.get("/norr/bibliotek").status_code == 403
    client.force_login(dag.user)
    page = client.get("/norr/bibliotek?plats=stairwell").content.decode()
    assert "Malmö" in page and "Berätta om" not in page
    page = client.get("/norr/bibliotek/kort/malmo").content.decode()
    assert "Bekräftat" in page and "Vår slutsats" in page and "Brå 2018-02-07" in page
    assert client.get("/norr/bibliotek/kort/ingen").status_code == 404
    client.force_login(bo.user)
    story = {"title": "Vandringen", "situation": "Ingen kom", "ended_on": "2025-10-01", "lesson": "Bjud på kaffe"}
    assert client.post("/norr/bibliotek/nytt", story).status_code == 302
    made = Case.objects.get()
    assert made.is_story and "Bjud på kaffe" in client.get(f"/norr/bibliotek/fall/{made.pk}").content.decode()
    story["lesson"] = "Bjud på bullar"
    client.post(f"/norr/bibliotek/fall/{made.pk}/andra", {**story, "version": 1})
    assert Case.objects.get().lesson == "Bjud på bullar"
    assert client.post(f"/norr/bibliotek/fall/{made.pk}/dra-tillbaka", follow=True).status_code == 200
