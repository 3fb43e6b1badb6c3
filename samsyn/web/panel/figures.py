"""What the panel shows: how often, how long and how large a part, by week, now and before.

Everything is a sum over the municipality, read as the programme itself and not as the member: nobody's own figures can
be told from it. Waiting times are in days.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from math import isnan, nan
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.process import Part, Wait, changed, half_done, part, wait, weekly_medians
from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.audit.models import Event
from samsyn.ground.people.members import Machine
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.agenda import reports_behind
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.observations.models import Observation
from samsyn.method.observations.states import State
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.replies import Replies, replies_by_week

SECONDS_A_DAY = 86_400
AT_A_TIME = 5_000


class Waiting(NamedTuple):
    """Those that still wait at the end of the weeks: how many, the longest wait, and the median with them counted in.

    A wait that has not ended is counted as long as it has lasted, so the median with them is at least `at_least` days.
    `half`: within how many days half had ended, by those that wait and those that do not; nan where half have not.
    """

    n: int
    longest: float
    at_least: float
    half: float = nan


class Shown(NamedTuple):
    """One row of the panel."""

    code: str
    name: Any
    meaning: Any
    now: Part | Wait
    before: Part | Wait
    weekly: list[float | None]      # days, or share in per cent, for each week of the latter period
    counts: list[int]
    better: str                     # "more" or "less"; empty = neither
    waiting: Waiting | None = None

    @property
    def is_wait(self) -> bool:
        return isinstance(self.now, Wait)

    @property
    def change(self) -> str:
        """better, worse, same, or empty where there is too little to say; more and less where neither is better."""
        found = changed(self.now, self.before)
        if found in ("", "same") or not self.better:
            return found
        return "better" if found == self.better else "worse"


class Times(NamedTuple):
    """Waiting times and the running week that each is counted in."""

    weeks: list[int]
    days: list[float]


class Parts(NamedTuple):
    """Done and all by running week."""

    done: dict[int, int]
    all: dict[int, int]


class Span(NamedTuple):
    """The weeks that are shown, and as many before."""

    weeks: list[Week]
    before: list[Week]

    @property
    def first_day(self) -> date:
        return self.before[0].first_day

    @property
    def last_day(self) -> date:
        return self.weeks[-1].last_day


def span_of(last: Week, count: int) -> Span:
    """Return the last `count` weeks and as many before them."""
    return Span(week_range(last - (count - 1), last), week_range(last - (2 * count - 1), last - count))


def panel_of(municipality: Any, span: Span, *, today: date) -> list[Shown]:
    """Return the rows of the panel, in the order of the work's week."""
    reader = Machine(name="panel", municipality=municipality)
    weeks = [*span.before, *span.weeks]
    found = replies_by_week(municipality, weeks)
    rows: list[tuple[str, Any, Any, str, Callable[[], Times | Parts]]] = [
        ("replies", _("Svarsandel"), _("Hur stor del av de utlovade veckobeskeden som kom in."), "more",
         lambda: _replies(weeks, found)),
        ("in_time", _("Svar i tid"), _("Av svaren: de som kom före veckans sista svarstid. Ett sent svar räknas ändå."),
         "more", lambda: _in_time(weeks, found)),
        ("review", _("Tid till granskning"), _("Från att rapporten kom in tills den godkändes."), "less",
         lambda: _reviews(reader, span)),
        ("meetings", _("Möten som hölls"), _("Hållna möten av dem som var planerade."), "more",
         lambda: _meetings(reader, span, today)),
        ("decided", _("Punkter som fick ett beslut"), _("Övriga bordlades till nästa möte."), "more",
         lambda: _decided(reader, span)),
        ("to_decision", _("Från rapport till beslut"),
         _("Från dagen det hände tills mötet tog upp platsen eller området."), "less",
         lambda: _decisions(reader, span)),
        ("to_measure", _("Från rapport till åtgärd"), _("Från dagen det hände tills åtgärden beslutades."), "less",
         lambda: _measures(reader, span)),
        ("followed_up", _("Åtgärder som följdes upp"), _("Av dem som skulle vara klara i perioden."), "more",
         lambda: _follow_ups(reader, span, today)),
        ("feedback", _("Återkoppling skickad"),
         _("Låsta lägesbilder där de som rapporterat har fått svar."), "more",
         lambda: _feedback(reader, span)),
    ]  # fmt: skip
    shown = [_shown(code, name, meaning, better, gather(), span) for code, name, meaning, better, gather in rows]
    shown = [_with_waiting(row, reader, span, today) if row.code == "review" else row for row in shown]
    return _with_undecided(shown, reader, span, today)


