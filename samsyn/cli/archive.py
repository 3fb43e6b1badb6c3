"""samsyn archive: a package for an e-archive, after E-ARK CSIP/SIP, straight to a file."""

import argparse
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from samsyn.cli.pictures import actor
from samsyn.cli.said import say
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving.actions import ArchiveRefused, Wanted, begin_package, make_package, remove_package
from samsyn.jobs.archiving.kinds import KINDS


def add_commands(subparsers: Any) -> None:
    """Add `samsyn archive`."""
    parser = subparsers.add_parser("archive", help=_("gör ett paket till ett e-arkiv (E-ARK CSIP/SIP)"))
    parser.add_argument("--municipality", required=True, help=_("kommunens adressnamn, till exempel granvik"))
    parser.add_argument("--first", type=date.fromisoformat, required=True, help=_("första dagen, 2025-01-01"))
    parser.add_argument("--last", type=date.fromisoformat, required=True, help=_("sista dagen, 2025-12-31"))
    parser.add_argument("--agreement", required=True, help=_("beteckning på överenskommelsen med arkivet"))
    parser.add_argument("--kind", action="append", choices=[kind.code for kind in KINDS], default=None,
                        help=_("slag av handlingar; kan anges flera gånger, annars de vanliga"))
    parser.add_argument("--out", type=Path, required=True, help=_("zip-fil som inte finns"))
    parser.add_argument("--as", dest="email", help=_("gör det som den här användaren; annars som maskinen drift"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the package, move it to the file and leave its row with the digest."""
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise ArchiveRefused("Kommunen {slug} finns inte.", slug=args.municipality)
    if args.out.exists():
        raise ArchiveRefused("{target} finns redan. Välj ett namn som inte finns.", target=args.out)
    by, now = actor(args.email, municipality), timezone.now()
    kinds = tuple(args.kind or [kind.code for kind in KINDS if kind.chosen])
    wanted = Wanted(args.first, args.last, kinds, args.agreement)
    package = begin_package(wanted=wanted, today=timezone.localdate(timezone=municipality.zone), by=by)
    package = make_package(package=package, now=now, by=by)
    if package.state != package.State.READY:
        raise ArchiveRefused("Paketet gick inte att göra: {problem}", problem=package.problem)
    shutil.copyfile(package.path, args.out)
    args.out.chmod(0o600)
    remove_package(package=package, now=now, by=by)
    say(f"{package.name}: {package.files} filer, SHA-256 {package.digest}")
    sys.stdout.write(f"{args.out}\n")
    return 0
