"""A problem's whole list of causes as one reader may see it: for the screen, the drawings and the papers."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from samsyn.method.problems.cause_models import Cause, CauseAnalysis, CauseEvidence, CauseTest, ChainStep
from samsyn.method.problems.causes.telling import level_words
from samsyn.method.problems.problem_models import Problem


class Listed:
    """A problem's causes, steps and evidence, in three queries; the rest when it is asked for."""

    def __init__(self, problem: Problem, *, member: Any) -> None:
        self.problem, self.member = problem, member
        self.causes = list(Cause.objects.visible_to(member).of_problem(problem))
        self.steps = list(ChainStep.objects.visible_to(member).of_problem(problem))
        self.evidence: dict[UUID, list[CauseEvidence]] = {}
        for each in CauseEvidence.objects.visible_to(member).of_problem(problem):
            self.evidence.setdefault(each.cause_id, []).append(each)
        self.by_id = {each.pk: each for each in self.causes}
        self.levels = level_words(problem.municipality)

    def analysis(self) -> CauseAnalysis | None:
        """Who took part, and the conclusion; None where nothing is written."""
        found: CauseAnalysis | None = (
            CauseAnalysis.objects.visible_to(self.member).of_problem(self.problem).first()
        )
        return found

    def struck(self) -> list[Cause]:
        """The causes that were struck out, the latest first."""
        return list(Cause.objects.visible_to(self.member).struck_of(self.problem))

    def struck_steps(self) -> list[ChainStep]:
        """The steps that were struck out of the chain, the latest first."""
        return list(ChainStep.objects.visible_to(self.member).struck_of(self.problem))

    def struck_evidence(self, cause: Cause) -> list[CauseEvidence]:
        """What no longer counts for or against a cause."""
        rows = CauseEvidence.objects.visible_to(self.member).ever_of(self.problem)
        return list(rows.filter(cause=cause).exclude(struck_on=None))

    def tests(self) -> list[CauseTest]:
        """Every question that was put to the data, in order."""
        return list(CauseTest.objects.visible_to(self.member).of_problem(self.problem).in_order())

    def balance(self, cause: Cause) -> str:
        """Say how many speak for and against a cause; nothing where none do."""
        count = Counter(each.against for each in self.evidence.get(cause.pk, ()))
        return _("%(n)s för, %(against)s emot") % {"n": count[False], "against": count[True]} if count else ""

    def under(self, cause: Cause) -> str:
        """Return the quiet line of a cause: what it rests on, how sure, and what speaks for and against it."""
        said = [cause.get_basis_display(), cause.get_sure_display(), self.balance(cause)]
        return " · ".join(each for each in said if each)

    def level(self, cause: Cause) -> str:
        """Return the municipality's word for the cause's level."""
        return self.levels[cause.level - 1] if cause.level else ""
