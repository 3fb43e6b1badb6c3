"""What happens by itself around assessments: cards fall asleep, and the suggestions are measured on own history."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from samsyn.analysis.weeks import Week
from samsyn.ground.people.members import Machine
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.assessment_models import SuggestionCheck
from samsyn.method.pictures.assessments.actions import keep_check
from samsyn.method.pictures.assessments.measuring import areas_of, measured
from samsyn.method.pictures.assessments.suggesting import kind_of_areas
from samsyn.method.pictures.findings.actions import let_sleep
from samsyn.method.pictures.models import SituationalPicture

MEASURED_AGAIN_AFTER = timedelta(days=28)


def let_findings_sleep(now: datetime) -> Iterator[str]:
    """Let the cards that nobody has answered for two weeks fall asleep, each with a line in the logbook."""
    for municipality in Municipality.objects.order_by("slug"):
        count = let_sleep(now=now, by=Machine(name="nattjobbet", municipality=municipality))
        if count:
            yield f"{municipality.slug}: {count} obesvarade kort har somnat"


def measure_suggestions(now: datetime) -> Iterator[str]:
    """Measure how often suggestions are wrong, where pictures are made and the last measurement is four weeks old."""
    for municipality in Municipality.objects.order_by("slug"):
        machine = Machine(name="nattjobbet", municipality=municipality)
        picture = SituationalPicture.objects.visible_to(machine).latest_first().first()
        if picture is None:
            continue
        for kind in sorted(set(kind_of_areas(municipality, areas_of(municipality, picture.week)).values())):
            latest = SuggestionCheck.objects.visible_to(machine).latest_of(kind)
            if latest is None or now - latest.measured_at >= MEASURED_AGAIN_AFTER:
                yield _measured(municipality, kind, picture.week, now)


def _measured(municipality: Municipality, kind: str, week: Week, now: datetime) -> str:
    machine = Machine(name="nattjobbet", municipality=municipality)
    found = measured(municipality, kind, week=week)
    areas = len(areas_of(municipality, week))
    keep_check(kind=kind, week=week, found=found, areas=areas, now=now, by=machine)
    return f"{municipality.slug}: {kind}, {found.wrong} av {found.runs} veckor med förslag utan att något hänt"


@task()
def measure_now(slug: str, kind: str, iso_week: int) -> None:
    """Measure one municipality's suggestions anew, because somebody asked for it."""
    _measured(Municipality.objects.at(slug), kind, Week.parse(iso_week), timezone.now())
