"""Every name that a view reads from its address, given what it should not be: nothing is told, nothing falls over."""

import pytest
from django.core.cache import caches

from tests.matrix.asking import ODD, RELATIONS, hidden_id, noting_names
from tests.matrix.walking import HIDDEN, WHOLE, addresses, is_heavy, leaks_of, said

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]
TRIED = ("eva", "siv", "lars", "dag", "pia", "stina", "rut") if WHOLE else ("eva",)


@pytest.mark.parametrize("who", TRIED)
def test_no_filter_opens_what_is_hidden(garden, who, record_property):
    marked, clients = garden
    shelf, client, faults, asked, names_seen = HIDDEN[who], clients[who], set(), 0, set()
    with noting_names() as noted:
        for name, address, _own in addresses(marked, shelf):
            if is_heavy(address):
                continue
            noted.clear()
            if client.get(address).status_code >= 300 or not noted:
                continue
            names = sorted(noted)
            names_seen |= {(name, each) for each in names}
            queries = [dict.fromkeys(names, value) for value in ODD]
            queries += [{each: hidden_id(marked, shelf, each) for each in names}, RELATIONS]
            if WHOLE:
                queries += [{each: value} for each in names for value in (*ODD, hidden_id(marked, shelf, each))]
            for query in queries:
                caches["brakes"].clear()
                answer = client.get(address, query)
                asked += 1
                if answer.status_code >= 500:
                    faults.add(f"{name} fell over: {query}"[:200])
                faults |= {f"{name} told {leak}" for leak in leaks_of(marked, who, said(answer), route=name)}
    record_property("cells", ("filtered", who, shelf, asked, len(names_seen), 0, len(faults)))
    assert faults == set()
