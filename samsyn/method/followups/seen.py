"""For whom the figures about a measure are counted: never wider than what the reader may see."""

from copy import copy
from typing import Any

from samsyn.method.followups.models import EvaluationPlan
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Audience
from samsyn.method.problems.cause_models import ShownTo
from samsyn.method.problems.cause_querysets import sees_authorities


def counted_for(measure: Measure, *, member: Any) -> Measure:
    """Return the measure as its figures are counted for a member; it is never saved.

    A private party that carries out what is for authorities sees the measure; what is counted for it are all parties'
    reports alone.
    """
    if measure.audience != Audience.AUTHORITIES or sees_authorities(member):
        return measure
    narrowed = copy(measure)
    narrowed.audience = Audience.PARTIES
    narrowed.at_peak = False        # was counted among reports that the member may not read
    return narrowed


def may_read_power(plan: EvaluationPlan, *, member: Any) -> bool:
    """Say whether a member may read what the plan says could be seen, which rests on what was counted that day."""
    return plan.shown_to == ShownTo.PARTIES or sees_authorities(member)
