"""The verb by which open measures get another party that answers for them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.models import AUTHORITIES, Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.method.measures.actions import MeasureRefused
from samsyn.method.measures.models import Measure
from samsyn.method.observations.models import Audience


@transaction.atomic
def hand_over_measures(*, measures: Iterable[Measure], to: Organisation, by: Any) -> int:
    """Give every open one of the measures to another party. Raises MeasureRefused where it may not see one of them."""
    require(by, Permission.DECIDE_MEASURES, within=by.municipality)
    require_here(by, to)
    refuse_ended(to, refused=MeasureRefused)
    done = 0
    for measure in Measure.objects.select_for_update().filter(pk__in=[each.pk for each in measures]):
        require_here(by, measure)
        if not measure.is_open:
            continue
        if measure.audience == Audience.AUTHORITIES and to.legal_kind not in AUTHORITIES:
            raise MeasureRefused(
                _("En åtgärd visas bara för myndigheter och kommunala bolag. Välj en sådan part som tar över.")
            )
        before, measure.organisation = measure.organisation_id, to
        measure.function = ""
        measure.version += 1
        measure.save(update_fields=["organisation", "function", "version"])
        note("measure.handed_over", by=by, subject=measure, changed={"number": measure.number, "from": str(before)})
        done += 1
    return done
