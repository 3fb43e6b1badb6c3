"""The review queue, and the talk between the reviewer and the one who reported."""

from datetime import timedelta

import pytest

from samsyn.ground.people.models import SavedView
from samsyn.ground.permissions import NotAllowed
from samsyn.method.observations.actions import accept_observation, send_back_observation, submit_observation
from samsyn.method.observations.drafts import Draft, ObservationRefused
from samsyn.method.observations.models import Inquiry, Observation, ObservationVersion
from samsyn.method.observations.own.actions import add_correction, answer_question
from samsyn.method.observations.review.actions import lower_to_area, mark_for_picture
from samsyn.method.observations.states import State
from samsyn.method.pictures.actions import compile_picture
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db
PART = {"X-Samsyn-Part": "card"}


@pytest.fixture
def waiting(anna, send):
    return send(anna, text="Rutan i entrén krossad, glas på golvet.")


@pytest.fixture
def send(categories):
    def _send(member, *, hours_ago=30.0, **more):
        draft = Draft(
            category=categories[more.pop("category", "E1")], observed_to=NOW - timedelta(hours=hours_ago),
            lon=more.pop("lon", 17.11), lat=more.pop("lat", 62.41), **more,
        )  # fmt: skip
        return submit_observation(draft=draft, now=NOW, by=member)

    return _send


def post(client, member, row, what, **fields):
    client.force_login(member.user)
    return client.post(f"/{member.municipality.slug}/granska/{row.pk}/{what}", fields, headers=PART)


def test_bo_accepts_what_he_reads_and_says_who_sees_it(client, bo, waiting):
    answer = post(client, bo, waiting, "godkann", stamp=waiting.stamp, audience="authorities")
    waiting.refresh_from_db()
    assert answer.status_code == 200
    assert (waiting.state, waiting.audience) == (State.ACCEPTED, "authorities")


def test_two_reviewers_do_not_overwrite_each_other(client, bo, waiting):
    seen = waiting.stamp
    send_back_observation(observation=waiting, reason="Vilken port?", by=bo)
    answer = post(client, bo, waiting, "godkann", stamp=seen)
    waiting.refresh_from_db()
    assert answer.status_code == 409
    assert "hann före" in answer.content.decode()
    assert waiting.state == State.SENT_BACK


def test_a_question_is_answered_and_the_report_waits_again(client, anna, bo, waiting):
    post(client, bo, waiting, "fraga", stamp=waiting.stamp, reason="Vilken port?")
    answer_question(observation=waiting, text="Port 14", by=anna)
    waiting.refresh_from_db()
    assert waiting.state == State.UNDER_REVIEW
    assert list(Inquiry.objects.visible_to(bo).about(waiting).values_list("kind", flat=True)) == ["question", "answer"]


def test_the_talk_is_seen_by_nobody_else(dag, eva, cecilia, anna, bo, waiting):
    send_back_observation(observation=waiting, reason="Vilken port?", by=bo)
    assert [Inquiry.objects.visible_to(member).count() for member in (anna, bo, dag, eva, cecilia)] == [1, 1, 0, 0, 0]


def test_a_correction_after_the_review_comes_in_the_queue(client, anna, bo, waiting):
    with pytest.raises(ObservationRefused):
        add_correction(observation=waiting, text="Det var två rutor", by=anna)
    accept_observation(observation=waiting, now=NOW, by=bo)
    correction = add_correction(observation=waiting, text="Det var två rutor", by=anna)
    client.force_login(bo.user)
    assert "Det var två rutor" in client.get("/norr/granska").content.decode()
    client.post(f"/norr/granska/rattelse/{correction.pk}")
    assert "Det var två rutor" not in client.get("/norr/granska").content.decode()


def test_an_answer_that_points_out_a_person_is_stopped(anna, bo, waiting):
    send_back_observation(observation=waiting, reason="Vilken port?", by=bo)
    with pytest.raises(ObservationRefused, match="telefonnummer"):
        answer_question(observation=waiting, text="ring 070-174 06 22", by=anna)


def test_two_tellings_of_one_thing_are_put_side_by_side(client, anna, eva, bo, send, waiting):
    again = send(eva, hours_ago=28, lon=17.1101, text="Glas på golvet i entrén, rutan krossad")
    client.force_login(bo.user)
    assert client.get("/norr/granska").content.decode().count("Kan vara samma sak:") == 1
    post(client, bo, again, "samma", stamp=again.stamp, into=waiting.pk)
    again.refresh_from_db()
    assert again.merged_into == waiting


def test_a_report_lowered_to_its_area_keeps_no_trace_of_the_point(client, bo, waiting):
    card = post(client, bo, waiting, "omrade", stamp=waiting.stamp).content.decode()
    assert "data-done" not in card and "Bara området visas nu" in card, "it still waits to be accepted"
    waiting.refresh_from_db()
    assert (waiting.lon, waiting.place, waiting.precision) == (None, None, "area")
    assert "17.11" not in str(list(ObservationVersion.objects.values_list("before", flat=True)))


