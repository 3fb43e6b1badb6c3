"""Run the whole suite on PostgreSQL and on SQLite (bin/test).

PostgreSQL comes first and without the browser; the full SQLite run with the browser journeys comes last, so that
pytest's closing line is the last line. A private PostgreSQL cluster is started in a folder of its own and stopped
at the end. As root, missing servers and browsers are installed from the distribution.
"""

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
OLDEST = 15
PACKAGES = {"postgresql": "PostgreSQL", "chromium": "Chromium", "poppler-utils": "pdfinfo"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CARELESS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # nobody will miss this data
GET_POSTGRESQL = f"install PostgreSQL {OLDEST} or later (Debian: apt install postgresql)"
NO_TESTS_COLLECTED = 5
OWN_OPTIONS = ("--sqlite", "--coverage")


def say(text: str) -> None:
    """Say what is going on, in one line."""
    print(f"bin/test: {text}", flush=True)


def is_root() -> bool:
    """Return whether packages may be installed."""
    return os.geteuid() == 0


def postgresql_folder() -> Path | None:
    """Return the folder of the newest PostgreSQL programs that are new enough, or None."""
    places = [Path("/usr/lib/postgresql"), Path("/usr/local/lib/postgresql"), Path("/opt/homebrew/opt")]
    found = [path.parent for place in places for path in place.glob("*/bin/initdb")]
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(initdb).resolve().parent]
    new_enough = [(version(folder), folder) for folder in found if version(folder) >= OLDEST]
    return max(new_enough)[1] if new_enough else None


def version(folder: Path) -> int:
    """Return the major version of the programs in a folder."""
    said = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=False).stdout
    number = said.split()[2] if len(said.split()) > 2 else "0"
    return int(number.split(".")[0].rstrip("abcdeflprtv") or 0)


def browser() -> Path | None:
    """Return a Chromium on this machine, also one that is not on the path."""
    for name in BROWSERS:
        for found in (shutil.which(name), f"/usr/bin/{name}"):
            if found and Path(found).exists():
                return Path(found)
    return None


def install_missing() -> None:
    """As root on a Debian-like system: install what is missing, and go on without it if that fails."""
    wanted = []
    if postgresql_folder() is None:
        wanted.append("postgresql")
    if browser() is None:
        wanted.append("chromium")
    if not (shutil.which("pdfinfo") or Path("/usr/bin/pdfinfo").exists()):
        wanted.append("poppler-utils")
    if not wanted or not is_root() or not shutil.which("apt-get"):
        return
    say(f"installing {', '.join(wanted)} from the distribution")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=environment, **quiet)
    subprocess.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *wanted], env=environment, **quiet)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_postgres(command: list[str]) -> list[str]:
    """Return the command run by a user that PostgreSQL accepts: never root."""
    return ["runuser", "-u", "postgres", "--", *command] if is_root() else command


@contextlib.contextmanager
def cluster(programs: Path, *, careless: bool = True) -> Iterator[str]:
    """Start a private PostgreSQL in a folder of its own and yield its address; stop it afterwards.

    A careless one never waits for the disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="samsyn-pg-", dir="/tmp"))
    try:
        if is_root():
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        data, log, port = folder / "data", folder / "log", free_port()
        fast = f"-p {port} -k {folder} -c listen_addresses='' {CARELESS if careless else ''}"
        run_quietly(as_postgres([str(programs / "initdb"), "-D", str(data), "-U", "samsyn", "-A", "trust", "-E", "UTF8",
                                 "--no-locale", "--no-sync"]), cwd=folder)  # fmt: skip
        run_quietly(
            as_postgres([str(programs / "pg_ctl"), "-D", str(data), "-l", str(log), "-w", "-o", fast, "start"]),
            cwd=folder,
        )
        try:
            yield f"postgresql://samsyn@/postgres?host={folder}&port={port}"
        finally:
            stop = [str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"]
            subprocess.run(as_postgres(stop), cwd=folder, capture_output=True, check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_quietly(command: list[str], *, cwd: Path) -> None:
    """Run a command; when it fails, show what it said."""
    finished = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if finished.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{finished.stdout}")


def side_by_side(arguments: list[str]) -> list[str]:
    """Return how many run at a time: one per core up to four, whole files at a time, the browser's files last."""
    cores = min(4, os.cpu_count() or 1)
    chosen = any(argument.startswith(("-n", "--pdb", "--dist")) for argument in arguments)
    return [] if chosen or cores < 2 else ["-n", str(cores), "--dist", "loadfile", "--no-loadscope-reorder"]


