"""What the phone keeps so that a report can be written without a network, and the version that all of it makes."""

import hashlib
import json
import posixpath
import re
from functools import cache
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

STYLES = (
    "tokens.css", "base.css", "parts.css", "opening.css", "forms.css", "palette.css", "report.css",
    "phone.css",
)  # fmt: skip
FONTS = (
    "vendor/fonts.css", *(f"vendor/fonts/source-sans-3-latin-{weight}-normal.woff2" for weight in (400, 600, 700)),
)
SCRIPTS = (
    "frame.js", "offline/report.js", "offline/mine.js", "offline/dom.js", "offline/store.js", "offline/secret.js",
    "offline/drafts.js", "offline/outbox.js", "offline/wire.js", "offline/sending.js", "offline/lock.js",
    "offline/places.js", "offline/composing.js", "offline/steps.js", "offline/header.js", "offline/guarding.js",
    "offline/phone.js", "offline/course.js", "offline/weekly.js", "offline/likely.js", "offline/photos.js",
    "offline/pin.js", "offline/pocket.js",
    "offline/shift.js", "offline/early.js", "offline/notices.js",
)  # fmt: skip
IMPORTS = re.compile(r"""(?:from|import\() ?"(\.[^"]+)\"""")
AT_ONCE = re.compile(r"""^(?:import|export)\b[^;]*? from "(\.[^"]+)";""", re.MULTILINE)
OPTIONAL = ("guard.js", "vendor/guard-rules.json", "vendor/guard-names.txt")
TEMPLATES = ("report/buttons.html", "my_reports/shell.html", "phone/frame.html", "base.html")
DECIDES = (*STYLES, "vendor/fonts.css", *SCRIPTS, *OPTIONAL, "offline/worker.js", "icon.svg")


def files() -> list[str]:
    """Return the addresses of everything that the worker keeps from its first start."""
    found = [*FONTS, *SCRIPTS, "icon.svg", *(name for name in OPTIONAL if finders.find(name))]
    return [style_address(), *(settings.STATIC_URL + name for name in found)]


def modules(screen: str) -> list[str]:
    """Return the scripts that a screen (report or mine) begins with: fetched side by side, never one after another."""
    first = f"offline/{screen}.js"
    found, left = [first], [first]
    while left:
        new = [name for name in imports_of(left.pop(0), at_once=True) if name not in found]
        found, left = found + new, left + new
    return ["frame.js", *found]


def style_address() -> str:
    """Return where the screens' style lies: one file, whose name changes with its content."""
    return f"/app-{version()}.css"


def style() -> str:
    """Return every style of the screens in one piece: on a slow network each file of its own costs a wait."""
    written = [Path(str(path)).read_text(encoding="utf-8") for name in STYLES if (path := finders.find(name))]
    return "\n".join(written)


def imports_of(name: str, *, at_once: bool = False) -> list[str]:
    """Return the scripts that a script imports, as they are named under the static address.

    With `at_once` only those that it cannot begin without, not those it fetches when somebody asks for them.
    """
    source = Path(str(finders.find(name))).read_text(encoding="utf-8")
    here = PurePosixPath(name).parent
    return [posixpath.normpath(here / path) for path in (AT_ONCE if at_once else IMPORTS).findall(source)]


def has_guard() -> bool:
    """Return whether the privacy guard can run in the browser: its rules are written at set-up."""
    return all(finders.find(name) for name in OPTIONAL)


def version() -> str:
    """Return the version of the shell: it changes when anything that the phone keeps has changed."""
    return _version(settings.DEBUG and sum(_stamps()) or 0)


@cache
def _version(_stamp: float) -> str:
    digest = hashlib.sha256()
    for name in DECIDES:
        path = finders.find(name)
        digest.update(name.encode() + (Path(str(path)).read_bytes() if path else b""))
    for name in TEMPLATES:
        digest.update(Path(str(get_template(name).origin)).read_bytes())
    return digest.hexdigest()[:12]


def _stamps() -> list[float]:
    return [Path(str(path)).stat().st_mtime for name in DECIDES if (path := finders.find(name))]


def worker() -> str:
    """Return the script of the service worker: what it keeps, then the worker itself."""
    kept = json.dumps({"version": version(), "files": files()})
    address = f"{settings.STATIC_URL}offline/worker.js"
    return f'import {{ begin }} from "{address}";\nbegin(self, {kept});\n'