def test_eva_reviews_her_own_organisation_and_no_other(client, eva, waiting, send):
    own = send(eva, category="I1")
    client.force_login(eva.user)
    page = client.get("/norr/granska").content.decode()
    assert str(own.pk) in page
    assert str(waiting.pk) not in page
    with pytest.raises(NotAllowed):
        lower_to_area(observation=waiting, by=eva)


def test_anna_has_no_queue_and_cecilia_no_norr(client, anna, cecilia, waiting):
    client.force_login(anna.user)
    assert client.get("/norr/granska").status_code == 403
    client.force_login(cecilia.user)
    assert client.get("/norr/granska").status_code == 404
    assert client.post(f"/norr/granska/{waiting.pk}/godkann").status_code == 404


def test_the_queue_asks_the_same_number_of_questions_for_two_and_for_twenty(
    client, bo, eva, anna, send, django_assert_max_num_queries
):
    for hour in range(20):
        send(anna if hour % 2 else eva, hours_ago=10 + hour * 5, category="I1")
    client.force_login(bo.user)
    client.get("/norr/granska")
    with django_assert_max_num_queries(17):
        client.get("/norr/granska")
    assert Observation.objects.count() == 20


def test_an_id_that_is_none_gets_a_sentence_and_not_a_crash(client, bo, waiting):
    answer = post(client, bo, waiting, "samma", stamp=waiting.stamp, into="x")
    assert answer.status_code == 400
    assert "inte kan läsa" in answer.content.decode()


def test_bo_keeps_a_choice_under_a_name_and_it_is_his_alone(client, bo, eva, anna, send, town):
    send(anna, category="E1", lon=17.11)
    other = send(anna, category="I1", lon=17.13, lat=62.41)
    client.force_login(bo.user)
    page = client.get(f"/norr/granska?slag=I&part={town.organisations['school'].pk}&okant=1").content.decode()
    assert page.count('<article class="case') == 1 and str(other.pk) in page
    choice = f"slag=I&part={town.organisations['school'].pk}"
    client.post("/norr/granska/urval", {"name": "Skolans I", "choice": choice + "&okant=1"})
    view = SavedView.objects.get()
    assert (view.owner, view.screen, view.query) == (bo.user, "review", choice)
    assert "Skolans I" in client.get("/norr/granska").content.decode()
    assert "Skolans I" not in client.get("/norr/karta").content.decode()
    client.force_login(eva.user)
    assert "Skolans I" not in client.get("/norr/granska").content.decode()
    assert client.post(f"/norr/granska/urval/{view.pk}/glom").status_code == 404
    client.force_login(bo.user)
    client.post(f"/norr/granska/urval/{view.pk}/glom")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("query", ["part=x", "part=' or 1", "omrade=Z", "slag=%00", "allvar=9"])
def test_a_choice_that_means_nothing_is_no_crash(client, bo, waiting, query):
    client.force_login(bo.user)
    assert client.get(f"/norr/granska?{query}").status_code == 200


def test_a_marked_report_is_taken_up_with_the_picture_by_those_who_may_see_it(client, norr, bo, dag, observe):
    rows = [observe(accept=False), observe(accept=False, audience="coordinator"), observe(accept=False)]
    client.force_login(bo.user)
    for row in rows[:2]:
        answer = post(client, bo, row, "ta-upp", stamp=row.stamp, mark="yes").content.decode()
        assert "tas upp med lägesbilden" in answer and "Godkänn" in answer, "it still waits for a decision"
        accept_observation(observation=row, now=NOW, by=bo)
    compile_picture(municipality=norr, week=WEEK, now=NOW, by=bo)
    page = client.get("/norr/lagesbild/2025-v40").content.decode()
    assert [str(row.pk) in page for row in rows] == [True, True, False]
    rows[0].refresh_from_db()
    mark_for_picture(observation=rows[0], by=bo, marked=False)
    assert str(rows[0].pk) not in client.get("/norr/lagesbild/2025-v40").content.decode()
    with pytest.raises(NotAllowed):
        mark_for_picture(observation=rows[2], by=dag)


def test_a_home_lowered_to_its_area_keeps_no_door(bo, anna, send):
    report = send(anna, lon=17.11, lat=62.41)
    coarse = {"lon": None, "lat": None, "precision": "area", "door": "17.11 62.41 Storgatan 5"}
    Observation.objects.filter(pk=report.pk).update(**coarse)
    report.refresh_from_db()
    lower_to_area(observation=report, by=bo)
    report.refresh_from_db()
    assert report.door == ""


def test_a_question_that_points_at_somebody_is_refused_and_stays_in_its_field(client, bo, waiting):
    answer = post(client, bo, waiting, "fraga", stamp=waiting.stamp, reason="Ring 070-174 06 22?")
    assert answer.status_code == 409
    assert answer.content.decode().count("Ring 070-174 06 22?</textarea>") == 1
    assert not Inquiry.objects.exists()
