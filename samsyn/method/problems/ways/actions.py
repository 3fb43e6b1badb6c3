"""The verbs of the way: tick what is ready, change a rule, lay a suggestion aside."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.refusals import whole
from samsyn.method.problems.equipping.actions import equip_with_ways
from samsyn.method.problems.opening.actions import REASON, ProblemRefused, require_open_work, without_persons
from samsyn.method.problems.problem_models import Problem
from samsyn.method.problems.way_models import ReadyItem, ReadyMark, TriggerDismissal, TriggerRule

ASIDE = timedelta(weeks=13)
MOST_WEEKS, NAME = 104, 160


@transaction.atomic
def tick_ready(*, problem: Problem, item: ReadyItem, ready: bool, today: date, by: Any) -> bool:
    """Say that something is ready for a problem, or that it is not; what is found by itself cannot be ticked."""
    require_open_work(problem=problem, by=by)
    require_here(by, item)
    if item.looked_up:
        raise ProblemRefused(_("Det här ser Samsyn själv. Gör det som saknas."))
    if ready:
        ReadyMark.objects.get_or_create(
            municipality=by.municipality, problem=problem, item=item, defaults={"on": today}
        )
    else:
        ReadyMark.objects.filter(problem=problem, item=item).delete()
    note("problem.ready", by=by, subject=problem, changed={"number": problem.number, "item": item.code, "ready": ready})
    return ready


@transaction.atomic
def change_rule(*, kind: str, times: int, weeks: int, active: bool, by: Any) -> TriggerRule:
    """Set the figures of a rule, or switch it off."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    if kind not in TriggerRule.Kind.values or not 1 <= times <= weeks <= MOST_WEEKS:
        raise ProblemRefused(_("Skriv hur många gånger, på högst 104 veckor. Gångerna kan inte vara fler än veckorna."))
    equip_with_ways(municipality=by.municipality)
    rule, _made = TriggerRule.objects.update_or_create(
        municipality=by.municipality, kind=kind, defaults={"times": times, "weeks": weeks, "active": active}
    )
    note("trigger_rule.changed", by=by, changed={"kind": kind, "times": times, "weeks": weeks, "active": active})
    return rule


@transaction.atomic
def change_ready_item(*, item: ReadyItem, name_sv: str, active: bool, by: Any) -> ReadyItem:
    """Change the words of what must be ready, or stop asking for it."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    require_here(by, item)
    name = whole(name_sv, most=NAME, refused=ProblemRefused)
    if not name:
        raise ProblemRefused(_("Skriv vad som ska vara klart."))
    without_persons(name)
    item.name_en = item.name_en if name == item.name_sv else ""
    item.name_sv, item.active = name, active
    item.save()
    note("ready_item.changed", by=by, changed={"code": item.code, "active": active})
    return item


@transaction.atomic
def lay_aside(*, reference: str, reason: str, today: date, by: Any) -> TriggerDismissal:
    """Lay a suggestion aside for a quarter of a year, and say why; it is not a judgement that nothing is wrong."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    if not reference or len(reference) > 80:
        raise ProblemRefused(_("Förslaget finns inte längre."))
    without_persons(reason)
    aside: TriggerDismissal = TriggerDismissal.objects.create(
        municipality=by.municipality, reference=reference, until=today + ASIDE,
        reason=whole(reason, most=REASON, refused=ProblemRefused),
    )  # fmt: skip
    note("trigger.laid_aside", by=by, changed={"reference": reference, "until": aside.until.isoformat()})
    return aside
