"""Are reports lost or doubled when the network cannot be trusted, and the phone is killed now and then?

    python benchmarks/soak.py [--reports 500] [--seed 1]

Serves an invented town through the faulty network of tests/faults.py and opens the report screen in Chromium, as a
phone does. The reports are composed and kept by the app's own modules and sent by its own outbox, in the page and the
service worker. Every tenth carries a photo, every twentieth is followed by a practice report, and the weeks that can
be answered are. Meanwhile requests and answers are lost, come late, come twice or end in a gateway error, the network
is cut, and the browser is killed and started again. At the end every report, photo and answer must be in the data
once, as it was written, and no practice. Prints one line of JSON; exit code 1 if anything is lost, doubled, changed.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest  # noqa: F401  (the faulty network opens for tests only, and this is one)

ROOT = Path(__file__).resolve().parent.parent
THINGS = ["Dörrstängaren", "Lampan vid porten", "Bänken", "Rutan i tvättstugan", "Cykelrummets lås", "Papperskorgen"]
STATES = ["avriven igen", "trasig", "bränd", "klottrad", "borta sedan i går", "sönderslagen"]
CODES, AREAS = ["E1", "I1", "E0", "I0", "N0"], ["A", "B", "C"]
KEEP = """async (reports) => {
  const { openStore } = await import("/static/offline/store.js");
  const { draftsOf } = await import("/static/offline/drafts.js");
  const { giveReply } = await import("/static/offline/weekly.js");
  const store = openStore();
  const drafts = draftsOf((await store.get("kept", "current")).user, { store });
  const [town, canvas] = ["norr", new OffscreenCanvas(160, 120)];
  const pen = canvas.getContext("2d");
  const photo = async (number) => {
    pen.fillStyle = `hsl(${number} 60% 50%)`;
    pen.fillRect(number % 80, 0, 80, 120);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  };
  for (const { photo: wanted, practice, number, ...report } of reports) {
    await drafts.keep(report, { town });
    if (wanted) {
      const one = { id: wanted, jpeg: await photo(number), of: report.id, category: report.category };
      await drafts.keep(one, { town, path: `rapporter/${report.id}/bilder`, key: `photo:${wanted}` });
    }
    const trial = { ...report, id: practice, practice: true };
    if (practice) await drafts.keep(trial, { town, path: "ovning", id: practice });
  }
  const lines = ((await store.get("kept", "basis:norr")).basis.replies ?? []).filter((line) => !line.said);
  for (const line of lines) await giveReply(line, "nothing", { drafts, town });
  return lines.length;
}"""
LEFT = """async () => {
  const { openStore } = await import("/static/offline/store.js");
  return (await openStore().all("drafts")).filter((row) => row.state !== "writing").map((row) => row.state);
}"""


def start(folder: Path) -> tuple[Any, str]:
    """Start Django, found Norr and serve it from a thread; returns the thread and the address."""
    os.environ.update(SAMSYN_DATA=str(folder), DJANGO_SETTINGS_MODULE="samsyn.config.settings")
    folder.mkdir(parents=True)
    os.environ.setdefault("SAMSYN_SECRET_KEY", "only-for-benchmarks-" + "0" * 40)
    import django
    from django.conf import settings

    settings.MIDDLEWARE = ["tests.faults.Faults", *settings.MIDDLEWARE]
    settings.WHITENOISE_AUTOREFRESH = True
    django.setup()
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread

    call_command("migrate", verbosity=0)
    from tests.people import found_norr

    town = found_norr()
    town.municipality.settings = {"photos": True}
    town.municipality.save()
    server = LiveServerThread("127.0.0.1", lambda house: house)     # files go through the faulty network too
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    return server, f"http://127.0.0.1:{server.port}"


def composed(n: int, rng: random.Random) -> list[dict[str, Any]]:
    """Return n reports, each with a text of its own."""
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    return [
        {
            "id": str(UUID(int=rng.getrandbits(128), version=4)), "category": rng.choice(CODES),
            "area": rng.choice(AREAS), "precision": "area", "seen": "earlier", "severity": rng.randint(1, 4),
            "observed_to": (now - timedelta(minutes=rng.randint(5, 6000))).isoformat(),
            "text": f"{rng.choice(THINGS)} {rng.choice(STATES)}, rapport {number + 1}.", "number": number,
            "photo": str(UUID(int=rng.getrandbits(128), version=4)) if number % 10 == 9 else None,
            "practice": str(UUID(int=rng.getrandbits(128), version=4)) if number % 20 == 19 else None,
        }
        for number in range(n)
    ]  # fmt: skip


def soak(address: str, folder: Path, reports: list[dict[str, Any]], rng: random.Random) -> dict[str, int]:
    """Keep and send all of them while things go wrong; returns what went wrong how often."""
    from playwright.sync_api import sync_playwright

    from tests.faults import Network, Plan
    from tests.journeys.phones import kept, phone, send_all, sign_in

    plan = Plan(
        lost_before=0.15, lost_after=0.2, twice=0.15, late=0.2, delay=0.1, broken=0.05, path="/api/v1/"
    )  # fmt: skip
    kills = cuts = replies = 0
    queue, first = list(reports), True
    with sync_playwright() as playwright:
        while queue or first:
            with phone(playwright, folder, address) as context:
                page = context.pages[0]
                if first:
                    sign_in(page)
                    first = False
                    Network.plan = plan
                else:
                    page.goto(f"{address}/norr/rapportera")
                    kept(page)
                    kills += 1
                for _batch in range(rng.randint(2, 5)):
                    batch, queue = queue[:20], queue[20:]
                    replies = max(replies, page.evaluate(KEEP, batch))
                    if rng.random() < 0.4:
                        context.set_offline(True)
                        cuts += 1
                        send_all(page)
                        context.set_offline(False)
                    send_all(page)
        with phone(playwright, folder, address) as context:
            page = context.pages[0]
            page.goto(f"{address}/norr/rapportera")
            end = time.monotonic() + 180
            while (left := page.evaluate(LEFT)) and time.monotonic() < end:
                send_all(page)
            Network.plan = None
    return {**plan.log, "kills": kills, "cuts": cuts, "replies": replies, "left_in_phone": len(left)}


def compared(reports: list[dict[str, Any]]) -> dict[str, int]:
    """Compare what was written with what is stored."""
    from collections import Counter

    from samsyn.ground.files.models import StoredFile
    from samsyn.method.observations.models import Observation, PeriodReply

    rows = {str(row.pk): row for row in Observation.objects.select_related("category", "area")}
    texts = Counter(row.text for row in rows.values())
    differ = [
        one for one in reports if (row := rows.get(one["id"])) and (
            row.text, row.category.code, row.area.code, row.severity, row.observed_to.isoformat(),
        ) != (one["text"], one["category"], one["area"], one["severity"], one["observed_to"])
    ]  # fmt: skip
    practised = {one["practice"] for one in reports}
    photos = {(one["photo"], one["id"]) for one in reports if one["photo"]}
    files = [(str(file.pk), str(file.owner_id)) for file in StoredFile.objects.all()]
    return {
        "photos_written": len(photos), "photos_stored": len(files), "photos_lost": len(photos - set(files)),
        "practice_stored": len(practised & set(rows)), "replies_stored": PeriodReply.objects.count(),
        "written": len(reports), "stored": len(rows), "lost": sum(one["id"] not in rows for one in reports),
        "doubled": sum(n - 1 for n in texts.values()), "changed": len(differ),
    }  # fmt: skip


def main() -> int:
    """Run the soak and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sys.path.insert(0, str(ROOT))
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="samsyn-soak-") as place:
        _server, address = start(Path(place) / "data")
        reports = composed(args.reports, rng)
        begun = time.monotonic()
        log = soak(address, Path(place) / "phone", reports, rng)
        result = {**compared(reports), "seconds": round(time.monotonic() - begun), "faults": log}
    print(json.dumps(result))
    wrong = ("lost", "doubled", "changed", "photos_lost", "practice_stored")
    missing = result["photos_stored"] - result["photos_written"] or result["replies_stored"] - log["replies"]
    return int(bool(any(result[name] for name in wrong) or missing or log["left_in_phone"]))


if __name__ == "__main__":
    sys.exit(main())
