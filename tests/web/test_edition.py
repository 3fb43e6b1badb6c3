"""The editions on screen: look, issue, read, take home, send, withdraw."""

import pytest
from django.core import mail

from samsyn.ground.audit.models import Event
from samsyn.jobs.editions import issue_paper
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.models import Edition, Recipient
from samsyn.method.publications.papers import Paper
from tests.method.picturing import compiled, report, submit
from tests.people import NOW, WEEK

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(town):
    submit(town, report(town, WEEK, 6))
    return lock_picture(picture=compiled(town), function="Samordnaren", now=NOW, by=town.machine)


@pytest.fixture
def edition(bo, picture):
    subject = Subject(paper=Paper.PATROL, audience="parties", picture=picture)
    return issue_paper(subject=subject, function="Samordnaren", now=NOW, by=bo)


def page(client, where, status=200):
    answer = client.get(where)
    assert answer.status_code == status
    return answer.content.decode()


def test_bo_looks_issues_and_reads(client, bo, picture):
    client.force_login(bo.user)
    asked = "/norr/utgavor/ny?papper=weekly&vecka=2025-v40&visas=authorities"
    shown = page(client, asked)
    assert "Utkast, inte utgivet" in shown and "Lägesbild v. 40 2025" in shown
    issued = client.post(asked, {"funktion": "Samordnaren"}, follow=True).content.decode()
    edition = Edition.objects.get()
    assert edition.audience == "authorities" and edition.issued_by == "Samordnaren"
    for words in ("Utgåvan är klar", "PowerPoint", "Excel", "Utgåva 1", edition.digest):
        assert words in issued
    assert edition.title in page(client, "/norr/utgavor/")
    again = client.post(asked, {"funktion": "Samordnaren"}, follow=True).content.decode()
    assert "Inget har ändrats sedan förra utgåvan" in again


def test_what_cannot_be_made_says_why(client, bo):
    client.force_login(bo.user)
    assert "Lås den först" in page(client, "/norr/utgavor/ny?papper=weekly")
    assert "Inget avslutat möte" in page(client, "/norr/utgavor/ny?papper=minutes")
    page(client, "/norr/utgavor/ny?papper=hittepa", status=404)


def test_the_file_is_the_one_that_was_kept_and_the_logbook_knows_it_was_taken(client, eva, edition):
    client.force_login(eva.user)
    page(client, f"/norr/utgava/{edition.pk}")
    assert not Event.objects.filter(happening="edition.taken_out").exists()         # reading is nobody's business
    answer = client.get(f"/norr/utgava/{edition.pk}.pdf")
    assert b"".join(answer.streaming_content) == edition.files.get(format="pdf").path.read_bytes()
    assert Event.objects.get(happening="edition.taken_out").changed["format"] == "pdf"
    assert client.get(f"/norr/utgava/{edition.pk}.pptx").status_code == 404
    assert client.get(f"/norr/utgava/{edition.pk}.json").status_code == 404


def test_a_withdrawn_edition_answers_410_with_a_sentence(client, bo, eva, edition):
    client.force_login(bo.user)
    client.post(f"/norr/utgava/{edition.pk}/aterkalla", {"skal": "decided"})
    client.force_login(eva.user)
    for where in (f"/norr/utgava/{edition.pk}", f"/norr/utgava/{edition.pk}.pdf"):
        assert "Den visas inte längre: enligt beslut." in page(client, where, status=410)


def test_bo_sends_to_the_list_and_sees_that_it_waits(client, town, bo, edition):
    client.force_login(bo.user)
    line = {"function": "Förvaltare", "email": "f@hyreshus.example", "audience": "parties",
            "organisation": str(town.organisations["housing"].pk)}  # fmt: skip
    assert client.post("/norr/sandlista/", line).status_code == 302
    row = Recipient.objects.get()
    assert "Förvaltare" in page(client, "/norr/sandlista/")
    sent = client.post(f"/norr/utgava/{edition.pk}/skicka", {"till": str(row.pk)}, follow=True).content.decode()
    assert "Breven går inom en minut." in sent and "i kö" in sent
    assert mail.outbox == []                                                        # the job sends, not the click
    client.post(f"/norr/sandlista/{row.pk}", {**line, "function": "Fastighetschef"})
    assert Recipient.objects.get().function == "Fastighetschef"
    client.post(f"/norr/sandlista/{row.pk}/ta-bort")
    assert not Recipient.objects.exists()


def test_a_line_that_cannot_be_kept_is_told_beside_the_form(client, town, bo):
    client.force_login(bo.user)
    wrong = {"function": "Förvaltare", "email": "f@x.example", "audience": "authorities",
             "organisation": str(town.organisations["housing"].pk)}  # fmt: skip
    answer = client.post("/norr/sandlista/", wrong)
    assert answer.status_code == 400 and "bara till myndigheter" in answer.content.decode()


def test_only_who_issues_may_issue_send_and_keep_the_list(client, eva, edition):
    client.force_login(eva.user)
    shown = page(client, f"/norr/utgava/{edition.pk}")
    assert "Återkalla" not in shown and "Skicka" not in shown
    for where in ("/norr/utgavor/ny", "/norr/sandlista/"):
        page(client, where, status=403)
    assert client.post(f"/norr/utgava/{edition.pk}/aterkalla", {"skal": "wrong"}).status_code == 403


def test_the_list_asks_as_many_questions_for_many_as_for_one(client, bo, picture, django_assert_num_queries):
    client.force_login(bo.user)

    def questions():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            page(client, "/norr/utgavor/")
        return len(asked)

    issue_paper(subject=Subject(paper=Paper.PATROL, audience="parties", picture=picture), function="S", now=NOW, by=bo)
    one = questions()
    issue_paper(subject=Subject(paper=Paper.PATROL, audience="authorities", picture=picture), function="S", now=NOW,
                by=bo)  # fmt: skip
    assert questions() == one <= 22


def test_the_command_makes_every_kind_of_file(picture, tmp_path, capsys):
    from samsyn.cli.__main__ import parser_for

    for suffix in ("pdf", "docx", "xlsx", "json"):
        out = tmp_path / f"platser.{suffix}"
        told = ["paper", "patrol", "--municipality", "norr", "--week", "2025-W40", "--out", str(out)]
        args = parser_for("paper").parse_args(told)
        assert args.run(args) == 0 and out.stat().st_size > 500
    assert "Veckans platser v. 41 2025, Norr" in capsys.readouterr().err
