"""What the reviewers want talked about: marked reports of the picture's weeks, beside the frozen tables."""

from typing import Any

from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.observation.facts import when_words
from samsyn.web.templatetags.samsyn import named

MOST = 30


def marked_rows(picture: SituationalPicture, member: Any) -> list[dict[str, Any]]:
    """Return the marked reports that this member may see; they are no part of what is locked."""
    weeks = picture.week - (picture.weeks - 1), picture.week
    rows = Observation.objects.visible_to(member).marked_for_picture().between_weeks(*weeks).with_names()
    return [
        {
            "id": row.pk, "what": named(row.category), "where": str(row.place or row.area or ""),
            "when": when_words(row),
        }
        for row in rows.order_by("-severity", "observed_to", "id")[:MOST]
    ]  # fmt: skip
