"""What Min vecka tells each role: read here, shown by the page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.days import known_days, paused_weeks
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.defaults import setting
from samsyn.jobs.health import BROKEN, FINE, WARN, findings
from samsyn.method.library.models import SupportComment
from samsyn.method.measures.models import Measure
from samsyn.method.observations.duties.actions import answers_to
from samsyn.method.observations.duties.cutoff import ends_a_period
from samsyn.method.observations.models import Observation, PeriodReply
from samsyn.method.pictures.models import OwnPicture, SituationalPicture
from samsyn.method.publications.models import Edition
from samsyn.web.measures.views import shown
from samsyn.web.observation.facts import shape_of, when_words
from samsyn.web.observation.stamps import MOST, seen_now
from samsyn.web.templatetags.samsyn import named

SHOWN = 6
SAID_LATELY, MOST_SAID = timedelta(days=14), 3


def line_of(observation: Observation) -> dict[str, Any]:
    """Return what a line about an observation shows."""
    return {
        "id": observation.pk,
        "stamp": observation.stamp,
        "what": named(observation.category),
        "where": str(observation.place or observation.area or ""),
        "when": when_words(observation),
        "shape": shape_of(observation),
        "reason": observation.state_reason,
        "text": observation.shown_text,
    }


def own_reports(member: Any) -> list[dict[str, Any]]:
    """Return the member's latest own reports and what came of them."""
    found = Observation.objects.visible_to(member).sent_by(member).with_names().latest_first()[:SHOWN]
    return [line_of(one) for one in found]


def to_review(member: Any) -> dict[str, Any] | None:
    """Return what waits for this member's review: how many, the first few (oldest first), and the stamps of all."""
    if not (member.may(Permission.REVIEW_ALL) or member.may(Permission.REVIEW_OWN)):
        return None
    waiting = Observation.objects.visible_to(member).waiting_for_review()
    if not member.may(Permission.REVIEW_ALL):
        waiting = waiting.filter(owner__in=[o.pk for o in member.organisations_that(Permission.REVIEW_OWN)])
    first = waiting.with_names().order_by("observed_on", "id")[:SHOWN]
    seen = seen_now(waiting)
    count = len(seen) if len(seen) < MOST else waiting.count()
    return {"count": count, "first": [line_of(one) for one in first], "seen": seen}


def replies(member: Any, week: Week) -> dict[str, Any] | None:
    """Return who has answered in time, late or not at all, for those who gather the picture; each party once.

    A party with several promises is missing while one of them is unanswered, and late where one was answered late.
    """
    if not member.may(Permission.COMPILE_PICTURE):
        return None
    week = week if ends_a_period(member.municipality, week) else week - 1
    parties: dict[str, dict[str, Any]] = {}
    for duty, answers in answers_to(municipality=member.municipality, week=week):
        party = parties.setdefault(str(duty.organisation), {"missing": [], "late": False, "all": 0})
        party["all"] += 1
        party["late"] |= bool(answers) and all(answer.is_late for answer in answers)
        if not answers:
            party["missing"].append(str(duty.unit or duty.area or ""))
    if not parties:
        return None
    answered = {name: party for name, party in parties.items() if not party["missing"]}
    late = [name for name, party in answered.items() if party["late"]]
    missing = [_part_of(name, party) for name, party in parties.items() if party["missing"]]
    return {
        "week": week, "all": len(parties), "answered": len(answered), "in_time": len(answered) - len(late),
        "late": late, "missing": missing,
    }  # fmt: skip


def _part_of(name: str, party: dict[str, Any]) -> str:
    """Name the party that is missing, and which parts of it where the others have answered."""
    parts = [part for part in party["missing"] if part]
    return f"{name} ({', '.join(parts)})" if parts and len(parts) == len(party["missing"]) < party["all"] else name


