"""Two work in the same meeting at once, in two browsers: what one writes comes to the other, and nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from samsyn.method.meetings.models import Decision, MeetingNote
from tests.journeys.conftest import LAPTOP, PATIENCE_MS, PHONE
from tests.method.meeting import meet, picture_to_talk_about, seats
from tests.people import PASSWORD, Town, join

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two(browser: Browser, live_server: Any, town: Town) -> Any:
    """Bo's laptop and Ada's phone, both signed in and in the meeting, each listening for what goes wrong."""
    picture_to_talk_about(town)
    seats(town, "police", "housing")
    join(town, "Ada", role="coordinator", organisation="town")
    meeting = meet(town)
    windows, pages, wrong = [], [], []
    for who, size in (("bo", LAPTOP), ("ada", PHONE)):
        window = browser.new_context(base_url=live_server.url, locale="sv-SE", viewport=size)
        window.set_default_timeout(PATIENCE_MS)
        page = window.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto("/logga-in")
        page.get_by_label("E-post").fill(f"{who}@norr.example")
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url(lambda address: "/logga-in" not in address)
        page.goto(f"/norr/mote/{meeting.pk}")
        expect(page.locator("#live")).to_have_attribute("data-ready", "yes")
        windows.append(window)
        pages.append(page)
    yield meeting, windows, pages
    for window in windows:
        window.close()
    assert wrong == []


def note(page: Page, key: str) -> Any:
    return page.locator(f"#text-notis-{key}")


def test_two_write_at_once_and_nothing_is_lost(two):
    meeting, (_bos, adas), (bo, ada) = two

    note(bo, "coming").fill("Marknad på lördag")
    expect(note(ada, "coming")).to_have_value("Marknad på lördag")

    ada.get_by_label("Plats police").check()
    expect(bo.get_by_label("Plats police")).to_be_checked()
    bo.get_by_label("Plats housing").check()
    expect(ada.get_by_label("Plats housing")).to_be_checked()
    expect(ada.get_by_label("Plats police")).to_be_checked()

    half = ada.get_by_label("Beslut i en rad")                  # half-written while something else comes
    half.fill("Vi säger samma")
    bo.get_by_role("button", name="Bevaka Stora torget").click()
    expect(ada.locator(".point", has_text="Stora torget")).to_contain_text("bevaka")
    expect(half).to_have_value("Vi säger samma")
    half.fill("Vi säger samma sak till tidningen")
    half.press("Enter")
    expect(bo.locator("#egna-beslut")).to_contain_text("Vi säger samma sak till tidningen")
    expect(half).to_have_value("")

    adas.set_offline(True)                                      # the network goes in the midst of it
    note(ada, "outward").fill("Kommunikatören svarar")
    expect(ada.locator("#natet")).to_contain_text("Ingen kontakt")
    expect(ada.locator("#natet")).to_contain_text("Väntar på att skickas: 1")
    note(bo, "assessment").fill("Grönt överallt")
    note(bo, "coming").fill("Marknad på lördag och match på söndag")
    expect(bo.locator("#natet")).to_be_hidden()
    adas.set_offline(False)
    expect(note(bo, "outward")).to_have_value("Kommunikatören svarar")
    expect(note(ada, "coming")).to_have_value("Marknad på lördag och match på söndag")
    expect(note(ada, "assessment")).to_have_value("Grönt överallt")

    bo.once("dialog", lambda dialog: dialog.accept())
    bo.get_by_role("button", name="Avsluta mötet").click()
    for words in ("Kommunikatören svarar", "match på söndag", "Vi säger samma sak till tidningen", "Plats police"):
        expect(bo.locator("main")).to_contain_text(words)
    expect(ada.locator("#slut")).to_contain_text("Mötet är avslutat")
    assert Decision.objects.filter(meeting=meeting, text="Vi säger samma sak till tidningen").count() == 1


def test_two_who_write_in_the_same_box_see_both_texts(two):
    meeting, (_bos, adas), (bo, ada) = two
    adas.set_offline(True)
    note(ada, "coming").fill("Match på söndag")
    expect(ada.locator("#natet")).to_contain_text("Ingen kontakt")
    note(bo, "coming").fill("Marknad på lördag")
    note(bo, "coming").blur()
    expect(bo.locator("#notis-coming [name=version]")).to_have_value("1")
    adas.set_offline(False)
    box = ada.locator("#notis-coming")
    expect(box).to_contain_text("Marknad på lördag")
    expect(note(ada, "coming")).to_have_value("Match på söndag")
    assert MeetingNote.objects.get(meeting=meeting).text == "Marknad på lördag"
    note(ada, "coming").fill("Marknad på lördag, match på söndag")
    expect(note(bo, "coming")).to_have_value("Marknad på lördag, match på söndag")


def test_the_whole_meeting_is_led_from_the_keyboard(two):
    _meeting, _windows, (bo, _ada) = two
    watch = bo.get_by_role("button", name="Bevaka Alby")
    watch.focus()
    bo.keyboard.press("Enter")
    point = bo.locator(".point", has_text="Alby")
    expect(point).to_contain_text("bevaka")
    expect(point.locator(":focus")).to_have_count(1)            # one goes on where one was


def test_a_box_folds_when_it_has_been_decided_and_the_focus_stays_there(two):
    _meeting, _windows, (bo, _ada) = two
    point = bo.locator(".point", has_text="Stora torget")
    opener = point.locator("summary", has_text="Ingen åtgärd")

    opener.click()
    point.get_by_label("Varför?").fill("Lugnt där nu")
    point.get_by_label("Varför?").press("Enter")

    expect(point).to_contain_text("Lugnt där nu")
    expect(point.locator("details[open]")).to_have_count(0)
    expect(opener).to_be_focused()
