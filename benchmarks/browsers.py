"""Do the journeys of the phone hold in Firefox and in WebKit, where every report must arrive exactly once?

    python -m benchmarks.browsers firefox|webkit [--install] [--only NAME …]

Serves an invented town through the faulty network of tests/faults.py and walks the journeys that tests/journeys does in
Chromium: with and without a network, killed with thirty unsent reports, requests and answers lost, two tabs, a session
that ended, a new version of the app, a clock that is a day wrong, a full phone, and what else waits in the outbox.
Nothing of it is needed by bin/test. `--install` fetches the browser from a Debian-like distribution (as root); WebKit
is the engine of Safari as WebKitGTK carries it, not Safari and not an iPhone. Prints one line of JSON for each journey
and one in the end; exit code 1 if any failed.
"""

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest  # noqa: F401  (the faulty network opens for tests only, and this is one)

from benchmarks.engines import firefox, webkit

ENGINES: dict[str, Any] = {"firefox": (firefox, firefox.Firefox), "webkit": (webkit, webkit.WebKit)}
SCREEN = "/norr/rapportera"
PATIENCE = 60.0
STORE = """const { openStore } = await import("/static/offline/store.js");
  const { draftsOf } = await import("/static/offline/drafts.js");
  const store = openStore();
  const drafts = draftsOf((await store.get("kept", "current"))?.user ?? "", { store });"""
LEFT = STORE + """return (await store.all("drafts")).filter((row) => row.state !== "writing").length;"""
SEND = STORE + """return (await import("/static/offline/sending.js")).flush({ store });"""
KEPT = """for (const name of await caches.keys()) {
    if (navigator.serviceWorker.controller && (await (await caches.open(name)).match("/shells"))) return true;
  }
  return false;"""
TAP = """const seen = (one) => one.getClientRects().length && !one.disabled && !one.closest("[hidden]");
  const asked = { link: "a[href]", button: "button, [role=button]" }[given.role];
  const found = [...document.querySelectorAll(asked)].filter(seen);
  const said = (one) => one.textContent.trim().replace(/\\s+/g, " ");
  const one = found.find((one) => said(one) === given.name) ?? found.find((one) => said(one).includes(given.name));
  if (!one) return false;
  one.scrollIntoView({ block: "center" });
  one.click();
  return true;"""
WRITE = """const box = document.querySelector(given.where);
  if (!box) return false;
  box.value = given.text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
  return true;"""
MANY = STORE + """for (let i = 0; i < given; i += 1) {
    await drafts.keep({
      id: crypto.randomUUID(), category: "E1", observed_to: new Date(Date.now() - (i + 5) * 60000).toISOString(),
      area: "A", precision: "area", seen: "earlier", text: `Port ${i + 1} trasig, ${crypto.randomUUID().slice(0, 4)}.`,
    }, { town: "norr" });
  }
  return true;"""
WRONG_CLOCK = """const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...all) { if (all.length) super(...all); else super(Real.now() + given); }
    static now() { return Real.now() + given; }
  };
  return new Date() - new Real();"""
FULL = """const refuse = () => { throw new DOMException("full", "QuotaExceededError"); };
  IDBObjectStore.prototype.put = refuse;
  return true;"""
PHOTO = """const box = document.querySelector("#photos input[type=file]");
  if (!box) return false;
  const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
  const pen = canvas.getContext("2d");
  for (let i = 0; i < 4000; i += 1) {
    pen.fillStyle = `rgb(${(i * 37) % 256} ${(i * 91) % 256} ${(i * 53) % 256})`;
    pen.fillRect((i * 613) % 2400, (i * 419) % 1800, 90, 70);
  }
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
  const carried = new DataTransfer();
  carried.items.add(new File([blob], "IMG_4711.jpg", { type: "image/jpeg" }));
  box.files = carried.files;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  return blob.size;"""
DAY_MS = 86_400_000


