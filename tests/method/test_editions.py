"""Editions: counted, kept as they were, superseded, withdrawn; the list they go to, and the letters."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.jobs.editions import issue_paper, send_editions, withdraw_editions_of_corrected
from samsyn.letters.editions import deliver_editions
from samsyn.method.meetings.actions import close_meeting
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.models import PictureCorrection
from samsyn.method.publications.actions import (
    EditionRefused,
    Subject,
    remove_recipient,
    save_recipient,
    send_edition,
    sweep_editions,
    withdraw_edition,
)
from samsyn.method.publications.models import Dispatch, Edition, Recipient
from samsyn.method.publications.papers import Paper, audiences_of
from tests.method.meeting import meet, seats
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


def patrol(picture, audience="parties"):
    return Subject(paper=Paper.PATROL, audience=audience, picture=picture)


def issued(subject, by, *, now=NOW):
    return issue_paper(subject=subject, function="Samordnaren", now=now, by=by)


def a_list(town, bo):
    more = {"organisation": town.organisations["housing"], "by": bo}
    return [
        save_recipient(function="Förvaltare", email="forvaltning@hyreshus.example", audience="parties", **more),
        save_recipient(function="Vaktledare", email="vakt@hyreshus.example", audience="parties",
                       papers=["minutes"], **more),
    ]  # fmt: skip


def test_the_same_paper_once_more_is_refused_and_a_changed_one_supersedes(town, bo, picture):
    first = issued(patrol(picture), bo)
    assert (first.number, first.supersedes) == (1, None)
    with pytest.raises(EditionRefused, match="Inget har ändrats"):
        issued(patrol(picture), bo)
    seats(town, "police", "housing")
    minutes = Subject(paper=Paper.MINUTES, audience="parties",
                      meeting=close_meeting(meeting=meet(town), now=NOW, by=bo))  # fmt: skip
    assert issued(minutes, bo).number == 1                              # counted by what it is about
    withdraw_edition(edition=first, why="wrong", now=NOW, by=bo)
    again = issued(patrol(picture), bo)
    assert (again.number, again.supersedes) == (2, first)


def test_files_are_kept_as_they_were_with_their_digests(bo, picture):
    import hashlib

    edition = issued(patrol(picture), bo)
    kept = list(edition.files.order_by("format"))
    assert [each.format for each in kept] == ["docx", "json", "pdf", "xlsx"]
    for each in kept:
        content = each.path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == each.digest and len(content) == each.size_bytes
        assert each.path.stat().st_mode & 0o077 == 0
    line = Event.objects.get(happening="edition.issued")
    assert line.changed["number"] == 1 and line.changed["digest"] == edition.digest


def test_what_is_not_locked_or_not_for_them_is_refused(town, bo, eva, picture):
    draft = compiled(town, week=WEEK - 1)
    with pytest.raises(EditionRefused, match="Lås lägesbilden först"):
        issued(patrol(draft), bo)
    with pytest.raises(EditionRefused, match="görs inte för dem"):
        issued(Subject(paper=Paper.PATROL, audience="public", picture=picture), bo)
    with pytest.raises(NotAllowed):
        issued(patrol(picture), eva)
    seats(town, "police", "housing")
    with pytest.raises(EditionRefused, match="Avsluta mötet först"):
        issued(Subject(paper=Paper.MINUTES, audience="parties", meeting=meet(town)), bo)


def test_what_authorities_decided_among_themselves_is_made_for_no_others():
    assert audiences_of(Paper.MINUTES, shown_to="authorities") == ("authorities",)
    assert "public" not in audiences_of(Paper.MINUTES)
    assert audiences_of(Paper.OWN, is_authority=False) == ("parties",)


def test_a_withdrawn_edition_loses_its_bytes_and_keeps_its_digest(bo, picture, django_capture_on_commit_callbacks):
    edition = issued(patrol(picture), bo)
    paths = [each.path for each in edition.files.all()]
    with django_capture_on_commit_callbacks(execute=True):
        gone = withdraw_edition(edition=edition, why="wrong", now=NOW, by=bo)
    assert gone.is_withdrawn and not any(path.exists() for path in paths)
    assert all(each.digest and each.removed_at for each in gone.files.all())
    with pytest.raises(EditionRefused, match="redan återkallad"):
        withdraw_edition(edition=edition, why="wrong", now=NOW, by=bo)


def test_bytes_that_no_standing_edition_knows_are_swept_away(norr, bo, picture):
    edition = issued(patrol(picture), bo)
    kept = edition.files.get(format="pdf")
    stray = kept.path.with_name("halv")
    stray.write_bytes(b"x")
    soon, later = timezone.now(), timezone.now() + timedelta(hours=2)
    assert sweep_editions(municipality=norr, now=soon) == 0
    assert sweep_editions(municipality=norr, now=later) == 1 and not stray.exists()
    withdraw_edition(edition=edition, why="wrong", now=NOW, by=bo)          # power fails before the bytes are gone
    assert kept.path.exists()
    assert sweep_editions(municipality=norr, now=later) == 4 and not kept.path.exists()


def test_a_correction_of_the_picture_withdraws_what_was_made_of_it(town, bo, picture):
    before = issued(patrol(picture), bo)
    a_list(town, bo)
    chosen = Recipient.objects.visible_to(bo).for_edition(before)
    send_edition(edition=before, recipients=chosen, attached=False, by=bo)
    PictureCorrection.objects.create(
        municipality=town.municipality, picture=picture, edition=2, decided_by="Nämnden", reference="7", reason="fel",
        decided_on=NOW.date(), made_at=NOW + timedelta(hours=1), digest_before="0", digest_after="1",
    )  # fmt: skip
    after = issued(patrol(picture, "authorities"), bo, now=NOW + timedelta(hours=2))
    assert list(deliver_editions(now=NOW + timedelta(hours=2))) == [] == mail.outbox       # not waited for
    with pytest.raises(EditionRefused, match="återkallad"):
        send_edition(edition=before, recipients=chosen, attached=False, by=bo)
    unlinked = [
        Edition.objects.create(
            municipality=town.municipality, paper=paper, audience="parties", title="Utan länk", period=period,
            about=period, number=1, digest="0", issued_at=NOW, issued_by="Samordnaren",
        )
        for paper, period in (("own", "2025-W40"), ("monthly", "2025-10"), ("own", "2025-W39"), ("monthly", "2025-09"))
    ]  # fmt: skip
    assert list(withdraw_editions_of_corrected(NOW + timedelta(hours=3))) == ["norr: 3 utgåvor återkallade"]
    assert Edition.objects.get(pk=before.pk).withdrawn_for == "corrected"
    assert not Edition.objects.get(pk=after.pk).is_withdrawn
    still = [Edition.objects.get(pk=one.pk).is_withdrawn for one in unlinked]
    assert still == [True, True, False, False]          # the week's own and its month, which have no link to it


def test_each_reads_what_is_for_them(town, bo, dag, eva, anna, cecilia, picture):
    parties, authorities = issued(patrol(picture), bo), issued(patrol(picture, "authorities"), bo)
    letter = issued(Subject(paper=Paper.FEEDBACK, audience="authorities", picture=picture,
                            organisation=town.organisations["school"]), bo)  # fmt: skip

    def seen(member):
        return set(Edition.objects.visible_to(member))

    assert seen(bo) == {parties, authorities, letter}
    assert seen(dag) == {parties, authorities}
    assert seen(eva) == {parties}                       # a private party
    assert seen(anna) == {parties, authorities, letter}         # her school's own letter
    assert seen(cecilia) == set()


def test_a_letter_has_a_neutral_subject_and_a_link_and_no_file(town, bo, picture):
    edition = issued(patrol(picture), bo)
    a_list(town, bo)
    chosen = Recipient.objects.visible_to(bo).for_edition(edition)
    assert [each.function for each in chosen] == ["Förvaltare"]         # the other wants minutes alone
    send_edition(edition=edition, recipients=chosen, attached=False, by=bo)
    assert list(send_editions(NOW)) == ["1 utgåvor skickade"]
    letter = mail.outbox[0]
    assert letter.to == ["forvaltning@hyreshus.example"] and letter.subject == "Något nytt att läsa i Samsyn"
    assert f"/norr/utgava/{edition.pk}" in letter.body and letter.attachments == []
    assert "Veckans platser" not in letter.body + letter.subject
    assert list(deliver_editions(now=NOW)) == []                        # once
    with pytest.raises(EditionRefused, match="Ingen att skicka till"):
        send_edition(edition=edition, recipients=chosen, attached=False, by=bo)


def test_only_an_open_edition_goes_along_as_a_file(town, bo, picture):
    edition = issued(patrol(picture), bo)
    rows = a_list(town, bo)
    with pytest.raises(EditionRefused, match="Bara öppna"):
        send_edition(edition=edition, recipients=rows, attached=True, by=bo)
    public = issued(Subject(paper=Paper.WEEKLY, audience="public", picture=picture), bo)
    paper = save_recipient(function="Tidningen", email="red@tidningen.example", audience="public", by=bo)
    send_edition(edition=public, recipients=[paper], attached=True, by=bo)
    assert len(list(deliver_editions(now=NOW))) == 1
    name, content, kind = mail.outbox[0].attachments[0]
    assert name == "samsyn-1.pdf" and content.startswith(b"%PDF") and kind == "application/pdf"


def test_nobody_gets_more_than_their_audience(town, bo, picture):
    narrow = issued(patrol(picture, "authorities"), bo)
    rows = a_list(town, bo)
    with pytest.raises(EditionRefused, match="Ingen att skicka till"):
        send_edition(edition=narrow, recipients=rows, attached=False, by=bo)
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"function": " "}, "Skriv funktionen"),
    ({"email": "inte en adress"}, "e-postadress"),
    ({"audience": "authorities"}, "bara till myndigheter"),
    ({"organisation": None}, "Välj vilken part"),
])  # fmt: skip
def test_the_list_takes_functions_that_may_have_the_paper(town, bo, wrong, sentence):
    line = {"function": "Förvaltare", "email": "f@hyreshus.example", "audience": "parties",
            "organisation": town.organisations["housing"]}  # fmt: skip
    with pytest.raises(EditionRefused, match=sentence):
        save_recipient(**{**line, **wrong}, by=bo)


def test_who_is_taken_off_the_list_leaves_only_the_function_behind(town, bo, picture):
    edition = issued(patrol(picture), bo)
    first = a_list(town, bo)[0]
    send_edition(edition=edition, recipients=[first], attached=False, by=bo)
    remove_recipient(recipient=first, by=bo)
    row = Dispatch.objects.get()
    assert row.function == "Förvaltare" and row.recipient is None
    assert list(deliver_editions(now=NOW)) == []
