"""A slip with a code: opened on a phone it becomes an account, the course is taken, and the first report is sent."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from samsyn.ground.people.models import Invitation
from samsyn.method.observations.models import Observation, ReporterLink
from tests.journeys.phones import emptied, kept, phone, ready, report
from tests.journeys.test_offline_more import through_the_course
from tests.journeys.test_week import found_by_axe, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "kastanjer under bron"


@pytest.fixture
def link(town, bo):
    """What the code on Bo's slip says."""
    cache.clear()
    laptop = Client()
    laptop.force_login(bo.user)
    sent = {"organisation": town.organisations["school"].pk, "role": town.roles["reporter"].pk, "days": 7, "count": 1}
    page = laptop.post("/norr/organisation/inbjudningar/ny", sent).content.decode()
    assert 'class="qr"' in page
    [address] = re.findall(r"http://testserver(/inbjudan/[\w-]+)", page)[:1]
    return address


def test_a_code_on_a_slip_becomes_an_account_and_a_first_report(playwright_now, browser, live_server, link, tmp_path):
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        page = context.pages[0]
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Du är inbjuden")
        expect(page.locator("main")).to_contain_text("Norrskolan")
        assert found_by_axe(page) == [] and not scrolls_sideways(page)

        page.get_by_role("button", name="Skapa mitt konto").click()
        expect(page.locator("main")).to_contain_text("Välj ett lösenord.")
        page.get_by_label("Inloggningsnamn").fill("rast1")
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Skapa mitt konto").click()
        page.wait_for_url("**/norr/")

        page.goto("/norr/rapportera")
        kept(page)
        page.goto("/norr/rapportera")
        ready(page)
        through_the_course(page)
        page.get_by_role("button", name="Börja rapportera").click()
        report(page, text="Rutan i port 4 är krossad.")
        emptied(page)

        seen = Observation.objects.get()
        assert (seen.text, seen.owner.name) == ("Rutan i port 4 är krossad.", "Norrskolan")
        assert ReporterLink.objects.get().user.signs_in_as == "rast1"
        assert Invitation.objects.get().used_at is not None

        page.goto("about:blank")
        context.clear_cookies()
        page.goto(link)
        expect(page.locator("main")).to_contain_text("Inbjudan är redan använd")
