"""How much does the report screen weigh the first time, and when can it be used on a slow phone?

    python benchmarks/first_load.py [--rounds 3]

Serves an invented town with `samsyn serve`, opens the report screen in Chromium with an empty cache, processor slowed
four times and the network of slow 4G (1.6 Mbit/s down, 0.75 up, 150 ms), and prints one line of JSON: bytes as they
were sent before the screen could be used, milliseconds until the six buttons answer, and the slowest feedback to a tap.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.load_reports import reporters, served, start

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
# The moment itself, not when somebody next asks for it.
WATCH = """new MutationObserver((_changes, watch) => {
  if (!document.querySelector("[data-ready=yes]")) return;
  window.usableAt = performance.now();
  watch.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });"""
TAP = """() => new Promise((done) => {
  const begun = performance.now();
  addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))));
  document.querySelector(".big-choices a").click();
})"""


def opened(address: str, session: str) -> dict[str, float]:
    """Open the screen once on a phone that has never seen it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
        context.add_cookies([{"name": "samsyn_session", "value": session, "url": address}])
        page = context.new_page()
        page.add_init_script(WATCH)
        lines = context.new_cdp_session(page)
        lines.send("Network.enable")
        lines.send("Network.emulateNetworkConditions", SLOW_4G)
        lines.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        sent = []
        lines.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
        page.goto(f"{address}/norr/rapportera", wait_until="commit")
        page.wait_for_selector("[data-ready=yes]")
        usable = page.evaluate("window.usableAt")
        weight = sum(sent)
        tap = page.evaluate(TAP)
        browser.close()
    return {"kilobytes": weight / 1000, "usable_ms": usable, "tap_ms": tap}


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samsyn-first-") as place:
        start(Path(place))
        session = reporters(1)[0]
        process, host = served()
        try:
            rows = [opened(f"http://{host}", session) for _round in range(args.rounds)]
        finally:
            process.terminate()
            process.wait(timeout=30)
    print(json.dumps({name: round(statistics.median(row[name] for row in rows), 1) for name in rows[0]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
