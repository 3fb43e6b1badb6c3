"""A paper that a function must approve: who waits, who sees, who answers, and what has changed in the meantime."""

import pytest
from django.core import mail
from django.utils import timezone

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_group, add_seat, change_settings
from samsyn.ground.permissions import NotAllowed
from samsyn.jobs.editions import issue_paper
from samsyn.letters.actions import deliver_untold
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.publications.actions import EditionRefused, Subject, send_edition
from samsyn.method.publications.approving.actions import approve_edition, refuse_edition
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import Paper
from tests.method.picturing import compiled, report, submit
from tests.people import NOW, WEEK

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FUNCTION = "Samordnaren"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(town):
    submit(town, report(town, WEEK, 6))
    return lock_picture(picture=compiled(town), function=FUNCTION, now=NOW, by=town.machine)


def public(picture, paper=Paper.WEEKLY):
    return Subject(paper=paper, audience="public", picture=picture)


def seat(town, member, function="kommunikatör"):
    group = add_group(name=function, by=town.machine)
    return add_seat(group=group, function=function, holder=member.user, by=town.machine)


def page(client, where, status=200):
    answer = client.get(where)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_public_picture_waits_for_the_function_and_is_seen_when_it_says_yes(client, town, bo, eva, dag, picture):
    seat(town, eva)
    edition = issue_paper(subject=public(picture), function=FUNCTION, now=timezone.now(), by=bo)
    assert (edition.approval, edition.approver) == ("waiting", "Kommunikatör")
    list(deliver_untold(now=timezone.now()))
    told = [each.subject for each in mail.outbox if eva.user.email in each.to and "utgava" in each.body]
    assert told == ["Ett papper i Samsyn"]
    assert not Edition.objects.visible_to(dag).filter(pk=edition.pk).exists()
    client.force_login(dag.user)
    page(client, f"/norr/utgava/{edition.pk}", status=404)
    page(client, f"/norr/utgava/{edition.pk}.pdf", status=404)
    with pytest.raises(EditionRefused, match="inte godkänd"):
        send_edition(edition=edition, recipients=[], attached=False, by=bo)
    with pytest.raises(NotAllowed):
        approve_edition(edition=edition, read=edition.digest, document={}, now=NOW, by=bo)
    client.force_login(bo.user)
    assert "Läsarna ser den inte förrän" in page(client, f"/norr/utgava/{edition.pk}")
    client.force_login(eva.user)
    assert edition.title in page(client, "/norr/") and "Att godkänna" in page(client, "/norr/")
    shown = page(client, f"/norr/utgava/{edition.pk}")
    assert "Godkänn inte" in shown and "väntar på godkännande" in page(client, "/norr/utgavor/")
    where = f"/norr/utgava/{edition.pk}/svar"
    stale = client.post(where, {"svar": "ja", "digest": "0" * 64}, follow=True).content.decode()
    assert "Underlaget har ändrats" in stale
    told = client.post(where, {"svar": "ja", "digest": edition.digest, "ord": "Tydligt."}, follow=True)
    assert "Nu kan läsarna se den" in told.content.decode() and "Tydligt." in told.content.decode()
    line = Event.objects.get(happening="edition.approved")
    assert line.changed["digest"] == edition.digest and line.by == str(eva.user.pk)
    assert "Tydligt" not in str(line.changed)
    mail.outbox.clear()
    list(deliver_untold(now=timezone.now()))
    assert [each.to for each in mail.outbox if "utgava" in each.body] == [[bo.user.email]]
    assert Edition.objects.visible_to(dag).filter(pk=edition.pk).exists()
    assert "Att godkänna" not in page(client, "/norr/")


def test_no_takes_a_sentence_and_the_paper_may_be_issued_again(client, town, bo, eva, dag, picture):
    seat(town, eva)
    edition = issue_paper(subject=public(picture), function=FUNCTION, now=NOW, by=bo)
    with pytest.raises(EditionRefused, match="vad som behöver ändras"):
        refuse_edition(edition=edition, answer=" ", now=NOW, by=eva)
    refuse_edition(edition=edition, answer="Rubriken säger för mycket.", now=NOW, by=eva)
    with pytest.raises(EditionRefused, match="väntar inte längre"):
        refuse_edition(edition=edition, answer="Igen.", now=NOW, by=eva)
    client.force_login(bo.user)
    assert "Rubriken säger för mycket." in page(client, f"/norr/utgava/{edition.pk}")
    assert not Edition.objects.visible_to(dag).filter(pk=edition.pk).exists()
    again = issue_paper(subject=public(picture), function=FUNCTION, now=NOW, by=bo)
    assert (again.number, again.approval) == (2, "waiting")


