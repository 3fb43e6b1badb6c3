"""samsyn manage and samsyn jobs: the database, users, seals, and work in the background."""

import argparse
import getpass
import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from samsyn.cli.said import in_words
from samsyn.ground.audit.actions import erase_lines, lines_saying, seal_until, sealed_logbook
from samsyn.ground.audit.checking import broken_seals, unknown_digests
from samsyn.ground.people.actions import PeopleRefused, add_membership, add_organisation, add_user, founder
from samsyn.ground.people.models import Organisation, Role, User
from samsyn.ground.people.security.actions import lose_second_steps
from samsyn.ground.spoken import language
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs import schedule
from samsyn.jobs.disposal.actions import forget_the_pages
from samsyn.jobs.erasure import find_text


def add_commands(subparsers: Any) -> None:
    """Add `samsyn manage …` and `samsyn jobs …`."""
    manage = subparsers.add_parser("manage", help=_("databas och drift")).add_subparsers(dest="what", required=True)
    manage.add_parser("migrate", help=_("gör databasen redo")).set_defaults(run=migrate)
    manage.add_parser("check", help=_("kontrollera inställningarna")).set_defaults(run=check)
    user = manage.add_parser("user", help=_("lägg till en användare"))
    user.add_argument("email", help=_("personens e-postadress"))
    user.add_argument("--municipality", required=True, metavar="SLUG", help=_("kommunens adress, till exempel orebro"))
    user.add_argument("--organisation", required=True, help=_("partens namn; läggs till om den inte finns"))
    user.add_argument("--role", default="coordinator", help=_("rollens kod; annars samordnare"))
    user.add_argument("--name", default="", help=_("personens namn"))
    user.add_argument("--address-checked", action="store_true",
                      help=_("kontot finns hos en annan kommun, och adressen är personens egen"))  # fmt: skip
    user.set_defaults(run=user_)
    lost = manage.add_parser("second-step-off", help=_("nollställ tvåfaktor för någon som har förlorat den"))
    lost.add_argument("email", help=_("personens e-postadress"))
    lost.set_defaults(run=second_step_off)
    seals = manage.add_parser("seals", help=_("försegla loggboken och kontrollera förseglingarna"))
    seals.add_argument("--export", type=Path, help=_("skriv loggboken till en fil, för deploy/verify_logbook.py"))
    seals.add_argument(
        "--kept", nargs="+", default=(), metavar="DIGEST", help=_("förseglingar som ni har sparat på annat håll")
    )
    seals.set_defaults(run=seals_)
    find = manage.add_parser("find-text", help=_("leta efter en text i hela databasen och datamappen"))
    find.add_argument("words", nargs="?", default="-", help=_("texten; - läser den från standard in"))
    find.set_defaults(run=find_text_)
    erase = manage.add_parser("erase-log", help=_("ta ut rader med en text ur loggboken, enligt beslut"))
    erase.add_argument("--municipality", required=True, metavar="SLUG", help=_("kommunens adress, till exempel orebro"))
    erase.add_argument("--reference", required=True, help=_("beslutets diarienummer"))
    erase.add_argument("--decided-by", required=True, help=_("nämnden eller styrelsen, aldrig ett namn"))
    erase.add_argument("--yes", action="store_true", help=_("töm raderna; utan det visas bara hur många de är"))
    erase.set_defaults(run=erase_log)
    jobs = subparsers.add_parser("jobs", help=_("bakgrundsjobb")).add_subparsers(dest="what", required=True)
    jobs.add_parser("work", help=_("arbeta tills någon säger stopp")).set_defaults(run=work)
    one = jobs.add_parser("run", help=_("kör ett schemalagt jobb nu"))
    one.add_argument("name", choices=sorted(schedule.JOBS), help=_("jobbets namn"))
    one.set_defaults(run=run_one)


def migrate(_args: argparse.Namespace) -> int:
    settings.SAMSYN_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
    sys.stderr.write(_("Databasen är redo.") + "\n")
    return 0


def check(_args: argparse.Namespace) -> int:
    call_command("check")
    return 0


