"""The same data give the same bytes: whatever the ids, the order of the rows, the clock and the database."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from samsyn.ground.calendar.actions import add_year_events
from samsyn.method.indicators.models import Indicator, Reading
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.tables import picture_json
from tests.method.picturing import compiled, report, submit
from tests.people import NOW, SOUTH, STEP, WEEK, WEST

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Renewed by hand when the method changes, never because a database or a machine gave something else.
EXPECTED = Path(__file__).with_name("picture.sha256")


def drafts_of_a_year(town):
    """Everything that could come out in another order: edges, equal counts, uncertain times, conditions, audiences."""
    rng = np.random.default_rng(2025)
    found = []
    for back in range(70):
        week = WEEK - back
        for area in "ABC":
            found += report(town, week, int(rng.poisson(4)), area=area, rng=rng)
        for _point in range(int(rng.poisson(6))):
            lon = WEST + round(float(rng.random()) * 3 * STEP, 3)                # every tenth lies near an edge
            found += report(town, week, 1, rng=rng, lon=lon, lat=SOUTH + round(float(rng.random()) * STEP, 3))
    for number, draft in enumerate(found):
        draft.external_key = f"{number:05d}"
        draft.audience = "authorities" if number % 11 == 0 else "parties"
        draft.seen_during = "decided" if number % 7 == 0 else "ordinary"
        if number % 3 == 0:
            draft.observed_from = draft.observed_to - timedelta(hours=1 + number % 40)
        if number % 13 == 0:
            draft.kind = "condition"
            draft.ended_on = None if number % 2 else draft.observed_to.date() + timedelta(days=number % 30)
    square = town.places["square"]
    return found + report(town, WEEK, 14, place=square, lon=square.lon, lat=square.lat, category="G1")


def beside(town):
    """Give the town something in the calendar and figures from outside."""
    day = WEEK.last_day + timedelta(days=3)
    add_year_events(
        rows=[{"kind": "event", "name_sv": "Höstmarknad", "name_en": "Autumn fair", "first_on": day, "last_on": day}],
        by=town.machine,
    )
    indicator = Indicator.objects.create(
        municipality=town.municipality, code="brott", name_sv="Anmälda brott", name_en="Reported offences",
        source="Påhittad statistik", period="week",
    )  # fmt: skip
    Reading.objects.bulk_create([
        Reading(
            municipality=town.municipality, indicator=indicator, area_code=area, first_on=(WEEK - back).first_day,
            last_on=(WEEK - back).last_day, iso_week=(WEEK - back).iso, value=(back * 7 + ord(area)) % 5,
        )
        for back in range(50) for area in "ABC"
    ])  # fmt: skip


def everything(town):
    picture = compiled(town)
    return {audience: picture_json(picture, audience) for audience in ("authorities", "parties", "public")}


def without_program(content):
    return canonical({**json.loads(content), "program": ""})


def test_the_bytes_are_those_that_were_committed(town):
    beside(town)
    submit(town, drafts_of_a_year(town))
    digest = hashlib.sha256("".join(without_program(each) for each in everything(town).values()).encode())
    renew = f"If the method or a text was meant to change, put {digest.hexdigest()} in {EXPECTED.name}."
    assert digest.hexdigest() == EXPECTED.read_text().strip(), renew


def test_order_ids_and_clock_change_nothing(town):
    beside(town)
    submit(town, drafts_of_a_year(town))
    first = everything(town)
    Observation.objects.all().delete()
    submit(town, reversed(drafts_of_a_year(town)))
    second = compiled(town, now=NOW + timedelta(days=2))
    assert {audience: picture_json(second, audience) for audience in first} == first


def test_what_is_stored_is_canonical(town):
    submit(town, report(town, WEEK, 5))
    for audience, content in everything(town).items():
        assert content == canonical(json.loads(content)).encode(), audience
        assert b"NaN" not in content and b"Infinity" not in content
