"""Somebody posts to every address: which rows were touched that they may not even see, and what fell over."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from tests.matrix.asking import body, phone_body, values_of, willing, writing
from tests.matrix.expected import may_see, may_write
from tests.matrix.planting import SHELVES, Garden
from tests.matrix.walking import HIDDEN, fell, is_heavy, leaks_of, said, unlike

PHONE = {"content_type": "application/json", "headers": {"X-Samsyn": "1"}}


@dataclass
class Posted:
    """What came of posting: how many, how many wrote, which tables each address wrote, and the faults."""

    posts: int = 0
    wrote: int = 0
    fell: int = 0
    tables: dict[str, set[str]] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)


def hidden_rows(garden: Garden, who: str) -> list[Any]:
    """Return the planted rows that a reader may not see."""
    return [
        row for shelf in (*SHELVES, "soder") for kind, row in garden.rows[shelf].items()
        if kind != "SituationalPicture" and not may_see(who, kind, shelf)
    ]  # fmt: skip


class Poster:
    """A reader, the rows hidden from the reader as they stand, and every link to one of those."""

    def __init__(self, garden: Garden, who: str, client: Client) -> None:
        """Look at what stands before anything is posted."""
        self.garden, self.who, self.client = garden, who, client
        self.kept = [(row, values_of(row)) for row in hidden_rows(garden, who)]
        self.hidden: dict[type, set[Any]] = {}
        for row, _values in self.kept:
            self.hidden.setdefault(type(row), set()).add(row.pk)
        ours = (model for model in apps.get_models(include_auto_created=True) if model.__module__[:7] == "samsyn.")
        self.models = {model._meta.db_table: model for model in ours}
        self.names = {each._meta.db_table: each.__name__ for each in apps.get_models(include_auto_created=True)}
        self.links = {table: self.links_of(table) for table in self.models}

    def links_of(self, table: str) -> set[tuple[str, Any, Any]]:
        """Return (field, row, hidden row) for each link of a table to a hidden row."""
        if table not in self.models:
            return set()
        model = self.models[table]
        return {
            (each.name, row, target)
            for each in model._meta.concrete_fields if each.is_relation and each.related_model in self.hidden
            for row, target in model._base_manager.filter(
                **{f"{each.attname}__in": self.hidden[each.related_model]}).values_list("pk", each.attname)
        }  # fmt: skip

    def post(self, places: list[tuple[str, str]], *, only: str = "") -> Posted:
        """Post to every address filled from the places, each time as if for the first time."""
        found, shelf = Posted(), HIDDEN[self.who]
        form, cookies = body(self.garden, shelf), self.client.cookies.copy()
        with willing(self.garden, shelf):
            for name, address in unlike(self.garden, places, only=only):
                if is_heavy(address):
                    continue
                of_phone = [
                    {"data": phone_body(self.garden, shelf, self.who, own=own), **PHONE} for own in (True, False)
                ]
                for sent in of_phone if "/api/" in address else [{"data": form}]:
                    caches["brakes"].clear()
                    with transaction.atomic(), writing() as tables:
                        answer = self.client.post(address, **sent)
                        found.posts += 1
                        self._judge(found, name, answer, tables)
                        transaction.set_rollback(True)
                    self.client.cookies = cookies.copy()
        return found

    def _judge(self, found: Posted, name: str, answer: Any, tables: set[str]) -> None:
        if broke := fell(answer):
            found.fell += 1
            found.faults.add(f"{name} fell over: {broke}")
            return
        written = {self.names.get(table, table) for table in tables}
        found.wrote += bool(written)
        found.tables.setdefault(name, set()).update(written)
        found.faults |= {f"{name} wrote {kind}" for kind in written if not may_write(self.who, kind)}
        found.faults |= {f"{name} told {leak}" for leak in leaks_of(self.garden, self.who, said(answer), route=name)}
        changed = [row for row, values in self.kept if type(row).__name__ in written and values_of(row) != values]
        found.faults |= {f"{name} changed a hidden {type(row).__name__}" for row in changed}
        for table in tables:
            new = self.links_of(table) - self.links.get(table, set())
            found.faults |= {f"{name} built on a hidden row: {self.names[table]}.{each}" for each, _row, _to in new}
