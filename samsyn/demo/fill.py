"""Letting the reports of a fictional life come in through the verbs, week by week, as if they had been sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.demo.life import Life
from samsyn.demo.reports import Report
from samsyn.demo.rhythm import moment
from samsyn.ground.people.members import Member, member_of
from samsyn.method.observations.actions import (
    accept_observation,
    merge_observations,
    refuse_observation,
    submit_observation,
    submit_observations,
)
from samsyn.method.observations.drafts import Draft
from samsyn.method.observations.duties.actions import hand_in_replies
from samsyn.method.observations.models import Observation

MOST_AT_ONCE = 2000
REVIEWED_TWICE_A_WEEK = timedelta(weeks=28)
THURSDAY = 3


class DemoBroken(AssertionError):
    """The demo's own data broke a rule; that is a fault in the demo and is told loudly."""


def fill(here: Founded, life: Life, *, after: datetime | None, until: datetime) -> None:
    """Send the reports and answers that came in after one moment until another."""
    due = [r for r in life.reports if (after is None or r.received > after) and r.received <= until]
    _submit(here, [report for report in due if report.state == "accepted" and not report.login], accept=True)
    _submit(here, [report for report in due if report.state != "accepted"], accept=False)
    _by_hand(here, [report for report in due if report.login])
    _reviewed(here, due)
    answers = [r for r in life.replies if (after is None or r.received > after.date()) and r.received <= until.date()]
    hand_in_replies(
        rows=[
            {"organisation": here.parties[r.party], "week": r.week, "answer": r.answer, "received_on": r.received}
            for r in answers
        ],
        by=here.machine,
    )


def draft_of(here: Founded, report: Report) -> Draft:
    """Return a report as its writer left it."""
    return Draft(
        id=report.id, category=here.categories[report.category], observed_to=report.seen, observed_from=report.began,
        lon=report.lon, lat=report.lat, precision=report.precision,
        place=here.places[report.place] if report.place else None, area=here.areas[report.area],
        place_type=_kind(here, report), severity=report.severity, seen_during=report.seen_during,
        owner=here.parties[report.party], audience=report.audience, text=report.text, people_count=report.people,
        same_as_id=report.same_as, ended_on=report.mended, fault_number=report.fault_number,
        received_at=report.received,
    )  # fmt: skip


def _kind(here: Founded, report: Report) -> str:
    place = here.places.get(report.place or "")
    return place.place_type.code if place is not None and place.place_type is not None else ""


def _batches(reports: list[Report]) -> Iterator[list[Report]]:
    """Yield what is reviewed at one time: twice a week of late, in large heaps before that, which is quicker."""
    if not reports:
        return
    recent = max(report.received for report in reports) - REVIEWED_TWICE_A_WEEK
    old = [report for report in reports if report.received < recent]
    yield from (old[start : start + MOST_AT_ONCE] for start in range(0, len(old), MOST_AT_ONCE))
    late = sorted((report for report in reports if report.received >= recent), key=lambda report: report.received)
    for _half, each in groupby(late, key=lambda r: (r.received.isocalendar()[:2], r.received.weekday() >= THURSDAY)):
        yield list(each)


def _submit(here: Founded, reports: list[Report], *, accept: bool) -> None:
    for part in _batches(reports):
        now = max(report.received for report in part) + timedelta(hours=1)
        done = submit_observations([draft_of(here, r) for r in part], by=here.machine, now=now, accept=accept)
        if done.refused:
            index, sentence = done.refused[0]
            raise DemoBroken(f"{part[index].party} {part[index].category}: {sentence}")


def _by_hand(here: Founded, reports: Iterable[Report]) -> None:
    """Send the demo reporter's own reports one by one, so that they stand among "mina rapporter"."""
    for report in reports:
        member = _member(here, report)
        sent = submit_observation(draft=draft_of(here, report), now=report.received, by=member)
        accept_observation(observation=sent, now=report.received + timedelta(days=1), by=here.machine)


def _member(here: Founded, report: Report) -> Member:
    member = member_of(here.users[report.party], here.municipality, on=report.received.date())
    if member is None:
        raise DemoBroken(f"{report.login} har ingen roll")
    return member


def _reviewed(here: Founded, reports: list[Report]) -> None:
    """Merge the duplicates and refuse what pointed out a person."""
    special = {report.id: report for report in reports if report.state in ("merged", "refused")}
    rows = Observation.objects.in_bulk([*special, *(r.merged_into for r in special.values() if r.merged_into)])
    for report in special.values():
        if report.state == "refused":
            refuse_observation(observation=rows[report.id], reason="Texten pekade ut en person.", by=here.machine)
        elif report.merged_into:
            merge_observations(observation=rows[report.id], into=rows[report.merged_into], by=here.machine)


def end_of(week: Week) -> datetime:
    """Return when the week's picture is made: Tuesday afternoon after it."""
    return moment((week + 1).first_day + timedelta(days=1), 16.1)


def locked_at(week: Week) -> datetime:
    """Return when the week's picture is locked: Thursday morning after it, when the group meets."""
    return moment((week + 1).first_day + timedelta(days=3), 9.0)
