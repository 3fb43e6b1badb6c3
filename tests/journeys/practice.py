"""A week of the demo municipality, walked by eight people: reports, review, picture, lock, meeting, measures, answer.

The walk is the same whether it is tested (test_practitioners_week.py) or recorded for the handbook (tools/handbook.py).
What a person spends is counted while they walk: presses, keys, words to read on each new page, and what the machine
lets them wait. The time is worked out with the keystroke-level model (Card, Moran & Newell 1980), since no person holds
a stopwatch here: it says what the screens ask for, not how long anybody talks.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from samsyn.analysis.weeks import Week
from samsyn.demo.parties import PASSWORD

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
PATIENCE_MS = 60_000
# Keystroke-level model, seconds: think, point, press, type one key; reading at 240 words a minute.
THINK, POINT, PRESS, KEY, WORDS_A_SECOND = 1.35, 1.1, 0.2, 0.28, 4.0
MOST_WORDS_OF_A_PAGE = 400      # nobody reads a table through: beyond this a page is looked at, not read

STARTED_WITHIN_S = 900
ROOT = Path(__file__).resolve().parents[2]

Camera = Callable[[Page, str], None]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Make the demo in a folder and serve it, as bin/demo does; yields its address."""
    command = [sys.executable, "-m", "samsyn.cli", "demo", "--data", str(folder / "data"), "--serve", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SAMSYN_", "DJANGO_"))}
    log = folder / "log"
    with log.open("w", encoding="utf-8") as said:
        service = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environment, cwd=ROOT)
    try:
        yield _told(log, service)
    finally:
        service.terminate()
        service.wait(timeout=60)


def week_looked_at() -> Week:
    """Return the week that the demo's people look at: the last one that has ended where they live."""
    return Week.containing(datetime.now(ZoneInfo("Europe/Stockholm")).date()) - 1


def _told(log: Path, service: "subprocess.Popen[bytes]") -> str:
    """Return the address that the service says it answers at, once it does."""
    end = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < end and service.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.5)
    raise AssertionError(log.read_text(encoding="utf-8")[-3000:])


@dataclass
class Spent:
    """What one walk has asked of the one who walks."""

    presses: int = 0
    keys: int = 0
    words: int = 0
    waited_s: float = 0.0
    seen: set[str] = field(default_factory=set)

    @property
    def seconds(self) -> float:
        """The time by the keystroke-level model, with reading and waiting."""
        hands = self.presses * (THINK + POINT + PRESS) + self.keys * KEY
        return hands + self.words / WORDS_A_SECOND + self.waited_s


def no_camera(_page: Page, _name: str) -> None:
    """Take no picture."""


