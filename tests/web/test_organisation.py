"""Administration needs no developer: Bo puts parties, people, groups, places and dates right on the screen."""

import html
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Membership, Organisation, Role, User
from samsyn.ground.places.models import Place
from samsyn.ground.tenancy.defaults import SETTINGS, setting
from samsyn.method.observations.models import Category, Checklist, ReportingDuty

PAGES = [
    "", "parter", "parter/ny", "anvandare", "anvandare/ny", "anvandare/fil", "anvandare/mall.xlsx", "roller", "grupper",
    "grupper/ny", "omraden", "platser", "platser/ny", "kalender", "kategorier", "kommunen",
]  # fmt: skip
HOME = "/norr/organisation/"


@pytest.fixture
def as_bo(client, bo):
    client.force_login(bo.user)
    return client


def excel(rows, heading=("E-post", "Namn", "Part", "Roll", "Enhet", "Områden", "Sista dag", "Besked varje vecka")):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(list(heading))
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return SimpleUploadedFile("personal.xlsx", stream.getvalue())


@pytest.mark.parametrize("page", PAGES)
def test_bo_can_open_every_page(as_bo, page):
    assert as_bo.get(HOME + page).status_code == 200


@pytest.mark.parametrize("who", ["anna", "dag", "eva", "siv"])
def test_nobody_else_gets_in(client, town, who):
    client.force_login(town.members[who].user)
    assert {client.get(HOME + page).status_code for page in PAGES} == {403}


def test_pages_of_single_things_open_too(as_bo, town):
    one = {
        "parter": town.organisations["school"], "anvandare": town.members["anna"].user, "grupper": town.groups["local"],
        "platser": town.places["square"], "omraden": town.areas["A"].area_set, "omrade": town.areas["A"],
        "kategorier": town.categories["E1"], "roller": town.roles["reporter"],
    }  # fmt: skip
    more = ["parter/{school}/andra", "parter/{school}/enhet", "parter/{school}/besked", "parter/{school}/skotsel",
            "anvandare/{anna}/roll", "anvandare/{anna}/avsluta", "anvandare/{anna}/namn", "grupper/{local}/plats",
            "grupper/{local}/andra", "platser/{square}/namn", "platser/{square}/andra-namn", "platser/{square}/andra",
            "platser/{square}/sla-ihop", "platser/{square}/skotsel"]  # fmt: skip
    ids = {"school": one["parter"].pk, "anna": one["anvandare"].pk, "local": one["grupper"].pk,
           "square": one["platser"].pk}  # fmt: skip
    for path in [*(f"{folder}/{thing.pk}" for folder, thing in one.items()), *(p.format(**ids) for p in more)]:
        assert as_bo.get(HOME + path).status_code == 200, path


# --- parties ----------------------------------------------------------------------------------------------------


def test_a_party_is_added_with_the_law_that_binds_it(as_bo, norr):
    answer = as_bo.post(HOME + "parter/ny", {"name": "Bevakning Nord", "kind": "guards", "legal_kind": "private"})
    party = Organisation.objects.get(municipality=norr, name="Bevakning Nord")
    assert answer.headers["Location"] == f"{HOME}parter/{party.pk}"
    assert not party.is_authority


def test_a_party_with_the_same_name_is_refused_in_the_form(as_bo):
    answer = as_bo.post(HOME + "parter/ny", {"name": "Norrskolan", "kind": "school", "legal_kind": "board"})
    assert answer.status_code == 422
    assert "Norrskolan finns redan" in answer.content.decode()


def test_an_end_date_closes_the_accounts_by_itself(as_bo, client, town, anna):
    yesterday = timezone.localdate() - timedelta(days=1)
    school = town.organisations["school"]
    sent = {"name": school.name, "kind": "school", "legal_kind": "board", "ends_on": yesterday.isoformat()}
    assert as_bo.post(f"{HOME}parter/{school.pk}/andra", sent).status_code == 302
    client.force_login(anna.user)
    assert client.get("/norr/").status_code == 404


