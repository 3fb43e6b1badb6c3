"""samsyn area: the profile of an area as PDF, Word or data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone

from samsyn.cli.imports import member_for
from samsyn.documents.area_paper import area_document, area_pdf
from samsyn.documents.area_profile import profile_of
from samsyn.documents.word import word
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.places.models import Area
from samsyn.ground.spoken import said as _
from samsyn.method.pictures.canonical import canonical

FORMATS = (".pdf", ".docx", ".json")


def add_commands(subparsers: Any) -> None:
    """Add `samsyn area`."""
    parser = subparsers.add_parser("area", help=_("allt som är känt om ett område, som PDF, Word eller data"))
    parser.add_argument("code", help=_("områdets kod eller namn"))
    parser.add_argument("--municipality", required=True, metavar="SLUG",
                        help=_("kommunens adress, till exempel orebro"))
    parser.add_argument("--as", dest="as_email", metavar=_("E-POST"), help=_("gör det som denna användare"))
    parser.add_argument("--set", dest="set_name", help=_("indelningens namn, när koden finns i flera"))
    parser.add_argument("--beside", default="", metavar=_("KOD"), help=_("område att visa bredvid; annars det likaste"))
    parser.add_argument("--language", default="sv", choices=["sv", "en"], help=_("papperets språk"))
    parser.add_argument("--out", type=Path, help=_("fil som slutar på .pdf, .docx eller .json; annars skrivs data ut"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the profile and write it."""
    by = member_for(args)
    areas = Area.objects.visible_to(by).select_related("area_set", "municipality")
    found = list(areas.filter(Q(code=args.code) | Q(name=args.code)))
    if args.set_name:
        found = [each for each in found if each.area_set.name == args.set_name]
    if not found:
        raise ImportRefused(f"Området ”{args.code}” finns inte.")
    area = max(found, key=lambda each: (each.area_set.working, each.area_set.valid_from, each.code))
    today = timezone.localdate(timezone=by.municipality.zone)
    profile = profile_of(area, today=today, by=by, beside=args.beside)
    document = area_document(profile, today=today, language=args.language)
    if args.out is None:
        sys.stdout.write(canonical(document))
        return 0
    if args.out.suffix not in FORMATS:
        raise ImportRefused("Filen ska sluta på .pdf, .docx eller .json.")
    made = {".pdf": lambda: area_pdf(profile, today=today, language=args.language), ".docx": lambda: word(document),
            ".json": lambda: canonical(document).encode()}  # fmt: skip
    args.out.write_bytes(made[args.out.suffix]())
    return 0
