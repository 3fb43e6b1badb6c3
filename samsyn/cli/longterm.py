"""samsyn statutory: the law's situational picture and action plan as PDF, Word or data, from what the system holds."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.cli.pictures import actor
from samsyn.documents.longterm.making import FORMATS, file_of, paper_of, statutory_paper
from samsyn.ground.permissions import Permission, require
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.plans.actions import PlanRefused
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.states import DocumentKind


def add_commands(subparsers: Any) -> None:
    """Add `samsyn statutory`."""
    parser = subparsers.add_parser("statutory", help=_("gör lagens lägesbild eller ett av långsiktens dokument"))
    parser.add_argument(
        "what", choices=["picture", *(each.value for each in DocumentKind if each != DocumentKind.PICTURE)],
        help=_("vilket dokument"),
    )  # fmt: skip
    parser.add_argument("--municipality", required=True, help=_("kommunens adressnamn, till exempel granvik"))
    parser.add_argument("--first", type=date.fromisoformat, help=_("första dagen som lägesbilden gäller, 2024-01-01"))
    parser.add_argument("--last", type=date.fromisoformat, help=_("sista dagen, 2025-12-31"))
    parser.add_argument("--number", type=int, help=_("ett sparat dokuments nummer; annars det senast beslutade"))
    whom = _("för vilka; annars för alla parter, eller för dem som dokumentet är gjort för")
    parser.add_argument("--audience", default="", choices=PictureAudience.values, help=whom)
    parser.add_argument("--language", default="sv", choices=["sv", "en"], help=_("papperets språk"))
    out = _("fil som slutar på .pdf, .docx eller .json; utan den skrivs JSON ut")
    parser.add_argument("--out", type=Path, help=out)
    parser.add_argument("--as", dest="email", help=_("gör det som den här användaren; annars som maskinen drift"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the paper and write it to the file, or its data to standard output."""
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise PlanRefused(_("Kommunen %(slug)s finns inte.") % {"slug": args.municipality})
    by = actor(args.email, municipality)
    require(by, Permission.SEE_PICTURE, within=municipality)
    suffix = args.out.suffix.removeprefix(".") if args.out else "json"
    if suffix not in FORMATS:
        raise PlanRefused(_("Det papperet finns som: %(formats)s.") % {"formats": ", ".join(FORMATS)})
    paper = _paper(args, municipality, by)
    if args.out is None:
        sys.stdout.write(json.dumps({"format": 1, "paper": paper}, ensure_ascii=False, sort_keys=True) + "\n")
        return 0
    args.out.write_bytes(canonical(paper).encode() if suffix == "json" else file_of(paper, suffix))
    sys.stderr.write(f"{args.out}: {paper['title']}\n")
    return 0


def _paper(args: argparse.Namespace, municipality: Municipality, by: Any) -> Any:
    """The picture of some days straight from the rows, or a stored document."""
    wanted = {"audience": args.audience, "language": args.language}
    if args.what == DocumentKind.PICTURE and args.first and args.last:
        require(by, Permission.SEE_ALL, within=municipality)
        wanted["audience"] = args.audience or PictureAudience.PARTIES.value
        return statutory_paper(municipality, first=args.first, last=args.last, **wanted)
    rows = PlanDocument.objects.visible_to(by).of_kind(args.what)
    rows = rows.filter(number=args.number) if args.number else rows.decided()
    found = rows.latest_decided_first().first()
    if found is None:
        raise PlanRefused(_("Det dokumentet finns inte. För lagens lägesbild: skriv --first och --last."))
    return paper_of(found, **wanted)
