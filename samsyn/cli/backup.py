"""samsyn backup: make, prove and restore a backup, each in one command."""

import argparse
import getpass
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from samsyn.cli.said import in_words, say
from samsyn.ground.spoken import said as _
from samsyn.jobs.backups.making import make_backup
from samsyn.jobs.backups.refusals import BackupRefused
from samsyn.jobs.backups.restoring import prove_backup, restore_backup
from samsyn.jobs.backups.scheduled import key_of_schedule, make_now, remember, state
from samsyn.jobs.backups.sealing import Key, key_from


def add_commands(subparsers: Any) -> None:
    """Add `samsyn backup make|prove|restore`."""
    backup = subparsers.add_parser("backup", help=_("säkerhetskopiera, prova och läs tillbaka"))
    does = backup.add_subparsers(dest="what", required=True)
    make = does.add_parser("make", help=_("kopiera databas och filer till en fil, medan tjänsten kör"))
    make.add_argument("target", type=Path, nargs="?", help=_("en fil som inte finns; utan den i SAMSYN_BACKUP_TO"))
    prove = does.add_parser("prove", help=_("läs tillbaka vid sidan av och jämför, utan att röra något"))
    prove.add_argument("source", type=Path, nargs="?", help=_("filen; utan den den nyaste"))
    restore = does.add_parser("restore", help=_("läs tillbaka som den data som används; tjänsten ska vara stoppad"))
    restore.add_argument("source", type=Path, help=_("filen"))
    restore.add_argument("--replace", action="store_true", help=_("ersätt den data som finns"))
    for parser, run in ((make, make_), (prove, prove_), (restore, restore_)):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--key-file", default="",
                         help=_("nyckelfil, annars SAMSYN_BACKUP_KEY_FILE, annars en lösenfras"))
        how.add_argument("--unencrypted", action="store_true", help=_("utan nyckel: den som får filen läser allt"))
        parser.set_defaults(run=run)


def _key(args: argparse.Namespace, *, twice: bool = False) -> Key:
    if args.unencrypted:
        return Key()
    if args.key_file or settings.BACKUP_KEY_FILE:
        return key_from(file=args.key_file or settings.BACKUP_KEY_FILE)
    if not sys.stdin.isatty():
        return key_from(passphrase=sys.stdin.readline().rstrip("\n") or " ")
    passphrase = getpass.getpass(_("Lösenfras (minst 16 tecken): "))
    if twice and getpass.getpass(_("En gång till: ")) != passphrase:
        raise BackupRefused("Lösenfraserna är olika. Börja om.")
    return key_from(passphrase=passphrase or " ")


def make_(args: argparse.Namespace) -> int:
    if args.target is None:
        if not settings.BACKUP_TO:
            raise BackupRefused("Ange en fil, eller en mapp i SAMSYN_BACKUP_TO.")
        for line in make_now(timezone.now()):
            sys.stdout.write(f"{in_words(line)}\n")
        return 0
    make_backup(target=args.target, key=_key(args, twice=True), now=timezone.now(), tell=say)
    sys.stdout.write(f"{args.target}\n")
    return 0


def prove_(args: argparse.Namespace) -> int:
    if args.source is None and not state().file:
        raise BackupRefused("Det finns ingen säkerhetskopia att prova. Kör samsyn backup make, eller ange filen.")
    newest = Path(state().file or "-")
    source = args.source or newest
    prove_backup(source=source, key=key_of_schedule() if args.source is None else _key(args), tell=say)
    if source == newest:
        remember(replace(state(), proved_at=timezone.now().isoformat(), problem=""))
    return 0


def restore_(args: argparse.Namespace) -> int:
    restore_backup(source=args.source, key=_key(args), replace=args.replace, tell=say)
    say("Kör nu samsyn upgrade, och starta sedan tjänsten.")
    return 0
