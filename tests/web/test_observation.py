"""One observation on screen, and its review."""

import re

import pytest

from samsyn.method.observations.actions import correct_observation
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Observation
from samsyn.method.observations.own.actions import change_own_observation
from samsyn.web.observation.own import draft_with_text
from tests.people import NOW

pytestmark = pytest.mark.django_db


def page_of(client, observation):
    return client.get(f"/norr/rapporter/{observation.pk}")


def act(client, observation, verb, **form):
    observation.refresh_from_db()
    form = {"stamp": observation.stamp, **form}
    return client.post(f"/norr/rapporter/{observation.pk}/{verb}", form, follow=True).content.decode()


def state_of(observation):
    return Observation.objects.get(pk=observation.pk).state


def test_bo_sees_the_facts_and_may_review(client, bo, observe):
    client.force_login(bo.user)
    page = page_of(client, observe(accept=False, text="Dörrstängaren i port 14 avriven igen.")).content.decode()
    for words in ("Dörrstängaren i port 14", "Alby", "Norrskolan (skola)", "Visas för alla parter.", "Godkänn"):
        assert words in page


def test_another_party_sees_the_kind_of_source_but_not_who(client, dag, observe):
    client.force_login(dag.user)
    page = page_of(client, observe(text="Ruta krossad.")).content.decode()
    assert "skola" in page
    assert "Norrskolan" not in page
    assert "Anna" not in page
    assert "Godkänn" not in page


def test_cecilia_in_the_other_town_finds_nothing(client, cecilia, observe):
    client.force_login(cecilia.user)
    observation = observe()
    assert page_of(client, observation).status_code == 404
    assert client.get(f"/soder/rapporter/{observation.pk}").status_code == 404


def test_bo_accepts(client, bo, observe):
    client.force_login(bo.user)
    observation = observe(accept=False)
    assert "Rapporten räknas nu i lägesbilden." in act(client, observation, "godkann")
    assert state_of(observation) == "accepted"
    assert "kan inte ändras så" in act(client, observation, "godkann"), "a second time is refused in words"


def test_bo_asks_and_anna_reads_the_question(client, bo, anna, observe):
    client.force_login(bo.user)
    observation = observe(accept=False)
    assert "Skriv vad du behöver veta." in act(client, observation, "fraga", reason=" ")
    act(client, observation, "fraga", reason="Vilken uppgång gällde det?")
    client.force_login(anna.user)
    assert "Vilken uppgång gällde det?" in page_of(client, observation).content.decode()


def test_a_refused_text_is_shown_to_nobody(client, bo, observe):
    client.force_login(bo.user)
    observation = observe(accept=False, text="Här stod något som pekade ut någon.")
    act(client, observation, "fel-kanal", reason="Pekar ut en person.")
    page = page_of(client, observation).content.decode()
    assert "Texten är låst" in page
    assert "Här stod något" not in page


def test_bo_merges_two_reports_of_one_event(client, bo, observe):
    client.force_login(bo.user)
    kept, other = observe(), observe(hour=21, accept=False)
    assert "Samma sak som" in page_of(client, other).content.decode()
    assert "Händelsen räknas en gång." in act(client, other, "sla-ihop", into=str(kept.pk))
    assert state_of(other) == "merged"


def test_a_condition_is_mended_with_one_button(client, bo, observe):
    client.force_login(bo.user)
    observation = observe(category="I1", kind="condition")
    assert "Fortfarande så" in page_of(client, observation).content.decode()
    act(client, observation, "atgardat")
    assert Observation.objects.get(pk=observation.pk).ended_on is not None


def test_how_it_was_before_is_kept_and_shown(client, bo, town, observe, now):
    observation = observe(text="Port 12.")
    draft = Draft(
        category=observation.category, observed_to=observation.observed_to, area=town.areas["A"], text="Port 14."
    )
    correct_observation(observation=observation, draft=draft, reason="fel port", now=now, by=bo)
    client.force_login(bo.user)
    page = page_of(client, observation).content.decode()
    assert "ändrat: text" in page
    assert "fel port" in page
    assert "Port 12." in page


def test_anna_may_not_review_her_own(client, anna, observe):
    client.force_login(anna.user)
    observation = observe(accept=False)
    assert "Granska" not in page_of(client, observation).content.decode()
    assert client.post(f"/norr/rapporter/{observation.pk}/godkann").status_code == 403


def test_bo_accepts_everything_at_once(client, bo, observe):
    waiting = [observe(accept=False) for _ in range(3)]
    client.force_login(bo.user)
    page = client.post("/norr/rapporter/godkann-alla", {"seen": seen_on(client)}, follow=True).content.decode()
    assert "3 rapporter godkändes." in page
    assert {state_of(one) for one in waiting} == {"accepted"}


