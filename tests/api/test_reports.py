"""The phone's reports: once and only once, and never anybody else's."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from samsyn.ground.records import uuid7
from samsyn.method.observations.actions import accept_observation
from samsyn.method.observations.models import Category, Observation, ObservationVersion
from samsyn.method.observations.states import State

pytestmark = pytest.mark.django_db
HEADERS = {"X-Samsyn": "1"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def body(now, categories):
    return {
        "id": str(uuid7()), "category": "E1", "observed_to": (now - timedelta(hours=1)).isoformat(), "area": "A",
        "text": "Rutan i matsalen krossad.", "client_now": now.isoformat(),
    }  # fmt: skip


def post(client, member, path, body=None, headers=HEADERS):
    client.force_login(member.user)
    address = f"/{member.municipality.slug}/api/v1/{path}"
    return client.post(address, json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_report_is_received_with_its_own_id(client, anna, body):
    answer = post(client, anna, "rapporter", body)
    assert answer.status_code == 201
    assert answer.json()["id"] == body["id"]
    assert Observation.objects.get().owner in anna.organisations


def test_the_same_report_sent_twice_is_one(client, anna, body):
    assert [post(client, anna, "rapporter", body).json()["id"] for _again in range(2)] == [body["id"]] * 2
    assert Observation.objects.count() == 1


def test_the_receipt_holds_no_text_and_no_place(client, anna, body):
    said = post(client, anna, "rapporter", body).json()
    assert set(said) == {"id", "status", "category", "kind", "observed_on", "state", "version", "open"}


def test_an_id_of_somebody_else_is_refused_without_saying_that_it_exists(client, anna, eva, cecilia, body):
    post(client, anna, "rapporter", body)
    foreign = post(client, eva, "rapporter", body)
    assert foreign.status_code == 400
    assert "finns" not in foreign.json()["sentence"]
    assert post(client, cecilia, f"rapporter/{body['id']}/aterta").status_code == 404


def test_a_refused_report_comes_back_with_its_reason(client, anna, body):
    answer = post(client, anna, "rapporter", body | {"text": "ring 070-174 06 22"})
    assert answer.status_code == 400
    assert "telefonnummer" in answer.json()["sentence"]
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "ZZ"}, {"observed_to": "i går"}, {"observed_to": "2026-11-01T10:00:00"}, {"lon": "18"},
        {"observed_to": "0001-01-01T00:00:00+14:00"}, {"lon": 10**400, "lat": 1},
        {"client_now": "2199-01-01T00:00:00+00:00"},
        {"category": "\ud800"}, {"severity": 9}, {"area": "nowhere"}, {"place": "x"}, {"kind": "person"}, {"id": "7"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_gets_a_sentence(client, anna, body, wrong):
    answer = post(client, anna, "rapporter", body | wrong)
    assert answer.status_code == 400
    assert answer.json()["sentence"]


def test_a_phone_whose_clock_is_a_day_ahead_is_put_right(client, anna, body, now):
    ahead = timedelta(days=1)
    seen = now - timedelta(hours=1)
    wrong = {"client_now": (now + ahead).isoformat(), "observed_to": (seen + ahead).isoformat()}
    post(client, anna, "rapporter", body | wrong)
    stored = Observation.objects.get()
    assert abs(stored.observed_to - seen) < timedelta(minutes=1)
    assert stored.clock_skew_minutes == pytest.approx(-1440, abs=1)


def test_another_site_cannot_send_in_the_members_name(client, anna, body):
    assert post(client, anna, "rapporter", body, headers={}).status_code == 403


def test_who_has_been_signed_out_is_told_that_the_report_stays(client, anna, body):
    answer = client.post(f"/{anna.municipality.slug}/api/v1/rapporter", "{}", content_type="application/json")
    assert answer.status_code == 401
    assert "kvar" in answer.json()["sentence"]


def test_a_report_is_changed_until_it_is_reviewed_and_keeps_how_it_was(client, anna, bo, body):
    post(client, anna, "rapporter", body)
    changed = body | {"text": "Två rutor krossade."}
    assert post(client, anna, f"rapporter/{body['id']}", changed).json()["version"] == 2
    assert ObservationVersion.objects.get().before["text"] == body["text"]
    accept_observation(observation=Observation.objects.get(), now=Observation.objects.get().created_at, by=bo)
    assert post(client, anna, f"rapporter/{body['id']}", body).status_code == 400


def test_a_report_is_withdrawn_until_it_is_reviewed(client, anna, body):
    post(client, anna, "rapporter", body)
    assert post(client, anna, f"rapporter/{body['id']}/aterta").json()["state"] == State.WITHDRAWN


def test_a_lamp_still_dark_adds_a_source_and_over_now_ends_it(client, anna, body):
    lamp = body | {"category": "I1"}
    post(client, anna, "rapporter", lamp)
    again = str(uuid7())
    for _twice in range(2):
        answer = post(client, anna, f"rapporter/{lamp['id']}/fortsatter", {"id": again})
    assert answer.json()["id"] == again
    assert Observation.objects.get(pk=UUID(again)).same_as_id == UUID(lamp["id"])
    assert post(client, anna, f"rapporter/{lamp['id']}/over").json()["open"] is False


def test_my_reports_are_mine(client, anna, eva, body):
    post(client, anna, "rapporter", body)
    client.force_login(eva.user)
    assert client.get(f"/{eva.municipality.slug}/api/v1/rapporter/mina").json()["reports"] == []


def test_the_basis_comes_once_and_is_not_sent_again(client, anna, django_assert_max_num_queries):
    client.force_login(anna.user)
    address = f"/{anna.municipality.slug}/api/v1/underlag"
    with django_assert_max_num_queries(17):
        first = client.get(address)
    assert {area["code"] for area in first.json()["areas"]} == {"A", "B", "C"}
    assert len(first.json()["buttons"]) == 6
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_report_whose_answer_was_lost_is_received_again_though_the_world_has_changed(client, anna, body, categories):
    post(client, anna, "rapporter", body)
    Category.objects.filter(code="E1").update(active=False)
    assert post(client, anna, "rapporter", body).json()["id"] == body["id"]


def test_a_report_is_never_sent_in_the_name_of_who_happens_to_be_signed_in(client, anna, eva, body):
    client.force_login(anna.user)
    key = client.get(f"/{anna.municipality.slug}/api/v1/underlag").json()["me"]["key"]
    assert post(client, anna, "rapporter", body, headers=HEADERS | {"X-Samsyn-User": key}).status_code == 201
    other = body | {"id": str(uuid7())}
    assert post(client, eva, "rapporter", other, headers=HEADERS | {"X-Samsyn-User": key}).status_code == 401


def test_a_writer_gets_the_own_report_back_for_changing_it_and_nobody_else_does(client, anna, eva, body):
    post(client, anna, "rapporter", body)
    address = f"/{anna.municipality.slug}/api/v1/rapporter/{body['id']}"
    assert client.get(address).json()["text"] == body["text"]
    client.force_login(eva.user)
    assert client.get(address).status_code == 404


def test_leaving_ends_the_session(client, anna):
    assert post(client, anna, "lamna").json() == {"status": "signed_out"}
    assert client.get(f"/{anna.municipality.slug}/api/v1/underlag").status_code == 401


def test_a_body_that_is_a_thousand_brackets_is_refused(client, anna):
    client.force_login(anna.user)
    answer = client.post("/norr/api/v1/rapporter", "[" * 60_000, content_type="application/json", headers=HEADERS)
    assert answer.status_code == 400


def test_still_so_with_a_number_that_is_none_is_refused(client, anna, body):
    post(client, anna, "rapporter", body | {"category": "I1"})
    assert post(client, anna, f"rapporter/{body['id']}/fortsatter", {"id": "7"}).status_code == 400
