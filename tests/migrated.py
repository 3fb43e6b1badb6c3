"""The tests' tables are made by the migrations themselves, but those that are made one after another in one go.

Django works out anew, before each table, what every model is that has to do with it; here nearly all have. Tables that
follow upon one another do not change one another, so it is enough to work it out once for all of them: a third of the
time, the same statements in the same order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any
from unittest import mock

from django.db.migrations import CreateModel, Migration
from django.db.migrations.operations.base import Operation


def is_new_table(operation: Operation) -> bool:
    """Return whether it makes a table and nothing else."""
    return type(operation) is CreateModel


def carry_out(migration: Migration, state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
    """Migration.apply, with tables that follow upon one another in one go."""
    assert not collect_sql and migration.atomic, "only for making the tests' tables"
    for together, operations in groupby(migration.operations, is_new_table):
        for lump in [list(operations)] if together else [[one] for one in operations]:
            before = state.clone()
            if together:
                state.__dict__.pop("apps", None)  # worked out anew when it is asked for: after the last of the lump
            for operation in lump:
                operation.state_forwards(migration.app_label, state)
            for operation in lump:
                operation.database_forwards(migration.app_label, schema_editor, before, state)
    return state


@contextmanager
def in_lumps() -> Iterator[None]:
    """While it lasts, migrations make their tables in one go."""
    with mock.patch.object(Migration, "apply", carry_out):
        yield
