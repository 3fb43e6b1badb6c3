"""Making a package in the background, as the member who asked for it."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import User
from samsyn.ground.privacy.models import ArchivePackage
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving.actions import LONGEST_MAKING, make_package


@task()
def make_in_background(package_id: str, user_id: str, slug: str) -> str:
    """Make a package as the member who asked for it; how far it has come stands on the package itself."""
    municipality = Municipality.objects.at(slug)
    now = timezone.now()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    member = user and member_of(user, municipality, on=now.astimezone(municipality.zone).date())
    package = ArchivePackage.objects.filter(municipality=municipality, pk=UUID(package_id)).first()
    if member is None or package is None:
        return "ingen behörighet"
    return str(make_package(package=package, now=now, by=member).state)


def is_stalled(package: ArchivePackage, *, now: datetime) -> bool:
    """Say whether a package that is said to be made has waited an hour without a job that makes it."""
    if package.state != ArchivePackage.State.MAKING or now - package.created_at < LONGEST_MAKING:
        return False
    jobs = DBTaskResult.objects.filter(
        task_path=make_in_background.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    return not any(str(package.pk) in job.args_kwargs["args"] for job in jobs)
