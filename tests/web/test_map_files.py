"""What leaves as a file is what is shown, without anybody's name; and the base map that members alone may fetch."""

import csv
import gzip
import io
import json
import struct

import pytest
import shapely

from samsyn.cli.__main__ import main
from samsyn.ground.audit.models import Event
from samsyn.ground.places.actions import store_base_map
from samsyn.ground.places.models import BaseMap
from samsyn.method.observations.models import Observation

pytestmark = pytest.mark.django_db
POINT = {"lon": 17.105, "lat": 62.405}


@pytest.fixture
def taken(client):
    """taken(member, kind, query) returns the answer of an export."""

    def get(member, kind="csv", query="?period=allt"):
        client.force_login(member.user)
        return client.get(f"/norr/karta/export.{kind}{query}")

    return get


def as_rows(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_holds_what_the_list_shows(taken, bo, observe):
    observe(category="E1", **POINT, text="Ruta krossad")
    observe(category="G1", area="B")
    (row,) = as_rows(taken(bo, query="?period=allt&category=E1"))
    assert row["category"] == "E1" and row["area_name"] == "Alby" and row["text"] == "Ruta krossad"
    assert row["lon"] == "17,105" and row["state"] == "accepted" and row["source_kind"] == "school"


def test_no_file_holds_organisation_or_reporter(taken, bo, observe, anna):
    observe(by=anna)
    row = as_rows(taken(bo))[0]
    assert "organisation" not in row
    assert not {"Anna", "Norrskolan", str(anna.user.pk), str(anna.organisations[0].pk)} & set(row.values())


def test_texts_leave_only_with_those_who_see_every_row(taken, dag, observe):
    observe(text="bara på skärmen")
    answer = taken(dag)
    assert "text" not in as_rows(answer)[0]


def test_a_row_known_only_to_its_area_has_no_coordinates(taken, bo, observe):
    row = observe(**POINT)
    Observation.objects.filter(pk=row.pk).update(precision="area")
    (row,) = as_rows(taken(bo))
    assert row["lon"] == row["x_m"] == "" and row["area"] == "A"


def test_a_refused_text_never_leaves(taken, bo, observe):
    row = observe(text="Kalle gjorde det")
    Observation.objects.filter(pk=row.pk).update(state="refused")
    (row,) = as_rows(taken(bo, query="?period=allt&state=refused"))
    assert row["text"] == ""


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson", "gpkg", "parquet"])
def test_every_format_is_a_named_file(taken, bo, observe, kind):
    observe(**POINT)
    answer = taken(bo, kind)
    assert answer.status_code == 200 and f".{kind}" in answer["Content-Disposition"]
    assert len(b"".join(answer.streaming_content)) > 100


def test_an_empty_choice_is_an_empty_file(taken, bo):
    assert as_rows(taken(bo)) == []
    assert taken(bo, "exe").status_code == 404


def test_more_rows_than_excel_holds_are_refused_with_advice(taken, bo, observe, monkeypatch):
    monkeypatch.setattr("samsyn.web.map.files.EXCEL_HOLDS", 1)
    observe()
    observe()
    answer = taken(bo, "xlsx")
    assert answer.status_code == 400 and "Excel rymmer" in answer.content.decode()


def test_the_logbook_tells_who_took_what_but_not_what_was_searched_for(taken, bo, observe):
    observe(text="Kalle")
    taken(bo, query="?period=allt&area=A&q=Kalle")
    line = Event.objects.get(happening="observations.exported")
    assert line.by == str(bo.user.pk)
    assert line.changed == {"rows": 1, "format": "csv", "choice": "period=allt&area=A", "searched": True}


def test_only_those_who_may_take_files_get_them(taken, anna, siv, dag):
    assert taken(anna).status_code == taken(siv).status_code == 403
    assert taken(dag).status_code == 200


# --- the base map ---------------------------------------------------------------------------------


def tiles_file(path, *, west=17.0, south=62.3, east=17.3, north=62.5):
    """Write something that begins as a PMTiles file."""
    head = bytearray(b"PMTiles\x03" + bytes(119))
    struct.pack_into("<4i", head, 102, *(int(edge * 1e7) for edge in (west, south, east, north)))
    path.write_bytes(bytes(head) + bytes(range(256)) * 8)
    return path


@pytest.fixture
def kept_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def test_a_drawing_is_sent_packed_and_again_only_when_it_has_changed(client, bo, machine, kept_files):
    content = gzip.compress(b'{"type":"FeatureCollection","features":[]}')
    store_base_map(content=content, kind="geojson", source="Lantmäteriet", licence="CC0", by=machine)
    client.force_login(bo.user)
    answer = client.get("/norr/karta/bakgrund", headers={"Accept-Encoding": "gzip"})
    assert b"".join(answer.streaming_content) == content and answer["Content-Encoding"] == "gzip"
    assert client.get("/norr/karta/bakgrund").json() == {"type": "FeatureCollection", "features": []}
    assert client.get("/norr/karta/bakgrund", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get("/norr/karta/underlag.json").json()["base"]["words"] == "Lantmäteriet, CC0"


def test_tiles_are_sent_in_the_pieces_asked_for(client, bo, machine, kept_files, tmp_path):
    path = tiles_file(tmp_path / "map.pmtiles")
    store_base_map(content=path, kind="pmtiles", by=machine)
    client.force_login(bo.user)
    answer = client.get("/norr/karta/bakgrund", headers={"Range": "bytes=0-6"})
    assert answer.status_code == 206 and b"".join(answer.streaming_content) == b"PMTiles"
    assert answer["Content-Range"] == f"bytes 0-6/{path.stat().st_size}"
    rest = client.get("/norr/karta/bakgrund", headers={"Range": "bytes=2170-"})
    assert len(b"".join(rest.streaming_content)) == path.stat().st_size - 2170
    assert client.get("/norr/karta/bakgrund", headers={"Range": "bytes=9999-"}).status_code == 416


def test_a_new_base_map_takes_the_place_of_the_old(machine, kept_files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        store_base_map(content=b"{}", kind="geojson", by=machine)
        store_base_map(content=b"{ }", kind="geojson", by=machine)
    assert BaseMap.objects.count() == 1 and len(list((kept_files / "norr").iterdir())) == 1


def test_no_base_map_is_not_found(client, bo, kept_files):
    client.force_login(bo.user)
    assert client.get("/norr/karta/bakgrund").status_code == 404


def imported(path):
    return main(["basemap", "import", str(path), "--municipality", "norr", "--source", "Norrs kommun"])


def drawing(path, **layers):
    """Write a GeoJSON file with a square for each layer."""
    box = json.loads(shapely.to_geojson(shapely.box(17.11, 62.405, 17.12, 62.41)))
    features = [{"type": "Feature", "properties": {"layer": layer}, "geometry": box} for layer in layers.values()]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_a_drawing_is_imported_and_sorted_into_layers(town, kept_files, tmp_path, capsys):
    assert imported(drawing(tmp_path / "karta.geojson", a="Byggnader", b="vattenyta", c="okänt")) == 0
    base = BaseMap.objects.get()
    features = json.loads(gzip.decompress((kept_files / base.path).read_bytes()))["features"]
    assert [feature["properties"]["layer"] for feature in features] == ["land", "built", "water"]
    assert (base.kind, base.source) == ("geojson", "Norrs kommun")


def test_tiles_are_imported_as_they_are(town, kept_files, tmp_path, capsys):
    assert imported(tiles_file(tmp_path / "karta.pmtiles")) == 0
    assert (kept_files / BaseMap.objects.get().path).read_bytes() == (tmp_path / "karta.pmtiles").read_bytes()


@pytest.mark.parametrize("name", ["outside.pmtiles", "broken.pmtiles", "outside.geojson", "map.png", "missing.gpkg"])
def test_a_map_that_cannot_be_right_is_refused_with_a_sentence(town, kept_files, tmp_path, capsys, name):
    path = tmp_path / name
    if name == "outside.pmtiles":
        tiles_file(path, west=1, east=2, south=1, north=2)
    elif name == "outside.geojson":
        drawing(path, a="vatten")
        path.write_text(path.read_text(encoding="utf-8").replace("17.1", "27.1"), encoding="utf-8")
    elif name != "missing.gpkg":
        path.write_bytes(b"nothing")
    assert imported(path) == 1
    assert capsys.readouterr().err.strip().endswith((".", ")")) and not BaseMap.objects.exists()


def test_the_map_in_the_pocket_is_for_those_who_report_and_holds_no_report(
    client, anna, observe, machine, siv, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    observe(category="E1", lon=17.1051, lat=62.4051)
    store_base_map(content=b"{}", kind="geojson", source="Norr", licence="CC0", by=machine)
    client.force_login(anna.user)
    told = client.get("/norr/karta/fickan.json").json()
    assert [area["properties"]["name"] for area in told["areas"]["features"]] == ["Alby", "Björknäs", "Centrum"]
    assert told["base"]["keep"] is True and told["base"]["words"] == "Norr, CC0" and "17.1051" not in str(told)
    assert client.get(told["base"]["url"]).status_code == 200
    client.force_login(siv.user)
    assert client.get("/norr/karta/fickan.json").status_code == 403


def test_a_base_map_larger_than_a_phone_should_keep_is_only_drawn_with_a_network(
    client, anna, machine, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("samsyn.web.map.pocket.KEPT_AT_MOST", 10)
    store_base_map(content=b"0123456789ab", kind="pmtiles", by=machine)
    client.force_login(anna.user)
    assert client.get("/norr/karta/fickan.json").json()["base"]["keep"] is False
