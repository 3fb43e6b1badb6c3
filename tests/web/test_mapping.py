"""The mapping on screen: written, settled, frozen, taken out; what opens a problem; phases; ready; suggestions."""

from datetime import date

import pytest
from django.utils import timezone

from samsyn.method.measures.models import Measure
from samsyn.method.pictures.models import Finding
from samsyn.method.problems.actions import take_up
from samsyn.method.problems.models import Mapping, PhaseModel, PhasePlacement, Problem, ReadyMark, TriggerRule
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.web.problem.suggestions import suggestions_for
from tests import people

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 7)
SAID = {"q_chosen": "Tredje hösten i rad", "q_what": "Lampor slås sönder", "q_limits": "Ingen är där på natten",
        "s_0": "used", "s_5": "left", "w_5": "Höstlov", "first_on": "2025-09-01"}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_a, **_k: TODAY)


@pytest.fixture
def problem(town, bo):
    people.observe(town)
    outline = Outline(
        title="Mörk gångväg", period_first=date(2025, 9, 1), area=town.areas["A"], owner=town.organisations["housing"]
    )
    return open_problem(outline=outline, today=TODAY, by=bo)


def test_a_mapping_is_begun_written_settled_and_taken_out(
    client, town, bo, eva, siv, problem, django_assert_max_num_queries
):
    home = "/norr/problem/1/kartlaggning"
    client.force_login(bo.user)
    assert "Ingen kartläggning" in client.get(home).content.decode()
    client.post(f"{home}/borja")
    with django_assert_max_num_queries(28):
        page = client.get(home).content.decode()
    assert "Utkast" in page and "1 rapport" in page
    refused = client.post(f"{home}/skriv", {**SAID, "q_what": "Ring 070-174 06 22", "version": 1})
    assert refused.status_code == 422 and "070-174 06 22" in refused.content.decode(), "nothing written is lost"
    assert client.post(f"{home}/skriv", {**SAID, "version": 1}).status_code == 302
    late = client.post(f"{home}/skriv", {**SAID, "q_what": "Min text", "version": 1})
    assert late.status_code == 409 and "Min text" in late.content.decode()
    client.force_login(eva.user)
    assert client.post(f"{home}/skriv", {**SAID, "version": 2, "faststall": "1"}).status_code == 302, "owner may"
    one = Mapping.objects.get()
    assert one.is_settled and one.sources[1] == {"name": one.sources[1]["name"], "used": False, "why": "Höstlov"}
    people.observe(town)
    again = client.get(home).content.decode()
    assert "Fastställd" in again and "1 rapport<" in again, "the new report is not in it"
    assert client.get(f"{home}/1/fil.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{home}/1/fil.docx").content[:2] == b"PK"
    assert client.get(f"{home}/1/fil.txt").status_code == 404
    assert client.get(f"{home}/7").status_code == 404
    client.post(f"{home}/borja")
    draft = Mapping.objects.get(number=2)
    client.post(f"{home}/ta-bort", {"version": draft.version})
    assert [each.number for each in Mapping.objects.all()] == [1]
    client.force_login(siv.user)
    assert client.get(home).status_code in (403, 404)


def test_a_problem_opens_from_a_place_a_card_and_a_priority_and_never_from_what_is_hidden(client, town, bo, eva, dag):
    card = Finding.objects.create(
        municipality=town.municipality, kind="place", subject="place:Torget", about="Torget", first_week=202538,
        iso_week=202540, raised_at=people.NOW, authorities='{"a":1}', parties="", place=town.places["square"],
    )  # fmt: skip
    row = take_up(period="2025-Q4", area=town.areas["B"], today=TODAY, by=bo)
    client.force_login(bo.user)
    place = town.places["square"]
    for reference, trigger, audience in (
        (f"place:{place.pk}", "place", "parties"), (f"finding:{card.pk}", "hotspot", "authorities"),
        (f"priority:{row.pk}", "priority", "parties"),
    ):  # fmt: skip
        form = client.get("/norr/problem/nytt", {"fran": reference}).context["form"]
        told = {name: value for name, value in form.initial.items() if value is not None}
        assert client.post("/norr/problem/nytt", {**told, "fran": reference}).status_code == 302
        made = Problem.objects.order_by("-number").first()
        assert (made.trigger, made.trigger_reference, made.audience) == (trigger, reference, audience)
    assert "redan ett öppet problem" in client.get("/norr/problem/nytt", {"fran": f"place:{place.pk}"}).content.decode()
    for wrong in ("place:x", f"place:{town.areas['A'].pk}", "åäö", "finding:"):
        assert client.get("/norr/problem/nytt", {"fran": wrong}).context["begun"] is None
    client.force_login(dag.user)
    assert client.get("/norr/problem/nytt").status_code == 403


