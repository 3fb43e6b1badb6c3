"""samsyn upgrade: bring the database up to this program; where that fails, everything is as it was."""

import argparse
import sys
from typing import Any

from django.utils import timezone

from samsyn.cli.said import say
from samsyn.ground.spoken import said as _
from samsyn.jobs.backups.scheduled import key_of_schedule
from samsyn.jobs.backups.upgrading import take_back_upgrade, upgrade_database


def add_commands(subparsers: Any) -> None:
    """Add `samsyn upgrade`."""
    parser = subparsers.add_parser("upgrade", help=_("säkerhetskopiera och gör databasen redo för den här versionen"))
    parser.add_argument("--back", action="store_true", help=_("lägg tillbaka det som fanns före uppgraderingen"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Upgrade and say on standard output, for scripts, whether anything was changed; or take the upgrade back."""
    if args.back:
        take_back_upgrade(key=key_of_schedule(), tell=say)
    else:
        changed = upgrade_database(now=timezone.now(), key=key_of_schedule(), tell=say)
        sys.stdout.write("changed\n" if changed else "unchanged\n")
    return 0
