"""What a resident told is registered with the keyboard alone, in the time of a telephone call's last words."""

import pytest
from playwright.sync_api import Page, expect

from samsyn.method.observations.models import Observation
from tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
A_KEY = 0.28            # seconds for somebody who types as most do (Card, Moran and Newell 1980, average typist)
TOLD = "Ruta krossad i entrén."


def test_somebody_elses_report_takes_less_than_half_a_minute_by_keyboard(page: Page, sign_in, town):
    sign_in("bo@norr.example", PASSWORD)
    page.goto("/norr/registrera")
    expect(page.locator("[name=what]")).to_be_focused()
    keys = 0

    def to(name: str) -> None:
        nonlocal keys
        while page.evaluate("document.activeElement.name") != name:
            page.keyboard.press("Tab")
            keys += 1
            assert keys < 100, f"{name} cannot be reached with the keyboard"

    def typed(text: str) -> None:
        nonlocal keys
        page.keyboard.type(text)
        keys += len(text)

    typed("E1")
    to("place")
    typed("torget")
    to("source_kind")
    page.keyboard.press("ArrowDown")
    keys += 1
    to("text")
    typed(TOLD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    keys += 2
    expect(page.get_by_text("Sparad. Formuläret är tomt för nästa.")).to_be_visible()
    expect(page.locator("[name=what]")).to_be_focused()
    seen = Observation.objects.get()
    assert (seen.category, seen.place, seen.text) == (town.categories["E1"], town.places["square"], TOLD)
    assert keys * A_KEY < 30, f"{keys} keys"
