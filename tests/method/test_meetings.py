"""Meetings: the picture's places come up by themselves, each leaves with a decision, and nothing locks the meeting."""

from datetime import date, timedelta
from typing import Any

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.records import uuid7, uuid_from
from samsyn.letters.outcomes import outcomes_of
from samsyn.method.measures.actions import Line, MeasureRefused
from samsyn.method.meetings.actions import (
    MeetingOvertaken,
    MeetingRefused,
    Where,
    add_decision,
    add_measure,
    attend_as_last,
    close_meeting,
    decide,
    decide_on_measure,
    note_attendance,
    note_seat,
    open_meeting,
    raise_point,
    write_note,
)
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.actions import compile_picture
from samsyn.web.observation.came import words_of
from tests.method.meeting import HELD, meet, picture_to_talk_about, seats
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(town: Any) -> Meeting:
    picture_to_talk_about(town)
    seats(town, "police", "housing")
    return meet(town)


def points(meeting: Meeting) -> list[Any]:
    return list(meeting.decisions.in_order())


def line(town: Any, **more: Any) -> Line:
    told = {
        "what": "Fältarna går förbi fredag kväll", "organisation": town.organisations["police"],
        "due_on": HELD + timedelta(days=7),
    }  # fmt: skip
    return Line(**{**told, **more})


def test_places_that_stand_out_and_areas_outside_their_band_come_up_by_themselves(meeting):
    assert [(p.kind, p.about, p.choice) for p in points(meeting)] == [
        ("place", "Stora torget", ""), ("area", "Alby", ""),
    ]  # fmt: skip
    assert points(meeting)[0].place.name == "Stora torget"


def test_a_meeting_that_goes_on_is_opened_once(meeting, town):
    assert meet(town) == meeting
    assert Event.objects.filter(happening="meeting.opened").count() == 1


def test_a_week_without_a_picture_can_be_met_about(town, bo):
    meeting = open_meeting(week=WEEK + 1, held_on=HELD, now=NOW, by=bo)
    assert (meeting.picture, points(meeting)) == (None, [])
    assert close_meeting(meeting=meeting, now=NOW, by=bo).postponed_count == 0


def test_the_tables_of_all_parties_are_shown_as_soon_as_one_of_them_sits_there(town, meeting, bo):
    assert meeting.audience == "parties"
    close_meeting(meeting=meeting, now=NOW, by=bo)
    town.groups["local"].seats.filter(organisation=town.organisations["housing"]).delete()
    assert meet(town).audience == "authorities"


def test_who_sees_the_meeting(meeting, town, bo, dag, eva, anna, siv, cecilia):
    assert all(Meeting.objects.visible_to(one).exists() for one in (bo, dag, eva))
    assert not any(Meeting.objects.visible_to(one).exists() for one in (anna, siv, cecilia))
    Meeting.objects.update(audience="authorities")
    assert Meeting.objects.visible_to(dag).exists()
    assert not Meeting.objects.visible_to(eva).exists()


def test_only_the_one_who_leads_decides(meeting, dag, cecilia):
    place = points(meeting)[0]
    for member in (dag, cecilia):
        with pytest.raises(NotAllowed):
            decide(decision=place, choice="watch", text="", version=1, by=member)
        with pytest.raises(NotAllowed):
            close_meeting(meeting=meeting, now=NOW, by=member)


def test_no_measure_needs_its_reason_and_watch_does_not(meeting, bo):
    place, area = points(meeting)
    with pytest.raises(MeetingRefused, match="varför"):
        decide(decision=place, choice="none", text=" ", version=1, by=bo)
    decide(decision=place, choice="none", text="Marknaden är över", version=1, by=bo)
    decide(decision=area, choice="watch", text="", version=1, by=bo)
    assert [(p.choice, p.text) for p in points(meeting)] == [("none", "Marknaden är över"), ("watch", "")]


def test_what_is_said_points_out_nobody(meeting, bo):
    with pytest.raises(MeasureRefused):
        decide(decision=points(meeting)[0], choice="watch", text="Ring 070-174 06 22", version=1, by=bo)
    with pytest.raises(MeasureRefused):
        add_decision(meeting=meeting, text="Kontakta 20110102-2398", by=bo)


