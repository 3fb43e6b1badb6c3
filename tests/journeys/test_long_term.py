"""One coordinator's long-term work in a real browser: problem, mapping, causes, goal, measure, evaluation, case, law.

The same walk makes the pictures of the handbook's chapter on it (tools/handbook.py).
"""

from typing import Any

import pytest

from tests.journeys import practice
from tests.journeys.long_term import the_long_term_work

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_problem_is_taken_from_opening_to_the_library(browser: Any, tmp_path: Any) -> None:
    with practice.served(tmp_path) as address:
        the_long_term_work(browser, address)
