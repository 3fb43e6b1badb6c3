"""Own pictures, merging, layouts, texts and corrections on screen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.method.pictures.models import OwnPicture, OwnPoint, PictureComment, SectionText, SituationalPicture

pytestmark = pytest.mark.django_db
PICTURE, OWN, MERGE = "/norr/lagesbild/2025-v40", "/norr/egen-bild/2025-v40", "/norr/sammanfoga/2025-v40"


@pytest.fixture
def picture(town, bo, observe, week, now):
    for back in range(0, 60, 4):
        observe(on=week.last_day - timedelta(days=back))
    return compile_picture(municipality=town.municipality, week=week, now=now, by=bo)


@pytest.fixture
def on(norr):
    norr.settings = {**norr.settings, "own_pictures": True}
    norr.save(update_fields=["settings"])


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def hands_in(member, **points):
    """Let a member begin, add a point for each area code, and hand in."""
    client = signed_in(member)
    client.post(f"{OWN}/borja")
    for code, text in points.items():
        client.post(f"{OWN}/punkt", {"omrade": code})
        point = OwnPoint.objects.visible_to(member).latest("position")
        client.post(f"/norr/egen-bild/punkt/{point.pk}", {
            f"{name}": value for name, value in {"text": text, "lage": "worse", "version": point.version}.items()
        })  # fmt: skip
    client.post(f"{OWN}/lamna")
    return client


def test_a_week_from_the_parties_to_the_lock(on, picture, bo, dag, eva, siv):
    """Eva and Dag sum up, Bo merges, the parties comment, Bo locks, Siv reads: by forms alone, no script."""
    housing = hands_in(eva, A="Mer spring i trapphusen")
    hands_in(dag, A="Mer ute på torget")
    assert "Tack, bilden är lämnad" in page(housing, OWN)
    bo_client = signed_in(bo)
    board = page(bo_client, MERGE)
    assert "Mer spring i trapphusen" in board and "Förslag: samstämmigt" in board
    answer = bo_client.post(MERGE, {"rad": "A.parties", "gor": "differ", "version": "0"})
    assert answer.headers["Location"].endswith("#klart")
    assert "Allt är sammanfogat" in page(bo_client, MERGE)
    assert "Parterna ser olika på det" in page(bo_client, PICTURE)
    assert housing.get(PICTURE).status_code == 404
    bo_client.post(f"{PICTURE}/avstamning")
    assert "Bilden är på avstämning" in page(housing, PICTURE)
    housing.post(f"{PICTURE}/kommentar", {"avsnitt": "parties", "text": "Stämmer"})
    assert "Stämmer" in page(bo_client, PICTURE)
    assert signed_in(siv).get(PICTURE).status_code == 404
    bo_client.post(f"{PICTURE}/las", {"funktion": "Samordnaren"})
    steering = page(signed_in(siv), PICTURE)
    assert "Hyreshus AB" in steering and "Stämmer" not in steering
    assert "Mer spring" in signed_in(siv).get(f"{PICTURE}.json").content.decode()
    assert signed_in(siv).get(f"{PICTURE}.pdf").content[:5] == b"%PDF-"


def test_nothing_new_is_one_press_and_two_lines_of_the_page(on, eva):
    client = signed_in(eva)
    assert "Inget nytt" in page(client, OWN)
    client.post(f"{OWN}/inget-nytt")
    assert OwnPicture.objects.get().nothing_new
    assert "Bilden är lämnad" in page(client, OWN)
    client.post(f"{OWN}/ta-tillbaka")
    assert not OwnPicture.objects.get().is_handed_in


def test_what_is_written_is_saved_by_itself_and_a_second_writer_is_told(on, eva):
    client = signed_in(eva)
    client.post(f"{OWN}/borja")
    client.post(f"{OWN}/punkt", {"omrade": "B"})
    point = OwnPoint.objects.get()
    address, told = f"/norr/egen-bild/punkt/{point.pk}", {"headers": {"Accept": "application/json"}}
    assert client.post(address, {"text": "Först", "version": "1"}, **told).json() == {"version": 2}
    answer = client.post(address, {"text": "Sedan", "version": "1"}, **told)
    assert (answer.status_code, answer.json()["theirs"]) == (409, "Först")
    answer = client.post(address, {"text": "Ring 070-174 06 22", "version": "2"}, **told)
    assert answer.status_code == 422
    for odd in ("²", "9" * 5000):
        assert client.post(address, {"text": "Sedan", "version": odd}, **told).status_code == 409
    page_said = client.post(address, {"text": "Sedan", "version": "1"})
    assert page_said.status_code == 409 and "Din text är inte sparad" in page_said.content.decode()
    assert OwnPoint.objects.get().text == "Först"


def test_every_button_of_the_page_saves_what_its_boxes_hold(on, eva):
    client = signed_in(eva)
    client.post(f"{OWN}/borja")
    for code in "AB":
        client.post(f"{OWN}/punkt", {"omrade": code})
    first, second = OwnPoint.objects.order_by("position")
    boxes = {f"text-{first.pk}": "Lugnt", f"version-{first.pk}": "1", f"text-{second.pk}": "Livligt"}
    client.post(f"{OWN}/punkt", {**boxes, f"version-{second.pk}": "7", "omrade": "C"})
    assert OwnPoint.objects.get(pk=first.pk).text == "Lugnt"        # though somebody came first with the other
    client.post(f"/norr/egen-bild/punkt/{first.pk}/ta-bort", {**boxes, f"version-{second.pk}": "1"})
    assert [each.text for each in OwnPoint.objects.order_by("position")] == ["Livligt"]


def test_it_is_nowhere_while_it_is_off(picture, bo, eva):
    for address in (OWN, MERGE):
        assert signed_in(bo).get(address).status_code == 404
    assert "Parternas bilder" not in page(signed_in(bo), PICTURE)
    assert "egen lägesbild" not in page(signed_in(eva), "/norr/")


def test_a_reporter_has_no_own_picture_and_a_party_none_of_anothers(on, anna, eva, town):
    assert signed_in(anna).get(OWN).status_code == 403
    assert signed_in(eva).get(f"{OWN}?part={town.organisations['police'].pk}").status_code == 404


def test_the_coordinator_writes_down_what_a_party_says_by_phone(on, bo, town):
    client, part = signed_in(bo), {"part": town.organisations["housing"].pk}
    assert "Du skriver ned" in page(client, f"{OWN}?part={part['part']}")
    client.post(f"{OWN}/inget-nytt", part)
    assert OwnPicture.objects.get().by_phone


def test_a_text_in_a_section_is_read_where_it_is_shown_and_two_writers_lose_nothing(picture, bo, dag, eva):
    client = signed_in(bo)
    client.post(f"{PICTURE}/text", {"avsnitt": "areas", "visas": "parties", "text": "Marknaden märks.", "version": "0"})
    client.post(f"{PICTURE}/text", {"avsnitt": "areas", "visas": "authorities", "text": "Se även D1.", "version": "0"})
    answer = client.post(f"{PICTURE}/text", {"avsnitt": "areas", "visas": "parties", "text": "Ny", "version": "0"})
    assert answer.status_code == 409 and "Marknaden märks." in answer.content.decode()
    named = {"avsnitt": "areas", "visas": "parties", "text": "Fråga Elof på 070-174 06 22.", "version": "²"}
    refused = client.post(f"{PICTURE}/text", {**named, "version": "1"})
    assert refused.status_code == 422 and "Fråga Elof på 070-174 06 22.</textarea>" in refused.content.decode()
    assert client.post(f"{PICTURE}/text", named).status_code in (409, 422)
    client.post(f"{PICTURE}/las", {"funktion": "Samordnaren"})
    assert "Marknaden märks." in page(signed_in(eva), PICTURE)
    assert "Se även D1." not in page(signed_in(eva), PICTURE)
    assert "Se även D1." in page(signed_in(dag), PICTURE)
    assert SectionText.objects.count() == 2


def test_a_sentence_is_reworded_and_its_figures_are_not(picture, bo):
    client = signed_in(bo)
    listed = page(client, f"{PICTURE}/meningar")
    assert 'value="head/sentences/0"' in listed
    told = {"var": "head/sentences/0", "rad": "1", "version": "0"}
    refused = client.post(f"{PICTURE}/meningar", {**told, "text": "Omkring 99 händelser"})
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "Siffrorna räknas fram och ändras inte" in said and 'value="Omkring 99 händelser"' in said
    client.post(f"{PICTURE}/meningar", {**told, "text": "En lugn vecka i Norr"})
    assert "En lugn vecka i Norr" in page(client, PICTURE)
    late = client.post(f"{PICTURE}/meningar", {**told, "text": "En stillsam vecka"})
    said = late.content.decode()
    assert late.status_code == 409 and "Någon annan hann före" in said
    assert "<dd>En lugn vecka i Norr</dd>" in said and 'value="En stillsam vecka"' in said
    client.post(f"{PICTURE}/meningar", {**told, "version": "1", "text": "En stillsam vecka"})
    assert "En stillsam vecka" in page(client, PICTURE)


def test_every_sentence_leads_to_its_figures_or_its_reports(picture, bo, siv, now):
    text = page(signed_in(bo), PICTURE)
    assert "/norr/karta?first=2025-09-29&amp;last=2025-10-05" in text and 'href="#omraden"' in text
    lock_picture(picture=picture, function="Samordnaren", now=now, by=bo)
    steering = page(signed_in(siv), PICTURE)
    assert "/norr/karta" not in steering and 'href="#omraden"' in steering


def test_layouts_are_chosen_changed_and_kept_by_what_was_made(picture, bo, town, week, now):
    client, home = signed_in(bo), "/norr/lagesbild/upplagg"
    listed = page(client, home)
    for name in ("Veckan uppifrån och ner", "Torsdagssamtalet", "Tisdagsgruppen", "Lokala grupper", "Navet"):
        assert name in listed
    before = page(client, PICTURE)
    assert before.index('id="omraden"') < before.index('id="trasigt"')
    client.post(f"{home}/hub/valj")
    assert page(client, PICTURE).index('id="omraden"') < page(client, PICTURE).index('id="trasigt"')
    made = compile_picture(municipality=town.municipality, week=week - 1, now=now, by=bo)
    other = page(client, f"/norr/lagesbild/{made.week.address}")
    assert other.index('id="trasigt"') < other.index('id="omraden"')
    client.post(f"{PICTURE}/upplagg", {"upplagg": "hub"})
    assert page(client, PICTURE).index('id="trasigt"') < page(client, PICTURE).index('id="omraden"')


def test_a_layout_is_changed_by_forms_alone(bo):
    client, home = signed_in(bo), "/norr/lagesbild/upplagg"
    keys = ["areas", "head", "places"]
    told = {"avsnitt": keys, "visa-head": "on", "visa-areas": "on", "name_sv": "Vårt", "version": "0"}
    moved = client.post(f"{home}/ny", {**told, "flytta": "head:upp"}).content.decode()
    assert moved.index('value="head"') < moved.index('value="areas"')
    assert client.post(f"{home}/ny", {**told, "sv-areas": "Områdena"}).status_code == 302
    listed = page(client, home)
    assert "Vårt" in listed and "Områdena" in listed
    assert client.post(f"{home}/ny", {**told, "name_sv": " "}).status_code == 422
    client.post(f"{home}/vart/aterstall")
    assert "Vårt" not in page(client, home)


def test_a_correction_edition_takes_the_words_away_everywhere(picture, bo, siv, now):
    client = signed_in(bo)
    client.post(f"{PICTURE}/text",
                {"avsnitt": "areas", "visas": "parties", "text": "Lampan vid Elofs kiosk", "version": "0"})  # fmt: skip
    assert client.get(f"{PICTURE}/ratta").status_code == 302
    client.post(f"{PICTURE}/las", {"funktion": "Samordnaren"})
    told = {"words": "Elofs  kiosk", "decided_by": "Kommunstyrelsen", "reference": "KS 2025/7", "reason": "Pekar ut",
            "decided_on": now.date().isoformat()}  # fmt: skip
    assert client.post(f"{PICTURE}/ratta", {**told, "reference": ""}).status_code == 422
    looked = client.post(f"{PICTURE}/ratta", {**told, "gor": "se"}).content.decode()
    assert "Texten finns i:" in looked and "texter i lägesbilder: 1" in looked
    assert client.post(f"{PICTURE}/ratta", {**told, "words": "står inte där"}).status_code == 422
    assert client.post(f"{PICTURE}/ratta", told).status_code == 302
    reader = signed_in(siv)
    text = page(reader, PICTURE)
    assert "Elofs" not in text and "Kommunstyrelsen" in text and "KS 2025/7" in text and "Pekar ut" in text
    assert "Elofs" not in reader.get(f"{PICTURE}.json").content.decode()
    assert SituationalPicture.objects.get().edition == 2
    assert reader.post(f"{PICTURE}/ratta", told).status_code == 403


def test_late_reports_stand_beside_the_locked_picture(picture, bo, observe, week, now):
    client = signed_in(bo)
    client.post(f"{PICTURE}/las", {"funktion": "Samordnaren"})
    before = client.get(f"{PICTURE}.json").content
    assert "Kompletterat efter låset" not in page(client, PICTURE)
    observe(on=week.last_day)
    text = page(client, PICTURE)
    assert "Kompletterat efter låset" in text and "efter sena rapporter" in text
    assert client.get(f"{PICTURE}.json").content == before


def test_the_screens_ask_few_questions_however_much_there_is(on, picture, bo, dag, eva):
    hands_in(eva, A="Ett")
    client = signed_in(bo)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as board:
            page(client, MERGE)
        with CaptureQueriesContext(connection) as whole:
            page(client, PICTURE)
        counts.append((len(board), len(whole)))
        client.post(f"{MERGE}/resten")
        hands_in(dag, A="Ett", B="Två", C="Tre")
    assert counts[0][0] <= 13 and counts[1][0] <= counts[0][0] + 2
    assert counts[1][1] == counts[0][1] <= 20
    assert PictureComment.objects.count() == 0