def test_a_measure_for_a_place_remembers_place_picture_and_reports(meeting, town, bo):
    place = points(meeting)[0]
    measure = decide_on_measure(decision=place, line=line(town), version=1, today=HELD, by=bo)
    assert (measure.place.name, measure.answers, measure.picture) == ("Stora torget", "Stora torget", meeting.picture)
    assert measure.arises_from.count() == 1
    after = points(meeting)[0]
    assert (after.choice, after.measure, after.version) == ("measure", measure, 2)
    with pytest.raises(MeetingRefused, match="åtgärdslistan"):
        decide(decision=after, choice="watch", text="", version=2, by=bo)


def test_the_reporter_hears_of_the_measure_or_that_the_place_was_taken_up(meeting, town, anna, bo):
    place = points(meeting)[0]
    decide(decision=place, choice="watch", text="", version=1, by=bo)
    mine = list(Observation.objects.with_names().filter(place=town.places["square"]))
    told = outcomes_of(mine, member=anna)[mine[0].pk]
    words = [words_of(one) for one in told if one.kind == "taken_up"]
    assert len(words) == 1
    assert words[0].startswith("Gruppen tog upp platsen på mötet i ")
    decide_on_measure(decision=points(meeting)[0], line=line(town), version=2, today=HELD, by=bo)
    assert "measure" in [one.kind for one in outcomes_of(mine, member=anna)[mine[0].pk]]


def test_two_who_decide_at_once_see_both_texts(meeting, bo):
    place = points(meeting)[0]
    decide(decision=place, choice="none", text="Marknaden är över", version=1, by=bo)
    with pytest.raises(MeetingOvertaken) as caught:
        decide(decision=place, choice="watch", text="Se om en vecka", version=1, by=bo)
    assert caught.value.theirs == "ingen åtgärd: Marknaden är över"
    assert caught.value.mine == "Se om en vecka"
    assert points(meeting)[0].text == "Marknaden är över"


def test_closing_postpones_what_is_left_counts_it_and_locks_the_minutes(meeting, bo):
    place, area = points(meeting)
    decide(decision=place, choice="watch", text="", version=1, by=bo)
    add_decision(meeting=meeting, text="Vi säger samma sak till tidningen", by=bo)
    closed = close_meeting(meeting=meeting, now=NOW, by=bo)
    assert (closed.state, closed.postponed_count) == ("closed", 1)
    assert [p.choice for p in points(closed)] == ["watch", "postponed", "decided"]
    line_ = Event.objects.get(happening="meeting.closed")
    assert line_.changed == {"decisions": 2, "postponed": 1}
    for late in (
        lambda: decide(decision=area, choice="watch", text="", version=1, by=bo),
        lambda: add_decision(meeting=closed, text="En sak till", by=bo),
        lambda: close_meeting(meeting=closed, now=NOW, by=bo),
    ):
        with pytest.raises(MeetingRefused, match="avslutat"):
            late()


def test_what_was_postponed_comes_up_first_next_time_and_one_press_fills_the_seats_as_last(meeting, town, bo):
    place, area = points(meeting)
    decide(decision=place, choice="watch", text="", version=1, by=bo)
    police = meeting.attendance.get(function="Plats police")
    note_attendance(meeting=meeting, present=[police.pk], by=bo)
    close_meeting(meeting=meeting, now=NOW, by=bo)
    after = meet(town, held_on=HELD + timedelta(days=7))
    assert [(p.about, p.carried_from) for p in points(after)] == [("Alby", area), ("Stora torget", None)]
    assert not after.attendance.present().exists()
    housing = after.attendance.get(function="Plats housing")
    note_seat(seat=housing, present=True, by=bo)
    assert attend_as_last(meeting=after, by=bo) == 2
    note_seat(seat=housing, present=False, by=bo)
    there = {(seat.function, seat.present) for seat in after.attendance.all()}
    assert there == {("Plats police", True), ("Plats housing", False)}


def test_a_line_of_its_own_can_be_focus_outward_or_a_candidate_and_is_written_once(meeting, town, bo):
    key = uuid7()
    square = Where("Stora torget", place=town.places["square"])
    for _twice in range(2):
        add_decision(meeting=meeting, text="Fredag kväll", kind="focus", where=square, key=key, by=bo)
        add_decision(meeting=meeting, text="Vi svarar på ryktet", kind="outward", by=bo, key=uuid_from("u"))
    said = [(p.kind, p.choice, p.place and p.place.name) for p in points(meeting)[2:]]
    assert said == [("focus", "decided", "Stora torget"), ("outward", "decided", None)]
    for wrong in ({"kind": "deepen", "text": "Varför?"}, {"kind": "place", "text": "x"}, {"kind": "x", "text": "x"}):
        with pytest.raises(MeetingRefused):
            add_decision(meeting=meeting, by=bo, **wrong)


