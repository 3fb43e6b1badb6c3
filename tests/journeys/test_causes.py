"""A walk over the causes with the keyboard only: written, moved in each drawing, said aloud, dragged once by mouse."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from samsyn.method.problems.cause_models import Cause, ChainStep
from samsyn.method.problems.causes.actions import Said, add_cause, set_chain_steps
from samsyn.method.problems.opening.actions import Outline, open_problem
from tests.people import NOW, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def problem(town, bo):
    outline = Outline(title="Trapphuset", period_first=date(2025, 4, 7), area=town.areas["A"])
    made = open_problem(outline=outline, today=NOW.date(), by=bo)
    sides = {"Porten går inte i lås": "place", "Sliten dörrstängare": "place", "Boende tiger": "victim"}
    for text, side in sides.items():
        add_cause(problem=made, said=Said(text=text, side=side), by=bo)
    set_chain_steps(problem=made, texts=["Kommer in", "Blir kvar"], by=bo)
    return made


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing with this name has the focus, as somebody without a mouse does."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if name in (page.evaluate("document.activeElement.getAttribute('aria-label') || ''") or ""):
            return
    raise AssertionError(f"Tab never came to {name}")


def test_the_causes_are_moved_with_the_keyboard_alone(page: Page, sign_in, problem):
    home = f"/norr/problem/{problem.number}/orsaker"
    door, closer, quiet = Cause.objects.all()
    said = page.locator("#sagt")
    sign_in("bo@norr.example", PASSWORD)
    page.goto(f"{home}?ritning=fiskben")
    tab_to(page, "Boende tiger")
    page.keyboard.press("ArrowLeft")        # the sides in order: victim, offender, place; it is first and stays
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Boende tiger: flyttad till gärningsperson.")
    expect(page.locator(f'[data-cause="{quiet.pk}"]')).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Boende tiger: flyttad till plats eller objekt.")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Boende tiger: ett steg upp.")
    assert [each.text for each in Cause.objects.all()] == [door.text, quiet.text, closer.text]
    page.goto(f"{home}?ritning=trad")
    tab_to(page, "Sliten dörrstängare")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Sliten dörrstängare: ligger nu bakom Boende tiger.")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("Sliten dörrstängare: nu en direkt orsak.")
    page.goto(f"{home}?ritning=kedja")
    tab_to(page, "Porten går inte i lås")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Porten går inte i lås: flyttad till steget Kommer in.")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{home}/{door.pk}")
    door.refresh_from_db()
    assert door.step == ChainStep.objects.first()


def test_a_cause_is_dragged_to_another_side(page: Page, sign_in, problem):
    door = Cause.objects.get(text="Porten går inte i lås")
    sign_in("bo@norr.example", PASSWORD)
    page.goto(f"/norr/problem/{problem.number}/orsaker?ritning=triangel")
    cause = page.locator(f'[data-cause="{door.pk}"]').bounding_box()
    zone = page.locator('[data-zone="side"][data-value="offender"]').bounding_box()
    assert cause is not None and zone is not None
    page.mouse.move(cause["x"] + 30, cause["y"] + 12)
    page.mouse.down()
    page.mouse.move(zone["x"] + zone["width"] / 2, zone["y"] + zone["height"] / 2, steps=6)
    page.mouse.up()
    expect(page.locator("#sagt")).to_have_text("Porten går inte i lås: flyttad till gärningsperson.")
    door.refresh_from_db()
    assert door.side == "offender"
