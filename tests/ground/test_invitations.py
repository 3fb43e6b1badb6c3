"""An invitation makes one account with one role, once; a shared phone lets its people report and nothing else."""

from datetime import timedelta

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.people.accounts.actions import end_memberships, invite_user
from samsyn.ground.people.actions import PeopleRefused, add_membership, change_organisation, change_role
from samsyn.ground.people.invitations.actions import (
    NewAccount,
    accept_invitation,
    invitation_behind,
    join_by_invitation,
    make_invitation,
    make_renewal,
    renew_by_invitation,
    revoke_invitation,
    state_of,
)
from samsyn.ground.people.members import member_of
from samsyn.ground.people.models import Invitation, ShiftDevice, ShiftPin, User
from samsyn.ground.people.shifts.actions import (
    WRONG_BEFORE_VOID,
    WRONG_BEFORE_WAIT,
    add_shift_device,
    device_with,
    register_shift_device,
    renew_shift_link,
    revoke_shift_device,
    set_pin,
    sign_in_on_device,
)
from samsyn.ground.permissions import NotAllowed, Permission
from samsyn.method.observations.models import Observation
from tests.people import NOW

LONG = "kastanjer under bron"


@pytest.fixture
def invited(town, bo):
    """A link to become a reporter at the school."""
    school = town.organisations["school"]
    return make_invitation(organisation=school, role=town.roles["reporter"], now=NOW, by=bo)


def accept(made, now=NOW, **account):
    account = {"sign_in_name": "Skift7", "password": LONG, **account}
    return accept_invitation(invitation=made.invitation, account=NewAccount(**account), now=now)


def test_the_link_makes_an_account_with_the_role_and_needs_no_e_mail(town, norr, invited):
    user = accept(invited, name="Kim")
    member = member_of(user, norr, on=NOW.date())
    assert (user.email, user.sign_in_name, str(user)) == (None, "skift7", "Kim")
    assert [(str(m.organisation), m.role.code) for m in member.memberships] == [("Norrskolan", "reporter")]
    assert User.objects.get_by_natural_key("SKIFT7") == user and user.check_password(LONG)


def test_the_link_opens_once_and_only_its_digest_is_kept(invited):
    accept(invited)
    again = invitation_behind(invited.token)
    assert state_of(again, now=NOW) == "used"
    with pytest.raises(PeopleRefused):
        accept_invitation(
            invitation=again, account=NewAccount(sign_in_name="annan", password=LONG), now=NOW
        )
    assert not User.objects.filter(sign_in_name="annan").exists()
    assert invited.token not in str(Invitation.objects.values().get())


def test_two_who_open_the_link_at_once_do_not_both_get_in(invited):
    first, second = invitation_behind(invited.token), invitation_behind(invited.token)
    accept_invitation(invitation=first, account=NewAccount(sign_in_name="snabb", password=LONG), now=NOW)
    with pytest.raises(PeopleRefused):
        accept_invitation(invitation=second, account=NewAccount(sign_in_name="sen", password=LONG), now=NOW)


def test_a_link_that_is_old_taken_back_or_whose_agreement_ended_opens_nothing(town, bo, invited):
    assert state_of(invited.invitation, now=NOW + timedelta(days=8)) == "expired"
    with pytest.raises(PeopleRefused):
        accept(invited, now=NOW + timedelta(days=8))
    change_organisation(organisation=town.organisations["school"], ends_on=NOW.date() - timedelta(1), by=bo)
    assert state_of(invitation_behind(invited.token), now=NOW) == "closed"
    revoke_invitation(invitation=invited.invitation, now=NOW, by=bo)
    assert state_of(invitation_behind(invited.token), now=NOW) == "revoked"


def test_nobody_invites_to_more_than_the_own_or_to_another_s_party(town, bo, anna, eva, cecilia, invited):
    housing, roles = town.organisations["housing"], town.roles
    with pytest.raises(NotAllowed):
        make_invitation(organisation=housing, role=roles["reporter"], now=NOW, by=anna)
    with pytest.raises(NotAllowed):
        make_invitation(organisation=housing, role=roles["reporter"], now=NOW, by=cecilia)
    reviewer = roles["reviewer"]
    change_role(
        role=reviewer, permissions=[*reviewer.permissions, Permission.MANAGE_PEOPLE], name_sv="Enhetsledare",
        name_en="Unit leader", by=bo,
    )  # fmt: skip
    leader = member_of(eva.user, town.municipality, on=NOW.date())
    made = make_invitation(organisation=housing, role=roles["reporter"], now=NOW, by=leader)
    assert list(Invitation.objects.visible_to(leader)) == [made.invitation]
    with pytest.raises(PeopleRefused):
        make_invitation(organisation=housing, role=roles["coordinator"], now=NOW, by=leader)
    with pytest.raises(NotAllowed):
        revoke_invitation(invitation=invited.invitation, now=NOW, by=leader)


