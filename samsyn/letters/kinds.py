"""Which happening gives which letter, and to whom. To tell of a new happening: add one line here and one text.

`on` is the municipality's own day when the letter is sent: whoever has left by then gets none.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Membership, Seat, User
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.defaults import setting
from samsyn.letters.models import LetterKind
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Meeting
from samsyn.method.observations.models import Observation, ReporterLink
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.approvers import approving_functions
from samsyn.method.publications.approvers import holders_of as approvers_of
from samsyn.method.publications.models import Edition

GRAVEST = 4
URGENT = "observation.submitted"        # looked at only where the municipality has named who is told
AUTOMATIC = "automatic"
ABOUT_SECURITY = (
    "password.changed", "user.start_password_renewed", "second_step.added", "second_step.removed", "second_step.reset",
    "second_step.paper_codes", "second_step.paper_code_used", "directory.linked", "directory.unlinked",
)  # fmt: skip
NOTED_ONCE = ("user.start_password_renewed", "directory.linked", "directory.unlinked")  # not in each municipality
ABOUT_MEETINGS = ("meeting.called", "meeting.moved", "meeting.called_off")


class Letter(NamedTuple):
    """A letter as it will be written: its kind, who gets it, and where its link leads (below the municipality)."""

    kind: LetterKind
    to: list[User]
    path: str


def still_here(users: Iterable[User], event: Event, *, on: date) -> list[User]:
    """Return those of the users who still work in the municipality on the day, each once."""
    found = {user.pk: user for user in users}
    here = Membership.objects.filter(municipality=event.municipality_id, user__in=found).in_force(on=on)
    open_ones = set(here.values_list("user", flat=True))
    return [user for pk, user in found.items() if pk in open_ones]


def reporter_of(event: Event) -> list[User]:
    """The one who sent the observation, as long as the link is kept."""
    links = ReporterLink.objects.filter(observation=event.subject_id, municipality=event.municipality_id)
    return [link.user for link in links.select_related("user")]


def members_with(event: Event, permission: Permission, *, on: date) -> list[User]:
    """Everybody whose role in the municipality holds the permission on the day."""
    memberships = Membership.objects.filter(municipality=event.municipality_id)
    open_ones = memberships.in_force(on=on).select_related("user", "role")
    return [m.user for m in open_ones if m.role.allows(permission)]


def reporters_of_weeks(event: Event, first: Week, last: Week) -> Any:
    """The links of those who sent something accepted that was seen in the weeks, as long as they are kept."""
    return ReporterLink.objects.filter(
        municipality=event.municipality_id, observation__state="accepted",
        observation__iso_week__gte=first.iso, observation__iso_week__lte=last.iso,
    ).select_related("user").order_by("created_at")  # fmt: skip


def reporters_of_the_organisation(event: Event, *, on: date) -> list[User]:
    """Those who may report for the unit that has not answered; where it has nobody, the others of its party.

    Whoever belongs to the party and to no unit of it stands in for each. A line that names no unit is for them all.
    """
    memberships = Membership.objects.filter(municipality=event.municipality_id, organisation=event.subject_id)
    open_ones = memberships.in_force(on=on).select_related("user", "role")
    may = [m for m in open_ones if m.role.allows(Permission.REPORT)]
    unit = event.changed.get("unit", "")
    own = [m for m in may if not unit or str(m.unit_id) == unit]
    substitutes = [m for m in may if unit and m.unit_id is None]
    return [m.user for m in [*own, *substitutes] or may]


def holders_of_functions(event: Event, functions: Iterable[str]) -> list[User]:
    """Who sits on the seats of these functions, and who may stand in for each."""
    wanted = {function.casefold() for function in functions}
    seats = Seat.objects.filter(municipality=event.municipality_id).select_related("holder", "substitute")
    sitting = [seat for seat in seats if seat.function.casefold() in wanted]
    return [user for seat in sitting for user in (seat.holder, seat.substitute) if user is not None]


def _about_observation(kind: LetterKind) -> "Told":
    return lambda event, on: [
        Letter(kind, still_here(reporter_of(event), event, on=on), f"rapporter/{event.subject_id}")
    ]


def _picture_locked(event: Event, on: date) -> list[Letter]:
    picture = SituationalPicture.objects.filter(pk=event.subject_id).first()
    if picture is None:
        return []
    readers = still_here(members_with(event, Permission.SEE_PICTURE, on=on), event, on=on)
    letters = [Letter(LetterKind.PICTURE, readers, f"lagesbild/{picture.week.address}")]
    if setting(event.municipality, "feedback") == AUTOMATIC:
        links = reporters_of_weeks(event, picture.week - (picture.weeks - 1), picture.week)
        known = {user.pk for user in readers}
        others = [user for user in still_here([link.user for link in links], event, on=on) if user.pk not in known]
        letters.append(Letter(LetterKind.OUTCOME, others, "sa-blev-det"))
    return letters


def _picture_shared(event: Event, on: date) -> list[Letter]:
    """To those who may read and comment on the draft and do not make it themselves; none once it is locked or back."""
    picture = SituationalPicture.objects.filter(pk=event.subject_id).first()
    if picture is None or not picture.is_shared:
        return []
    makers = {user.pk for user in members_with(event, Permission.COMPILE_PICTURE, on=on)}
    readers = {user.pk for user in members_with(event, Permission.SEE_PICTURE, on=on)}
    parties = members_with(event, Permission.SEE_ACCEPTED, on=on)
    to = [user for user in parties if user.pk in readers and user.pk not in makers]
    return [Letter(LetterKind.DRAFT, still_here(to, event, on=on), f"lagesbild/{picture.week.address}")]


def _feedback_sent(event: Event, on: date) -> list[Letter]:
    """To those who reported for the organisation (or its unit) in the weeks, when the coordinator sends it."""
    first, last = Week.parse(event.changed["first"]), Week.parse(event.changed["last"])
    links = reporters_of_weeks(event, first, last).filter(observation__owner=event.changed["organisation"])
    if event.changed.get("unit"):
        links = links.filter(unit=event.changed["unit"])
    else:
        told = {link.user_id for link in links if str(link.unit_id) in _units_told_before(event)}
        links = [link for link in links if link.user_id not in told]
    return [Letter(LetterKind.OUTCOME, still_here([link.user for link in links], event, on=on), "sa-blev-det")]


def _units_told_before(event: Event) -> set[str]:
    """The units of the organisation whose people an earlier line has told about the same weeks."""
    lines = Event.objects.filter(municipality=event.municipality_id, happening=event.happening, pk__lt=event.pk)
    same = [each.changed for each in lines if {**each.changed, "unit": ""} == event.changed]
    return {about["unit"] for about in same}


def _very_grave(event: Event, on: date) -> list[Letter]:
    """To the functions that the municipality names; the link leads to the report for those who may see it."""
    functions = setting(event.municipality, "urgent_functions")
    grave = Observation.objects.standing().filter(pk=event.subject_id, severity=GRAVEST).exists()
    if not functions or not grave:
        return []
    told: dict[str, list[User]] = {}
    for user in still_here(holders_of_functions(event, functions), event, on=on):
        member = member_of(user, event.municipality, on=on)
        seen = member is not None and Observation.objects.visible_to(member).filter(pk=event.subject_id).exists()
        told.setdefault(f"rapporter/{event.subject_id}" if seen else "", []).append(user)
    return [Letter(LetterKind.URGENT, users, path) for path, users in told.items()]


def _reminder(event: Event, on: date) -> list[Letter]:
    to = still_here(reporters_of_the_organisation(event, on=on), event, on=on)
    return [Letter(LetterKind.REMINDER, to, "")]


def called(event: Event) -> list[User]:
    """Who sits in the group that meets, who may stand in, and who else belongs to it."""
    meeting = Meeting.objects.filter(pk=event.subject_id).select_related("group").first()
    if meeting is None or meeting.group is None:
        return []
    seats = Seat.objects.filter(group=meeting.group).select_related("holder", "substitute").order_by("created_at")
    sitting = [user for seat in seats for user in (seat.holder, seat.substitute) if user is not None]
    others = Membership.objects.filter(groups=meeting.group).select_related("user").order_by("created_at")
    return [*sitting, *(membership.user for membership in others)]


def _about_meeting(event: Event, on: date) -> list[Letter]:
    """To those whom the meeting concerns, once they have been called; the link is for those who may open it."""
    if not Meeting.objects.filter(pk=event.subject_id, called_at__isnull=False).exists():
        return []
    told: dict[str, list[User]] = {}
    for user in still_here(called(event), event, on=on):
        member = member_of(user, event.municipality, on=on)
        seen = member is not None and Meeting.objects.visible_to(member).filter(pk=event.subject_id).exists()
        told.setdefault(f"mote/{event.subject_id}" if seen else "", []).append(user)
    return [Letter(LetterKind.MEETING, users, path) for path, users in told.items()]


def _measure_of(event: Event) -> Measure | None:
    rows = Measure.objects.filter(municipality=event.municipality_id, pk=event.subject_id or None)
    return rows.select_related("organisation").first()


def _those_who_see(measure: Measure, users: Iterable[User], event: Event, *, on: date) -> list[User]:
    """Return those who may open the measure: a letter never leads to a closed door."""
    found = []
    for user in still_here(users, event, on=on):
        member = member_of(user, event.municipality, on=on)
        if member is not None and Measure.objects.visible_to(member).filter(pk=measure.pk).exists():
            found.append(user)
    return found


def _measure_waits(event: Event, on: date) -> list[Letter]:
    """To those who may say how the party's own measures go; to those who decide where the party has nobody."""
    measure = _measure_of(event)
    if measure is None or not _still_waits(measure, event):
        return []
    own = Membership.objects.filter(municipality=event.municipality_id, organisation=measure.organisation)
    open_ones = own.in_force(on=on).select_related("user", "role")
    wanted = [m.user for m in open_ones if m.role.allows(Permission.CARRY_OUT_MEASURES)]
    to = _those_who_see(measure, wanted, event, on=on)
    if not to:
        to = _those_who_see(measure, members_with(event, Permission.DECIDE_MEASURES, on=on), event, on=on)
    return [Letter(LetterKind.MEASURE, to, f"atgarder/{measure.number}")]


