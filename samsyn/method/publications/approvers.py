"""Who may say yes to a paper: those who sit on the function that the municipality names, and may read the paper."""

from datetime import date
from typing import Any

from samsyn.ground.people.models import Membership, Seat, User
from samsyn.ground.tenancy.defaults import setting
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.publications.papers import APPROVERS, APPROVERS_OUTSIDE, OF_ONE_PARTY, approver_key


def needed_function(municipality: Municipality, *, paper: str, audience: str) -> str:
    """Return the function that must approve such a paper, as the municipality calls it; empty where nobody has to."""
    return str(setting(municipality, approver_key(paper, audience)))


def approving_functions(municipality: Municipality) -> set[str]:
    """Return every function that the municipality has named for any paper, without capitals."""
    keys = (*APPROVERS.values(), *APPROVERS_OUTSIDE.values())
    return {str(setting(municipality, key)).casefold() for key in keys} - {""}


def holders_of(function: str, *, edition: Any, on: date) -> list[User]:
    """Return those who sit on the function or stand in for it, still work here on the day, and may read the edition.

    An authority may read every paper; a private party neither what is for authorities nor a paper to another party.
    """
    if not function:
        return []
    seats = Seat.objects.filter(municipality=edition.municipality_id).select_related("holder", "substitute")
    sitting = [seat for seat in seats.order_by("created_at") if seat.function.casefold() == function.casefold()]
    users = {user.pk: user for seat in sitting for user in (seat.holder, seat.substitute) if user is not None}
    here = Membership.objects.filter(municipality=edition.municipality_id, user__in=users, user__is_active=True)
    able = {each.user_id for each in here.in_force(on=on).select_related("organisation")
            if reaches(edition, organisation=each.organisation)}  # fmt: skip
    return [user for pk, user in users.items() if pk in able]


def reaches(edition: Any, *, organisation: Any) -> bool:
    """Say whether somebody of the organisation may read such a paper at all."""
    if organisation.is_authority or edition.organisation_id == organisation.pk:
        return True
    return edition.audience != "authorities" and edition.paper not in OF_ONE_PARTY


def functions_of(member: Any) -> set[str]:
    """Return the functions that the member sits on or stands in for, without capitals; none on a shared device."""
    if member.user is None or getattr(member, "device", None) is not None:
        return set()
    seats = Seat.objects.filter(municipality=member.municipality)
    mine = seats.filter(holder=member.user) | seats.filter(substitute=member.user)
    return {function.casefold() for function in mine.values_list("function", flat=True)}
