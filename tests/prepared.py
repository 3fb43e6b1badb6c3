"""Towns that are founded once, through the verbs, and then laid down again row by row: a hundredth of the time.

What is kept is exactly what the verbs wrote and what they returned, so a test cannot tell the difference.
"""

import pickle
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

Statement = tuple[str, list[tuple[Any, ...]]]


class NotEmpty(RuntimeError):
    """A town to be kept must be founded where there is nothing yet: its rows could not be told from the others."""


class Prepared:
    """What a founder wrote and returned; lay() does both again."""

    def __init__(self, found: Callable[[], Any]) -> None:
        """Found it in a transaction of its own, keep the rows, and take them back."""
        with transaction.atomic():
            before = {statement for statement, _ in rows_of_towns()}
            if before:
                raise NotEmpty(", ".join(sorted(before)))
            self._returned = pickle.dumps(found())
            self._statements = list(rows_of_towns())
            transaction.set_rollback(True)
        self._script = script(self._statements) if connection.vendor == "postgresql" else None

    def lay(self) -> Any:
        """Write the rows again and return a fresh copy of what the founder returned.

        In one transaction, so that rows may point at others that are laid after them.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            if self._script:
                cursor.execute(self._script)
            for statement, rows in [] if self._script else self._statements:
                cursor.executemany(statement + places(rows[0]), rows)
        return pickle.loads(self._returned)


def rows_of_towns() -> Iterator[Statement]:
    """Yield for each table of ours that holds rows the statement that inserts them, and the rows.

    Numbers that the database gives by itself are left to it: they stand in tables of pairs, and nothing points there.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model.__module__.startswith("samsyn."):
                continue
            columns = [
                quote(field.column) for field in model._meta.local_fields if not isinstance(field, models.AutoField)
            ]
            table = quote(model._meta.db_table)
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
            if rows := [tuple(row) for row in cursor.fetchall()]:
                yield f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", rows


def places(row: tuple[Any, ...]) -> str:
    """Return the parenthesis that a row's values go into."""
    return f"({', '.join(['%s'] * len(row))})"


def script(statements: list[Statement]) -> str:
    """Return one text that inserts everything: a single trip to a server."""
    with connection.cursor() as cursor:
        return ";\n".join(
            statement + ", ".join(cursor.mogrify(places(row), row) for row in rows) for statement, rows in statements
        )
