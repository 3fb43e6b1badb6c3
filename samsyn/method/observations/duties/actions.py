"""The verbs of the promises: note who is late, forget who reported."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.audit.actions import note
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require
from samsyn.ground.records import uuid_from
from samsyn.method.observations.duties.answers import Answer, kept_by, replies_for, reports_as_answers
from samsyn.method.observations.models import Observation, PeriodReply, ReportingDuty
from samsyn.method.observations.states import State

ANSWERED = [State.ACCEPTED, State.MERGED, State.REFUSED, State.WITHDRAWN]


def late_duties(*, municipality: Any, week: Week) -> list[ReportingDuty]:
    """Return the promises due in the period that ends with the week for which nothing has come, party by party.

    A reply answers the promises of its party that it may be about: those of its unit and area, and those that name
    none. A report answers those of its party that are for its area or for none. Either week of a fortnight will do.
    """
    return [duty for duty, answers in answers_to(municipality=municipality, week=week) if not answers]


def answers_to(*, municipality: Any, week: Week) -> list[tuple[ReportingDuty, list[Answer]]]:
    """Return the promises due in the period that ends with the week, party by party, each with what has come."""
    first = week - (municipality.period_weeks - 1)
    on_duty = ReportingDuty.objects.filter(municipality=municipality).in_force(first.first_day, week.last_day)
    on_duty = on_duty.filter(organisation__in=Organisation.objects.filter(municipality=municipality).open_on(
        week.last_day
    ))  # fmt: skip
    sent = Observation.objects.filter(municipality=municipality).between_weeks(first, week)
    answers = replies_for(municipality, week_range(first, week)) + reports_as_answers(municipality, sent)
    due = on_duty.select_related("organisation", "unit", "area").order_by("organisation__name", "unit__name", "id")
    return [(duty, kept_by(duty, answers)) for duty in due if duty.is_due(first, week)]


def late_organisations(*, municipality: Any, week: Week) -> list[Organisation]:
    """Return the parties of which any part has promised to answer for the period and has not."""
    late = {duty.organisation_id: duty.organisation for duty in late_duties(municipality=municipality, week=week)}
    return list(late.values())


@transaction.atomic
def note_the_late(*, week: Week, by: Any, last_call: bool = False) -> int:
    """Write one line in the logbook for each unit that is late with the week, once; the letters read it.

    A party whose promise names no unit is one line. First a reminder; the last call comes once more, on the last day.
    """
    happening = "duty.last_call" if last_call else "duty.due"
    lines = Event.objects.filter(municipality=by.municipality, happening=happening, changed__week=week.iso)
    told = {(subject, changed.get("unit", "")) for subject, changed in lines.values_list("subject_id", "changed")}
    late = {}
    for duty in late_duties(municipality=by.municipality, week=week):
        late[str(duty.organisation_id), str(duty.unit_id or "")] = duty
    new = {key: duty for key, duty in late.items() if key not in told}
    for (_organisation, unit), duty in new.items():
        about = {"week": week.iso, "unit": unit} if unit else {"week": week.iso}
        note(happening, by=by, subject=duty.organisation, changed=about)
    return len(new)


@transaction.atomic
def hand_in_replies(*, rows: Iterable[Mapping[str, Any]], by: Any) -> int:
    """Store many replies at once (organisation, week, answer, received_on, unit, area): history and the demo."""
    require(by, Permission.IMPORT, within=by.municipality)
    replies = []
    for row in rows:
        organisation, unit, area = row["organisation"], row.get("unit"), row.get("area")
        parts = [str(organisation.pk), str(unit.pk if unit else ""), str(area.pk if area else ""), str(row["week"].iso)]
        replies.append(
            PeriodReply(
                id=uuid_from("reply", *parts), municipality=by.municipality, organisation=organisation, unit=unit,
                area=area, iso_week=row["week"].iso, answer=row["answer"], received_on=row["received_on"],
            )
        )  # fmt: skip
    PeriodReply.objects.bulk_create(replies, ignore_conflicts=True, batch_size=500)
    note("replies.handed_in", by=by, changed={"replies": len(replies)})
    return len(replies)
