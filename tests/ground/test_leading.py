"""Who may lead for all: authorities and municipal companies, decided by legal kind, however the role came to be."""

from typing import Any

import pytest

from samsyn.ground.people.actions import PeopleRefused, add_membership, change_organisation, change_role
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Membership, Organisation
from samsyn.ground.permissions import LEADING, Permission
from samsyn.method.meetings.models import Meeting
from tests.method.meeting import meet
from tests.people import NOW

pytestmark = pytest.mark.django_db


def test_no_role_that_leads_is_given_to_a_private_company(town: Any, bo: Any, eva: Any) -> None:
    housing, lead = town.organisations["housing"], town.roles["coordinator"]
    with pytest.raises(PeopleRefused, match="bara hos myndigheter och kommunala bolag"):
        add_membership(user=eva.user, organisation=housing, role=lead, address_checked=True, by=bo)
    change_organisation(organisation=housing, legal_kind="municipal_company", by=bo)
    add_membership(user=eva.user, organisation=housing, role=lead, address_checked=True, by=bo)
    assert all(member_of(eva.user, town.municipality, on=NOW.date()).may(each) for each in LEADING)
    with pytest.raises(PeopleRefused, match="välj en annan roll"):
        change_organisation(organisation=Organisation.objects.get(pk=housing.pk), legal_kind="private", by=bo)


def test_a_role_that_private_companies_hold_cannot_be_made_to_lead(town: Any, bo: Any) -> None:
    role = town.roles["reviewer"]
    more = [*(Permission(each) for each in role.permissions), Permission.LEAD_MEETING]
    with pytest.raises(PeopleRefused, match="Hyreshus"):
        change_role(role=role, permissions=more, name_sv=role.name_sv, name_en=role.name_en, by=bo)


def test_a_role_that_slipped_in_leads_nothing(town: Any, eva: Any) -> None:
    """An import, a directory, or a company that was sold: what the law does not bind leads nothing."""
    Membership.objects.filter(user=eva.user).update(role=town.roles["coordinator"])
    slipped = member_of(eva.user, town.municipality, on=NOW.date())
    assert not any(slipped.may(each) for each in LEADING) and slipped.may(Permission.SEE_PICTURE)
    meeting = meet(town)
    Meeting.objects.filter(pk=meeting.pk).update(audience="authorities")
    assert not Meeting.objects.visible_to(slipped).exists()
