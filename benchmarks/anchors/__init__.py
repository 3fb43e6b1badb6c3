"""The anchors: other programs for the same work, run beside ours on the same machine and the same input.

    python -m benchmarks.anchors [--install] [--heavy] [--only TEXT] [--data synthetic_events.py] [--record]

`--install` makes a virtual environment in var/anchors with the Python packages and, as root on Debian, installs the R
packages of the distribution; `--heavy` another in var/anchors-heavy with tfcausalimpact, which takes 2 GB. What cannot
be had is not run; its figure of November 2026 stands in, scaled by the yardstick and marked "not rerun". Times are CPU
seconds of the timed call alone, without imports and reading. `--record` keeps them (docs/statistics/figures).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FOLDERS = {"python": ROOT / "var" / "anchors", "heavy": ROOT / "var" / "anchors-heavy"}
PYTHON = ("esda", "libpysal", "KDEpy", "pymannkendall", "scikit-learn", "pointpats", "statsmodels")
HEAVY = ("tfcausalimpact", "pysyncon")
DEBIAN = ("r-base-core", "r-cran-spdep", "r-cran-surveillance", "r-cran-spatstat.explore", "r-cran-dbscan")


class Anchor(NamedTuple):
    """One program: how it is run, and its earlier figure where it cannot be."""

    name: str
    method: str
    language: str                # "python", "heavy" (Python too, in an environment of its own), "r" or "none"
    code: str                    # reads FILE (npz or csv), prints the CPU seconds last
    earlier_s: float             # measured in November 2026 on the reference machine
    goal: float                  # how many times faster ours is to be


def install(*, heavy: bool = False) -> None:
    """Make the environment and install what the distribution has."""
    folder = FOLDERS["heavy" if heavy else "python"]
    if not (folder / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([str(folder / "bin" / "pip"), "install", "-q", *(HEAVY if heavy else PYTHON)], check=True)
    if not heavy:
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN], check=False)


def seconds(anchor: Anchor, *, data: Path, timeout_s: float = 600.0) -> float | None:
    """Run an anchor and return its CPU seconds, or None where it is not installed, fails or takes too long."""
    if anchor.language not in (*FOLDERS, "r"):
        return None
    is_r = anchor.language == "r"
    runner = ["Rscript", "--vanilla"] if is_r else [str(FOLDERS[anchor.language] / "bin" / "python")]
    with tempfile.NamedTemporaryFile("w", suffix=".R" if is_r else ".py") as script:
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


class Beside(NamedTuple):
    """What an anchor needed: CPU seconds, and whether it was run now or its earlier figure stands in."""

    seconds: float
    rerun: bool

    def cell(self, *, per: float = 1.0, digits: int = 3) -> dict[str, float | str]:
        """Return the figure for a table, in units of `per` seconds."""
        return {"value": float(f"{self.seconds / per:.{digits}g}"), "note": "rerun" if self.rerun else "not rerun"}


def beside(anchor: Anchor, *, data: Path, slower: float, timeout_s: float = 600.0) -> Beside:
    """Run an anchor, or take its earlier figure × the yardstick where it cannot be run."""
    took = seconds(anchor, data=data, timeout_s=timeout_s)
    return Beside(anchor.earlier_s * slower, False) if took is None else Beside(took, True)
