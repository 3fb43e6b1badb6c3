"""Photos: who sees them, that they go for good, and that they go by decision or with their report."""

import io
import os
import random
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from samsyn.ground.audit.models import Event
from samsyn.ground.files.actions import sweep
from samsyn.ground.files.models import StoredFile
from samsyn.ground.files.pictures import PhotoRefused, cleaned
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.privacy.disposal.actions import DisposalDecision, set_disposal_rule, stamp_of_rule
from samsyn.ground.privacy.models import DisposalRule
from samsyn.ground.records import uuid7
from samsyn.ground.refusals import Refused
from samsyn.jobs.backups.making import stored_files
from samsyn.jobs.disposal.actions import dispose_by_decision
from samsyn.jobs.photos import sweep_old_photos
from samsyn.method.observations.actions import refuse_observation
from samsyn.method.observations.own.actions import withdraw_observation
from samsyn.method.observations.photos.actions import attach_photo, photos_of, photos_of_many, remove_photo

pytestmark = pytest.mark.django_db


def picture():
    written = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(written, "JPEG")
    return written.getvalue()


@pytest.fixture(autouse=True)
def photos_on(norr, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    norr.settings = {"photos": True}
    norr.save()
    return norr


@pytest.fixture
def at(anna, norr):
    """Anna as she is today: her municipality has photos on."""
    anna.municipality = norr
    return anna


@pytest.fixture
def photo_of(at):
    return lambda observation: attach_photo(observation=observation, id=uuid7(), content=picture(), by=at)


def test_who_reviews_sees_it_and_nobody_else_does(client, town, observe, photo_of):
    observation = observe()
    photo = photo_of(observation)
    address = f"/norr/rapporter/{observation.pk}/foto/{photo.pk}"
    seen = {}
    for name, member in town.members.items():
        client.force_login(member.user)
        answer = client.get(address)
        seen[name] = answer.status_code
        if name == "bo":
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["Content-Type"] == "image/jpeg"
            assert b"".join(answer.streaming_content) == photo.path.read_bytes()
            assert f"foto/{photo.pk}" in client.get(f"/norr/rapporter/{observation.pk}").content.decode()
    assert seen == {"anna": 404, "bo": 200, "dag": 404, "eva": 404, "siv": 404}


def test_the_other_town_finds_nothing(client, cecilia, observe, photo_of):
    observation = observe()
    photo = photo_of(observation)
    client.force_login(cecilia.user)
    for town in ("norr", "soder"):
        assert client.get(f"/{town}/rapporter/{observation.pk}/foto/{photo.pk}").status_code == 404


def test_a_photo_of_another_report_is_not_found_through_this_one(client, bo, observe, photo_of):
    photo = photo_of(observe())
    client.force_login(bo.user)
    assert client.get(f"/norr/rapporter/{observe().pk}/foto/{photo.pk}").status_code == 404


def test_a_refused_or_withdrawn_report_locks_its_photo_away(bo, anna, observe, photo_of):
    refused, withdrawn = observe(accept=False), observe(accept=False)
    for one in (refused, withdrawn):
        photo_of(one)
        assert photos_of(one, seen_by=bo)
    refused = refuse_observation(observation=refused, reason="Pekar ut någon.", by=bo)
    withdrawn = withdraw_observation(observation=withdrawn, by=anna)
    assert [photos_of(one, seen_by=bo) for one in (refused, withdrawn)] == [[], []]
    with pytest.raises(Refused):
        photo_of(refused)


def test_a_removed_photo_is_gone_row_and_bytes(
    client, bo, dag, observe, photo_of, django_capture_on_commit_callbacks
):
    observation = observe()
    photo = photo_of(observation)
    with pytest.raises((Refused, NotAllowed)):
        remove_photo(observation=observation, id=photo.pk, by=dag)
    client.force_login(bo.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/norr/rapporter/{observation.pk}/foto/{photo.pk}/ta-bort")
    assert not StoredFile.objects.exists()
    assert not photo.path.exists()
    assert Event.objects.filter(happening="photo.removed", subject_id=str(observation.pk)).exists()


def test_photos_go_by_decision_alone_and_never_while_a_request_waits(
    norr, machine, observe, photo_of, now, at
):
    photo_of(observe())
    back = observe(accept=False)
    photo_of(back)
    withdraw_observation(observation=back, by=at)
    later = now + timedelta(weeks=30)

    def night(*, hold=False):
        norr.settings = {"photos": True, "hold": hold}
        norr.save()
        list(sweep_old_photos(later))
        list(dispose_by_decision(later))
        return StoredFile.objects.count() == 2

    def decide(months):
        decision = DisposalDecision(
            months=months, reference="KS 2025:7", decided_by="Kommunstyrelsen", decided_on=now.date(), active=True
        )
        seen = stamp_of_rule(DisposalRule.objects.filter(kind="foton").first())
        set_disposal_rule(kind="foton", decision=decision, today=now.date(), seen=seen, by=machine)

    assert night()
    decide(9)
    assert night()
    decide(6)
    assert night(hold=True)
    assert not night()
    assert Event.objects.get(happening="disposal.done").changed["decision"] == "KS 2025:7"
    assert not StoredFile.objects.exists()


def test_a_photo_never_outlives_its_report(observe, photo_of, now, django_capture_on_commit_callbacks):
    observation = observe()
    photo = photo_of(observation)
    observation.delete()
    with django_capture_on_commit_callbacks(execute=True):
        list(sweep_old_photos(now))
    assert not photo.path.exists()


def test_bytes_that_no_row_knows_are_swept_away(norr, observe, photo_of):
    photo = photo_of(observe())
    astray = photo.path.with_name("left-behind.half")
    astray.write_bytes(b"half of a photo")
    assert sweep(municipality=norr) == 0, "its row may be on its way"
    os.utime(astray, (0, 0))
    assert sweep(municipality=norr) == 1
    assert photo.path.exists()


def test_a_photo_whose_hidden_words_lie_is_refused_or_cleaned_and_never_a_fault():
    hidden = Image.Exif()
    hidden[0x0112] = 6
    hidden.get_ifd(0x8825)[2] = (62.0, 1.0, 1.0)
    written = io.BytesIO()
    Image.new("RGB", (40, 30)).save(written, "JPEG", exif=hidden.tobytes())
    chance = random.Random(7)
    for _n in range(600):
        lying = bytearray(written.getvalue())
        for _each in range(4):
            lying[chance.randrange(20, 130)] = chance.randrange(256)
        with suppress(PhotoRefused):
            assert cleaned(bytes(lying)).content


def test_a_backup_holds_the_photos(observe, photo_of):
    photo = photo_of(observe())
    kept = {path for path, name in stored_files() if name.startswith("files/")}
    assert photo.path.resolve() in {path.resolve() for path in kept}


def test_the_queue_shows_the_photos_to_whoever_reviews_in_one_question(
    client, bo, eva, observe, photo_of,
):
    first, second = observe(accept=False), observe(accept=False, hour=12)
    photo = photo_of(first)
    client.force_login(bo.user)
    with CaptureQueriesContext(connection) as one:
        assert client.get("/norr/granska").content.decode().count(f"{first.pk}/foto/{photo.pk}") == 1
    for _again in range(2):
        photo_of(second)
    with CaptureQueriesContext(connection) as three:
        assert client.get("/norr/granska").content.decode().count("/foto/") == 3
    assert len(one) == len(three)
    card = client.post(
        f"/norr/granska/{first.pk}/ta-upp", {"stamp": first.stamp, "mark": "yes"}, headers={"X-Samsyn-Part": "card"}
    )
    assert f"{first.pk}/foto/{photo.pk}" in card.content.decode(), "the card that comes back has it too"
    first = refuse_observation(observation=first, reason="Pekar ut någon.", by=bo)
    assert photos_of_many([first, second], seen_by=bo).keys() == {second.pk}
    assert photos_of_many([second], seen_by=eva) == {}
