"""A push message reaches the service worker: the notice says that there is something to read, and never what."""

import json
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, Worker

from samsyn.letters.actions import deliver_untold
from samsyn.letters.models import Delivery
from samsyn.letters.push import message
from samsyn.method.observations.actions import send_back_observation
from tests.journeys.phones import phone, sign_in, until
from tests.people import observe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
QUESTION, TEXT = "Vilken uppgång menar du?", "Glas på golvet vid hissen."
LISTEN = """() => {
  self.shown = [];
  self.registration.showNotification = async (title, options) => { self.shown.push({ title, ...options }); };
}"""


def registration_of(cdp: CDPSession, page: Page) -> str:
    """Return the browser's own name of the page's service worker."""
    found: list[str] = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(
        one["registrationId"] for one in told["registrations"] if not one["isDeleted"]
    ))  # fmt: skip
    cdp.send("ServiceWorker.enable")
    until(page, "a service worker", "async () => Boolean((await navigator.serviceWorker.ready).active)")
    for _try in range(200):
        if found:
            return found[-1]
        page.wait_for_timeout(50)
    raise AssertionError("no service worker")


def shown(page: Page, worker: Worker, *, times: int) -> list[dict[str, Any]]:
    """Wait until the worker has asked the phone to show so many notices, and return them."""
    for _try in range(400):
        found = worker.evaluate("() => self.shown")
        if len(found) >= times:
            return list(found)
        page.wait_for_timeout(50)
    raise AssertionError("no notice")


def test_a_notice_says_nothing_and_a_repeat_takes_its_place(
    playwright_now, browser, live_server, town, bo, anna, tmp_path
):
    report = observe(town, by=anna, text=TEXT, accept=False)
    send_back_observation(observation=report, reason=QUESTION, by=bo)
    list(deliver_untold(now=timezone.now()))
    delivery = Delivery.objects.get(recipient=anna.user)
    sent = message(delivery, path=f"rapporter/{report.pk}")

    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        context.grant_permissions(["notifications"], origin=live_server.url)
        page = context.pages[0]
        sign_in(page)
        cdp = context.new_cdp_session(page)
        to = {"origin": live_server.url, "registrationId": registration_of(cdp, page), "data": sent.decode()}
        [worker] = context.service_workers
        worker.evaluate(LISTEN)
        for _again in range(2):
            cdp.send("ServiceWorker.deliverPushMessage", to)
        notice, again = shown(page, worker, times=2)
        line = json.loads(sent)
        assert notice == {"title": line["title"], "tag": line["line"], "data": {"path": f"/norr/rapporter/{report.pk}"}}
        assert notice == again, "the same tag: the repeat takes its place"
        told = json.dumps(notice, ensure_ascii=False)
        hidden = (QUESTION, TEXT, "Alby", str(report.category), town.organisations["school"].name, "Bo", "Anna")
        assert not [words for words in hidden if words in told]
