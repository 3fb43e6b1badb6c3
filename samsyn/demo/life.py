"""The whole life of a fictional municipality: its reports, its weekly answers, and what is true about them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.demo import rhythm, stories
from samsyn.demo.parties import PARTIES
from samsyn.demo.reports import SEED, Maker, Reply, Report, made_id

WEEKS = 104
SCALES = {"weekly": 1.0, "busy": 87 / 45, "large": 1.0}
LARGE = 100_000
OWN_REPORTS = 12  # sent by the demo's reporter, so that "Min vecka" has something to show


@dataclass
class Life:
    """What happened in a municipality until the end of a week."""

    slug: str
    until: Week
    reports: list[Report]
    replies: list[Reply]
    truth: dict[str, Any] = field(default_factory=dict)

    def truth_as_json(self) -> str:
        """Return the truth about the story lines, for tests and for teachers."""
        return json.dumps(self.truth, ensure_ascii=False, indent=1, sort_keys=True)


def live(slug: str, *, until: Week, variant: str = "weekly", weeks: int = WEEKS) -> Life:
    """Return the life of a municipality in the weeks up to `until`; the same arguments give the same bytes."""
    life = _granvik(until, variant, weeks) if slug == "granvik" else _lillskog(until, weeks)
    if slug == "granvik" and variant == "large":
        life.reports = many(life.reports, count=LARGE, until=until)
    life.reports.sort(key=lambda report: (report.received, report.id))
    _settle(life)
    return life


def _granvik(until: Week, variant: str, weeks: int) -> Life:
    joined = {"vaktbolaget": until - stories.JOINED_WEEKS_AGO}
    maker = Maker("granvik", until, scale=1.06 * SCALES[variant], joined=joined)
    planted = stories.plant(maker, until)
    first = (until - (weeks - 1)).first_day
    reports = [report for report in planted.reports if first <= report.seen.date() < until.first_day]
    replies: list[Reply] = []
    for back in range(weeks - 1, 0, -1):
        found, answers = maker.week(until - back)
        reports += [report for report in found if report.seen.date() < until.first_day]  # a Sunday shift ends on Monday
        replies += answers
    # The story needs its 38 reports also in a week of holidays, so there must be enough to choose from.
    office = min(rhythm.at_work(party, until) for party in PARTIES["granvik"] if party.works in ("office", "day"))
    now, _ = maker.week(until, scale=6.0 / max(office, 0.1))
    Random(f"{SEED}-{until.iso}").shuffle(now)
    reports += stories.this_week(planted.reports, now, until=until)
    reports = [report for report in reports if report.seen.date() >= first]
    replies += _answers_now(reports, until)
    planted.truth["worst_places"] = stories.worst_places(reports, until)
    return Life("granvik", until, reports, replies, planted.truth)


def _answers_now(reports: list[Report], until: Week) -> list[Reply]:
    """Eleven of fourteen have answered; who has reported says so, one was there and saw nothing, one was away."""
    active = {report.party for report in reports if report.seen.date() >= until.first_day}
    duty = [p.key for p in PARTIES["granvik"] if p.on_duty and p.key not in stories.SILENT_NOW]
    quiet = iter(("nothing", "absent"))
    return [
        Reply(key, until, "reported" if key in active else next(quiet, "nothing"), until.first_day + timedelta(days=4))
        for key in duty
    ]


def _lillskog(until: Week, weeks: int) -> Life:
    """Lillskog answers every second week, with about five reports a fortnight."""
    maker = Maker("lillskog", until, scale=1.35)
    reports: list[Report] = []
    replies: list[Reply] = []
    for back in range(weeks - 1, -1, -1):
        week = until - back
        found, answers = maker.week(week)
        reports += found
        replies += answers if week.running % 2 else []  # a fortnight ends with an odd running week
    return Life("lillskog", until, reports, replies, {"a_fortnight": 5})


def many(reports: list[Report], *, count: int, until: Week) -> list[Report]:
    """Return `count` reports: the given ones and copies of them in other hours of the same weeks, for speed tests."""
    dice = Random(f"{SEED}-large")
    plain = [report for report in reports if report.state == "accepted" and report.same_as is None]
    more = []
    for _ in range(count - len(reports)):
        model = dice.choice(plain)
        earlier = timedelta(minutes=15 * dice.randrange(0, 4 * 24))
        seen = model.seen - earlier
        more.append(
            replace(model, id=made_id(model.received, dice), seen=seen, began=model.began and model.began - earlier,
                    received=max(model.received - earlier, seen), story=0, fault_number="")
        )  # fmt: skip
    return reports + more


def _settle(life: Life) -> None:
    """Lillskog's newest report still waits for review; the demo's reporter has written some of Granvikshem's."""
    pointed_at = {report.same_as for report in life.reports} | {report.merged_into for report in life.reports}
    if life.slug == "lillskog":
        alone = [report for report in life.reports if report.same_as is None and report.id not in pointed_at]
        alone[-1].state = "new"
    if life.slug == "granvik":
        own = [
            r for r in life.reports
            if r.party == "granvikshem" and r.state == "accepted" and r.same_as is None and not r.story
            and r.id not in pointed_at
        ]  # fmt: skip
        for report in own[-OWN_REPORTS:]:
            report.login = "rapportor@granvik.example"


def last_finished_week(today: date) -> Week:
    """Return the last week whose Sunday has passed."""
    return Week.containing(today) - 1