class Person:
    """Somebody at a screen; what goes wrong on it fails the walk."""

    def __init__(self, page: Page, address: str, *, camera: Camera = no_camera) -> None:
        self.page, self.address, self.camera = page, address, camera
        self.spent, self.wrong = Spent(), list[str]()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("response", lambda got: self.wrong.append(f"{got.status} {got.url}") if got.status >= 500 else None)

    def opens(self, path: str) -> None:
        """Go to an address, as from a bookmark."""
        self._waits(lambda: self.page.goto(f"{self.address}{path}", wait_until="load"))

    def presses(self, what: Locator) -> None:
        """Press a link or a button, and wait for what it brings."""
        self.spent.presses += 1
        self._waits(what.click)

    def link(self, name: str | re.Pattern[str], *, exact: bool = True) -> None:
        """Press the first link of a name in what the page is about."""
        self.presses(self.page.get_by_role("main").get_by_role("link", name=name, exact=exact).first)

    def button(self, name: str | re.Pattern[str], *, exact: bool = True) -> None:
        """Press the first button of a name."""
        self.presses(self.page.get_by_role("button", name=name, exact=exact).first)

    def door(self, name: str) -> None:
        """Press a door of the menu."""
        self.presses(self.page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name=name).first)

    def writes(self, label: str | Locator, text: str) -> None:
        """Write in a field."""
        there = self.page.get_by_label(label).first if isinstance(label, str) else label
        self.spent.presses += 1
        self.spent.keys += len(text)
        there.fill(text)

    def chooses(self, label: str | Locator, option: str) -> None:
        """Choose in a list."""
        there = self.page.get_by_label(label).first if isinstance(label, str) else label
        self.spent.presses += 2
        there.select_option(label=option)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Find a text on the page."""
        expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible(timeout=PATIENCE_MS)

    def keeps(self, name: str) -> None:
        """Have the page as it is kept in a picture."""
        self.camera(self.page, name)

    def _waits(self, act: Callable[[], Any]) -> None:
        begun = time.perf_counter()
        act()
        self.page.wait_for_load_state("load")
        self.spent.waited_s += time.perf_counter() - begun
        self._reads()

    def _reads(self) -> None:
        key = re.sub(r"[0-9a-f-]{36}|\?.*", "", self.page.url)
        if key not in self.spent.seen:
            self.spent.seen.add(key)
            text = self.page.evaluate("document.querySelector('main')?.innerText ?? ''")
            self.spent.words += min(len(text.split()), MOST_WORDS_OF_A_PAGE)


@contextmanager
def somebody(
    browser: Browser, address: str, who: str, *, camera: Camera = no_camera, size: dict[str, int] | None = None,
) -> Iterator[Person]:
    """Sign somebody in at a window of their own; nothing may have gone wrong on the screen when they are done."""
    context = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", viewport=size or LAPTOP,
                                  reduced_motion="reduce")  # fmt: skip
    try:
        person = Person(context.new_page(), address, camera=camera)
        person.page.goto(f"{address}/logga-in?next=/granvik/")
        person.page.get_by_label("E-post").fill(f"{who}@granvik.example")
        person.page.get_by_label("Lösenord").fill(PASSWORD)
        person.page.get_by_role("button", name="Logga in").click()
        expect(person.page.get_by_role("heading", level=1)).to_have_text("Min vecka", timeout=PATIENCE_MS)
        yield person
        assert person.wrong == [], person.wrong
    finally:
        context.close()


def report(person: Person, *, button: str, category: str, place: str, text: str) -> None:
    """Make a report by tapping, on the phone."""
    person.opens("/granvik/rapportera")
    person.page.wait_for_selector("[data-ready=yes]")
    person.keeps("rapport-1-vad")
    person.presses(person.page.get_by_role("link", name=button))
    person.keeps("rapport-2-slag")
    person.button(category, exact=False)
    person.writes("Sök plats", place[:5])
    person.keeps("rapport-3-plats")
    person.button(place, exact=False)
    person.writes("Beskriv kort", text)
    person.keeps("rapport-4-text")
    person.button("Skicka rapporten")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Tack!", timeout=PATIENCE_MS)
    person.keeps("rapport-5-tack")


def in_the_field(browser: Browser, address: str, *, camera: Camera = no_camera) -> None:
    """A caretaker, a field worker and a guard tell what they saw; one has nothing to tell, which is an answer too."""
    with somebody(browser, address, "rapportor", camera=camera, size=PHONE) as caretaker:
        caretaker.keeps("rapportor-min-vecka")
        report(caretaker, button="Skadegörelse", category="Skadegörelse på byggnad", place="Almgatan 22",
               text="Låset till källaren uppbrutet igen.")  # fmt: skip
        caretaker.opens("/granvik/sa-blev-det")
        caretaker.keeps("rapportor-sa-blev-det")
    with somebody(browser, address, "faltgrupp", size=PHONE) as youth_worker:
        report(youth_worker, button="Otrygghetsskapande samling", category="Otrygghetsskapande samling",
               place="Stora torget", text="Fler än vanligt vid trappan, lugn stämning.")  # fmt: skip
    with somebody(browser, address, "vaktare", camera=camera, size=PHONE) as guard:
        guard.button("Jag var där, inget att rapportera")
        guard.sees("jag var där, inget att rapportera")
        guard.keeps("rapportor-veckobesked")


def the_parties(browser: Browser, address: str, *, week: str, camera: Camera = no_camera) -> None:
    """The police fill in their numbers; the landlord hands in the own picture, the school reads and answers."""
    with somebody(browser, address, "kommunpolis", camera=camera) as police:
        police.link("Fyll i siffrorna")
        for group, number in (("Centrum", "3"), ("Almhöjden", "1")):
            box = police.page.get_by_role("group", name=group).get_by_label("Skadegörelse och brand")
            police.writes(box, number)
        police.keeps("polis-siffror")
        police.button("Spara siffrorna")
        police.sees(re.compile("[Tt]ack|sparad"))
    with somebody(browser, address, "forvaltare", camera=camera) as landlord:
        landlord.opens(f"/granvik/egen-bild/{week}")
        landlord.keeps("part-egen-bild")
        landlord.button("Inget nytt")
        landlord.sees("Lämnad")


def the_coordinators_week(browser: Browser, address: str, *, week: str, camera: Camera = no_camera) -> Spent:
    """One person's week: accept all, look, assess, lock, meet, decide on three things, send; returns what it asked."""
    with somebody(browser, address, "samordnare", camera=camera) as coordinator:
        coordinator.keeps("samordnare-min-vecka")
        coordinator.button(re.compile("Godkänn (alla|de)"), exact=False)
        coordinator.sees(re.compile("godkändes"))
        coordinator.door("Lägesbild")
        coordinator.button("Ta fram lägesbilden")
        coordinator.keeps("samordnare-utkast")
        coordinator.button("Skicka på avstämning")
        coordinator.link("Bedöm områdena")
        coordinator.keeps("samordnare-bedomning")
        coordinator.button("Oförändrat i alla områden")
        coordinator.presses(coordinator.page.get_by_role("navigation", name="Du är här").get_by_role("link").last)
        lock(coordinator)
        coordinator.door("Min vecka")
        coordinator.link("Till mötet")
        hold_the_meeting(coordinator)
        send(coordinator, week=week)
        return coordinator.spent


