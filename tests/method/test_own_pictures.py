"""From the parties' pictures to the common one: who sees what when, what is merged, and what is never shown wider."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.ground.permissions import NotAllowed
from samsyn.ground.records import uuid7
from samsyn.method.indicators.police.actions import hand_in_police_form, police_numbers
from samsyn.method.pictures.actions import compile_picture, lock_picture, share_picture
from samsyn.method.pictures.merging.actions import (
    MergeOvertaken,
    MergeRefused,
    comment_on,
    open_again,
    settle,
    settle_rest,
)
from samsyn.method.pictures.merging.board import board
from samsyn.method.pictures.models import OwnPicture, OwnPoint, PictureComment, SituationalPicture
from samsyn.method.pictures.own.actions import (
    OwnPictureRefused,
    PointOvertaken,
    add_point,
    begin_own_picture,
    copy_last_points,
    hand_in_nothing_new,
    hand_in_own_picture,
    remove_point,
    take_back_own_picture,
    write_point,
)
from samsyn.method.pictures.tables import picture_json, tables_of
from tests.method.picturing import compiled, ordinary_weeks
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(norr):
    """Own pictures are switched on in Norr."""
    norr.settings = {**norr.settings, "own_pictures": True}
    norr.save(update_fields=["settings"])


def begun(town, party, by, *, week=WEEK):
    by.municipality.refresh_from_db()
    return begin_own_picture(organisation=town.organisations[party], week=week, now=NOW, by=by)


def said(town, party, by, text, *, area="A", trend="usual", audience="parties", week=WEEK):
    own = begun(town, party, by, week=week)
    point = add_point(own=own, area=town.areas[area] if area else None, now=NOW, by=by)
    write_point(point=point, text=text, trend=trend, audience=audience, version=1, now=NOW, by=by)
    return own


def handed_in(town, party, by, text, **more):
    return hand_in_own_picture(own=said(town, party, by, text, **more), now=NOW, by=by)


def merged(picture, audience):
    return tables_of(picture, audience).get("parties", {}).get("items", [])


# --- the party's own picture --------------------------------------------------------------------


def test_it_is_off_until_the_municipality_switches_it_on(town, eva):
    with pytest.raises(OwnPictureRefused, match="avstängda"):
        begun(town, "housing", eva)


def test_a_reporter_alone_writes_none_and_nobody_writes_for_another_party(town, on, anna, eva):
    with pytest.raises(NotAllowed):
        begun(town, "school", anna)
    with pytest.raises(NotAllowed):
        begun(town, "school", eva)


@pytest.mark.slow
def test_it_is_filled_from_the_partys_own_reports_against_their_own_history(town, on, eva, observe):
    ordinary_weeks(town, owner="housing")
    for hour in (8, 10, 12, 14, 16, 18, 20, 21, 22):
        for day in range(2):
            observe(by=eva, area="A", category="E1", hour=hour, on=WEEK.first_day + timedelta(days=day))
    observe(by=eva, area="B", category="I1", kind="condition")
    own = begun(town, "housing", eva)
    first, second = own.points.in_order()
    assert (first.area.code, first.trend, first.figures["events"]) == ("A", "worse", 18)
    assert first.text.startswith("Ovanligt många: 18 rapporter, mot väntat ")
    assert (second.area.code, second.text) == ("B", "Några få rapporter, om " + _category(town, "I1") + ".")


def _category(town, code):
    return town.categories[code].name_sv.lower()


def test_the_partys_own_weekly_figures_stand_beside_its_reports(town, on, dag, bo, observe):
    for hour in (9, 10, 11):
        observe(by=dag, area="A", category="E1", hour=hour)
    codes = [each.code for each in police_numbers(town.municipality)]
    numbers = {(codes[0], "A"): 4, (codes[1], "A"): 2, (codes[0], "B"): 5, (codes[2], "C"): 0}
    hand_in_police_form(week=WEEK, numbers=numbers, today=NOW.date(), by=bo)
    own = begun(town, "police", dag)
    alby, second = own.points.in_order()
    assert alby.text.startswith("3 rapporter") and "Egna siffror: " in alby.text and alby.text.endswith(" 2.")
    assert alby.figures["events"] == 3, "never added to the reports"
    assert (second.area.code, second.figures) == ("B", {}) and second.text.endswith(" 5.")
    hand_in_own_picture(own=own, now=NOW, by=dag)
    assert not any("Egna siffror" in each.text for each in begun(town, "housing", town.members["eva"]).points.all())


def test_what_rests_on_reports_for_authorities_alone_stays_with_them(town, on, dag, observe):
    observe(by=dag, area="B", category="D1", audience="authorities")
    observe(by=dag, area="B", category="E1", audience="own")
    own = begun(town, "police", dag)
    (point,) = own.points.all()
    assert (point.audience, point.figures["events"]) == ("authorities", 1)
    with pytest.raises(OwnPictureRefused, match="bara visas för myndigheter"):
        write_point(point=point, text="Samma", trend="", audience="parties", version=1, now=NOW, by=dag)


def test_a_draft_is_seen_by_its_own_party_alone(town, on, eva, dag, bo):
    own = said(town, "housing", eva, "Lugnt i trapphusen")
    assert list(OwnPicture.objects.visible_to(eva)) == [own]
    assert not OwnPicture.objects.visible_to(dag).exists()
    assert not OwnPicture.objects.visible_to(bo).exists()
    with pytest.raises(OwnPictureRefused, match="skriver själv"):
        begun(town, "housing", bo)
    hand_in_own_picture(own=own, now=NOW, by=eva)
    assert list(OwnPicture.objects.visible_to(bo)) == [own]
    assert not OwnPicture.objects.visible_to(dag).exists()


def test_the_one_who_compiles_writes_it_down_by_phone(town, on, bo, eva):
    own = handed_in(town, "housing", bo, "Lugnt, säger de på telefon")
    assert own.by_phone
    assert list(OwnPicture.objects.visible_to(eva)) == [own]


def test_two_in_a_party_lose_nothing(town, on, eva):
    own = said(town, "housing", eva, "Först")
    point = own.points.get()
    with pytest.raises(PointOvertaken) as overtaken:
        write_point(point=point, text="Sedan", trend="", audience="parties", version=1, now=NOW, by=eva)
    assert (overtaken.value.theirs, overtaken.value.mine) == ("Först", "Sedan")


def test_what_is_sent_twice_is_written_once(town, on, eva, dag, bo):
    own, key = begun(town, "housing", eva), uuid7()
    for _twice in "12":
        add_point(own=own, area=town.areas["A"], key=key, now=NOW, by=eva)
    assert own.points.count() == 1
    add_point(own=own, area=town.areas["B"], key=key, now=NOW, by=eva)
    assert own.points.count() == 2, "another area is another point"
    picture = compiled(town)
    share_picture(picture=picture, now=NOW, by=bo)
    told = {"picture": picture, "organisation": town.organisations["police"], "key": uuid7(), "by": dag}
    made = [comment_on(text=text, **told) for text in ("Stämmer.", "Stämmer.", "Inte riktigt.")]
    assert made[0] == made[1] != made[2] and picture.comments.count() == 2


def test_words_that_point_a_person_out_are_not_taken_in(town, on, eva):
    own = begun(town, "housing", eva)
    point = add_point(own=own, area=None, now=NOW, by=eva)
    with pytest.raises(OwnPictureRefused):
        write_point(point=point, text="Ring 070-174 06 22", trend="", audience="parties", version=1, now=NOW, by=eva)
    assert OwnPoint.objects.get(pk=point.pk).text == ""


def test_nothing_new_is_one_press_and_can_be_taken_back(town, on, eva, norr):
    said(town, "housing", eva, "Halvfärdigt")
    own = hand_in_nothing_new(organisation=town.organisations["housing"], week=WEEK, now=NOW, by=eva)
    assert (own.nothing_new, own.is_handed_in, own.points.count()) == (True, True, 0)
    own = take_back_own_picture(own=own, now=NOW, by=eva)
    assert (own.nothing_new, own.is_handed_in) == (False, False)


def test_nothing_is_said_of_a_week_that_has_not_begun(town, on, eva):
    with pytest.raises(OwnPictureRefused, match="inte börjat"):
        begun(town, "housing", eva, week=WEEK + 2)


def test_an_empty_picture_is_not_handed_in(town, on, eva):
    with pytest.raises(OwnPictureRefused, match="Inget nytt"):
        hand_in_own_picture(own=begun(town, "housing", eva), now=NOW, by=eva)


def test_last_weeks_words_come_over_for_one_point_or_all(town, on, eva):
    before = said(town, "housing", eva, "Låset i port 14 krånglar", area="A", trend="worse", week=WEEK - 1)
    point = add_point(own=before, area=town.areas["B"], now=NOW, by=eva)
    write_point(point=point, text="Lugnt", trend="calmer", audience="parties", version=1, now=NOW, by=eva)
    hand_in_own_picture(own=before, now=NOW, by=eva)
    own = said(town, "housing", eva, "", area="A")
    assert copy_last_points(own=own, only=own.points.get(), now=NOW, by=eva) == 1
    assert [(p.text, p.trend) for p in own.points.in_order()] == [("Låset i port 14 krånglar", "worse")]
    assert copy_last_points(own=own, now=NOW, by=eva) == 2
    assert {(p.area.code, p.text) for p in own.points.all()} == {("A", "Låset i port 14 krånglar"), ("B", "Lugnt")}
    remove_point(point=own.points.get(text="Lugnt"), now=NOW, by=eva)
    assert own.points.count() == 1
    mine = own.points.get()
    write_point(point=mine, text="Låset är lagat", trend="", audience="parties", version=mine.version, now=NOW, by=eva)
    copy_last_points(own=own, now=NOW, by=eva)
    assert {p.text for p in own.points.all()} == {"Låset är lagat", "Lugnt"}       # what was written stands


def test_after_the_lock_nothing_is_written_or_taken_back(town, on, eva, bo):
    own = handed_in(town, "housing", eva, "Lugnt")
    lock_picture(picture=compiled(town), function="Samordnaren", now=NOW, by=bo)
    with pytest.raises(OwnPictureRefused, match="är låst"):
        take_back_own_picture(own=own, now=NOW, by=eva)
    with pytest.raises(OwnPictureRefused, match="är låst"):
        begun(town, "police", town.members["dag"])


# --- merging ------------------------------------------------------------------------------------


def test_agree_and_differ_are_kept_with_who_said_what(town, on, eva, dag, bo):
    handed_in(town, "housing", eva, "Mer spring i trapphusen", trend="worse")
    handed_in(town, "police", dag, "Som vanligt på gatan", trend="usual")
    picture = compiled(town)
    (row,) = board(picture, bo)
    assert (row.code, row.suggested, len(row.points)) == ("A.parties", "differ", 2)
    settle(picture=picture, code="A.parties", verdict="differ", version=0, by=bo)
    (item,) = merged(picture, "parties")
    assert item["verdict"] == "differ" and item["text"] == ""
    assert {(s["organisation"], s["trend"]) for s in item["sources"]} == {
        ("Hyreshus AB", "worse"), ("Polisen i Norr", "usual"),
    }  # fmt: skip
    settle(picture=picture, code="A.parties", verdict="agree", text="Mer spring i trapphusen", version=1, by=bo)
    assert merged(picture, "authorities")[0]["text"] == "Mer spring i trapphusen"
    assert "parties" not in tables_of(picture, "public")
    with pytest.raises(MergeOvertaken):
        settle(picture=picture, code="A.parties", verdict="left_out", version=1, by=bo)
    settle(picture=picture, code="A.parties", verdict="left_out", version=2, by=bo)
    assert merged(picture, "parties") == []
    open_again(picture=picture, code="A.parties", by=bo)
    assert board(picture, bo)[0].item is None


def test_what_is_for_authorities_never_reaches_a_private_company_through_a_merged_text(town, on, eva, dag, bo):
    handed_in(town, "housing", eva, "Lugnt i husen", trend="calmer")
    handed_in(town, "police", dag, "Langning vid porten", trend="worse", audience="authorities")
    picture = compiled(town)
    assert [row.code for row in board(picture, bo)] == ["A.parties", "A.authorities"]
    assert [row.code for row in board(picture, eva)] == ["A.parties"]
    assert settle_rest(picture=picture, by=bo) == 2
    assert [item["verdict"] for item in merged(picture, "parties")] == ["agree"]
    assert "Langning" not in picture_json(picture, "parties").decode()
    assert "Langning" not in picture_json(picture, "public").decode()
    assert "Langning" in picture_json(picture, "authorities").decode()


def test_what_is_taken_back_is_open_again_and_what_is_added_is_seen(town, on, eva, dag, bo):
    own = handed_in(town, "housing", eva, "Lugnt")
    picture = compiled(town)
    settle_rest(picture=picture, by=bo)
    handed_in(town, "police", dag, "Lugnt här med")
    assert [row.is_stale for row in board(picture, bo)] == [True]
    assert settle_rest(picture=picture, by=bo) == 1
    take_back_own_picture(own=own, now=NOW, by=eva)
    assert merged(picture, "parties") == []
    assert board(picture, bo)[0].item is None


def test_own_words_of_the_one_who_compiles_outlive_what_a_party_takes_back(town, on, eva, dag, bo):
    """They stay and say what they no longer rest on, until somebody settles the place anew."""
    own = handed_in(town, "housing", eva, "Bråk vid port 14")
    handed_in(town, "police", dag, "Bråk på torget")
    picture = compiled(town)
    settle(picture=picture, code="A.parties", verdict="agree", text="Oroligt kring torget", version=0, by=bo)
    take_back_own_picture(own=own, now=NOW, by=eva)
    [kept] = merged(picture, "parties")
    housing = town.organisations["housing"].name
    assert (kept["text"], kept["withdrawn"]) == ("Oroligt kring torget", [housing])
    assert "port 14" not in picture_json(picture, "authorities").decode()
    [row] = board(picture, bo)
    assert row.is_stale and row.item is not None
    assert settle_rest(picture=picture, by=bo) == 0, "waits for somebody"
    police = OwnPicture.objects.get(organisation=town.organisations["police"])
    take_back_own_picture(own=police, now=NOW, by=dag)
    [row] = board(picture, bo)
    assert row.points == [] and merged(picture, "parties")[0]["text"] == "Oroligt kring torget"
    settle(picture=picture, code=row.code, verdict="agree", text=row.item.text, version=row.item.version, by=bo)
    assert "withdrawn" not in merged(picture, "parties")[0]


def test_taking_the_rest_as_suggested_undoes_nothing_that_somebody_decided(town, on, eva, dag, bo):
    own = said(town, "housing", eva, "Lugnt", trend="usual")
    for area in "BC":
        add_point(own=own, area=town.areas[area], text="Lugnt", now=NOW, by=eva)
    hand_in_own_picture(own=own, now=NOW, by=eva)
    picture = compiled(town)
    settle(picture=picture, code="A.parties", verdict="agree", text="Lugnt i hela Alby", version=0, by=bo)
    settle(picture=picture, code="B.parties", verdict="left_out", version=0, by=bo)
    police = said(town, "police", dag, "Lugnt", trend="usual")
    add_point(own=police, area=town.areas["B"], text="Nytt", now=NOW, by=dag)
    hand_in_own_picture(own=police, now=NOW, by=dag)
    assert settle_rest(picture=picture, by=bo) == 2
    assert {item["name"]: item["text"] for item in merged(picture, "parties")} == {
        "Alby": "Lugnt i hela Alby", "Centrum": "Lugnt",
    }  # fmt: skip
    assert [row.code for row in board(picture, bo) if row.is_stale] == ["B.parties"]    # waits for somebody


def test_the_merged_words_survive_compiling_again_and_are_frozen_by_the_lock(town, on, eva, bo, observe, anna):
    handed_in(town, "housing", eva, "Lugnt i husen")
    picture = compiled(town)
    settle_rest(picture=picture, by=bo)
    observe(by=anna)
    picture = compiled(town)
    assert merged(picture, "parties")[0]["text"] == "Lugnt i husen"
    picture = lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    before = picture_json(picture, "parties")
    with pytest.raises(MergeRefused, match="är låst"):
        settle_rest(picture=picture, by=bo)
    assert picture_json(picture, "parties") == before


def test_the_board_takes_as_many_queries_however_many_points(town, on, eva, dag, bo):
    handed_in(town, "housing", eva, "Ett")
    picture = compiled(town)
    settle_rest(picture=picture, by=bo)
    with CaptureQueriesContext(connection) as few:
        board(picture, bo)
    own = said(town, "police", dag, "Två", area="B")
    for area in ("A", "C"):
        add_point(own=own, area=town.areas[area], text="Mer", now=NOW, by=dag)
    hand_in_own_picture(own=own, now=NOW, by=dag)
    with CaptureQueriesContext(connection) as many:
        assert len(board(picture, bo)) == 3
    assert len(many) == len(few) == 3


# --- reconciliation -----------------------------------------------------------------------------


def test_a_draft_is_read_by_the_parties_only_after_it_was_sent_and_commented_until_the_lock(
    town, on, eva, dag, siv, bo, anna
):
    picture = compiled(town)
    for member in (eva, dag, siv, anna):
        assert not SituationalPicture.objects.visible_to(member).exists()
    with pytest.raises(MergeRefused, match="kommentera"):
        comment_on(picture=picture, organisation=town.organisations["housing"], text="Stämmer", by=eva)
    picture = share_picture(picture=picture, now=NOW, by=bo)
    assert SituationalPicture.objects.visible_to(eva).exists()
    assert SituationalPicture.objects.visible_to(dag).exists()
    assert not SituationalPicture.objects.visible_to(siv).exists()       # the steering group waits for the lock
    comment_on(picture=picture, organisation=town.organisations["housing"], text="Stämmer inte i Alby", by=eva)
    comment_on(picture=picture, organisation=town.organisations["police"], text="Vi är där fredag", by=dag,
               audience="authorities")  # fmt: skip
    with pytest.raises(MergeRefused, match="för vilka"):
        comment_on(picture=picture, organisation=town.organisations["housing"], text="x", by=eva,
                   audience="authorities")  # fmt: skip
    assert PictureComment.objects.visible_to(eva).count() == 1
    assert PictureComment.objects.visible_to(dag).count() == 2
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    assert not PictureComment.objects.visible_to(eva).exists()
    assert PictureComment.objects.visible_to(bo).count() == 2
    with pytest.raises(MergeRefused):
        comment_on(picture=picture, organisation=town.organisations["housing"], text="För sent", by=eva)
    assert "Stämmer inte" not in json.dumps([tables_of(picture, a) for a in ("authorities", "parties", "public")])


def test_a_neighbour_touches_nothing(town, on, eva, cecilia):
    own = handed_in(town, "housing", eva, "Lugnt")
    picture = compile_picture(municipality=town.municipality, week=WEEK, now=NOW, by=town.machine)
    assert not OwnPicture.objects.visible_to(cecilia).exists()
    assert not OwnPoint.objects.visible_to(cecilia).exists()
    with pytest.raises(NotAllowed):
        settle_rest(picture=picture, by=cecilia)
    with pytest.raises(NotAllowed):
        take_back_own_picture(own=own, now=NOW, by=cecilia)
