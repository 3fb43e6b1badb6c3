"""samsyn paper: a paper of the group's work as PDF, Word, PowerPoint, Excel or data; it is made, not issued."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.cli.pictures import actor
from samsyn.documents.papers.making import file_of, paper_of
from samsyn.ground.people.models import Organisation
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.publications.actions import EditionRefused, Subject, refuse_unless_ready
from samsyn.method.publications.gathered import month_of
from samsyn.method.publications.papers import FORMATS, OF_ONE_PARTY, Paper


def add_commands(subparsers: Any) -> None:
    """Add `samsyn paper`."""
    parser = subparsers.add_parser("paper", help=_("gör ett papper av en låst lägesbild eller ett avslutat möte"))
    parser.add_argument("paper", choices=[each for each in Paper.values if each != Paper.LONG_TERM],
                        help=_("vilket papper"))
    parser.add_argument("--municipality", required=True, help=_("kommunens adressnamn, till exempel granvik"))
    parser.add_argument("--week", required=True, help=_("lägesbildens sista vecka, till exempel 2025-W40"))
    parser.add_argument(
        "--audience", default=PictureAudience.PARTIES.value, choices=PictureAudience.values, help=_("för vilka")
    )
    parser.add_argument("--organisation", help=_("partens namn, där papperet är till eller från en part"))
    parser.add_argument("--language", default="sv", choices=["sv", "en"], help=_("papperets språk"))
    parser.add_argument(
        "--out", type=Path, help=_("fil som slutar på .pdf, .docx, .pptx, .xlsx eller .json; utan den skrivs JSON ut")
    )
    parser.add_argument("--as", dest="email", help=_("gör det som den här användaren; annars som maskinen drift"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the paper and write it to the file, or its data to standard output."""
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise EditionRefused(_("Kommunen %(slug)s finns inte.") % {"slug": args.municipality})
    by = actor(args.email, municipality)
    suffix = args.out.suffix.removeprefix(".") if args.out else "json"
    if suffix != "json" and suffix not in FORMATS[args.paper]:
        raise EditionRefused(_("Det papperet finns som: %(formats)s.") % {"formats": ", ".join(FORMATS[args.paper])})
    subject = subject_of(args, municipality, by)
    refuse_unless_ready(subject, by=by)
    document = paper_of(subject, municipality=municipality)
    if args.out is None:
        sys.stdout.write(json.dumps({"format": 1, "paper": document}, ensure_ascii=False, sort_keys=True) + "\n")
        return 0
    data = suffix == "json"
    args.out.write_bytes(
        canonical(document).encode() if data else file_of(document, subject=subject, format_=suffix)
    )
    sys.stderr.write(f"{args.out}: {document['title']}\n")
    return 0


def subject_of(args: argparse.Namespace, municipality: Municipality, by: Any) -> Subject:
    """Return what the paper is about: the week's picture, the meeting about it, its month, or a party's own."""
    try:
        week = Week.parse(args.week)
    except ValueError:
        raise EditionRefused(_("%(week)s är ingen vecka. Skriv den som 2025-W40.") % {"week": args.week}) from None
    picture = SituationalPicture.objects.visible_to(by).of_week(week).locked().first()
    meeting, party = None, None
    if args.paper == Paper.MINUTES:
        meetings = Meeting.objects.visible_to(by).filter(iso_week=week.iso, closed_at__isnull=False)
        meeting = meetings.latest_first().first()
    if args.paper in OF_ONE_PARTY:
        party = Organisation.objects.visible_to(by).filter(name=args.organisation or "").first()
    needs_picture = args.paper not in (Paper.MINUTES, Paper.OWN, Paper.MONTHLY)
    if (needs_picture and picture is None) or (args.paper == Paper.MINUTES and meeting is None):
        raise EditionRefused(_("Det finns inget låst för %(week)s. Lås lägesbilden eller avsluta mötet först.")
                             % {"week": week.swedish})  # fmt: skip
    period = {Paper.MONTHLY: month_of(week), Paper.OWN: week.label}.get(Paper(args.paper), "")
    return Subject(
        paper=args.paper, audience=args.audience, language=args.language, meeting=meeting, organisation=party,
        period=period, picture=picture if needs_picture else None,
    )  # fmt: skip
