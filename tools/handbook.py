"""Walk the demo's week and its long-term work, and keep their pictures: .venv/bin/python tools/handbook.py."""

import io
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "docs" / "handbook"
PICTURES = HANDBOOK / "bilder"
COLOURS = 64


def keep(page: object, name: str) -> None:
    """Keep what stands on the screen as a small picture, if the handbook shows it."""
    from PIL import Image

    if f"(bilder/{name}.png)" not in "".join(page.read_text(encoding="utf-8") for page in HANDBOOK.glob("*.md")):
        return
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")  # type: ignore[attr-defined]
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def main() -> int:
    """Make the demo in a folder of its own, walk, and say what the coordinator's week asked of its screens."""
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright

    from tests.journeys import long_term, practice

    week = practice.week_looked_at().address
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, practice.served(Path(folder)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        practice.in_the_field(browser, address, camera=keep)
        practice.the_parties(browser, address, week=week, camera=keep)
        spent = practice.the_coordinators_week(browser, address, week=week, camera=keep)
        practice.afterwards(browser, address, week=week, camera=keep)
        long_term.the_long_term_work(browser, address, camera=keep)
    hands = spent.seconds - spent.waited_s
    print(f"{spent.presses} presses, {spent.keys} keys, {spent.words} words to read: {hands / 60:.1f} minutes by the "
          f"keystroke-level model, and {spent.waited_s:.0f} s of waiting")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
