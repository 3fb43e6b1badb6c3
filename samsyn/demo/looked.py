"""What was read and taken out of Granvik the last two weeks, as the log of readings has it: ordinary work, and one
evening that somebody may want to ask about."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.lookups.actions import note_lookup
from samsyn.ground.people.members import member_of
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.method.observations.models import Observation

READ, FILE, PAPER, FEED, PRINT = (each.value for each in Lookup.Kind)
Line = tuple[int, str, str, str, str, str, dict[str, Any], int]

# Days before the last Sunday, when, who, how, what, which, chosen, rows. {week} and {before} are weeks, {narrow} a
# report for authorities alone, {request} what a journalist asked for.
LINES: tuple[Line, ...] = (
    (13, "08:32", "samordning", READ, "start:show", "", {}, 8),
    (13, "08:36", "samordning", READ, "review:show", "", {}, 11),
    (12, "15:58", "samordning", READ, "picture:show", "{before}", {}, 1),
    (11, "09:05", "samordning", READ, "map:show", "", {"period": "12v", "area": "C"}, 100),
    (11, "09:09", "samordning", FILE, "map:export", "xlsx", {"period": "12v", "area": "C"}, 184),
    (11, "13:20", "polisen", READ, "map:show", "", {"period": "4v", "audience": "authorities"}, 17),
    (11, "13:24", "polisen", READ, "observation:show", "{narrow}", {}, 1),
    (10, "08:47", "samordning", PAPER, "picture:pdf", "{before}", {}, 1),
    (10, "08:55", "samordning", READ, "meeting:index", "", {}, 10),
    (10, "08:56", "samordning", PRINT, "meeting:index", "", {}, 10),
    (10, "10:40", "polisen", READ, "measures:index", "", {"state": "started"}, 6),
    (9, "14:02", "almskolan", READ, "edition:index", "", {}, 12),
    (6, "08:30", "samordning", READ, "review:show", "", {}, 14),
    (6, "08:31", "polisen", FEED, "measures:feed", "", {}, 5),
    (5, "15:50", "samordning", READ, "picture:show", "{week}", {}, 1),
    (4, "10:12", "norrangens", READ, "measures:index", "", {}, 3),
    (4, "11:25", "samordning", READ, "records:request", "{request}", {}, 23),
    (4, "11:31", "samordning", PAPER, "records:request_pdf", "{request}", {}, 23),
    (3, "08:40", "samordning", READ, "picture:show", "{week}", {}, 1),
    (3, "08:41", "samordning", PRINT, "picture:show", "{week}", {}, 1),
    (3, "21:48", "polisen", READ, "start:search", "", {"q": "…"}, 4),
    (3, "21:49", "polisen", READ, "observation:show", "{narrow}", {}, 1),
    (3, "21:52", "polisen", FILE, "map:export", "csv", {"period": "allt", "q": "…"}, 46),
    (2, "09:15", "samordning", READ, "logbook:lookups", "", {}, 21),
    (2, "13:30", "samordning", READ, "handover:show", "", {}, 23),
    (2, "13:31", "samordning", PRINT, "handover:show", "", {}, 23),
)  # fmt: skip


def look(here: Founded, *, until: Week) -> None:
    """Write the lines, dated as they stand; the same week gives the same lines."""
    rows = Observation.objects.filter(municipality=here.municipality, audience="authorities")
    narrow = rows.order_by("-received_on", "pk").first()
    request = ReleaseRequest.objects.filter(municipality=here.municipality).order_by("number").first()
    named = {"week": until.label, "before": (until - 1).label, "narrow": str(narrow.pk) if narrow is not None else "",
             "request": str(request.pk) if request is not None else ""}  # fmt: skip
    members = {who: member_of(here.users[who], here.municipality, on=timezone.localdate())
               for who in sorted({line[2] for line in LINES})}
    for days, clock, who, kind, what, about, choice, seen in LINES:
        note_lookup(
            what, kind=kind, by=members[who], about=about.format(**named), choice=choice, rows=seen,
            at=_moment(here, until.last_day - timedelta(days=days), clock),
        )  # fmt: skip


def _moment(here: Founded, day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=here.municipality.zone)
