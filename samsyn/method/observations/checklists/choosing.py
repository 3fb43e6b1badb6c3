"""Which checklist is an organisation's own: the one of its kind, or of the kind whose work is most alike."""

from collections.abc import Sequence
from typing import Any

from samsyn.method.observations.models import Checklist

AS_OTHERS = {"coordinator": "housing", "youth": "school", "library": "civil", "rescue": "guards", "other": "civil"}


def usual_list(lists: Sequence[Checklist], organisation: Any) -> Checklist | None:
    """Return the organisation's usual checklist among those in use, else the first; None where there is none."""
    usual = AS_OTHERS.get(organisation.kind, organisation.kind)
    return next((one for one in lists if one.code == usual), lists[0] if lists else None)
