"""What the phone sends and asks beside reports: practice, course, the week's reply, photos, what may be the same."""

import base64
import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.utils import timezone
from PIL import Image

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.files.models import StoredFile
from samsyn.ground.people.course.actions import course_is_due
from samsyn.ground.people.models import User
from samsyn.ground.records import uuid7
from samsyn.method.observations.models import Observation, PeriodReply, Precision

pytestmark = pytest.mark.django_db
HEADERS = {"X-Samsyn": "1"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def body(now):
    return {
        "id": str(uuid7()), "category": "E1", "observed_to": (now - timedelta(hours=1)).isoformat(), "area": "A",
        "text": "Rutan i matsalen krossad.", "client_now": now.isoformat(),
    }  # fmt: skip


def post(client, member, path, body=None):
    client.force_login(member.user)
    address = f"/{member.municipality.slug}/api/v1/{path}"
    return client.post(address, json.dumps(body or {}), content_type="application/json", headers=HEADERS)


def basis(client, member):
    client.force_login(member.user)
    return client.get(f"/{member.municipality.slug}/api/v1/underlag").json()


# --- practice -----------------------------------------------------------------------------------


def rows_everywhere():
    return {m.__name__: m._base_manager.count() for m in apps.get_models() if m.__module__.startswith("samsyn.")}


def test_a_practice_report_leaves_nothing_anywhere(client, anna, body):
    """No list, export, picture, tile, letter or logbook can hold it: there is no row in any table."""
    before = rows_everywhere()
    answer = post(client, anna, "ovning", body)
    assert (answer.status_code, answer.json()["id"], answer.json()["practice"]) == (200, body["id"], True)
    assert post(client, anna, "ovning", body | {"text": "ring 070-174 06 22"}).status_code == 400
    assert rows_everywhere() == before


def test_a_practice_report_is_judged_as_a_real_one(client, anna, body):
    answer = post(client, anna, "ovning", body | {"text": "ring 070-174 06 22"})
    assert "telefonnummer" in answer.json()["sentence"]
    assert post(client, anna, "ovning", body | {"area": None}).status_code == 400


# --- the course ---------------------------------------------------------------------------------


def test_the_course_is_due_until_it_is_taken_and_then_never_again(client, anna):
    User.objects.update(course_taken_on=None)
    assert basis(client, anna)["me"]["course"] is True
    for _twice in range(2):
        assert post(client, anna, "kurs", {"id": str(uuid7())}).status_code == 200
    assert basis(client, anna)["me"]["course"] is False
    assert User.objects.get(pk=anna.user.pk).course_taken_on == timezone.localdate()
    assert Event.objects.filter(happening="course.taken", subject_id=str(anna.user.pk)).count() == 2  # the cast's, ours


def test_a_town_may_do_without_the_course(client, anna, norr):
    User.objects.update(course_taken_on=None)
    norr.settings = {"course": False}
    norr.save()
    anna.user.refresh_from_db()
    assert basis(client, anna)["me"]["course"] is False
    anna.municipality = norr
    assert course_is_due(anna) is False


def test_a_report_written_before_the_course_is_not_stranded(client, anna, body):
    User.objects.update(course_taken_on=None)
    assert post(client, anna, "rapporter", body).status_code == 201


# --- the week's reply ---------------------------------------------------------------------------


def reply(anna, **more):
    this_week = Week.containing(timezone.localdate()).address
    own = str(anna.organisations[0].pk)
    return {"id": str(uuid7()), "organisation": own, "week": this_week, "answer": "nothing"} | more


def test_a_reply_sent_twice_is_one_and_the_later_answer_stands(client, anna):
    sent = reply(anna, area="A")
    for _twice in range(2):
        assert post(client, anna, "besked", sent).json()["id"] == sent["id"]
    assert Event.objects.filter(happening="reply.handed_in").count() == 1
    post(client, anna, "besked", reply(anna, area="A", answer="absent"))
    assert [(r.area.code, r.answer) for r in PeriodReply.objects.all()] == [("A", "absent")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": "x"}, {"week": "2199-v10"}, {"week": "1990-v01"}, {"week": "x"}, {"answer": "reported"},
        {"area": "nowhere"},
    ],
)
def test_a_reply_that_cannot_be_read_gets_a_sentence(client, anna, wrong):
    answer = post(client, anna, "besked", reply(anna) | wrong)
    assert answer.status_code == 400
    assert answer.json()["sentence"]
    assert not PeriodReply.objects.exists()


def test_nobody_replies_for_another_organisation(client, eva, anna):
    assert post(client, eva, "besked", reply(anna)).status_code == 400


def test_the_phone_knows_which_replies_are_expected(client, anna, body):
    lines = basis(client, anna)["replies"]
    assert [(line["area"], line["said"]) for line in lines] == [(None, ""), (None, "")]
    post(client, anna, "besked", reply(anna))
    post(client, anna, "rapporter", body | {"observed_to": (timezone.now() - timedelta(days=7)).isoformat()})
    assert [line["said"] for line in basis(client, anna)["replies"]] == ["reported", "nothing"]


def test_the_own_checklist_comes_along(client, anna):
    codes = basis(client, anna)["checklist"]
    assert codes
    assert set(codes) <= {one["code"] for one in basis(client, anna)["categories"]}


# --- what may be the same -----------------------------------------------------------------------


