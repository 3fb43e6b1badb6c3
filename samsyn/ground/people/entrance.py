"""What a session may open: how it began decides which municipality's door, and if a second step is still wanting."""

from collections.abc import Mapping
from typing import Any

from samsyn.ground.people.members import Member
from samsyn.ground.tenancy.models import Municipality

# What a session says of how it began.
WAY, STEPPED, ONLY_IN, BEGAN = "way", "second_step", "only_in", "began_at"


def opens(session: Mapping[str, Any], municipality: Municipality) -> bool:
    """Say whether a session may enter a municipality: one that a directory vouched for opens the directory's own."""
    return session.get(ONLY_IN) in (None, str(municipality.pk))


def towns_open_to(session: Mapping[str, Any], towns: list[Municipality]) -> list[Municipality]:
    """Return those of a person's municipalities that this session may enter."""
    return [town for town in towns if opens(session, town)]


def town_remembered(pk: str) -> Municipality | None:
    """Return the municipality whose id a session remembers; none for none."""
    return Municipality.objects.filter(pk=pk).first() if pk else None


def wants_second_step(session: Mapping[str, Any], member: Member) -> bool:
    """Say whether a role here asks for a second step that this session has not taken; never while practising."""
    if member.municipality.live_since is None or session.get(STEPPED):
        return False
    return any(membership.role.second_step for membership in member.memberships)
