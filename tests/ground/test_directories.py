"""What a directory gives and takes, without the way to it."""

from datetime import timedelta

import pytest

from samsyn.ground.people.accounts.actions import end_memberships
from samsyn.ground.people.actions import end_membership
from samsyn.ground.people.directories.actions import (
    DirectoryRefused,
    Vouched,
    enter_through,
    give_by_claim,
    save_directory,
)
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Directory, Membership
from tests.people import NOW

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(1)


@pytest.fixture
def norrs(town) -> Directory:
    """Norr's directory: the group g-steer gives steering in the town."""
    made = save_directory(
        directory=None, code="norr", name="Norrs kommun", kind="oidc", is_on=True, client_id="samsyn",
        issuer="https://login.norr.example", domains=["norr.example"], by=town.machine,
    )  # fmt: skip
    give_by_claim(
        directory=made, value="g-steer", organisation=town.organisations["town"], role=town.roles["steering"],
        by=town.machine,
    )  # fmt: skip
    return made


def test_a_role_that_a_person_ended_is_not_given_back_by_the_directory(town, norrs, bo, dag):
    def come_in(*values):
        said = Vouched(subject="s-dag", address="dag@norr.example", confirmed=True, values=values)
        enter_through(directory=norrs, vouched=said, today=TODAY)
        return {m.role.code for m in member_of(dag.user, town.municipality, on=TODAY).memberships}

    assert come_in("g-steer") == {"group_member", "steering"}
    assert come_in() == {"group_member"}, "taken by the directory"
    assert come_in("g-steer") == {"group_member", "steering"}, "and given back by it"
    end_membership(membership=Membership.objects.get(user=dag.user, role__code="steering"), on=YESTERDAY, by=bo)
    assert come_in("g-steer") == {"group_member"}


@pytest.mark.parametrize("taken_before", [False, True])
def test_somebody_who_has_left_stays_out_whatever_the_directory_says(town, norrs, bo, dag, taken_before):
    def come_in(*values):
        said = Vouched(subject="s-dag", address="dag@norr.example", confirmed=True, values=values)
        enter_through(directory=norrs, vouched=said, today=TODAY)

    come_in("g-steer")
    if taken_before:
        come_in()
    end_memberships(user=dag.user, on=YESTERDAY, by=bo)
    with pytest.raises(DirectoryRefused, match="ingen roll"):
        come_in("g-steer")