def test_a_role_that_ends_ends_the_account_made_by_the_link(town, norr, bo):
    last = NOW.date() + timedelta(days=20)
    made = make_invitation(
        organisation=town.organisations["school"], role=town.roles["reporter"], role_ends_on=last, now=NOW, by=bo
    )
    user = accept(made)
    assert member_of(user, norr, on=last) and member_of(user, norr, on=last + timedelta(1)) is None


@pytest.mark.parametrize(
    "account",
    [
        {"sign_in_name": "", "password": LONG}, {"sign_in_name": "ab"}, {"sign_in_name": "med mellanslag"},
        {"password": "kort"}, {"password": "", "pin": ""}, {"password": "", "pin": "1234"}, {"pin": "77777"},
        {"pin": "12a4"}, {"email": "anna@norr.example"}, {"email": "ingen adress"},
    ],
)  # fmt: skip
def test_an_account_that_could_not_be_signed_in_to_is_refused_and_the_link_is_not_used(invited, account):
    with pytest.raises(PeopleRefused):
        accept(invited, **account)
    assert state_of(invitation_behind(invited.token), now=NOW) == "open"


def test_whoever_has_an_account_takes_the_role_on_it(town, invited, dag, anna):
    join_by_invitation(invitation=invited.invitation, user=dag.user, now=NOW)
    member = member_of(dag.user, town.municipality, on=NOW.date())
    assert {m.role.code for m in member.memberships} == {"group_member", "reporter"}


def test_a_role_one_has_is_not_taken_twice(invited, anna):
    with pytest.raises(PeopleRefused):
        join_by_invitation(invitation=invited.invitation, user=anna.user, now=NOW)
    assert state_of(invitation_behind(invited.token), now=NOW) == "open"


def test_an_address_that_was_only_typed_never_gets_a_role_unseen(town, bo, invited):
    accept(invited, email="chefen@norr.example")
    with pytest.raises(PeopleRefused, match="bjudits in"):
        invite_user(
            email="chefen@norr.example", organisation=town.organisations["town"], role=town.roles["coordinator"], by=bo
        )


def test_a_stated_address_gets_one_more_role_only_by_whoever_says_that_it_is_checked(town, bo, invited):
    user = accept(invited, email="chefen@norr.example")
    more = {"user": user, "organisation": town.organisations["town"], "role": town.roles["coordinator"], "by": bo}
    with pytest.raises(PeopleRefused, match="inte bekräftad"):
        add_membership(**more)
    assert add_membership(**more, address_checked=True).role.code == "coordinator"


def test_a_link_opens_nothing_once_its_maker_has_lost_the_right_to_make_it(town, bo, invited, anna):
    renewal = make_renewal(user=anna.user, now=NOW, by=bo)
    assert "made_by" not in str(list(Event.objects.values("changed")))
    end_memberships(user=bo.user, on=NOW.date() - timedelta(1), by=town.machine)
    with pytest.raises(PeopleRefused, match="gäller inte längre"):
        accept(invited)
    with pytest.raises(PeopleRefused, match="gäller inte längre"):
        renew_by_invitation(invitation=renewal.invitation, password="en helt ny höst", now=NOW)
    assert not User.objects.filter(sign_in_name="skift7").exists()


def test_two_who_take_the_same_name_at_once_are_told_so(invited, monkeypatch):
    def somebody_else_first(self, password):
        User.objects.bulk_create([User(sign_in_name="skift7")])

    monkeypatch.setattr(User, "set_password", somebody_else_first)
    with pytest.raises(PeopleRefused, match="hann före"):
        accept(invited)
    assert state_of(invitation_behind(invited.token), now=NOW) == "open"


def test_whoever_forgot_chooses_anew_through_a_link_and_gets_no_role_by_it(town, bo, anna):
    made = make_renewal(user=anna.user, now=NOW, by=bo)
    renew_by_invitation(invitation=made.invitation, password="en helt ny höst", pin="4071", now=NOW)
    anna.user.refresh_from_db()
    assert anna.user.check_password("en helt ny höst") and anna.user.memberships.count() == 1
    with pytest.raises(PeopleRefused):
        renew_by_invitation(invitation=invitation_behind(made.token), pin="4072", now=NOW)


def test_a_new_choice_closes_the_other_links_that_lie_about(bo, anna):
    old, new = (make_renewal(user=anna.user, now=NOW, by=bo) for _n in range(2))
    renew_by_invitation(invitation=new.invitation, password="en helt ny höst", now=NOW)
    assert state_of(invitation_behind(old.token), now=NOW) == "revoked"
    assert state_of(invitation_behind(new.token), now=NOW) == "used"


def test_a_link_for_whoever_has_forgotten_opens_no_role_that_came_after_it(bo, anna, neighbour):
    made = make_renewal(user=anna.user, now=NOW, by=bo)
    there = neighbour.organisations["town"]
    add_membership(
        user=anna.user, organisation=there, role=neighbour.roles["coordinator"], by=neighbour.machine
    )
    with pytest.raises(PeopleRefused):
        renew_by_invitation(invitation=made.invitation, password="en helt ny höst", now=NOW)
    assert not User.objects.get(pk=anna.user.pk).check_password("en helt ny höst")


