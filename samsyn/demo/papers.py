"""What Granvik has issued: last week's picture, minutes, the patrols' places, the plan; whom it sends papers to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.fill import locked_at
from samsyn.demo.found import Founded
from samsyn.documents.issuing import paper_of
from samsyn.ground.people.actions import add_seat
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Group, User
from samsyn.jobs.editions import issue_paper
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.states import DocumentKind
from samsyn.method.publications.actions import Subject, mark_dispatched, save_recipient, send_edition
from samsyn.method.publications.approving.actions import approve_edition
from samsyn.method.publications.models import Recipient
from samsyn.method.publications.papers import Paper

# Function, party, mailbox, for whom its papers are made, which papers (none = all).
LIST = (
    ("Registrator", "samordning", "registrator", "authorities", ()),
    ("Kommunpolis", "polisen", "kommunpolis", "authorities", ()),
    ("Gruppchef ordningsvakt", "ordningsvakter", "gruppchef", "parties", ("patrol",)),
    ("Fastighetschef", "norrangens", "forvaltning", "parties", ("weekly", "minutes")),
    ("Rektor", "almskolan", "rektor", "parties", ("weekly", "feedback")),
    ("Kommunstyrelsens presidium", "", "presidiet", "public", ("weekly", "monthly")),
)
COMMUNICATOR = "styrgrupp@granvik.example"
HOURS_LATER = timedelta(hours=3)


def issue_papers(here: Founded, *, weeks: Sequence[Week]) -> None:
    """Fill the distribution list, issue the papers of the last locked week, and send its minutes."""
    _fill_the_list(here)
    picture = SituationalPicture.objects.filter(municipality=here.municipality).of_week(weeks[-1]).locked().first()
    if picture is None:
        return
    now = locked_at(weeks[-1]) + HOURS_LATER
    issued = [
        issue_paper(subject=subject, function="Samordnaren", now=now, by=here.machine)
        for subject in (
            Subject(paper=Paper.WEEKLY, audience="parties", picture=picture),
            Subject(paper=Paper.PATROL, audience="parties", picture=picture),
            *_minutes(picture),
            *_plans(here),
        )
    ]  # fmt: skip
    for edition in issued:
        chosen = Recipient.objects.filter(municipality=here.municipality).for_edition(edition)
        sent = send_edition(edition=edition, recipients=chosen, attached=False, by=here.machine) if chosen else []
        for dispatch in sent:
            mark_dispatched(dispatch=dispatch, now=now)
    _tell_the_public(here, picture, now)


def _tell_the_public(here: Founded, picture: SituationalPicture, now: datetime) -> None:
    """Name a communicator; issue the public picture, which she approves, and a press release that waits for her."""
    user = User.objects.get(email=COMMUNICATOR)
    group = Group.objects.get(municipality=here.municipality, name="Styrgruppen för trygghet")
    add_seat(group=group, function="Kommunikatör", organisation=here.parties["samordning"], holder=user,
             by=here.machine)  # fmt: skip
    public = Subject(paper=Paper.WEEKLY, audience="public", picture=picture)
    edition = issue_paper(subject=public, function="Samordnaren", now=now, by=here.machine)
    by = member_of(user, here.municipality, on=now.date())
    document = paper_of(public, municipality=here.municipality, number=edition.number)
    approve_edition(
        edition=edition, read=edition.digest, document=document, answer="Tydligt skrivet.", now=now + HOURS_LATER, by=by
    )
    press = Subject(paper=Paper.PRESS, audience="public", picture=picture)
    issue_paper(subject=press, function="Samordnaren", now=now + HOURS_LATER, by=here.machine)


def _fill_the_list(here: Founded) -> None:
    for function, party, box, audience, papers in LIST:
        save_recipient(
            function=function, organisation=here.parties.get(party), email=f"{box}@granvik.example", audience=audience,
            papers=papers, by=here.machine,
        )  # fmt: skip


def _plans(here: Founded) -> list[Subject]:
    plan = PlanDocument.objects.filter(municipality=here.municipality).of_kind(DocumentKind.PLAN).in_force()
    decided = plan.latest_decided_first().first()
    return [Subject(paper=Paper.LONG_TERM, audience=decided.audience, plan=decided)] if decided is not None else []


def _minutes(picture: SituationalPicture) -> list[Subject]:
    closed = Meeting.objects.filter(picture=picture, closed_at__isnull=False, group__kind="EST-grupp")
    held = closed.latest_first().first()
    return [Subject(paper=Paper.MINUTES, audience=held.audience, meeting=held)] if held is not None else []
