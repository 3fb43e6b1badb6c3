"""The picture of a month, quarter, tertial or year: what it holds, for whom, and that it is always the same bytes."""

import hashlib
import importlib.metadata
import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from samsyn.analysis.catalogue import METHODS
from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import NotAllowed
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.period_models import PeriodPicture
from samsyn.method.pictures.periods.actions import PeriodRefused, compile_period_picture, lock_period_picture
from samsyn.method.pictures.periods.asking import QUESTIONS, seed_of
from samsyn.method.pictures.periods.tables import period_json, period_tables
from samsyn.method.pictures.sentences import render
from samsyn.method.pictures.spans import Span
from tests.method.picturing import report, submit
from tests.people import NOW, SOUTH, STEP, WEST

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TERTIAL = Span.parse("2025-t2")
LAST = Week(2025, 35)
# Renewed by hand when a method changes, never because a database or a machine gave something else.
EXPECTED = Path(__file__).with_name("period.sha256")


def year_of_reports(town, *, per_week=9, weeks=80, heap=2, category=None):
    """Points anywhere in three areas, and a corner where it always happens."""
    rng = np.random.default_rng(2025)
    found = []
    for back in range(weeks):
        for _point in range(int(rng.poisson(per_week))):
            lon = WEST + round(float(rng.random()) * 3 * STEP, 4)
            found += report(town, LAST - back, 1, rng=rng, lon=lon, lat=SOUTH + round(float(rng.random()) * STEP, 4),
                            category=category)
        for _point in range(heap):
            found += report(town, LAST - back, 1, rng=rng, lon=WEST + 0.0101, lat=SOUTH + 0.0102, category=category)
    for number, draft in enumerate(found):
        draft.external_key = f"{number:05d}"
    return found


def compiled(town, span=TERTIAL, now=NOW):
    return compile_period_picture(municipality=town.municipality, span=span, now=now, by=town.machine)


def told(tables, method):
    return next(each for each in tables["findings"] if each["asked"]["method"] == method)


def test_periods_are_written_and_said():
    assert [Span.parse(each).label for each in ("2026-T2", "2026", "2026-10", "2026-q3")] == [
        "2026-t2", "2026", "2026-10", "2026-q3"]
    assert Span.parse("2026-t1").before.label == "2025-t1"
    assert Span.parse("2026-t1").previous.label == "2025-t3"
    assert Span.parse("2026").week.last_day <= Span.parse("2026").last_day
    for wrong in ("2026-t4", "2026-q5", "2026-13", "2026-v40", "26", "", "2026-0"):
        with pytest.raises(ValueError, match=f"^{wrong}$"):
            Span.parse(wrong)


def test_every_week_belongs_to_one_tertial():
    weeks = [week.iso for each in ("2025-t1", "2025-t2", "2025-t3", "2026-t1") for week in Span.parse(each).all_weeks]
    assert len(set(weeks)) == len(weeks) == Week.parse(weeks[-1]).running - Week.parse(weeks[0]).running + 1


def test_a_tertial_says_where_it_gathers_and_with_what_certainty(town):
    submit(town, year_of_reports(town))
    tables = period_tables(compiled(town), "parties")
    assert [each["asked"]["method"] for each in tables["findings"]] == [each.method for each in QUESTIONS]
    hot = told(tables, "hotspots")
    assert hot["too_little"] is None
    assert hot["says"] == "hot.some"
    assert hot["rows"]["where"][0]
    assert "slump" in render(hot["sure_sentence"])
    assert (hot["asked"]["first"], hot["asked"]["last"]) == ("2025-05-01", "2025-08-31")
    emerging = told(tables, "emerging")
    assert emerging["asked"]["first"] == TERTIAL.year_back.isoformat()
    for each in tables["findings"]:
        assert each["sentence"]["key"]
        assert each["too_little"] or each["sure_sentence"], each["asked"]
        if METHODS[each["asked"]["method"]].draws:
            assert each["seed"] == seed_of("9901", span=TERTIAL, method=each["asked"]["method"])


def test_the_head_stands_beside_the_year_before_and_tells_of_new_sources(town):
    submit(town, year_of_reports(town))
    before = period_tables(compiled(town), "parties")["head"]
    assert before["events"] == Observation.objects.filter(
        observed_to__date__gte=TERTIAL.first_day, observed_to__date__lte=TERTIAL.last_day).count()
    assert before["events_before"] > 0
    assert "period.new_sources" not in [each["key"] for each in before["sentences"]]
    rng = np.random.default_rng(1)
    newcomers = [draft for back in range(16) for draft in report(town, LAST - back, 8, owner="housing", rng=rng)]
    submit(town, newcomers)
    after = period_tables(compiled(town), "parties")["head"]
    keys = [each["key"] for each in after["sentences"]]
    assert "period.new_sources" in keys
    assert after["new_sources"] == 1
    assert after["from_new_sources"] == len(newcomers)


