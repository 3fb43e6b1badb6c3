"""The demo as it is at the end of one fixed week."""

import pytest

from samsyn.analysis.weeks import Week
from samsyn.demo.life import Life, live

UNTIL = Week(2026, 47)


@pytest.fixture(scope="session")
def granvik() -> Life:
    """Two years of Granvik."""
    return live("granvik", until=UNTIL)
