"""What goes wrong at the edges: another town's ids, two at once, days no calendar holds, a server that is away."""

import socket
import zipfile
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from samsyn.cli.serve import free_port
from samsyn.exchange import readers
from samsyn.ground.audit.models import Event
from samsyn.ground.people.accounts.actions import StaffRow, add_staff, renew_start_password
from samsyn.ground.people.actions import add_membership, add_user, change_organisation
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Membership, Role, Unit
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.records import uuid7
from samsyn.ground.refusals import Refused
from samsyn.letters.actions import deliver_untold
from samsyn.method.observations.actions import (
    change_observations,
    send_back_observation,
    submit_observation,
    submit_observations,
    undo_changes,
)
from samsyn.method.observations.drafts import Draft, ObservationRefused
from samsyn.method.observations.models import Observation, ObservationVersion
from samsyn.method.observations.own.actions import answer_question, change_own_observation
from samsyn.method.observations.review.actions import lower_to_area
from samsyn.method.observations.states import State
from tests.people import NOW, observe

pytestmark = pytest.mark.django_db
STRICT = "E6"


def draft_of(town, **more):
    category = town.categories[more.pop("category", "E1")]
    more = {"observed_to": NOW - timedelta(hours=5), "area_code": "A"} | more
    return Draft(category=category, **more)


def test_an_answer_is_not_signed_in_the_logbook(town, anna, bo):
    report = observe(town, accept=False)
    send_back_observation(observation=report, reason="Vilken port?", by=bo)
    answer_question(observation=report, text="Port 14", by=anna)
    assert not Event.objects.filter(by=str(anna.user.pk)).exists()


def test_a_report_cannot_point_at_another_towns_report(town, neighbour, anna):
    foreign = observe(neighbour, area="A")
    with pytest.raises(ObservationRefused):
        submit_observation(draft=draft_of(town, same_as_id=foreign.pk), now=NOW, by=anna)


def test_a_report_cannot_point_at_what_is_not_there_or_at_itself(town, anna):
    own = uuid7()
    for wanted in (uuid7(), own):
        with pytest.raises(ObservationRefused):
            submit_observation(draft=draft_of(town, id=own, same_as_id=wanted), now=NOW, by=anna)


def test_a_report_cannot_point_at_one_that_its_writer_may_not_see(town, eva):
    """Nor does the answer tell that there is one; what an own report is the same as may be pointed at again."""
    hidden = observe(town, area="A", accept=False)
    for wanted in (hidden.pk, uuid7()):
        with pytest.raises(ObservationRefused, match="finns inte här"):
            submit_observation(draft=draft_of(town, same_as_id=wanted), now=NOW, by=eva)
    own = submit_observation(draft=draft_of(town), now=NOW, by=eva)
    Observation.objects.filter(pk=own.pk).update(same_as=hidden)
    again = submit_observation(draft=draft_of(town, same_as_id=hidden.pk), now=NOW, by=eva)
    assert again.same_as_id == hidden.pk


def test_half_a_character_is_refused_in_words(town, anna):
    with pytest.raises(ObservationRefused, match="tecken"):
        submit_observation(draft=draft_of(town, text="trasig \ud83d ruta"), now=NOW, by=anna)


def test_a_stricter_category_is_never_shown_to_more(town, anna):
    report = observe(town, accept=False)
    strict = town.categories[STRICT]
    draft = draft_of(town, id=report.pk, category=STRICT)
    change_own_observation(observation=report, draft=draft, now=NOW, by=anna)
    assert Observation.objects.get(pk=report.pk).audience == strict.audience


def test_an_audience_chosen_on_an_old_card_does_not_accept_what_was_never_read(client, town, bo, anna):
    report = observe(town, accept=False)
    seen = report.stamp
    change_own_observation(
        observation=report, draft=draft_of(town, id=report.pk, text="Något helt annat"), now=NOW, by=anna
    )
    client.force_login(bo.user)
    address = f"/norr/granska/{report.pk}/godkann"
    answer = client.post(address, {"stamp": seen, "audience": "authorities"}, headers={"X-Samsyn-Part": "card"})
    report.refresh_from_db()
    assert answer.status_code == 409
    assert (report.state, report.audience) == (State.NEW, "parties")


