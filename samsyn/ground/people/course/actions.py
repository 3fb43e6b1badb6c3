"""The verb of the course: note that somebody has taken it, once."""

from datetime import date
from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.people.members import Machine
from samsyn.ground.people.models import User
from samsyn.ground.tenancy.defaults import setting


def course_is_due(member: Any) -> bool:
    """Say whether the course comes before the member's next report: once for each person, where the town has it on."""
    return member.user.course_taken_on is None and bool(setting(member.municipality, "course"))


@transaction.atomic
def take_course(*, on: date, by: Any) -> bool:
    """Note the day when the member took the course; a second time changes nothing. Returns whether it was noted now."""
    taken = User.objects.filter(pk=by.user.pk, course_taken_on=None).update(course_taken_on=on)
    if taken:
        by.user.course_taken_on = on
        # The course comes right before somebody's first report: a line with a name beside it would name the reporter.
        note("course.taken", by=Machine(name="rapportör", municipality=by.municipality), subject=by.user)
    return bool(taken)