def test_ready_moving_and_phases_on_the_page(client, town, bo, problem, django_assert_max_num_queries):
    client.force_login(bo.user)
    with django_assert_max_num_queries(32):
        page = client.get("/norr/problem/1").content.decode()
    assert "Klart när" in page and ">Fas<" not in page, "phases are off by default"
    moved = {"state": "prioritised", "version": 1, "reason": ""}
    assert client.post("/norr/problem/1/flytta", moved).status_code == 422
    assert client.post("/norr/problem/1/flytta", {**moved, "reason": "Det brådskar"}).status_code == 302
    assert Problem.objects.get().history.last().not_ready == ["why", "affected"]
    client.post("/norr/problem/1/klart", {"sak": "told", "klart": "ja"})
    assert ReadyMark.objects.count() == 1
    client.post("/norr/faser/exempel")
    model = PhaseModel.objects.get(code="development")
    client.post(f"/norr/faser/modell/{model.pk}", {"active": "ja"})
    second = model.phases.get(number=2)
    client.post("/norr/faser/placera", {"fas": second.pk, "problem": "1", "motivation": "Andra hösten"})
    client.post("/norr/faser/placera", {"fas": second.pk, "area": town.areas["A"].pk, "motivation": "Fler platser"})
    assert PhasePlacement.objects.count() == 2
    page = client.get("/norr/problem/1").content.decode()
    assert "Exempel, inte Brås text." in page and "Andra hösten" in page
    assert "Fler platser" in client.get("/norr/faser").content.decode()
    rule = {"kind": "place_again", "times": "3", "weeks": "5", "active": "on"}
    client.post("/norr/problem/regler/forslag", rule)
    assert TriggerRule.objects.get(kind="place_again").times == 3
    client.post("/norr/problem/regler/klart", {"code": "told", "name_sv": "Boende vet", "active": "on"})
    assert "Boende vet" in client.get("/norr/problem/regler").content.decode()


def test_suggestions_name_places_that_come_back_until_laid_aside_or_opened(client, town, bo, problem):
    square, of = town.places["square"], {"municipality": town.municipality}
    for first, last in ((202533, 202536), (202538, 202540)):
        Finding.objects.create(
            **of, kind="place", subject="place:x", about="x", first_week=first, iso_week=last, raised_at=people.NOW,
            authorities="{}", parties="{}", place=square,
        )  # fmt: skip
    for number in (1, 2):
        Measure.objects.create(
            **of, number=number, what="Ronder", organisation=town.organisations["police"], due_on=TODAY, place=square,
            decided_on=TODAY, followed_up_on=TODAY, outcome="no_effect", state="done",
        )  # fmt: skip
    again, useless, _broken = suggestions_for(bo, today=TODAY)
    assert [(row.reference, row.why) for row in again["rows"]] == [
        (f"hotspot:{square.pk}", "Har stuckit ut 5 av de senaste 6 veckorna.")
    ]
    assert "1 plats." in again["note"] and len(useless["rows"]) == 1
    client.force_login(bo.user)
    assert "Har stuckit ut 5" in client.get("/norr/problem").content.decode()
    client.post("/norr/problem/lagg-undan", {"fran": f"hotspot:{square.pk}", "reason": "Byggarbete"})
    assert [len(each["rows"]) for each in suggestions_for(bo, today=TODAY)][:2] == [0, 1]
    open_problem(outline=Outline(title="Torget", period_first=TODAY, place=square), today=TODAY, by=bo)
    assert [len(each["rows"]) for each in suggestions_for(bo, today=TODAY)] == [0, 0, 0]


def test_the_list_asks_the_same_number_of_questions_for_one_problem_and_for_thirty(
    client, town, bo, problem, django_assert_max_num_queries
):
    client.force_login(bo.user)
    client.get("/norr/problem")
    for number in range(29):
        outline = Outline(title=f"Problem {number}", period_first=TODAY, place=town.places["square"])
        open_problem(outline=outline, today=TODAY, by=bo)
    with django_assert_max_num_queries(22):
        assert client.get("/norr/problem").content.decode().count("/norr/problem/") >= 30


def test_a_mapping_may_begin_from_an_invented_example_that_is_never_settled_as_it_is(client, town, bo, problem):
    home = "/norr/problem/1/kartlaggning"
    client.force_login(bo.user)
    client.post(f"{home}/borja", {"exempel": "1"})
    draft = Mapping.objects.get()
    assert draft.answers["what"].startswith("[Exempel] ") and any(not row["used"] for row in draft.sources)
    left = {**SAID, "q_where": draft.answers["where"], "version": 1, "faststall": "1"}
    refused = client.post(f"{home}/skriv", left)
    assert refused.status_code == 422 and "fortfarande exemplets" in refused.content.decode()
    version = Mapping.objects.get().version
    assert client.post(f"{home}/skriv", {**left, "q_where": "Vid bänken", "version": version}).status_code == 302
    assert Mapping.objects.get().is_settled
