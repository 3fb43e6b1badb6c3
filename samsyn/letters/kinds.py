"""Which happening gives which letter, and to whom. To tell of a new happening: add one line here and one text."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Membership, User
from samsyn.ground.permissions import Permission
from samsyn.letters.models import LetterKind
from samsyn.method.observations.models import ReporterLink
from samsyn.method.pictures.models import SituationalPicture


class Letter(NamedTuple):
    """A letter as it will be written: its kind, who gets it, and where its link leads (below the municipality)."""

    kind: LetterKind
    to: list[User]
    path: str


def reporter_of(event: Event) -> list[User]:
    """The one who sent the observation, as long as the link is kept."""
    links = ReporterLink.objects.filter(observation=event.subject_id, municipality=event.municipality_id)
    return [link.user for link in links.select_related("user")]


def members_with(event: Event, permission: Permission) -> list[User]:
    """Everybody whose role in the municipality holds the permission on the day of the event."""
    memberships = Membership.objects.filter(municipality=event.municipality_id)
    open_ones = memberships.in_force(on=event.created_at.date()).select_related("user", "role")
    return _once(m.user for m in open_ones if m.role.allows(permission))


def reporters_of_the_picture(event: Event) -> list[User]:
    """Those who sent something that stands in the picture, as long as the links are kept."""
    picture = SituationalPicture.objects.filter(pk=event.subject_id).first()
    if picture is None:
        return []
    first = picture.week - (picture.weeks - 1)
    links = ReporterLink.objects.filter(
        municipality=event.municipality_id, observation__state="accepted",
        observation__iso_week__gte=first.iso, observation__iso_week__lte=picture.week.iso,
    )  # fmt: skip
    return _once(link.user for link in links.select_related("user").order_by("created_at"))


def reporters_of_the_organisation(event: Event) -> list[User]:
    """Those who may report for the organisation that has not answered."""
    memberships = Membership.objects.filter(municipality=event.municipality_id, organisation=event.subject_id)
    open_ones = memberships.in_force(on=event.created_at.date()).select_related("user", "role")
    return _once(m.user for m in open_ones if m.role.allows(Permission.REPORT))


def _once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())


def _about_observation(kind: LetterKind) -> Callable[[Event], list[Letter]]:
    return lambda event: [Letter(kind, reporter_of(event), f"rapporter/{event.subject_id}")]


def _picture_locked(event: Event) -> list[Letter]:
    picture = SituationalPicture.objects.filter(pk=event.subject_id).first()
    address = Week.parse(picture.iso_week).address if picture else ""
    readers = members_with(event, Permission.SEE_PICTURE)
    known = {user.pk for user in readers}
    others = [user for user in reporters_of_the_picture(event) if user.pk not in known]
    return [Letter(LetterKind.PICTURE, readers, f"lagesbild/{address}"), Letter(LetterKind.OUTCOME, others, "")]


LETTERS: dict[str, Callable[[Event], list[Letter]]] = {
    "observation.sent_back": _about_observation(LetterKind.QUESTION),
    "observation.refused": _about_observation(LetterKind.ANSWER),
    "picture.locked": _picture_locked,
    "duty.due": lambda event: [Letter(LetterKind.REMINDER, reporters_of_the_organisation(event), "")],
}
