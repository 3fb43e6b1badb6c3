"""The guard in the free-text fields of the other forms: it says what it sees, and holds back what cannot be sent."""

import pytest
from playwright.sync_api import expect

from samsyn.method.observations.models import Observation
from samsyn.web.phone import shell
from tests.people import PASSWORD, observe

pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shell.has_guard(), reason="the guard's rules are made at set-up"),
]  # fmt: skip
GUARDING = "html[data-guarding=yes]"


def test_a_number_is_held_back_before_it_leaves_and_nothing_typed_is_lost(page, sign_in, town):
    sign_in("bo@norr.example", PASSWORD)
    page.goto("/norr/registrera")
    page.wait_for_selector(GUARDING, state="attached")
    text = page.locator("textarea").first
    text.fill("Ring 070-174 06 22 om rutan.")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_role("button", name="Spara och ta nästa").click()
    expect(page.get_by_role("alert").filter(has_text="070-174 06 22")).to_be_visible()
    expect(text).to_be_focused()
    expect(text).to_have_value("Ring 070-174 06 22 om rutan.")
    assert "POST" not in sent
    assert not Observation.objects.exists()


def test_what_may_be_a_person_is_pointed_out_while_it_is_written(page, sign_in, town):
    sign_in("anna@norr.example", PASSWORD)
    page.goto("/norr/rapportera?vad=damage")
    page.wait_for_selector(GUARDING, state="attached")
    page.get_by_label("Beskriv kort").fill("Kalle Svensson krossade rutan.")
    expect(page.get_by_role("alert").filter(has_text="Är det här en person?")).to_be_visible()
    page.get_by_label("Beskriv kort").fill("Rutan krossad.")
    expect(page.get_by_role("alert").filter(has_text="Är det här en person?")).to_have_count(0)


def test_the_reviewer_s_question_is_looked_at_too_also_on_a_card_that_has_come_back(page, sign_in, town):
    report = observe(town, accept=False)
    sign_in("bo@norr.example", PASSWORD)
    page.goto("/norr/granska")
    page.wait_for_selector(GUARDING, state="attached")
    page.get_by_role("button", name="Ta upp i lägesbilden").click()
    expect(page.get_by_role("button", name="Ta inte upp")).to_be_visible()
    page.locator("summary", has_text="Fråga").click()
    question = page.get_by_label("Vad behöver du veta?")
    question.fill("Vem svarar på 070-174 06 22?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.get_by_role("alert").filter(has_text="070-174 06 22")).to_be_visible()
    report.refresh_from_db()
    assert report.state == "new", "it was held back in the browser"
    question.fill("Vilken port?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.locator(".case")).to_contain_text("Frågan är skickad")
    report.refresh_from_db()
    assert report.state == "sent_back"