def _measure_raised(event: Event, on: date) -> list[Letter]:
    """To the functions that lead the group; to those who may lead the meeting where none is named or filled."""
    measure = _measure_of(event)
    if measure is None or not _still_waits(measure, event):
        return []
    seated = holders_of_functions(event, setting(event.municipality, "chair_functions"))
    to = _those_who_see(measure, seated, event, on=on)
    if not to:
        to = _those_who_see(measure, members_with(event, Permission.LEAD_MEETING, on=on), event, on=on)
    return [Letter(LetterKind.GROUP, to, f"atgarder/{measure.number}")]


def _still_waits(measure: Measure, event: Event) -> bool:
    """Whether what the line says is still so when the letter is to go: not done in the meantime, and the same day."""
    day = measure.follow_up_on if event.happening == "measure.ask_if_it_helped" else measure.due_on
    asked = event.happening == "measure.ask_if_it_helped"
    return (asked or measure.is_open) and day is not None and day.isoformat() == event.changed.get("day")


def _document_waits(event: Event, on: date) -> list[Letter]:
    """To those who write the documents, as long as what the line says is still so: it is in force and not renewed."""
    document = PlanDocument.objects.filter(municipality=event.municipality_id, pk=event.subject_id or None).first()
    if document is None or not document.is_in_force:
        return []
    renewed = document.followed_up_on or document.decided_on
    day = document.review_on if event.happening == "plan.review_due" else renewed
    if day is None or day.isoformat() != event.changed.get("day"):
        return []
    to = still_here(members_with(event, Permission.LEAD_MEETING, on=on), event, on=on)
    return [Letter(LetterKind.PLAN, to, f"planer/{document.pk}")]