def test_too_few_are_said_to_be_too_few(town):
    submit(town, year_of_reports(town, per_week=1, weeks=20, heap=0))
    tables = period_tables(compiled(town), "parties")
    assert {each["too_little"] for each in tables["findings"]} == {"few_for_picture"}
    assert "För lite underlag" in render(told(tables, "hotspots")["sentence"])
    assert "Too little data" in render(told(tables, "hotspots")["sentence"], "en")
    assert all(row["events"] is None or row["events"] == 0 or row["events"] >= 3 for row in tables["months"])


def test_near_repeats_are_asked_of_property_offences_alone(town):
    submit(town, year_of_reports(town, category="G1"))
    assert told(period_tables(compiled(town), "parties"), "near-repeats")["events"] == 0
    Observation.objects.update(category=town.categories["E1"])
    assert told(period_tables(compiled(town), "parties"), "near-repeats")["events"] > 100


def test_each_audience_has_its_own_rows_and_the_public_no_places(town):
    submit(town, year_of_reports(town))
    Observation.objects.filter(external_key__endswith="1").update(audience="authorities")
    picture = compiled(town)
    authorities, parties, public = (period_tables(picture, each) for each in ("authorities", "parties", "public"))
    assert authorities["head"]["events"] > parties["head"]["events"]
    assert public["head"]["events"] % 5 == 0
    assert public["findings"] == public["areas"] == public["categories"] == []


def test_order_ids_and_clock_change_nothing(town):
    drafts = year_of_reports(town)
    submit(town, drafts)
    first = {each: period_json(compiled(town), each) for each in ("authorities", "parties", "public")}
    Observation.objects.all().delete()
    submit(town, reversed(year_of_reports(town)))
    again = compiled(town, now=NOW + timedelta(days=2))
    for audience, content in first.items():
        assert period_json(again, audience) == content == canonical(json.loads(content)).encode(), audience


def test_the_bytes_are_those_that_were_committed_on_every_database(town):
    submit(town, year_of_reports(town))
    picture = compiled(town)
    told = [canonical({**json.loads(period_json(picture, each)), "program": ""}) for each in ("parties", "public")]
    without_version = "".join(told).replace(importlib.metadata.version("samsyn"), "")
    digest = hashlib.sha256(without_version.encode()).hexdigest()
    renew = f"If a method or a text was meant to change, put {digest} in {EXPECTED.name}."
    assert digest == EXPECTED.read_text().strip(), renew


def test_the_seed_rests_on_municipality_period_and_method():
    seeds = {seed_of(code, span=Span.parse(span), method=method)
             for code in ("0180", "0181") for span in ("2026-t2", "2026") for method in ("scan", "hotspots")}
    assert len(seeds) == 8


def test_response_is_counted_week_by_week(town):
    submit(town, report(town, LAST, 3, owner="school"))
    head = period_tables(compiled(town), "parties")["head"]
    assert (head["replies"], head["duties"]) == (1, 3 * len(TERTIAL.all_weeks))
    assert "head.response_low" in [each["key"] for each in head["sentences"]]


def test_a_locked_picture_is_never_made_again_and_drafts_are_for_those_who_compile(town):
    submit(town, report(town, LAST, 4))
    picture = compiled(town)
    reader, coordinator = town.members["siv"], town.members["bo"]
    assert not PeriodPicture.objects.visible_to(reader).exists()
    assert PeriodPicture.objects.visible_to(coordinator).exists()
    with pytest.raises(NotAllowed):
        compile_period_picture(municipality=town.municipality, span=TERTIAL, now=NOW, by=reader)
    with pytest.raises(PeriodRefused, match="funktion"):
        lock_period_picture(picture=picture, function=" ", now=NOW, by=coordinator)
    lock_period_picture(picture=picture, function="Samordnaren", now=NOW, by=coordinator)
    assert PeriodPicture.objects.visible_to(reader).exists()
    with pytest.raises(PeriodRefused, match="låst"):
        compiled(town)
    with pytest.raises(PeriodRefused, match="redan låst"):
        lock_period_picture(picture=picture, function="Samordnaren", now=NOW, by=coordinator)


def test_a_period_that_is_not_over_is_refused(town):
    with pytest.raises(PeriodRefused, match="inte slut"):
        compiled(town, Span.parse("2025"))
    with pytest.raises(PeriodRefused, match="inte slut"):
        compiled(town, Span.parse("2025-10"))
