"""Every answer of every route: the strict policy and its companions, nothing inline, nothing kept by others."""

import re

import pytest
from django.urls import get_resolver

from samsyn.ground.people.models import Membership
from samsyn.web.middleware import HEADERS
from tests.architecture.test_house import routes
from tests.ground.test_tenancy import KINDS, directory_of
from tests.people import join, observe

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", re.I)
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")")
OPEN = ["/logga-in", "/logga-in/passkey", "/logga-in/steg", "/hjalp", "/skift", "/inbjudan/x", "/finns-inte", "/konto"]


def wrong_with(answer) -> list[str]:
    """Return what an answer lacks."""
    found = [name for name in HEADERS if name not in answer.headers]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy or "http:" in policy:
        found.append(f"policy: {policy}")
    if answer.headers.get("X-Frame-Options") != "DENY":
        found.append("frames")
    if answer.headers.get("Referrer-Policy") != "same-origin":
        found.append("referrer")
    if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
        page = answer.content.decode()
        found += [f"inline: {m.group(0)}" for m in [*INLINE.finditer(page), *SCRIPT.finditer(page)]]
    return found


def addresses_of(ids: dict[str, str]) -> list[str]:
    """Fill every address below a municipality: with an id of the right kind where there is one, else with none's."""
    found = []
    for pattern, _view in routes(get_resolver().url_patterns):
        if not pattern.startswith("<slug:slug>/"):
            continue
        bare = pattern.removeprefix("<slug:slug>/")
        kinds = next((kinds for start, kinds in KINDS.items() if bare.startswith(start)), [])
        for number, place in enumerate(re.findall(r"<uuid:\w+>", bare)):
            kind = kinds[number] if number < len(kinds) else ""
            bare = bare.replace(place, ids.get(kind, "01930000-0000-7000-8000-000000000000"), 1)
        bare = re.sub(r"<int:\w+>", "1", re.sub(r"<week:\w+>", "2025-v40", bare))
        found.append("/norr/" + re.sub(r"<[^>]+>", "csv", re.sub(r"<span:\w+>", "2025-t2", bare)))
    return list(dict.fromkeys(found))


@pytest.mark.slow
def test_every_answer_has_the_strict_headers_and_nothing_inline(client, town, bo):
    for role in ("administrator", "analyst"):
        member = join(town, role.capitalize(), role=role, organisation="town")
        Membership.objects.filter(user=member.user).update(user=bo.user)
    things = [
        town.organisations["school"], town.units["kitchen"], town.groups["local"], town.places["square"],
        town.areas["A"], town.areas["A"].area_set, town.roles["reporter"], town.categories["E1"], bo.user,
        observe(town), *directory_of(town),
    ]  # fmt: skip
    asked = addresses_of({type(thing).__name__: str(thing.pk) for thing in things})
    assert len(asked) > 150
    wrong = {address: found for address in OPEN if (found := wrong_with(client.get(address)))}
    client.force_login(bo.user)
    client.raise_request_exception = False
    for address in asked:
        answer = client.get(address)
        if found := wrong_with(answer):
            wrong[address] = found
        kept = answer.headers.get("Cache-Control", "")
        if answer.status_code == 200 and "private" not in kept and "no-store" not in kept and "no-cache" not in kept:
            wrong.setdefault(address, []).append(f"may be kept by others: {kept!r}")
    assert wrong == {}


def test_https_brings_hsts_and_cookies_that_are_never_sent_in_the_clear():
    import subprocess
    import sys

    asked = (
        "from django.conf import settings as s; print(s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True,
        env={"DJANGO_SETTINGS_MODULE": "samsyn.config.settings", "SAMSYN_SECRET_KEY": "x" * 50, "SAMSYN_HTTPS": "yes",
             "SAMSYN_ADDRESS": "https://samsyn.norr.example", "SAMSYN_HOSTS": "samsyn.norr.example"},
    )  # fmt: skip
    assert done.stdout.split() == ["True", "True", "True", "True", "Lax"]
