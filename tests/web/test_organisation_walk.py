"""Every page of Organisation opens for both towns' coordinators, and what is saved as it stands is taken."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import pytest
from django.urls import resolve

from samsyn.method.observations.models import ReportingDuty
from samsyn.web.organisation.urls import urlpatterns

pytestmark = pytest.mark.django_db
# What only a press of a button asks for, or a file; what a town of the tests has none of; a form that adds or ends.
PRESSED = {
    "care_end", "user_password", "user_reset_steps", "user_renew", "invitation_revoke", "device_link", "device_revoke",
    "membership_end", "seat_remove", "calendar_remove", "staff_template", "role_add",
}  # fmt: skip
SAVED_AS_IT_STANDS = {
    "settings", "settings_change", "party_change", "duty_change", "user_rename", "group_change", "seat",
    "area_set_change", "area", "place_change", "category", "place_aliases", "unit",
}  # fmt: skip


class Form(HTMLParser):
    """The fields of the page's large form, as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.inside, self.select, self.text = False, "", ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        has = dict(attrs)
        if tag == "form":
            self.inside = has.get("class") == "form" and has.get("method") == "post"
        name, kind = has.get("name") or "", has.get("type", "text")
        if not self.inside or "disabled" in has:
            return
        if tag == "input" and name and kind not in ("submit", "file", "button"):
            pressed = kind in ("checkbox", "radio")
            if not pressed or "checked" in has:
                self.fields.setdefault(name, []).append(has.get("value", "on" if pressed else "") or "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in has and self.select:
            self.fields.setdefault(self.select, []).append(has.get("value", "") or "")
        elif tag == "textarea":
            self.text = name
            self.fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields[self.text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.text = ""


def walk(client: Any, slug: str) -> dict[str, list[str]]:
    """Open every page of Organisation that links lead to; return the addresses by the route's name."""
    left, seen, found = [f"/{slug}/organisation/"], set(), {}
    while left:
        address = left.pop()
        if address in seen:
            continue
        seen.add(address)
        match = resolve(address)
        name = match.url_name or ""
        if name in PRESSED or match.namespaces != ["organisation"] or len(found.setdefault(name, [])) >= 3:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        found[name].append(address)
        linked = [urljoin(address, each) for each in re.findall(r'href="([^"?#:]+)', answer.content.decode())]
        left += [each for each in linked if each.startswith(f"/{slug}/organisation/") and each not in seen]
    return found


@pytest.mark.parametrize("who", ["bo", "cecilia"])
def test_every_form_opens_and_takes_what_already_stands(client, town, neighbour, who):
    here = {"bo": town, "cecilia": neighbour}[who]
    client.force_login(here.members[who].user)
    slug = here.municipality.slug
    found = walk(client, slug)
    if who == "bo":
        every = {each.name for each in urlpatterns} - PRESSED
        unseen = every - set(found) - ({"duty_change"} if not ReportingDuty.objects.exists() else set())
        assert unseen <= {"checklist", "unit", "seat"}, unseen
    refused = []
    for name in sorted(SAVED_AS_IT_STANDS & set(found)):
        address = found[name][0]
        page = client.get(address).content.decode()
        form = Form()
        form.feed(page)
        assert form.fields, address
        answer = client.post(address, form.fields)
        if answer.status_code != 302:
            refused.append((address, form.fields, re.findall(r'error[^>]*>([^<]+)<', answer.content.decode())))
    assert not refused, refused
