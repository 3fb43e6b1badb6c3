"""The verbs: put a question to the data, keep what was found as evidence, write evidence, take it away."""

import importlib.metadata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import require_here
from samsyn.method.pictures.canonical import canonical
from samsyn.method.problems.cause_models import Basis, Cause, CauseEvidence, CauseTest, Happened, ShownTo
from samsyn.method.problems.causes.asking.frozen import frozen
from samsyn.method.problems.causes.asking.looking import QUESTIONS, Asked, look
from samsyn.method.problems.causes.versions.actions import CauseRefused, clean, keep_version, today_in
from samsyn.method.problems.opening.actions import require_open_work
from samsyn.method.problems.problem_models import Problem

EVIDENCE, MOST_EVIDENCE, MOST_TESTS = 300, 12, 40
LONGEST = timedelta(days=5 * 366)
About = CauseEvidence.About


@transaction.atomic
def ask_data(*, problem: Problem, asked: Asked, today: date, by: Any) -> CauseTest:
    """Put a question to the problem's reports and keep the answer; the same question again gives the same row.

    Every question is kept and counted, also those whose answer nobody liked: the more that are asked, the more it
    takes for one to say yes.
    """
    require_open_work(problem=problem, by=by)
    if asked.question not in QUESTIONS:
        raise CauseRefused(_("Välj en av frågorna."))
    if not asked.first <= asked.last or asked.last - asked.first > LONGEST:
        raise CauseRefused(_("Välj en första och en sista dag med högst fem år emellan."))
    here: Problem = Problem.objects.select_for_update().select_related("municipality").get(pk=problem.pk)
    put = canonical(asked.plain(here))
    of_problem = CauseTest.objects.filter(problem=here)
    there = of_problem.filter(question=asked.question, asked=put, shown_to=here.shown_to).first()
    if there is not None and there.asked_on == today:
        return there
    if there is None and of_problem.count() >= MOST_TESTS:
        raise CauseRefused(_("Ni har frågat så mycket att slumpen snart svarar. Välj bland svaren som finns."))
    order = there.order if there is not None else of_problem.count() + 1
    test = there or CauseTest(
        municipality=here.municipality, problem=here, question=asked.question, asked=put, shown_to=here.shown_to,
        order=order,
    )  # fmt: skip
    test.answer = canonical(look(asked, problem=here, order=order))
    test.asked_on, test.program = today, importlib.metadata.version("samsyn")
    test.save()
    note("cause.asked", by=by, subject=here, changed={"number": here.number, "question": asked.question})
    return test


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """A piece of evidence as it is written: for or against, in words, and what it rests on."""

    text: str = ""
    against: bool = False
    basis: str = Basis.EXPERIENCE
    about_kind: str = About.WORDS
    reference: str = ""
    first: date | None = None
    last: date | None = None


@transaction.atomic
def add_evidence(*, cause: Cause, grounds: Grounds, today: date, by: Any) -> CauseEvidence:
    """Write what speaks for or against a cause; what rests on data is frozen with it, as it is today."""
    require_here(by, cause)
    problem = cause.problem
    require_open_work(problem=problem, by=by)
    text = clean(grounds.text, most=EVIDENCE)
    if grounds.about_kind not in About.values or grounds.basis not in Basis.values:
        raise CauseRefused(_("Välj något av det som finns i listan."))
    held: Cause = Cause.objects.select_for_update(of=("self",)).select_related("parent", "step").get(pk=cause.pk)
    held.problem = problem
    if held.struck_on is not None:
        raise CauseRefused(_("Någon annan har strukit orsaken. Ta tillbaka den för att ändra den."))
    if CauseEvidence.objects.filter(cause=cause, struck_on=None).count() >= MOST_EVIDENCE:
        raise CauseRefused(_("Orsaken har redan många belägg. Stryk det svagaste först."))
    row = CauseEvidence(
        municipality=cause.municipality, cause=cause, against=grounds.against, basis=grounds.basis, text=text,
        about_kind=grounds.about_kind, noted_on=today,
    )  # fmt: skip
    if grounds.about_kind == About.WORDS:
        if grounds.basis == Basis.DATA:
            raise CauseRefused(_("Välj vilka data det bygger på, eller säg att det är erfarenhet eller antagande."))
        if not text:
            raise CauseRefused(_("Skriv vad som talar för eller emot."))
        row.shown_to = ShownTo.PARTIES      # words are read by whoever sees the problem
    else:
        _freeze(row, grounds, problem, today)
    row.save()
    changed = {"number": problem.number, "kind": row.about_kind, "against": row.against}
    note("cause.evidence_added", by=by, subject=cause, changed=changed)
    if row.about_kind != About.WORDS:
        _rests_on(held, Basis.DATA)
    return row