@pytest.mark.parametrize("days", ["first=0001-01-01", "last=9999-12-31", "period=9999-v52", "period=0001-v01"])
@pytest.mark.parametrize("page", ["karta", "karta/laget.json", "karta/export.csv"])
def test_the_ends_of_the_calendar_are_only_days(client, town, bo, days, page):
    client.force_login(bo.user)
    assert client.get(f"/norr/{page}?{days}").status_code == 200


def test_a_mail_server_that_is_away_for_long_loses_no_letter(monkeypatch, town, bo):
    report = observe(town, accept=False)
    send_back_observation(observation=report, reason="Vilken port?", by=bo)

    def away(self, *_args, **_more):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", away)
        for _minute in range(20):
            assert list(deliver_untold(now=timezone.now())) == []
    assert len(list(deliver_untold(now=timezone.now()))) == 1


def test_a_mail_server_that_does_not_answer_is_asked_once_a_round(monkeypatch, town, bo):
    for _n in range(3):
        send_back_observation(observation=observe(town, accept=False), reason="Vilken port?", by=bo)
    asked = []

    def silent(self, *_args, **_more):
        asked.append(self)
        raise TimeoutError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", silent)
    list(deliver_untold(now=timezone.now()))
    assert len(asked) == 1


def test_one_line_that_cannot_be_told_does_not_stop_the_others(monkeypatch, town, bo):
    first, second = (observe(town, accept=False) for _n in range(2))
    for report in (first, second):
        send_back_observation(observation=report, reason="Vilken port?", by=bo)
    whole = mail.EmailMessage.send

    def picky(self, *args, **more):
        if str(first.pk) in self.body:
            raise SMTPRecipientsRefused({"a@b.example": (550, b"unknown")})
        return whole(self, *args, **more)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", picky)
    list(deliver_untold(now=timezone.now()))
    assert any(str(second.pk) in letter.body for letter in mail.outbox)


def test_a_unit_of_a_refused_line_is_not_used_by_the_next(town, bo):
    lines = [
        StaffRow(line=n, email=email, organisation="Norrskolan", role="Rapportör", unit="Ny enhet")
        for n, email in ((2, "inte en adress"), (3, "ny@norr.example"))
    ]
    done = add_staff(rows=lines, by=bo)
    connection.check_constraints()
    assert [line for line, _why in done.refused] == [2]
    assert Unit.objects.get(name="Ny enhet") == Membership.objects.get(user__email="ny@norr.example").unit


def test_the_service_starts_again_on_the_port_it_has_just_left():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with pytest.raises(OSError):
            free_port("127.0.0.1", port)
        caller = socket.create_connection(("127.0.0.1", port))
        answering, _who = server.accept()
        answering.close()
        caller.recv(1)
        caller.close()
    assert free_port("127.0.0.1", port) == port


def test_the_same_report_twice_at_the_same_moment_is_one(monkeypatch, town, anna):
    draft = draft_of(town, id=uuid7())
    first = submit_observation(draft=draft, now=NOW, by=anna)
    asked, real = [], Observation.objects.filter

    def not_yet_there(*args, **more):
        asked.append(more)
        return real(*args, **more).none() if len(asked) == 1 else real(*args, **more)

    monkeypatch.setattr(Observation.objects, "filter", not_yet_there)
    assert submit_observation(draft=draft, now=NOW, by=anna) == first


def test_a_stricter_category_for_many_is_never_shown_to_more_and_can_be_taken_back(town, bo):
    report, batch = observe(town), uuid7()
    strict = town.categories[STRICT]
    change_observations(observations=[report], by=bo, batch=batch, category=strict)
    assert Observation.objects.get(pk=report.pk).audience == strict.audience
    undo_changes(batch=batch, by=bo)
    assert Observation.objects.get(pk=report.pk).audience == "parties"


