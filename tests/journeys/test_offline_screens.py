"""The report screens looked through: axe, 320 pixels, the keyboard, the place nearby, and what one tap does."""

import pytest
from playwright.sync_api import Page, expect

from samsyn.ground.people.actions import change_settings
from samsyn.method.observations.models import Category, Observation
from samsyn.method.observations.states import State
from samsyn.web.phone import shell
from tests.journeys.phones import phone, ready, report, settled, sign_in, write_many
from tests.journeys.test_week import found_by_axe, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SMALL = {"width": 320, "height": 640}
AT_THE_SQUARE = {"longitude": 17.1502, "latitude": 62.4101, "accuracy": 25}


@pytest.fixture
def at_hand(playwright_now, browser, live_server, town, tmp_path):
    """Anna's phone, standing on the square."""
    allowed = {"geolocation": AT_THE_SQUARE, "permissions": ["geolocation"]}
    with phone(playwright_now, tmp_path / "phone", live_server.url, **allowed) as context:
        page = context.pages[0]
        sign_in(page)
        yield page


def looked_at(page: Page, name: str) -> list[str]:
    """Return what is wrong with the screen as it stands, at 320 pixels too."""
    found = [f"{name}: {one}" for one in found_by_axe(page)]
    page.set_viewport_size(SMALL)
    return found + ([f"{name} scrolls sideways"] if scrolls_sideways(page) else [])


def test_nothing_is_wrong_on_any_step(at_hand):
    found = looked_at(at_hand, "what")
    at_hand.get_by_label("Sök bland allt").fill("klotter")
    found += looked_at(at_hand, "search")
    at_hand.get_by_role("link", name="Otrygg plats").click()
    found += looked_at(at_hand, "category")
    at_hand.get_by_role("button").filter(has_text="elysning").first.click()
    at_hand.get_by_label("Sök plats").fill("torg")
    expect(at_hand.get_by_role("button", name="Stora torget")).to_be_visible()
    found += looked_at(at_hand, "place")
    at_hand.get_by_role("button", name="Stora torget").click()
    at_hand.get_by_label("Tidigare").check()
    at_hand.get_by_text("Mer", exact=True).click()
    found += looked_at(at_hand, "send")
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    found += looked_at(at_hand, "thanks")
    at_hand.get_by_role("link", name="Mina rapporter").click()
    ready(at_hand)
    at_hand.context.set_offline(True)
    write_many(at_hand, 2)
    at_hand.reload()
    ready(at_hand)
    found += looked_at(at_hand, "mine")
    assert found == []


def test_the_place_nearby_is_a_known_one_and_the_own_position_is_not_sent(at_hand):
    sent = []
    at_hand.on("request", lambda request: sent.append(request.post_data or ""))
    at_hand.get_by_role("link", name="Skadegörelse").click()
    at_hand.get_by_role("button", name="Skadegörelse på byggnad").click()
    at_hand.get_by_role("button", name="Nära mig").click()
    expect(at_hand.get_by_text("± 25 m")).to_be_visible()
    at_hand.get_by_role("button", name="Stora torget").click()
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert Observation.objects.get().place.name == "Stora torget"
    assert not any("17.1502" in body or "position" in body for body in sent)


def test_a_place_found_by_position_does_not_follow_to_another_time(at_hand):
    at_hand.get_by_role("link", name="Skadegörelse").click()
    at_hand.get_by_role("button", name="Skadegörelse på byggnad").click()
    at_hand.get_by_role("button", name="Nära mig").click()
    at_hand.get_by_role("button", name="Stora torget").click()
    at_hand.get_by_label("Tidigare").check()
    expect(at_hand.get_by_text("Ingen plats vald")).to_be_visible()
    at_hand.get_by_role("link", name="Ändra").click()
    expect(at_hand.get_by_role("button", name="Nära mig")).to_have_count(0)


