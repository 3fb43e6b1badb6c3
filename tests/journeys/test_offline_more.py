"""The phone beside the report: course, practice, the week's reply, photos, likely duplicates; with and without net."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from samsyn.ground.files.models import StoredFile
from samsyn.ground.people.models import User
from samsyn.method.observations.models import Observation, PeriodReply
from tests.faults import Network, Plan
from tests.journeys.phones import emptied, phone, ready, report, settled, sign_in
from tests.journeys.test_offline_screens import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_hand(playwright_now, browser, live_server, town, tmp_path):
    """Anna's phone, signed in, with the report screen open."""
    with phone(playwright_now, tmp_path / "phone", live_server.url) as context:
        sign_in(context.pages[0])
        yield context.pages[0]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def to_send(page: Page, text: str = "") -> None:
    """Come to the last screen of a report in Alby."""
    page.get_by_role("link", name="Skadegörelse").click()
    page.get_by_role("button", name="Skadegörelse på byggnad").click()
    tap(page, "Alby")
    if text:
        page.get_by_label("Beskriv kort").fill(text)


def through_the_course(page: Page) -> None:
    for _part in range(4):
        tap(page, "Nästa")
    heading(page, "Det var allt")


def test_the_course_comes_once_before_the_first_report(at_hand):
    User.objects.update(course_taken_on=None)
    at_hand.reload()
    ready(at_hand)
    heading(at_hand, "Det du ser på jobbet räknas")
    found = looked_at(at_hand, "course")
    through_the_course(at_hand)
    found += looked_at(at_hand, "end of the course")
    tap(at_hand, "Börja rapportera")
    emptied(at_hand)
    assert User.objects.get(name="Anna").course_taken_on is not None
    report(at_hand)
    at_hand.reload()
    ready(at_hand)
    expect(at_hand.get_by_role("link", name="Skadegörelse")).to_be_visible()
    assert found == []


def test_nobody_without_a_network_is_kept_from_reporting_by_the_course(at_hand):
    User.objects.update(course_taken_on=None)
    at_hand.reload()
    settled(at_hand)                        # what it knew before is shown until the phone has learned of the course
    at_hand.context.set_offline(True)
    at_hand.reload()
    ready(at_hand)
    expect(at_hand.get_by_text("kurs på tre minuter")).to_be_visible()
    report(at_hand)
    tap(at_hand, "En till")
    at_hand.get_by_role("link", name="Ta den nu").click()
    through_the_course(at_hand)
    at_hand.context.set_offline(False)
    emptied(at_hand)
    assert User.objects.get(name="Anna").course_taken_on is not None
    assert Observation.objects.count() == 1


@pytest.mark.parametrize("online", [True, False])
def test_a_practice_report_is_marked_on_every_screen_and_never_stored(at_hand, online):
    at_hand.context.set_offline(not online)
    tap(at_hand, "Öva")
    for role, name in (("link", "Skadegörelse"), ("button", "Skadegörelse på byggnad"), ("button", "Alby")):
        expect(at_hand.get_by_text("Den räknas inte och sparas inte.")).to_be_visible()
        at_hand.get_by_role(role, name=name).click()
    expect(at_hand.get_by_text("Den räknas inte och sparas inte.")).to_be_visible()
    found = looked_at(at_hand, "practice")
    tap(at_hand, "Skicka övningen")
    if not online:
        heading(at_hand, "Övningen väntar på nät")
        at_hand.context.set_offline(False)
    heading(at_hand, "Övningen är klar")
    emptied(at_hand)
    at_hand.goto("/norr/mina")
    ready(at_hand)
    expect(at_hand.get_by_text("Du har inte skickat någon rapport än.")).to_be_visible()
    assert not Observation.objects.exists()
    assert found == []


def test_the_week_is_answered_in_one_tap_also_without_a_network(at_hand):
    at_hand.context.set_offline(True)
    at_hand.get_by_role("button", name="Jag var där, inget att rapportera").last.click()
    expect(at_hand.locator(".week-line").last).to_contain_text("Jag var där, inget att rapportera")
    expect(at_hand.locator(".week-line").last.get_by_role("button")).to_have_count(0)
    at_hand.reload()
    ready(at_hand)
    expect(at_hand.locator(".week-line").last.get_by_role("button")).to_have_count(0)
    Network.plan = Plan(lost_after=0.5, twice=0.5, path="/api/v1/besked", seed=3)
    at_hand.context.set_offline(False)
    emptied(at_hand)
    assert [(one.answer, one.area) for one in PeriodReply.objects.all()] == [("nothing", None)]


def test_what_may_be_reported_already_is_shown_and_can_be_added_to(at_hand):
    report(at_hand, text="Ruta krossad vid entrén.")
    tap(at_hand, "En till")
    to_send(at_hand)
    expect(at_hand.get_by_text("Det här kan redan vara rapporterat.")).to_be_visible()
    found = looked_at(at_hand, "likely")
    tap(at_hand, "Lägg till")
    expect(at_hand.get_by_text("Händelsen räknas en gång.")).to_be_visible()
    tap(at_hand, "Skicka rapporten")
    heading(at_hand, "Tack!")
    first, second = Observation.objects.order_by("created_at")
    assert second.same_as == first
    assert found == []