def test_a_promise_to_answer_every_week(as_bo, town):
    school = town.organisations["school"]
    as_bo.post(f"{HOME}parter/{school.pk}/besked", {"unit": town.units["kitchen"].pk, "starts_on": "2025-11-03"})
    assert ReportingDuty.objects.filter(unit=town.units["kitchen"]).exists()


def test_a_promise_has_its_area_rhythm_and_checklist_and_can_be_changed(as_bo, town):
    school = town.organisations["school"]
    parks = Checklist.objects.get(municipality=town.municipality, code="parks")
    sent = {"area": town.areas["B"].pk, "every_weeks": "2", "checklist": parks.pk, "starts_on": "2025-11-03"}
    as_bo.post(f"{HOME}parter/{school.pk}/besked", sent)
    made = ReportingDuty.objects.get(area=town.areas["B"])
    assert (made.every_weeks, made.checklist) == (2, parks)
    page = as_bo.get(f"{HOME}parter/{school.pk}").content.decode()
    assert "Parkskötsel" in page and f"besked/{made.pk}" in page
    as_bo.post(f"{HOME}parter/{school.pk}/besked/{made.pk}", {**sent, "every_weeks": "1", "ends_on": "2025-12-31"})
    made.refresh_from_db()
    assert (made.every_weeks, str(made.ends_on), made.area) == (1, "2025-12-31", town.areas["B"])


# --- users ------------------------------------------------------------------------------------------------------


def test_a_new_user_gets_a_slip_and_must_choose_an_own_password(as_bo, client, town):
    sent = {"email": "Ny.Person@norr.example", "name": "Ny", "organisation": town.organisations["school"].pk,
            "role": town.roles["reporter"].pk}  # fmt: skip
    page = as_bo.post(HOME + "anvandare/ny", sent)
    user = User.objects.get(email="ny.person@norr.example")
    password = page.context["invited"][0].password
    assert password in page.content.decode() and user.check_password(password)
    assert "no-store" in page.headers["Cache-Control"]
    client.force_login(user)
    assert client.get("/norr/").headers["Location"] == "/konto/losenord"
    assert client.get("/konto").headers["Location"] == "/konto/losenord"
    assert client.get("/konto/losenord").status_code == 200
    chosen = {"old_password": password, "new_password1": "sol över Storberget", "new_password2": "sol över Storberget"}
    client.post("/konto/losenord", chosen)
    user.refresh_from_db()
    assert not user.must_change_password


def test_the_password_on_the_slip_cannot_be_kept(as_bo, client, town, anna):
    page = as_bo.post(f"{HOME}anvandare/{anna.user.pk}/startlosenord")
    password = page.context["invited"][0].password
    client.force_login(User.objects.get(pk=anna.user.pk))
    client.post("/konto/losenord", {"old_password": password, "new_password1": password, "new_password2": password})
    assert User.objects.get(pk=anna.user.pk).must_change_password


def test_a_new_start_password_ends_open_sessions(as_bo, town, anna, django_user_model):
    from django.test import Client

    phone = Client()
    phone.force_login(anna.user)
    as_bo.post(f"{HOME}anvandare/{anna.user.pk}/startlosenord")
    assert phone.get("/konto").headers["Location"].startswith("/logga-in")


def test_users_are_found_by_swedish_letters_in_either_case(as_bo, town):
    from samsyn.ground.people.actions import add_membership, add_user

    user = add_user(email="o@norr.example", name="Östen Åberg", by=town.machine)
    add_membership(user=user, organisation=town.organisations["school"], role=town.roles["reporter"], by=town.machine)
    assert "Östen" in as_bo.get(HOME + "anvandare", {"sok": "östen åb"}).content.decode()
    assert "Östen" not in as_bo.get(HOME + "anvandare", {"sok": "anna"}).content.decode()