def test_a_report_is_made_with_the_keyboard_alone(at_hand):
    at_hand.get_by_role("link", name="Skadegörelse").focus()
    at_hand.keyboard.press("Enter")
    at_hand.get_by_role("button", name="Skadegörelse på byggnad").focus()
    at_hand.keyboard.press("Enter")
    expect(at_hand.get_by_role("heading", level=1)).to_be_focused()
    at_hand.get_by_label("Sök plats").focus()
    at_hand.keyboard.type("torget")
    at_hand.keyboard.press("Tab")
    at_hand.keyboard.press("Enter")
    at_hand.get_by_role("button", name="Skicka rapporten").focus()
    at_hand.keyboard.press("Enter")
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")


def test_goes_on_and_over_now_are_one_tap_and_a_report_is_taken_back(at_hand):
    report(at_hand, button="Otrygg plats", category="Trasig eller svag belysning")
    at_hand.goto("/norr/mina")
    ready(at_hand)
    at_hand.get_by_role("button", name="Fortsätter").first.click()
    expect(at_hand.locator(".own-report")).to_have_count(2)
    at_hand.get_by_role("button", name="Över nu").last.click()
    expect(at_hand.get_by_role("button", name="Över nu")).to_have_count(1)
    at_hand.get_by_role("button", name="Ta tillbaka").first.click()
    expect(at_hand.get_by_text("Återtagen av dig")).to_have_count(1)
    assert Observation.objects.filter(state=State.WITHDRAWN).count() == 1


def test_what_is_refused_comes_back_with_its_reason_and_can_be_changed(at_hand, town):
    used = Category.objects.filter(code="E1")
    used.update(active=False)
    at_hand.get_by_role("link", name="Skadegörelse").click()
    at_hand.get_by_role("button", name="Skadegörelse på byggnad").click()
    at_hand.get_by_role("button", name="Alby").click()
    at_hand.get_by_label("Beskriv kort").fill("Rutan krossad.")
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    at_hand.wait_for_url("**/mina")
    expect(at_hand.locator(".own-report")).to_contain_text("Kategorin används inte här längre.")
    used.update(active=True)
    at_hand.get_by_role("link", name="Ändra").click()
    expect(at_hand.get_by_label("Beskriv kort")).to_have_value("Rutan krossad.")
    at_hand.get_by_label("Beskriv kort").fill("Två rutor krossade.")
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert Observation.objects.get().text == "Två rutor krossade."


@pytest.mark.skipif(not shell.has_guard(), reason="the guard's rules are made at set-up")
def test_the_guard_stops_a_number_in_the_phone_also_without_a_network(at_hand):
    at_hand.context.set_offline(True)
    at_hand.get_by_role("link", name="Skadegörelse").click()
    at_hand.get_by_role("button", name="Skadegörelse på byggnad").click()
    at_hand.get_by_role("button", name="Alby").click()
    at_hand.get_by_label("Beskriv kort").fill("ring 070-174 06 22")
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.locator("#text-wrong")).to_contain_text("070-174 06 22")
    at_hand.get_by_label("Beskriv kort").fill("Rutan krossad.")
    at_hand.get_by_role("button", name="Skicka rapporten").click()
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Sparad i telefonen")


def test_the_municipalitys_own_ways_stand_on_the_phone_with_number_and_whistle(at_hand, bo):
    change_settings(
        link_fault="https://fel.norr.example/", phone_fault="031-390 06 11", link_whistle="https://norr.example/vissla",
        by=bo,
    )  # fmt: skip
    at_hand.reload()
    settled(at_hand)
    at_hand.get_by_text("Ska det någon annanstans?").click()
    expect(at_hand.get_by_role("link", name="031-390 06 11")).to_have_attribute("href", "tel:0313900611")
    expect(at_hand.get_by_role("link", name="Felanmälan")).to_have_attribute("href", "https://fel.norr.example/")
    expect(at_hand.get_by_role("link", name="Visselblåsning")).to_be_visible()
