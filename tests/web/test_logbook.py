"""The logbook on screen."""

import re

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import change_organisation, change_settings
from samsyn.method.observations.actions import hand_in_reply
from samsyn.method.observations.states import State
from samsyn.web.logbook.words import HAPPENINGS
from tests.architecture.source import PACKAGE

pytestmark = pytest.mark.django_db


def test_bo_reads_what_happened_in_words(client, bo, observe):
    observation = observe(text="En text som inte ska stå här.")
    client.force_login(bo.user)
    page = client.get("/norr/logbok").content.decode()
    assert "Rapport godkänd" in page
    assert f"/norr/rapporter/{observation.pk}" in page
    assert "En text som inte ska stå här." not in page


def test_a_day_can_be_chosen_in_the_address(client, bo, observe):
    observe()
    client.force_login(bo.user)
    assert "Rapport godkänd" in client.get(f"/norr/logbok?dag={timezone.localdate()}").content.decode()
    assert "Inget hände den dagen" in client.get("/norr/logbok?dag=2001-01-01").content.decode()


@pytest.mark.parametrize("day", ["2025-13-45", "9999-12-31", "0001-01-01", "i går"])
def test_a_day_that_nobody_means_is_none(client, bo, observe, day):
    observe()
    client.force_login(bo.user)
    answer = client.get(f"/norr/logbok?dag={day}")
    assert answer.status_code == 200 and "Rapport godkänd" in answer.content.decode()


def test_cecilia_reads_nothing_of_norr(client, cecilia, observe):
    observe()
    client.force_login(cecilia.user)
    assert "Rapport godkänd" not in client.get("/soder/logbok").content.decode()


def test_the_logbook_asks_few_questions_of_the_database(client, bo, observe, django_assert_num_queries):
    [observe() for _ in range(10)]
    client.force_login(bo.user)
    with django_assert_num_queries(9):
        client.get("/norr/logbok")


def test_who_reported_is_never_named_beside_the_report(client, bo, anna, observe):
    observe(by=anna)
    client.force_login(bo.user)
    page = client.get("/norr/logbok").content.decode()
    assert "en rapportör" in page
    assert "Anna" not in page.replace("Anna@", "")


def test_everything_that_is_noted_has_its_words():
    source = "\n".join(file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    noted = set(re.findall(r'\bnote\(\s*"([a-z_]+\.[a-z_]+)"', source))
    noted |= {f"observation.{state.value}" for state in State if state.value != "new"}
    assert sorted(noted - set(HAPPENINGS)) == []


def test_the_stored_line_does_not_hold_who_reported(anna, observe):
    observation = observe(by=anna)
    lines = Event.objects.filter(subject_id=str(observation.pk))
    assert lines.exists()
    assert not [line for line in lines if str(anna.user.pk) in f"{line.by} {line.changed}"]


def test_details_stand_in_words_and_not_in_codes(client, bo, town):
    change_settings(by=bo, deadline_hour=12, colour="#112233")
    school = town.organisations["school"]
    hand_in_reply(
        organisation=school, week=Week(2025, 40), answer="absent", received_on=timezone.localdate(), by=town.machine
    )
    change_organisation(organisation=school, agreement="KS 2025/1", by=bo)
    client.force_login(bo.user)
    page = client.get("/norr/logbok").content.decode()
    for words in ("v. 40 2025", "Klockslag", "färg", "överenskommelse", "roll: Rapportör", "kommunal nämnd"):
        assert words in page, words
    details = "".join(re.findall(r'class="muted">([^<]*)</td>', page))
    for code in ("202540", "deadline_hour", "colour", "legal_kind", "board", "reporter"):
        assert code not in details, code
