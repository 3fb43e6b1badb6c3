"""The verbs of disposal rules: keep a decision, switch a rule off. Carrying them out is the work of the jobs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.privacy.models import DisposalRule
from samsyn.ground.records import stamp_of
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality

LONGEST_REFERENCE, LONGEST_BODY, MOST_MONTHS = 80, 120, 600


class DisposalRefused(Refused):
    """Nothing was decided or destroyed; the sentence says why."""


class DecisionOvertaken(DisposalRefused):
    """Somebody else kept another decision in between: `theirs` stands there now, `mine` was not saved."""

    def __init__(self, *, theirs: str, mine: str) -> None:
        super().__init__(_("Någon annan hann före. Båda besluten står här: välj vilket som ska gälla."))
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True, kw_only=True)
class DisposalDecision:
    """What the municipality has decided of one kind of information: how long it is kept, by whom, when and where."""

    months: int
    reference: str
    decided_by: str
    decided_on: date | None
    active: bool


def stamp_of_rule(rule: DisposalRule | None) -> str:
    """Return the stamp of a decision; "" where there is none."""
    return stamp_of(rule, "months", "reference", "decided_by", "decided_on", "active")


def told_of_rule(rule: DisposalRule | DisposalDecision) -> str:
    """Say a decision in one line."""
    on = _("gallras varje natt") if rule.active else _("avstängd")
    months = _("%(n)s månader") % {"n": rule.months}
    return " · ".join(str(each) for each in (months, rule.reference, rule.decided_by, rule.decided_on, on))


@transaction.atomic
def set_disposal_rule(
    *, kind: str, decision: DisposalDecision, today: date, seen: str = "", by: Any
) -> DisposalRule:
    """Keep the decision on one kind; without reference, day and body there is no rule. Raises DisposalRefused.

    `seen` is the stamp of the decision that the page showed; raises DecisionOvertaken where another stands there now.
    """
    require(by, Permission.KEEP_RECORDS, within=by.municipality)
    reference = whole(decision.reference, most=LONGEST_REFERENCE, refused=DisposalRefused)
    body = whole(decision.decided_by, most=LONGEST_BODY, refused=DisposalRefused)
    if not reference or not body or decision.decided_on is None:
        raise DisposalRefused(_("Skriv beslutets diarienummer, dag och vem som beslutade. Utan beslut gallras inget."))
    if decision.decided_on > today:
        raise DisposalRefused(_("Beslutets dag har inte varit än."))
    if not 1 <= decision.months <= MOST_MONTHS:
        raise DisposalRefused(_("Skriv hur många månader uppgifterna bevaras, minst en."))
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    now = DisposalRule.objects.filter(municipality=by.municipality, kind=kind).first()
    if now is not None and stamp_of_rule(now) != seen:
        raise DecisionOvertaken(theirs=told_of_rule(now), mine=told_of_rule(decision))
    rule, _made = DisposalRule.objects.update_or_create(municipality=by.municipality, kind=kind, defaults={
        "months": decision.months, "reference": reference, "decided_by": body, "decided_on": decision.decided_on,
        "active": decision.active,
    })  # fmt: skip
    changed = {"kind": kind, "months": decision.months, "decision": reference, "active": decision.active}
    note("disposal_rule.set", by=by, subject=rule, changed=changed)
    return rule
