"""So it went, in words: what came of one's own reports."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.observation.came import came_of
from samsyn.web.observation.facts import moment_words, shape_of
from samsyn.web.templatetags.samsyn import named

LOOKED_BACK = timedelta(weeks=13)
MOST = 60


def answers_of(observations: Sequence[Observation], *, member: Any) -> list[dict[str, Any]]:
    """Return each report with what came of it in words; reports with nothing to tell yet say so."""
    found = came_of(observations, member=member)
    return [
        {
            "id": one.pk,
            "what": named(one.category),
            "where": str(one.place or one.area or ""),
            "when": moment_words(one.observed_to),
            "shape": shape_of(one),
            "lines": found[one.pk],
        }
        for one in observations
    ]


def own_answers(member: Any) -> list[dict[str, Any]]:
    """Return what came of the member's own reports of the last thirteen weeks, the latest first."""
    since = timezone.now() - LOOKED_BACK
    own = Observation.objects.visible_to(member).sent_by(member).seen_from(since).with_names().latest_first()
    return answers_of(list(own[:MOST]), member=member)


def latest_locked(member: Any) -> SituationalPicture | None:
    """Return the latest locked picture that the member may see."""
    return SituationalPicture.objects.visible_to(member).locked().latest_first().first()
