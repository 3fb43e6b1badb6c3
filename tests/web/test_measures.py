"""The screen of measures: listed with the overdue first, added in one line, followed up, taken home."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samsyn.ground.audit.models import Event
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure
from samsyn.method.measures.models import Measure, MeasureEntry

pytestmark = pytest.mark.django_db
LIST = "/norr/atgarder/"


@pytest.fixture
def decide(town: Any) -> Any:
    def decided(what: str = "Byt dörrstängaren", *, days: int = 7, **more: Any) -> Measure:
        today = timezone.localdate()
        told = {"organisation": town.organisations["housing"], "area": town.areas["A"], **more}
        line = Line(what=what, due_on=today + timedelta(days=days), **told)
        return decide_measure(line=line, today=today, by=town.members["bo"])

    return decided


def filled(town: Any, **more: Any) -> dict[str, Any]:
    told = {
        "what": "Klipp buskarna", "organisation": str(town.organisations["school"].pk), "due_on": "2030-01-07",
        "where": f"area:{town.areas['B'].pk}", "version": "1",
    }  # fmt: skip
    return {**told, **more}


def page(client: Any, address: str = LIST) -> str:
    return str(client.get(address).content.decode())


def test_bo_adds_a_measure_in_one_line(client, bo, town):
    client.force_login(bo.user)
    assert client.post(f"{LIST}ny", filled(town)).status_code == 302
    assert "Klipp buskarna" in page(client)
    assert Measure.objects.get().where == "Björknäs"


def test_a_form_sent_twice_adds_one(client, bo, town):
    client.force_login(bo.user)
    [key] = re.findall(r'name="nyckel" value="([^"]+)"', page(client))
    for _twice in "12":
        client.post(f"{LIST}ny", filled(town, nyckel=key))
    number = Measure.objects.get().number
    [key] = re.findall(r'name="nyckel" value="([^"]+)"', page(client, f"{LIST}{number}"))
    told = {"on": timezone.localdate().isoformat(), "times": "1", "hours": "2", "nyckel": key}
    for _twice in "12":
        client.post(f"{LIST}{number}/logg", told)
    assert MeasureEntry.objects.count() == 1


def test_what_is_missing_or_points_out_somebody_is_said_beside_its_field(client, bo, town):
    client.force_login(bo.user)
    for wrong in ({"what": ""}, {"where": ""}, {"where": "place:gone"}, {"what": "Ring 070-174 06 22"}):
        answer = client.post(f"{LIST}ny", filled(town, **wrong))
        assert answer.status_code == 422
        assert "error-line" in answer.content.decode()
    assert not Measure.objects.exists()


def test_overdue_stands_first_with_how_late_it_is(client, bo, decide):
    decide("Senare")
    decide("Försenad sak", days=-3)
    client.force_login(bo.user)
    shown = page(client)
    assert shown.index("Försenad sak") < shown.index("Senare")
    assert "försenad 3 dagar" in shown
    assert "1 åtgärd är försenad." in shown
    assert "Senare" not in page(client, f"{LIST}?state=overdue")


def test_the_list_can_be_narrowed_by_party_and_area(client, bo, town, decide):
    decide("Hos skolan", organisation=town.organisations["school"], area=town.areas["B"])
    decide("Hos värden")
    client.force_login(bo.user)
    assert "Hos värden" not in page(client, f"{LIST}?organisation={town.organisations['school'].pk}")
    assert "Hos skolan" not in page(client, f"{LIST}?area={town.areas['A'].pk}")


def test_others_see_what_is_shown_to_them_and_no_form(client, dag, eva, anna, decide):
    number = decide("Närvaro", presence=True).number
    decide("Öppen")
    client.force_login(dag.user)
    assert "Närvaro" in page(client)
    assert "Ny åtgärd" not in page(client)
    client.force_login(eva.user)
    assert "Närvaro" in page(client)       # her own organisation answers for it
    Measure.objects.filter(number=number).update(organisation=dag.organisations[0])
    assert "Närvaro" not in page(client)
    assert client.get(f"{LIST}{number}").status_code == 404
    client.force_login(anna.user)
    assert client.get(LIST).status_code == 403


def test_a_party_says_how_its_own_measure_went(client, eva, decide):
    number = decide().number
    client.force_login(eva.user)
    told = {"outcome": "done", "line": "Ny cylinder på plats", "version": "1"}
    assert client.post(f"{LIST}{number}/folj-upp", told, follow=True).status_code == 200
    assert "Ny cylinder på plats" in page(client, f"{LIST}{number}")
    assert Measure.objects.get().state == "done"


def test_a_measure_begins_changes_and_is_cancelled(client, bo, town, decide):
    number = decide().number
    client.force_login(bo.user)
    client.post(f"{LIST}{number}/borja", {"version": "1"})
    client.post(f"{LIST}{number}/andra", filled(town, version="2"))
    measure = Measure.objects.get()
    assert (measure.state, measure.what, measure.version) == ("started", "Klipp buskarna", 3)
    client.post(f"{LIST}{number}/stall-in", {"reason": "Marken är såld", "version": "3"})
    assert "Marken är såld" in page(client, f"{LIST}{number}")


def test_a_conflict_shows_both_texts_and_saves_neither_by_itself(client, bo, decide):
    measure = decide()
    on = timezone.localdate()
    follow_up_measure(measure=measure, outcome="not_done", line="Delen saknas", on=on, version=1, by=bo)
    client.force_login(bo.user)
    told = {"outcome": "done", "line": "Klart i går", "version": "1"}
    answer = client.post(f"{LIST}{measure.number}/folj-upp", told)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Delen saknas" in shown
    assert 'value="Klart i går"' in shown
    assert Measure.objects.get().came_of == "Delen saknas"
    assert client.post(f"{LIST}{measure.number}/folj-upp", {**told, "version": "2"}).status_code == 302
    assert Measure.objects.get().came_of == "Klart i går"


def test_the_chain_of_what_was_tried_stands_on_the_page(client, bo, town, decide):
    measure = decide("Ronder fredag")
    follow_up_measure(
        measure=measure, outcome="no_effect", line="Flyttade", on=timezone.localdate(), version=1, by=bo
    )
    client.force_login(bo.user)
    client.post(f"{LIST}{measure.number}/prova-annat", filled(town, what="Låst 18–06"))
    shown = page(client, f"{LIST}2")
    assert shown.index("Ronder fredag") < shown.rindex("Låst 18–06")
    assert "gjord, men hjälpte inte" in shown


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_leaves_as_a_file_and_the_logbook_is_told(client, eva, decide, kind):
    decide("Öppen sak")
    decide("Dold sak", audience="coordinator")
    client.force_login(eva.user)
    content = b"".join(client.get(f"{LIST}fil.{kind}").streaming_content)
    if kind == "csv":
        assert "Öppen sak" in content.decode("utf-8-sig")
        assert "Dold sak" not in content.decode("utf-8-sig")
    assert Event.objects.get(happening="measures.exported").changed == {"rows": 1, "format": kind}


def test_my_week_shows_my_open_measures_and_all_overdue_to_bo(client, bo, eva, dag, decide):
    decide("Mitt ansvar")
    decide("Sen sak", days=-1)
    client.force_login(eva.user)
    assert "Mitt ansvar" in page(client, "/norr/")
    client.force_login(bo.user)
    assert "Sen sak" in page(client, "/norr/")
    assert "Mitt ansvar" not in page(client, "/norr/")
    client.force_login(dag.user)
    assert "Mina åtgärder" not in page(client, "/norr/")


def test_the_list_asks_few_questions_of_the_database(client, bo, decide, django_assert_num_queries):
    client.force_login(bo.user)
    decide()
    page(client)
    with django_assert_num_queries(15):
        page(client)
    for number in range(20):
        decide(f"Sak {number}")
    with django_assert_num_queries(15):
        page(client)


def test_a_refused_line_is_said_again_to_whoever_wrote_it(client, bo, decide):
    client.force_login(bo.user)
    number = decide().number
    wrong, day = "Ring 070-174 06 22", {"on": "2025-01-07", "times": "1"}
    for below, told in (("stall-in", {"reason": wrong}), ("logg", {"text": wrong, **day})):
        shown = client.post(f"{LIST}{number}/{below}", {**told, "version": "1"}, follow=True).content.decode()
        assert "Du skrev: Ring 070-174 06 22" in shown
    assert Measure.objects.get().is_open


def test_a_measure_may_say_its_level_and_the_list_and_the_file_choose_by_it(client, bo, town, decide):
    decide("Utan nivå")
    client.force_login(bo.user)
    assert client.post(f"{LIST}ny", filled(town, level="strategic")).status_code == 302
    measure = Measure.objects.get(level="strategic")
    assert "<dd>Strategisk</dd>" in page(client, f"{LIST}{measure.number}")
    chosen = page(client, f"{LIST}?level=strategic")
    assert "Klipp buskarna" in chosen and "Utan nivå" not in chosen
    assert "Klipp buskarna" not in page(client, f"{LIST}?level=tactical") and "Utan nivå" in page(client)
    taken = b"".join(client.get(f"{LIST}fil.csv?level=strategic")).decode("utf-8-sig")
    assert "level" in taken.splitlines()[0] and "strategic" in taken and "Utan nivå" not in taken
    assert client.post(f"{LIST}ny", filled(town, level="hittepa")).status_code == 422
