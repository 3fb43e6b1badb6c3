"""Norr and Söder full of marks, and a client for each reader."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.matrix.planting import Garden, name_reporters, planted
from tests.matrix.walking import cast, refused_in_short


@pytest.fixture
def garden(town: Any, neighbour: Any) -> Iterator[tuple[Garden, dict[str, Any]]]:
    """Yield what was planted, and who reads. What is refused is not logged meanwhile: most of it is."""
    clients = cast(town, neighbour)
    found = planted(town)
    name_reporters(found)
    logging.disable(logging.CRITICAL)
    with refused_in_short():
        yield planted(neighbour, ("soder",), found), clients
    logging.disable(logging.NOTSET)
