"""The logbook on screen."""

import pytest
from django.utils import timezone

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


def test_cecilia_reads_nothing_of_norr(client, cecilia, observe):
    observe()
    client.force_login(cecilia.user)
    assert "Rapport godkänd" not in client.get("/soder/logbok").content.decode()


def test_the_logbook_asks_few_questions_of_the_database(client, bo, observe, django_assert_num_queries):
    [observe() for _ in range(10)]
    client.force_login(bo.user)
    with django_assert_num_queries(9):
        client.get("/norr/logbok")
