"""Letters: at least once, without content, and only to those who should have them."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_seat, change_settings
from samsyn.ground.people.members import Machine
from samsyn.letters.actions import choose_letters, deliver_untold
from samsyn.letters.email import decline_token
from samsyn.letters.kinds import may_ever_get
from samsyn.letters.models import Delivery, LetterChoice, LetterKind
from samsyn.method.observations.actions import refuse_observation, send_back_observation, submit_observation
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.duties.actions import late_organisations, note_the_late
from samsyn.method.pictures.actions import compile_picture, lock_picture, share_picture, take_back_picture
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db
TEXT = "Rutan i entrén krossad"


@pytest.fixture
def sent(anna, categories):
    seen = NOW - timedelta(days=4)
    draft = Draft(category=categories["E1"], observed_to=seen, lon=17.11, lat=62.41, text=TEXT)
    return submit_observation(draft=draft, now=NOW, by=anna)


def deliver():
    return list(deliver_untold(now=timezone.now()))


def test_a_question_gives_its_reporter_one_letter_without_content(anna, bo, sent):
    send_back_observation(observation=sent, reason="Vilken port?", by=bo)
    deliver()
    deliver()
    assert [letter.to for letter in mail.outbox] == [[anna.user.email]]
    written = mail.outbox[0].subject + mail.outbox[0].body
    assert f"/norr/rapporter/{sent.pk}" in written
    assert not any(word in written for word in ("port?", "Rutan", "Skadegörelse", str(anna.user.name)))


def test_a_letter_that_could_not_be_sent_is_tried_again_with_the_same_line(monkeypatch, bo, sent):
    send_back_observation(observation=sent, reason="Vilken port?", by=bo)

    def refuse(self, *_args, **_more):
        raise SMTPException("full")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert deliver() == []
    assert Delivery.objects.get().problem == "SMTPException"
    assert len(deliver()) == 1
    line = Event.objects.get(happening="observation.sent_back")
    assert mail.outbox[0].extra_headers["X-Samsyn-Line"] == str(line.pk)
    line.refresh_from_db()
    assert line.told_at is not None


def test_a_repeat_after_a_lost_mark_is_the_same_letter(bo, sent):
    send_back_observation(observation=sent, reason="Vilken port?", by=bo)
    deliver()
    Delivery.objects.update(sent_at=None)
    Event.objects.filter(happening="observation.sent_back").update(told_at=None)
    deliver()
    assert len(mail.outbox) == 2
    assert mail.outbox[0].extra_headers["Message-ID"] == mail.outbox[1].extra_headers["Message-ID"]


def test_a_refused_report_is_answered_but_never_quoted(bo, sent):
    refuse_observation(observation=sent, reason="Fel kanal", by=bo)
    deliver()
    assert "Fel kanal" not in mail.outbox[0].body


def test_a_locked_picture_reaches_its_readers_and_those_who_told(norr, anna, bo, cecilia, sent):
    from samsyn.method.observations.actions import accept_observation

    accept_observation(observation=sent, now=NOW, by=bo)
    picture = compile_picture(municipality=norr, week=WEEK, now=NOW, by=bo)
    lock_picture(picture=picture, function="samordnare", now=NOW, by=bo)
    deliver()
    to = {address for letter in mail.outbox for address in letter.to}
    assert {anna.user.email, bo.user.email} <= to
    assert cecilia.user.email not in to


def test_a_draft_to_agree_on_reaches_those_who_may_comment_and_says_nothing(town, norr, anna, bo, dag, eva):
    picture = compile_picture(municipality=norr, week=WEEK, now=NOW, by=bo)
    share_picture(picture=picture, now=NOW, by=bo)
    deliver()
    assert {address for letter in mail.outbox for address in letter.to} == {dag.user.email, eva.user.email}
    written = mail.outbox[0].subject + mail.outbox[0].body
    assert f"/norr/lagesbild/{WEEK.address}" in written and "stämma av" in written
    mail.outbox.clear()
    take_back_picture(picture=picture, by=bo)
    Event.objects.filter(happening="picture.shared").update(told_at=None)
    Delivery.objects.all().delete()
    deliver()
    assert mail.outbox == [], "taken back before the letter went"


def test_who_has_declined_gets_no_letter_and_the_link_declines_without_signing_in(client, anna, bo, sent):
    send_back_observation(observation=sent, reason="Vilken port?", by=bo)
    deliver()
    token = decline_token(Delivery.objects.get())
    assert client.get(f"/brev/avsta/{token}").status_code == 200
    assert not LetterChoice.objects.exists()
    client.post(f"/brev/avsta/{token}")
    assert LetterChoice.objects.get().user == anna.user
    assert client.get(f"/brev/avsta/{token}x").status_code == 404


def test_a_member_chooses_and_changes_the_choice(client, anna):
    choose_letters(wanted={"question"}, by=anna)
    client.force_login(anna.user)
    page = client.get("/norr/brev").content.decode()
    assert page.count('name="brev" value="question" checked') == page.count('name="brev"') - 3 == 1
    assert "mycket allvarlig" not in page, "nobody is told of the gravest reports here"
    assert "lägesbild" not in page, "a reporter never gets the letter about the picture"
    client.post("/norr/brev", {"brev": LetterKind.values, "notis": ["question"]})
    assert not LetterChoice.objects.filter(channel="email").exists()
    declined = set(LetterChoice.objects.filter(channel="push").values_list("kind", flat=True))
    kept = {"question", "urgent", "picture", "draft", "meeting", "measure", "group", "plan", "security", "approve",
            "approved"}
    assert declined == set(LetterKind.values) - kept, "what is not asked about stays"


def test_each_is_asked_only_about_what_the_own_roles_and_seats_can_give(client, town, anna, bo):
    siv = town.members["siv"]
    assert may_ever_get(anna) == {"question", "answer", "outcome", "reminder"}
    assert may_ever_get(siv) == {"picture"}
    change_settings(urgent_functions=["Samordnare"], by=bo)
    assert "urgent" not in may_ever_get(siv)
    add_seat(group=town.groups["local"], function="samordnare", holder=bo.user, substitute=siv.user, by=bo)
    assert "urgent" in may_ever_get(bo) and "urgent" in may_ever_get(siv) and "urgent" not in may_ever_get(anna)
    client.force_login(siv.user)
    page = client.get("/norr/brev").content.decode()
    assert "ny lägesbild" in page and "Veckobeskedet" not in page


def test_only_the_late_are_reminded_and_only_once(norr, town, anna, sent):
    late = late_organisations(municipality=norr, week=WEEK)
    assert anna.organisations[0] not in late
    machine = Machine(name="påminnelser", municipality=norr)
    first = note_the_late(week=WEEK, by=machine)
    assert first == len(late)
    assert note_the_late(week=WEEK, by=machine) == 0
    assert note_the_late(week=Week(2025, 39), by=machine) >= first
