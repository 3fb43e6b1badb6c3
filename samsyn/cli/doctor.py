"""samsyn doctor: looks at everything the service needs and says what to do."""

import argparse
import json
import sys
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from samsyn.jobs.health import BROKEN, CHECKS, FINE, WARN, findings

MARKS = {FINE: "ok  ", WARN: "!   ", BROKEN: "FEL "}


def add_commands(subparsers: Any) -> None:
    """Add `samsyn doctor`."""
    parser = subparsers.add_parser("doctor", help="gå igenom allt som tjänsten behöver och säg vad som ska göras")
    parser.add_argument("--only", action="append", choices=sorted(CHECKS), help="bara den här kontrollen; kan upprepas")
    parser.add_argument("--json", action="store_true", help="som data")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write what was found; 1 where something does not work."""
    with translation.override(settings.SAMSYN_LANGUAGE):
        found = findings(timezone.now(), only=tuple(args.only or ()))
    if args.json:
        rows = [{"check": one.check, "level": one.level, "said": one.said.format(**one.named)} for one in found]
        sys.stdout.write(json.dumps({"format": 1, "findings": rows}, ensure_ascii=False) + "\n")
    else:
        for one in found:
            sys.stdout.write(f"{MARKS[one.level]}{one.said.format(**one.named)}\n")
            if one.do and one.level != FINE:
                sys.stdout.write(f"    → {one.do.format(**one.named)}\n")
    return 1 if any(one.level == BROKEN for one in found) else 0
