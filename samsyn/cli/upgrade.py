"""samsyn upgrade: bring the database up to this program; where that fails, everything is as it was."""

import argparse
from typing import Any

from django.utils import timezone

from samsyn.cli.said import say
from samsyn.jobs.backups.scheduled import key_of_schedule
from samsyn.jobs.backups.upgrading import take_back_upgrade, upgrade_database


def add_commands(subparsers: Any) -> None:
    """Add `samsyn upgrade`."""
    parser = subparsers.add_parser("upgrade", help="säkerhetskopiera och gör databasen redo för den här versionen")
    parser.add_argument("--back", action="store_true", help="lägg tillbaka det som fanns före uppgraderingen")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Upgrade, or take the latest upgrade back."""
    if args.back:
        take_back_upgrade(key=key_of_schedule(), tell=say)
    else:
        upgrade_database(now=timezone.now(), key=key_of_schedule(), tell=say)
    return 0
