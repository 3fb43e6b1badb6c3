"""Making a package in the background, as the member who asked for it."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import User
from samsyn.ground.privacy.models import ArchivePackage
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving.actions import make_package


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