def seen_on(client):
    """What the form on Min vecka says that the reviewer had before the eyes."""
    return re.search(r'name="seen" value="([^"]*)"', client.get("/norr/").content.decode())[1]


def changed_by_its_writer(observation, anna):
    draft = draft_with_text(observation, "Något helt annat.", answered=True)
    change_own_observation(observation=observation, draft=draft, now=NOW, by=anna)


def test_everything_at_once_is_only_what_was_read(client, bo, anna, observe):
    first, second = observe(accept=False), observe(accept=False)
    client.force_login(bo.user)
    seen = seen_on(client)
    changed_by_its_writer(second, anna)
    later = observe(accept=False)
    page = client.post("/norr/rapporter/godkann-alla", {"seen": seen}, follow=True).content.decode()
    assert "1 rapport godkändes." in page
    assert "1 rapport hade ändrats sedan du läste." in page
    assert [state_of(one) for one in (first, second, later)] == ["accepted", "new", "new"]
    client.post("/norr/rapporter/godkann-alla", {"seen": "x y:z"})
    client.post("/norr/rapporter/godkann-alla")
    assert state_of(second) == "new"


@pytest.mark.parametrize("verb", ["godkann", "fraga", "fel-kanal"])
def test_a_decision_is_about_what_stood_on_the_screen(client, bo, anna, observe, verb):
    observation = observe(accept=False)
    seen = observation.stamp
    client.force_login(bo.user)
    assert f'name="stamp" value="{seen}"' in page_of(client, observation).content.decode()
    changed_by_its_writer(observation, anna)
    for stamp in (seen, ""):
        assert "hann före" in act(client, observation, verb, reason="Vilken port?", stamp=stamp)
    assert state_of(observation) == "new"


def test_the_page_asks_few_questions_of_the_database(client, bo, observe, django_assert_num_queries):
    observation = observe()
    [observe() for _ in range(5)]
    client.force_login(bo.user)
    with django_assert_num_queries(13):
        page_of(client, observation)


def test_anna_answers_the_question_by_changing_her_words(client, bo, anna, observe):
    observation = observe(by=anna, accept=False, text="Dörr avriven.")
    client.force_login(bo.user)
    act(client, observation, "fraga", reason="Vilken uppgång?")
    client.force_login(anna.user)
    assert "Svara genom att ändra texten" in page_of(client, observation).content.decode()
    assert "Tack, det blir granskat på nytt." in act(client, observation, "andra", text="Dörr avriven, uppgång C.")
    kept = Observation.objects.get(pk=observation.pk)
    assert (kept.text, kept.state) == ("Dörr avriven, uppgång C.", "under_review")


def test_anna_takes_her_report_back_until_it_is_reviewed(client, anna, observe):
    client.force_login(anna.user)
    observation, reviewed = observe(by=anna, accept=False), observe(by=anna)
    act(client, observation, "ta-tillbaka")
    assert state_of(observation) == "withdrawn"
    assert "redan granskad" in act(client, reviewed, "ta-tillbaka")


def test_anna_says_in_one_tap_that_it_goes_on_or_is_over(client, anna, observe):
    client.force_login(anna.user)
    observation = observe(by=anna, category="I1", kind="condition")
    assert "fortfarande är så i dag" in act(client, observation, "fortfarande")
    assert Observation.objects.filter(same_as=observation).count() == 1
    act(client, observation, "over")
    assert Observation.objects.get(pk=observation.pk).ended_on is not None


def test_nobody_changes_somebody_elses_report(client, bo, anna, observe):
    observation = observe(by=anna, accept=False, text="Dörr avriven.")
    client.force_login(bo.user)
    assert "Din rapport" not in page_of(client, observation).content.decode()
    assert "Det är inte din rapport." in act(client, observation, "andra", text="Annat.")


def test_words_that_look_like_a_person_are_asked_about_when_the_own_text_is_changed(client, anna, observe):
    client.force_login(anna.user)
    observation = observe(accept=False, text="Ruta krossad.")
    address, text = f"/norr/rapporter/{observation.pk}/andra", "Kalle Svensson krossade rutan."
    asked = client.post(address, {"text": text})
    assert asked.status_code == 422
    assert text in asked.content.decode(), "nothing that was typed is lost"
    assert Observation.objects.get().text == "Ruta krossad."
    client.post(address, {"text": text, "answered": "another text's"})
    assert Observation.objects.get().text == "Ruta krossad."
    client.post(address, {"text": text, "answered": asked.context["question"]})
    assert Observation.objects.get().text == text