def _with_waiting(row: Shown, reader: Machine, span: Span, today: date) -> Shown:
    """Add the reports that nobody has reviewed when the weeks end: what is read soonest would else hide the rest."""
    zone = reader.municipality.zone
    end = datetime.combine(min(span.last_day, today) + timedelta(days=1), time(), tzinfo=zone)
    seen = Observation.objects.visible_to(reader).filter(source="", created_at__lt=end)
    later = seen.filter(Q(accepted_at__gte=end) | Q(state__in=[State.NEW, State.UNDER_REVIEW]))
    still = [(end - created).total_seconds() / SECONDS_A_DAY for created in later.values_list("created_at", flat=True)]
    if not still:
        return row
    found = _reviews(reader, span)
    weeks = {week.running for week in span.weeks}
    ended = [days for week, days in zip(found.weeks, found.days, strict=True) if week in weeks]
    return row._replace(waiting=Waiting(len(still), max(still), wait([*ended, *still]).median))


def _with_undecided(rows: list[Shown], reader: Machine, span: Span, today: date) -> list[Shown]:
    """Add the reports behind points that meetings had and came to no end with: they wait for decision and measure."""
    end = min(span.last_day, today)
    lines = Event.objects.visible_to(reader).filter(happening="decision.taken_up")
    taken = {subject for subject, facts in lines.values_list("subject_id", "changed")
             if date.fromisoformat(facts["on"]) <= end}  # fmt: skip
    measured = Measure.objects.visible_to(reader).filter(decided_on__lte=end, arises_from__isnull=False)
    taken |= {str(pk) for pk in measured.values_list("arises_from", flat=True)}
    waits = [each for pk, each in undecided_reports(reader, first=span.first_day, end=end).items() if pk not in taken]
    if not waits:
        return rows
    still = [float((end - day).days) for day in waits]
    found = {"to_decision": lambda: _decisions(reader, span), "to_measure": lambda: _measures(reader, span)}
    weeks = {week.running for week in span.weeks}
    added = []
    for row in rows:
        if row.code in found:
            times = found[row.code]()
            ended = [days for week, days in zip(times.weeks, times.days, strict=True) if week in weeks]
            waiting = Waiting(len(still), max(still), wait([*ended, *still]).median, half_done(ended, still=still))
            row = row._replace(waiting=waiting)
        added.append(row)
    return added


def undecided_reports(reader: Machine, *, first: date, end: date) -> dict[str, date]:
    """Return the reports behind points that were put off and have not come up since: id and the day it happened."""
    held = Meeting.objects.visible_to(reader).held().between(first, end)
    left = Decision.objects.visible_to(reader).points().filter(meeting__in=held, choice__in=["", "postponed"])
    left = left.exclude(carried_to__meeting__in=held.values("pk"))
    points = left.select_related("meeting__picture", "place")
    return {str(each.pk): each.observed_on for point in points for each in reports_behind(point)}


def _shown(code: str, name: Any, meaning: Any, better: str, found: Times | Parts, span: Span) -> Shown:
    now, before = ({week.running for week in weeks} for weeks in (span.weeks, span.before))
    first, last = span.weeks[0].running, span.weeks[-1].running
    if isinstance(found, Times):
        spans = [[d for w, d in zip(found.weeks, found.days, strict=True) if w in weeks] for weeks in (now, before)]
        weekly, counts = weekly_medians(found.weeks, found.days, first=first, last=last)
        drawn = [None if isnan(each) else each for each in weekly]
        return Shown(code, name, meaning, wait(spans[0]), wait(spans[1]), drawn, counts, better)
    sums = [part(*(sum(each.get(w, 0) for w in weeks) for each in (found.done, found.all))) for weeks in (now, before)]
    counts = [found.all.get(week, 0) for week in range(first, last + 1)]
    drawn = [
        100 * found.done.get(first + i, 0) / count if count else None for i, count in enumerate(counts)
    ]
    return Shown(code, name, meaning, sums[0], sums[1], drawn, counts, better)


def _running(day: date) -> int:
    return Week.containing(day).running


def _count(rows: Sequence[tuple[date, bool]]) -> Parts:
    done: dict[int, int] = {}
    everything: dict[int, int] = {}
    for day, is_done in rows:
        week = _running(day)
        everything[week] = everything.get(week, 0) + 1
        done[week] = done.get(week, 0) + is_done
    return Parts(done, everything)