def pytest(arguments: list[str], **environment: str) -> int:
    """Run pytest; no test chosen is not a failure."""
    command = [sys.executable, "-m", "pytest", *side_by_side(arguments), *arguments]
    code = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode
    return 0 if code == NO_TESTS_COLLECTED else code


def on_postgresql(arguments: list[str]) -> int:
    """Run what asks the database, but for the browser journeys, on PostgreSQL, if there is one."""
    programs = postgresql_folder()
    if programs is None:
        say(f"not run: the PostgreSQL half. To get it: {GET_POSTGRESQL}")
        return 0
    say(f"PostgreSQL {version(programs)}, without the browser")
    with cluster(programs) as address:
        return pytest(["-m", "not browser", "--asks-database", *arguments], SAMSYN_DATABASE=address)


def on_sqlite(arguments: list[str]) -> int:
    """Run everything on SQLite, the browser journeys last, if there is a browser."""
    found = browser()
    if found is None:
        say("not run: the browser journeys. To get them: install Chromium (Debian: apt install chromium)")
        return pytest(["-m", "not browser", *arguments], SAMSYN_DATABASE="")
    say("SQLite, with the browser journeys last")
    path = os.environ.get("PATH", "")
    if not shutil.which(found.name):
        path = os.pathsep.join([path, str(found.parent)])
    code = pytest(arguments, SAMSYN_DATABASE="", PATH=path)
    if code and only_journeys_failed():
        # A journey waits for a real browser on a real clock; a machine that is busy elsewhere can make it late.
        say("journeys failed: each is walked once more, alone, before it counts")
        code = pytest(["--last-failed", "-n0", *arguments], SAMSYN_DATABASE="", PATH=path)
    return code


def with_coverage(arguments: list[str]) -> int:
    """Run everything but the journeys on SQLite and count the lines that ran; fail below the floor in pyproject."""
    (ROOT / "var/cache/coverage").mkdir(parents=True, exist_ok=True)
    counter = [sys.executable, "-m", "coverage"]
    subprocess.run([*counter, "erase"], cwd=ROOT, check=True)
    code = pytest(["-m", "not browser", *arguments], SAMSYN_DATABASE="", SAMSYN_COVERAGE="1")
    subprocess.run([*counter, "combine", "--quiet"], cwd=ROOT, check=True)
    return code or subprocess.run([*counter, "report"], cwd=ROOT, check=False).returncode


def only_journeys_failed() -> bool:
    """Return whether everything that failed last is a walk in the browser."""
    with contextlib.suppress(OSError, ValueError):
        failed = json.loads((ROOT / "var/cache/pytest/v/cache/lastfailed").read_text(encoding="utf-8"))
        return bool(failed) and all(name.startswith("tests/journeys/") for name in failed)
    return False


def main(arguments: list[str]) -> int:
    """Run both halves; fail if either does."""
    own = {argument for argument in arguments if argument in OWN_OPTIONS}
    arguments = [argument for argument in arguments if argument not in OWN_OPTIONS]
    from tools import peers

    if why := peers.fetch():
        say(f"not run: sign-in through a real OpenID provider: {why}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the cluster is stopped also when we are
    install_missing()
    if "--coverage" in own:
        return with_coverage(arguments)
    code = 0 if "--sqlite" in own else on_postgresql(arguments)
    return on_sqlite(arguments) or code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
