"""The app in the phone: its worker, its manifest, and screens that say nothing of who is signed in."""

import gzip
import json
import re

import pytest

from samsyn.web.phone import icon, shell

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, anna):
    client.force_login(anna.user)
    return client


def test_the_worker_lies_at_the_root_and_names_what_it_keeps(client):
    answer = client.get("/sw.js")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]
    assert shell.version() in answer.content.decode()


@pytest.mark.parametrize("address", ["/norr/rapportera", "/norr/mina"])
def test_a_first_visit_waits_for_no_second_round_of_files(signed_in, address):
    """All that a screen cannot begin without is named in the page itself, and its style is one file."""
    page = signed_in.get(address).content.decode()
    screen = "report" if "rapportera" in address else "mine"
    named = set(re.findall(r'rel="modulepreload" href="/static/([^"]+)"', page))
    needed = {one for name in named for one in shell.imports_of(name, at_once=True)}
    assert f"offline/{screen}.js" in named and needed <= named
    assert not named & {"offline/photos.js", "offline/pin.js", "offline/likely.js", "guard.js"}, "not until asked for"
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page.replace("<noscript>", "").replace("</noscript>", ""))
    assert sheets == [shell.style_address(), "/static/vendor/fonts.css"]


def test_the_style_has_a_name_for_its_content_and_whoever_asks_for_an_older_one_gets_this(client):
    now, older = client.get(shell.style_address()), client.get("/app-0123456789ab.css")
    assert "immutable" in now["Cache-Control"] and older["Cache-Control"] == "no-cache"
    assert now.content == older.content and b".big-choices" in now.content and b"url(./" not in now.content


def test_everything_that_is_kept_exists(client):
    assert [address for address in shell.files() if client.get(address).status_code != 200] == []


def test_every_script_of_the_screens_is_kept():
    kept = {address.removeprefix("/static/") for address in shell.files()}
    imported = set()
    for name in kept:
        if name.endswith(".js"):
            imported |= set(shell.imports_of(name))
    assert imported - kept - {"palette.js", "guard.js", "offline/leaving.js"} == set()


@pytest.mark.parametrize("address", ["/norr/rapportera", "/norr/rapportera/skal", "/norr/mina/skal"])
def test_what_the_phone_keeps_says_nothing_of_who_is_signed_in(signed_in, anna, address):
    page = signed_in.get(address).content.decode()
    assert anna.user.email not in page
    assert "csrfmiddlewaretoken" not in page


def test_name_and_icon_are_neutral_unless_the_municipality_chooses(signed_in, anna):
    told = json.loads(signed_in.get("/norr/app.webmanifest").content)
    assert (told["name"], told["start_url"], told["display"]) == ("Samsyn", "/norr/rapportera", "standalone")
    town = anna.municipality
    town.settings = {"app_name": "Anteckningar", "app_icon": "square"}
    town.save()
    assert json.loads(signed_in.get("/norr/app.webmanifest").content)["short_name"] == "Anteckningar"


@pytest.mark.parametrize("shape", icon.SHAPES)
def test_an_icon_is_a_picture_in_the_colour_of_the_town(shape):
    picture = icon.png(size=180, colour="#0b5563", shape=shape)
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 10_000


def test_the_icon_is_served_in_the_sizes_that_phones_ask_for(signed_in):
    assert signed_in.get("/norr/app-ikon-192.png")["Content-Type"] == "image/png"
    assert signed_in.get("/norr/app-ikon-7.png").status_code == 404


def test_texts_are_packed_and_parts_of_files_are_not(client):
    packed = client.get("/static/offline/report.js", headers={"Accept-Encoding": "gzip"})
    assert b"import" in gzip.decompress(b"".join(packed.streaming_content))
    part = client.get("/static/offline/report.js", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert part.get("Content-Encoding") is None


def test_my_reports_are_listed_without_script_and_only_mine(signed_in, observe, eva, django_assert_max_num_queries):
    observe()
    observe(by=eva, category="I1")
    with django_assert_max_num_queries(12):
        page = signed_in.get("/norr/mina").content.decode()
    assert page.count('class="own-report"') == 1
