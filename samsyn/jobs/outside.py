"""Asking a public source in the background: it may take minutes, and a page must not wait so long."""

import logging

from django.utils import timezone
from django_tasks import task

from samsyn.exchange.outside.actions import Asked, fetch_in, tell_failed
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import User
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality

log = logging.getLogger(__name__)


@task()
def fetch_outside(source: str, what: str, years: list[int], user_id: str, slug: str) -> str:
    """Ask a source as the member who wanted it; what came of it, or why nothing came, stands among the runs."""
    municipality = Municipality.objects.at(slug)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    now = timezone.now()
    member = user and member_of(user, municipality, on=now.astimezone(municipality.zone).date())
    if member is None:
        return "ingen behörighet"
    asked = Asked(source, what, tuple(years))
    try:
        return str(fetch_in(asked, now=now, by=member).state)
    except Refused as refusal:
        log.info("fetch %s: %s", source, refusal)
        tell_failed(asked, sentence=refusal.sentence, now=now, by=member)
        return "kom inte"