class Phone:
    """A browser in somebody's hand, and the hand."""

    def __init__(self, engine: Any, folder: Path, address: str) -> None:
        self.engine, self.folder, self.address = engine, folder, address
        self.browser = engine(folder)

    def again(self) -> None:
        """Kill it and start it on the same folder."""
        self.browser.kill()
        self.browser = self.engine(self.folder)

    def open(self, path: str = SCREEN, *, tab: int = 0) -> None:
        """Open a screen and wait until it works."""
        self.browser.goto(self.address + path, tab=tab)
        self.until("the screen is ready", "return document.querySelector('[data-ready=yes]') !== null;", tab=tab)

    def until(self, what: str, body: str, given: Any = None, *, tab: int = 0, patience: float = PATIENCE) -> Any:
        """Ask the page until it says yes; it may be on its way to another page meanwhile."""
        end, problem = time.monotonic() + patience, ""
        while time.monotonic() < end:
            try:
                if found := self.browser.run(body, given, tab=tab):
                    return found
            except RuntimeError as trouble:
                problem = str(trouble)
            time.sleep(0.1)
        raise AssertionError(f"waited in vain: {what}. {problem} The page says: {self.words()}")

    def words(self) -> str:
        """What stands on the page."""
        return str(self.browser.run("return document.querySelector('main')?.innerText.slice(0, 400) ?? '';"))

    def tap(self, name: str, *, role: str = "button") -> None:
        """Tap what carries the name."""
        self.until(f"{role} {name}", TAP, {"name": name, "role": role})

    def says(self, words: str) -> None:
        """Wait until the words stand on the page."""
        self.until(words, "return document.body.innerText.includes(given);", words)

    def write(self, where: str, text: str) -> None:
        """Write in a field."""
        self.until(where, WRITE, {"where": where, "text": text})

    def to_send(self) -> None:
        """Come to the last screen of a report in Alby."""
        self.tap("Skadegörelse", role="link")
        self.tap("Skadegörelse på byggnad")
        self.tap("Alby")

    def report(self, *, practice: bool = False) -> None:
        """Make a report by tapping, and wait for the phone's word."""
        self.to_send()
        self.tap("Skicka övningen" if practice else "Skicka rapporten")
        self.until("a word from the phone", "return location.hash === '#tack';")

    def sign_in(self, who: str = "anna") -> None:
        """Sign in and stand on the report screen, once the worker keeps it."""
        from tests.people import PASSWORD

        self.browser.goto(f"{self.address}/logga-in?next={SCREEN}")
        self.write("[name=username]", f"{who}@norr.example")
        self.write("[name=password]", PASSWORD)
        self.browser.run("document.querySelector('[name=password]').form.querySelector('[type=submit]').click();")
        self.until("the report screen", "return location.pathname === given;", SCREEN)
        self.until("the screens are kept", KEPT)

    def emptied(self, *, patience: float = 150) -> None:
        """Wait until nothing is left in the phone, sent by the phone's own doing."""
        self.until("an empty outbox", f"return 0 === await (async () => {{ {LEFT} }})();", patience=patience)


@contextmanager
def no_network(phone: Phone) -> Iterator[None]:
    """Nothing gets through; where the browser can be told, it knows. It does not know in WebKit, as in a bad lift."""
    from tests.faults import Network, Plan

    if phone.browser.can_go_offline:
        phone.browser.offline(True)
    Network.plan = Plan(lost_before=1.0, path="/")
    try:
        yield
    finally:
        Network.plan = None
        if phone.browser.can_go_offline:
            phone.browser.offline(False)


def stored() -> int:
    """How many reports the house has."""
    from samsyn.method.observations.models import Observation

    return Observation.objects.count()


def grew(before: int, by: int) -> str:
    """Every report arrived once."""
    assert stored() - before == by, f"{stored() - before} stored of {by}"
    return f"{by} stored"


# --- the journeys ---------------------------------------------------------------------------------------------


def with_a_network(phone: Phone) -> str:
    """A report with a network."""
    before = stored()
    phone.open()
    phone.report()
    phone.says("Tack!")
    return grew(before, 1)


def without_a_network(phone: Phone) -> str:
    """A report without one waits, outlives a reload and goes when it is back."""
    before = stored()
    with no_network(phone):
        phone.open()
        phone.report()
        phone.says("1 ej skickad")
        phone.open()
        phone.says("1 ej skickad")
        assert stored() == before
    phone.emptied()
    phone.says("0 ej skickade")
    return grew(before, 1)


