"""From practice to real reports: the checklist, the verb that refuses, the line on every page; and the directories."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import add_membership, change_settings
from samsyn.ground.people.models import ClaimRole, Directory
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.tenancy.actions import change_municipality
from samsyn.jobs.backups.scheduled import BackupState, remember
from samsyn.jobs.going_live.actions import LiveRefused, back_to_practice, demands, go_live
from tests.web.test_second_step import SECRET, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(norr, town, settings, bo, tmp_path):
    """Everything that must hold holds."""
    from samsyn.ground.people.security.actions import add_totp

    settings.SAMSYN_DATA, settings.SECURE, settings.SAMSYN_ADDRESS = tmp_path, True, "https://samsyn.norr.example"
    change_municipality(municipality=norr, fictional=False)
    change_settings(by=town.machine, controller="Kommunstyrelsen")
    remember(BackupState(proved_at=(timezone.now() - timedelta(days=2)).isoformat()))
    add_totp(user=bo.user, secret=SECRET, code=code())
    return norr


def _missing(here):
    return [demand.key for demand in demands(here, now=timezone.now()) if not demand.holds]


def test_it_goes_live_when_everything_holds_and_not_before(ready, town):
    assert _missing(ready) == []
    go_live(now=timezone.now(), by=town.machine)
    assert town.municipality.live_since is not None
    assert Event.objects.filter(happening="municipality.live").count() == 1
    back_to_practice(by=town.machine)
    assert town.municipality.live_since is None


@pytest.mark.parametrize("lacks", ["tls", "address", "second_steps", "backup", "old", "problem", "controller", "real"])
def test_the_verb_refuses_whatever_door_it_is_asked_through(ready, town, settings, bo, lacks):
    from allauth.mfa.models import Authenticator

    undo = {
        "tls": lambda: setattr(settings, "SECURE", False),
        "address": lambda: setattr(settings, "SAMSYN_ADDRESS", "http://samsyn.norr.example"),
        "second_steps": lambda: Authenticator.objects.filter(user_id=bo.user.pk).delete(),
        "backup": lambda: remember(BackupState()),
        "old": lambda: remember(BackupState(proved_at=(timezone.now() - timedelta(days=100)).isoformat())),
        "problem": lambda: remember(BackupState(proved_at=timezone.now().isoformat(), problem="Skivan är full.")),
        "controller": lambda: change_settings(by=town.machine, controller=""),
        "real": lambda: change_municipality(municipality=ready, fictional=True),
    }
    undo[lacks]()
    key = {"address": "tls", "old": "backup", "problem": "backup"}.get(lacks, lacks)
    assert _missing(town.municipality if lacks == "controller" else ready) == [key]
    with pytest.raises(LiveRefused, match="Det här saknas"):
        go_live(now=timezone.now(), by=town.machine)
    assert town.municipality.live_since is None


def test_only_whoever_changes_the_settings_takes_the_step(ready, anna):
    with pytest.raises(NotAllowed):
        go_live(now=timezone.now(), by=anna)


def test_the_administrator_sees_what_is_missing_and_takes_the_step_on_screen(client, ready, town, bo, settings):
    client.force_login(bo.user)
    settings.SECURE = False
    page = client.get("/norr/organisation/skarp-drift").content.decode()
    assert "SAMSYN_HTTPS=yes" in page and "Knappen kommer när allt är klart." in page
    client.post("/norr/organisation/skarp-drift/byt", {"till": "drift"})
    ready.refresh_from_db()
    assert ready.live_since is None, "the button alone is not enough"
    settings.SECURE = True
    assert "Gå över till skarp drift" in client.get("/norr/organisation/skarp-drift").content.decode()
    client.post("/norr/organisation/skarp-drift/byt", {"till": "drift"})
    ready.refresh_from_db()
    assert ready.live_since is not None
    assert client.get("/norr/")["Location"] == "/konto/sakerhet", "from now on two steps are asked for"


def test_a_line_on_every_page_says_that_it_is_practice_until_it_is_live(client, norr, bo, anna):
    client.force_login(anna.user)
    page = client.get("/norr/").content.decode()
    assert 'class="practice"' in page and "skarp-drift" not in page
    change_municipality(municipality=norr, live_since=timezone.now())
    assert 'class="practice"' not in client.get("/norr/").content.decode()


# --- the municipality's directory on screen ------------------------------------------------------

FILLED = {
    "name": "Norrs kommun", "code": "norr", "kind": "oidc", "issuer": "https://login.example/norr", "client_id": "x",
    "email_claim": "email", "name_claim": "name", "roles_claim": "groups", "second_step": "never",
    "domains": "norr.example\n", "is_on": "on",
}  # fmt: skip


def test_the_administrator_sets_up_a_directory_and_what_its_groups_give(client, town, bo):
    client.force_login(bo.user)
    to = client.post("/norr/organisation/kataloger/ny", FILLED)["Location"]
    page = client.get(to).content.decode()
    assert "http://testserver/logga-in/oidc/norr/svar" in page
    assert "SAMSYN_DIRECTORY_SECRETS" in page, "the secret is missing, and is not typed here"
    given = {"value": "g-1", "organisation": town.organisations["school"].pk, "role": town.roles["reporter"].pk}
    assert client.post(f"{to}/grupp", given)["Location"] == to
    row = ClaimRole.objects.get()
    assert "g-1" in client.get(to).content.decode()
    client.post(f"{to}/grupp/{row.pk}/bort")
    assert not ClaimRole.objects.exists()
    anna = town.members["anna"].user
    assert client.post(f"{to}/person", {"user": anna.pk, "subject": "s-1"})["Location"] == to
    assert "s-1" in client.get(to).content.decode()
    assert client.post(f"{to}/andra", {**FILLED, "domains": "inte en domän"}).status_code == 422
    assert client.post(f"{to}/andra", {**FILLED, "owns_addresses": "on", "domains": ""}).status_code == 422


def test_a_coordinator_without_settings_gives_no_more_than_the_own_through_a_directory(client, town, anna):
    client.force_login(anna.user)
    assert client.get("/norr/organisation/kataloger").status_code == 403
    assert not Directory.objects.visible_to(anna).exists()


def test_what_a_person_gives_is_no_longer_the_directorys_to_take(town, anna):
    made = Directory.objects.create(municipality=town.municipality, code="d", name="D", kind="oidc", issuer="https://x")
    held = anna.user.memberships.get()
    held.given_by = made
    held.save()
    again = add_membership(user=anna.user, organisation=held.organisation, role=held.role, by=town.machine)
    assert again.given_by is None
