"""Papers made and issued, in all their formats; editions of corrected pictures withdrawn; letters about editions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import task

from samsyn.documents.issuing import made
from samsyn.ground.people.members import Machine, member_of
from samsyn.ground.people.models import Organisation, User
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality
from samsyn.letters.editions import deliver_editions
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.actions import (
    Subject,
    issue_edition,
    next_number,
    refuse_unless_ready,
    sweep_editions,
    withdraw_corrected,
)
from samsyn.method.publications.models import Edition


def issue_paper(*, subject: Subject, function: str, now: datetime, by: Any) -> Edition:
    """Make a paper in all its formats and issue it. What may not be made is refused before anything is set."""
    here = by.municipality
    refuse_unless_ready(subject, by=by)
    document, files = made(subject, municipality=here, number=next_number(subject, municipality=here))
    return issue_edition(subject=subject, document=document, files=files, function=function, now=now, by=by)


@task()
def issue_in_background(user_id: str, slug: str, told: dict[str, str]) -> dict[str, str]:
    """Issue as the member who asked; returns the edition's id, or the sentence that says why there is none."""
    municipality = Municipality.objects.at(slug)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    now = timezone.now()
    member = user and member_of(user, municipality, on=now.astimezone(municipality.zone).date())
    if member is None:
        return {"wrong": ""}
    try:
        subject = subject_from(told, municipality=municipality)
        edition = issue_paper(subject=subject, function=told["function"], now=now, by=member)
    except Refused as refusal:
        return {"wrong": refusal.sentence}
    return {"edition": str(edition.pk)}


def plain_subject(subject: Subject, *, function: str) -> dict[str, str]:
    """Return a subject as a task can carry it."""
    things = {"picture": subject.picture, "meeting": subject.meeting, "plan": subject.plan,
              "organisation": subject.organisation}
    ids = {name: str(thing.pk) if thing is not None else "" for name, thing in things.items()}
    return {
        **ids, "paper": str(subject.paper), "audience": str(subject.audience), "language": subject.language,
        "period": subject.period, "function": function,
    }  # fmt: skip


def subject_from(told: dict[str, str], *, municipality: Municipality) -> Subject:
    """Read a subject back; what belongs to another municipality is not found."""
    def found(model: Any, name: str) -> Any:
        return model.objects.filter(municipality=municipality, pk=told[name]).first() if told[name] else None

    return Subject(
        paper=told["paper"], audience=told["audience"], language=told["language"], period=told["period"],
        picture=found(SituationalPicture, "picture"), meeting=found(Meeting, "meeting"),
        organisation=found(Organisation, "organisation"), plan=found(PlanDocument, "plan"),
    )  # fmt: skip


def subject_of(edition: Edition) -> Subject:
    """Return what an edition is about, so that its paper can be made once more."""
    return Subject(
        paper=edition.paper, audience=edition.audience, language=edition.language, picture=edition.picture,
        meeting=edition.meeting, plan=edition.plan, organisation=edition.organisation, period=edition.period,
    )  # fmt: skip


def withdraw_editions_of_corrected(now: datetime) -> Iterator[str]:
    """Withdraw what was made of a picture that has been corrected since, and destroy what was left behind."""
    for municipality in Municipality.objects.order_by("slug"):
        machine = Machine(name="utgåvor", municipality=municipality)
        done = withdraw_corrected(now=now, by=machine)
        sweep_editions(municipality=municipality, now=now)
        if done:
            yield f"{municipality.slug}: {done} utgåvor återkallade"


def send_editions(now: datetime) -> Iterator[str]:
    """Send the letters about editions that wait."""
    sent = sum(1 for _dispatch in deliver_editions(now=now))
    yield f"{sent} utgåvor skickade"
