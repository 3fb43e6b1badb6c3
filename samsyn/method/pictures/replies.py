"""Who promised to answer, who did, and how much of each area that covers. Kinds of source only, never names."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.tenancy.models import Municipality
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


def replies_of(municipality: Municipality, period: Period, *, reporting: Collection[str]) -> Replies:
    """Return the promises in force and which were kept; `reporting` are organisations with reports in the period.

    An organisation that sent reports has answered, also without a word of its own about the period.
    """
    weeks = period.all_weeks
    duties = _duties(municipality, first=period.first_day, last=period.last_day)
    answers = [each[1:] for each in _answers(municipality, weeks)]
    return _kept(duties, answers, weeks=weeks, reporting=reporting)


def replies_by_week(municipality: Municipality, weeks: Sequence[Week]) -> list[Replies]:
    """Return the promises of each week, in three questions for all of them; weeks in order, without gaps."""
    duties = _duties(municipality, first=weeks[0].first_day, last=weeks[-1].last_day)
    answers, reporting = defaultdict(list), defaultdict(set)
    for iso, *answer in _answers(municipality, weeks):
        answers[iso].append(tuple(answer))
    seen = Observation.objects.filter(
        municipality=municipality, iso_week__in=[week.iso for week in weeks], owner__isnull=False
    ).accepted()
    for owner, iso in seen.values_list("owner_id", "iso_week").distinct():
        reporting[iso].add(str(owner))
    return [
        _kept([each for each in duties if _in_force(each, week)], answers[week.iso], weeks=[week],
              reporting=reporting[week.iso])
        for week in weeks
    ]  # fmt: skip


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


def _answers(municipality: Municipality, weeks: Sequence[Week]) -> list[Any]:
    """Return (week, organisation, unit, area, answer) of every reply for the weeks."""
    return list(
        PeriodReply.objects.filter(
            municipality=municipality, iso_week__in=[week.iso for week in weeks]
        ).values_list("iso_week", "organisation_id", "unit_id", "area_id", "answer")
    )


def _kept(
    duties: Sequence[ReportingDuty], answers: list[Any], *, weeks: Sequence[Week], reporting: Collection[str]
) -> Replies:
    due = [duty for duty in duties if duty.is_due(weeks[0], weeks[-1])]
    found = [_duty(duty, answers, reporting=reporting) for duty in due]
    return Replies(sorted(found, key=lambda duty: (duty.kind, sorted(duty.areas), duty.answered, duty.was_there)))


def _duty(duty: ReportingDuty, answers: list[Any], *, reporting: Collection[str]) -> Duty:
    mine = {
        answer
        for organisation, unit, area, answer in answers
        if organisation == duty.organisation_id
        and (duty.unit_id is None or unit is None or unit == duty.unit_id)
        and (duty.area_id is None or area is None or area == duty.area_id)
    }
    reported = str(duty.organisation_id) in reporting
    own = [duty.area] if duty.area else duty.unit.areas.all() if duty.unit else []
    return Duty(
        kind=duty.organisation.kind, areas=frozenset(area.code for area in own), answered=bool(mine) or reported,
        was_there=reported or bool(mine & {PeriodReply.Answer.REPORTED, PeriodReply.Answer.NOTHING}),
    )  # fmt: skip