def killed_with_thirty(phone: Phone) -> str:
    """Thirty reports outlive a browser that is killed."""
    before = stored()
    with no_network(phone):
        phone.open()
        phone.browser.run(MANY, 29)
        phone.report()
        assert phone.browser.run(LEFT) == 30
        phone.again()
    phone.open()
    phone.emptied()
    return grew(before, 30)


def requests_and_answers_lost(phone: Phone) -> str:
    """Requests are lost before and after the house has stored them, come twice, late, or end in a gateway error."""
    from tests.faults import Network, Plan

    before = stored()
    phone.open()
    plan = Network.plan = Plan(
        lost_before=0.2, lost_after=0.3, twice=0.3, late=0.3, broken=0.1, path="/api/v1/rapporter"
    )  # fmt: skip
    phone.browser.run(MANY, 12)
    phone.until("all twelve sent", "const done = await (async () => {" + SEND + "})(); return done === 'done';")
    Network.plan = None
    phone.emptied()
    assert plan.log["lost_after"] > 0
    return grew(before, 12) + f" of {plan.log['requests']} requests, {plan.log['lost_after']} answers lost"


def two_tabs(phone: Phone) -> str:
    """Two tabs send each report once."""
    from tests.faults import Network, Plan

    before = stored()
    phone.open()
    other = phone.browser.more_tabs()
    phone.open(tab=other)
    plan = Network.plan = Plan(late=1, delay=0.1, path="/api/v1/rapporter")
    phone.browser.run(MANY, 10)
    for tab in (0, other):
        phone.browser.run("window.dispatchEvent(new Event('online'));", tab=tab)
    phone.emptied()
    Network.plan = None
    phone.browser.close_tab()
    assert plan.log["requests"] == 10, f"{plan.log['requests']} requests for ten reports"
    return grew(before, 10) + " in 10 requests"


def session_ended(phone: Phone) -> str:
    """A session that ended keeps the report, for the same person only."""
    from django.contrib.sessions.models import Session

    before = stored()
    phone.open()
    Session.objects.all().delete()
    phone.report()
    phone.says("skickas när du loggar in igen")
    phone.sign_in("eva")
    phone.says("1 osänd rapport från någon annan")
    phone.says("0 ej skickade")
    assert stored() == before
    Session.objects.all().delete()
    phone.sign_in("anna")
    phone.emptied()
    return grew(before, 1)


def new_version(phone: Phone) -> str:
    """A new version of the app sends what the old one wrote, and works without a network too."""
    from samsyn.web.phone import shell

    before, real = stored(), shell.version
    try:
        with no_network(phone):
            phone.open()
            phone.report()
            shell.version = lambda: "newer"
        phone.open()
        phone.emptied()
        phone.until("the new version alone", "const all = await caches.keys();"
                    " return all.filter((name) => name.startsWith('samsyn-shell-')).join() === 'samsyn-shell-newer';")
        with no_network(phone):
            phone.open()
    finally:
        shell.version = real
    return grew(before, 1)


def wrong_clock(phone: Phone, *, by: int) -> str:
    """A clock that is a day wrong is put right by the house."""
    from django.utils import timezone

    from samsyn.method.observations.models import Observation

    before = stored()
    phone.open()
    phone.browser.run(WRONG_CLOCK, by)
    phone.report()
    phone.emptied()
    newest = Observation.objects.latest("created_at")
    assert abs((newest.observed_to - timezone.now()).total_seconds()) < 120, newest.observed_to
    return grew(before, 1)


def full_phone(phone: Phone) -> str:
    """A phone that is full sends at once, and says so when it cannot."""
    before = stored()
    phone.open()
    phone.browser.run(FULL)
    phone.report()
    phone.says("Tack!")
    phone.tap("En till")
    with no_network(phone):
        phone.to_send()
        phone.tap("Skicka rapporten")
        phone.says("Telefonen är full")
    phone.tap("Skicka rapporten")
    phone.says("Tack!")
    return grew(before, 2)


