"""The verbs of disposal rules: keep a decision, switch a rule off. Carrying them out is the work of the jobs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.privacy.models import DisposalRule
from samsyn.ground.refusals import Refused, whole

LONGEST_REFERENCE, LONGEST_BODY, MOST_MONTHS = 80, 120, 600


class DisposalRefused(Refused):
    """Nothing was decided or destroyed; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class DisposalDecision:
    """What the municipality has decided of one kind of information: how long it is kept, by whom, when and where."""

    months: int
    reference: str
    decided_by: str
    decided_on: date | None
    active: bool


@transaction.atomic
def set_disposal_rule(*, kind: str, decision: DisposalDecision, today: date, by: Any) -> DisposalRule:
    """Keep the decision on one kind; without reference, day and body there is no rule. Raises DisposalRefused."""
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    reference = whole(decision.reference, most=LONGEST_REFERENCE, refused=DisposalRefused)
    body = whole(decision.decided_by, most=LONGEST_BODY, refused=DisposalRefused)
    if not reference or not body or decision.decided_on is None:
        raise DisposalRefused(_("Skriv beslutets diarienummer, dag och vem som beslutade. Utan beslut gallras inget."))
    if decision.decided_on > today:
        raise DisposalRefused(_("Beslutets dag har inte varit än."))
    if not 1 <= decision.months <= MOST_MONTHS:
        raise DisposalRefused(_("Skriv hur många månader uppgifterna bevaras, minst en."))
    rule, _made = DisposalRule.objects.update_or_create(municipality=by.municipality, kind=kind, defaults={
        "months": decision.months, "reference": reference, "decided_by": body, "decided_on": decision.decided_on,
        "active": decision.active,
    })  # fmt: skip
    changed = {"kind": kind, "months": decision.months, "decision": reference, "active": decision.active}
    note("disposal_rule.set", by=by, subject=rule, changed=changed)
    return rule
