"""Whoever's way in is changed is told, by letter, whatever has been declined: it may have been somebody else."""

from datetime import timedelta
from smtplib import SMTPAuthenticationError

import pytest
from django.core import mail
from django.utils import timezone

from samsyn.ground.audit.actions import note
from samsyn.ground.audit.models import Event
from samsyn.ground.people.accounts.actions import renew_start_password
from samsyn.ground.people.actions import add_membership, change_password
from samsyn.ground.people.models import Membership, Role
from samsyn.ground.people.security.actions import lose_second_steps, new_paper_codes
from samsyn.letters.actions import choose_letters, deliver_untold
from samsyn.letters.models import Delivery, LetterChoice

pytestmark = pytest.mark.django_db
PASSWORD = "Sju blåa hästar-2027"


def deliver():
    mail.outbox.clear()
    list(deliver_untold(now=timezone.now()))
    return [letter for letter in mail.outbox if "konto/sakerhet" in letter.body]


def test_a_mail_server_that_refuses_the_login_is_told_in_the_log_once_and_the_letters_wait(anna, monkeypatch, caplog):
    def refuses(_letter):
        raise SMTPAuthenticationError(535, b"no")

    Event.objects.update(told_at=timezone.now())
    change_password(user=anna.user, password=PASSWORD)
    change_password(user=anna.user, password=PASSWORD[::-1])
    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuses)
    assert deliver() == []
    assert caplog.text.count("the mail server gave SMTPAuthenticationError") == 1 and anna.user.email not in caplog.text
    monkeypatch.undo()
    monkeypatch.setattr("samsyn.letters.actions.WAIT", timedelta(0))
    assert len(deliver()) == 2


def test_each_change_of_the_way_in_gives_its_person_one_letter(town, neighbour, anna, bo):
    cecilia = neighbour.members["cecilia"]
    anna.user.email_stated = False
    add_membership(
        user=anna.user, organisation=Membership.objects.filter(user=cecilia.user).first().organisation,
        role=Role.objects.get(municipality=neighbour.municipality, code="reporter"), by=neighbour.machine,
    )  # fmt: skip
    choose_letters(wanted=set(), by=anna)
    Event.objects.update(told_at=timezone.now())
    seen = []
    for change in (
        lambda: change_password(user=anna.user, password=PASSWORD),
        lambda: new_paper_codes(user=anna.user),
        lambda: lose_second_steps(user=anna.user),
    ):
        change()
        (letter,) = deliver()
        assert letter.to == [anna.user.email] and "Var det inte du" in letter.body
        assert PASSWORD not in letter.body and "/norr/" not in letter.body and "avsta" not in letter.body
        seen.append(letter.body.splitlines()[0].split("(")[0])
    assert len(set(seen)) == 3
    assert not LetterChoice.objects.filter(kind="security").exists()
    assert deliver() == []
    assert {row.kind for row in Delivery.objects.filter(recipient=anna.user)} == {"security"}


def test_a_start_password_from_the_administrator_is_told_but_not_the_choice_of_the_first_own_one(town, anna, bo):
    Event.objects.update(told_at=timezone.now())
    renew_start_password(user=anna.user, by=bo)
    (letter,) = deliver()
    assert "startlösenord" in letter.body and letter.to == [anna.user.email]
    anna.user.refresh_from_db()
    change_password(user=anna.user, password=PASSWORD)
    assert deliver() == []
    assert Event.objects.filter(happening="password.changed").count() == 0


def test_what_one_municipality_did_is_told_also_to_who_works_first_in_another(town, neighbour, bo):
    cecilia = neighbour.members["cecilia"]
    cecilia.user.email_stated = False
    cecilia.user.save()
    reporter = Role.objects.get(municipality=town.municipality, code="reporter")
    add_membership(user=cecilia.user, organisation=bo.organisations[0], role=reporter, by=town.machine)
    Event.objects.update(told_at=timezone.now())
    assert town.municipality.slug != neighbour.municipality.slug
    for where in (town, neighbour):
        for happening in ("directory.linked", "directory.unlinked", "user.start_password_renewed"):
            note(happening, by=where.machine, subject=cecilia.user)
            assert len(deliver()) == 1, (happening, where.municipality.slug)


def test_an_account_without_an_address_gets_none(town, anna):
    anna.user.email, anna.user.sign_in_name = None, "anna"
    anna.user.save()
    change_password(user=anna.user, password=PASSWORD)
    assert deliver() == []
