"""The verbs of a mapping: begin one, write it, settle it with its figures frozen, begin a new version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.refusals import whole
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.problems.mapping.example import example, is_left
from samsyn.method.problems.mapping.figures import figures_of
from samsyn.method.problems.mapping.questions import QUESTIONS
from samsyn.method.problems.mapping_models import Mapping as MappingRow
from samsyn.method.problems.opening.actions import ProblemOvertaken, ProblemRefused, require_open_work, without_persons
from samsyn.method.problems.problem_models import Problem

LONGEST, NAME, WHY, MOST_SOURCES = 800, 80, 200, 20
NEEDED = ("chosen", "what", "limits")


@dataclass(frozen=True, kw_only=True)
class Written:
    """What is written in a mapping: its days, answers by question, and rows of source (name, used or not, why)."""

    first_on: date
    last_on: date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    sources: Iterable[Mapping[str, Any]] = ()


@transaction.atomic
def begin_mapping(*, problem: Problem, by: Any, from_example: bool = False) -> MappingRow:
    """Return the draft of the problem's mapping, begun if there is none; a new one begins with what the last one says.

    The first one may begin with the worked example, to be rewritten line by line.
    A settled mapping never changes: what is new is written in the next version.
    """
    require_open_work(problem=problem, by=by)
    Problem.objects.select_for_update().get(pk=problem.pk)
    versions = MappingRow.objects.filter(problem=problem)
    if draft := versions.drafts().first():
        return draft
    last = versions.latest_first().first()
    answers, sources = example() if from_example and last is None else ({}, [])
    draft = MappingRow.objects.create(
        municipality=problem.municipality, problem=problem, number=last.number + 1 if last else 1,
        first_on=last.first_on if last else problem.period_first, last_on=None if last else problem.period_last,
        answers=dict(last.answers) if last else answers, sources=list(last.sources) if last else sources,
    )  # fmt: skip
    note("mapping.begun", by=by, subject=problem, changed={"number": problem.number, "version": draft.number})
    return draft


@transaction.atomic
def write_mapping(*, mapping: MappingRow, written: Written, version: int, by: Any) -> MappingRow:
    """Save the words of a draft; texts about persons are refused."""
    held = _held(mapping, version=version, mine=written.answers.get("what", ""), by=by)
    if written.last_on is not None and written.last_on < written.first_on:
        raise ProblemRefused(_("Den sista dagen kan inte ligga före den första."))
    held.answers = {
        code: whole(text, most=LONGEST, refused=ProblemRefused)
        for code, text in written.answers.items() if code in QUESTIONS and text.strip()
    }  # fmt: skip
    held.sources = _sources(written.sources)
    without_persons(*held.answers.values(), *(text for row in held.sources for text in (row["name"], row["why"])))
    held.first_on, held.last_on = written.first_on, written.last_on
    held.version = version + 1
    held.save()
    note("mapping.written", by=by, subject=held.problem, changed={"number": held.problem.number})
    return held


def _sources(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    kept = [
        {"name": whole(str(row["name"]), most=NAME, refused=ProblemRefused), "used": bool(row["used"]),
         "why": whole(str(row.get("why", "")), most=WHY, refused=ProblemRefused)}
        for row in rows if str(row.get("name", "")).strip()
    ]  # fmt: skip
    if len(kept) > MOST_SOURCES:
        raise ProblemRefused(_("Välj färre källor."))
    return kept


@transaction.atomic
def settle_mapping(*, mapping: MappingRow, today: date, version: int, by: Any) -> MappingRow:
    """Settle a draft: the words, figures and maps as they are today, for those who see the problem, with a digest."""
    held = _held(mapping, version=version, mine="", by=by)
    if any(not held.answers.get(code) for code in NEEDED) or not any(row["used"] for row in held.sources):
        raise ProblemRefused(
            _("Fyll i varför problemet valts, vad som händer, hur källorna begränsar er, och minst en källa.")
        )
    if is_left(held.answers):
        raise ProblemRefused(_("Några svar är fortfarande exemplets. Skriv om dem, eller ta bort dem, först."))
    if held.first_on > today:
        raise ProblemRefused(_("Siffrorna kan inte börja i framtiden."))
    held.last_on = min(held.last_on or today, today)
    figures = canonical(figures_of(held.problem, first=held.first_on, last=held.last_on))
    held.settled_on, held.audience, held.figures = today, held.problem.shown_to, figures
    held.digest = digest(canonical(frozen(held)))
    held.version = version + 1
    held.save()
    changed = {"number": held.problem.number, "version": held.number, "digest": held.digest}
    note("mapping.settled", by=by, subject=held.problem, changed=changed)
    return held


def frozen(mapping: MappingRow) -> dict[str, Any]:
    """Return everything that the digest of a settled mapping covers."""
    return {
        "number": mapping.number, "first": mapping.first_on, "last": mapping.last_on, "settled": mapping.settled_on,
        "audience": mapping.audience, "answers": mapping.answers, "sources": mapping.sources,
        "figures": mapping.figures,
    }  # fmt: skip


def is_untouched(mapping: MappingRow) -> bool:
    """Say whether a settled mapping is as it was when it was settled."""
    return mapping.is_settled and digest(canonical(frozen(mapping))) == mapping.digest


@transaction.atomic
def drop_draft(*, mapping: MappingRow, version: int, by: Any) -> int:
    """Take a begun version away; returns how many versions are left. A settled one stays."""
    held = _held(mapping, version=version, mine="", by=by)
    problem = held.problem
    held.delete()
    note("mapping.dropped", by=by, subject=problem, changed={"number": problem.number})
    return MappingRow.objects.filter(problem=problem).count()


def _held(mapping: MappingRow, *, version: int, mine: str, by: Any) -> MappingRow:
    require_open_work(problem=mapping.problem, by=by)
    held: MappingRow = MappingRow.objects.select_for_update(of=("self",)).select_related(
        "problem__municipality", "problem__place__area", "problem__area"
    ).get(pk=mapping.pk)  # fmt: skip
    if held.is_settled:
        raise ProblemRefused(_("Kartläggningen är fastställd och ändras aldrig. Börja på en ny version."))
    if held.version != version:
        sentence = _("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla.")
        raise ProblemOvertaken(sentence, theirs=held.answers.get("what", ""), mine=mine)
    return held
