"""What has come in about a locked picture's weeks since the lock: told beside it, never in its figures."""

from typing import Any

from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.period import Period
from samsyn.method.pictures.sentences import Sentence, say
from samsyn.method.pictures.tables import tables_of


def counted_now(picture: SituationalPicture, audience: str) -> int:
    """Return how many events and new conditions the locked weeks have now, by the same rule as when they were counted.

    A second report of the same thing adds nothing, but where its original is hidden from the audience the first such
    report stands as the original itself.
    """
    period = Period(picture.week, picture.weeks)
    shown = Observation.objects.filter(municipality=picture.municipality).accepted().shown_to_audience(audience)
    rows = list(
        shown.between_weeks(period.all_weeks[0], period.week)
        .exclude(category__kind="P")
        .values_list("same_as_id", "kind")
    )
    originals = {original for original, _kind in rows if original is not None}
    before = shown.between_weeks(period.history_from, period.week)
    known = set(before.filter(pk__in=originals).values_list("pk", flat=True)) if originals else set()
    earlier = before.filter(same_as__in=originals - known, iso_week__lt=period.all_weeks[0].iso)
    stood_for = set(earlier.values_list("same_as_id", flat=True)) if originals - known else set()
    hidden = originals - known - stood_for
    return sum(original is None and kind != "mood" for original, kind in rows) + len(hidden)


def late_since(picture: SituationalPicture, audience: str) -> Sentence | None:
    """Say how many the locked weeks have now, where it is not what the picture says; nothing for a draft."""
    if not picture.is_locked:
        return None
    then: Any = tables_of(picture, audience).get("head", {}).get("events")
    now = counted_now(picture, audience)
    if then is None or now == then:
        return None
    return say("late.since_lock", week=picture.week.label, then=then, now=now)
