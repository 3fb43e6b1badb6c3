"""The week's picture: what it notices, what it leaves alone, who sees what, and that a locked one never changes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_organisation
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.places.models import Place
from samsyn.method.observations.actions import hand_in_reply, set_reporting_duty
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.actions import PictureRefused, compile_picture, lock_picture
from samsyn.method.pictures.models import PictureTable, SituationalPicture
from samsyn.method.pictures.sentences import render
from samsyn.method.pictures.tables import audience_of, picture_json, tables_of
from tests.method.picturing import area, compiled, ordinary_weeks, report, submit, tables
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db


def words(sentences, language="sv"):
    return [render(sentence, language) for sentence in sentences]


# --- what it notices ----------------------------------------------------------------------------


@pytest.mark.slow
def test_a_planted_rise_is_noticed_in_its_own_area_only(town):
    ordinary_weeks(town)
    submit(town, report(town, WEEK, 25, area="A") + report(town, WEEK, 6, area="B") + report(town, WEEK, 5, area="C"))
    found = tables(town)
    assert area(found, "A")["verdict"] == "more"
    assert render(area(found, "A")["sentence"]).startswith("Ovanligt många: ")
    assert {area(found, code)["verdict"] for code in "BC"} == {"usual"}


@pytest.mark.slow
def test_an_ordinary_week_is_silent(town):
    ordinary_weeks(town, weeks=61, until=WEEK)
    found = tables(town)
    assert {row["verdict"] for row in found["areas"]} == {"usual"}
    assert found["places"] == []
    assert not [row for row in found["changes"] if row["verdict"] in ("more", "fewer")]


@pytest.mark.slow
def test_a_new_party_gives_more_reports_and_not_more_events(town):
    ordinary_weeks(town)
    town.organisations["guards"] = add_organisation(
        name="Vakt i Norr AB", kind="guards", legal_kind="private", by=town.machine
    )
    for week in (WEEK - 2, WEEK - 1, WEEK):
        submit(town, report(town, week, 12, area="A", owner="guards"))
    submit(town, [draft for code in "ABC" for draft in report(town, WEEK, 6, area=code)])
    found = tables(town)
    assert area(found, "A")["verdict"] == "usual"
    assert area(found, "A")["from_new_sources"] >= 12
    joined = [note for note in found["data_note"] if note["key"] == "source.joined"]
    assert render(joined[0]["sentence"]).startswith("Ny källa sedan v. 38 2025: bevakning.")
    assert "Vakt i Norr" not in picture_json(compiled(town), "authorities").decode()


@pytest.mark.slow
def test_a_place_that_stands_out_is_named_with_its_reason(town):
    ordinary_weeks(town)
    square = town.places["square"]
    submit(town, report(town, WEEK, 16, lon=square.lon, lat=square.lat, place=square, category="G1"))
    found = tables(town)
    assert [row["name"] for row in found["places"]] == ["Stora torget"]
    assert render(found["places"][0]["reason"])
    assert {"lon": 17.15, "lat": 62.41}.items() <= found["points"][0].items()


def test_too_little_data_is_said_and_not_hidden(town):
    submit(town, report(town, WEEK, 3))
    found = tables(town)
    assert render(area(found, "A")["sentence"]) == "För lite underlag för att säga något."
    assert "history.short" in {note["key"] for note in found["data_note"]}


def test_without_observations_the_head_says_so_and_nothing_is_ranked_or_drawn(town):
    found = tables(town)
    assert found["head"]["observations_made"] is False
    assert words(found["head"]["sentences"])[0].startswith("Inga observationer har gjorts.")
    for name in ("areas", "places", "usual_places", "points", "changes", "conditions"):
        assert found[name] == [], name
    assert found["head"]["total"] is None


# --- what is counted ----------------------------------------------------------------------------


def test_seeing_the_same_thing_adds_a_source_and_no_event(town, observe, anna, eva):
    first = observe(by=anna, category="I1", area="A", kind="condition", fault_number="FA-7", on=WEEK.first_day)
    observe(by=eva, category="I1", area="A", kind="condition", same_as_id=first.pk)
    found = tables(town)
    assert (found["head"]["events"], found["head"]["reports"]) == (1, 2)
    assert [(row["sources"], row["fault_number"]) for row in found["conditions"]] == [(2, "FA-7")]


def test_a_fault_not_mended_after_fourteen_days_is_overdue(town, observe, anna):
    observe(by=anna, category="I1", kind="condition", fault_number="FA-1", on=WEEK.last_day - timedelta(days=20))
    observe(by=anna, category="I2", kind="condition", fault_number="FA-2", on=WEEK.last_day - timedelta(days=3))
    found = tables(town)
    assert [row["overdue"] for row in found["conditions"]] == [True, False]
    assert any("1 är felanmäld men inte lagad efter 14 dagar" in text for text in words(found["head"]["sentences"]))


def test_a_condition_mended_after_the_period_was_still_open_in_it(town, observe, anna):
    observe(by=anna, category="I1", kind="condition", on=WEEK.first_day, ended_on=WEEK.last_day + timedelta(days=1))
    observe(by=anna, category="I2", kind="condition", on=WEEK.first_day, ended_on=WEEK.last_day)
    assert [row["category"] for row in tables(town)["conditions"]] == ["I1"]


def test_the_response_rate_rests_on_who_promised(town, observe, anna):
    observe(by=anna)                                                    # the school has reported
    hand_in_reply(
        organisation=town.organisations["housing"], week=WEEK, answer="nothing", received_on=NOW.date(),
        by=town.machine,
    )  # fmt: skip
    head = tables(town)["head"]
    assert (head["replies"], head["duties"]) == (2, 3)
    assert "2 av 3 som lovat svara har svarat (67\u00a0%)." in words(head["sentences"])
    notes = words(note["sentence"] for note in tables(town)["data_note"])
    assert "Har inte svarat: polis, 1 av 1." in notes


def test_without_promises_the_response_rate_is_unknown(neighbour):
    head = tables(neighbour)["head"]
    assert (head["replies"], head["duties"], head["response_share"]) == (None, None, None)
    assert any("okänd" in text for text in words(head["sentences"]))


def test_being_away_is_an_answer_but_covers_nothing(town):
    hand_in_reply(
        organisation=town.organisations["housing"], week=WEEK, answer="absent", received_on=NOW.date(), by=town.machine
    )
    submit(town, report(town, WEEK, 1))
    found = tables(town)
    assert found["head"]["replies"] == 2
    assert area(found, "B")["coverage"] == pytest.approx(1 / 3)


# --- who sees what ------------------------------------------------------------------------------


def test_a_private_company_never_sees_rows_for_authorities(town, observe, dag, eva):
    observe(by=dag, category="D1", audience="authorities", area="B")
    observe(by=eva, category="E1", area="A")
    picture = compiled(town)
    authorities, parties = (tables_of(picture, audience_of(member)) for member in (dag, eva))
    assert (authorities["head"]["events"], parties["head"]["events"]) == (2, 1)
    assert area(parties, "B")["events"] == 0
    assert '"D1"' in picture_json(picture, "authorities").decode()
    assert '"D1"' not in picture_json(picture, "parties").decode()
    assert '"D1"' not in picture_json(picture, "public").decode()


def test_rows_for_a_group_or_the_own_organisation_stand_in_no_table(town, observe, anna):
    observe(by=anna, audience="own")
    observe(by=anna, audience="coordinator")
    for audience in ("authorities", "parties", "public"):
        assert not tables(town, audience)["head"]["observations_made"]


def test_what_was_seen_by_two_stays_for_those_who_may_see_only_the_second(town, observe, dag, eva):
    hidden = observe(by=dag, audience="authorities")
    Observation.objects.filter(pk=observe(by=eva).pk).update(same_as=hidden)     # tied by somebody who sees both
    picture = compiled(town)
    assert tables_of(picture, "authorities")["head"]["events"] == 1
    assert tables_of(picture, "parties")["head"]["events"] == 1


def test_no_organisation_and_no_person_is_named_in_any_table(town, observe, anna, eva, dag):
    for member in (anna, eva, dag):
        observe(by=member)
    picture = compiled(town)
    for audience in ("authorities", "parties", "public"):
        text = picture_json(picture, audience).decode()
        for organisation in town.organisations.values():
            assert organisation.name not in text and str(organisation.pk) not in text
        for member in town.members.values():
            assert member.user.email not in text and str(member.user.pk) not in text


def test_a_place_shown_coarse_is_neither_named_nor_drawn(town, observe, anna):
    observe(by=anna, place=town.places["square"])
    assert tables(town)["points"]
    Place.objects.filter(pk=town.places["square"].pk).update(show_coarse=True)      # decided after the report
    found = tables(town)
    assert found["points"] == []
    assert "Stora torget" not in picture_json(compiled(town), "parties").decode()


def test_the_public_sees_rounded_figures_and_no_places(town):
    submit(town, report(town, WEEK, 13, area="A") + report(town, WEEK, 2, area="B") + report(town, WEEK, 8, area="C"))
    public = tables(town, "public")
    for table in ("points", "places", "usual_places", "conditions", "outside", "changes"):
        assert public[table] == [], table
    assert all(row["events"] % 5 == 0 and row["series"] == [] for row in public["areas"])
    assert "B" not in {row["code"] for row in public["areas"]}
    assert public["head"]["events"] % 5 == 0
    assert public["head"]["sources"] is None


# --- drafts and locks ---------------------------------------------------------------------------


def test_a_draft_is_made_anew(town, observe, anna):
    first = compiled(town)
    observe(by=anna)
    again = compiled(town)
    assert again.pk == first.pk
    assert tables_of(again, "parties")["head"]["events"] == 1
    assert SituationalPicture.objects.count() == 1


def test_a_locked_picture_never_changes(town, observe, anna, bo):
    observe(by=anna)
    picture = lock_picture(picture=compiled(town), function="Samordnaren", now=NOW, by=bo)
    before = {audience: picture_json(picture, audience) for audience in ("authorities", "parties", "public")}
    observe(by=anna, hour=21)
    with pytest.raises(PictureRefused, match="är låst"):
        compiled(town)
    with pytest.raises(PictureRefused, match="redan låst"):
        lock_picture(picture=picture, function="Någon annan", now=NOW, by=bo)
    picture.refresh_from_db()
    assert {audience: picture_json(picture, audience) for audience in before} == before
    assert picture.locked_by == "Samordnaren"


def test_what_came_after_the_lock_is_told_next_week_and_told_once(town, observe, anna, bo):
    observe(by=anna)
    lock_picture(picture=compiled(town), function="Samordnaren", now=NOW, by=bo)
    observe(by=anna, hour=22)
    later = compiled(town, week=WEEK + 1, now=NOW + timedelta(days=7))
    told = words(note["sentence"] for note in tables_of(later, "parties")["data_note"])
    assert "Kompletterat sedan sist, v. 40 2025: 1 (2 efter sena rapporter)." in told
    lock_picture(picture=later, function="Samordnaren", now=NOW + timedelta(days=7), by=bo)
    last = compiled(town, week=WEEK + 2, now=NOW + timedelta(days=14))
    assert "late.since_lock" not in {note["key"] for note in tables_of(last, "parties")["data_note"]}


def test_only_those_who_may_compile_and_lock_do(town, anna, bo, norr):
    with pytest.raises(NotAllowed):
        compile_picture(municipality=norr, week=WEEK, now=NOW, by=anna)
    with pytest.raises(NotAllowed):
        lock_picture(picture=compiled(town), function="Läraren", now=NOW, by=anna)
    with pytest.raises(PictureRefused, match="funktion"):
        lock_picture(picture=compiled(town), function=" ", now=NOW, by=bo)


def test_a_coming_week_has_no_picture(town):
    with pytest.raises(PictureRefused, match="har inte börjat"):
        compiled(town, week=WEEK + 5)


def test_a_fortnight_is_one_picture(town, observe, anna, norr):
    norr.period_weeks = 2
    norr.save()
    observe(by=anna, on=(WEEK - 1).first_day)
    observe(by=anna, on=WEEK.first_day)
    picture = compiled(town)
    found = tables_of(picture, "parties")
    assert picture.weeks == 2
    assert found["head"]["events"] == 2


# --- outside the rows ---------------------------------------------------------------------------


def test_each_table_is_kept_with_its_digest_for_each_audience(town):
    picture = compiled(town)
    names = {"head", "areas", "places", "usual_places", "changes", "hours", "conditions", "coming", "points",
             "outside", "data_note", "municipality", "period", "layout"}  # fmt: skip
    for audience in ("authorities", "parties", "public"):
        rows = PictureTable.objects.filter(picture=picture, audience=audience)
        assert {row.name for row in rows} == names
        assert all(len(row.digest) == 64 for row in rows)


def test_a_picture_takes_few_queries_however_many_rows(town):
    submit(town, report(town, WEEK, 4))
    compiled(town)
    with CaptureQueriesContext(connection) as few:
        compiled(town)
    submit(town, report(town, WEEK - 1, 300))
    with CaptureQueriesContext(connection) as many:
        compiled(town)
    assert len(many) == len(few)
    assert len(many) <= 49      # assessments, cards, layout, the parties' words and the year wheel among them


def test_nothing_of_a_neighbour_is_in_the_picture(town, neighbour, cecilia):
    submit(neighbour, [])
    observed = Observation.objects.filter(municipality=neighbour.municipality).count()
    submit(town, report(town, WEEK, 5))
    assert observed == 0
    assert not tables(neighbour)["head"]["observations_made"]


def test_duties_that_have_ended_are_not_missed(town):
    set_reporting_duty(
        organisation=town.organisations["police"], starts_on=date(2025, 1, 6), ends_on=date(2025, 8, 31),
        by=town.machine,
    )  # fmt: skip
    assert tables(town)["head"]["duties"] == 2


def test_an_import_that_stopped_midway_is_told_until_it_is_done(town):
    run = uuid4()
    for happening, told in [("import.stopped", True), ("import.done", False)]:
        Event.objects.create(
            municipality=town.municipality, happening=happening, by="drift", by_kind="machine",
            subject_kind="importrun", subject_id=str(run), created_at=NOW + timedelta(hours=told is False),
        )  # fmt: skip
        keys = {note["key"] for note in tables(town)["data_note"]}
        assert ("note.import_stopped" in keys) is told
