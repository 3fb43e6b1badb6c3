"""The command `samsyn`: reads the words, starts Django where it is needed, runs one command.

Exit codes: 0 done, 1 refused (with a sentence), 2 wrong words, 3 done with refused rows, 130 stopped.
"""

import argparse
import importlib
import importlib.metadata
import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from samsyn.ground.refusals import Refused, filled, in_both_languages
from samsyn.ground.spoken import language
from samsyn.ground.spoken import said as _

# name of the command → (module, one line of help). A module is imported when its command is used and Django stands.
COMMANDS = {
    "demo": ("samsyn.cli.demo", in_both_languages("skapa och visa de påhittade kommunerna Granvik och Lillskog")),
    "serve": ("samsyn.cli.serve", in_both_languages("starta webbplatsen och bakgrundsjobben")),
    "import": ("samsyn.cli.imports", in_both_languages("läs in en fil")),
    "indicators": ("samsyn.cli.indicators", in_both_languages(
        "siffror utifrån: hämta, lista, para ihop koder, egen enkät"
    )),
    "area": ("samsyn.cli.areas", in_both_languages("gör en profil av ett område som PDF, Word eller data")),
    "areas": ("samsyn.cli.imports", in_both_languages("läs in områden")),
    "places": ("samsyn.cli.imports", in_both_languages("läs in platser")),
    "municipality": ("samsyn.cli.imports", in_both_languages("lägg till en kommun")),
    "picture": ("samsyn.cli.pictures", in_both_languages("ta fram en lägesbild som PDF, HTML eller JSON")),
    "paper": ("samsyn.cli.papers", in_both_languages("gör ett papper av en låst lägesbild eller ett avslutat möte")),
    "statutory": ("samsyn.cli.longterm", in_both_languages("gör lagens lägesbild eller ett av långsiktens dokument")),
    "plan": ("samsyn.cli.plan", in_both_languages("gör en åtgärdsplan av en fil, med lägesbilden den bygger på")),
    "analyse": ("samsyn.cli.analyse", in_both_languages("statistik direkt på en fil, utan databas")),
    "basemap": ("samsyn.cli.basemap", in_both_languages("läs in en egen bakgrundskarta")),
    "archive": ("samsyn.cli.archive", in_both_languages("gör ett paket till ett e-arkiv")),
    "backup": ("samsyn.cli.backup", in_both_languages("säkerhetskopiera, prova och läs tillbaka")),
    "upgrade": ("samsyn.cli.upgrade", in_both_languages(
        "säkerhetskopiera och gör databasen redo för den här versionen"
    )),
    "doctor": ("samsyn.cli.doctor", in_both_languages("gå igenom allt som tjänsten behöver och säg vad som ska göras")),
    "manage": ("samsyn.cli.manage", in_both_languages("databas och drift: migrate, check, user, seals")),
    "jobs": ("samsyn.cli.manage", in_both_languages("kör ett schemalagt jobb nu")),
}

DRY = {"analyse"}                # needs no settings, no database and no Django


class Version(argparse.Action):
    """Tells the version, and whether the analyses have their compiled kernels."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> None:
        """Look for the kernels only now: other commands need not load them."""
        kernels = importlib.import_module("samsyn.analysis.kernels").variant()
        told = _("utan kompilerade kärnor: analyserna går långsammare")
        if kernels:
            told = _("kompilerade kärnor: {kernels}").format(kernels=kernels)
        sys.stdout.write(f"samsyn {importlib.metadata.version('samsyn')} ({told})\n")
        parser.exit()


# What argparse itself says. It looks its texts up by this name, in a catalogue that Python does not ship.
OF_ARGPARSE = {
    "usage: ": "användning: ",
    "options": "val",
    "positional arguments": "argument",
    "show this help message and exit": "visa den här hjälpen",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "det här saknas: %s",
    "one of the arguments %s is required": "ett av de här behövs: %s",
    "not allowed with argument %s": "går inte ihop med %s",
    "unrecognized arguments: %s": "okända argument: %s",
    "expected one argument": "ett värde saknas",
    "expected at least one argument": "minst ett värde saknas",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r finns inte (välj bland %(choices)s)",
    "invalid %(type)s value: %(value)r": "%(value)r går inte att läsa",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan vara %(matches)s",
}


def speak() -> None:
    """Let argparse speak the language of the commands: its own English, or Swedish."""
    vars(argparse)["_"] = str if language() == "en" else lambda text: OF_ARGPARSE.get(text, text)


def parser_for(name: str | None) -> argparse.ArgumentParser:
    """Return the parser with all commands by name, and the whole grammar of the one that is used."""
    speak()
    parser = argparse.ArgumentParser(prog="samsyn", description=_("Samsyn: gemensam lägesbild för trygghet."))
    parser.add_argument("--version", action=Version, nargs=0, help=_("visa version, och om analyserna har kärnor"))
    subparsers = parser.add_subparsers(dest="command", metavar=_("KOMMANDO"))
    if name in COMMANDS:
        importlib.import_module(COMMANDS[name][0]).add_commands(subparsers)
    for command, (_module, words) in COMMANDS.items():
        if command not in subparsers.choices:
            subparsers.add_parser(command, help=_(words), add_help=False)
    return parser


def prepare_demo(words: Sequence[str]) -> None:
    """Point the demo at its own data folder with its own secret, before the settings are read."""
    at = words.index("--data") + 1 if "--data" in words else None
    folder = Path(words[at] if at is not None and at < len(words) else os.environ.get("SAMSYN_DATA", "var/demo"))
    os.environ["SAMSYN_DATA"] = str(folder)
    os.environ["SAMSYN_DEMO"] = "1"
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "secret_key"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(48), encoding="utf-8")


def start_django() -> str:
    """Start Django by name; settings come from SAMSYN_* variables. Return what is wrong with them, or nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    badly_set = importlib.import_module("django.core.exceptions").ImproperlyConfigured
    try:
        importlib.import_module("django").setup()
    except badly_set as problem:
        return str(problem)
    return ""


def database_errors(name: str | None) -> tuple[type[Exception], ...]:
    """Return what a database that is away, locked or not made raises; nothing for commands that have none."""
    return () if name in DRY else (importlib.import_module("django.db").DatabaseError,)


def sentence_of(refusal: Refused) -> str:
    """Return a refusal in the language of the commands: from the catalogue, or as what an import says."""
    told = importlib.import_module("samsyn.exchange.sentences").told
    return str(told(filled(_(str(refusal.said)), refusal.named), language=language()))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in words if not word.startswith("-")), None)
    if name == "demo":
        prepare_demo(words)
    if name in COMMANDS and name not in DRY and (problem := start_django()):
        sys.stderr.write(f"{problem}\n")
        return 1
    parser = parser_for(name)
    args = parser.parse_args(words)
    if not args.command:
        parser.print_help()
        return 2
    try:
        return int(args.run(args) or 0)
    except Refused as refusal:
        sys.stderr.write(f"{sentence_of(refusal)}\n")
        return 1
    except database_errors(name) as problem:
        if os.environ.get("SAMSYN_LOG_FORMAT") == "plain":
            raise
        told = _("Databasen svarade inte som den skulle ({why}). Kör samsyn doctor: den säger vad som ska göras.")
        sys.stderr.write(told.format(why=type(problem).__name__) + "\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(_("Avbrutet.") + "\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