def own_picture(member: Any) -> dict[str, Any] | None:
    """Return whether the member's party has handed in its own picture; nothing where that is switched off."""
    parties = member.organisations_that(Permission.SEE_ACCEPTED)
    if not parties or not setting(member.municipality, "own_pictures"):
        return None
    week = Week.containing(timezone.localdate()) - 1
    week = week if ends_a_period(member.municipality, week) else week - 1
    own = OwnPicture.objects.visible_to(member).of_organisation(parties[0]).of_week(week).handed_in()
    return {"week": week, "party": parties[0], "handed_in": own.exists()}


def own_replies(member: Any, weeks: list[Week]) -> list[dict[str, Any]]:
    """Return, per organisation for which the member reports and per week, whether an answer is in."""
    mine = member.organisations_that(Permission.REPORT)
    if not mine or member.may(Permission.COMPILE_PICTURE):
        return []
    said = {
        (reply.organisation_id, reply.iso_week): reply.get_answer_display()
        for week in weeks
        for reply in PeriodReply.objects.visible_to(member).in_week(week)
    }
    seen = {
        (owner, week.iso)
        for week in weeks
        for owner in Observation.objects.visible_to(member).in_week(week).values_list("owner", flat=True).distinct()
    }
    return [
        {
            "organisation": one,
            "week": week,
            "said": said.get((one.pk, week.iso)),
            "reported": (one.pk, week.iso) in seen,
        }
        for week in weeks
        for one in mine
    ]


def support(member: Any, now: datetime) -> list[SupportComment]:
    """Return what the other side has said lately where support from outside is asked for, the newest first."""
    if not (member.may(Permission.LEAD_MEETING) or member.may(Permission.SUPPORT)):
        return []
    said = SupportComment.objects.visible_to(member).standing().filter(said_at__gt=now - SAID_LATELY)
    theirs = said.exclude(organisation__in=member.organisation_ids).select_related("organisation")
    return list(theirs.order_by("-said_at")[:MOST_SAID])


def to_approve(member: Any) -> list[Edition]:
    """Return the editions that wait for a function that the member holds, the oldest first."""
    return list(Edition.objects.visible_to(member).to_approve_by(member).order_by("issued_at")[:SHOWN])


def my_measures(member: Any, today: date) -> dict[str, Any] | None:
    """Return the open measures of the member's own organisations, overdue first; for those who decide, all overdue too.

    None for those who see no measures.
    """
    decides = member.may(Permission.DECIDE_MEASURES)
    if not (decides or member.may(Permission.SEE_MEASURES)):
        return None
    found = Measure.objects.visible_to(member).open()
    own = found.of(member.organisation_ids)
    chosen = own | found.overdue(today=today) if decides else own
    rows = list(chosen.with_names().in_order()[:SHOWN])
    return {"rows": [shown(one, today=today) for one in rows], "open": found.count()}


def latest_picture(member: Any) -> SituationalPicture | None:
    """Return the latest picture the member may see."""
    return SituationalPicture.objects.visible_to(member).latest_first().first()


def picture_is_missing(member: Any, week: Week, latest: SituationalPicture | None) -> bool:
    """Say whether the finished week still lacks its picture, for those who make it."""
    if not member.may(Permission.COMPILE_PICTURE) or (latest is not None and latest.iso_week >= week.iso):
        return False
    return week not in paused_weeks(member.municipality, week, week)


def backup(member: Any, now: datetime) -> dict[str, Any] | None:
    """Return how the backup stands, for those who look after the service; None for everybody else."""
    if not member.may(Permission.MANAGE_SETTINGS):
        return None
    found = findings(now, only=("backup",))
    lines = [{"said": one.said.format(**one.named), "do": one.do.format(**one.named)} for one in found]
    levels = {one.level for one in found}
    return {"lines": lines, "level": next(level for level in (BROKEN, WARN, FINE) if level in levels)}


def coming_days(member: Any, today: date) -> list[Any]:
    """Return what the calendar holds for the coming two weeks; nothing for whoever is only invited as support."""
    if not any(member.may(each) for each in Permission if each != Permission.SUPPORT):
        return []
    return known_days(member.municipality, today, today + timedelta(days=14))[:SHOWN]
