"""What of the assessments waits for a member: areas to assess, cards to answer, parameters to answer."""

from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.method.pictures.assessment_models import Assessment, AssessmentMethod
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.findings.actions import ANSWERS_THEM
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.assessment.views import DECIDES


def waiting_for(member: Any, latest: SituationalPicture | None) -> dict[str, int]:
    """Return how many areas the latest picture leaves to assess, and how many of its cards wait for an answer."""
    if latest is None:
        return {}
    left = cards = 0
    if any(member.may(each) for each in DECIDES):
        areas = Area.objects.visible_to(member).in_working_set(on=latest.week.last_day)
        done = Assessment.objects.visible_to(member).of_week(latest.week).values("area")
        left = areas.exclude(pk__in=done).count()
    if any(member.may(each) for each in ANSWERS_THEM):
        cards = Finding.objects.visible_to(member).open_at(latest.week).count()
    return {"areas": left, "cards": cards}


def parameters_week(member: Any, week: Week) -> Week | None:
    """Return the week to answer parameters for, where the municipality or a group assesses by them and one reports."""
    if not member.may(Permission.REPORT):
        return None
    methods = AssessmentMethod.objects.visible_to(member).filter(kind=AssessmentMethod.Kind.PARAMETERS)
    return week if methods.exists() else None
