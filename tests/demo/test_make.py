"""The demo as it stands in the database: both municipalities, the logins, the pictures; made once, found again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from samsyn.cli import demo as command
from samsyn.cli.demo import last_week
from samsyn.demo import make as making
from samsyn.demo.make import DemoRefused, is_finished, make, make_municipality, stamp_of
from samsyn.demo.parties import LOGINS, PARTIES, PASSWORD
from samsyn.demo.supported import SUPPORTER
from samsyn.ground.calendar.days import known_days
from samsyn.ground.people.actions import founder
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import (
    Invitation,
    Organisation,
    SavedView,
    Seat,
    ShiftDevice,
    Stewardship,
    User,
)
from samsyn.ground.places.models import BaseMap, Place
from samsyn.ground.tenancy.defaults import KEYS, setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.models import Delivery
from samsyn.method.observations.models import ChecklistAnswer, Observation, PeriodReply, ReporterLink
from samsyn.method.pictures.models import PictureTable, SituationalPicture
from samsyn.method.pictures.tables import tables_of
from tests.demo.conftest import UNTIL

WEEKS = 14
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Municipality]:
    """Both municipalities with seven weeks of life, made once for this file."""
    with django_db_blocker.unblock():
        for slug in ("granvik", "lillskog"):
            for _ in make_municipality(slug, until=UNTIL, weeks=WEEKS, pictures=2):
                pass
        yield Municipality.objects.at("granvik")
        _take_away()


def _take_away() -> None:

    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def granvik_rows(made: Municipality, db: Any) -> Any:
    return Observation.objects.visible_to(founder(made))


def test_the_weeks_38_reports_are_accepted_and_a_few_wait_for_review(granvik_rows: Any) -> None:
    now = granvik_rows.in_week(UNTIL)
    assert now.accepted().count() == 38
    assert 1 <= now.waiting_for_review().count() <= 6


def test_every_report_stands_in_an_area_and_came_when_it_was_sent(granvik_rows: Any) -> None:
    assert not granvik_rows.filter(area=None).exists()
    assert all(row.created_at.astimezone(row.municipality.zone).date() == row.received_on
               for row in granvik_rows.select_related("municipality")[:200])  # fmt: skip


def test_13_a_report_beside_a_coarse_place_is_known_to_its_area_alone(granvik_rows: Any) -> None:
    row = granvik_rows.get(text__startswith="Fem-sex personer står stilla länge")
    assert (row.lon, row.lat, row.place, row.precision, row.area.code) == (None, None, None, "area", "C")


def test_12_the_refused_text_is_refused(granvik_rows: Any) -> None:
    assert granvik_rows.filter(state="refused").count() == 1


def test_10_the_picture_of_last_week_is_locked_and_this_one_tells_of_late_reports(made: Municipality, db: Any) -> None:
    pictures = SituationalPicture.objects.filter(municipality=made).order_by("iso_week")
    assert [picture.is_locked for picture in pictures] == [True, False]
    notes = PictureTable.objects.get(picture=pictures[1], audience="authorities", name="data_note")
    assert any("late" in note["key"] or "since" in note["key"] for note in json.loads(notes.content))


def test_1_the_picture_knows_38_reports_11_answers_of_14_and_the_new_source(made: Municipality, db: Any) -> None:
    picture = SituationalPicture.objects.filter(municipality=made).order_by("iso_week").last()
    tables = {
        t.name: json.loads(t.content) for t in PictureTable.objects.filter(picture=picture, audience="authorities")
    }
    head = tables["head"]
    assert (head["reports"], head["replies"], head["duties"]) == (38, 11, 14)
    assert "source.joined" in {note["key"] for note in tables["data_note"]}
    assert tables["coming"]


def test_everybody_can_sign_in_and_the_coordinator_serves_both(made: Municipality, db: Any) -> None:
    for login in LOGINS:
        user = User.objects.get(email=login.email)
        assert user.check_password(PASSWORD)
        member = member_of(user, made, on=UNTIL.last_day)
        assert member is not None and {m.role.code for m in member.memberships} == {login.role}
    coordinator = User.objects.get(email="samordnare@granvik.example")
    assert member_of(coordinator, Municipality.objects.at("lillskog"), on=UNTIL.last_day)


def test_the_reporter_finds_own_reports_and_nobody_elses(made: Municipality, db: Any) -> None:
    reporter = member_of(User.objects.get(email="rapportor@granvik.example"), made, on=UNTIL.last_day)
    own = Observation.objects.visible_to(reporter)
    assert own.count() == ReporterLink.objects.filter(municipality=made).count() >= 5


def test_the_police_see_more_than_the_private_company(made: Municipality, db: Any) -> None:
    police, private = (
        Observation.objects.visible_to(
            member_of(User.objects.get(email=f"{who}@granvik.example"), made, on=UNTIL.last_day)
        )
        for who in ("kommunpolis", "forvaltare")
    )
    hidden = police.filter(audience="authorities").exclude(owner__name="Norrängens Fastigheter AB")
    assert hidden.exists()
    assert not private.filter(pk__in=hidden).exists()


def test_the_fourteen_parties_stand_with_law_and_records(made: Municipality, db: Any) -> None:
    parties = Organisation.objects.filter(municipality=made).exclude(name=SUPPORTER)     # reads, and reports nothing
    assert parties.count() == len(PARTIES["granvik"]) == 16
    assert parties.filter(on_duty=True).count() == 14
    assert not parties.filter(responsible_body="").exists()
    assert set(parties.values_list("legal_kind", flat=True)) == {
        "board", "municipal_company", "private", "state", "non_profit",
    }  # fmt: skip


def test_14_and_15_the_sale_the_contract_and_the_substitute(made: Municipality, db: Any) -> None:
    assert Organisation.objects.get(municipality=made, name="Ordningsvakterna i centrum").ends_on.month == 12
    assert (
        Stewardship.objects.filter(municipality=made, ends_on__isnull=False, place__name__startswith="Timotej").count()
        == 4
    )
    assert Seat.objects.get(municipality=made, function="Samordnare").substitute is not None
    assert known_days(made, UNTIL.last_day, (UNTIL + 1).last_day)


def test_places_can_be_found_by_what_people_call_them(made: Municipality, db: Any) -> None:
    assert Place.objects.get(municipality=made, aliases__name="blå lekan").name == "Lekplatsen i Almparken"
    assert BaseMap.objects.get(municipality=made).kind == "geojson"


def test_lillskog_answers_every_second_week(made: Municipality, db: Any) -> None:
    small = Municipality.objects.at("lillskog")
    weeks = set(PeriodReply.objects.filter(municipality=small).values_list("iso_week", flat=True))
    assert small.period_weeks == 2
    assert 1 <= len(weeks) <= WEEKS // 2 + 1


@pytest.mark.usefixtures("made", "db")
def test_the_same_demo_is_found_again_and_another_week_is_not(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "SAMSYN_DATA", tmp_path)
    monkeypatch.setattr(making, "make_municipality", lambda slug, **_: iter([slug]))
    monkeypatch.setattr(making, "_empty_the_folder", lambda: None)
    assert not command.is_finished_here(UNTIL, "weekly")
    assert len(list(make(until=UNTIL))) == 3
    assert is_finished(until=UNTIL, variant="weekly")
    assert not is_finished(until=UNTIL + 1, variant="weekly")
    assert not is_finished(until=UNTIL, variant="busy")
    making._write_stamp(stamp_of(until=UNTIL, variant="weekly"), finished=False)
    assert not is_finished(until=UNTIL, variant="weekly")


@pytest.mark.usefixtures("made", "db")
def test_a_database_that_no_demo_made_is_never_touched() -> None:
    with pytest.raises(DemoRefused):
        making._empty_the_folder()


def test_a_day_that_is_no_day_is_refused_kindly() -> None:
    assert last_week("2026-11-22") == UNTIL
    with pytest.raises(DemoRefused, match="inte ett datum"):
        last_week("22/11")


def test_the_logins_are_shown_as_a_calm_table(capsys: Any) -> None:
    command.show("http://127.0.0.1:1234")
    told = capsys.readouterr().out
    assert all(login.email in told for login in LOGINS) and PASSWORD in told and "http://127.0.0.1:1234" in told


def test_the_demo_shows_what_belongs_to_the_field(made: Municipality, db: Any) -> None:
    machine = founder(made)
    assert Invitation.objects.visible_to(machine).filter(used_at=None).count() == 1
    assert ShiftDevice.objects.visible_to(machine).exclude(registered_at=None).count() == 1
    assert SavedView.objects.filter(owner__email="samordnare@granvik.example").count() == 2
    assert setting(made, "photos") is False
    links = [setting(made, name) for name in KEYS if name.startswith("link_")]
    assert all(".example/" in link for link in links), "openly fictional addresses only"


def test_several_parties_checklists_stand_in_the_picture_and_none_of_the_silent_ones(
    made: Municipality, db: Any
) -> None:
    answers = ChecklistAnswer.objects.visible_to(founder(made)).in_week(UNTIL)
    parties = set(answers.values_list("organisation__name", flat=True))
    assert len(parties) >= 6
    assert not parties & {"Hamnskolan", "Granviks räddningstjänst", "Granviksbussarna"}
    picture = SituationalPicture.objects.filter(municipality=made).latest_first().first()
    table = tables_of(picture, "parties")["checklists"]
    assert any(row["n"] >= 3 for area in table["areas"] for row in area["rows"])


def test_the_weeks_answer_has_gone_to_the_one_who_reported(made: Municipality, db: Any) -> None:
    sent = Delivery.objects.filter(municipality=made).exclude(sent_at=None)
    assert sent.filter(recipient__email="rapportor@granvik.example", kind="outcome").count() == 1
