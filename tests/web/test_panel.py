"""How the work goes: sums with their number and the period before; the same for everybody who sees the picture."""

import re
from datetime import timedelta
from math import isnan
from typing import Any

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure
from samsyn.method.meetings.actions import close_meeting, decide
from samsyn.method.observations.actions import submit_observation
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.models import Observation
from samsyn.web.panel.figures import panel_of, span_of
from samsyn.web.panel.views import in_words
from tests.method.meeting import HELD, meet, picture_to_talk_about
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db
PANEL = "/norr/arbetet"


@pytest.fixture
def decided(town: Any, observe: Any) -> Any:
    """Two measures that were due a fortnight ago, one followed up; each from a report four days before the decision."""
    today = timezone.localdate()
    for number in range(2):
        day = today - timedelta(days=20)
        line = Line(
            what=f"Byt lampa {number}", due_on=today - timedelta(days=14), organisation=town.organisations["housing"],
            area=town.areas["A"], arises_from=[observe(on=day - timedelta(days=4), now=timezone.now())],
        )  # fmt: skip
        measure = decide_measure(line=line, today=day, by=town.members["bo"])
        if not number:
            follow_up_measure(measure=measure, outcome="done", line="", on=today, version=measure.version,
                              by=town.members["bo"])  # fmt: skip


def rows(town: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {row.code: row for row in panel_of(town.municipality, span_of(Week.containing(today), 13), today=today)}


@pytest.mark.slow
def test_waiting_times_and_shares_are_those_of_the_rows(town, decided):
    found = rows(town)
    assert (found["followed_up"].now.done, found["followed_up"].now.n) == (1, 2)
    assert (found["to_measure"].now.n, found["to_measure"].now.median) == (2, 4.0)
    assert found["to_measure"].change == "" and found["to_measure"].before.n == 0
    assert found["meetings"].now.n == 0 == found["feedback"].now.n
    assert sum(found["to_measure"].counts) == 2 and len(found["replies"].weekly) == 13


def test_a_long_wait_counts_in_the_week_it_ended_however_early_it_began(town, observe):
    ended = timezone.now()
    began = ended - timedelta(weeks=30)
    seen = observe(on=timezone.localdate() - timedelta(weeks=31), now=began)
    Observation.objects.filter(pk=seen.pk).update(created_at=began, received_on=began.date(), accepted_at=ended)
    found = rows(town)["review"].now
    assert (found.n, found.median) == (1, 210.0)


def test_what_nobody_has_reviewed_yet_is_counted_as_long_as_it_has_waited(client, bo, town, observe, anna):
    """The page speaks of finished weeks: on any day all four had come when the last of them ended, and no quick one."""
    today, now = timezone.localdate(), timezone.now()
    for _each in range(3):
        quick = observe(on=today - timedelta(days=1), now=now, hour=8 + _each)
        Observation.objects.filter(pk=quick.pk).update(created_at=now, accepted_at=now)
    draft = Draft(
        category=town.categories["E1"], observed_to=now - timedelta(days=12), owner=town.organisations["school"],
        area_code="A", kind="event",
    )  # fmt: skip
    for days in (8, 9, 10, 11):
        waits = submit_observation(draft=draft, by=anna, now=now)
        Observation.objects.filter(pk=waits.pk).update(created_at=now - timedelta(days=days))
    found = rows(town)["review"]
    assert found.now.n == 3 and found.now.median < 1
    assert found.waiting is not None and found.waiting.n == 4
    assert 11 <= found.waiting.longest < 12.1 and found.waiting.at_least >= 5
    client.force_login(bo.user)
    assert "4 rapporter väntar än" in client.get(PANEL).content.decode().replace("\u202f", "")


def test_what_a_meeting_put_off_still_waits_for_decision_and_measure(client, bo, town):
    """Only those taken up were counted: a meeting that puts everything off looked quick."""
    picture_to_talk_about(town)
    meeting = meet(town)
    close_meeting(meeting=meeting, now=NOW, by=bo)

    def told() -> dict[str, Any]:
        found = panel_of(town.municipality, span_of(WEEK + 2, 13), today=HELD + timedelta(days=7))
        return {row.code: row for row in found}

    put_off = told()["to_decision"]
    assert put_off.now.n == 0 and put_off.waiting is not None
    assert put_off.waiting.n == 1 and put_off.waiting.longest > 7 and isnan(put_off.waiting.half)
    words = in_words(put_off)["waiting"]
    assert "Färre än hälften har fått beslut." in words and "1 rapport väntar fortfarande" in words
    assert "en åtgärd" in in_words(told()["to_measure"])["waiting"]
    again = meet(town, held_on=HELD + timedelta(days=5))
    assert told()["to_decision"].waiting.n == 1, "it has come up again, once"
    point = next(one for one in again.decisions.in_order() if one.kind == "place")
    decide(decision=point, choice="watch", text="", version=1, by=bo)
    close_meeting(meeting=again, now=NOW, by=bo)
    assert told()["to_decision"].waiting is None and told()["to_decision"].now.n == 1
    half = replace_waiting(put_off, half=5.0)
    assert "Hälften hade fått beslut inom 5 dagar." in in_words(half)["waiting"]


def replace_waiting(row: Any, **told: Any) -> Any:
    return row._replace(waiting=row.waiting._replace(**told))


@pytest.mark.slow
def test_the_page_says_what_each_figure_rests_on(client, bo, decided):
    client.force_login(bo.user)
    page = client.get(PANEL).content.decode()
    assert "1 av 2" in page and "4 dagar" in page and "för få för att säga mer än så" in page
    assert "för lite underlag för att jämföra" in page
    assert page.count("<svg") >= 2 and "Veckorna som tabell" in page
    assert client.get(f"{PANEL}?veckor=52").status_code == client.get(f"{PANEL}?veckor=abc").status_code == 200
    assert client.get(f"{PANEL}?veckor={'9' * 5000}").status_code == 200


@pytest.mark.slow
def test_the_file_has_the_same_figures_and_the_logbook_hears_of_it(client, bo, decided):
    client.force_login(bo.user)
    answer = client.get(f"{PANEL}/fil.csv")
    assert answer["Content-Type"] == "application/zip"
    assert client.get(f"{PANEL}/fil.xlsx").content[:2] == b"PK"
    assert Event.objects.filter(happening="panel.exported").count() == 2
    assert client.get(f"{PANEL}/fil.pdf").status_code == 404


@pytest.mark.slow
def test_who_sees_the_picture_sees_the_panel_and_nobody_else_s(client, town, anna, cecilia, decided):
    client.force_login(anna.user)
    assert client.get(PANEL).status_code == 403
    client.force_login(cecilia.user)
    assert client.get(PANEL).status_code == 404
    assert "1 av 2" not in client.get("/soder/arbetet").content.decode()


@pytest.mark.slow
def test_more_of_everything_asks_no_more_questions(client, bo, decided, observe, town, django_assert_max_num_queries):
    client.force_login(bo.user)
    client.get(PANEL)
    with django_assert_max_num_queries(26):
        page = client.get(PANEL).content.decode()
    assert not re.search(r"\bAnna\b", page)
