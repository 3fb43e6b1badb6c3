"""samsyn plan: an action plan from a file, with the law's picture it rests on, decided and made as PDF and Word.

The file is TOML with two parts. Everything goes through the same verbs as the screens: the guard reads the texts, a
plan by law rests on a decided picture, each measure is against one of its problems, and what was decided stands fast.
Given again, what is decided already is not decided once more: its papers are made anew. Where the file says something
else by then, that is told and the command ends with 1: what is decided stands as it is.

    [picture]                                 # the law's picture of some days
    title = "..."  first = 2024-01-01  last = 2025-12-31  decided_by = "..."  decided_on = 2026-02-01
    [picture.texts]                           # by heading: purpose, method, mapping, other, analysis, needs
    analysis = "..."
    [[picture.problems]]
    title = "..."  text = "..."

    [plan]
    title = "..."  first = 2026-03-01  last = 2028-02-29  decided_by = "..."  decided_on = 2026-02-01
    [plan.texts]                              # aim, resources, follow
    follow = "..."
    [[plan.measures]]                         # `against`: the title of one of the picture's problems
    against = "..."  what = "..."  goal = "..."  party = "..."  function = "..."  due_on = 2026-10-01
    [plan.no_measure]                         # the problems that have none, and why
    "..." = "..."
"""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from samsyn.cli.pictures import actor
from samsyn.cli.plan_file import Told, read_plan, said_by, told_by
from samsyn.documents.longterm.making import FORMATS, file_of, paper_of
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require
from samsyn.ground.spoken import said as _
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.plans.actions import DecidedBy, Facts, PlanRefused, begin_document, decide_document, write_texts
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.rows.actions import SaidMeasure, SaidProblem, save_measure, save_problem
from samsyn.method.plans.states import DocumentKind


def add_commands(subparsers: Any) -> None:
    """Add `samsyn plan`."""
    parser = subparsers.add_parser("plan", help=_("gör en åtgärdsplan av en fil, med lägesbilden den bygger på"))
    parser.add_argument("file", type=Path, help=_("TOML-fil med lägesbild och plan"))
    parser.add_argument("--municipality", required=True, help=_("kommunens adressnamn, till exempel granvik"))
    whom = _("för vilka; annars för alla parter, eller för dem som dokumentet är gjort för")
    parser.add_argument("--audience", default="", choices=PictureAudience.values, help=whom)
    parser.add_argument("--language", default="sv", choices=["sv", "en"], help=_("papperets språk"))
    out = _("fil som slutar på .pdf, .docx eller .json; kan ges flera gånger")
    parser.add_argument("--out", type=Path, action="append", default=[], help=out)
    parser.add_argument("--picture-out", type=Path, action="append", default=[], help=_("samma sak för lägesbilden"))
    parser.add_argument("--as", dest="email", help=_("gör det som den här användaren; annars som maskinen drift"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Keep and decide both documents where they are not there yet, then make their papers.

    Returns 1 where the file says something else than what was decided before, else 0.
    """
    municipality = Municipality.objects.filter(slug=args.municipality).first()
    if municipality is None:
        raise PlanRefused(_("Kommunen %(slug)s finns inte.") % {"slug": args.municipality})
    for out in (*args.out, *args.picture_out):
        if out.suffix.removeprefix(".") not in FORMATS:
            raise PlanRefused(_("Det papperet finns som: %(formats)s.") % {"formats": ", ".join(FORMATS)})
    by = actor(args.email, municipality)
    require(by, Permission.LEAD_MEETING, within=municipality)
    told = read_plan(args.file)
    with transaction.atomic():
        picture, old = _decided(DocumentKind.PICTURE, told["picture"], args.audience, by)
        plan, older = _decided(DocumentKind.PLAN, told["plan"], args.audience, by, based_on=picture)
    made = [(out, paper_of(document, audience=args.audience, language=args.language))
            for document, files in ((plan, args.out), (picture, args.picture_out)) for out in files]  # fmt: skip
    for out, paper in made:
        suffix = out.suffix.removeprefix(".")
        out.write_bytes(canonical(paper).encode() if suffix == "json" else file_of(paper, suffix))
        sys.stderr.write(f"{out}: {paper['title']}\n")
    left_out = [document.title for document, changed in ((picture, old), (plan, older)) if changed]
    for title in left_out:
        sys.stderr.write(_("%(title)s är redan beslutad; filens ändringar är inte med.") % {"title": title} + "\n")
    return 1 if left_out else 0


def _decided(
    kind: str, told: Told, audience: str, by: Any, *, based_on: PlanDocument | None = None
) -> tuple[PlanDocument, bool]:
    """Return the document of this name as it was decided, and whether the file says something else than it.

    It is begun, written and decided where it is not there.
    """
    there = PlanDocument.objects.visible_to(by).filter(kind=kind, title=told["title"].strip())
    found: PlanDocument | None = there.decided().latest_decided_first().first()
    if found is not None:
        return found, said_by(found) != told_by(told, with_problems=based_on is None)
    own = based_on.audience if based_on is not None else PictureAudience.PARTIES.value
    facts = Facts(title=told["title"], audience=audience or own, by_law=True, period_first=told["first"],
                  period_last=told["last"], based_on=based_on)  # fmt: skip
    decided_on: date = told["decided_on"]
    document = begin_document(kind=kind, facts=facts, today=decided_on, by=by)
    if based_on is None:
        for row in told.get("problems", ()):
            said = SaidProblem(title=row["title"], text=row.get("text", ""))
            save_problem(document=document, said=said, by=by)
    else:
        _measures(document, told, by)
    document.refresh_from_db()
    write_texts(document=document, texts=dict(told.get("texts", {})), version=document.version, by=by)
    return decide_document(document=document, decided=DecidedBy(body=told["decided_by"], on=decided_on), by=by), False


def _measures(plan: PlanDocument, told: Told, by: Any) -> None:
    """Put the picture's problems into the plan, and the file's measures against them."""
    assert plan.based_on is not None
    none, rows = told.get("no_measure", {}), {}
    for each in plan.based_on.problems.in_order().select_related("area", "problem"):
        said = SaidProblem(title=each.title, text=each.text, area=each.area, problem=each.problem, traces_to=each,
                           no_measure_why=none.get(each.title, ""))  # fmt: skip
        rows[each.title] = save_problem(document=plan, said=said, by=by)
    parties = {row.name: row for row in Organisation.objects.visible_to(by)}
    for one in told.get("measures", ()):
        against, party = one.get("against", ""), one.get("party", "")
        if against not in rows:
            raise PlanRefused(_("Lägesbilden har inget problem som heter %(title)s.") % {"title": against})
        if party and party not in parties:
            raise PlanRefused(_("Ingen part heter %(name)s.") % {"name": party})
        said_measure = SaidMeasure(
            what=one.get("what", ""), against=rows[against], goal=one.get("goal", ""), organisation=parties.get(party),
            function=one.get("function", ""), due_on=one.get("due_on"),
        )  # fmt: skip
        save_measure(document=plan, said=said_measure, by=by)