def what_else_waits(phone: Phone) -> str:
    """The week's answer, a practice report and a report with a photo, written without a network."""
    from samsyn.ground.files.models import StoredFile
    from samsyn.ground.tenancy.models import Municipality
    from samsyn.method.observations.models import PeriodReply

    Municipality.objects.update(settings={"photos": True})
    before, replies, files = stored(), PeriodReply.objects.count(), StoredFile.objects.count()
    phone.open()
    phone.until("photos are on", "const { openStore } = await import('/static/offline/store.js');"
                " return (await openStore().get('kept', 'basis:norr'))?.basis.photos;")
    with no_network(phone):
        phone.open()
        phone.tap("Jag var där, inget att rapportera")
        phone.tap("Öva")
        phone.report(practice=True)
        phone.open()
        phone.to_send()
        phone.until("a photo", PHOTO)
        phone.until("the photo is ready", "return document.querySelector('#photos img, #photos canvas') !== null;")
        phone.tap("Skicka rapporten")
        phone.until("a word from the phone", "return location.hash === '#tack';")
        assert phone.browser.run(LEFT) == 4, phone.browser.run(LEFT)
    phone.emptied()
    assert (PeriodReply.objects.count() - replies, StoredFile.objects.count() - files) == (1, 1)
    return grew(before, 1) + ", one reply, one photo, practice counted nowhere"


def seven_days(phone: Phone) -> str:
    """Safari in a tab is told to send within seven days; nobody else is."""
    before, is_safari = stored(), phone.browser.name == "webkit"
    with no_network(phone):
        phone.open()
        phone.report()
        phone.says("1 ej skickad")
        told = phone.browser.run("return document.body.innerText.includes('Skicka inom 7 dagar');")
        assert told is is_safari, f"told: {told}"
    phone.emptied()
    return grew(before, 1) + (", told" if told else ", not told")


JOURNEYS: dict[str, Callable[[Phone], str]] = {
    "with a network": with_a_network,
    "without a network": without_a_network,
    "killed with thirty unsent": killed_with_thirty,
    "requests and answers lost": requests_and_answers_lost,
    "two tabs": two_tabs,
    "session ended": session_ended,
    "new version between draft and sending": new_version,
    "clock a day ahead": lambda phone: wrong_clock(phone, by=DAY_MS),
    "clock a day behind": lambda phone: wrong_clock(phone, by=-DAY_MS),
    "full phone": full_phone,
    "reply, practice and photo": what_else_waits,
    "send within seven days": seven_days,
}


def install(packages: tuple[str, ...]) -> None:
    """Fetch the browser from the distribution."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], env=quiet, check=True)


def walked(name: str, phone: Phone) -> bool:
    """Walk one journey and say what came of it."""
    from tests.faults import Network

    begun = time.monotonic()
    try:
        came, right = JOURNEYS[name](phone), True
    except (AssertionError, RuntimeError, ConnectionError) as problem:
        came, right = f"{problem}", False
        if not isinstance(problem, AssertionError):
            traceback.print_exc()
    finally:
        Network.plan = None
    told = {"journey": name, "right": right, "came": came, "seconds": round(time.monotonic() - begun, 1)}
    print(json.dumps(told, ensure_ascii=False), flush=True)
    return right


def main() -> int:
    """Walk them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("browser", choices=sorted(ENGINES))
    parser.add_argument("--install", action="store_true", help="fetch the browser from the distribution first")
    parser.add_argument("--only", nargs="+", choices=sorted(JOURNEYS), default=list(JOURNEYS), metavar="NAME")
    args = parser.parse_args()
    room, engine = ENGINES[args.browser]
    if args.install:
        install(room.PACKAGES)
    if room.program() is None:
        print(f"{args.browser} is not here: run again with --install, or install {' '.join(room.PACKAGES)}")
        return 2
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    logging.disable(logging.ERROR)
    from benchmarks.soak import start

    with tempfile.TemporaryDirectory(prefix="samsyn-browsers-", ignore_cleanup_errors=True) as place:
        _server, address = start(Path(place) / "data")
        phone = Phone(engine, Path(place) / "phone", address)
        try:
            version = phone.browser.version()
            phone.sign_in()
            right = [walked(name, phone) for name in args.only]
            phone.again()
            phone.open()
            left = phone.browser.run(LEFT)      # what a journey that went wrong left behind must still be there to send
            phone.emptied()
        finally:
            phone.browser.kill()
    print(json.dumps({"browser": version, "journeys": len(right), "right": sum(right), "sent_after_all": left}))
    return int(not all(right))


if __name__ == "__main__":
    sys.exit(main())
