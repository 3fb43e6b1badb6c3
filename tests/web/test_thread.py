"""From report to answer: one screen for the whole way, forwards and backwards, as far as the reader may see."""

from datetime import timedelta
from typing import Any

import pytest

from samsyn.analysis.weeks import Week
from samsyn.letters.actions import send_feedback
from samsyn.method.measures.actions import Line
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.actions import decide_on_measure
from samsyn.method.meetings.models import Decision
from samsyn.method.observations.models import Observation
from tests.method.meeting import HELD, meet, picture_to_talk_about
from tests.people import WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(town: Any) -> Measure:
    """A report at Stora torget that made the picture, that was talked about, and that a measure was decided for."""
    picture_to_talk_about(town)
    meet(town)
    point = Decision.objects.get(about="Stora torget")
    line = Line(what="Fler lampor", due_on=HELD + timedelta(days=7), organisation=town.organisations["housing"])
    return decide_on_measure(decision=point, line=line, version=point.version, today=HELD, by=town.members["bo"])


def page(client: Any, address: str) -> str:
    return str(client.get(address).content.decode())


@pytest.mark.slow
def test_a_report_is_followed_forward_to_picture_meeting_measure_and_answer(client, bo, town, measure):
    report = Observation.objects.get(place=town.places["square"])
    client.force_login(bo.user)
    address = f"/norr/rapporter/{report.pk}/vagen"
    before = page(client, address)
    assert "stack ut i lägesbilden" in before and "Stora torget: åtgärd" in before
    assert f"/norr/atgarder/{measure.number}" in before and "Återkoppling är inte skickad än." in before
    week = Week.parse(WEEK.iso)
    send_feedback(organisation=report.owner, weeks=(week, week), by=bo)
    assert "Återkoppling skickad." in page(client, address)
    assert address in page(client, f"/norr/rapporter/{report.pk}")


@pytest.mark.slow
def test_a_measure_is_followed_back_to_its_reports(client, bo, town, measure):
    report = Observation.objects.get(place=town.places["square"])
    client.force_login(bo.user)
    shown = page(client, f"/norr/atgarder/{measure.number}/vagen")
    assert f"/norr/rapporter/{report.pk}" in shown and "Svar på Stora torget" in shown
    assert "Fler rapporter finns" not in shown


@pytest.mark.slow
def test_what_a_private_party_may_not_see_is_not_on_the_way(client, town, measure):
    report = Observation.objects.get(place=town.places["square"])
    Observation.objects.filter(pk=report.pk).update(audience="authorities")
    eva = town.members["eva"]
    client.force_login(eva.user)
    assert client.get(f"/norr/rapporter/{report.pk}/vagen").status_code == 404
    answer = client.get(f"/norr/atgarder/{measure.number}/vagen")
    if answer.status_code == 200:
        shown = answer.content.decode()
        assert str(report.pk) not in shown and "Fler rapporter finns" in shown


@pytest.mark.slow
def test_nothing_is_shown_next_door(client, cecilia, town, measure):
    report = Observation.objects.get(place=town.places["square"])
    client.force_login(cecilia.user)
    assert client.get(f"/norr/rapporter/{report.pk}/vagen").status_code == 404
    assert client.get(f"/soder/rapporter/{report.pk}/vagen").status_code == 404
    assert client.get(f"/soder/atgarder/{measure.number}/vagen").status_code == 404
