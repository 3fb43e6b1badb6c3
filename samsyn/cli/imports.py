"""samsyn import, areas import, places import, municipality add: files in, figures out."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from samsyn.exchange.actions import Refusal, begin_import, counts_of, go_through, mapping_of, undo_import
from samsyn.exchange.mapping import Mapping, MappingRefused, load_mapping
from samsyn.exchange.models import ImportRun
from samsyn.exchange.places import read_areas, read_classes, read_extent, read_places
from samsyn.exchange.readers import ReadRefused
from samsyn.exchange.rejected import KEPT_DAYS, RejectedFile
from samsyn.exchange.sentences import told
from samsyn.exchange.sources import READY, ready_mapping
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.people.members import Machine, member_of
from samsyn.ground.people.models import User
from samsyn.ground.spoken import language
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.actions import add_municipality, change_municipality
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.measures.catalogue.actions import add_known_measures
from samsyn.method.observations.actions import equip_municipality

FORMAT = 1
DONE, DONE_WITH_REFUSED = 0, 3
BAR_WIDTH = 30


def add_commands(subparsers: Any) -> None:
    """Add the commands that read files in."""
    _add_import(subparsers.add_parser("import", help=_("läs in en fil")))
    areas = subparsers.add_parser("areas", help=_("områden")).add_subparsers(dest="what", required=True)
    _add_areas(areas.add_parser("import", help=_("läs in områden")))
    places = subparsers.add_parser("places", help=_("platser")).add_subparsers(dest="what", required=True)
    _add_places(places.add_parser("import", help=_("läs in platser")))
    municipality = subparsers.add_parser("municipality", help=_("kommuner")).add_subparsers(dest="what", required=True)
    _add_municipality(municipality.add_parser("add", help=_("lägg till en kommun")))


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--municipality", required=True, metavar="SLUG",
                        help=_("kommunens adress, till exempel orebro"))
    parser.add_argument("--as", dest="as_email", metavar=_("E-POST"), help=_("gör det som denna användare"))
    parser.add_argument("--json", action="store_true", help=_("skriv resultatet som JSON"))
    parser.add_argument("--rejected", type=Path, metavar=_("UT.csv"), help=_("skriv rader som inte kom in hit"))


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help=_("filen, mappen eller zip-filen"))
    _common(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--source", help=_("sparad eller färdig källa: {ready}").format(ready=", ".join(READY)))
    how.add_argument("--mapping", type=Path, metavar=_("FIL.toml"), help=_("mappning: vilken kolumn som blir vad"))
    how.add_argument("--undo", metavar="ID", help=_("ta tillbaka en inläsning"))
    parser.set_defaults(run=run_import_)


def _add_areas(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("filen med områdenas gränser"))
    _common(parser)
    parser.add_argument("--set", dest="set_name", required=True, help=_("områdesindelningens namn"))
    parser.add_argument("--valid-from", type=date.fromisoformat, required=True, metavar=_("ÅÅÅÅ-MM-DD"),
                        help=_("dagen som gränserna gäller från"))
    parser.add_argument("--kind", choices=["own", "deso", "regso", "police", "other"], default="own",
                        help=_("vilken indelning det är; annars kommunens egen"))
    parser.add_argument("--working", action="store_true", help=_("räkna rapporterna i den här indelningen"))
    parser.add_argument("--code-column", help=_("kolumn med områdets kod"))
    parser.add_argument("--name-column", help=_("kolumn med områdets namn"))
    parser.add_argument("--layer", help=_("lager, när filen har flera"))
    parser.add_argument("--crs", type=int, help=_("koordinatsystem (EPSG), när filen inte säger det"))
    parser.add_argument("--only", metavar=_("KOLUMN=VÄRDE"), help=_("läs bara rader där kolumnen har värdet"))
    parser.add_argument("--classes", action="store_true", help=_("polisens klassning av områden, år för år"))
    parser.set_defaults(run=run_areas)


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("filen med platserna"))
    _common(parser)
    parser.add_argument("--mapping", type=Path, metavar=_("FIL.toml"), help=_("mappning: vilken kolumn som blir vad"))
    parser.set_defaults(run=run_places)


def _add_municipality(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help=_("adressen, till exempel orebro"))
    parser.add_argument("--name", required=True, help=_("kommunens namn"))
    parser.add_argument("--code", default="", help=_("SCB:s kommunkod, fyra siffror"))
    parser.add_argument("--extent", required=True, metavar=_("FIL|V,S,Ö,N"),
                        help=_("gräns som karta, eller fyra gradtal"))
    parser.add_argument("--only", metavar=_("KOLUMN=VÄRDE"), help=_("vilken rad i filen som är kommunen"))
    parser.add_argument("--timezone", default="Europe/Stockholm", help=_("kommunens tidszon"))
    parser.add_argument("--crs", type=int, default=3006, help=_("metriskt koordinatsystem (EPSG)"))
    parser.add_argument("--json", action="store_true", help=_("skriv resultatet som JSON"))
    parser.set_defaults(run=run_municipality)


# --- who and where -----------------------------------------------------------------------------------------------


def member_for(args: argparse.Namespace) -> Any:
    """Return who gives the command: the user named with --as, else the machine of the municipality."""
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise ImportRefused(f"Kommunen ”{args.municipality}” finns inte. Lägg till den med samsyn municipality add.")
    if not args.as_email:
        return Machine(name="drift", municipality=municipality)
    user = User.objects.filter(email=args.as_email).first()
    member = member_of(user, municipality, on=timezone.localdate(timezone=municipality.zone)) if user else None
    if member is None:
        raise ImportRefused(f"{args.as_email} har ingen roll i {municipality.name}.")
    return member


def _answering(work: Callable[[], int]) -> int:
    """Turn the refusals of readers and mappings, which know nothing of us, into ours."""
    try:
        return work()
    except (ReadRefused, MappingRefused) as refusal:
        raise ImportRefused(str(refusal)) from refusal


# --- the commands ------------------------------------------------------------------------------------------------


def run_import_(args: argparse.Namespace) -> int:
    """samsyn import FILE …"""
    return _answering(lambda: _undo(args) if args.undo else _import(args))


def _undo(args: argparse.Namespace) -> int:
    by = member_for(args)
    try:
        run = ImportRun.objects.visible_to(by).filter(pk=UUID(args.undo)).first()
    except ValueError:
        run = None
    if run is None:
        raise ImportRefused(f"Inläsningen {args.undo} finns inte. Id:t stod i sammanfattningen när filen lästes in.")
    done = undo_import(run=run, by=by)
    _say(args, done, f"Tillbakatagen: {done['removed']} rader borttagna, {done['restored']} som förut.")
    return DONE


def _import(args: argparse.Namespace) -> int:
    if args.file is None:
        raise ImportRefused("Ange filen som ska läsas in.")
    by = member_for(args)
    source, mapping = _how(args, by)
    now = timezone.now()
    run = begin_import(path=args.file, mapping=mapping, source=source, now=now, by=by)
    if run.read:
        sys.stderr.write(told_in_language(f"Fortsätter efter rad {run.read}.") + "\n")
    rejected = _rejected(args, go_on=bool(run.read))
    try:
        go_through(run, path=args.file, now=now, by=by, watch=_bar, on_refused=_writer(rejected))
    finally:
        if rejected is not None:
            rejected.close()
        _end_bar()
    _say(args, _result(run), _summary(run, args))
    return DONE_WITH_REFUSED if run.refused else DONE


def _how(args: argparse.Namespace, by: Any) -> tuple[str, Mapping]:
    if args.mapping:
        mapping = load_mapping(args.mapping)
        return mapping.name or args.mapping.stem, mapping
    if args.source:
        return args.source, mapping_of(args.source, by=by)
    raise ImportRefused("Ange hur filen ska läsas: --source NAMN eller --mapping FIL.toml.")


def _rejected(args: argparse.Namespace, *, go_on: bool) -> RejectedFile | None:
    if args.rejected is None:
        return None
    return RejectedFile(args.rejected, delete_on=timezone.localdate() + timedelta(days=KEPT_DAYS), go_on=go_on)


def _writer(rejected: RejectedFile | None) -> Callable[[Refusal], None] | None:
    if rejected is None:
        return None
    return lambda r: rejected.write(member=r.member, line=r.line, row=r.row, reason=r.reason)


def run_areas(args: argparse.Namespace) -> int:
    """samsyn areas import FILE …"""

    def work() -> int:
        by = member_for(args)
        if args.classes:
            mapping = ready_mapping("utsatta-omraden")
            done = read_classes(
                args.file, mapping=mapping, set_name=args.set_name, valid_from=args.valid_from, by=by
            )
        else:
            done = read_areas(
                args.file, set_name=args.set_name, valid_from=args.valid_from, kind=args.kind, working=args.working,
                code_column=args.code_column, name_column=args.name_column, layer=args.layer, crs=args.crs,
                only=_only(args.only), by=by,
            )  # fmt: skip
        return _read_in(args, done)

    return _answering(work)


def run_places(args: argparse.Namespace) -> int:
    """samsyn places import FILE …"""

    def work() -> int:
        by = member_for(args)
        mapping = load_mapping(args.mapping) if args.mapping else None
        return _read_in(args, read_places(args.file, mapping=mapping, now=timezone.now(), by=by))

    return _answering(work)


def run_municipality(args: argparse.Namespace) -> int:
    """samsyn municipality add SLUG …"""

    def work() -> int:
        extent, border = read_extent(args.extent, only=_only(args.only))
        municipality = add_municipality(
            slug=args.slug, name=args.name, code=args.code or args.slug[:8], extent=extent, time_zone=args.timezone,
            metric_crs=args.crs,
        )  # fmt: skip
        if border is not None:
            change_municipality(municipality=municipality, extent=border)
        equip_municipality(by=Machine(name="drift", municipality=municipality))
        add_known_measures(by=Machine(name="drift", municipality=municipality))
        _say(args, {"municipality": municipality.slug}, f"{municipality.name} finns nu på /{municipality.slug}/.")
        return DONE

    return _answering(work)


def _only(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    column, sign, value = text.partition("=")
    if not sign:
        raise ImportRefused("Skriv --only KOLUMN=VÄRDE.")
    return column, value


def _read_in(args: argparse.Namespace, done: Any) -> int:
    rejected = _rejected(args, go_on=False)
    if rejected is not None:
        for line, row, reason in done.refused:
            rejected.write(member="", line=line, row=row, reason=reason)
        rejected.close()
    result = {
        "created": done.created, "changed": done.changed, "unchanged": done.unchanged, "refused": len(done.refused),
        "left_out": dict(done.left_out), "reasons": dict(Counter(reason for _line, _row, reason in done.refused)),
    }  # fmt: skip
    words = [f"{done.created} nya, {done.changed} ändrade, {done.unchanged} oförändrade."]
    words += [f"Inte med: {count} ({reason})." for reason, count in done.left_out.items()]
    words += [f"Rad {line}: {reason}" for line, _row, reason in done.refused[:10]]
    _say(args, result, "\n".join(words))
    return DONE_WITH_REFUSED if done.refused else DONE


# --- what is said ------------------------------------------------------------------------------------------------


def _result(run: ImportRun) -> dict[str, Any]:
    return {"run": str(run.pk), "source": run.source, "target": run.target, "state": run.state, **counts_of(run),
            "left_out_by_reason": run.left_out, "unmapped": run.unmapped}  # fmt: skip


def _summary(run: ImportRun, args: argparse.Namespace) -> str:
    lines = [
        f"{run.read} rader lästa: {run.created} nya, {run.changed} ändrade, {run.unchanged} oförändrade, "
        f"{run.refused} kom inte in."
    ]
    lines += [f"Inte med: {count} rader ({reason})." for reason, count in run.left_out.items()]
    if run.empty:
        lines.append(f"{run.empty} tomma svar i filen.")
    if run.unmapped:
        lines.append(f"Kategorier som saknas i mappningen: {len(run.unmapped)}")
        lines += [f"  {count:>6}  {name}" for name, count in list(run.unmapped.items())[:20]]
    if run.refused and args.rejected is None:
        lines.append("Ange --rejected UT.csv för att få raderna och orsakerna i en fil.")
    elif run.refused:
        lines.append(f"Raderna står i {args.rejected}. Filen kan innehålla personuppgifter och ska raderas.")
    return "\n".join([*lines, f"Ta tillbaka med: samsyn import --undo {run.pk} --municipality {args.municipality}"])


def _say(args: argparse.Namespace, result: dict[str, Any], words: str) -> None:
    if args.json:
        sys.stdout.write(json.dumps({"format": FORMAT, **result}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{told_in_language(line)}\n" for line in words.split("\n")))


def told_in_language(line: str) -> str:
    """Return a line in the language of the commands."""
    return told(line, language=language())


def _bar(run: ImportRun) -> None:
    if not sys.stderr.isatty():
        return
    rows = _("{n} rader").format(n=run.read)
    if run.rows:
        share = min(1.0, run.read / run.rows)
        filled = int(share * BAR_WIDTH)
        sys.stderr.write(f"\r[{'█' * filled}{'·' * (BAR_WIDTH - filled)}] {share:4.0%} {rows}")
    else:
        sys.stderr.write(f"\r{rows}")
    sys.stderr.flush()


def _end_bar() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\n")
