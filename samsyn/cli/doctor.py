"""samsyn doctor: looks at everything the service needs and says what to do."""

import argparse
import json
import sys
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from samsyn.ground.refusals import in_both_languages
from samsyn.ground.spoken import said as _
from samsyn.jobs.health import BROKEN, CHECKS, FINE, WARN, findings

MARKS = {FINE: "ok", WARN: "!", BROKEN: in_both_languages("FEL")}


def add_commands(subparsers: Any) -> None:
    """Add `samsyn doctor`."""
    parser = subparsers.add_parser("doctor", help=_("gå igenom allt som tjänsten behöver och säg vad som ska göras"))
    parser.add_argument("--only", action="append", choices=sorted(CHECKS),
                        help=_("bara den här kontrollen; kan upprepas"))
    parser.add_argument("--json", action="store_true", help=_("som data"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write what was found; 1 where something does not work."""
    with translation.override(settings.SAMSYN_LANGUAGE):
        found = findings(timezone.now(), only=tuple(args.only or ()))
    if args.json:
        rows = [
            {"check": one.check, "level": one.level, "said": one.words(), "do": one.advice()} for one in found
        ]  # fmt: skip
        sys.stdout.write(json.dumps({"format": 1, "findings": rows}, ensure_ascii=False) + "\n")
    else:
        for one in found:
            sys.stdout.write(f"{_(MARKS[one.level]):<5} {one.words()}\n")
            if advice := one.advice():
                sys.stdout.write(f"      → {advice}\n")
    return 1 if any(one.level == BROKEN for one in found) else 0
