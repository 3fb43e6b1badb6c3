"""The anchors: other programs for the same work, run beside ours on the same machine and the same input.

    python -m benchmarks.anchors [--install] [--only TEXT] [--data synthetic_events.py]

`--install` makes a virtual environment in var/anchors with the Python packages and, as root on Debian, installs the R
packages of the distribution. What cannot be had is not run; its figure of November 2026 stands in, scaled by the
yardstick and marked "not rerun". Times are CPU seconds of the timed call alone, without imports and reading.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "var" / "anchors"
PYTHON = ("esda", "libpysal", "KDEpy", "pymannkendall", "scikit-learn", "pointpats", "statsmodels")
DEBIAN = ("r-base-core", "r-cran-spdep", "r-cran-surveillance", "r-cran-spatstat.explore", "r-cran-dbscan")


class Anchor(NamedTuple):
    """One program: how it is run, and its earlier figure where it cannot be."""

    name: str
    method: str
    language: str                # "python" or "r"
    code: str                    # reads FILE (npz or csv), prints the CPU seconds last
    earlier_s: float             # measured in November 2026 on the reference machine
    goal: float                  # how many times faster ours is to be


def install() -> None:
    """Make the environment and install what the distribution has."""
    if not (FOLDER / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    subprocess.run([str(FOLDER / "bin" / "pip"), "install", "-q", *PYTHON], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN], check=False)


def seconds(anchor: Anchor, *, data: Path, timeout_s: float = 600.0) -> float | None:
    """Run an anchor and return its CPU seconds, or None where it is not installed, fails or takes too long."""
    if anchor.language not in ("python", "r"):
        return None
    runner = {"python": [str(FOLDER / "bin" / "python")], "r": ["Rscript", "--vanilla"]}[anchor.language]
    with tempfile.NamedTemporaryFile("w", suffix={"python": ".py", "r": ".R"}[anchor.language]) as script:
        script.write(anchor.code.replace("FILE", json.dumps(str(data))))
        script.flush()
        try:
            done = subprocess.run([*runner, script.name], capture_output=True, text=True, timeout=timeout_s)
        except (FileNotFoundError, subprocess.TimeoutExpired):
            return None
    if done.returncode:
        sys.stderr.write(f"{anchor.name}: {done.stderr.strip().splitlines()[-1:] or done.returncode}\n")
        return None
    return float(done.stdout.split()[-1])
