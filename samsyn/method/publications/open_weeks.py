"""The weeks that somebody invited to the pictures may read: those issued to everybody."""

from samsyn.analysis.weeks import Week
from samsyn.method.library.models import Support
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import Paper

MOST_PICTURES = 8


def open_weeks(support: Support) -> list[SituationalPicture]:
    """Return the latest weeks that have been issued to everybody: approved where that is asked for, and not withdrawn.

    One that has been corrected since comes back when it has been issued anew.
    """
    if support.problem_id is not None or support.document_id is not None:
        return []
    issued = Edition.objects.filter(municipality=support.municipality_id, audience="public").of_paper(Paper.WEEKLY)
    corrected = Edition.objects.of_corrected_pictures().values("pk")
    issued = issued.standing().released().exclude(pk__in=corrected)
    open_ones = SituationalPicture.objects.filter(municipality=support.municipality_id, pk__in=issued.values("picture"))
    return list(open_ones.locked().latest_first()[:MOST_PICTURES])


def open_week(support: Support, week: Week) -> SituationalPicture | None:
    """Return one of those weeks, or None."""
    return next((each for each in open_weeks(support) if each.week == week), None)