def test_the_list_of_those_who_never_signed_in(as_bo, client, anna):
    client.login(username=anna.user.email, password="en kulen höstdag i Norr")
    as_bo.force_login(User.objects.get(email="bo@norr.example"))
    page = as_bo.get(HOME + "anvandare", {"visa": "aldrig"}).content.decode()
    assert "dag@norr.example" in page and "anna@norr.example" not in page


def test_bo_cannot_take_over_an_account_that_also_works_elsewhere(as_bo, town, neighbour, anna):
    from samsyn.ground.people.actions import add_membership

    add_membership(user=anna.user, organisation=neighbour.organisations["town"], role=neighbour.roles["reader"],
                   by=neighbour.machine)  # fmt: skip
    before = User.objects.get(pk=anna.user.pk).password
    page = as_bo.post(f"{HOME}anvandare/{anna.user.pk}/startlosenord", follow=True)
    assert "annan kommun" in page.content.decode()
    assert User.objects.get(pk=anna.user.pk).password == before
    assert "Söder" not in as_bo.get(f"{HOME}anvandare/{anna.user.pk}").content.decode()


def test_ending_a_person_leaves_other_municipalities_alone(as_bo, town, neighbour, anna):
    from samsyn.ground.people.actions import add_membership

    there = add_membership(user=anna.user, organisation=neighbour.organisations["town"],
                           role=neighbour.roles["reader"], by=neighbour.machine)  # fmt: skip
    as_bo.post(f"{HOME}anvandare/{anna.user.pk}/avsluta", {"on": "2025-11-01"})
    there.refresh_from_db()
    assert there.ends_on is None
    assert Membership.objects.get(user=anna.user, municipality=town.municipality).ends_on.isoformat() == "2025-11-01"


def test_bo_cannot_end_himself(as_bo, bo):
    assert as_bo.post(f"{HOME}anvandare/{bo.user.pk}/avsluta", {"on": "2025-11-01"}).status_code == 422


@pytest.mark.parametrize("page", ["anvandare", "parter", "platser", "grupper", "roller", "omraden"])
def test_a_longer_list_asks_the_database_no_more(as_bo, town, page, django_assert_max_num_queries):
    from samsyn.ground.people.accounts.actions import StaffRow, add_staff
    from samsyn.ground.people.actions import add_group, add_organisation
    from samsyn.ground.places.actions import add_place

    for n in range(12):
        add_organisation(name=f"Part {n}", legal_kind="private", by=town.machine)
        add_group(name=f"Grupp {n}", by=town.machine)
        add_place(name=f"Plats {n}", aliases=[f"P{n}"], on=timezone.localdate(), by=town.machine)
    rows = [StaffRow(line=n, email=f"n{n}@x.example", organisation=f"Part {n}", role="reporter") for n in range(12)]
    add_staff(rows=rows, by=town.machine)
    with django_assert_max_num_queries(16):
        as_bo.get(HOME + page)


# --- a whole staff ----------------------------------------------------------------------------------------------


def test_thirty_caretakers_at_once_and_the_same_file_again(as_bo, town):
    rows = [[f"bovard{n}@hyres.example", f"Bovärd {n}", "Hyreshus AB", "Rapportör", "Alby", "Alby", None, "ja"]
            for n in range(30)]  # fmt: skip
    first = as_bo.post(HOME + "anvandare/fil", {"file": excel(rows)})
    assert len(first.context["invited"]) == 30
    assert User.objects.filter(email__startswith="bovard").count() == 30
    assert ReportingDuty.objects.filter(unit__name="Alby").count() == 1
    again = as_bo.post(HOME + "anvandare/fil", {"file": excel(rows)})
    assert again.context["staff"].unchanged == 30 and again.context["invited"] == []


