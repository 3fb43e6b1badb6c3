"""Fetch the OpenID provider that the sign-in tests walk through (var/cache/peers, git-ignored).

    python tools/peers.py

Its packages are locked by digest in tests/peers/oidc. Without npm, Node or a network the tests that need it are skipped
with the reason; everything else is tested without it.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "peers" / "oidc"
TARGET = ROOT / "var" / "cache" / "peers" / "oidc"
STAMP = ".made-from"
INPUTS = ("package.json", "package-lock.json", "provider.mjs")


def digest() -> str:
    """Return a digest of what decides the folder's content."""
    return hashlib.sha256(b"".join((SOURCE / name).read_bytes() for name in INPUTS)).hexdigest()


def why_not() -> str:
    """Return why the provider cannot be started here; "" when it can."""
    if shutil.which("node") is None:
        return "no Node on this machine"
    stamp = TARGET / STAMP
    if not stamp.is_file() or stamp.read_text() != digest():
        return "the OpenID provider is not fetched: python tools/peers.py"
    return ""


def fetch() -> str:
    """Fetch it unless it is there; return why it could not be."""
    if not why_not():
        return ""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "no npm or no Node on this machine"
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for name in INPUTS:
        shutil.copy(SOURCE / name, TARGET / name)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=TARGET, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return f"npm could not fetch the OpenID provider: {done.stderr.strip()[-300:]}"
    (TARGET / STAMP).write_text(digest())
    return ""


if __name__ == "__main__":
    sys.exit(fetch() or 0)
