"""What has been answered for a week, by whom and when: the one rule that reminders, figures and Min vecka share."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Max, Min

from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.duties.cutoff import Closing, reply_is_late
from samsyn.method.observations.models import PeriodReply, ReportingDuty


class Answer(NamedTuple):
    """A reply for a week, or the reports of a party from one area in it."""

    iso_week: int
    organisation: Any
    unit: Any               # empty = any
    area: str               # code; empty = any
    said: str               # what the reply says; empty = reports
    is_late: bool = False


def is_for(answer: Answer, duty: ReportingDuty) -> bool:
    """Say whether the answer keeps the promise: it is of the same party, and not about another unit or area.

    A report knows no unit: it answers for all units of its party that have promised for its area, or for none.
    """
    return (
        answer.organisation == duty.organisation_id
        and (duty.unit_id is None or answer.unit is None or answer.unit == duty.unit_id)
        and (duty.area is None or not answer.area or answer.area == duty.area.code)
    )


def replies_for(municipality: Municipality, weeks: Sequence[Week]) -> list[Answer]:
    """Return every reply for the weeks."""
    rows = PeriodReply.objects.filter(municipality=municipality, iso_week__in=[week.iso for week in weeks])
    return [
        Answer(row.iso_week, row.organisation_id, row.unit_id, row.area.code if row.area else "", row.answer,
               reply_is_late(row, municipality))
        for row in rows.select_related("area")
    ]  # fmt: skip


def reports_as_answers(municipality: Municipality, observations: Any) -> list[Answer]:
    """Return the reports as answers, one for each week, party and area, as early as the first of them.

    Nearly always the first came before the day on which its week closes; only the weeks where some party's did not are
    read report by report.
    """
    owned = observations.exclude(owner=None).order_by()
    first = owned.values_list("iso_week", "owner_id", "area__code").annotate(day=Min("received_on"), file=Max("source"))
    found, closes = list(first), Closing(municipality)
    doubtful = {iso for iso, _owner, _area, day, file in found if not file and day >= closes.of(iso).date()}
    late = _late_in(owned.filter(iso_week__in=doubtful), closes) if doubtful else {}
    return [
        Answer(iso, owner, None, area or "", "", late.get((iso, owner, area), False))
        for iso, owner, area, _day, _file in found
    ]


def _late_in(owned: Any, closes: Closing) -> dict[tuple[int, Any, str | None], bool]:
    """Say of each week, party and area whether all its reports came late; what was read from a file never is."""
    columns = ("iso_week", "owner_id", "area__code", "source", "received_on")
    late: dict[tuple[int, Any, str | None], bool] = {}
    for iso, owner, area, source, day, first in owned.values_list(*columns).annotate(first=Min("created_at")):
        is_late = not source and closes.missed(iso, received_on=day, at=first)
        late[iso, owner, area] = late.get((iso, owner, area), True) and is_late
    return late


def kept_by(duty: ReportingDuty, answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers that keep the promise."""
    return [answer for answer in answers if is_for(answer, duty)]
