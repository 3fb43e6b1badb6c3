"""Run the quick checks side by side and print only what they found (bin/check).

python tools/checks.py            all
python tools/checks.py types lint some
python tools/checks.py --audit    known weaknesses in the dependencies, asked of the public database
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
CHECKS = {
    "types": [BIN / "mypy"],
    "shape": [
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "tests/architecture",
        "-m",
        "not slow",
    ],
    "imports": [BIN / "lint-imports", "--no-logo"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run", "--skip-checks"],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "dependencies": [PYTHON, "tools/dependencies.py"],
}  # the longest first: two run at a time


def environment() -> dict[str, str]:
    """Return an environment in which Django starts without a database or a secret of its own."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
        "SAMSYN_SECRET_KEY": "only-for-checks-" + "0" * 40,
        "SAMSYN_DATA": str(ROOT / "var" / "check"),
        "PYTHONPATH": str(ROOT),
    }


def run(name: str) -> tuple[str, float, int, str]:
    """Run one check; return its name, its time, its exit code and what it said."""
    start = time.monotonic()
    command = [str(part) for part in CHECKS[name]]
    finished = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    return name, time.monotonic() - start, finished.returncode, finished.stdout + finished.stderr


def main(chosen: list[str]) -> int:
    """Run the chosen checks; exit 1 if any of them found something. With --audit known weaknesses are asked for too."""
    if "--audit" in chosen:
        return subprocess.run([PYTHON, "tools/dependencies.py", "--audit"], cwd=ROOT, check=False).returncode
    unknown = set(chosen) - set(CHECKS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
        return 2
    start, failed = time.monotonic(), []
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 2)) as pool:
        for name, seconds, code, said in pool.map(run, chosen or CHECKS):
            print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed.append(name)
                print(said.rstrip(), flush=True)
    verdict = f"failed: {', '.join(failed)}" if failed else "all is well"
    print(f"bin/check: {verdict} ({time.monotonic() - start:.1f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
