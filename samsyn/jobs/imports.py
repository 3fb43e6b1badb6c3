"""Reading in an uploaded file in the background, and forgetting what must not be kept."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from samsyn.exchange.actions import ImportRefused, run_import, stop_lost_runs, uploads_folder
from samsyn.ground.people.members import Machine, member_of
from samsyn.ground.people.models import User
from samsyn.ground.tenancy.models import Municipality

log = logging.getLogger(__name__)
UPLOADS_KEPT_HOURS = 24


@task()
def read_in(run_id: str, user_id: str, slug: str) -> str:
    """Go through one run as the member who started it; progress and the outcome stand on the run itself."""
    municipality = Municipality.objects.at(slug)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    member = user and member_of(user, municipality, on=timezone.now().astimezone(municipality.zone).date())
    if member is None:
        return "ingen behörighet"
    try:
        return run_import(UUID(run_id), now=timezone.now(), by=member).state
    except ImportRefused as refusal:
        log.info("import %s: %s", run_id, refusal)
        return "stannade"


def forget_imports(now: datetime) -> Iterator[str]:
    """Remove uploads that nobody went on with; refused rows go by the rules of disposal alone."""
    oldest = (now - timedelta(hours=UPLOADS_KEPT_HOURS)).timestamp()
    old = [path for path in uploads_folder().iterdir() if path.is_file() and path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    yield f"{len(old)} uppladdade filer borttagna"
    for municipality in Municipality.objects.order_by("slug"):
        machine = Machine(name="inläsning", municipality=municipality)
        stopped = stop_lost_runs(now=now, by=machine)
        yield f"{municipality.slug}: {stopped} avbrutna inläsningar"
