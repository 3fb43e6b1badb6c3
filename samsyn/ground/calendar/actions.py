"""The verbs of the calendar."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.calendar.defaults import DEFAULTS, SOURCE
from samsyn.ground.calendar.models import YearEvent, YearRule
from samsyn.ground.calendar.wheel import days_of
from samsyn.ground.permissions import Actor, Permission, require, require_here
from samsyn.ground.refusals import Refused


class CalendarRefused(Refused):
    """A date was not stored; the sentence says why."""


@transaction.atomic
def add_year_events(*, rows: Iterable[Mapping[str, Any]], by: Actor) -> int:
    """Add dates to the calendar (kind, name_sv, name_en, first_on, last_on); the same date twice is one."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    events = [YearEvent(municipality=by.municipality, **row) for row in rows]
    require_here(by, *(event.area for event in events))
    for event in events:
        if event.last_on < event.first_on:
            raise CalendarRefused("”{name}” slutar innan det börjar. Byt plats på datumen.", name=event.name_sv)
    YearEvent.objects.bulk_create(
        events, update_conflicts=True, unique_fields=["municipality", "kind", "name_sv", "first_on"],
        update_fields=["last_on", "name_en"],
    )  # fmt: skip
    note("calendar.added", by=by, changed={"dates": len(events)})
    return len(events)


@transaction.atomic
def remove_year_event(*, event: YearEvent, by: Actor) -> None:
    """Take a date out of the calendar."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, event)
    note("calendar.removed", by=by, subject=event, changed={"kind": event.kind})
    event.delete()


@transaction.atomic
def begin_year_wheel(*, by: Actor) -> int:
    """Give the municipality the proposed year wheel; what it has already keeps its own words. Returns how many came."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    known = set(YearRule.objects.filter(municipality=by.municipality).values_list("code", flat=True))
    new = [
        YearRule(municipality=by.municipality, **{"source": SOURCE, **row}) for row in DEFAULTS
        if row["code"] not in known
    ]  # fmt: skip
    YearRule.objects.bulk_create(new)
    note("year_wheel.begun", by=by, changed={"rules": len(new)})
    return len(new)


@transaction.atomic
def save_year_rule(*, code: str, by: Actor, **facts: Any) -> YearRule:
    """Add something that comes back each year, or change it. A rule that gives no days is refused."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    held = YearRule.objects.select_for_update().filter(municipality=by.municipality, code=code).first()
    rule = held or YearRule(municipality=by.municipality, code=code)
    for name, value in facts.items():
        setattr(rule, name, value)
    if not rule.name_sv.strip():
        raise CalendarRefused("Skriv vad det heter.")
    _must_give_days(rule)
    rule.save()
    note("year_rule.saved", by=by, subject=rule, changed={"code": code})
    return rule


def _must_give_days(rule: YearRule) -> None:
    try:
        for year in range(2024, 2032):
            days = days_of(rule, year)
            if days is not None and days[1] < days[0]:
                raise CalendarRefused("”{name}” slutar innan det börjar. Byt plats på datumen.", name=rule.name_sv)
    except (ValueError, TypeError):
        raise CalendarRefused(
            "Skriv datum som 04-30, veckor som 44 och dagar från påskdagen som -3."
        ) from None


@transaction.atomic
def switch_year_rule(*, rule: YearRule, active: bool, by: Actor) -> None:
    """Take something out of the wheel, or in again; its words stay."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, rule)
    rule.active = active
    rule.save(update_fields=["active"])
    note("year_rule.switched", by=by, subject=rule, changed={"code": rule.code, "active": active})
