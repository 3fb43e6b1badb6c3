"""A card that was taken up leads to the meeting, whatever it is about, and stands there until a group has decided."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samsyn.ground.people.actions import add_seat
from samsyn.method.meetings.actions import bring_card, close_meeting, decide, open_meeting
from samsyn.method.meetings.models import Meeting
from samsyn.method.meetings.planning.actions import plan_extra
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.findings.actions import raise_findings, respond
from tests.method.meeting import HELD, meet, picture_to_talk_about
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db


def row(code: str, name: str) -> dict[str, Any]:
    return {
        "code": code, "name": name, "name_sv": name, "name_en": f"{name} in English", "verdict": "more",
        "sentence": {"key": "area.more", "params": {"events": 14, "low": 5, "high": 9}}, "events": 14, "expected": 7.0,
        "low": 5.0, "high": 9.0, "window_weeks": 1, "q": 0.004,
    }  # fmt: skip


@pytest.fixture
def cards(town: Any) -> dict[str, Finding]:
    """The whole municipality, two areas and two categories stand out; Brott is told to authorities alone."""
    picture = picture_to_talk_about(town)
    areas, kinds = [row("A", "Alby"), row("B", "Björknäs")], [row("C1", "Nedskräpning"), row("C2", "Brott")]
    everything = {"head": {"total": row("", "")}, "areas": areas, "places": [], "changes": kinds}
    open_to_all = {**everything, "changes": kinds[:1]}
    raise_findings(picture=picture, tables={"authorities": everything, "parties": open_to_all}, now=NOW)
    return {each.about: each for each in Finding.objects.filter(municipality=town.municipality)}


def take_up(card: Finding, by: Any, *, now: Any = NOW) -> None:
    respond(finding=card, answer="act", leads_to="meeting", function="Samordnaren", now=now, by=by)


def held(meeting: Meeting) -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in meeting.decisions.in_order() if one.answer is not None]


def test_what_is_taken_up_is_a_point_until_it_is_decided_on(town, bo, cards):
    for about in ("", "Nedskräpning", "Brott", "Alby", "Björknäs"):
        take_up(cards[about], bo)
    add_seat(group=town.groups["local"], function="Butikschef", organisation=town.organisations["housing"], by=bo)
    meeting = meet(town)
    points = meeting.decisions.in_order()
    assert sorted(held(meeting)) == [("area", "Alby"), ("area", "Björknäs"), ("card", ""), ("card", "Nedskräpning")]
    assert [one.about for one in points].count("Alby") == 1, "one that stands out in the picture is one point"
    assert "Brott" not in [one.about for one in points], "what authorities alone are told is not laid before others"
    litter = next(one for one in points if one.about == "Nedskräpning")
    decide(decision=litter, choice="watch", text="", version=1, by=bo)
    close_meeting(meeting=meeting, now=NOW, by=bo)
    later = open_meeting(
        week=WEEK + 8, held_on=HELD + timedelta(weeks=8), now=NOW, group=town.groups["local"], by=bo
    )
    carried = later.decisions.in_order()
    assert ("card", "") in held(later), "nobody came to it: it does not grow old"
    assert [one.about for one in carried].count("Alby") == 1
    assert "Nedskräpning" not in [one.about for one in carried], "decided on"
    take_up(cards["Nedskräpning"], bo, now=NOW + timedelta(days=60))
    for _pressed_twice in range(2):
        bring_card(finding=cards["Nedskräpning"], by=bo)
    assert held(later).count(("card", "Nedskräpning")) == 1, "taken up anew while the meeting goes on"


def test_the_card_stands_on_the_planned_page_the_meeting_and_in_the_minutes(client, town, norr, bo, dag, eva, cards):
    take_up(cards[""], bo)
    take_up(cards["Brott"], bo)
    group = town.groups["local"]
    planned = plan_extra(
        group=group, begins_at=timezone.now() + timedelta(days=3), minutes=30, video_link="", now=NOW, by=bo
    )
    client.force_login(bo.user)
    where = f"/norr/mote/{planned.pk}"
    shown = client.get(where).content.decode()
    assert "Kort som tas upp" in shown and "Hela kommunen" in shown and "1 kort att ta upp visas bara för" in shown
    meeting = open_meeting(week=WEEK, held_on=planned.held_on, now=NOW, group=group, planned=planned, by=bo)
    shown = client.get(where).content.decode()
    assert "Hela kommunen" in shown and "kort från lägesbilden" in shown and "Brott" not in shown
    answer = {"svar": "act"}
    address = f"/norr/lagesbild/{WEEK.address}/kort/{cards['Nedskräpning'].pk}"
    assert client.post(address, answer).status_code == 302
    shown = client.get(where).content.decode()
    assert "Nedskräpning" in shown
    point = meeting.decisions.get(kind="card", about="")
    client.post(f"{where}/punkt/{point.pk}", {"version": "1", "beslut": "none", "skal": "Följer säsongen"})
    client.post(f"{where}/avsluta")
    for member in (bo, dag, eva):
        client.force_login(member.user)
        minutes = client.get(f"{where}/protokoll").content.decode()
        assert "Hela kommunen" in minutes and "Följer säsongen" in minutes and "Nedskräpning" in minutes
        assert "Brott" not in minutes
