"""samsyn serve: the web, one worker for background jobs and the minute schedule, under one parent process."""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from samsyn.cli.said import say
from samsyn.ground.spoken import said as _
from samsyn.jobs.serving import sharing

# How a web process that is too large is followed by another: looked at every thirty seconds, twice too large in a row;
# the new one has ten seconds to start, and the old one two minutes to finish what it has begun. When all
# of it is stopped, what is under way has the ten seconds of _wait.
RECYCLED = ["--rss-sample-interval", "30", "--rss-samples", "2", "--respawn-interval", "10", "--workers-kill-timeout",
            "120"]  # fmt: skip


def add_commands(subparsers: Any) -> None:
    """Add `samsyn serve`."""
    parser = subparsers.add_parser("serve", help=_("starta webbplatsen och bakgrundsjobben"))
    parser.add_argument("--host", default="127.0.0.1", help=_("adressen som webbplatsen lyssnar på"))
    parser.add_argument("--port", type=int, default=8000, help=_("0 = en ledig port"))
    parser.add_argument("--processes", type=int, default=1, help=_("antal webbprocesser; en räcker för en kommun"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return serve(host=args.host, port=args.port, processes=args.processes)


def free_port(host: str, wanted: int = 0) -> int:
    """Return the wanted port, or a free one for 0; raises OSError when it is taken.

    The web server shares a port that is already in use without a word, so it has to be asked here.
    """
    with socket.socket() as probe:
        # Calls that a stopped server has just answered still hold the port for a minute; they are not in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, wanted))
        return int(probe.getsockname()[1])


def own_name(host: str) -> str:
    """Return the name under which this machine reaches a service that listens there; 0.0.0.0 and :: are no names."""
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1" if host != "::" else "[::1]"
    return f"[{host}]" if ":" in host else host


def serve(
    *, host: str = "127.0.0.1", port: int = 8000, processes: int = 1, ready: Callable[[str], None] | None = None
) -> int:
    """Run until stopped; `ready` is called with the address once it answers. Returns the exit code."""
    try:
        port = free_port(host, port)
    except OSError:
        say(f"Port {port} är upptagen. Välj en annan med --port.")
        return 1
    commands = [
        web_command("samsyn.config.wsgi:application", host=host, port=port, processes=processes),
        [sys.executable, "-m", "samsyn.cli", "jobs", "work"],
    ]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # without it the web server begins with a warning
    signal.signal(signal.SIGTERM, _stop)
    with sharing():
        return _run(commands, f"http://{own_name(host)}:{port}", ready or _say)


def web_command(application: str, *, host: str, port: int, processes: int) -> list[str]:
    """Return the command of the web server.

    A web process that has grown beyond SAMSYN_WEB_MEGABYTES, and still has half a minute later, is followed by a new
    one: that one is there first, and the old one answers what it has begun before it ends.
    """
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers",
        str(processes), "--blocking-threads", "4", "--backpressure", "64", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    if settings.WEB_MEGABYTES:
        command += ["--workers-max-rss", str(settings.WEB_MEGABYTES), *RECYCLED]
    return [*command, application]


def _run(commands: list[list[str]], address: str, ready: Callable[[str], None]) -> int:
    together = [f"PROMETHEUS_MULTIPROC_DIR={fresh_folder_of_counts()}", *os_memory()]
    # Each with those it starts itself in a session of its own, so that none of them outlives its parent.
    children = [subprocess.Popen(["env", *together, *command], start_new_session=True) for command in commands]
    try:
        if _answers(address, children[0]):
            ready(address)
        return _watch(children)
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            child.terminate()
        for child in children:
            _wait(child)


def os_memory() -> list[str]:
    """Return how the C library is to keep freed memory: in two pools instead of eight for each core.

    Each thread that has once set a paper or read a large list otherwise keeps a pool of its own as large as that.
    """
    told = "MALLOC_ARENA_MAX" in os.environ  # noqa: TID251  (the C library's, which is no setting of ours)
    return [] if told else ["MALLOC_ARENA_MAX=2"]


def fresh_folder_of_counts() -> Path:
    """Return an empty folder in which all web processes count requests together."""
    folder = Path(settings.METRICS_FOLDER)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def _say(address: str) -> None:
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _wait(child: "subprocess.Popen[bytes]") -> None:
    """Give a child ten seconds to end; then it and whatever it has started end at once."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=10)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _watch(children: list["subprocess.Popen[bytes]"]) -> int:
    """Wait until a child ends by itself: then the service is broken, and the one who watches it starts it anew."""
    while True:
        ended = next((child for child in children if child.poll() is not None), None)
        if ended is not None:
            say("En del av tjänsten stannade. Hela tjänsten stoppas.")
            return ended.returncode or 1
        time.sleep(0.5)


def _answers(address: str, child: "subprocess.Popen[bytes]", *, within_seconds: float = 60) -> bool:
    until = time.monotonic() + within_seconds
    while time.monotonic() < until and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False
