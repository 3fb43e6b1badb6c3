"""A report about somebody's home stands at its stretch of street in every output; its reviewers alone see the door."""

import io
import json
import re
import zipfile
from typing import Any

import mapbox_vector_tile
import pytest

from samsyn.ground.places.actions import PlaceRefused, add_place
from samsyn.ground.places.models import PlaceType
from samsyn.ground.records import uuid7
from samsyn.method.observations.actions import change_observations, correct_observation, undo_changes
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.dwellings import STRETCH_M, Door, door_of, stretch_of, without_number
from samsyn.method.observations.models import Observation
from samsyn.method.observations.own.actions import change_own_observation, say_still_so
from samsyn.method.observations.shown import shown_table
from samsyn.method.observations.tables import observations_table
from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.web.map import kept
from samsyn.web.observation.own import draft_with_text
from tests import people
from tests.ground.test_tenancy import addresses, everything_of

pytestmark = pytest.mark.django_db
LON, LAT = 17.113337, 62.407771
DOOR = re.compile(r"17[.,]1133|62[.,]4077|17[.,]113\b|62[.,]4078")
NAME = "Villavägen 7"
READERS = ("dag", "ulf", "anna")     # a member, one who sees every report without reviewing, the writer
SHOWS_THE_REGISTER = ("/norr/organisation/", "/norr/rapportera", "/norr/registrera", "/norr/checklista")


@pytest.fixture(autouse=True)
def empty_shelf():
    kept.SHELF.kept.clear()
    kept.SHELF.asked.clear()


@pytest.fixture
def villa(town):
    """A known place that is an address, and its street."""
    add_place(name="Villavägen", lon=17.115, lat=62.408, on=people.WEEK.last_day, by=town.machine)
    return add_place(name=NAME, lon=17.119, lat=62.409, on=people.WEEK.last_day, by=town.machine)


@pytest.fixture
def at_home(town, villa):
    """Anna's report about a home, with its exact point and its address."""
    return people.observe(town, category="E1", place=villa, lon=LON, lat=LAT, place_type="dwelling")


