"""How days, times and rhythms are written: one way on every screen."""

from datetime import UTC, datetime

from django.template import Context, Template
from django.utils import translation

from samsyn.web.templatetags.samsyn import how_often

LATE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)            # half past midnight on the 23rd in Stockholm


def written(text: str) -> str:
    return Template(text).render(Context({"at": LATE}))


def test_a_moment_is_written_by_the_clock_of_the_place():
    assert written("{{ at|day }}") == "23 nov 2026"
    assert written("{{ at|moment }}") == "23 nov 2026 00.30"
    with translation.override("en"):
        assert written("{{ at|moment }}") == "23 Nov 2026 00:30"


def test_how_often_a_group_meets_is_said_as_one_says_it():
    assert [how_often(n) for n in (1, 2, 3)] == ["varje vecka", "varannan vecka", "var 3:e vecka"]
    with translation.override("en"):
        assert [how_often(n) for n in (1, 2, 3)] == ["every week", "every second week", "every 3 weeks"]
