"""Which tests the PostgreSQL half runs: those that ask the database. The others say the same whatever it is.

Loaded by pytest (see addopts in pyproject.toml); bin/test gives --asks-database to the PostgreSQL half only.
"""

from typing import Any

import pytest

FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Make the option known, also to the workers."""
    parser.addoption("--asks-database", action="store_true", help="only the tests that ask the database")


def asks_database(item: pytest.Item) -> bool:
    """Return whether a test has a database, by its mark or by any fixture it stands on, and either might differ."""
    if item.get_closest_marker("one_database") is not None:
        return False
    return item.get_closest_marker("django_db") is not None or bool(FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[Any]) -> None:
    """Leave out what asks no database, if so told."""
    if not config.getoption("--asks-database"):
        return
    left_out = [item for item in items if not asks_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if asks_database(item)]
