"""samsyn demo: make the two fictional municipalities, and with --serve show them."""

import argparse
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.cli.said import in_words, say
from samsyn.cli.serve import serve
from samsyn.demo.life import SCALES, last_finished_week
from samsyn.demo.make import DemoRefused, is_finished, make
from samsyn.demo.parties import LOGINS, PASSWORD
from samsyn.demo.supported import SUPPORTING
from samsyn.ground.spoken import said as _


def add_commands(subparsers: Any) -> None:
    """Add `samsyn demo`."""
    parser = subparsers.add_parser("demo", help=_("skapa och visa de påhittade kommunerna Granvik och Lillskog"))
    parser.add_argument("--until", metavar=_("DATUM"),
                        help=_("sista dagen, ÅÅÅÅ-MM-DD (annars den senast avslutade veckan)"))
    parser.add_argument("--variant", choices=sorted(SCALES), default="weekly", help=_(
        "weekly = 45 rapporter i veckan, busy = 87, large = 100 000 rapporter för hastighetsprov"
    ))  # fmt: skip
    parser.add_argument("--serve", action="store_true", help=_("starta webbplatsen när demon är klar"))
    parser.add_argument("--host", default="127.0.0.1", help=_("adressen som webbplatsen lyssnar på"))
    parser.add_argument("--port", type=int, default=0, help=_("0 = en ledig port"))
    parser.add_argument("--data", metavar=_("MAPP"), help=_("var demon läggs (annars var/demo)"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the demo unless it is there already; then show it."""
    until = last_week(args.until)
    began = time.monotonic()
    if is_finished_here(until, args.variant):
        say(f"Demon finns redan ({until.swedish}).")
    else:
        _follow(make(until=until, variant=args.variant))
        say(f"Klart på {time.monotonic() - began:.0f} s. Allt ligger i {_short(settings.SAMSYN_DATA)}.")
    if args.serve:
        return serve(host=args.host, port=args.port, ready=show)
    return 0


def last_week(until: str | None) -> Week:
    """Return the week that a day belongs to, or the last finished one. Raises DemoRefused."""
    if until is None:
        return last_finished_week(timezone.localdate())
    try:
        return Week.containing(date.fromisoformat(until))
    except ValueError:
        raise DemoRefused("{until} är inte ett datum. Skriv som 2026-11-15.", until=until) from None


def is_finished_here(until: Week, variant: str) -> bool:
    """Say whether the demo is there; a folder without a database has none."""
    return (settings.SAMSYN_DATA / "demo.json").exists() and is_finished(until=until, variant=variant)


def _follow(steps: Iterable[str]) -> None:
    before = time.monotonic()
    for n, step in enumerate(steps):
        if n:
            sys.stderr.write(f" {time.monotonic() - before:5.1f} s\n")
        before = time.monotonic()
        sys.stderr.write(f"  {in_words(step):<66}")
        sys.stderr.flush()
    sys.stderr.write(f" {time.monotonic() - before:5.1f} s\n")


def show(address: str) -> None:
    """Print where the demo is and how to come in."""
    logins = (*LOGINS, SUPPORTING)
    wide = max(len(login.email) for login in logins)
    lines = [f"  {login.email:<{wide}}  {login.function}" for login in logins]
    answers, password = in_words("Samsyn svarar på"), in_words("Lösenord för alla")
    end = in_words("Kommunerna är påhittade. Avsluta med Ctrl+C.")
    table = "\n".join(["", f"  {answers}  {address}", "", *lines, "", f"  {password}: {PASSWORD}", f"  {end}", ""])
    sys.stdout.write(table + "\n")
    sys.stdout.flush()


def _short(folder: Path) -> str:
    here = Path.cwd()
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)
