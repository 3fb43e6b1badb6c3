"""So it went: a reporter reads what came of the own report, with substance and without exposing anybody."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samsyn.ground.people.actions import change_settings
from samsyn.letters.actions import LetterRefused, deliver_untold, send_feedback
from samsyn.letters.outcomes import outcomes_of
from samsyn.method.observations.actions import (
    accept_observation,
    end_condition,
    merge_observations,
    refuse_observation,
    send_back_observation,
)
from samsyn.method.observations.models import Observation, ReporterLink
from samsyn.method.observations.own.actions import add_correction, answer_question, say_still_so
from samsyn.method.observations.review.actions import deal_with_correction
from samsyn.method.pictures.actions import lock_picture
from samsyn.web.letters.answers import own_answers
from samsyn.web.observation.came import words_of
from tests.method.picturing import compiled, ordinary_weeks, report, submit
from tests.people import NOW, WEEK, observe

pytestmark = pytest.mark.django_db


def told(member, observation):
    own = Observation.objects.visible_to(member).with_names().get(pk=observation.pk)
    return {one.kind: words_of(one) for one in outcomes_of([own], member=member).get(own.pk, [])}


def locked(town, bo):
    return lock_picture(picture=compiled(town), function="samordnaren", now=NOW, by=bo)


def test_nothing_has_come_of_what_nobody_has_read(anna, observe):
    assert told(anna, observe(accept=False)) == {}


def test_the_talk_and_the_review_are_told(anna, bo, observe):
    one = observe(accept=False)
    send_back_observation(observation=one, reason="Vilken port?", by=bo)
    assert list(told(anna, one)) == ["asked"]
    answer_question(observation=one, text="Port 14", by=anna)
    one.refresh_from_db()
    accept_observation(observation=one, now=NOW, by=bo)
    one.refresh_from_db()
    deal_with_correction(inquiry=add_correction(observation=one, text="Det var två rutor", by=anna), by=bo)
    assert set(told(anna, one)) == {"answered", "accepted", "correction"}
    refuse_observation(observation=one, reason="Hör hemma i felanmälan.", by=bo)
    assert told(anna, one)["refused"] == "Fel kanal: Hör hemma i felanmälan."
    assert "accepted" not in told(anna, one)


def test_a_mended_condition_thanks_its_reporter_and_those_merged_with_it(anna, bo, eva, observe):
    kept = observe(by=eva, kind="condition", fault_number="F-77")
    mine = observe(kind="condition")
    merge_observations(observation=mine, into=kept, by=bo)
    end_condition(observation=kept, on=NOW.date(), by=bo)
    assert told(anna, mine)["ended"] == "Felanmälan är lagad. Tack för att du sa till!"


@pytest.mark.parametrize("others, words", [
    (1, "Fler har berättat om samma sak. Händelsen räknas en gång."),
    (2, "Fler har berättat om samma sak. Händelsen räknas en gång."),
    (3, "3 andra såg samma sak. Händelsen räknas en gång."),
])  # fmt: skip
def test_how_many_others_saw_it_is_told_from_three_on(town, anna, bo, eva, dag, others, words):
    mine = observe(town)
    for hour, other in enumerate((eva, dag, bo)[:others]):
        merge_observations(observation=observe(town, by=other, hour=hour), into=mine, by=bo)
    assert told(anna, mine)["shared"] == words


def test_a_locked_picture_is_told_and_a_draft_is_not(town, anna, bo):
    mine = observe(town)
    compiled(town)
    assert "picture" not in told(anna, mine)
    locked(town, bo)
    assert told(anna, mine)["picture"] == "Står i lägesbilden för v. 40 2025, som gruppen har gått igenom."
    late = observe(town, now=NOW + timedelta(hours=1))
    assert "picture" not in told(anna, late), "it came when the picture was made already"


def stood_out(town, bo, anna, *, owners):
    """A place that stands out in week 40, seen by these organisations and by Anna."""
    ordinary_weeks(town, weeks=30, per_week=2)
    for owner in owners:
        place = town.places["square"]
        submit(town, report(town, WEEK, 4, owner=owner, category="E1", place=place, lon=place.lon, lat=place.lat))
    mine = observe(town, place=town.places["square"])
    picture = locked(town, bo)
    return mine, picture


def test_a_place_that_stood_out_is_told_with_how_many_when_three_sources_saw_it(town, bo, anna):
    mine, _picture = stood_out(town, bo, anna, owners=["school", "police", "housing"])
    words = told(anna, mine)["stood_out"]
    assert words.startswith("Stora torget stack ut i lägesbilden för v. 40 2025. Din rapport var en av ")
    assert any(character.isdigit() for character in words.partition("en av")[2])


def test_fewer_than_three_sources_are_not_counted_out(town, bo, anna):
    mine, _picture = stood_out(town, bo, anna, owners=["school", "housing"])
    assert told(anna, mine)["stood_out"].endswith("Din rapport var en av dem som visade det.")


def test_what_is_not_shown_to_the_reporters_audience_is_not_told(town, bo, anna):
    mine = observe(town, audience="coordinator")
    locked(town, bo)
    assert "picture" not in told(anna, mine)


def test_the_page_is_ones_own_and_asks_little_for_many(client, town, anna, eva, django_assert_num_queries):
    now = timezone.now()
    for n in range(6):
        observe(town, observed_to=now - timedelta(days=n), now=now)
    observe(town, by=eva, observed_to=now, now=now, category="I1")
    assert len(own_answers(anna)) == 6
    client.force_login(anna.user)
    with django_assert_num_queries(PAGE_QUERIES):
        page = client.get("/norr/sa-blev-det").content.decode()
    assert page.count("Läst och godkänd") == 6
    assert "Bara du ser den här sidan." in page
    client.force_login(eva.user)
    assert client.get("/norr/sa-blev-det").content.decode().count("Läst och godkänd") == 1


def test_the_report_itself_says_what_came_of_it_to_its_writer_alone(client, town, anna, bo, dag):
    mine = observe(town)
    address = f"/norr/rapporter/{mine.pk}"
    for member, seen in ((anna, True), (bo, False), (dag, False)):
        client.force_login(member.user)
        assert ("Så blev det" in client.get(address).content.decode()) is seen


def test_the_coordinator_sends_the_weeks_answer_to_a_party_in_two_clicks(client, town, bo, anna, eva):
    change_settings(feedback="by_hand", by=bo)
    observe(town, unit=town.units["kitchen"])
    observe(town, by=eva)
    locked(town, bo)
    client.force_login(bo.user)
    assert "/norr/aterkoppling" in client.get("/norr/").content.decode()
    page = client.get("/norr/aterkoppling").content.decode()
    assert "Norrskolan" in page and "Skolköket" in page and "Anna" not in page
    client.post("/norr/aterkoppling", {"till": f"{town.organisations['school'].pk}.{town.units['kitchen'].pk}"})
    list(deliver_untold(now=timezone.now()))
    outcome = [letter for letter in mail.outbox if letter.subject == "Så här blev det"]
    assert [letter.to for letter in outcome] == [["anna@norr.example"]]
    assert "/norr/sa-blev-det" in outcome[0].body
    client.post("/norr/aterkoppling", {"till": "alla"})
    list(deliver_untold(now=timezone.now()))
    page = client.get("/norr/aterkoppling").content.decode()
    assert page.count("skickad") == 3
    assert "eva@norr.example" in {to for letter in mail.outbox for to in letter.to}


def test_the_same_answer_is_not_sent_twice_and_only_by_those_who_lock(client, town, bo, dag):
    school = town.organisations["school"]
    send_feedback(organisation=school, weeks=(WEEK, WEEK), by=bo)
    with pytest.raises(LetterRefused):
        send_feedback(organisation=school, weeks=(WEEK, WEEK), by=bo)
    client.force_login(dag.user)
    assert client.get("/norr/aterkoppling").status_code == 403


def test_two_who_send_at_once_wait_for_each_other(town, bo):
    with CaptureQueriesContext(connection) as asked:
        send_feedback(organisation=town.organisations["school"], weeks=(WEEK, WEEK), by=bo)
    tables = [query["sql"] for query in asked if "SELECT" in query["sql"]]
    held = next(n for n, sql in enumerate(tables) if 'FROM "tenancy_municipality"' in sql)
    assert held < next(n for n, sql in enumerate(tables) if "audit_event" in sql)


def test_whoever_was_told_with_the_unit_is_not_told_again_with_the_whole_organisation(town, bo, anna):
    change_settings(feedback="by_hand", by=bo)
    school, kitchen = town.organisations["school"], town.units["kitchen"]
    ReporterLink.objects.filter(observation=observe(town)).update(unit=kitchen)
    for unit in (kitchen, None):
        send_feedback(organisation=school, unit=unit, weeks=(WEEK, WEEK), by=bo)
    sent = [delivery for delivery in deliver_untold(now=timezone.now()) if delivery.kind == "outcome"]
    assert [delivery.recipient for delivery in sent] == [anna.user]


def test_whoever_sends_by_hand_gets_no_letter_by_itself(town, bo, anna):
    change_settings(feedback="by_hand", by=bo)
    observe(town)
    locked(town, bo)
    list(deliver_untold(now=timezone.now()))
    assert "anna@norr.example" not in {to for letter in mail.outbox for to in letter.to}


def test_the_own_word_that_it_goes_on_is_nobody_else_s(anna, observe):
    one = observe(by=anna, kind="condition")
    for day in range(3):
        say_still_so(observation=one, id=None, now=NOW + timedelta(days=day), by=anna)
    assert "shared" not in told(anna, one)


def test_the_same_person_is_one_however_often(anna, bo, eva, observe):
    one = observe(by=anna)
    for hour in (18, 19, 20):
        merge_observations(observation=observe(by=eva, hour=hour, accept=False), into=one, by=bo)
    assert told(anna, one)["shared"] == "Fler har berättat om samma sak. Händelsen räknas en gång."


def test_what_only_authorities_may_see_is_not_told_to_a_company_as_a_number_either(bo, dag, eva, machine, observe):
    one = observe(by=eva)
    for hour in (18, 19, 20):
        same = observe(by=machine, hour=hour, accept=False, audience="authorities")
        merge_observations(observation=same, into=one, by=bo)
    assert "shared" not in told(eva, one)


PAGE_QUERIES = 11