def test_what_was_not_the_same_any_more_is_refused(town, bo, eva, picture):
    seat(town, eva)
    edition = issue_paper(subject=public(picture), function=FUNCTION, now=NOW, by=bo)
    with pytest.raises(EditionRefused, match="Underlaget har ändrats"):
        approve_edition(edition=edition, read=edition.digest, document={"heading": "Nytt"}, now=NOW, by=eva)
    assert Edition.objects.get().approval == "waiting"


def test_where_nobody_holds_the_function_who_issues_approves_and_it_is_said(client, bo, dag, picture):
    edition = issue_paper(subject=public(picture), function=FUNCTION, now=NOW, by=bo)
    assert edition.approval == "alone" and Edition.objects.visible_to(dag).filter(pk=edition.pk).exists()
    client.force_login(bo.user)
    assert "ingen i kommunen hade funktionen Kommunikatör" in page(client, f"/norr/utgava/{edition.pk}")


def test_papers_inside_wait_for_nobody_until_the_municipality_says_so(town, bo, dag, eva, picture):
    inside = Subject(paper=Paper.PATROL, audience="authorities", picture=picture)
    assert issue_paper(subject=inside, function=FUNCTION, now=NOW, by=bo).approval == ""
    change_settings(approver_patrol="Kommunpolis", approver_weekly_public="", by=town.machine)
    bo.municipality.refresh_from_db()
    assert issue_paper(subject=public(picture), function=FUNCTION, now=NOW, by=bo).approval == ""
    seat(town, eva, "Kommunpolis")                        # a private company never answers for what is for authorities
    other = Subject(paper=Paper.PATROL, audience="authorities", picture=picture, language="en")
    edition = issue_paper(subject=other, function=FUNCTION, now=NOW, by=bo)
    assert edition.approval == "alone" and not Edition.objects.visible_to(eva).filter(pk=edition.pk).exists()
    seat(town, dag, "Kommunpolis, vakthavande")
    change_settings(approver_weekly="kommunpolis, vakthavande", by=town.machine)
    bo.municipality.refresh_from_db()
    weekly = issue_paper(subject=Subject(paper=Paper.WEEKLY, audience="authorities", picture=picture),
                         function=FUNCTION, now=NOW, by=bo)  # fmt: skip
    assert weekly.approval == "waiting" and list(Edition.objects.all().to_approve_by(dag)) == [weekly]
    assert not Edition.objects.all().to_approve_by(eva).exists()


def test_a_press_release_is_made_of_what_is_public_and_approved(client, town, bo, eva, picture):
    press = public(picture, Paper.PRESS)
    with pytest.raises(EditionRefused, match="Ge först ut det för allmänheten"):
        issue_paper(subject=press, function=FUNCTION, now=NOW, by=bo)
    seat(town, eva)
    first = issue_paper(subject=public(picture), function=FUNCTION, now=NOW, by=bo)
    with pytest.raises(EditionRefused, match="Ge först ut det för allmänheten"):
        issue_paper(subject=press, function=FUNCTION, now=NOW, by=bo)
    client.force_login(eva.user)
    client.post(f"/norr/utgava/{first.pk}/svar", {"svar": "ja", "digest": first.digest})
    client.force_login(bo.user)
    address = "/norr/utgavor/ny?papper=press&amp;vecka=2025-v40"
    assert address in page(client, f"/norr/utgava/{first.pk}")
    shown = page(client, address.replace("&amp;", "&"))
    for words in ("Läget i Norr", "Källa: den offentliga lägesbilden", "Frågor", "Kommunikatör, Norr"):
        assert words in shown
    made = issue_paper(subject=press, function=FUNCTION, now=NOW, by=bo)
    assert made.approval == "waiting" and {each.format for each in made.files.all()} == {"json", "docx", "pdf"}
