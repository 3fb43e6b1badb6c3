"""What every story begins with: the cast of tests/people.py as fixtures, each made through the verbs."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone, translation

from samsyn.analysis.weeks import Week
from samsyn.ground.people.members import Member
from samsyn.method.observations.models import Category
from tests import people
from tests.migrated import in_lumps
from tests.prepared import Prepared

# Static files are looked up when asked for: listing them anew for every test's client would take longer than the test.
settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _in_swedish_and_no_zone() -> None:
    """What the test before asked of language and clock is forgotten, whichever worker it ran in."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture(scope="session")
def _quick_tables() -> Iterator[ExitStack]:
    """Let the tables be made in lumps until it is closed."""
    with ExitStack() as until:
        until.enter_context(in_lumps())
        yield until


@pytest.fixture(scope="session")
def django_db_setup(_quick_tables: ExitStack, django_db_setup: None) -> None:
    """The test database, made quickly; whatever migrates after that does it in Django's own way."""
    _quick_tables.close()


@pytest.fixture
def now() -> datetime:
    """Tuesday 7 October 2025, 15:00 UTC: week 40 is finished."""
    return people.NOW


@pytest.fixture
def week() -> Week:
    """Week 40 of 2025, the finished one."""
    return people.WEEK


@pytest.fixture(scope="session")
def prepared_norr(django_db_setup: None, django_db_blocker: Any) -> Prepared:
    """Norr, founded once."""
    with django_db_blocker.unblock():
        return Prepared(people.found_norr)


@pytest.fixture(scope="session")
def prepared_soder(django_db_setup: None, django_db_blocker: Any) -> Prepared:
    """Söder, founded once."""
    with django_db_blocker.unblock():
        return Prepared(people.found_soder)


@pytest.fixture
def town(prepared_norr: Prepared, db: None) -> people.Town:
    """Norr with everything in it: areas, roles, organisations, members, groups, places."""
    return prepared_norr.lay()


@pytest.fixture
def neighbour(prepared_soder: Prepared, db: None) -> people.Town:
    """Söder, where Cecilia works."""
    return prepared_soder.lay()


@pytest.fixture
def norr(town: people.Town) -> Any:
    """The municipality Norr."""
    return town.municipality


@pytest.fixture
def soder(neighbour: people.Town) -> Any:
    """The municipality Söder."""
    return neighbour.municipality


@pytest.fixture
def machine(town: people.Town) -> Any:
    """The machine that may do everything in Norr."""
    return town.machine


@pytest.fixture
def anna(town: people.Town) -> Member:
    """Reporter at the school."""
    return town.members["anna"]


@pytest.fixture
def bo(town: people.Town) -> Member:
    """Coordinator of Norr."""
    return town.members["bo"]


@pytest.fixture
def dag(town: people.Town) -> Member:
    """Police, member of the local group; a state authority."""
    return town.members["dag"]


@pytest.fixture
def eva(town: people.Town) -> Member:
    """Manager at a private housing company, reviews its own reports."""
    return town.members["eva"]


@pytest.fixture
def siv(town: people.Town) -> Member:
    """Sits in the steering group: sees pictures only."""
    return town.members["siv"]


@pytest.fixture
def cecilia(neighbour: people.Town) -> Member:
    """Coordinator of Söder."""
    return neighbour.members["cecilia"]


@pytest.fixture
def categories(town: people.Town) -> dict[str, Category]:
    """Norr's categories by code, for example "E1"."""
    return town.categories


@pytest.fixture
def areas(town: people.Town) -> dict[str, Any]:
    """Norr's areas A, B and C by code."""
    return town.areas


@pytest.fixture
def observe(town: people.Town) -> Any:
    """observe(by=…, category="E1", area="A", on=…, hour=20, accept=True, **draft): submit, and accept."""
    return partial(people.observe, town)
