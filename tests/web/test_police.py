"""The police's two-minute form: five numbers per area and a line, kept apart from the observations."""

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.defaults import POLICE_NUMBERS
from samsyn.method.indicators.models import Indicator, OutsideEvent, Reading
from samsyn.method.indicators.police.actions import police_numbers
from samsyn.method.observations.models import Observation

pytestmark = pytest.mark.django_db
HERE = "/norr/polislage"


def this_week() -> Week:
    return Week.containing(timezone.localdate())


def readings(member, week):
    found = Reading.objects.visible_to(member).filter(iso_week=week.iso)
    return {(one.indicator.code, one.area_code): one.value for one in found.select_related("indicator")}


def test_dag_types_the_numbers_and_a_line(client, town, dag):
    client.force_login(dag.user)
    sent = {"police-weekly-1-A": "3", "police-weekly-5-A": "0", "police-weekly-2-C": "12", "rad": "Lugnt i Alby."}
    assert client.post(HERE, sent)["Location"] == f"{HERE}?vecka={this_week().address}"
    assert readings(dag, this_week()) == {
        ("police-weekly-1", "A"): 3, ("police-weekly-5", "A"): 0, ("police-weekly-2", "C"): 12,
    }  # fmt: skip
    told = OutsideEvent.objects.visible_to(dag).get()
    assert (told.source, told.title, told.area, told.is_summary) == ("police-form", "Lugnt i Alby.", None, True)
    assert not Observation.objects.visible_to(town.members["bo"]).exists()
    page = client.get(HERE).content.decode()
    assert 'value="12"' in page and 'value="Lugnt i Alby."' in page


def test_typed_again_the_last_stands_and_what_is_left_out_is_not_known(client, dag):
    client.force_login(dag.user)
    client.post(HERE, {"police-weekly-1-A": "3", "rad": "Ett"})
    client.post(HERE, {"police-weekly-1-A": "4", "rad": "Två"})
    assert readings(dag, this_week()) == {("police-weekly-1", "A"): 4}
    assert OutsideEvent.objects.visible_to(dag).get().title == "Två"


def test_the_week_before_stands_beside(client, bo):
    client.force_login(bo.user)
    before = this_week() - 1
    client.post(f"{HERE}?vecka={before.address}", {"police-weekly-1-A": "7"})
    box = client.get(HERE).context["rows"][0]["boxes"][0]
    assert (box["before"], box["value"]) == (7, "")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Fyll i minst en siffra eller raden."),
        ({"police-weekly-1-A": "-3"}, "är inget antal"),
        ({"police-weekly-1-A": "många"}, "är inget antal"),
        ({"police-weekly-1-A": "10000"}, "större än 9999"),
        ({"rad": "Ring 070-174 06 22"}, "peka ut en person"),
        ({"rad": "Kevin sågs på torget"}, "peka ut en person"),
        ({"rad": "x" * 201}, "längre än 200 tecken"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, dag, sent, said):
    client.force_login(dag.user)
    back = client.post(HERE, sent)
    assert back.status_code == 422
    assert said in back.content.decode()
    assert readings(dag, this_week()) == {}


def test_only_the_police_and_the_coordinator_fill_it_in(client, anna, bo, eva, siv):
    answers = {}
    for member in (anna, bo, eva, siv):
        client.force_login(member.user)
        answers[member.user.name] = client.get(HERE).status_code
    assert answers == {"Anna": 403, "Bo": 200, "Eva": 403, "Siv": 403}


def test_the_names_of_the_numbers_are_the_municipalitys_own(client, norr, dag):
    assert [one.name_sv for one in police_numbers(norr)] == [sv for sv, _en in POLICE_NUMBERS]
    norr.settings = {"police_numbers": ["Buskörning", ["Bråk", "Fights"], "Ett", "Två", "Tre"]}
    norr.save(update_fields=["settings"])
    client.force_login(dag.user)
    client.post(HERE, {"police-weekly-2-A": "1"})
    indicator = Indicator.objects.visible_to(dag).get()
    assert (indicator.code, indicator.name_sv, indicator.name_en) == ("police-weekly-2", "Bråk", "Fights")
    assert "Buskörning" in client.get(HERE).content.decode()


def test_the_form_asks_few_questions_of_the_database(client, dag, django_assert_num_queries):
    client.force_login(dag.user)
    with django_assert_num_queries(10):
        client.get(HERE)
