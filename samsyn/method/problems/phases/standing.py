"""Where areas and problems stood in the phase models on a day, as an audience may be told."""

from datetime import date

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.problems.models import PhasePlacement


def standing_for(municipality: Municipality, *, audience: str, on: date) -> list[PhasePlacement]:
    """Return the placements that a paper for an audience tells of: areas first, by name; to the public none."""
    rows = PhasePlacement.objects.filter(municipality=municipality).told_to(audience)
    told: list[PhasePlacement] = rows.standing(on=on)
    return told