def _rests_on(cause: Cause, basis: str) -> None:
    """Say what a held cause rests on now, as a version of its own where it is new."""
    if cause.basis != basis:
        cause.basis, cause.version = basis, cause.version + 1
        cause.save(update_fields=["basis", "version"])
        keep_version(cause, happened=Happened.CHANGED)


def _rests_on_what_is_left(cause: Cause) -> None:
    """Let a held cause that rested on data rest on what still counts, or on an assumption where nothing does."""
    left = set(CauseEvidence.objects.filter(cause=cause, struck_on=None).values_list("basis", flat=True))
    if Basis.DATA in left:
        _rests_on(cause, Basis.DATA)
    elif cause.basis == Basis.DATA:
        _rests_on(cause, Basis.EXPERIENCE if Basis.EXPERIENCE in left else Basis.ASSUMPTION)


def _freeze(row: CauseEvidence, grounds: Grounds, problem: Problem, today: date) -> None:
    """Lay the table beside the words: figures made for the problem's audience, and shown to no wider one."""
    first, last = grounds.first or problem.period_first, grounds.last or problem.period_last or today
    kept = frozen(grounds.about_kind, grounds.reference, problem=problem, first=first, last=last)
    if kept is None:
        raise CauseRefused(_("Det finns inget att bygga på där. Välj något annat."))
    row.basis, row.about = Basis.DATA, kept.about[:400]
    row.table = canonical({"heads": list(kept.heads), "rows": kept.rows})
    row.count, row.period_first, row.period_last, row.source = kept.n, kept.first, kept.last, kept.source[:200]
    row.shown_to = problem.shown_to
    if grounds.about_kind == About.TEST:
        row.shown_to = CauseTest.objects.get(pk=kept.about).shown_to


@transaction.atomic
def strike_evidence(*, evidence: CauseEvidence, by: Any) -> CauseEvidence:
    """Strike out a piece of evidence: it no longer counts, and is kept as it was with its figures."""
    return _struck(evidence, today_in(evidence.cause.problem), "cause.evidence_struck", by)


@transaction.atomic
def take_back_evidence(*, evidence: CauseEvidence, by: Any) -> CauseEvidence:
    """Let a piece of evidence that was struck out count again, with the figures that it had."""
    return _struck(evidence, None, "cause.evidence_taken_back", by)


def _struck(evidence: CauseEvidence, on: date | None, happening: str, by: Any) -> CauseEvidence:
    require_here(by, evidence)
    problem = evidence.cause.problem
    require_open_work(problem=problem, by=by)
    causes = Cause.objects.select_for_update(of=("self",)).select_related("parent", "step")
    cause: Cause = causes.get(pk=evidence.cause_id)
    cause.problem = problem
    held: CauseEvidence = CauseEvidence.objects.select_for_update().get(pk=evidence.pk)
    if (held.struck_on is None) == (on is None):
        return held                         # somebody else was first with the very same thing
    held.struck_on = on
    held.save(update_fields=["struck_on"])
    if held.basis == Basis.DATA:
        _rests_on_what_is_left(cause)
    note(happening, by=by, subject=evidence.cause, changed={"number": problem.number})
    return held
