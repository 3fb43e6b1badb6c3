"""Dialogues: a series of evenings, a walk whose route comes from the places with most reports, and what came of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samsyn.ground.places.actions import add_place
from samsyn.ground.refusals import Refused
from samsyn.method.dialogues.actions import Time, plan_dialogues
from samsyn.method.dialogues.models import Dialogue
from samsyn.method.dialogues.route import metres_of, spots_in, walking_order
from samsyn.web.dialogues.forms import times_of
from tests.people import observe


@pytest.fixture
def three_places(town, now):
    """Three places in area A: the middle one with most reports, and one that only authorities may know of."""
    today = timezone.localdate()
    kind = town.places["square"].place_type
    made = [add_place(name=name, lon=17.101 + at * 0.004, lat=62.41, on=today, place_type=kind, by=town.machine)
            for at, name in enumerate(("Västra porten", "Mittparken", "Östra trappan"))]  # fmt: skip
    moment = timezone.now() - timedelta(days=2)
    for place, count, audience in zip(made, (3, 5, 4), ("parties", "parties", "authorities"), strict=True):
        for hour in range(count):
            observe(town, by=town.machine, place=place, on=today - timedelta(days=7), hour=10 + hour, now=moment,
                    audience=audience)  # fmt: skip
    return made


def test_a_walk_goes_by_the_places_that_all_parties_may_see(client, town, bo, dag, eva, anna, three_places):
    area = three_places[0].area
    spots = spots_in(area, today=timezone.localdate())
    assert [(spot.place.name, spot.reports) for spot in spots] == [("Mittparken", 5), ("Västra porten", 3)]
    assert [place.name for place in walking_order([spots[0].place, spots[1].place])] == ["Västra porten", "Mittparken"]
    assert 150 < metres_of(walking_order(three_places[:2])) < 260
    client.force_login(bo.user)
    page = client.get(f"/norr/dialoger/vandring?omrade={area.code}").content.decode()
    assert "Mittparken" in page and "Östra trappan" not in page and page.count(" checked") == 2
    today = timezone.localdate()
    told = {"area": str(area.pk), "title": "Vandring", "held_on": str(today), "begins_at": "18:00", "where": "Torget",
            "stopp": [str(spot.place.pk) for spot in spots]}  # fmt: skip
    answer = client.post(f"/norr/dialoger/vandring?omrade={area.code}", told)
    assert answer.headers["Location"] == "/norr/dialoger/1"
    walk = Dialogue.objects.get()
    assert [stop["name"] for stop in walk.stops] == ["Västra porten", "Mittparken"]
    after = {"version": "1", "took_part": "14", "said": "Mörkt vid trappan.", "promised": "Två lampor",
             "sag-1": "Trasig lampa"}  # fmt: skip
    assert "vilken dag" in client.post("/norr/dialoger/1/beratta", after).content.decode()
    after["follow_up_on"] = str(today + timedelta(days=30))
    refused = client.post("/norr/dialoger/1/beratta", {**after, "sag-0": "ring 070-174 06 22"})
    assert refused.status_code == 422 and Dialogue.objects.get().state == "planned"
    assert client.post("/norr/dialoger/1/beratta", after).status_code == 302
    client.post("/norr/dialoger/1/folj-upp", {"blev": "Lamporna sitter uppe.", "version": "2"})
    walk.refresh_from_db()
    assert (walk.state, walk.stops[1]["saw"], walk.took_part) == ("followed_up", "Trasig lampa", 14)
    client.force_login(eva.user)
    assert "Lamporna sitter uppe." in client.get("/norr/dialoger/1").content.decode()
    assert client.post("/norr/dialoger/1/stall-in").status_code == 403
    client.force_login(anna.user)
    assert client.get("/norr/dialoger").status_code == 403


def test_a_series_is_planned_in_one_go_and_seen_area_by_area(client, town, bo, cecilia):
    client.force_login(bo.user)
    told = {"kind": "evening", "area": str(town.areas["B"].pk), "title": "Dialogkväll", "series": "Våren i Björknäs",
            "times": "2026-03-12 18:00 Skolan\n2026-02-12 18:00 Biblioteket\n2026-04-16"}  # fmt: skip
    assert client.post("/norr/dialoger/ny", {**told, "times": "i mars"}).status_code == 422
    assert client.post("/norr/dialoger/ny", told).status_code == 302
    rows = list(Dialogue.objects.order_by("number"))
    assert [(row.held_on.month, row.where) for row in rows] == [(2, "Biblioteket"), (3, "Skolan"), (4, "")]
    with pytest.raises(Refused):
        plan_dialogues(kind="evening", area=town.areas["A"], title="Tom", times=[], by=bo)
    page = client.get("/norr/dialoger").content.decode()
    assert "Björknäs" in page and page.count("Våren i Björknäs") == 3
    client.post("/norr/dialoger/3/stall-in", {"version": "1"})
    assert Dialogue.objects.get(number=3).state == "cancelled"
    client.force_login(cecilia.user)
    assert client.get("/norr/dialoger/1").status_code == 404
    assert "Björknäs" not in client.get("/soder/dialoger").content.decode()


def test_the_clock_is_written_as_one_likes(client, town, bo):
    lines = ("2026-03-12 18.00 Skolan", "2026-03-12 18:00 Skolan", "2026-03-12 kl. 9.30 Skolan", "2026-03-12 Hus 4.2")
    assert [(str(each.begins_at or ""), each.where) for each in times_of("\n".join(lines))] == [
        ("18:00:00", "Skolan"), ("18:00:00", "Skolan"), ("09:30:00", "Skolan"), ("", "Hus 4.2")]  # fmt: skip
    with pytest.raises(ValidationError):
        times_of("2026-03-12 25.00 Skolan")


def test_nobody_writes_over_another_and_nothing_written_is_lost(client, town, bo):
    today, square = timezone.localdate(), town.places["square"]
    plan_dialogues(kind="walk", area=square.area, title="Vandring", times=[Time(held_on=today)], places=[square], by=bo)
    client.force_login(bo.user)
    home = "/norr/dialoger/1"
    first = {"version": "1", "said": "Trasig lampa", "promised": "En lampa", "follow_up_on": str(today)}
    refused = client.post(f"{home}/beratta", {**first, "follow_up_on": "", "sag-0": "Mörkt vid trappan"})
    assert refused.status_code == 422 and "Mörkt vid trappan" in refused.content.decode()
    assert client.post(f"{home}/beratta", first).status_code == 302
    for posted in ({"version": "1", "said": "Annat sagt"}, {"said": "Annat sagt"}):
        overtaken = client.post(f"{home}/beratta", {**posted, "sag-0": "Skräp"})
        page = overtaken.content.decode()
        assert overtaken.status_code == 409 and 'name="version" value="2"' in page
        assert all(words in page for words in ("Någon annan hann före", "Trasig lampa", "Annat sagt", 'value="Skräp"'))
    assert client.post(f"{home}/stall-in", {"version": "1"}).status_code == 302
    assert Dialogue.objects.get().said == "Trasig lampa"
    refused = client.post(f"{home}/folj-upp", {"version": "2", "blev": "Lång text, ring 070-174 06 22"})
    assert refused.status_code == 422 and "Lång text, ring" in refused.content.decode()
    overtaken = client.post(f"{home}/folj-upp", {"version": "1", "blev": "Lampan sitter uppe"})
    assert overtaken.status_code == 409 and "Lampan sitter uppe" in overtaken.content.decode()
    client.post(f"{home}/folj-upp", {"version": "2", "blev": "Lampan sitter uppe"})
    assert Dialogue.objects.get().state == "followed_up"
    later = {**first, "version": "3", "promised": "En lampa till", "follow_up_on": str(today + timedelta(days=9))}
    client.post(f"{home}/beratta", later)
    row = Dialogue.objects.get()
    assert (row.state, row.followed_up_on) == ("held", None) and row.is_late(today=today + timedelta(days=10))


def test_numbers_are_given_one_at_a_time(town, bo):
    with CaptureQueriesContext(connection) as asked:
        plan_dialogues(kind="talk", area=town.areas["A"], title="Samtal", times=[Time(held_on=date(2026, 1, 2))], by=bo)
    told = [each["sql"].lower() for each in asked]
    held = next(at for at, sql in enumerate(told) if "tenancy_municipality" in sql and "select" in sql)
    counted = next(at for at, sql in enumerate(told) if "max(" in sql)
    assert held < counted
