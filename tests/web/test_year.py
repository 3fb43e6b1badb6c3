"""The year wheel: rules become days, checks come before holidays, and the group changes it as it likes."""

from datetime import date

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.calendar.actions import CalendarRefused, add_year_events, begin_year_wheel, save_year_rule
from samsyn.ground.calendar.days import coming_week
from samsyn.ground.calendar.models import YearRule
from samsyn.ground.calendar.wheel import easter, to_check, wheel_between


def days(norr, year):
    found = wheel_between(norr, date(year, 1, 1), date(year, 12, 31))
    return {each.rule.code: (each.first_day, each.last_day) for each in found}


@pytest.fixture
def begun(machine, norr):
    assert begin_year_wheel(by=machine) > 12 and begin_year_wheel(by=machine) == 0
    return norr


def test_easter_of_known_years():
    told = {2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2025: (4, 20), 2026: (4, 5), 2038: (4, 25)}
    assert {year: (easter(year).month, easter(year).day) for year in told} == told


def test_rules_become_days(begun):
    found = days(begun, 2025)
    assert found["valborg"] == (date(2025, 4, 30), date(2025, 5, 1))
    assert found["hostlov"] == (date(2025, 10, 27), date(2025, 11, 2))
    assert found["paskvecka"] == (date(2025, 4, 11), date(2025, 4, 21))
    assert "lagesbild-lag" not in found and "lagesbild-lag" in days(begun, 2026)        # every second year
    new_year = wheel_between(begun, date(2026, 1, 1), date(2026, 1, 1))
    assert [each.rule.code for each in new_year] == ["nyar"]                            # over the turn of the year


def test_the_municipalitys_own_dates_go_before(begun, machine):
    row = {"kind": "school_break", "name_sv": "Sportlov", "first_on": date(2025, 2, 10), "last_on": date(2025, 2, 14)}
    add_year_events(rows=[row], by=machine)
    assert days(begun, 2025)["sportlov"] == (date(2025, 2, 10), date(2025, 2, 14))
    assert days(begun, 2026)["sportlov"][0].month == 2


def test_what_to_check_comes_before_the_holiday_and_goes_when_it_is_here(begun):
    assert "valborg" not in {each.rule.code for each in to_check(begun, date(2025, 3, 20))}
    assert "valborg" in {each.rule.code for each in to_check(begun, date(2025, 4, 10))}
    assert "valborg" not in {each.rule.code for each in to_check(begun, date(2025, 5, 1))}


def test_the_coming_week_of_the_picture_knows_of_it_once(begun):
    names = [day.name_sv for day in coming_week(begun, Week(2025, 42))]
    assert names.count("Höstlov och Halloween") == 1
    spring = [day.name_sv for day in coming_week(begun, Week(2025, 16))]
    assert [name for name in spring if name.startswith("Valborg")] == ["Valborgsmässoafton"]
    assert "Tertialanalys, januari–april" not in spring                                 # no happening in the field
    YearRule.objects.update(active=False)
    assert "Höstlov och Halloween" not in [day.name_sv for day in coming_week(begun, Week(2025, 42))]


def test_a_rule_without_days_is_refused(begun, machine):
    for first, last in (("13-40", "13-41"), ("april", "maj"), ("44", "44")):
        with pytest.raises(CalendarRefused, match="Skriv datum"):
            save_year_rule(code="x", name_sv="Marknad", kind="event", rule="dates", first=first, last=last, by=machine)
    with pytest.raises(CalendarRefused, match="slutar innan"):
        save_year_rule(code="x", name_sv="Marknad", kind="event", rule="weeks", first="30", last="29", by=machine)


def test_the_wheel_is_begun_drawn_changed_and_hidden(client, bo, siv, cecilia, django_assert_max_num_queries):
    client.force_login(bo.user)
    assert "Hämta förslaget" in client.get("/norr/arshjul/").content.decode()
    client.post("/norr/arshjul/borja")
    with django_assert_max_num_queries(25):
        page = client.get("/norr/arshjul/").content.decode()
    assert page.count('class="pin ') >= 14 and page.count('class="arc ') >= 6 and "Höstlov och Halloween" in page
    form = {"name_sv": "Ljusmarknad", "kind": "event", "rule": "dates", "first": "11-28", "last": "11-30",
            "every_years": "1", "ahead_days": "10", "checks_sv": "Finns vakter?"}  # fmt: skip
    assert client.post("/norr/arshjul/ny", form).status_code == 302
    assert YearRule.objects.get(code="ljusmarknad").checks_sv == "Finns vakter?"
    assert client.post("/norr/arshjul/ny", {**form, "first": "sommar"}).status_code == 422
    assert client.post("/norr/arshjul/ny", {**form, "checks_sv": "Ring 19811218-9876"}).status_code == 422
    client.post("/norr/arshjul/lucia/andra", {**form, "name_sv": "Lucianatten", "first": "12-12", "last": "12-13"})
    client.post("/norr/arshjul/valborg/visa")
    page = client.get(f"/norr/arshjul/?ar={timezone.localdate().year + 1}").content.decode()
    assert "Lucianatten" in page and "Ljusmarknad" in page and page.index("Dolda") < page.index("Valborg")
    client.force_login(siv.user)
    seen = client.get("/norr/arshjul/").content.decode()
    assert "Lucianatten" in seen and "/andra" not in seen
    assert client.post("/norr/arshjul/borja").status_code == 403
    client.force_login(cecilia.user)
    assert client.get("/norr/arshjul/").status_code == 404