def test_lines_that_cannot_enter_come_back_with_their_reason(as_bo):
    rows = [
        ["fel", "A", "Hyreshus AB", "Rapportör"],
        ["b@x.example", "B", "Hyreshuset", "Rapportör"],
        ["c@x.example", "C", "Hyreshus AB", "Kejsare"],
        ["d@x.example", "D", "Hyreshus AB", "Rapportör", None, None, "i morgon"],
        ["e@x.example", "E", "Hyreshus AB", "Rapportör"],
    ]
    done = as_bo.post(HOME + "anvandare/fil", {"file": excel(rows)}).context["staff"]
    assert [line for line, _reason in done.refused] == [2, 3, 4, 5]
    assert "”Hyreshuset” finns inte" in done.refused[1][1] and "Hyreshus AB" in done.refused[1][1]
    assert [one.user.email for one in done.invited] == ["e@x.example"]
    assert not User.objects.filter(email="d@x.example").exists()


def test_a_file_of_something_else_is_refused_with_what_to_do(as_bo):
    wrong = excel([["x"]], heading=("Adress",))
    page = as_bo.post(HOME + "anvandare/fil", {"file": wrong})
    assert page.status_code == 422 and "Hämta mallen" in page.content.decode()
    page = as_bo.post(HOME + "anvandare/fil", {"file": SimpleUploadedFile("x.xlsx", b"not excel")})
    assert page.status_code == 422


