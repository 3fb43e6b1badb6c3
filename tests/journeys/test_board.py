"""The board of measures in a real browser: a card is moved with the keyboard and with the mouse, and stays moved."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.people.models import User
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.measures.models import Measure
from tests.journeys.conftest import PHONE
from tests.journeys.test_week import found_by_axe, scrolls_sideways
from tests.people import PASSWORD, Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BOARD = "/norr/atgarder/tavla"
DOOR, BUSHES, LAMP = "Byt dörrstängaren", "Klipp buskarna", "Laga lampan vid gången"


@pytest.fixture
def board(page: Page, sign_in: Any, town: Town) -> Page:
    """The board with three planned measures, open in front of Bo."""
    today = timezone.localdate()
    for days, what in enumerate((DOOR, BUSHES, LAMP), start=5):
        line = Line(
            what=what, organisation=town.organisations["housing"], due_on=today + timedelta(days=days),
            area=town.areas["A"],
        )  # fmt: skip
        decide_measure(line=line, today=today, by=town.members["bo"])
    sign_in("bo@norr.example", PASSWORD)
    page.goto(BOARD)
    expect(column(page, "planned").locator(".board-card")).to_have_count(3)
    return page


def column(page: Page, state: str) -> Locator:
    return page.locator(f'[data-board] [data-state="{state}"]')


def card(page: Page, state: str, what: str) -> Locator:
    return column(page, state).locator(".board-card", has_text=what)


def states() -> dict[str, str]:
    return {one.what: one.state for one in Measure.objects.all()}


def test_cards_are_moved_with_the_keyboard_and_the_mouse_and_stay_moved(board: Page):
    card(board, "planned", DOOR).get_by_role("link", name=DOOR).focus()
    board.keyboard.press("ArrowDown")                           # to the next card, and back
    expect(board.get_by_role("link", name=BUSHES)).to_be_focused()
    board.keyboard.press("ArrowUp")
    expect(board.get_by_role("link", name=DOOR)).to_be_focused()
    board.keyboard.press("ArrowRight")
    expect(card(board, "started", DOOR)).to_be_visible()

    expect(card(board, "planned", BUSHES)).to_have_attribute("draggable", "true")
    card(board, "planned", BUSHES).drag_to(column(board, "started"))
    expect(card(board, "started", BUSHES)).to_be_visible()

    board.goto(BOARD)
    for what in (DOOR, BUSHES):
        expect(card(board, "started", what)).to_be_visible()
    expect(card(board, "planned", LAMP)).to_be_visible()
    assert states() == {DOOR: "started", BUSHES: "started", LAMP: "planned"}


def test_to_the_done_ones_the_way_goes_by_how_it_went_with_keyboard_and_mouse_alike(board: Page):
    card(board, "planned", DOOR).get_by_role("button", name="Vi har börjat").press("Enter")
    expect(card(board, "started", DOOR)).to_have_attribute("draggable", "true")
    card(board, "started", DOOR).get_by_role("link", name=DOOR).press("ArrowRight")
    board.wait_for_url("**#folj")
    board.get_by_label("Gjord", exact=True).press("Space")
    board.get_by_label("En rad om hur det gick").fill("Ny stängare sitter på plats")
    board.keyboard.press("Enter")
    expect(board.locator("main")).to_contain_text("Ny stängare sitter på plats")

    board.goto(BOARD)
    expect(card(board, "planned", LAMP)).to_have_attribute("draggable", "true")
    card(board, "planned", LAMP).drag_to(column(board, "cancelled"))        # needs a reason: nothing happens here
    expect(card(board, "planned", LAMP)).to_be_visible()
    card(board, "planned", LAMP).drag_to(column(board, "done"))
    board.wait_for_url("**#folj")
    assert states() == {DOOR: "done", BUSHES: "planned", LAMP: "planned"}
    board.get_by_label("Gjord", exact=True).check()
    board.get_by_label("En rad om hur det gick").fill("Lampan lyser")
    board.get_by_role("button", name="Spara åtgärd").click()
    expect(board.locator("main")).to_contain_text("Lampan lyser")

    board.goto(BOARD)
    for what in (DOOR, LAMP):
        expect(card(board, "done", what)).to_be_visible()
    assert states() == {DOOR: "done", BUSHES: "planned", LAMP: "done"}


def test_axe_finds_nothing_on_the_board_nothing_scrolls_sideways_and_a_print_is_noted(board: Page):
    card(board, "planned", DOOR).get_by_role("button", name="Vi har börjat").click()
    expect(card(board, "started", DOOR)).to_be_visible()
    assert found_by_axe(board) == [] and not scrolls_sideways(board)
    board.set_viewport_size(PHONE)
    assert found_by_axe(board) == [] and not scrolls_sideways(board)

    with board.expect_event("requestfinished", lambda one: one.url.endswith("/lasningar/utskrift")):
        board.pdf()
    line = Lookup.objects.get(kind="print")
    assert (line.what, line.rows, line.by) == ("measures:board", 3, str(User.objects.get(email="bo@norr.example").pk))
