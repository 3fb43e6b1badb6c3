"""samsyn indicators: what figures there are, ask the sources, codes without area, answers of a survey."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from samsyn.cli.imports import FORMAT, member_for, told_in_language
from samsyn.exchange.actions import counts_of
from samsyn.exchange.answers import Survey, read_answers
from samsyn.exchange.outside.actions import READ_AS, Asked, fetch_in
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.spoken import said as _
from samsyn.method.indicators.actions import compare_by, match_readings
from samsyn.method.indicators.models import Indicator, Reading

DONE, DONE_WITH_REFUSED = 0, 3


def add_commands(subparsers: Any) -> None:
    """Add the commands about figures from outside."""
    what = subparsers.add_parser("indicators", help=_("siffror utifrån")).add_subparsers(dest="what", required=True)
    _common(what.add_parser("list", help=_("vilka mått som finns")), run_list)
    _common(what.add_parser("unmatched", help=_("koder som inget område har")), run_unmatched)
    _common(what.add_parser("match", help=_("ge koder sina områden när indelningen har lästs in")), run_match)
    compare = _common(what.add_parser("compare-by", help=_("välj mått som områden jämförs efter")), run_compare)
    compare.add_argument("codes", nargs="+", help=_("måttens koder"))
    compare.add_argument("--off", action="store_true", help=_("jämför inte längre efter dem"))
    fetch = _common(what.add_parser("fetch", help=_("hämta från SCB, Kolada eller Brå")), run_fetch)
    fetch.add_argument("source", choices=list(READ_AS), help=_("vem som frågas"))
    fetch.add_argument("asked", help=_("tabell (scb), nyckeltal med komma emellan (kolada) eller adress (bra)"))
    fetch.add_argument("--years", default="", metavar="2020-2024", help=_("vilka år"))
    fetch.add_argument("--classes", action="store_true", help=_("alla klasser, inte bara totalt (scb)"))
    fetch.add_argument("--fresh", action="store_true", help=_("fråga källan på nytt, fast svaret finns sparat"))
    survey = _common(what.add_parser("survey", help=_("räkna ihop svaren i en egen enkät")), run_survey)
    survey.add_argument("file", type=Path, help=_("filen med ett svar per rad"))
    survey.add_argument("--code", required=True, help=_("måttets kod"))
    survey.add_argument("--name", required=True, help=_("enkätens namn"))
    survey.add_argument("--from", dest="first_on", type=date.fromisoformat, required=True, metavar=_("ÅÅÅÅ-MM-DD"),
                        help=_("första dagen som någon svarade"))
    survey.add_argument("--until", dest="last_on", type=date.fromisoformat, required=True, metavar=_("ÅÅÅÅ-MM-DD"),
                        help=_("sista dagen"))
    survey.add_argument("--area", default="", help=_("kolumn med områdets kod"))
    survey.add_argument("--questions", default="", help=_("kolumner med svar 0–6, med komma emellan; annars hittas de"))
    survey.add_argument("--turned", default="", help=_("frågor där 6 är bra"))
    survey.add_argument("--groups", default="", help=_("kolumner att dela upp efter, när minst 20 har svarat"))
    survey.add_argument("--weight", default="", help=_("kolumn med vikter"))
    survey.add_argument("--invited", type=int, help=_("hur många som tillfrågades"))


def _common(parser: argparse.ArgumentParser, run: Any) -> argparse.ArgumentParser:
    parser.add_argument("--municipality", required=True, metavar="SLUG",
                        help=_("kommunens adress, till exempel orebro"))
    parser.add_argument("--as", dest="as_email", metavar=_("E-POST"), help=_("gör det som denna användare"))
    parser.add_argument("--json", action="store_true", help=_("skriv resultatet som JSON"))
    parser.set_defaults(run=run)
    return parser


def run_list(args: argparse.Namespace) -> int:
    """samsyn indicators list …"""
    by = member_for(args)
    counts = Counter(Reading.objects.visible_to(by).values_list("indicator__code", flat=True))
    rows = [
        {"code": each.code, "name": each.name_sv, "kind": each.kind, "unit": each.unit_sv, "source": each.source,
         "licence": each.licence, "readings": counts[each.code], "for_likeness": each.for_likeness}
        for each in Indicator.objects.visible_to(by).order_by("code")
    ]  # fmt: skip
    words = [f"{row['code']:<40} {row['readings']:>6}  {row['name']} ({row['source']})" for row in rows]
    return _say(args, {"indicators": rows}, "\n".join(words) or "Inga mått finns än.")


def run_unmatched(args: argparse.Namespace) -> int:
    """samsyn indicators unmatched …"""
    by = member_for(args)
    found: dict[str, set[str]] = {}
    for code, area in Reading.objects.visible_to(by).without_area().values_list("indicator__code", "area_code"):
        found.setdefault(code, set()).add(area)
    words = [
        f"{code}: {len(areas)} koder utan område: {', '.join(sorted(areas))}" for code, areas in sorted(found.items())
    ]
    result = {code: sorted(areas) for code, areas in sorted(found.items())}
    return _say(args, {"unmatched": result}, "\n".join(words) or "Varje kod har sitt område.")


def run_match(args: argparse.Namespace) -> int:
    """samsyn indicators match …"""
    count = match_readings(by=member_for(args))
    return _say(args, {"matched": count}, f"{count} värden fick sitt område.")


def run_compare(args: argparse.Namespace) -> int:
    """samsyn indicators compare-by …"""
    by = member_for(args)
    known = {each.code: each for each in Indicator.objects.visible_to(by).filter(code__in=args.codes)}
    missing = [code for code in args.codes if code not in known]
    if missing:
        raise ImportRefused(f"Måttet ”{missing[0]}” finns inte.")
    for code in args.codes:
        compare_by(indicator=known[code], chosen=not args.off, by=by)
    return _say(args, {"codes": args.codes, "for_likeness": not args.off}, f"{len(args.codes)} mått ändrade.")


def run_fetch(args: argparse.Namespace) -> int:
    """samsyn indicators fetch …"""
    asked = Asked(args.source, args.asked, years_of(args.years), args.classes, args.fresh)
    run = fetch_in(asked, now=timezone.now(), by=member_for(args))
    words = f"{run.read} rader lästa: {run.created} nya, {run.changed} ändrade, {run.unchanged} oförändrade, " \
            f"{run.refused} kom inte in."
    _say(args, {"run": str(run.pk), **counts_of(run)}, words)
    return DONE_WITH_REFUSED if run.refused else DONE


def run_survey(args: argparse.Namespace) -> int:
    """samsyn indicators survey FILE …"""
    survey = Survey(
        args.code, args.name, args.first_on, args.last_on, area=args.area, questions=_listed(args.questions),
        turned=_listed(args.turned), groups=_listed(args.groups), weight=args.weight, invited=args.invited,
    )  # fmt: skip
    done = read_answers(args.file, survey=survey, now=timezone.now(), by=member_for(args))
    words = [f"{done.persons} svar gav {done.figures} värden. Svaren sparas inte."]
    if done.too_few:
        words.append(f"För få svar (färre än 20), visas inte: {', '.join(done.too_few)}.")
    if done.beside:
        words.append(f"Visas inte heller, annars gick de för få att räkna ut: {', '.join(done.beside)}.")
    return _say(args, done._asdict(), "\n".join(words))


def years_of(text: str) -> tuple[int, ...]:
    """Read years as they are written: 2020-2024, or 2019,2023.

    >>> years_of("2020-2022"), years_of("2019, 2023")
    ((2020, 2021, 2022), (2019, 2023))
    """
    first, dash, last = (part.strip() for part in text.partition("-"))
    parts = text.replace(",", " ").split() if not dash else []
    if not all(part.isdecimal() and len(part) == 4 for part in (parts or [each for each in (first, last) if each])):
        raise ImportRefused("Skriv åren som 2020-2024 eller 2019,2023.")
    if not dash:
        return tuple(int(part) for part in parts)
    if not last or not 0 <= int(last) - int(first) <= 60:
        raise ImportRefused("Skriv åren som 2020-2024 eller 2019,2023.")
    return tuple(range(int(first), int(last) + 1))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _say(args: argparse.Namespace, result: dict[str, Any], words: str) -> int:
    if args.json:
        sys.stdout.write(json.dumps({"format": FORMAT, **result}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{told_in_language(line)}\n" for line in words.split("\n")))
    return DONE
