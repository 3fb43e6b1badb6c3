"""The door to how the municipality is set up: everything behind it opens, and only for those who may."""

import pytest

from samsyn.web.town.links import shelves_for

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_every_page_behind_the_door_opens(client, bo):
    client.force_login(bo.user)
    page = client.get("/norr/kommunen").content.decode()
    addresses = [link["address"] for shelf in shelves_for(bo) for link in shelf["links"]]
    assert len(addresses) >= 10 and all(f'href="{address}"' in page for address in addresses)
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_who_sets_nothing_up_has_no_such_door(client, anna, dag):
    for member in (anna, dag):
        client.force_login(member.user)
        assert client.get("/norr/kommunen").status_code == 403


def test_the_pages_are_found_by_name(client, bo):
    client.force_login(bo.user)
    found = client.get("/norr/sok.json?q=loggb").json()["found"]
    assert found[0]["address"] == "/norr/logbok"
