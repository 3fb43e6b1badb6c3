"""A form that is pressed twice writes once, on every screen that the coordinator can come to."""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from samsyn.ground.people.models import SentForm
from samsyn.jobs.nightly import forget_sent_forms
from samsyn.method.duties.models import CouncilReport
from samsyn.web.sent_once import digest_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Rows of the house itself; doors that end the walk; and the calendar's secret address, which is shown in the answer
# once and never again, so that asking anew makes a new one and ends the old.
NOT_COUNTED = {"django_session", "people_opensession", "people_sentform", "audit_lookup"}     # a reading is no change
LEFT_ALONE = re.compile(r"logga-ut|/konto|sprak|/inbjud|gallra|/skarp|organisation|ta-bort|kalender/ny")
A_WORD = re.compile(r"(ordlista|arshjul|upplagg|sa-gor-man|skyldighet)/(?!ny\b)[^/]+")
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-[vmkt]?\d+|\d+")
A_PAPER = re.compile(r"\.(pdf|docx|pptx|xlsx|csv|txt|json|geojson|gpkg|ics)$|/utgava/")
A_PRESS = {"Sec-Fetch-Mode": "navigate"}


class Forms(HTMLParser):
    """The forms and links of a page, filled in as somebody in a hurry would."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.links: list[str] = []
        self.inside = self.select = self.area = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        told = dict(attributes)
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
        elif tag == "form":
            self.inside = {"post": told.get("method") == "post", "to": told.get("action") or "", "fields": {}}
            self.forms.append(self.inside)
        elif self.inside is None or not told.get("name") and tag != "option":
            return
        elif tag == "input":
            self._input(told)
        elif tag == "textarea":
            self.area = told["name"]
            self.inside["fields"][self.area] = "Prov av två tryck"
        elif tag == "select":
            self.select = told["name"]
        elif tag == "option" and self.select and told.get("value"):
            self.inside["fields"].setdefault(self.select, told["value"])
        elif tag == "button" and self.inside["fields"].get("button") is None and told.get("value") is not None:
            self.inside["fields"].setdefault(told["name"], told["value"])

    def _input(self, told: dict[str, str]) -> None:
        fields, name, kind = self.inside["fields"], told["name"], told.get("type", "text")
        soon = (timezone.localdate() + timedelta(days=100)).isoformat()
        made_up = {"date": soon, "number": "3", "email": "prov@norr.example", "time": "10:00",
                   "datetime-local": f"{soon}T10:00", "week": "2025-W41", "url": "https://norr.example"}  # fmt: skip
        if kind in ("checkbox", "radio"):
            fields.setdefault(name, told.get("value", "on"))
        elif kind != "file":
            kind = "number" if name == "target" else kind
            fields[name] = told.get("value") or made_up.get(kind, "Prov av två tryck")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None


@contextmanager
def what_is_written() -> Iterator[set[str]]:
    """Collect the tables that get new rows."""
    tables = set[str]()

    def heard(execute: Any, sql: str, *more: Any) -> Any:
        if (found := re.match(r'INSERT (?:OR IGNORE )?INTO "(\w+)"', sql)) and found[1] not in NOT_COUNTED:
            tables.add(found[1])
        return execute(sql, *more)

    with connection.execute_wrapper(heard):
        yield tables


def alike(address: str) -> str:
    return ONE_OF_MANY.sub("#", A_WORD.sub(r"\1/#", urlsplit(address).path))


def pressed_twice(client: Any, begin: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """Walk the pages from one of them; press each kind of form twice. Yields what the first and the second wrote."""
    waiting, seen, pressed = deque([begin]), set[str](), set[Any]()
    while waiting:
        address = waiting.popleft()
        if alike(address) in seen or A_PAPER.search(urlsplit(address).path):
            continue
        seen.add(alike(address))
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = Forms(answer.content.decode())
        for form in page.forms:
            to = urljoin(address, form["to"])
            which = (alike(to), tuple(sorted(form["fields"])))
            if not form["post"] or which in pressed or LEFT_ALONE.search(to):
                continue
            pressed.add(which)
            with what_is_written() as wrote:
                first = client.post(to, form["fields"], headers=A_PRESS)
            with what_is_written() as again:
                client.post(to, form["fields"], headers=A_PRESS)
            yield alike(to), wrote, again
            if first.status_code == 302:
                waiting.append(urljoin(address, first["Location"]))
        waiting.extend(urljoin(address, each) for each in page.links
                       if urlsplit(urljoin(address, each)).path.startswith("/norr/"))  # fmt: skip


WRITE = {
    "problem/nytt", "problem/#/flytta", "problem/#/kartlaggning/borja", "problem/#/orsaker/ny", "problem/#/mal",
    "problem/#/orsaker/#/belagg", "problem/#/orsaker/exempel", "problem/#/orsaker/fraga", "problem/#/atgarder/ny",
    "planer/ny", "utlamnande/ny", "lagkollen/rapport", "lagkollen/skyldighet/#/koppla", "samverkan/borja",
    "sjalvskattning", "mote/#/beslut", "mote/#/anteckning", "prioritering/ta-upp", "utgavor/ny",
}  # fmt: skip


def test_whatever_bo_presses_twice_is_written_once(town, bo, observe):
    observe()
    client = Client(enforce_csrf_checks=True)
    client.force_login(bo.user)
    wrote, twice = set[str](), []
    for to, first, second in pressed_twice(client, "/norr/problem"):
        wrote |= {to.removeprefix("/norr/")} if first else set()
        twice += [(to, second)] if second else []
    assert twice == []
    assert WRITE - wrote == set() and len(wrote) > 60


def pressed(client: Any, to: str, **fields: str) -> Any:
    page = Forms(client.get(to).content.decode())
    form = next(each for each in page.forms if each["post"] and set(fields) <= set(each["fields"]))
    told = {**form["fields"], **fields}
    return lambda **more: client.post(urljoin(to, form["to"]), {**told, **more}, headers=A_PRESS, follow=True)


def test_what_was_changed_or_refused_may_be_sent_again_and_scripts_are_left_alone(town, bo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bo.user)
    report = "/norr/lagkollen"
    again = pressed(client, report, amne="Första halvåret", dag="2025-09-01")
    again()
    said = again().content.decode()
    assert "Det här hade redan skickats" in said and CouncilReport.objects.count() == 1
    SentForm.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert "hade redan skickats" not in again().content.decode() and CouncilReport.objects.count() == 2
    CouncilReport.objects.latest("created_at").delete()
    again(amne="Andra halvåret")                                # gone back, written anew: another form
    assert CouncilReport.objects.count() == 2
    refused = pressed(client, report, amne="Ring 070-174 06 05", dag="2025-09-01")
    for _ in range(2):
        assert "hade redan skickats" not in refused().content.decode()
    page = Forms(client.get(report).content.decode())
    told = next(each["fields"] for each in page.forms if "amne" in each["fields"])
    for _ in range(2):
        client.post(f"{report}/rapport", told, headers={"Sec-Fetch-Mode": "cors"})
    assert CouncilReport.objects.count() == 4
    assert SentForm.objects.exclude(address="").count() == SentForm.objects.count() == 2
    list(forget_sent_forms(timezone.now() + timedelta(days=3)))
    assert not SentForm.objects.exists()


def test_another_file_of_the_same_name_and_size_is_another_form(rf, bo):
    def sent(content: bytes) -> Any:
        request = rf.post("/norr/data/enkat", {"file": SimpleUploadedFile("svar.csv", content)})
        request.user = bo.user
        return request

    one, other = sent(b"a;1"), sent(b"a;2")
    assert digest_of(one) == digest_of(sent(b"a;1")) != digest_of(other)
    assert other.FILES["file"].read() == b"a;2"