def test_a_usual_place_can_be_raised_so_that_a_calm_week_is_not_empty(meeting, town, bo):
    raised = raise_point(meeting=meeting, where=Where("Alby", area=town.areas["A"]), by=bo)
    assert raised == points(meeting)[1]
    raised = raise_point(meeting=meeting, where=Where("Björknäs", area=town.areas["B"]), by=bo)
    assert (raised.raised, raised.kind, raised.is_undecided) == (True, "area", True)
    assert close_meeting(meeting=meeting, now=NOW, by=bo).postponed_count == 3


def test_a_note_is_written_by_whoever_leads_and_a_partys_own_line_by_the_party(meeting, town, bo, dag, eva, anna):
    police = town.organisations["police"]
    note = write_note(meeting=meeting, part="round", text="Lugnt", version=0, organisation=police, by=dag)
    assert note.version == 1
    assert write_note(meeting=meeting, part="round", text="Lugnt ", version=0, organisation=police, by=dag) == note
    with pytest.raises(MeetingOvertaken) as caught:
        write_note(meeting=meeting, part="round", text="Oroligt", version=0, organisation=police, by=bo)
    assert (caught.value.theirs, caught.value.mine) == ("Lugnt", "Oroligt")
    for member, organisation in ((eva, police), (dag, None), (anna, town.organisations["school"])):
        with pytest.raises(NotAllowed):
            write_note(meeting=meeting, part="round", text="x", version=0, organisation=organisation, by=member)
    with pytest.raises(MeasureRefused):
        write_note(meeting=meeting, part="outward", text="Ring 070-174 06 22", version=0, by=bo)
    close_meeting(meeting=meeting, now=NOW, by=bo)
    with pytest.raises(MeetingRefused, match="avslutat"):
        write_note(meeting=meeting, part="round", text="Sent", version=1, organisation=police, by=dag)


def test_everything_written_gives_the_meeting_a_new_revision(meeting, bo):
    before = meeting.revision
    write_note(meeting=meeting, part="coming", text="Marknad", version=0, by=bo)
    decide(decision=points(meeting)[0], choice="watch", text="", version=1, by=bo)
    note_seat(seat=meeting.attendance.first(), present=True, by=bo)
    meeting.refresh_from_db()
    assert meeting.revision == before + 3


def test_something_else_can_be_decided_and_done(meeting, town, bo):
    measure = add_measure(meeting=meeting, line=line(town, area=town.areas["B"]), today=HELD, by=bo)
    assert points(meeting)[-1].measure == measure
    assert measure.picture == meeting.picture


def test_the_logbook_holds_no_texts_of_a_meeting(meeting, town, bo):
    decide(decision=points(meeting)[0], choice="none", text="Marknaden är över", version=1, by=bo)
    add_decision(meeting=meeting, text="Samma ord till tidningen", by=bo)
    add_measure(meeting=meeting, line=line(town, area=town.areas["B"]), today=date(2025, 10, 9), by=bo)
    written = str(list(Event.objects.values_list("changed", flat=True)))
    assert not any(word in written for word in ("Marknaden", "tidningen", "Fältarna"))


def test_a_draft_that_nobody_has_been_shown_is_not_shown_by_a_meeting(town):
    compile_picture(municipality=town.municipality, week=WEEK, now=NOW, by=town.machine)
    with pytest.raises(MeetingRefused, match="utkast"):
        meet(town)


def test_what_only_authorities_saw_is_answered_by_a_measure_that_only_authorities_see(town):
    picture_to_talk_about(town)
    meeting = meet(town)
    Meeting.objects.filter(pk=meeting.pk).update(audience="authorities")
    point = Decision.objects.get(about="Stora torget")
    line = Line(what="Fler lampor", due_on=HELD + timedelta(days=7), organisation=town.organisations["housing"])
    measure = decide_on_measure(decision=point, line=line, version=point.version, today=HELD, by=town.members["bo"])
    assert measure.audience == "authorities"