def user_(args: argparse.Namespace) -> int:
    """Add a user with a role in an organisation; asks for the password where somebody sits at the keyboard."""
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise PeopleRefused(
            "Kommunen {municipality} finns inte. Lägg till den med samsyn municipality add.",
            municipality=args.municipality,
        )
    known = User.objects.filter(email=args.email.strip().lower()).first()
    here = known is None or known.memberships.filter(municipality=municipality).exists()
    if not (here or args.address_checked):
        raise PeopleRefused(
            "Adressen har redan ett konto utanför kommunen. Kontrollera att den är personens egen, "
            "och lägg till --address-checked."
        )
    by = founder(municipality)
    role = Role.objects.visible_to(by).filter(code=args.role).first()
    if role is None:
        raise PeopleRefused("Rollen {role} finns inte.", role=args.role)
    organisation = Organisation.objects.visible_to(by).filter(name=args.organisation).first()
    organisation = organisation or add_organisation(name=args.organisation, legal_kind="board", by=by)
    asked = sys.stdin.isatty()
    password = getpass.getpass(_("Lösenord (minst 12 tecken): ")) if asked else sys.stdin.readline().strip()
    user = add_user(email=args.email, name=args.name, password=password, by=by)
    add_membership(user=user, organisation=organisation, role=role, by=by)
    called = role.name_en if language() == "en" else role.name_sv
    done = _("{email} är {role} i {municipality}.")
    sys.stderr.write(done.format(email=user.email, role=called.lower(), municipality=municipality.name) + "\n")
    return 0


def second_step_off(args: argparse.Namespace) -> int:
    """Reset the second steps of somebody who has lost them; for the last administrator there is no other way."""
    user = User.objects.filter(email__iexact=args.email).first()
    if user is None:
        raise PeopleRefused("Det finns ingen användare med adressen {email}.", email=args.email)
    lose_second_steps(user=user)
    sys.stderr.write(_("{who} har ingen tvåfaktor och är utloggad överallt.").format(who=user.signs_in_as) + "\n")
    return 0


def seals_(args: argparse.Namespace) -> int:
    broken = False
    if args.export:
        with open(args.export, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            for municipality in Municipality.objects.order_by("slug"):
                for row in sealed_logbook(municipality=municipality):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    for municipality in Municipality.objects.all():
        yesterday = timezone.localdate(timezone=municipality.zone) - timedelta(days=1)
        sealed = seal_until(municipality=municipality, day=yesterday)
        wrong = broken_seals(municipality=municipality)
        broken = broken or bool(wrong)
        words = _("brutna: {days}").format(days=", ".join(map(str, wrong))) if wrong else _("alla hela")
        told = _("{municipality}: {n} dagar förseglade, {words}")
        sys.stdout.write(told.format(municipality=municipality.name, n=sealed, words=words) + "\n")
    for digest in unknown_digests(args.kept):
        broken = True
        sys.stdout.write(_("{digest}: finns inte i loggboken, kedjan är gjord om").format(digest=digest) + "\n")
    return 1 if broken else 0


def find_text_(args: argparse.Namespace) -> int:
    """Say where a text is left; 1 where it was found, 3 where something could not be read. The text is not repeated."""
    words = sys.stdin.readline().strip() if args.words == "-" else args.words
    found = unread = 0
    for place in find_text(words):
        found, unread = found + place.times, unread + place.unread
        sys.stdout.write(f"{place.where}: {_('kunde inte läsas') if place.unread else place.times}\n")
    sys.stdout.write(_("{n} ställen, {unread} kunde inte läsas").format(n=found, unread=unread) + "\n")
    return 1 if found else 3 if unread else 0


def erase_log(args: argparse.Namespace) -> int:
    """Take out every line that holds the text given on standard input; its digest stays, so that the seals hold.

    Without --yes it only says how many they are. 1 where nothing was found, or something had to stay.
    """
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise PeopleRefused("Kommunen {municipality} finns inte.", municipality=args.municipality)
    lines = lines_saying(sys.stdin.readline(), municipality=municipality)
    if not lines:
        sys.stdout.write(_("Texten finns inte i loggboken") + "\n")
        return 1
    if not args.yes:
        told = _("{n} rader innehåller texten. Inget är ändrat. Lägg till --yes för att tömma dem")
        sys.stdout.write(told.format(n=len(lines)) + "\n")
        return 1
    done = erase_lines(lines=lines, reference=args.reference, body=args.decided_by, by=founder(municipality))
    forget_the_pages()
    sys.stdout.write(_("{n} rader tömda").format(n=done) + "\n")
    if left := len(lines) - done:
        kept = _("{n} rader är kvar: de är själva besluten om gallring, och förseglingarna vilar på dem")
        sys.stdout.write(kept.format(n=left) + "\n")
    return 1 if left else 0


def work(_args: argparse.Namespace) -> int:
    schedule.work()
    return 0


def run_one(args: argparse.Namespace) -> int:
    for line in schedule.JOBS[args.name](timezone.now()):
        sys.stdout.write(f"{in_words(line)}\n")
    return 0