def test_the_question_whether_it_is_reported_never_holds_the_report_up(at_hand):
    asked, answered = [], []
    at_hand.on("request", lambda request: asked.append(1) if request.url.endswith("liknande") else None)
    at_hand.on("requestfinished", lambda request: answered.append(1) if request.url.endswith("liknande") else None)
    Network.plan = Plan(late=1, delay=8, path="/api/v1/rapporter/liknande")
    to_send(at_hand)
    tap(at_hand, "Skicka rapporten")
    expect(at_hand.get_by_role("heading", level=1)).to_have_text("Tack!")
    assert Observation.objects.count() == 1
    assert asked and not answered, "the report was received while the question was still under way"


# --- photos -------------------------------------------------------------------------------------


@pytest.fixture
def photos_on(norr, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    norr.settings = {"photos": True}
    norr.save()


@pytest.fixture
def noisy():
    """A large photo full of detail, with a camera and a place in it."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of Kalle"
    written = io.BytesIO()
    picture = Image.effect_noise((2400, 1800), 90).convert("RGB")
    picture.save(written, "JPEG", quality=95, exif=exif)
    return {"name": "IMG_4711.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


KEPT = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  const store = openStore();
  const { user } = await store.get("kept", "current");
  const { draftsOf } = await import("/static/offline/drafts.js");
  const sealed = (await store.all("drafts")).map((row) => String(row.sealed.box instanceof ArrayBuffer));
  const open = (await draftsOf(user, { store }).all()).map((draft) => draft.report.jpeg ?? "");
  return { sealed, open, receipts: JSON.stringify(await store.all("receipts")) };
}"""


def sharpness(content: bytes) -> float:
    """How different neighbouring pixels are in the middle of a picture."""
    grey = Image.open(io.BytesIO(content)).convert("L")
    w, h = grey.size
    middle = grey.crop((w // 2 - 60, h // 2 - 60, w // 2 + 60, h // 2 + 60))
    pixels = list(middle.tobytes())
    return sum(abs(a - b) for a, b in zip(pixels, pixels[1:], strict=False)) / len(pixels)


def test_a_photo_is_made_small_blurred_kept_sealed_and_sent_once(photos_on, at_hand, noisy):
    at_hand.context.set_offline(True)
    to_send(at_hand)
    at_hand.get_by_label("Välj foto").set_input_files(noisy)
    tap(at_hand, "Sudda")
    box = at_hand.get_by_role("button", name="Ruta som suddar")
    box.focus()
    for key in ("ArrowRight", "ArrowLeft", "+", "Enter"):
        at_hand.keyboard.press(key)
    found = looked_at(at_hand, "blur")
    tap(at_hand, "Spara")
    found += looked_at(at_hand, "photo")
    tap(at_hand, "Skicka rapporten")
    heading(at_hand, "Sparad i telefonen")
    kept = at_hand.evaluate(KEPT)
    sent = base64.b64decode(next(jpeg for jpeg in kept["open"] if jpeg))
    assert kept["sealed"] == ["true", "true"]
    assert len(sent) <= 400_000
    assert b"Kalle" not in sent
    assert sharpness(sent) < 4 < sharpness(noisy["buffer"])
    Network.plan = Plan(lost_after=0.5, twice=0.5, path="/bilder", seed=2)
    at_hand.context.set_offline(False)
    emptied(at_hand)
    assert [file.owner_id for file in StoredFile.objects.all()] == [Observation.objects.get().pk]
    assert max(StoredFile.objects.get().width, StoredFile.objects.get().height) <= 1600
    after = at_hand.evaluate(KEPT)
    assert (after["open"], "jpeg" in after["receipts"]) == ([], False)
    assert found == []


def test_a_finger_blurs_and_the_step_can_be_taken_back(photos_on, at_hand, noisy):
    at_hand.reload()
    ready(at_hand)
    to_send(at_hand)
    at_hand.get_by_label("Välj foto").set_input_files(noisy)
    tap(at_hand, "Sudda")
    at_hand.locator(".blur-view canvas").scroll_into_view_if_needed()
    seen = at_hand.locator(".blur-view canvas").bounding_box()
    middle = (seen["x"] + seen["width"] / 2, seen["y"] + seen["height"] / 2)
    at_hand.mouse.move(*middle)
    at_hand.mouse.down()
    at_hand.mouse.move(middle[0] + 20, middle[1] + 5)
    at_hand.mouse.up()
    tap(at_hand, "Sudda allt")
    tap(at_hand, "Ångra")
    tap(at_hand, "Spara")
    tap(at_hand, "Skicka rapporten")
    heading(at_hand, "Tack!")
    emptied(at_hand)
    content = StoredFile.objects.get().path.read_bytes()
    corner = Image.open(io.BytesIO(content)).convert("L").crop((0, 0, 120, 120))
    pixels = list(corner.tobytes())
    assert sharpness(content) < 6
    assert sum(abs(a - b) for a, b in zip(pixels, pixels[1:], strict=False)) / len(pixels) > 6, "only what was touched"


def test_where_photos_are_off_there_is_no_way_to_take_one(at_hand):
    to_send(at_hand)
    expect(at_hand.get_by_label("Välj foto")).to_have_count(0)