def test_a_point_that_is_taken_away_is_in_no_earlier_version(town, anna, bo):
    report = observe(town, lon=17.11, lat=62.41, accept=False)
    moved = draft_of(town, id=report.pk, lon=17.12, lat=62.41, area_code=None)
    change_own_observation(observation=report, draft=moved, now=NOW, by=anna)
    lower_to_area(observation=Observation.objects.get(pk=report.pk), by=bo)
    assert not any({"lon", "lat", "place_id"} & set(one.before) for one in ObservationVersion.objects.all())


def test_a_packed_file_that_grows_without_end_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(readers, "LARGEST_UNPACKED", 1000)
    path = tmp_path / "stor.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", "x;y\n" * 1000)
    with pytest.raises(readers.ReadRefused):
        list(readers.open_files(path))


# --- one party's own administrator


@pytest.fixture
def keeper(town):
    role = Role.objects.create(
        municipality=town.municipality,
        code="keeper",
        name_sv="Partens administratör",
        name_en="Keeper",
        permissions=["manage_people", "report", "see_accepted"],
    )
    user = add_user(email="keeper@norr.example", password="x", trusted_password=True, by=town.machine)
    add_membership(user=user, organisation=town.organisations["housing"], role=role, by=town.machine)
    return member_of(user, town.municipality, on=NOW.date())


def test_a_partys_administrator_does_not_make_it_an_authority(town, keeper):
    with pytest.raises((Refused, NotAllowed)):
        change_organisation(organisation=town.organisations["housing"], legal_kind="state", by=keeper)


def test_a_partys_administrator_does_not_open_a_group(town, keeper):
    with pytest.raises((Refused, NotAllowed)):
        add_membership(
            user=keeper.user,
            organisation=town.organisations["housing"],
            role=keeper.memberships[0].role,
            groups=[town.groups["local"]],
            by=keeper,
        )


def test_a_partys_administrator_does_not_take_over_one_who_may_more(town, keeper):
    user = add_user(email="boss@norr.example", password="x", trusted_password=True, by=town.machine)
    add_membership(
        user=user, organisation=town.organisations["town"], role=town.roles["coordinator"], by=town.machine
    )
    add_membership(user=user, organisation=town.organisations["housing"], role=town.roles["reporter"], by=town.machine)
    with pytest.raises((Refused, NotAllowed)):
        renew_start_password(user=user, by=keeper)


def test_a_file_read_again_never_brings_back_what_a_person_took_away(machine, bo, categories):
    draft = Draft(
        category=categories["E1"], observed_to=NOW - timedelta(days=2), lon=17.11, lat=62.41, id=uuid7(), text="Ruta"
    )
    submit_observations([draft], by=machine, now=NOW)
    lower_to_area(observation=Observation.objects.get(), by=bo)
    assert submit_observations([draft], by=machine, now=NOW).changed == 0
    assert Observation.objects.get().lon is None


def test_a_file_that_was_edited_twice_is_still_read(machine, categories):
    draft = Draft(category=categories["E1"], observed_to=NOW - timedelta(days=2), lon=17.11, lat=62.41, id=uuid7())
    submit_observations([draft], by=machine, now=NOW)
    for text in ("Ruta", "Två rutor"):
        draft.text = text
        assert submit_observations([draft], by=machine, now=NOW).changed == 1
    assert Observation.objects.get().text == "Två rutor"


def test_a_row_may_point_at_one_that_comes_in_beside_it_but_not_at_one_that_is_refused(machine, categories):
    first, second, third = uuid7(), uuid7(), uuid7()
    here = {"category": categories["I1"], "observed_to": NOW - timedelta(days=2), "lon": 17.11, "lat": 62.41}
    chain = [
        Draft(id=first, **here), Draft(id=second, same_as_id=first, **here),
        Draft(id=third, same_as_id=uuid7(), **here), Draft(id=uuid7(), same_as_id=third, **here),
    ]  # fmt: skip
    done = submit_observations(chain, by=machine, now=NOW)
    assert done.created == 2
    assert [index for index, _sentence in done.refused] == [2, 3]
