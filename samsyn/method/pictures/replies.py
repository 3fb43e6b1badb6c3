"""Who promised to answer, who did, and how much of each area that covers. Kinds of source only, never names."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.duties.answers import Answer, kept_by, replies_for, reports_as_answers
from samsyn.method.observations.models import Observation, PeriodReply, ReportingDuty
from samsyn.method.pictures.period import Period
from samsyn.method.pictures.sentences import Sentence, say

LOW_RESPONSE = 0.7          # below this the head asks for caution (method 19)


class Duty(NamedTuple):
    """One promise in force during the period, and whether it was kept."""

    kind: str
    areas: frozenset[str]       # codes; empty = the whole municipality
    answered: bool
    was_there: bool             # reported, or was there with nothing to report
    late: bool = False          # answered, but nothing before the week had closed


class Replies(NamedTuple):
    """All promises of the period."""

    each: list[Duty]

    @property
    def duties(self) -> int | None:
        return len(self.each) or None

    @property
    def replied(self) -> int | None:
        return sum(duty.answered for duty in self.each) if self.each else None

    @property
    def late(self) -> int:
        """How many of the answers came after the week had closed."""
        return sum(duty.late for duty in self.each)

    @property
    def share(self) -> float | None:
        return sum(duty.answered for duty in self.each) / len(self.each) if self.each else None

    def coverage(self, area: str) -> float | None:
        """Return which share of those that look after the area were there; None where nobody has promised to be."""
        here = [duty for duty in self.each if not duty.areas or area in duty.areas]
        return sum(duty.was_there for duty in here) / len(here) if here else None

    def sentences(self) -> list[Sentence]:
        """Return the response rate in words, with a word of caution where it is low."""
        if self.share is None:
            return [say("head.response_unknown")]
        told = [say("head.response", replies=self.replied, duties=self.duties, share=self.share)]
        return [*told, say("head.response_low")] if self.share < LOW_RESPONSE else told

    def notes(self) -> list[Sentence]:
        """Return, for each kind of source, how many answered and how many did not."""
        expected = Counter(duty.kind for duty in self.each)
        replied = Counter(duty.kind for duty in self.each if duty.answered)
        told = [
            say("note.replied", kind=kind, replied=replied[kind], expected=expected[kind])
            for kind in sorted(expected) if replied[kind]
        ]  # fmt: skip
        return told + [
            say("note.not_replied", kind=kind, missing=expected[kind] - replied[kind], expected=expected[kind])
            for kind in sorted(expected) if replied[kind] < expected[kind]
        ]  # fmt: skip


def replies_of(municipality: Municipality, period: Period, *, reporting: Collection[tuple[str, str]]) -> Replies:
    """Return the promises in force and which were kept; `reporting` are parties and areas with reports in the period.

    An organisation that sent reports has answered, also without a word of its own about the period.
    """
    duties = _duties(municipality, first=period.first_day, last=period.last_day)
    last = period.all_weeks[-1].iso
    reports = [Answer(last, UUID(party), None, area, "") for party, area in reporting]
    return _kept(duties, replies_for(municipality, period.all_weeks) + reports, weeks=period.all_weeks)


def replies_by_week(municipality: Municipality, weeks: Sequence[Week]) -> list[Replies]:
    """Return the promises of each week, in at most four questions for all of them; weeks in order, without gaps."""
    duties = _duties(municipality, first=weeks[0].first_day, last=weeks[-1].last_day)
    seen = Observation.objects.filter(municipality=municipality).between_weeks(weeks[0], weeks[-1]).accepted()
    answers = defaultdict(list)
    for each in replies_for(municipality, weeks) + reports_as_answers(municipality, seen):
        answers[each.iso_week].append(each)
    return [
        _kept([each for each in duties if _in_force(each, week)], answers[week.iso], weeks=[week]) for week in weeks
    ]


def _duties(municipality: Municipality, *, first: date, last: date) -> list[ReportingDuty]:
    return list(
        ReportingDuty.objects.filter(municipality=municipality, starts_on__lte=last)
        .filter(Q(ends_on=None) | Q(ends_on__gte=first))
        .filter(Q(organisation__ends_on=None) | Q(organisation__ends_on__gte=first))
        .select_related("organisation", "area")
        .prefetch_related("unit__areas")
    )


def _in_force(duty: ReportingDuty, week: Week) -> bool:
    """Whether the promise, and the party's membership, touch the week."""
    ends = [day for day in (duty.ends_on, duty.organisation.ends_on) if day is not None]
    return duty.starts_on <= week.last_day and all(day >= week.first_day for day in ends)


def _kept(duties: Sequence[ReportingDuty], answers: list[Answer], *, weeks: Sequence[Week]) -> Replies:
    found = [_duty(duty, kept_by(duty, answers)) for duty in duties if duty.is_due(weeks[0], weeks[-1])]
    return Replies(sorted(found, key=lambda duty: (duty.kind, sorted(duty.areas), duty.answered, duty.was_there)))


def _duty(duty: ReportingDuty, answers: list[Answer]) -> Duty:
    own = [duty.area] if duty.area else duty.unit.areas.all() if duty.unit else []
    return Duty(
        kind=duty.organisation.kind, areas=frozenset(area.code for area in own), answered=bool(answers),
        was_there=any(answer.said != PeriodReply.Answer.ABSENT for answer in answers),
        late=bool(answers) and all(answer.is_late for answer in answers),
    )  # fmt: skip
