"""The meeting on screen: what is late first, then this week's places with their buttons, then the minutes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samsyn.ground.people.actions import add_seat
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.actions import close_meeting, decide, open_meeting
from samsyn.method.meetings.models import AgendaTemplate, Meeting, Rhythm
from samsyn.method.meetings.planning.actions import plan_extra
from tests.method.meeting import meet, picture_to_talk_about, seats
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db
LIVE = {"X-Samsyn-Live": "1"}


@pytest.fixture
def meeting(town: Any) -> Meeting:
    picture_to_talk_about(town)
    seats(town, "police", "housing")
    return meet(town)


def address(meeting: Meeting, below: str = "") -> str:
    return f"/norr/mote/{meeting.pk}{below}"


def page(client: Any, where: str) -> str:
    return str(client.get(where).content.decode())


def point(meeting: Meeting, number: int = 0) -> Any:
    return list(meeting.decisions.in_order())[number]


def say(client: Any, meeting: Meeting, number: int = 0, **told: Any) -> Any:
    return client.post(address(meeting, f"/punkt/{point(meeting, number).pk}"), {"version": "1", **told})


def a_measure(town: Any, what: str, *, days: int, **more: Any) -> Measure:
    today = timezone.localdate()
    told = {"organisation": town.organisations["school"], "area": town.areas["A"], **more}
    line = Line(what=what, due_on=today + timedelta(days=days), **told)
    return decide_measure(line=line, today=today, by=town.members["bo"])


def test_bo_opens_the_meeting_and_the_weeks_places_are_there(client, bo, town):
    picture_to_talk_about(town)
    client.force_login(bo.user)
    told = {"vecka": "2025-v40", "grupp": str(town.groups["local"].pk)}
    shown = client.post("/norr/mote/oppna", told, follow=True).content.decode()
    assert shown.index("rubrik-since_last") < shown.index("rubrik-places") < shown.index("rubrik-decisions")
    assert "Stora torget" in shown
    assert "Alby" in shown


def test_the_whole_week_in_three_decisions(client, bo, town, meeting):
    """Look, three decisions, close: the minutes have written themselves."""
    client.force_login(bo.user)
    organisation = str(town.organisations["police"].pk)
    say(client, meeting, beslut="measure", what="Fältarna fredag", organisation=organisation, due_on="2030-01-07")
    say(client, meeting, 1, beslut="watch")
    client.post(address(meeting, "/beslut"), {"text": "Samma ord till tidningen"})
    client.post(address(meeting, "/avsluta"))
    minutes = page(client, address(meeting, "/protokoll"))
    for words in ("Fältarna fredag", "bevaka", "Samma ord till tidningen", "Det här ska göras"):
        assert words in minutes
    assert client.get(address(meeting))["Location"] == address(meeting, "/protokoll")
    assert Meeting.objects.get(pk=meeting.pk).postponed_count == 0


def test_what_is_left_never_stands_in_the_way(client, bo, meeting):
    client.force_login(bo.user)
    shown = client.post(address(meeting, "/avsluta"), follow=True).content.decode()
    assert "2 punkter är bordlagda till nästa möte." in shown
    assert "bordlagd till nästa möte" in shown


def test_no_measure_without_a_reason_is_refused_with_a_sentence(client, bo, meeting):
    client.force_login(bo.user)
    answer = client.post(
        address(meeting, f"/punkt/{point(meeting).pk}"), {"version": "1", "beslut": "none", "skal": ""}, follow=True
    )
    assert "Skriv varför ingen åtgärd behövs." in answer.content.decode()
    say(client, meeting, beslut="none", skal="Marknaden är över")
    assert "Marknaden är över" in page(client, address(meeting))


def test_a_conflict_shows_both_texts(client, bo, meeting):
    decide(decision=point(meeting), choice="none", text="Marknaden är över", version=1, by=bo)
    client.force_login(bo.user)
    answer = say(client, meeting, beslut="none", skal="Polisen tar det")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Marknaden är över" in shown
    assert 'value="Polisen tar det"' in shown
    assert point(meeting).text == "Marknaden är över"


def test_what_is_late_comes_first_and_is_followed_up_in_the_meeting(client, bo, town, meeting):
    late = a_measure(town, "Laga lampan", days=-4)
    client.force_login(bo.user)
    shown = page(client, address(meeting))
    assert shown.index("Laga lampan") < shown.index("rubrik-places")
    told = {"outcome": "done", "line": "Lagad", "version": "1", "meeting": str(meeting.pk)}
    answer = client.post(f"/norr/atgarder/{late.number}/folj-upp", told)
    assert answer["Location"] == address(meeting)


def test_a_shared_screen_names_no_measure_that_somebody_there_may_not_see(client, bo, town, meeting):
    a_measure(town, "Spaning vid garaget", days=-4, presence=True, organisation=town.organisations["police"])
    client.force_login(bo.user)
    say(
        client, meeting, beslut="measure", what="Väktare fredag", presence="on", due_on="2030-01-07",
        organisation=str(town.organisations["police"].pk),
    )  # fmt: skip
    shown = page(client, address(meeting)) + page(client, address(meeting, "/protokoll"))
    assert "Spaning vid garaget" not in shown
    assert "Väktare fredag" not in shown
    assert "1 åtgärd till visas inte för alla här" in shown
    assert "Åtgärd 2, visas inte för alla här" in shown


def test_no_text_of_a_report_stands_on_the_screen(client, bo, town, observe):
    picture_to_talk_about(town)
    observe(place=town.places["square"], text="Mycket fimpar på halvtrappan")
    client.force_login(bo.user)
    assert "halvtrappan" not in page(client, address(meet(town)))


def test_attendance_is_by_function_and_copied_to_the_minutes(client, bo, meeting):
    client.force_login(bo.user)
    there = meeting.attendance.get(function="Plats police")
    client.post(address(meeting, "/narvaro"), {"har": [str(there.pk)]})
    minutes = page(client, address(meeting, "/protokoll"))
    assert "Plats police" in minutes
    assert "Plats housing" not in minutes


def test_others_look_on_and_decide_nothing(client, dag, anna, meeting):
    client.force_login(dag.user)
    shown = page(client, address(meeting))
    assert "Stora torget" in shown
    assert "Avsluta mötet" not in shown
    assert say(client, meeting, beslut="watch").status_code == 403
    client.force_login(anna.user)
    assert client.get(address(meeting)).status_code == 403


def test_the_neighbour_finds_nothing(client, cecilia, meeting):
    client.force_login(cecilia.user)
    assert client.get(address(meeting)).status_code == 404
    assert client.get(f"/soder/mote/{meeting.pk}").status_code == 404


def test_the_pages_ask_few_questions_of_the_database(client, bo, town, meeting, django_assert_num_queries):
    close_meeting(meeting=meeting, now=NOW, by=bo)
    again = meet(town)
    for number in range(6):
        a_measure(town, f"Sak {number}", days=-number - 1)
    client.force_login(bo.user)
    page(client, address(again))
    with django_assert_num_queries(28):         # one for the groups: a measure may be shown to one of them
        page(client, address(again))
    with django_assert_num_queries(12):
        page(client, address(again, "/protokoll"))
    mark = client.get(address(again), headers=LIVE)["ETag"]
    with django_assert_num_queries(8):
        assert client.get(address(again), headers={**LIVE, "If-None-Match": mark}).status_code == 304
    a_measure(town, "Ny sak", days=3)
    assert client.get(address(again), headers={**LIVE, "If-None-Match": mark}).status_code == 200


def test_what_somebody_writes_comes_to_the_others_and_saves_itself_in_parts(client, bo, dag, town, meeting):
    client.force_login(bo.user)
    before = client.get(address(meeting), headers=LIVE)
    assert "<html" not in before.content.decode()
    written = {"del": "coming", "text": "Marknad på lördag", "version": "0"}
    saved = client.post(address(meeting, "/anteckning"), written, headers=LIVE)
    assert (saved.status_code, saved["ETag"] != before["ETag"]) == (200, True)
    client.force_login(dag.user)
    assert "Marknad på lördag" in page(client, address(meeting))
    own = {"del": "round", "text": "Lugnt på torget", "version": "0", "part_id": str(town.organisations["police"].pk)}
    assert client.post(address(meeting, "/anteckning"), own, headers=LIVE).status_code == 200
    not_own = {**own, "part_id": str(town.organisations["housing"].pk)}
    assert client.post(address(meeting, "/anteckning"), not_own, headers=LIVE).status_code == 403
    client.force_login(bo.user)
    late = client.post(address(meeting, "/anteckning"), {**own, "text": "Oroligt"}, headers=LIVE)
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Lugnt på torget" in shown
    assert ">Oroligt</textarea>" in shown
    person = client.post(address(meeting, "/anteckning"), {**written, "del": "outward", "text": "Ring 070-174 06 22"},
                         headers=LIVE)  # fmt: skip
    assert person.status_code == 422
    minutes = page(client, address(meeting, "/protokoll"))
    assert "Lugnt på torget" in minutes
    assert "Marknad på lördag" in minutes


def test_whoever_still_has_the_page_open_when_the_meeting_closes_is_told_and_can_write_nothing(client, bo, meeting):
    client.force_login(bo.user)
    client.post(address(meeting, "/avsluta"))
    shown = client.get(address(meeting), headers=LIVE)
    assert shown.status_code == 200
    assert "Mötet är avslutat. Läs protokollet." in shown.content.decode()
    assert "<textarea" not in shown.content.decode()
    assert 'type="submit"' not in shown.content.decode()


def test_two_who_tick_at_once_lose_nothing_and_one_press_fills_as_last_time(client, bo, town, meeting):
    client.force_login(bo.user)
    for key in ("police", "housing"):
        seat = meeting.attendance.get(function=f"Plats {key}")
        client.post(address(meeting, "/narvaro"), {"stol": str(seat.pk), "har": str(seat.pk)}, headers=LIVE)
    assert meeting.attendance.present().count() == 2
    close_meeting(meeting=meeting, now=NOW, by=bo)
    again = meet(town)
    client.post(address(again, "/narvaro/som-sist"))
    assert again.attendance.present().count() == 2


def test_focus_outward_a_raised_place_and_deepening_are_lines_of_the_minutes(client, bo, town, meeting):
    client.force_login(bo.user)
    square, key = f"place:{town.places['square'].pk}", "0190a0b0-0000-4000-8000-000000000001"
    area = f"area:{town.areas['B'].pk}"
    for _twice in range(2):
        focus = {"slag": "focus", "var": square, "text": "Fredag kväll", "nyckel": key}
        assert client.post(address(meeting, "/beslut"), focus, headers=LIVE).status_code == 200
    client.post(address(meeting, "/beslut"), {"slag": "outward", "text": "Kommunikatören svarar tidningen"})
    client.post(address(meeting, "/beslut"), {"slag": "deepen", "var": area})
    client.post(address(meeting, "/ta-upp"), {"var": area})
    nowhere = client.post(address(meeting, "/ta-upp"), {"var": "place:inte-ett-id"}, headers=LIVE)
    assert nowhere.status_code == 422
    assert meeting.decisions.filter(kind="focus").count() == 1
    assert "upptagen av gruppen" in page(client, address(meeting))
    minutes = page(client, address(meeting, "/protokoll"))
    for words in ("veckans fokus", "Fredag kväll", "Kommunikatören svarar tidningen", "Att fördjupa", "Björknäs"):
        assert words in minutes


def test_groups_are_set_up_planned_called_and_called_off_on_screen_alone(client, bo, dag, town):
    client.force_login(bo.user)
    home = "/norr/mote/"
    shown = client.post(f"{home}planering/vana", {"vana": "local"}, follow=True).content.decode()
    assert "Lokal grupp Alby" in shown
    group = Rhythm.objects.get(group__name="EST-gruppen").group
    assert "Planera mötena" in page(client, f"{home}grupp/{group.pk}")
    client.post(f"{home}grupp/{group.pk}/planera", {"kalla": "ja"})
    first = Meeting.objects.coming().first()
    assert first.called_at is not None
    assert "Från de lokala grupperna" in page(client, f"{home}{first.pk}")
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    moved = {"on": day, "at": "10:30", "minutes": "40", "location": "Rum B", "video_link": "https://v.example/1"}
    client.post(f"{home}{first.pk}/andra", moved)
    first.refresh_from_db()
    assert (first.held_on.isoformat(), first.sequence, first.location) == (day, 1, "Rum B")
    wrong = client.post(f"{home}{first.pk}/andra", {**moved, "at": "sen"})
    assert wrong.status_code == 422
    client.post(f"{home}{first.pk}/stall-in")
    extra = {"group": str(group.pk), "on": day, "at": "08:00", "minutes": "20"}
    assert "kallelsen skickas nu" in client.post(f"{home}extra", extra, follow=True).content.decode()
    template = AgendaTemplate.objects.first()
    rows = {"name": "Kort", "kind0": "places", "title0": "", "minutes0": "10"}
    client.post(f"{home}dagordning/{template.pk}", rows)
    template.refresh_from_db()
    assert (template.name, len(template.items)) == ("Kort", 1)
    client.force_login(dag.user)
    assert client.get(f"{home}planering").status_code == 403


def test_the_page_of_a_planned_meeting_is_live_like_the_running_one(client, bo, dag, town):
    """What somebody else writes or moves comes by itself; nothing new is answered by nothing; both texts are shown."""
    begins = timezone.now() + timedelta(days=3)
    planned = plan_extra(
        group=town.groups["local"], begins_at=begins, minutes=20, video_link="", now=timezone.now(), by=bo
    )
    police = town.organisations["police"]
    add_seat(group=town.groups["local"], function="Kommunpolis", organisation=police, by=bo)
    client.force_login(dag.user)
    first = client.get(address(planned))
    assert 'id="live"' in first.content.decode() and "meeting.js" in first.content.decode()
    asked = f"{address(planned)}?infor=ja"
    same = client.get(asked, headers={**LIVE, "If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    told = {"del": "round", "part_id": str(police.pk), "text": "Två ronder i helgen.", "version": "0"}
    saved = client.post(address(planned, "/anteckning"), told, headers=LIVE)
    assert saved.status_code == 200 and "Två ronder i helgen." in saved.content.decode()
    late = client.post(address(planned, "/anteckning"), {**told, "text": "Lugnt."}, headers=LIVE)
    assert late.status_code == 409 and "Två ronder" in late.content.decode() and "Lugnt." in late.content.decode()
    news = client.get(asked, headers={**LIVE, "If-None-Match": first.headers["ETag"]})
    assert news.status_code == 200 and "<html" not in news.content.decode()
    open_meeting(week=WEEK, held_on=planned.held_on, now=NOW, group=planned.group, planned=planned, by=bo)
    assert "Mötet har börjat" in client.get(asked, headers=LIVE).content.decode()


def test_what_was_being_written_when_the_meeting_closed_is_said_again(client, bo, meeting):
    client.force_login(bo.user)
    close_meeting(meeting=meeting, now=NOW, by=bo)
    told = {"text": "Vi ses vid torget klockan sju.", "slag": "free"}
    for more in ({}, {"headers": LIVE}):
        shown = client.post(address(meeting, "/beslut"), told, follow=True, **more)
        assert "Du skrev: Vi ses vid torget klockan sju." in shown.content.decode()
    assert not meeting.decisions.filter(text__contains="torget").exists()