def _edition_waits(event: Event, on: date) -> list[Letter]:
    """To those who hold the function that must approve, as long as it waits."""
    edition = Edition.objects.filter(municipality=event.municipality_id, pk=event.subject_id or None).first()
    if edition is None or edition.approval != Edition.Approval.WAITING or edition.is_withdrawn:
        return []
    to = still_here(approvers_of(edition.approver, edition=edition, on=on), event, on=on)
    return [Letter(LetterKind.APPROVE, to, f"utgava/{edition.pk}")]


def _edition_answered(event: Event, on: date) -> list[Letter]:
    """To whoever issued it, as the logbook knows; not to somebody who answered her own."""
    asked = Event.objects.filter(
        municipality=event.municipality_id, happening="edition.issued", subject_id=event.subject_id, by_kind="user"
    ).exclude(by=event.by)
    users = User.objects.filter(pk__in=[each.by for each in asked])
    return [Letter(LetterKind.APPROVED, still_here(users, event, on=on), f"utgava/{event.subject_id}")]


def _security(event: Event, on: date) -> list[Letter]:
    """To the person alone, whoever made the change; one letter, though each municipality has its own line."""
    user = User.objects.filter(pk=event.subject_id or None, is_active=True).first()
    if user is None or not user.email:
        return []
    letter = Letter(LetterKind.SECURITY, [user], "konto/sakerhet")
    if event.by_kind == "user" or event.happening in NOTED_ONCE:
        return [letter]
    works = Membership.objects.filter(user=user).order_by("municipality__slug").values_list("municipality", flat=True)
    return [letter] if works.first() == event.municipality_id else []


