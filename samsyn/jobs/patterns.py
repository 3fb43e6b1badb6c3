"""A long question to the statistics, answered in the background as the member who asked it."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import User
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.patterns.asked import Asked
from samsyn.method.pictures.patterns.looking import look


@task()
def look_for(user_id: str, slug: str, question: dict[str, Any]) -> dict[str, Any] | None:
    """Answer with the reports that the member may see when it is counted; None for whoever is no member any longer."""
    municipality = Municipality.objects.at(slug)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    member = user and member_of(user, municipality, on=timezone.now().astimezone(municipality.zone).date())
    if member is None:
        return None
    return look(Asked.read(question), Observation.objects.visible_to(member), municipality=municipality)
