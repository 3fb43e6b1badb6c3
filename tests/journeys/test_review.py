"""The queue is walked with one hand: every key press is counted, and nothing else is touched."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from samsyn.method.observations.models import Observation
from samsyn.web.review import queue
from tests.people import NOW, PASSWORD, observe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REPORTS = 12


def test_twelve_reports_take_about_one_press_each(page: Page, sign_in, town, monkeypatch):
    monkeypatch.setattr(queue, "SHOWN", 8)          # the rest is fetched when these are read
    codes = ["E1", "I1", "G1", "F2"]
    for n in range(REPORTS):
        observe(
            town, category=codes[n % 4], area="ABC"[n % 3], observed_to=NOW - timedelta(hours=9 * n + 5), accept=False
        )
    sign_in("bo@norr.example", PASSWORD)
    page.goto("/norr/granska")
    presses = 0

    def press(key: str) -> None:
        nonlocal presses
        page.keyboard.press(key)
        presses += 1

    def waits(number: int) -> None:
        expect(page.locator("[data-waiting]")).to_have_attribute("data-waiting", str(number))
        expect(page.locator(".case:focus, .case:focus-within")).to_have_count(1)

    press("j")
    for done in range(1, REPORTS - 2):
        press("a")
        waits(REPORTS - done)
    press("m")
    expect(page.locator(".case:focus")).to_contain_text("tas upp med lägesbilden")
    press("a")
    waits(2)
    press("f")
    page.keyboard.type("Vilken port?")
    press("Tab")
    press("Enter")
    waits(1)
    press("x")
    page.keyboard.type("Hör hemma i felanmälan.")
    press("Tab")
    press("Enter")
    expect(page.locator("[data-waiting]")).to_have_attribute("data-waiting", "0")
    states = sorted(Observation.objects.values_list("state", flat=True))
    assert states == ["accepted"] * 10 + ["refused", "sent_back"]
    assert presses == 1 + 9 + 2 + 3 + 3
