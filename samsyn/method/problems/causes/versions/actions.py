"""The verb of versions: keep what a cause or a step says now. And the refusals that all verbs of causes share."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.refusals import Refused, whole
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.problems.cause_models import Cause, CauseVersion, ChainStep, Happened
from samsyn.method.problems.problem_models import Problem


class CauseRefused(Refused):
    """The cause, the step or the conclusion was not written; the sentence says why."""


class CauseOvertaken(CauseRefused):
    """Somebody else changed it in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


def clean(text: str, *, most: int) -> str:
    """Return the text without space around it; raises CauseRefused where it is too long or points out a person."""
    kept = whole(text, most=most, refused=CauseRefused)
    if kept and (problem := why_not_stored(kept)):
        raise CauseRefused(problem)
    return kept


def today_in(problem: Problem) -> date:
    """Return the day it is where the problem is."""
    return timezone.localdate(timezone=problem.municipality.zone)


def words_of(cause: Cause) -> str:
    """Say in one line what a cause says now, where it stands and how it is judged."""
    said = [cause.text, str(cause.get_side_display())]
    if cause.parent is not None:
        said.append(_("bakom: %(text)s") % {"text": cause.parent.text})
    if cause.step is not None:
        said.append(_("steg: %(text)s") % {"text": cause.step.text})
    said += [str(cause.get_sure_display()), _("bygger på: %(what)s") % {"what": cause.get_basis_display()}]
    if cause.influence:
        said.append(_("kan påverkas: %(what)s") % {"what": cause.get_influence_display()})
    if cause.nature:
        said.append(str(cause.get_nature_display()))
    if cause.level is not None:
        said.append(_("nivå %(n)s") % {"n": cause.level})
    return " · ".join([*said, *([_("struken")] if cause.struck_on else [])])


def refuse_old(one: Cause | ChainStep, *, version: int, mine: str = "") -> None:
    """Raise CauseOvertaken unless this version stands there now; with nothing written, say that nothing was done."""
    if one.version == version:
        return
    theirs = words_of(one) if isinstance(one, Cause) else " · ".join([
        one.text, *([_("brytpunkt")] if one.break_point else []), *([_("struket")] if one.struck_on else [])])
    sentence = _("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla.") if mine else _(
        "Någon annan hann före, så inget är ändrat. Titta på hur det står nu, och gör om det om det ändå ska gälla.")
    raise CauseOvertaken(sentence, theirs=theirs, mine=mine)


def keep_version(one: Cause | ChainStep, *, happened: Happened) -> CauseVersion:
    """Keep what a cause or a step says from now on; called in the transaction that wrote it."""
    same: dict[str, Any] = {"text": one.text, "position": one.position}
    if isinstance(one, Cause):
        same |= {
            "cause": one, "side": one.side, "behind": one.parent.text if one.parent else "", "basis": one.basis,
            "in_step": one.step.text if one.step else "", "sure": one.sure, "influence": one.influence,
            "nature": one.nature, "level": one.level,
        }  # fmt: skip
    else:
        same |= {"step": one, "break_point": one.break_point}
    return CauseVersion.objects.create(
        municipality=one.municipality, version=one.version, happened=happened, on=today_in(one.problem), **same
    )