def test_the_template_can_be_read_back(as_bo):
    answer = as_bo.get(HOME + "anvandare/mall.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]][:4] == ["E-post", "Namn", "Part", "Roll"]


# --- roles and groups -------------------------------------------------------------------------------------------


def test_somebody_must_be_able_to_look_after_the_users(as_bo, town):
    coordinator = town.roles["coordinator"]
    sent = {"name_sv": "Samordnare", "name_en": "Coordinator", "permissions": ["see_all"]}
    answer = as_bo.post(f"{HOME}roller/{coordinator.pk}", sent)
    assert answer.status_code == 422
    assert Role.objects.get(pk=coordinator.pk).permissions == coordinator.permissions


def test_a_seat_belongs_to_a_function_and_can_change_holder(as_bo, town, dag, eva):
    group = town.groups["local"]
    as_bo.post(f"{HOME}grupper/{group.pk}/plats", {"function": "Kommunpolis", "holder": dag.user.pk})
    seat = group.seats.get()
    as_bo.post(f"{HOME}grupper/{group.pk}/plats/{seat.pk}", {"function": "Kommunpolis", "substitute": eva.user.pk})
    seat.refresh_from_db()
    assert (seat.holder, seat.substitute) == (None, eva.user)
    as_bo.post(f"{HOME}grupper/{group.pk}/plats/{seat.pk}/bort")
    assert not group.seats.exists()


# --- places, areas, calendar, categories, settings --------------------------------------------------------------


def test_a_place_is_renamed_and_merged_and_found_by_every_name(as_bo, town, norr):
    sent = {"name": "Blå lekan", "aliases": "Lekplatsen\nBlå", "lat": "62,41", "lon": "17,11"}
    as_bo.post(HOME + "platser/ny", sent)
    place = Place.objects.get(name="Blå lekan")
    assert place.area == town.areas["A"]
    as_bo.post(f"{HOME}platser/{place.pk}/namn", {"name": "Albyparken"})
    as_bo.post(f"{HOME}platser/{place.pk}/sla-ihop", {"into": town.places["square"].pk})
    page = as_bo.get(HOME + "platser", {"sok": "blå lekan"}).content.decode()
    assert "Stora torget" in page and "Albyparken" in page
    assert [p.name for p in Place.objects.filter(municipality=norr).standing()] == ["Stora torget"]


def test_a_point_in_another_town_is_refused(as_bo):
    answer = as_bo.post(HOME + "platser/ny", {"name": "Långt bort", "lat": "55", "lon": "13"})
    assert answer.status_code == 422 and "utanför Norr" in answer.content.decode()


def test_an_area_is_renamed(as_bo, town):
    version = town.areas["A"].area_set.version
    as_bo.post(f"{HOME}omrade/{town.areas['A'].pk}", {"name": "Alby centrum", "population": "1200"})
    town.areas["A"].refresh_from_db()
    town.areas["A"].area_set.refresh_from_db()
    assert town.areas["A"].name == "Alby centrum" and town.areas["A"].area_set.version == version + 1


def test_a_pause_is_added_and_taken_away(as_bo, norr):
    sent = {"kind": "pause", "name_sv": "Sommaruppehåll", "first_on": "2027-07-12", "last_on": "2027-08-01"}
    page = as_bo.post(HOME + "kalender", sent, follow=True)
    assert "Sommaruppehåll" in page.content.decode()
    wrong = as_bo.post(HOME + "kalender", {**sent, "last_on": "2027-07-01"})
    assert wrong.status_code == 422 and "slutar innan det börjar" in wrong.content.decode()
    event = page.context["coming"][0]
    as_bo.post(f"{HOME}kalender/{event.pk}/bort")
    assert "Sommaruppehåll" not in as_bo.get(HOME + "kalender").content.decode()


def test_a_category_is_switched_off_but_stays(as_bo, town):
    sent = {"name_sv": "Skadegörelse", "name_en": "Damage", "severity": "2", "audience": "authorities"}
    as_bo.post(f"{HOME}kategorier/{town.categories['E1'].pk}", sent)
    category = Category.objects.get(pk=town.categories["E1"].pk)
    assert (category.active, category.audience, category.severity) == (False, "authorities", 2)


def test_the_municipality_gets_a_fortnight_and_a_colour(as_bo, norr):
    sent = {"name": "Norr", "colour": "#224466", "period_weeks": "2", "languages": "sv,en"}
    assert as_bo.post(HOME + "kommunen", sent).status_code == 302
    norr.refresh_from_db()
    assert (norr.colour, norr.period_weeks) == ("#224466", 2)


# --- the municipality's own settings ----------------------------------------------------------------------------


def test_every_declared_setting_stands_on_the_page_with_its_sentence(as_bo):
    page = html.unescape(as_bo.get(HOME + "installningar").content.decode())
    for key in SETTINGS:
        assert str(key.title) in page and str(key.sentence) in page, key.name


@pytest.mark.parametrize("part", sorted({key.section for key in SETTINGS}))
def test_a_section_saved_as_it_stands_changes_nothing(as_bo, norr, part):
    form = as_bo.get(f"{HOME}installningar/{part}").context["form"]
    sent = {name: value for name, value in form.initial.items() if value is not False}
    assert as_bo.post(f"{HOME}installningar/{part}", sent).status_code == 302
    norr.refresh_from_db()
    assert norr.settings == {} and not Event.objects.filter(happening="municipality.changed").exists()


def test_what_is_changed_is_stored_noted_by_name_and_what_does_not_suit_is_said(as_bo, norr):
    home = HOME + "installningar/"
    names = "Bråk = Fights\nBus\nEtt\nTvå\nTre"
    assert as_bo.post(home + "police", {"police_numbers": names}).status_code == 302
    wrong = as_bo.post(home + "police", {"police_numbers": "Bara en"})
    assert wrong.status_code == 422 and "skriv exakt 5 rader" in wrong.content.decode()
    norr.refresh_from_db()
    assert setting(norr, "police_numbers")[:2] == (("Bråk", "Fights"), ("Bus", "Bus"))
    line = Event.objects.get(happening="municipality.changed")
    assert line.changed == {"fields": ["police_numbers"]}
    assert as_bo.get(home + "finns-inte").status_code == 404


def test_the_settings_are_for_who_looks_after_them(client, dag):
    client.force_login(dag.user)
    assert client.get(HOME + "installningar").status_code == 403
