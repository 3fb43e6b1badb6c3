"""The data note: what the picture rests on, and what the reader must know before believing it."""

import json
from collections import Counter
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from samsyn.analysis.findings import Notice, WeeklyFindings
from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.models import PictureAudience, PictureTable
from samsyn.method.pictures.period import Period
from samsyn.method.pictures.replies import Replies
from samsyn.method.pictures.sentences import Sentence, say

if TYPE_CHECKING:
    import pyarrow as pa

LOOKED_BACK_WEEKS = 8


def data_note(
    municipality: Municipality, period: Period, *, audience: str, rows: "pa.Table", findings: WeeklyFindings,
    replies: Replies, conditions_shown: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the sentences of the data note, in a fixed order. No organisation is named in any of them."""
    told: list[Sentence] = []
    if rows.num_rows:
        told.append(say("note.audience" if audience == PictureAudience.PARTIES else "note.audience_authorities"))
    told += replies.notes()
    told += _reports_by_kind(rows, period)
    if rows.num_rows:
        told += sorted((_told(notice) for notice in findings.notices), key=_in_order)
    told += late_since_lock(municipality, period, audience=audience, rows=rows)
    if findings.head.unplaced:
        told.append(say("note.unplaced", events=findings.head.unplaced))
    if findings.head.open_conditions > conditions_shown:
        told.append(say("note.conditions_cut", shown=conditions_shown, open=findings.head.open_conditions))
    told += _imported(municipality, period, audience=audience)
    return [{"key": sentence["key"], "sentence": sentence} for sentence in told]


def _in_order(sentence: Sentence) -> tuple[str, str]:
    return str(sentence["key"]), json.dumps(sentence["params"], sort_keys=True)


def _told(notice: Notice) -> Sentence:
    """Say a notice with the kind of source in the place of the organisation."""
    params = {name: value for name, value in notice.params.items() if name not in ("organisation", "source_kind")}
    if "source_kind" in notice.params:
        params["kind"] = notice.params["source_kind"]
    return say(notice.key, **params)


def _reports_by_kind(rows: "pa.Table", period: Period) -> list[Sentence]:
    kinds = Counter(in_weeks(rows, period)["source_kind"].to_pylist())
    return [say("note.reported", kind=kind, reports=kinds[kind]) for kind in sorted(kinds)]


def in_weeks(rows: "pa.Table", period: Period) -> "pa.Table":
    """Return the rows observed in the period."""
    import pyarrow as pa
    import pyarrow.compute as pc

    weeks = pa.array([week.iso for week in period.all_weeks], pa.int32())
    return rows.filter(pc.is_in(rows["iso_week"], weeks))


def counted_in(rows: "pa.Table", period: Period) -> int:
    """Return how many events and new conditions the period has, by the same rule as the analyses."""
    import pyarrow.compute as pc

    part = in_weeks(rows, period)
    counts = pc.and_(
        pc.and_(part["same_as"].is_null(), pc.not_equal(part["kind"], "mood")),
        pc.not_equal(part["category_kind"], "P"),
    )
    return int(pc.sum(counts).as_py() or 0)


def cutoff_of(rows: "pa.Table", period: Period) -> date:
    """Return the day until when what came in is part of the picture."""
    import pyarrow.compute as pc

    received = pc.max(in_weeks(rows, period)["received_on"]).as_py()
    return max(received, period.last_day) if received else period.last_day


def late_since_lock(
    municipality: Municipality, period: Period, *, audience: str, rows: "pa.Table"
) -> list[Sentence]:
    """Say which locked weeks have got more reports since: "v. 46: 31 (38 efter sena rapporter)".

    Each addition is told once: not again in the next week's picture, unless still more has come.
    """
    earlier = PictureTable.objects.filter(
        municipality=municipality, audience=audience, name__in=["head", "data_note"],
        picture__locked_at__isnull=False, picture__iso_week__lt=period.week.iso,
        picture__iso_week__gte=(period.week - LOOKED_BACK_WEEKS).iso,
    ).order_by("picture__iso_week").values_list("picture__iso_week", "picture__weeks", "name", "content")  # fmt: skip
    locked = [(Period(Week.parse(iso), weeks), name, json.loads(text)) for iso, weeks, name, text in earlier]
    already = {
        (note["sentence"]["params"]["week"], note["sentence"]["params"]["now"])
        for _period, name, notes in locked if name == "data_note"
        for note in notes if note["key"] == "late.since_lock"
    }  # fmt: skip
    told = []
    for then, name, head in locked:
        now = counted_in(rows, then) if name == "head" else 0
        if name == "head" and now != head["events"] and (then.week.label, now) not in already:
            told.append(say("late.since_lock", week=then.week.label, then=head["events"], now=now))
    return told


def _imported(municipality: Municipality, period: Period, *, audience: str) -> list[Sentence]:
    """Say how much came from files, and whether reading one of them was stopped before it was done."""
    batches = (
        Observation.objects.filter(municipality=municipality, batch__isnull=False)
        .accepted()
        .shown_to_audience(audience)
        .between_weeks(period.all_weeks[0], period.week)
        .aggregate(rows=Count("id"), batches=Count("batch", distinct=True))
    )
    told = [say("note.batches", **batches)] if batches["rows"] else []
    start = datetime.combine(period.first_day, time(), tzinfo=municipality.zone)
    states: dict[str, str] = {}
    runs = Event.objects.filter(
        municipality=municipality, created_at__gte=start,
        happening__in=["import.stopped", "import.done", "import.undone"],
    ).order_by("created_at", "id").values_list("subject_id", "happening")  # fmt: skip
    states.update(runs)
    return [*told, say("note.import_stopped")] if "import.stopped" in states.values() else told
