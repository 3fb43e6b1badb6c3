"""Every address posted to × reader: no hidden row is changed or built upon, no table written that is not theirs."""

from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import transaction

from samsyn.ground.privacy.declarations import own_models
from tests.matrix.asking import body, values_of, willing, writing
from tests.matrix.expected import may_see, may_write
from tests.matrix.planting import SHELVES, Garden
from tests.matrix.walking import HIDDEN, WHOLE, addresses, is_heavy, leaks_of, said

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]
TRIED = tuple(HIDDEN) if WHOLE else ("eva", "cecilia")


def hidden_rows(garden: Garden, who: str) -> list[Any]:
    """Return the planted rows that a reader may not see."""
    return [
        row for shelf in (*SHELVES, "soder") for kind, row in garden.rows[shelf].items()
        if kind != "SituationalPicture" and not may_see(who, kind, shelf)
    ]  # fmt: skip


def built_on(tables: set[str], hidden: dict[type, set[Any]], before: dict[str, set[Any]]) -> list[str]:
    """Return the new rows that point at a hidden one."""
    found = []
    for model in own_models():
        if model._meta.db_table not in tables or model.__name__ == "Event":
            continue
        for row in model._base_manager.exclude(pk__in=before[model.__name__]):
            found += [
                f"{model.__name__}.{each.name}" for each in model._meta.concrete_fields
                if each.is_relation and getattr(row, each.attname) in hidden.get(each.related_model, ())
            ]  # fmt: skip
    return found


@pytest.mark.parametrize("who", TRIED)
def test_nobody_writes_what_they_may_not(garden, who, record_property):
    marked, clients = garden
    shelf, client = HIDDEN[who], clients[who]
    rows = hidden_rows(marked, who)
    kept = [(row, values_of(row)) for row in rows]
    hidden: dict[type, set[Any]] = {}
    for row in rows:
        hidden.setdefault(type(row), set()).add(row.pk)
    before = {model.__name__: set(model._base_manager.values_list("pk", flat=True)) for model in own_models()}
    names = {model._meta.db_table: model.__name__ for model in apps.get_models(include_auto_created=True)}
    cookies, said_before, faults, posted, wrote = client.cookies.copy(), body(marked, shelf), set(), 0, 0
    for name, address, _own in addresses(marked, shelf):
        if is_heavy(address):
            continue
        caches["brakes"].clear()
        with transaction.atomic(), writing() as tables, willing(marked, shelf):
            answer = client.post(address, said_before)
            posted += 1
            written = {names.get(table, table) for table in tables}
            wrote += bool(written)
            faults |= {f"{name} wrote {kind}" for kind in written if not may_write(who, kind)}
            faults |= {f"{name} told {leak}" for leak in leaks_of(marked, who, said(answer), route=name)}
            if written:
                changed = [row for row, value in kept if type(row).__name__ in written and values_of(row) != value]
                faults |= {f"{name} changed a hidden {type(row).__name__}" for row in changed}
                faults |= {f"{name} built on a hidden row: {each}" for each in built_on(tables, hidden, before)}
            transaction.set_rollback(True)
        client.cookies = cookies.copy()
    record_property("cells", ("written", who, shelf, posted, wrote, 0, len(faults)))
    assert faults == set()
