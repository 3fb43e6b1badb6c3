"""Set up a clone so that everything in bin/ works: Python packages, the package itself, browser files, catalogues.

Run through bin/setup. Each step leaves a stamp made from what it read, so a second run has nothing to do.
Only the standard library is used here: this runs before anything is installed.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = ROOT / "var" / "setup"
COMPILER = "requirements-compiler.txt"
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"]


class SetupFailed(RuntimeError):
    """A step of the set-up failed; the message says what to do."""


class Clock:
    """How long downloading and setting up took, told apart."""

    def __init__(self) -> None:
        self.seconds = {"download": 0.0, "setup": 0.0}

    @contextmanager
    def counts(self, kind: str) -> Iterator[None]:
        """Count the time spent inside as one kind."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[kind] += time.monotonic() - start

    def __str__(self) -> str:
        return f"Ladda ned: {self.seconds['download']:.0f} s, sätta upp: {self.seconds['setup']:.0f} s"


def tell(text: str) -> None:
    """Say what is going on."""
    print(text, file=sys.stderr, flush=True)


def digest(*names: str) -> str:
    """Return a digest of files (patterns relative to the clone) and of the Python that runs."""
    total = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for name in names:
        for path in sorted(ROOT.glob(name)):
            total.update(path.read_bytes())
    return total.hexdigest()


def is_done(step: str, inputs: str) -> bool:
    """Return whether a step was finished with the same inputs."""
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text() == inputs


