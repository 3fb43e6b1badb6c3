"""A whole week of the demo municipality by eight people, in a real browser against the real service, with no help.

The same walk makes the pictures of the handbook (tools/handbook.py).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samsyn.analysis.weeks import Week
from tests.journeys import long_term, practice

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MINUTES_OF_ONE_PERSON = 45


@pytest.fixture(scope="module")
def demo(tmp_path_factory: Any) -> Iterator[tuple[str, Week]]:
    """The demo, made and served as bin/demo does; its address, and the week that its people look at."""
    with practice.served(tmp_path_factory.mktemp("granvik")) as address:
        yield address, practice.week_looked_at()


def test_eight_people_walk_through_their_week(browser: Any, demo: tuple[str, Week]) -> None:
    address, week = demo
    practice.in_the_field(browser, address)
    practice.the_parties(browser, address, week=week.address)
    spent = practice.the_coordinators_week(browser, address, week=week.address)
    # Half of the 45 minutes at most is what the screens ask for: the rest is for reading the reports and for talking.
    assert spent.seconds - spent.waited_s <= MINUTES_OF_ONE_PERSON * 60 / 2
    assert spent.presses <= 60
    practice.afterwards(browser, address, week=week.address)


def test_a_problem_is_taken_from_opening_to_the_library(browser: Any, demo: tuple[str, Week]) -> None:
    long_term.the_long_term_work(browser, demo[0])


def test_the_handbook_shows_only_pictures_that_the_walks_take() -> None:
    handbook = Path(__file__).parents[2] / "docs" / "handbook"
    pages = "".join(page.read_text(encoding="utf-8") for page in handbook.glob("*.md"))
    shown = set(re.findall(r"\(bilder/([\w-]+)\.png\)", pages))
    there = {picture.stem for picture in (handbook / "bilder").glob("*.png")}
    source = "".join(Path(walk.__file__).read_text(encoding="utf-8") for walk in (practice, long_term))
    taken = set(re.findall(r'keeps\("([\w-]+)"\)', source))
    assert shown == there and shown <= taken