def lock(person: Person) -> None:
    """Lock the picture that is open."""
    person.button("Lås lägesbilden")
    person.writes("Vilken funktion låser?", "Samordnaren")
    person.presses(person.page.get_by_role("dialog").get_by_role("button", name="Lås lägesbilden"))
    expect(person.page.get_by_role("status").first).to_contain_text("låst", timeout=PATIENCE_MS)


def hold_the_meeting(leader: Person) -> None:
    """Open the meeting, seat the group as last, decide on three places or areas, follow up one measure, close."""
    page = leader.page
    planned = page.get_by_role("button", name="Öppna mötet", exact=True)
    if not planned.first.is_visible():
        leader.presses(page.get_by_text("Öppna ett möte utan plan"))
    leader.presses(planned.first)
    leader.button("Som förra gången")
    expect(page.get_by_role("region", name="Vilka är med?").get_by_role("checkbox", checked=True).first).to_be_visible(
        timeout=PATIENCE_MS
    )
    leader.keeps("mote-oppet")
    while page.locator("article.point").count() < 3:
        _raise_a_point(leader)
    points = page.locator("article.point")
    _decide_on_a_measure(leader, points.nth(0))
    leader.presses(points.nth(1).get_by_role("button", name="Bevaka"))
    expect(points.nth(1)).to_contain_text("bevaka", timeout=PATIENCE_MS)
    leader.presses(points.nth(2).get_by_text("Ingen åtgärd", exact=True).first)
    leader.writes(points.nth(2).get_by_label("Varför?"), "Kommunens belysning byts redan i december.")
    leader.presses(points.nth(2).get_by_role("button", name="Ingen åtgärd", exact=True))
    expect(points.nth(2)).to_contain_text("ingen åtgärd", timeout=PATIENCE_MS)
    leader.keeps("mote-beslut")
    leader.button("Avsluta mötet")
    leader.sees(re.compile("avslutat|Protokoll"))
    leader.keeps("mote-protokoll")


def _raise_a_point(leader: Person) -> None:
    """Put one more place or area on the agenda by hand, as in a calm week."""
    page = leader.page
    before = page.locator("article.point").count()
    choice = page.get_by_label("Ta upp en plats eller ett område")
    leader.spent.presses += 2
    choice.select_option(index=1 + before)
    leader.button("Ta upp")
    expect(page.locator("article.point")).to_have_count(before + 1, timeout=PATIENCE_MS)


def _decide_on_a_measure(leader: Person, point: Locator) -> None:
    leader.presses(point.get_by_text("Åtgärd", exact=True).first)
    leader.writes(point.get_by_label("Vad", exact=True), "Laga låset och se över belysningen")
    leader.chooses(point.get_by_label("Vem"), "Granvikshem AB")
    leader.presses(point.get_by_role("button", name="Besluta om åtgärden"))
    expect(point).to_contain_text("Laga låset", timeout=PATIENCE_MS)


def send(person: Person, *, week: str) -> None:
    """Issue the week's paper and send its link; those who reported are told by themselves after the lock."""
    person.opens(f"/granvik/lagesbild/{week}")
    person.link("Ge ut på papper")
    person.keeps("samordnare-utgava")
    person.button("Ge ut")
    person.presses(person.page.get_by_role("region", name="Skicka").get_by_role("button", name="Skicka", exact=True))
    person.sees(re.compile("[Ss]kicka"))
    person.opens("/granvik/aterkoppling")
    person.keeps("samordnare-aterkoppling")
    person.sees("Brevet går av sig självt när lägesbilden låses.")


def afterwards(browser: Browser, address: str, *, week: str, camera: Camera = no_camera) -> None:
    """The measure is followed up, the reporter reads the answer, the school and the steering group read their page."""
    with somebody(browser, address, "forvaltare", camera=camera) as landlord:
        landlord.opens(f"/granvik/lagesbild/{week}")
        landlord.sees(re.compile("händelser i .*rapporter"))
    with somebody(browser, address, "samordnare", camera=camera) as coordinator:
        coordinator.door("Åtgärder")
        coordinator.keeps("mote-uppfoljning")
        coordinator.link("Laga låset och se över belysningen", exact=False)
        coordinator.opens(coordinator.page.url.removeprefix(address).rstrip("/") + "/vagen")
        coordinator.sees("Möte")
        coordinator.keeps("samordnare-vagen")
    with somebody(browser, address, "rapportor", size=PHONE) as caretaker:
        caretaker.opens("/granvik/sa-blev-det")
        caretaker.sees("Läst och godkänd. Den räknas.")
    with somebody(browser, address, "rektor") as headmaster:
        headmaster.door("Åtgärder")
        headmaster.sees("Laga låset och se över belysningen")
    with somebody(browser, address, "styrgrupp", camera=camera) as politician:
        politician.opens(f"/granvik/lagesbild/{week}")
        politician.keeps("styrgrupp-lagesbild")
        politician.opens("/granvik/arbetet")
        politician.keeps("styrgrupp-arbetet")