def done(step: str, inputs: str) -> None:
    """Remember that a step is finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(inputs)


def run(*command: object) -> None:
    """Run a command; when it fails, show what it said and stop."""
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SetupFailed(f"{' '.join(map(str, command))}\n{(finished.stdout + finished.stderr)[-4000:]}")


def make_venv() -> None:
    """Make the virtual environment, unless there is one that works."""
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    ):
        return
    tell("Skapar en virtuell Pythonmiljö i .venv …")
    try:
        run(sys.executable, "-m", "venv", "--clear", VENV)
    except SetupFailed as problem:
        raise SetupFailed(
            f"Python kunde inte skapa en virtuell miljö. På Debian och Ubuntu: apt install python3-venv\n{problem}"
        )


def download(requirements: Path, folder: Path) -> None:
    """Fetch every locked package into a folder and show how far it has come."""
    total = sum(1 for line in requirements.read_text().splitlines() if "==" in line and not line.startswith(" "))
    process = subprocess.Popen(
        [str(PYTHON), *PIP, "download", "--progress-bar", "off", "--no-deps", "--require-hashes", "--prefer-binary",
         "--dest", str(folder), "-r", str(requirements)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said, count = [], 0
    for line in process.stdout or ():
        said.append(line)
        if line.startswith("Collecting"):
            count += 1
            show_progress(count, total)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if process.wait():
        raise SetupFailed("Pythonpaketen kunde inte hämtas. Kontrollera nätet och kör igen.\n" + "".join(said)[-4000:])


def show_progress(count: int, total: int) -> None:
    """Show a counter: in place on a terminal, now and then in a log."""
    text = f"  paket {count} av {total}"
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)
    elif count % 15 == 0 or count == total:
        tell(text)


def install_packages(*, dev: bool, clock: Clock) -> None:
    """Install the locked Python packages, each checked against its digest."""
    name = "requirements-dev.txt" if dev else "requirements.txt"
    inputs = digest(name)
    if PYTHON.exists() and is_done(name, inputs):
        return
    with clock.counts("setup"):
        make_venv()
    with tempfile.TemporaryDirectory(prefix="samsyn-packages-") as scratch:
        folder = Path(scratch)
        tell("Laddar ned Pythonpaket …")
        with clock.counts("download"):
            download(ROOT / name, folder)
        tell("Installerar Pythonpaket …")
        with clock.counts("setup"):
            run(
                PYTHON,
                *PIP,
                "install",
                "--no-compile",  # Python compiles what is used, when it is used: half the time
                "--no-deps",
                "--no-index",
                "--find-links",
                folder,
                "--require-hashes",
                "-r",
                ROOT / name,
            )
    done(name, inputs)
    if dev:
        done("requirements.txt", digest("requirements.txt"))


def install_samsyn(*, clock: Clock) -> None:
    """Install the package itself so that edits show at once."""
    inputs = digest("pyproject.toml", "tools/samsyn_build.py")
    if is_done("samsyn", inputs) and (PYTHON.parent / "samsyn").exists():
        return
    tell("Installerar samsyn …")
    with clock.counts("setup"):
        run(PYTHON, *PIP, "install", "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT)
    done("samsyn", inputs)


def compile_kernels(*, clock: Clock) -> None:
    """Compile the kernels of the analyses; without any compiler they are left out and the analyses run in numpy."""
    has_compiler = any(shutil.which(name) for name in ("cc", "gcc", "clang"))
    inputs = digest("tools/kernels.py", "samsyn/analysis/kernels/*.[ch]", COMPILER) + str(has_compiler)
    folder = ROOT / "samsyn" / "analysis" / "kernels"
    if is_done("kernels", inputs) and (not has_compiler or (folder / "_library.py").is_file()):
        return
    with tempfile.TemporaryDirectory(prefix="samsyn-compiler-") as scratch:
        if not has_compiler:
            fetch_compiler(Path(scratch), clock=clock)
        with clock.counts("setup"):
            finished = subprocess.run(
                [str(PYTHON), str(ROOT / "tools" / "kernels.py")],
                cwd=ROOT, env=os.environ | {"PYTHONPATH": scratch}, capture_output=True, text=True, check=False,
            )  # fmt: skip
    if finished.stderr:
        tell(finished.stderr.rstrip())
    done("kernels", inputs)


def fetch_compiler(folder: Path, *, clock: Clock) -> None:
    """Fetch a C compiler from PyPI into a folder that is thrown away afterwards; going on without it is fine."""
    tell("Ingen C-kompilator finns här: hämtar en för analysernas skull (100 MB, sparas inte) …")
    with clock.counts("download"):
        finished = subprocess.run(
            [str(PYTHON), *PIP, "install", "--progress-bar", "off", "--no-deps", "--no-compile",
             "--only-binary", ":all:", "--require-hashes", "--target", str(folder), "-r", str(ROOT / COMPILER)],
            cwd=ROOT, capture_output=True, check=False,
        )  # fmt: skip
    if finished.returncode:
        shutil.rmtree(folder, ignore_errors=True)


def fetch_browser_files(*, clock: Clock) -> None:
    """Lay browser files and paper fonts in place."""
    inputs = digest("tools/vendor.py", "package.json", "package-lock.json", "requirements-node.txt")
    folders = [ROOT / "samsyn" / "web" / "vendor", ROOT / "samsyn" / "documents" / "fonts"]
    if is_done("browser", inputs) and all(folder.is_dir() for folder in folders):
        return
    tell("Laddar ned kartan, skripten och typsnitten …")
    finished = subprocess.run(
        [str(PYTHON), str(ROOT / "tools" / "vendor.py"), "--times"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise SetupFailed(finished.stderr[-4000:])
    for kind, seconds in json.loads(finished.stdout or "{}").items():
        clock.seconds[kind] += seconds
    done("browser", inputs)


def lay_guard_files(*, clock: Clock) -> None:
    """Lay the rules and names of the privacy guard where the browser fetches them."""
    inputs = digest("tools/guard_files.py", "samsyn/analysis/wording_rules.py", "samsyn/analysis/names.txt",
                    "samsyn/method/observations/guard_sentences.py")  # fmt: skip
    if is_done("guard", inputs) and (ROOT / "samsyn" / "web" / "vendor" / "guard-rules.json").is_file():
        return
    with clock.counts("setup"):
        run(PYTHON, ROOT / "tools" / "guard_files.py")
    done("guard", inputs)


def compile_catalogues(*, clock: Clock) -> None:
    """Compile the message catalogues."""
    inputs = digest("samsyn/locale/*/LC_MESSAGES/*.po", "tools/messages.py")
    sources = list(ROOT.glob("samsyn/locale/*/LC_MESSAGES/*.po"))
    if is_done("messages", inputs) and all(path.with_suffix(".mo").is_file() for path in sources):
        return
    with clock.counts("setup"):
        run(PYTHON, ROOT / "tools" / "messages.py", "compile")
    done("messages", inputs)


def main() -> int:
    """Set up what is missing; say how long it took only when something was done."""
    arguments = argparse.ArgumentParser(
        prog="bin/setup", description="Gör klart allt som bin/demo, bin/serve och bin/test behöver."
    )
    arguments.add_argument("--dev", action="store_true", help="också det som prov och kontroller behöver")
    chosen = arguments.parse_args()
    clock = Clock()
    try:
        install_packages(dev=chosen.dev, clock=clock)
        install_samsyn(clock=clock)
        compile_kernels(clock=clock)
        fetch_browser_files(clock=clock)
        lay_guard_files(clock=clock)
        compile_catalogues(clock=clock)
    except SetupFailed as problem:
        tell(f"Det gick inte att sätta upp Samsyn.\n{problem}")
        return 1
    if sum(clock.seconds.values()) > 0:
        tell(str(clock))
    return 0


if __name__ == "__main__":
    sys.exit(main())
