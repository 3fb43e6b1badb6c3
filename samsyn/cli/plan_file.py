"""The file that `samsyn plan` reads: what it must hold, in which shape, and whether it says what was decided."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from samsyn.ground.refusals import in_both_languages
from samsyn.method.plans.actions import PlanRefused
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.states import DocumentKind

Told = Mapping[str, Any]
MISSING = in_both_languages("I filen saknas {what}.")
A_TEXT = in_both_languages("I filen ska {what} vara en text inom citattecken.")
A_DAY = in_both_languages("I filen ska {what} vara en dag, skriven som 2026-10-01 utan citattecken.")
A_TABLE = in_both_languages("I filen ska {what} vara en del med rader, namn = värde.")
A_LIST = in_both_languages("I filen ska {what} vara en lista: skriv [[{what}]] före varje.")
HEAD = {"title": str, "first": date, "last": date, "decided_by": str, "decided_on": date}
PROBLEM = {"title": str}
MEASURE: dict[str, type] = {}
MORE = {"text": str, "against": str, "what": str, "goal": str, "party": str, "function": str, "due_on": date}


def read_plan(file: Path) -> Told:
    """Return what a file says about the picture and the plan. Raises PlanRefused for what is missing or misshapen."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise PlanRefused(in_both_languages("Filen går inte att läsa: {why}"), why=str(wrong)) from None
    for part, rows, needed in (("picture", "problems", PROBLEM), ("plan", "measures", MEASURE)):
        one = told.get(part, {})
        _a_table(one, part)
        _row(one, HEAD, part)
        for name in ("texts", "no_measure"):
            _a_table(one.get(name, {}), f"{part}.{name}")
            for key, text in one.get(name, {}).items():
                _is(text, str, f"[{part}.{name}] {key}")
        listed = one.get(rows, [])
        if not isinstance(listed, list):
            raise PlanRefused(A_LIST, what=f"{part}.{rows}")
        for each in listed:
            _a_table(each, f"[{part}.{rows}]")
            _row(each, needed, f"[{part}.{rows}]")
    return told


def _a_table(told: Any, what: str) -> None:
    if not isinstance(told, dict):
        raise PlanRefused(A_TABLE, what=f"[{what}]")


def _row(told: Told, needed: Mapping[str, type], where: str) -> None:
    """Refuse a row that lacks what it must hold, or holds it as something else."""
    for name in needed:
        if name not in told:
            raise PlanRefused(MISSING, what=f"[{where}] {name}")
    for name, kind in {**MORE, **needed}.items():
        if name in told:
            _is(told[name], kind, f"[{where}] {name}")


def _is(value: Any, kind: type, what: str) -> None:
    if type(value) is not kind:      # a day with a clock time is no day
        raise PlanRefused(A_TEXT if kind is str else A_DAY, what=what)


def told_by(told: Told, *, with_problems: bool) -> dict[str, Any]:
    """Return what a part of the file says, to be laid beside `said_by`."""
    problems = [(row["title"].strip(), row.get("text", "").strip()) for row in told.get("problems", ())]
    measures = [
        (row.get("against", ""), *(row.get(name, "").strip() for name in ("what", "goal", "function")),
         row.get("party", ""), row.get("due_on"))
        for row in told.get("measures", ())
    ]  # fmt: skip
    return {
        **{name: told[name] for name in ("first", "last", "decided_on")}, "decided_by": told["decided_by"].strip(),
        "texts": {key: text.strip() for key, text in told.get("texts", {}).items() if text.strip()},
        "rows": problems if with_problems else measures,
        "no_measure": {} if with_problems else {key: why.strip() for key, why in told.get("no_measure", {}).items()},
    }  # fmt: skip


def said_by(document: PlanDocument) -> dict[str, Any]:
    """Return what a decided document says, in the words of the file it may have come from."""
    problems = list(document.problems.in_order())
    measures = [
        (row.plan_problem.title if row.plan_problem else "", row.what, row.goal, row.function,
         row.organisation.name if row.organisation else "", row.due_on)
        for row in document.measures.in_order().select_related("plan_problem", "organisation")
    ]  # fmt: skip
    picture = document.kind == DocumentKind.PICTURE
    return {
        "first": document.period_first, "last": document.period_last, "decided_on": document.decided_on,
        "decided_by": document.decided_by, "texts": dict(document.texts.values_list("key", "text")),
        "rows": [(row.title, row.text) for row in problems] if picture else measures,
        "no_measure": {row.title: row.no_measure_why for row in problems if row.no_measure_why},
    }
