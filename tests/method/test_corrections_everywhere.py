"""A correction reaches the words wherever they were carried to: nothing is left in the database or the data folder."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.jobs.editions import issue_paper
from samsyn.method.meetings.actions import close_meeting, write_note
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.assessments.actions import Stand, assess_area, leave_unchanged
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.corrections.actions import CorrectionDecision
from samsyn.method.pictures.layouts.actions import copy_texts, write_section
from samsyn.method.pictures.models import PictureCorrection, PictureTable, SectionText
from samsyn.method.publications.actions import Subject
from samsyn.method.publications.corrections.actions import correct_everywhere
from samsyn.method.publications.corrections.finding import tables_with_words, where_it_lives
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import Paper
from tests.method.meeting import meet
from tests.method.picturing import compiled
from tests.people import NOW, WEEK

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORDS = "Elofs kiosk"
DECISION = CorrectionDecision(
    decided_by="Kommunstyrelsen", reference="KS 7", reason="Pekar ut en näring", decided_on=date(2025, 10, 7)
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def everything_stored(folder: Path) -> str:
    """Return every text in the database and in the data folder, in small letters."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [str(row) for row in cursor.fetchall()]
    told += [path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()]
    return " ".join("\n".join(told).lower().split())


@pytest.fixture
def carried(town: Any, bo: Any) -> dict[str, Any]:
    """Two weeks: written in the first, carried to the second, said at the meeting, and printed."""
    stand = Stand(code="normal", motivation=f"Lugnt vid {WORDS}", function="Samordnaren")
    assess_area(area=town.areas["A"], week=WEEK - 1, stand=stand, now=NOW - timedelta(days=7), by=bo)
    first = compiled(town, week=WEEK - 1)
    write_section(picture=first, section="areas", audience="parties", text=f"Vid {WORDS}.", version=0, by=bo)
    first = lock_picture(picture=first, function="Samordnaren", now=NOW - timedelta(days=6), by=bo)
    leave_unchanged(week=WEEK, areas=town.areas.values(), function="Samordnaren", now=NOW, by=bo)
    second = compiled(town)
    copy_texts(picture=second, by=bo)
    second = lock_picture(picture=second, function="Samordnaren", now=NOW, by=bo)
    meeting = meet(town)
    write_note(meeting=meeting, part="coming", text="Marknad vid elofs  kiosk", version=0, by=bo)
    meeting = close_meeting(meeting=meeting, now=NOW, by=bo)
    draft = compiled(town, week=WEEK + 1, now=NOW + timedelta(days=7))
    copy_texts(picture=draft, by=bo)
    told = [Subject(paper=Paper.WEEKLY, audience="parties", picture=second),
            Subject(paper=Paper.MINUTES, audience="parties", meeting=meeting)]  # fmt: skip
    editions = [issue_paper(subject=each, function="Samordnaren", now=NOW, by=bo) for each in told]
    return {"first": first, "second": second, "draft": draft, "editions": editions}


def test_a_correction_of_an_earlier_week_leaves_nothing_of_the_words_anywhere(
    town: Any, bo: Any, eva: Any, carried: dict[str, Any], tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert "elofs kiosk" in everything_stored(tmp_path)
    kinds = {each.kind: each.rows for each in where_it_lives(WORDS, town.municipality)}
    assert {"PictureTable", "SectionText", "Assessment", "MeetingNote", "Edition"} <= set(kinds)
    assert kinds["Edition"] == 2 and kinds["SectionText"] == 3 and kinds["Assessment"] == 2
    out = {"items": [{"fields": [{"parts": [{"text": f"Vid {WORDS}"}]}]}]}
    given = ReleaseRequest.objects.create(
        municipality=town.municipality, number=1, received_on=NOW.date(), first_day=NOW.date(), last_day=NOW.date(),
        state="whole", reference="KS 8", decided_by="Kommunjuristen", decided_on=NOW.date(), released=out,
        digest=digest(canonical(out)),
    )  # fmt: skip
    told = {"picture": carried["first"], "words": WORDS, "decision": DECISION, "now": NOW + timedelta(hours=1)}
    with pytest.raises(NotAllowed):
        correct_everywhere(by=eva, **told)
    with django_capture_on_commit_callbacks(execute=True):
        made = correct_everywhere(by=bo, **told)
    assert "elofs" not in everything_stored(tmp_path)
    assert where_it_lives(WORDS, town.municipality) == []
    corrected = {each.picture_id: each for each in PictureCorrection.objects.all()}
    assert set(corrected) == {carried["first"].pk, carried["second"].pk}, "a draft is no edition"
    assert corrected[carried["second"].pk].reference == "KS 7" == made.reference
    carried["second"].refresh_from_db()
    assert carried["second"].edition == 2
    assert not Edition.objects.standing().exists()
    assert all(row.digest == digest(row.content) for row in PictureTable.objects.all())
    assert {each.text for each in SectionText.objects.all()} == {"Vid […]."}
    assert Event.objects.filter(happening="picture.corrected_elsewhere").exists()
    given.refresh_from_db()
    assert given.digest == digest(canonical(given.released)) and "[…]" in str(given.released)
    assert Event.objects.get(happening="release.corrected").changed["digest"] == given.digest


def test_every_column_of_words_is_searched() -> None:
    """What a table declares as people's words is found without being listed anywhere."""
    searched = {model.__name__: set(columns) for model, columns in tables_with_words()}
    assert {"text", "search_text"} <= searched["Observation"]
    assert searched["PictureTable"] == {"content"} and "motivation" in searched["Assessment"]
    assert "User" not in searched and "PictureCorrection" not in searched
    assert apps.get_model("measures", "Measure").__name__ in searched
