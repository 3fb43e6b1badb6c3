"""What a benchmark gives the worker to do; imported where Django stands, by the benchmark and by the worker alike."""

from django.utils import timezone
from django_tasks import task

from samsyn.analysis.weeks import Week
from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.actions import compile_picture


@task()
def compile_one(slug: str, iso_week: int) -> str:
    """Compile the picture of a week anew; one that is locked stays as it is."""
    here = Municipality.objects.at(slug)
    week = Week.parse(iso_week)
    compile_picture(municipality=here, week=week, now=timezone.now(), by=Machine(name="prov", municipality=here))
    return week.label