def _replies(weeks: Sequence[Week], found: Sequence[Replies]) -> Parts:
    return Parts(
        {week.running: each.replied or 0 for week, each in zip(weeks, found, strict=True)},
        {week.running: each.duties or 0 for week, each in zip(weeks, found, strict=True)},
    )


def _in_time(weeks: Sequence[Week], found: Sequence[Replies]) -> Parts:
    return Parts(
        {week.running: (each.replied or 0) - each.late for week, each in zip(weeks, found, strict=True)},
        {week.running: each.replied or 0 for week, each in zip(weeks, found, strict=True)},
    )


def _reviews(reader: Machine, span: Span) -> Times:
    """Rows that were read in from a file were never waiting for anybody.

    Chosen by when they were read, like they are counted: chosen by when they came, a long wait would be missing from
    the first weeks and the work would seem to have grown slower.
    """
    zone = reader.municipality.zone
    start = datetime.combine(span.first_day, time(), tzinfo=zone)
    end = datetime.combine(span.last_day + timedelta(days=1), time(), tzinfo=zone)
    rows = Observation.objects.visible_to(reader).filter(source="", accepted_at__gte=start, accepted_at__lt=end)
    times = [
        (_running(at.astimezone(zone).date()), max((at - created).total_seconds() / SECONDS_A_DAY, 0.0))
        for created, at in rows.values_list("created_at", "accepted_at")
    ]
    return Times([week for week, _days in times], [days for _week, days in times])


def _meetings(reader: Machine, span: Span, today: date) -> Parts:
    rows = Meeting.objects.visible_to(reader).between(span.first_day, min(span.last_day, today))
    return _count([(day, state == "closed") for day, state in rows.values_list("held_on", "state")])


def _decided(reader: Machine, span: Span) -> Parts:
    held = Meeting.objects.visible_to(reader).held().between(span.first_day, span.last_day)
    rows = Decision.objects.visible_to(reader).filter(meeting__in=held).points()
    return _count([(day, choice not in ("", "postponed")) for day, choice in
                   rows.values_list("meeting__held_on", "choice")])  # fmt: skip


def _decisions(reader: Machine, span: Span) -> Times:
    """The first time in the weeks that a meeting took each report up."""
    start = datetime.combine(span.first_day, time(), tzinfo=reader.municipality.zone)
    lines = Event.objects.visible_to(reader).filter(happening="decision.taken_up", created_at__gte=start)
    first: dict[str, date] = {}
    for subject, facts in lines.values_list("subject_id", "changed"):
        on = date.fromisoformat(facts["on"])
        if span.first_day <= on <= span.last_day:
            first[subject] = min(on, first.get(subject, on))
    ids = list(first)
    happened: dict[str, date] = {}
    for at in range(0, len(ids), AT_A_TIME):
        rows = Observation.objects.visible_to(reader).filter(pk__in=ids[at:at + AT_A_TIME])
        happened |= {str(pk): day for pk, day in rows.values_list("pk", "observed_on")}
    return _days([(happened[subject], on) for subject, on in first.items() if subject in happened])


def _measures(reader: Machine, span: Span) -> Times:
    """One time for each report that a measure arose from."""
    rows = Measure.objects.visible_to(reader).filter(
        decided_on__gte=span.first_day, decided_on__lte=span.last_day, arises_from__isnull=False
    )
    return _days(list(rows.values_list("arises_from__observed_on", "decided_on")))


def _days(pairs: Sequence[tuple[date, date]]) -> Times:
    return Times([_running(then) for _day, then in pairs], [float(max((then - day).days, 0)) for day, then in pairs])


def _follow_ups(reader: Machine, span: Span, today: date) -> Parts:
    rows = Measure.objects.visible_to(reader).exclude(state="cancelled").filter(
        due_on__gte=span.first_day, due_on__lt=min(span.last_day + timedelta(days=1), today)
    )
    return _count([(day, bool(outcome)) for day, outcome in rows.values_list("due_on", "outcome")])


def _feedback(reader: Machine, span: Span) -> Parts:
    pictures = SituationalPicture.objects.visible_to(reader).locked().filter(
        iso_week__gte=span.before[0].iso, iso_week__lte=span.weeks[-1].iso
    )
    lines = Event.objects.visible_to(reader).filter(happening="feedback.sent")
    sent = {int(facts["last"]) for facts in lines.values_list("changed", flat=True)}
    return _count([(Week.parse(iso).last_day, iso in sent) for iso in pictures.values_list("iso_week", flat=True)])
