"""The verbs of the promises: note who is late, forget who reported."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Organisation
from samsyn.method.observations.models import Observation, PeriodReply, ReporterLink, ReportingDuty
from samsyn.method.observations.states import State

KEPT_WEEKS = 13
ANSWERED = [State.ACCEPTED, State.MERGED, State.REFUSED, State.WITHDRAWN]


def late_organisations(*, municipality: Any, week: Week) -> list[Organisation]:
    """Return the parties that have promised to answer for the week and have sent neither report nor reply."""
    on_duty = ReportingDuty.objects.filter(municipality=municipality, starts_on__lte=week.last_day)
    on_duty = on_duty.filter(Q(ends_on=None) | Q(ends_on__gte=week.first_day))
    replied = PeriodReply.objects.filter(municipality=municipality, iso_week=week.iso).values("organisation")
    reported = Observation.objects.filter(municipality=municipality, iso_week=week.iso, owner__isnull=False)
    late = Organisation.objects.filter(pk__in=on_duty.values("organisation")).open_on(week.last_day)
    return list(late.exclude(pk__in=replied).exclude(pk__in=reported.values("owner")).order_by("name"))


@transaction.atomic
def note_the_late(*, week: Week, by: Any) -> int:
    """Write one line in the logbook for each party that is late with the week, once; the letters read it."""
    told = set(
        Event.objects.filter(municipality=by.municipality, happening="duty.due", changed__week=week.iso).values_list(
            "subject_id", flat=True
        )
    )
    late = [one for one in late_organisations(municipality=by.municipality, week=week) if str(one.pk) not in told]
    for organisation in late:
        note("duty.due", by=by, subject=organisation, changed={"week": week.iso})
    return len(late)


@transaction.atomic
def forget_reporters(*, today: date, by: Any) -> int:
    """Delete the link to who reported, N weeks after the report was answered; only where a decision says so.

    The municipality's settings give `reporter_link_weeks` (default 13) and `reporter_link_decision` (its reference);
    without a decision nothing is deleted, and while a request to hand out is pending (`hold`) nothing is either.
    """
    here = by.municipality
    decision = here.setting("reporter_link_decision", "")
    if not decision or here.setting("hold", False):
        return 0
    before = today - timedelta(weeks=int(here.setting("reporter_link_weeks", KEPT_WEEKS)))
    old = ReporterLink.objects.filter(
        municipality=here, observation__received_on__lt=before, observation__state__in=ANSWERED
    )
    forgotten, _per_model = old.delete()
    if forgotten:
        note("reporters.forgotten", by=by, changed={"links": forgotten, "decision": decision})
    return forgotten