def read(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return content.decode("utf-8", "replace")


def test_the_row_itself_is_coarse_and_counted_in_the_area_of_its_door(at_home, norr):
    row = Observation.objects.get(pk=at_home.pk)
    assert (row.lon, row.lat) == stretch_of(LON, LAT, municipality=norr)
    assert (row.precision, row.place.name, row.area.code) == ("within_100m", "Villavägen", "A")


def test_the_reviewers_see_the_door_and_nobody_else(at_home, town):
    people.join(town, "Ulf", role="analyst", organisation="town")
    people.join(town, "Rut", role="reviewer", organisation="school")
    assert {who for who, member in town.members.items() if door_of(at_home, member)} == {"bo", "rut"}
    assert door_of(at_home, town.members["bo"]) == Door(LON, LAT, NAME)


def test_the_page_tells_its_reviewer_alone(client, at_home, bo, dag):
    address = f"/norr/rapporter/{at_home.pk}"
    client.force_login(bo.user)
    assert f"{NAME}, 62.40777, 17.11334" in read(client.get(address))
    client.force_login(dag.user)
    assert not DOOR.search(page := read(client.get(address))) and NAME not in page and "Villavägen" in page


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_no_page_file_picture_or_answer_tells_where_the_home_is(client, at_home, town, reader):
    for hour in range(8, 14):
        people.observe(town, category="E1", place=Observation.objects.get(pk=at_home.pk).place, lon=LON, lat=LAT,
                       place_type="dwelling", hour=hour)  # fmt: skip
    people.join(town, "Ulf", role="analyst", organisation="town")
    bo = town.members["bo"]
    picture = compile_picture(municipality=town.municipality, week=people.WEEK, now=people.NOW, by=bo)
    lock_picture(picture=picture, function="Samordnare", now=people.NOW, by=bo)
    ids = everything_of(town) | {"Observation": str(at_home.pk)}
    client.force_login(town.members[reader].user)
    leaks, opened = {}, 0
    for address in addresses("norr", ids):
        for ending in ("", ".json") if address.endswith("2025-v40") else ("", "?period=allt"):
            answer = client.get(address + ending)
            opened += answer.status_code == 200
            text = read(answer)
            if found := [] if address.startswith(SHOWS_THE_REGISTER) else DOOR.findall(text):
                leaks[address + ending] = found
            if NAME in text and not address.startswith(SHOWS_THE_REGISTER) and "underlag" not in address:
                leaks[address + ending] = [NAME]
            if ending != ".json" and not address.endswith("2025-v40") and answer.status_code in (403, 405):
                break       # the role or the method is refused before the period is read
    assert opened > 5
    assert leaks == {}


def test_tiles_points_files_and_tables_hold_the_stretch(client, at_home, town, norr, bo):
    lon, lat = stretch_of(LON, LAT, municipality=norr)
    client.force_login(bo.user)
    point = client.get("/norr/karta/punkter.geojson?period=allt").json()["features"][0]["geometry"]["coordinates"]
    assert point == pytest.approx([lon, lat], abs=1e-6)
    whole = mapbox_vector_tile.decode(client.get("/norr/karta/plattor/0/0/0.mvt?period=allt").content)
    assert len(whole["heaps"]["features"]) == 1
    bounds = client.get("/norr/karta/laget.json?period=allt").json()["bounds"]
    assert bounds == pytest.approx([lon, lat, lon, lat])
    rows = Observation.objects.visible_to(bo)
    tables = [observations_table(rows, municipality=norr), shown_table(rows, seen_by=bo)]
    for table in tables:
        told = json.dumps(table.to_pylist(), default=str)
        assert not DOOR.search(told) and NAME not in told and "door" not in table.column_names


def test_a_burglary_in_a_home_is_always_coarse(observe, norr):
    row = observe(category="F1", lon=LON, lat=LAT)
    assert (row.lon, row.lat) == stretch_of(LON, LAT, municipality=norr) and row.place_type == "dwelling"


def test_a_home_where_it_goes_on_is_still_a_home_with_its_door(town, villa):
    kept = {"category": "E1", "place": villa, "lon": LON, "lat": LAT, "place_type": "dwelling", "kind": "condition"}
    before = people.observe(town, **kept)
    again = say_still_so(observation=before, id=None, now=people.NOW, by=town.members["anna"])
    again.refresh_from_db()
    assert (again.place_type, again.door, again.area_id) == ("dwelling", before.door, before.area_id)
    assert before.door and (again.lon, again.lat) == (before.lon, before.lat)


def test_other_reports_keep_their_point(observe, town):
    row = observe(category="E1", lon=LON, lat=LAT)
    assert (row.lon, row.lat, row.door) == (LON, LAT, "")
    known = observe(category="F1", place=town.places["square"])
    assert known.place == town.places["square"], "a square is no home"


def test_many_that_become_burglaries_in_homes_lose_their_points_and_undo_gives_them_back(observe, categories, bo, norr):
    row, batch = observe(category="E1", lon=LON, lat=LAT), uuid7()
    change_observations(observations=[row], category=categories["F1"], batch=batch, by=bo)
    row = Observation.objects.get(pk=row.pk)
    assert (row.lon, row.lat) == stretch_of(LON, LAT, municipality=norr)
    assert door_of(row, bo) == Door(LON, LAT, "")
    undo_changes(batch=batch, by=bo)
    row.refresh_from_db()
    assert (row.lon, row.lat, row.door, row.place_type) == (LON, LAT, "", "")


def test_many_linked_to_an_address_do_not_show_which_of_them_is_a_home(at_home, observe, villa, bo, client):
    elsewhere, batch = observe(category="E1", lon=LON, lat=LAT), uuid7()
    before, rows = Observation.objects.get(pk=at_home.pk), [Observation.objects.get(pk=at_home.pk), elsewhere]
    change_observations(observations=rows, place=villa, batch=batch, by=bo)
    row, other = Observation.objects.get(pk=at_home.pk), Observation.objects.get(pk=elsewhere.pk)
    assert (row.place.name, other.place) == ("Villavägen", villa)
    assert (row.lon, row.lat) == (before.lon, before.lat)
    assert door_of(row, bo) == Door(LON, LAT, NAME)
    undo_changes(batch=batch, by=bo)
    row.refresh_from_db()
    assert (row.place_id, row.door) == (before.place_id, before.door)
    other.refresh_from_db()
    assert (other.place, other.lon, other.place_type, other.door) == (None, LON, "", "")


def test_a_home_near_a_border_stays_in_its_own_area_when_a_word_is_changed(town, anna, norr, now):
    border = people.WEST + people.STEP
    near = [border + side * step / 100_000 for step in range(1, 150) for side in (-1, 1)]
    lon = next(one for one in near if (one < border) != (stretch_of(one, LAT, municipality=norr)[0] < border))
    row = people.observe(town, category="E1", lon=lon, lat=LAT, place_type="dwelling", accept=False)
    area = Observation.objects.get(pk=row.pk).area
    row = change_own_observation(
        observation=row, draft=draft_with_text(row, "Rutan är krossad", answered=False), now=now, by=anna
    )
    assert Observation.objects.get(pk=row.pk).area == area


def test_a_correction_hides_the_door_too(observe, categories, bo, norr, now):
    row = observe(category="E1", lon=LON, lat=LAT)
    draft = Draft(id=row.pk, category=categories["F1"], observed_to=row.observed_to, lon=LON, lat=LAT)
    row = correct_observation(observation=row, draft=draft, reason="Fel kategori", now=now, by=bo)
    assert (row.lon, row.lat) == stretch_of(LON, LAT, municipality=norr) and door_of(row, bo) is not None


def test_the_writer_who_changes_a_word_does_not_lose_the_door_for_the_reviewer(town, villa, anna, bo, now):
    row = people.observe(town, category="E1", place=villa, lon=LON, lat=LAT, place_type="dwelling", accept=False)
    draft = draft_with_text(row, "Rutan är krossad", answered=False)
    row = change_own_observation(observation=row, draft=draft, now=now, by=anna)
    assert door_of(row, bo) == Door(LON, LAT, NAME)


def test_everybody_on_a_stretch_stands_at_the_same_point_and_it_does_not_move(norr):
    lon, lat = stretch_of(LON, LAT, municipality=norr)
    assert stretch_of(lon, lat, municipality=norr) == (lon, lat)
    assert abs(lat - LAT) * 111_320 <= STRETCH_M / 2 and abs(lon - LON) * 111_320 * 0.47 <= STRETCH_M / 2


@pytest.mark.parametrize(("address", "street"), [
    ("Storgatan 12", "Storgatan"), ("Storgatan 12 B, lgh 1302", "Storgatan"), ("Ekvägen 3a", "Ekvägen"),
    ("Torget", "Torget"), ("Karin Boyes plats", "Karin Boyes plats"), ("Stora Nygatan 5, 3 tr", "Stora Nygatan"),
])  # fmt: skip
def test_an_address_without_its_number_is_its_street(address, street):
    assert without_number(address) == street


def test_a_home_is_never_a_known_place(machine, norr, now):
    kind = PlaceType.objects.get(municipality=norr, code="dwelling")
    with pytest.raises(PlaceRefused):
        add_place(name=NAME, place_type=kind, lon=LON, lat=LAT, on=now.date(), by=machine)


def test_the_form_takes_a_home_in_and_drops_the_number_of_an_unknown_street(client, anna, categories, areas):
    client.force_login(anna.user)
    sent = {
        "category": str(categories["E1"].pk), "place": "Okända gatan 9 B", "area": str(areas["A"].pk), "dwelling": "on",
        "seen_on": "2025-10-07", "seen_at": "12:00", "text": "Rutan är krossad",
    }  # fmt: skip
    answer = client.post("/norr/rapportera?vad=damage", sent)
    assert answer.status_code == 302, read(answer)[:2000]
    row = Observation.objects.get()
    assert row.place_type == "dwelling" and row.text == "Okända gatan\nRutan är krossad"


def test_the_phone_sends_a_home_and_changes_it_without_losing_that_it_is_one(client, anna, now, norr):
    client.force_login(anna.user)
    sent = {"content_type": "application/json", "headers": {"X-Samsyn": "1"}}
    body = {"id": "0192d0a0-0000-7000-8000-000000000001", "category": "E1", "observed_to": now.isoformat(), "lon": LON,
            "lat": LAT, "place_type": "dwelling"}  # fmt: skip
    assert client.post("/norr/api/v1/rapporter", body, **sent).status_code == 201
    held = client.get(f"/norr/api/v1/rapporter/{body['id']}").json()
    assert (held["lon"], held["lat"]) == stretch_of(LON, LAT, municipality=norr)
    again = {**body, "lon": held["lon"], "lat": held["lat"], "text": "Rutan är krossad"}
    again.pop("place_type")
    client.post(f"/norr/api/v1/rapporter/{body['id']}", again, **sent)
    row = Observation.objects.get()
    assert row.text and row.place_type == "dwelling" and row.door.startswith("17.113337")
