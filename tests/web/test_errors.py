"""What passes is told as passing: plain words, 503, when to try again, and nothing about the inside."""

import errno

import pytest
from django.db.utils import OperationalError

from samsyn.ground.people.actions import add_membership
from samsyn.ground.people.models import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("problem", "status", "says"),
    [
        (OperationalError("could not connect to secret-host"), 503, "Det går inte just nu"),
        (OSError(errno.ENOSPC, "No space left on secret-disk"), 503, "Det går inte just nu"),
        (ValueError("secret"), 500, "Något gick sönder hos oss"),
    ],
)
def test_a_fault_is_told_in_plain_words(client, anna, monkeypatch, problem, status, says):
    def away(*_args, **_named):
        raise problem

    client.force_login(anna.user)
    client.raise_request_exception = False
    monkeypatch.setattr("samsyn.web.guard.member_of", away)
    monkeypatch.setattr("samsyn.api.guard.member_of", away)
    page = client.get("/norr/")
    assert page.status_code == status and says in page.content.decode() and "secret" not in page.content.decode()
    assert page.headers.get("Retry-After") == ("30" if status == 503 else None)
    told = client.get("/norr/api/v1/underlag")
    assert told.status_code == status and told.json()["status"] == "broken" and "secret" not in told.content.decode()


def test_whoever_is_refused_stays_in_the_municipality_and_it_is_looked_up_once(
    client, town, neighbour, siv, django_assert_max_num_queries
):
    """With two municipalities the page cannot guess which; the address has already said it."""
    reader = Role.objects.get(municipality=neighbour.municipality, code="steering")
    add_membership(
        user=siv.user, organisation=neighbour.organisations["town"], role=reader, areas=[], groups=[],
        by=neighbour.machine,
    )  # fmt: skip
    client.force_login(siv.user)
    with django_assert_max_num_queries(7):
        page = client.get("/norr/granska")
    assert page.status_code == 403 and 'href="/norr/lagesbild/"' in page.content.decode()