def test_a_link_to_a_new_password_is_no_way_into_a_stronger_account(town, bo, eva):
    reviewer = town.roles["reviewer"]
    change_role(
        role=reviewer, permissions=[*reviewer.permissions, Permission.MANAGE_PEOPLE], name_sv="Enhetsledare",
        name_en="Unit leader", by=bo,
    )  # fmt: skip
    add_membership(user=bo.user, organisation=town.organisations["housing"], role=reviewer, by=bo)
    leader = member_of(eva.user, town.municipality, on=NOW.date())
    with pytest.raises(NotAllowed):
        make_renewal(user=bo.user, now=NOW, by=leader)


def test_the_logbook_tells_of_invitations_without_names(invited):
    accept(invited, name="Kim Hemlig")
    lines = Event.objects.filter(happening__startswith="invitation.")
    assert [line.happening for line in lines.order_by("created_at")] == ["invitation.made", "invitation.used"]
    assert "Hemlig" not in str(list(lines.values()))


# --- shared phones ----------------------------------------------------------------------------------------------


@pytest.fixture
def device(town, bo):
    """The school's shared phone in service, and its secret."""
    made = add_shift_device(organisation=town.organisations["school"], name="Rastvakten", now=NOW, by=bo)
    return register_shift_device(token=made.token, now=NOW)


def sign_in(device, user, pin="4071", now=NOW):
    return sign_in_on_device(device=device.device, sign_in_name=user.signs_in_as, pin=pin, now=now)


def test_a_phone_is_put_in_service_once_and_taken_out_at_once(town, bo):
    made = add_shift_device(organisation=town.organisations["school"], name="Rastvakten", now=NOW, by=bo)
    with pytest.raises(PeopleRefused):
        register_shift_device(token=made.token, now=NOW + timedelta(days=2))
    kept = register_shift_device(token=made.token, now=NOW)
    with pytest.raises(PeopleRefused):
        register_shift_device(token=made.token, now=NOW)
    assert device_with(kept.token, now=NOW) == kept.device
    assert device_with(made.token, now=NOW) is None and device_with("", now=NOW) is None
    revoke_shift_device(device=kept.device, now=NOW, by=bo)
    assert device_with(kept.token, now=NOW) is None


def test_a_new_link_stops_the_phone_that_is_lost(device, bo):
    again = renew_shift_link(device=device.device, now=NOW, by=bo)
    assert device_with(device.token, now=NOW) is None
    assert device_with(register_shift_device(token=again.token, now=NOW).token, now=NOW)


def test_the_agreement_s_end_closes_the_phone(town, bo, device):
    change_organisation(organisation=town.organisations["school"], ends_on=NOW.date() - timedelta(1), by=bo)
    assert device_with(device.token, now=NOW) is None


def test_only_the_party_s_own_people_sign_in_with_their_own_pin(device, anna, dag):
    for member in (anna, dag):
        set_pin(user=member.user, pin="4071")
    assert sign_in(device, anna.user) == anna.user
    assert sign_in(device, anna.user, pin="4072") is None
    assert sign_in(device, dag.user) is None
    assert sign_in_on_device(device=device.device, sign_in_name="ingen", pin="4071", now=NOW) is None
    assert "4071" not in ShiftPin.objects.get(user=anna.user).pin


def test_guessing_a_pin_has_to_wait_and_is_in_the_end_stopped(device, anna):
    set_pin(user=anna.user, pin="4071")
    now = NOW
    for n in range(1, WRONG_BEFORE_VOID + 1):
        assert sign_in(device, anna.user, pin="9" * 3 + str(n % 8), now=now) is None
        if n % WRONG_BEFORE_WAIT == 0 and n < WRONG_BEFORE_VOID:
            with pytest.raises(PeopleRefused, match="Vänta"):
                sign_in(device, anna.user, now=now)
            now += timedelta(minutes=16)
    with pytest.raises(PeopleRefused, match="spärrad"):
        sign_in(device, anna.user, now=now + timedelta(days=1))
    set_pin(user=anna.user, pin="4073")
    assert sign_in(device, anna.user, pin="4073", now=now) == anna.user


def test_on_a_shared_phone_even_the_coordinator_only_reports_and_sees_only_the_own(town, norr, bo, observe):
    other = observe(category="E1")
    made = add_shift_device(organisation=town.organisations["town"], name="Jouren", now=NOW, by=bo)
    device = register_shift_device(token=made.token, now=NOW).device
    there = member_of(bo.user, norr, on=NOW.date(), device=device)
    assert [p for p in Permission if there.may(p)] == [Permission.REPORT]
    assert other not in Observation.objects.visible_to(there)
    assert not User.objects.visible_to(there).exists() and not ShiftDevice.objects.visible_to(there).exists()
    assert other in Observation.objects.visible_to(member_of(bo.user, norr, on=NOW.date()))


def test_a_shared_phone_of_one_party_knows_nobody_of_another(norr, device, dag):
    assert member_of(dag.user, norr, on=NOW.date(), device=device.device) is None