Told = Callable[[Event, date], list[Letter]]
LETTERS: dict[str, Told] = {
    "observation.sent_back": _about_observation(LetterKind.QUESTION),
    "observation.refused": _about_observation(LetterKind.ANSWER),
    "picture.locked": _picture_locked,
    "picture.shared": _picture_shared,
    "feedback.sent": _feedback_sent,
    "duty.due": _reminder,
    "duty.last_call": _reminder,
    "measure.due_soon": _measure_waits,
    "measure.overdue": _measure_waits,
    "measure.ask_if_it_helped": _measure_waits,
    "measure.raised": _measure_raised,
    "plan.review_due": _document_waits,
    "law_duty.renewal_due": _document_waits,
    "edition.approval_asked": _edition_waits,
    "edition.approved": _edition_answered,
    "edition.refused": _edition_answered,
    URGENT: _very_grave,
    **dict.fromkeys(ABOUT_SECURITY, _security),
    **dict.fromkeys(ABOUT_MEETINGS, _about_meeting),
}

# Which permission a kind needs to ever come; the notice of the gravest goes to seats, not to roles.
NEEDS = {
    LetterKind.QUESTION: Permission.REPORT, LetterKind.ANSWER: Permission.REPORT, LetterKind.OUTCOME: Permission.REPORT,
    LetterKind.REMINDER: Permission.REPORT, LetterKind.PICTURE: Permission.SEE_PICTURE,
    LetterKind.DRAFT: Permission.SEE_ACCEPTED,
    LetterKind.MEASURE: Permission.CARRY_OUT_MEASURES, LetterKind.GROUP: Permission.LEAD_MEETING,
    LetterKind.PLAN: Permission.LEAD_MEETING, LetterKind.APPROVED: Permission.LOCK_PICTURE,
}  # fmt: skip


def may_ever_get(member: Any) -> set[str]:
    """Return the kinds of letter that the member's roles and seats can give in this municipality."""
    found = {kind.value for kind, needed in NEEDS.items() if member.may(needed)}
    seats = Seat.objects.filter(municipality=member.municipality).filter(
        Q(holder=member.user) | Q(substitute=member.user)
    )
    held = {seat.function.casefold() for seat in seats}
    if held & approving_functions(member.municipality):
        found.add(LetterKind.APPROVE.value)
    if held:            # whoever has a seat is called to the group's meetings
        found.add(LetterKind.MEETING.value)
    for kind, name in ((LetterKind.URGENT, "urgent_functions"), (LetterKind.GROUP, "chair_functions")):
        if held & {function.casefold() for function in setting(member.municipality, name)}:
            found.add(kind.value)
    return found
