"""Signing in with the municipality's own account over SAML: pysaml2 is the directory and answers our real questions."""

import pytest
from django.core.cache import cache
from django.test import Client

from samsyn.ground.people.directories.actions import give_by_claim, save_directory
from samsyn.ground.people.models import Membership
from tests.peers.saml import ENTITY, SIGN_IN, SamlDirectory, key_and_certificate

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning:saml2")]
MAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
GROUPS = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"
ANNA = {MAIL: "anna@norr.example", GROUPS: ["g-school", "g-other"]}
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"


@pytest.fixture(autouse=True)
def _no_brakes():
    cache.clear()


@pytest.fixture
def norrs(town):
    made = save_directory(
        directory=None, code="norr", name="Norrs kommun", kind="saml", is_on=True, issuer=ENTITY, sign_in_url=SIGN_IN,
        certificate=CERTIFICATE, email_claim=MAIL, roles_claim=GROUPS, domains=["norr.example"], owns_addresses=True,
        by=town.machine,
    )  # fmt: skip
    give_by_claim(
        directory=made, value="g-school", organisation=town.organisations["school"], role=town.roles["reviewer"],
        by=town.machine,
    )  # fmt: skip
    return made


@pytest.fixture
def peer(client, norrs, town, tmp_path):
    """The directory, told of us by our own metadata; we are told of its certificate."""
    described = client.get("/logga-in/saml/norr/metadata")
    assert described.status_code == 200
    made = SamlDirectory(tmp_path, our_metadata=described.content.decode())
    save_directory(directory=norrs, certificate=made.certificate.read_text(), by=town.machine)
    return made


def begin(client):
    sent = client.get("/logga-in/med/norr?next=/norr/")
    assert sent["Location"].startswith(SIGN_IN)
    return sent["Location"]


def hand_in(client, answer):
    """Post the answer as the browser does: without our cookies on the way in, with them in the next step."""
    posted = client.post("/logga-in/saml/norr/svar", {"SAMLResponse": answer})
    return client.get(posted["Location"]) if posted.status_code == 302 else posted


def words(page):
    return page.content.decode()


def test_anna_signs_in_and_is_given_what_the_mapping_says(client, peer, anna):
    page = hand_in(client, peer.answer(begin(client), subject="nid-anna", claims=ANNA))
    assert page["Location"] == "/norr/", words(page)
    assert client.session["_auth_user_id"] == str(anna.user.pk)
    assert client.get("/norr/").status_code == 200
    given = Membership.objects.filter(user=anna.user, given_by__isnull=False)
    assert list(given.values_list("role__code", flat=True)) == ["reviewer"]
    again = Client()
    hand_in(again, peer.answer(begin(again), subject="nid-anna", claims={MAIL: "someone.else@norr.example"}))
    assert again.session["_auth_user_id"] == str(anna.user.pk), "the subject decides from now on"
    assert not given.filter(ends_on=None).exists(), "a lost group takes its role away"


def test_an_answer_works_once(client, peer, anna):
    answer = peer.answer(begin(client), subject="nid-anna", claims=ANNA)
    assert hand_in(client, answer).status_code == 302
    client.post("/logga-ut")
    page = hand_in(client, answer)
    assert page.status_code == 403 and "redan använt" in words(page)
    assert hand_in(Client(), answer).status_code == 403, "nor in another browser"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"signed": False}, "saknar underskrift"),
        ({"audience": "https://annan.example/metadata"}, "annan tjänst"),
        ({"issuer": "https://ond.example/idp"}, "den utfärdare"),
        ({"in_response_to": "id-guessed"}, "redan använt"),
        ({"destination": "https://annan.example/svar"}, "annan tjänst"),
        ({"claims": {}}, "inget om vem du är"),
        ({"claims": {GROUPS: ["g-school"]}}, "vilket konto som är ditt"),
        ({"claims": {MAIL: "cecilia@soder.example"}}, "vilket konto som är ditt"),
        ({"claims": {MAIL: "ny@norr.example", GROUPS: ["g-school"]}}, "Det finns inget konto för dig i Norr"),
    ],
)
def test_an_answer_that_is_not_right_is_refused_with_a_sentence(client, peer, anna, neighbour, changed, said):
    changed = {"claims": ANNA} | changed
    if "issuer" in changed:
        from saml2.saml import NAMEID_FORMAT_ENTITY, Issuer

        changed["issuer"] = Issuer(text=changed["issuer"], format=NAMEID_FORMAT_ENTITY)
    page = hand_in(client, peer.answer(begin(client), subject="nid-anna", **changed))
    assert page.status_code == 403, words(page)[:300]
    assert said in words(page)
    assert "_auth_user_id" not in client.session


def test_an_assertion_changed_on_its_way_is_refused(client, peer, anna):
    import base64

    answer = base64.b64decode(peer.answer(begin(client), subject="nid-anna", claims=ANNA))
    changed = answer.replace(b"anna@norr.example", b"bo@norr.example")
    page = hand_in(client, base64.b64encode(changed).decode())
    assert page.status_code == 403 and "underskrift" in words(page)


def test_an_answer_signed_with_another_key_is_refused(client, peer, anna, tmp_path):
    peer.key = key_and_certificate(tmp_path, "stranger")[0]
    page = hand_in(client, peer.answer(begin(client), subject="nid-anna", claims=ANNA))
    assert page.status_code == 403 and "underskrift" in words(page)


def test_rubbish_is_refused(client, peer):
    for rubbish in ("", "x", "PGE+", "A" * 600_000):
        assert hand_in(client, rubbish).status_code == 403
    assert client.get("/logga-in/saml/norr/klar").status_code == 403
