"""Every address × seven readers: nothing that they may not see, whatever it is packed in."""

from collections import Counter
from typing import Any

import pytest

from tests.matrix.expected import may_see
from tests.matrix.planting import MARK, Garden, planted
from tests.matrix.walking import addresses, cast, said

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Whose rows are asked for by their address: of each reader those that are hidden from it.
HIDDEN = {
    "eva": "coordinator", "lars": "authorities", "kim": "authorities", "siv": "coordinator", "cecilia": "parties",
    "ende": "parties", "nobody": "parties",
}  # fmt: skip


@pytest.fixture
def garden(town: Any, neighbour: Any) -> tuple[Garden, dict[str, Any]]:
    """Norr and Söder full of marks, and a client for each reader."""
    clients = cast(town, neighbour)
    found = planted(town)
    return planted(neighbour, ("soder",), found), clients


def leaks_of(garden: Garden, who: str, text: str) -> list[str]:
    """Return what an answer holds that its reader may not see."""
    told = {garden.marks[mark] for mark in MARK.findall(text) if mark in garden.marks}
    return sorted({f"{model}.{name} ({shelf})" for model, name, shelf in told if not may_see(who, model, shelf)})


@pytest.mark.parametrize("who", HIDDEN)
def test_no_answer_holds_what_its_reader_may_not_see(garden, who):
    marked, clients = garden
    leaks: dict[str, set[str]] = {}
    answers: Counter[int] = Counter()
    for name, address, _own in addresses(marked, HIDDEN[who]):
        answer = clients[who].get(address)
        answers[answer.status_code] += 1
        for leak in leaks_of(marked, who, said(answer)):
            leaks.setdefault(leak, set()).add(name)
    print(who, dict(answers), f"{sum(answers.values())} cells")
    assert leaks == {}