def test_an_own_report_near_in_place_and_time_is_hinted_at(client, anna, body, town):
    place = str(town.places["square"].pk)
    near = body | {"place": place, "area": None}
    post(client, anna, "rapporter", near)
    again = near | {"id": str(uuid7()), "text": ""}
    found = post(client, anna, "rapporter/liknande", again).json()["likely"]
    assert [set(one) for one in found] == [{"id", "category", "hour"}]
    assert found[0]["id"] == near["id"]
    added = post(client, anna, "rapporter", again | {"same_as": found[0]["id"]})
    assert added.status_code == 201
    assert Observation.objects.get(pk=again["id"]).same_as_id == UUID(near["id"])
    third = post(client, anna, "rapporter/liknande", again | {"id": str(uuid7())}).json()["likely"]
    assert [one["id"] for one in third] == [near["id"]], "what was added to it is not another thing"


def test_what_the_writer_may_not_see_is_not_hinted_at(client, anna, eva, body, town):
    near = body | {"place": str(town.places["square"].pk), "area": None}
    post(client, anna, "rapporter", near)
    assert post(client, eva, "rapporter/liknande", near | {"id": str(uuid7())}).json()["likely"] == []


@pytest.mark.parametrize(
    "other",
    [
        {"area": "B"}, {"category": "I1"}, {"observed_to": (timezone.now() - timedelta(days=3)).isoformat()},
        {"area": None, "precision": Precision.MUNICIPALITY},
    ],
)  # fmt: skip
def test_another_place_kind_or_time_is_not_hinted_at(client, anna, body, other):
    post(client, anna, "rapporter", body)
    assert post(client, anna, "rapporter/liknande", body | {"id": str(uuid7())} | other).json()["likely"] == []


# --- photos -------------------------------------------------------------------------------------


def jpeg(size=(800, 600), **more):
    written = io.BytesIO()
    Image.new("RGB", size, (90, 120, 60)).save(written, "JPEG", **more)
    return written.getvalue()


def located():
    """A photo that tells where, when and with what it was taken, and hides something after its end."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of Kalle"
    exif.get_ifd(0x8825)[2] = (62.0, 24.0, 36.0)
    return jpeg(exif=exif, comment=b"Kalle") + b"PK\x03\x04 Kalle"


@pytest.fixture
def photos_on(norr, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    norr.settings = {"photos": True}
    norr.save()


def send_photo(client, member, report, content=None, id=None):
    encoded = base64.b64encode(jpeg() if content is None else content).decode()
    return post(client, member, f"rapporter/{report}/bilder", {"id": id or str(uuid7()), "jpeg": encoded})


def test_a_photo_is_kept_once_without_what_it_told(client, anna, body, photos_on):
    post(client, anna, "rapporter", body)
    id = str(uuid7())
    for _twice in range(2):
        assert send_photo(client, anna, body["id"], located(), id).json()["id"] == id
    file = StoredFile.objects.get()
    stored = file.path.read_bytes()
    assert b"Kalle" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()
    assert file.path.stat().st_mode & 0o077 == 0
    assert "user" not in Event.objects.get(happening="photo.added").by_kind


def test_photos_are_off_by_default(client, anna, body):
    post(client, anna, "rapporter", body)
    assert send_photo(client, anna, body["id"]).status_code == 400
    assert basis(client, anna)["photos"] is False


def test_a_photo_waits_for_its_report_and_never_joins_anothers(client, anna, eva, body, photos_on):
    assert send_photo(client, anna, body["id"]).status_code == 425
    post(client, anna, "rapporter", body)
    assert send_photo(client, eva, body["id"]).status_code == 425
    assert not StoredFile.objects.exists()


def test_two_photos_and_no_more(client, anna, body, photos_on):
    post(client, anna, "rapporter", body)
    said = [send_photo(client, anna, body["id"]).status_code for _n in range(3)]
    assert said == [200, 200, 400]


def bomb():
    """A JPEG whose head says that it is 60 000 pixels square."""
    content = bytearray(jpeg((8, 8)))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = b"\xea\x60\xea\x60"
    return bytes(content)


def png():
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload='x'/>", png(), jpeg()[:200], b"\xff\xd8\xff" + b"0" * 99, bomb(), jpeg((4000, 3500))],
    ids=["empty", "svg", "png", "cut off", "only begins like one", "bomb", "too many pixels"],
)  # fmt: skip
def test_what_is_no_photo_is_refused_with_a_sentence(client, anna, body, photos_on, content):
    post(client, anna, "rapporter", body)
    answer = send_photo(client, anna, body["id"], content)
    assert answer.status_code == 400
    assert "oto" in answer.json()["sentence"]
    assert not StoredFile.objects.exists()


def test_a_photo_that_is_not_even_text_is_refused(client, anna, body, photos_on):
    post(client, anna, "rapporter", body)
    address = f"rapporter/{body['id']}/bilder"
    assert post(client, anna, address, {"id": str(uuid7()), "jpeg": "åäö"}).status_code == 400
    assert post(client, anna, address, {"id": str(uuid7()), "jpeg": "x" * 2_300_000}).status_code == 413
    assert post(client, anna, "rapporter", body | {"text": "x" * 70_000}).status_code == 413


@pytest.mark.parametrize("where", ["rapporter", "ovning", "rapporter/liknande", "besked"])
@pytest.mark.parametrize("code", ["\ud800", "A\0", ["A"], "A" * 5000])
def test_a_code_that_no_database_can_be_asked_for_is_refused_with_a_sentence(client, anna, town, now, where, code):
    client.force_login(anna.user)
    body = {
        "id": str(uuid7()), "category": "E1", "observed_to": now.isoformat(), "area": code, "answer": "nothing",
        "week": Week.containing(now.date()).address, "organisation": str(town.organisations["school"].pk),
    }  # fmt: skip
    answer = client.post(
        f"/norr/api/v1/{where}", json.dumps(body), content_type="application/json", headers=HEADERS
    )
    assert answer.status_code == 400 and "Området" in answer.json()["sentence"]
