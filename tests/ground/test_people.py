"""Who may do what to whom: memberships, accounts, groups, and the walls between municipalities."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from samsyn.ground.people.accounts.actions import (
    READABLE,
    StaffRow,
    add_staff,
    end_memberships,
    invite_user,
    renew_start_password,
    start_password,
)
from samsyn.ground.people.actions import (
    PeopleRefused,
    add_group,
    add_membership,
    add_organisation,
    add_seat,
    add_stewardship,
    add_unit,
    add_user,
    change_organisation,
    change_role,
    change_settings,
    forget_view,
    save_view,
)
from samsyn.ground.people.invitations.actions import join_by_invitation, make_invitation
from samsyn.ground.people.members import Machine, member_of, municipalities_of
from samsyn.ground.people.models import Membership, Organisation, Role, SavedView, Seat, User
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.actions import MunicipalityRefused
from samsyn.ground.tenancy.defaults import setting
from tests.people import NOW, join

TODAY = NOW.date()


# --- membership and time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "is_in"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(1), None, False),
        (None, TODAY - timedelta(1), False),
    ],
)
def test_a_role_counts_from_its_first_to_its_last_day(town, anna, starts, ends, is_in):
    Membership.objects.filter(user=anna.user).update(starts_on=starts, ends_on=ends)
    assert (member_of(anna.user, town.municipality, on=TODAY) is not None) is is_in


def test_an_agreement_that_ends_closes_the_accounts_from_the_day_after(town, eva, machine):
    change_organisation(organisation=town.organisations["housing"], ends_on=TODAY, by=machine)
    assert member_of(eva.user, town.municipality, on=TODAY) is not None
    assert member_of(eva.user, town.municipality, on=TODAY + timedelta(1)) is None
    assert municipalities_of(eva.user, on=TODAY + timedelta(1)) == []


def test_a_closed_account_is_nobody_anywhere(town, anna):
    anna.user.is_active = False
    anna.user.save()
    assert member_of(anna.user, town.municipality, on=TODAY) is None


def test_a_user_may_work_in_two_municipalities_and_is_two_members(town, neighbour, anna):
    add_membership(user=anna.user, organisation=neighbour.organisations["town"], role=neighbour.roles["coordinator"],
                   by=neighbour.machine)  # fmt: skip
    here = member_of(anna.user, town.municipality, on=TODAY)
    there = member_of(anna.user, neighbour.municipality, on=TODAY)
    assert not here.may(Permission.SEE_ALL) and there.may(Permission.SEE_ALL)
    assert not there.may(Permission.SEE_ALL, within=town.municipality)
    assert not there.may(Permission.SEE_ALL, within=town.organisations["school"])


def test_a_machine_may_everything_at_home_and_nothing_elsewhere(town, neighbour):
    machine = Machine(name="import", municipality=town.municipality)
    assert machine.may(Permission.IMPORT) and machine.may(Permission.IMPORT, within=town.organisations["school"])
    assert not machine.may(Permission.IMPORT, within=neighbour.organisations["town"])
    assert not machine.may(Permission.IMPORT, within=neighbour.municipality)


# --- walls ------------------------------------------------------------------------------------------------------


def attempts(town, neighbour):
    """Things that somebody in Norr might try with something of Söder."""
    bo, here = town.members["bo"], town.organisations["school"]
    area, group = neighbour.areas["A"], add_group(name="Söders", by=neighbour.machine)
    role, user = neighbour.roles["coordinator"], town.members["anna"].user
    return {
        "their party": lambda: change_organisation(organisation=neighbour.organisations["town"], name="x", by=bo),
        "their role": lambda: add_membership(user=user, organisation=here, role=role, by=bo),
        "their area": lambda: add_membership(
            user=user, organisation=here, role=town.roles["reporter"], areas=[area], by=bo
        ),
        "their group": lambda: add_membership(
            user=user, organisation=here, role=town.roles["reporter"], groups=[group], by=bo
        ),
        "a unit in their area": lambda: add_unit(organisation=here, name="x", areas=[area], by=bo),
        "a group in their area": lambda: add_group(name="x", areas=[area], by=bo),
        "a seat in their group": lambda: add_seat(group=group, function="x", by=bo),
        "a seat for their party": lambda: add_seat(
            group=town.groups["local"], function="x", organisation=neighbour.organisations["town"], by=bo
        ),
        "care of their area": lambda: add_stewardship(organisation=here, area=area, by=bo),
        "their role's permissions": lambda: change_role(
            role=role, permissions=[], name_sv="x", name_en="x", by=bo
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    "what",
    ["their party", "their role", "their area", "their group", "a unit in their area", "a group in their area",
     "a seat in their group", "a seat for their party", "care of their area", "their role's permissions"],
)  # fmt: skip
def test_nothing_of_another_municipality_can_be_used(town, neighbour, what):
    before = Membership.objects.count(), Organisation.objects.count(), Seat.objects.count()
    with pytest.raises(PermissionDenied):
        attempts(town, neighbour)[what]()
    assert (Membership.objects.count(), Organisation.objects.count(), Seat.objects.count()) == before


def test_a_person_of_another_municipality_cannot_take_a_seat(town, neighbour, bo, cecilia):
    with pytest.raises(PeopleRefused, match="ingen roll i kommunen"):
        add_seat(group=town.groups["local"], function="Rektor", holder=cecilia.user, by=bo)


@pytest.mark.parametrize("who", ["anna", "dag", "eva", "siv"])
def test_only_those_who_look_after_people_may(town, who):
    with pytest.raises(PermissionDenied):
        add_organisation(name="Ny", legal_kind="private", by=town.members[who])
    with pytest.raises(PermissionDenied):
        add_user(email="ny@norr.example", by=town.members[who])


# --- no way up --------------------------------------------------------------------------------------------------


@pytest.fixture
def chief(town):
    """Somebody who looks after the people of a private company, and of it alone."""
    role = Role.objects.create(
        municipality=town.municipality, code="chief", name_sv="Personalansvarig", name_en="Staff",
        permissions=["report", "manage_people"],
    )  # fmt: skip
    town.roles["chief"] = role
    return join(town, "Xander", role="chief", organisation="housing")


def test_who_looks_after_one_party_stays_in_it(town, chief):
    add_unit(organisation=town.organisations["housing"], name="Natt", by=chief)
    with pytest.raises(PermissionDenied):
        add_unit(organisation=town.organisations["school"], name="Natt", by=chief)


def test_nobody_gives_away_more_than_they_may_themselves(town, chief):
    housing = town.organisations["housing"]
    invite_user(email="ny@hyres.example", organisation=housing, role=town.roles["reporter"], by=chief)
    with pytest.raises(PeopleRefused, match="mer än din egen"):
        add_membership(user=chief.user, organisation=housing, role=town.roles["coordinator"], by=chief)
    with pytest.raises(PermissionDenied):
        change_role(role=town.roles["chief"], permissions=["see_all"], name_sv="x", name_en="x", by=chief)


def test_nobody_takes_over_an_account_outside_the_own_party(town, chief, bo):
    with pytest.raises(PermissionDenied):
        renew_start_password(user=bo.user, by=chief)
    with pytest.raises(PermissionDenied):
        end_memberships(user=bo.user, on=TODAY, by=chief)


def test_who_looks_after_one_party_sees_its_people_only(town, chief, bo):
    assert set(User.objects.visible_to(chief).values_list("name", flat=True)) == {"Eva", "Xander"}
    assert Membership.objects.visible_to(chief).count() == 2
    assert User.objects.visible_to(bo).count() == 6


def test_an_administrator_reaches_every_party(town):
    ada = join(town, "Ada", role="administrator", organisation="town")
    change_organisation(organisation=town.organisations["school"], agreement="avtal 7", by=ada)
    assert not ada.may(Permission.REVIEW_OWN, within=town.organisations["school"])


# --- accounts ---------------------------------------------------------------------------------------------------


def test_a_start_password_can_be_read_from_paper():
    made = {start_password() for _ in range(50)}
    assert len(made) == 50
    assert all(set(one) <= set(READABLE) | {"-"} and len(one) == 14 for one in made)


def test_an_account_made_in_another_municipality_is_given_no_role_here_unseen(town, neighbour, bo, cecilia):
    """Söder could have made the account, with a key of its own, before the person came to Norr."""
    taken = {"email": "CECILIA@soder.example", "organisation": town.organisations["town"], "role": town.roles["reader"]}
    with pytest.raises(PeopleRefused, match="redan ett konto utanför kommunen"):
        invite_user(**taken, by=bo)
    row = StaffRow(line=2, email="cecilia@soder.example", organisation="Norrs kommun", role="reader")
    assert [line for line, _why in add_staff(rows=[row], by=bo).refused] == [2]
    assert municipalities_of(cecilia.user, on=TODAY) == [neighbour.municipality]
    made = make_invitation(organisation=town.organisations["town"], role=town.roles["reader"], now=NOW, by=bo)
    join_by_invitation(invitation=made.invitation, user=cecilia.user, now=NOW)
    assert town.municipality in municipalities_of(cecilia.user, on=TODAY), "whoever holds the link and the account"
    assert invite_user(**taken, by=bo).password is None, "known here by now"


def test_an_account_that_exists_keeps_its_name_and_password(town, neighbour, anna):
    invited = invite_user(email="ANNA@norr.example", name="Falsk", organisation=neighbour.organisations["town"],
                          role=neighbour.roles["reader"], by=neighbour.machine)  # fmt: skip
    assert invited.password is None
    user = User.objects.get(pk=anna.user.pk)
    assert (user.name, user.password, user.must_change_password) == ("Anna", anna.user.password, False)


@pytest.mark.parametrize("email", ["", "anna", "anna@", "a b@x.se"])
def test_an_address_that_is_none_is_refused(machine, email):
    with pytest.raises(PeopleRefused):
        add_user(email=email, by=machine)


def test_a_role_cannot_end_before_it_begins(town, anna, machine):
    with pytest.raises(PeopleRefused, match="Byt plats"):
        add_membership(user=anna.user, organisation=town.organisations["school"], role=town.roles["reporter"],
                       starts_on=date(2025, 2, 1), ends_on=date(2025, 1, 1), by=machine)  # fmt: skip


def test_a_unit_belongs_to_its_party(town, eva, machine):
    with pytest.raises(PeopleRefused, match="hör inte till"):
        add_membership(user=eva.user, organisation=town.organisations["housing"], role=town.roles["reporter"],
                       unit=town.units["kitchen"], by=machine)  # fmt: skip


# --- saved views, settings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["screen", "name", "query"])
def test_a_view_with_a_sign_that_no_database_keeps_is_refused(anna, what):
    with pytest.raises(PeopleRefused, match="kan inte sparas"):
        save_view(**{"screen": "karta", "name": "Klotter", "query": "", what: "a\0b"}, by=anna)


def test_a_saved_view_is_the_owner_s_alone(anna, bo):
    view = save_view(screen="karta", name="Klotter", query="kategori=E4", by=anna)
    assert list(SavedView.objects.visible_to(anna).of_screen("karta")) == [view]
    assert not SavedView.objects.visible_to(bo).exists()
    with pytest.raises(PeopleRefused):
        forget_view(view=view, by=bo)
    forget_view(view=view, by=anna)


def test_a_machine_has_no_saved_views(machine, anna):
    save_view(screen="karta", name="Klotter", query="", by=anna)
    assert not SavedView.objects.visible_to(machine).exists()
    with pytest.raises(PeopleRefused):
        save_view(screen="karta", name="x", query="", by=machine)


def test_settings_change_neither_address_nor_code(norr, bo, dag):
    change_settings(by=bo, colour="#112233", slug="annan", code="0000", deadline_hour=12)
    norr.refresh_from_db()
    assert (norr.colour, norr.slug, norr.code, setting(norr, "deadline_hour")) == ("#112233", "norr", "9901", 12)
    with pytest.raises(PermissionDenied):
        change_settings(by=dag, colour="#000000")
    with pytest.raises(MunicipalityRefused):
        change_settings(by=bo, colour="röd")


def test_a_staff_file_with_an_unknown_party_is_told_every_party_there_is(town, bo):
    names = [f"Förening {n:02}" for n in range(20)]
    for name in names:
        add_organisation(name=name, legal_kind="non_profit", by=bo)
    row = StaffRow(line=2, email="ny@norr.example", organisation="Okänd", role="Rapportör")
    [(line, sentence)] = add_staff(rows=[row], by=bo).refused
    assert line == 2 and sentence.startswith("Parten ”Okänd” finns inte.") and all(name in sentence for name in names)
