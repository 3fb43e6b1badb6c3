"""samsyn picture: the picture of a week, month, quarter, tertial or year as PDF, page or JSON."""

import argparse
import gc
import sys
from pathlib import Path
from typing import Any

from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.documents.periodic import period_pdf
from samsyn.documents.weekly import weekly_html, weekly_pdf
from samsyn.ground.people.members import Machine, member_of
from samsyn.ground.people.models import User
from samsyn.ground.permissions import Permission
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.actions import PictureRefused, compile_picture
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.pictures.period_models import PeriodPicture
from samsyn.method.pictures.periods.actions import compile_period_picture
from samsyn.method.pictures.periods.tables import period_json
from samsyn.method.pictures.spans import Span
from samsyn.method.pictures.tables import audience_of, picture_json

SUFFIXES = (".pdf", ".html", ".json")
KEPT_UNTIL_DONE = 200_000           # objects between two searches for garbage: the process ends with the picture


def add_commands(subparsers: Any) -> None:
    """Add `samsyn picture`."""
    parser = subparsers.add_parser("picture", help=_("ta fram en lägesbild som PDF, HTML eller JSON"))
    parser.add_argument("--municipality", required=True, help=_("kommunens adressnamn, till exempel granvik"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--week", help=_("periodens sista vecka, till exempel 2025-W40"))
    which.add_argument("--period", help=_("månad, kvartal, tertial eller år: 2025-10, 2025-q3, 2025-t2 eller 2025"))
    parser.add_argument(
        "--audience", default=PictureAudience.PARTIES.value, choices=PictureAudience.values, help=_("för vilka")
    )
    parser.add_argument("--language", default="sv", choices=["sv", "en"], help=_("språk i PDF och HTML"))
    parser.add_argument("--out", type=Path,
                        help=_("fil som slutar på .pdf, .html eller .json; utan den skrivs JSON ut"))
    parser.add_argument("--as", dest="email", help=_("gör det som den här användaren; annars som maskinen drift"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compile the picture unless it is locked, and write it to the file."""
    gc.freeze()                     # what is imported by now is never garbage; looking for it is a tenth of the time
    gc.set_threshold(KEPT_UNTIL_DONE)
    if args.out is not None and args.out.suffix not in SUFFIXES:
        raise PictureRefused("Filens namn ska sluta på .pdf, .html eller .json.")
    if args.period:
        return _write_period(args)
    picture = picture_of(args)
    content = written(picture, audience=args.audience, suffix=args.out.suffix if args.out else ".json",
                      language=args.language)  # fmt: skip
    if args.out is None:
        sys.stdout.buffer.write(content + b"\n")
        return 0
    args.out.write_bytes(content)
    sys.stderr.write(f"{args.out}: {picture.municipality.name}, {picture.week.swedish}\n")
    return 0


def _write_period(args: argparse.Namespace) -> int:
    picture = period_picture_of(args)
    if args.out is not None and args.out.suffix == ".html":
        raise PictureRefused("Bilden av en längre period finns som .pdf och .json.")
    pdf = args.out is not None and args.out.suffix == ".pdf"
    content = (period_pdf(picture, audience=args.audience, language=args.language) if pdf
               else period_json(picture, args.audience))
    if args.out is None:
        sys.stdout.buffer.write(content + b"\n")
        return 0
    args.out.write_bytes(content)
    sys.stderr.write(f"{args.out}: {picture.municipality.name}, {picture.span.words(args.language)}\n")
    return 0


def picture_of(args: argparse.Namespace) -> SituationalPicture:
    """Return the locked picture as it is, else a draft made now."""
    municipality, by = _who(args)
    try:
        week = Week.parse(args.week)
    except ValueError:
        raise PictureRefused("{week} är ingen vecka. Skriv den som 2025-W40.", week=args.week) from None
    kept = SituationalPicture.objects.visible_to(by).of_week(week).locked().first()
    if kept is None and not by.may(Permission.COMPILE_PICTURE, within=municipality):
        raise PictureRefused("Lägesbilden för {week} är inte låst än. Vänta tills den är det.", week=week.swedish)
    return kept or compile_picture(municipality=municipality, week=week, now=timezone.now(), by=by)


def period_picture_of(args: argparse.Namespace) -> PeriodPicture:
    """Return the locked picture of a longer period as it is, else a draft made now."""
    municipality, by = _who(args)
    try:
        span = Span.parse(args.period)
    except ValueError:
        raise PictureRefused(
            "{period} är ingen period. Skriv 2025-10, 2025-q3, 2025-t2 eller 2025.", period=args.period,
        ) from None
    kept = PeriodPicture.objects.visible_to(by).labelled(span.label).locked().first()
    if kept is None and not by.may(Permission.COMPILE_PICTURE, within=municipality):
        raise PictureRefused("Lägesbilden för {week} är inte låst än. Vänta tills den är det.", week=span.words())
    return kept or compile_period_picture(municipality=municipality, span=span, now=timezone.now(), by=by)


def _who(args: argparse.Namespace) -> tuple[Municipality, Any]:
    """Return the municipality, and who asks, who may see what is asked for."""
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise PictureRefused(
            "Kommunen {municipality} finns inte. Lägg till den med samsyn municipality add.",
            municipality=args.municipality,
        )
    by = actor(args.email, municipality)
    if not by.may(Permission.SEE_PICTURE, within=municipality):
        raise PictureRefused("{email} får inte se lägesbilden i {name}.", email=args.email, name=municipality.name)
    if args.audience == PictureAudience.AUTHORITIES and audience_of(by) != PictureAudience.AUTHORITIES:
        raise PictureRefused("{email} får inte se bilden för myndigheter och kommunala bolag.", email=args.email)
    return municipality, by


def actor(email: str | None, municipality: Municipality) -> Any:
    """Return the member with this e-mail, or the machine that runs the installation."""
    if not email:
        return Machine(name="drift", municipality=municipality)
    user = User.objects.filter(email__iexact=email).first()
    member = user and member_of(user, municipality, on=timezone.localdate(timezone=municipality.zone))
    if not member:
        raise PictureRefused("{email} har ingen roll i {name}.", email=email, name=municipality.name)
    return member


def written(picture: SituationalPicture, *, audience: str, suffix: str, language: str) -> bytes:
    """Return the picture as a file of the wanted kind."""
    if suffix == ".json":
        return picture_json(picture, audience)
    make = weekly_pdf if suffix == ".pdf" else weekly_html
    return make(picture, audience=audience, language=language)
