"""Priorities: the answers give an order in the matrix and the table, the group chooses and says why."""

from datetime import date

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import change_settings
from samsyn.ground.permissions import NotAllowed
from samsyn.method.problems.actions import PriorityOvertaken, PriorityRefused, Weighed, set_weights, take_up, weigh
from samsyn.method.problems.models import Priority
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.method.problems.weighing import CRITERIA
from samsyn.web.priority.views import period_of

pytestmark = pytest.mark.django_db
TODAY, PERIOD = date(2026, 11, 22), "2026-Q4"
ALL = dict.fromkeys(CRITERIA, 2)


def weighed(town, code, *, answers, **more):
    row = take_up(period=PERIOD, area=town.areas[code], today=TODAY, by=town.members["bo"])
    return weigh(priority=row, said=Weighed(answers, **more), version=row.version, today=TODAY, by=town.members["bo"])


def test_both_axes_and_the_table_rest_on_the_same_answers(town, bo):
    row = weighed(town, "A", answers={"common": 2, "lasting": 2, "harm": 0, "movable": 2, "means": 0})
    assert (row.need, row.influence, row.product) == (4, 3, 12)
    assert row.table_share == pytest.approx(0.6)
    set_weights(period=PERIOD, weights={"means": 0, "harm": 3}, by=bo)
    row.refresh_from_db()
    assert (row.need, row.influence) == (3, 5)
    assert row.weights == {"means": 0, "harm": 3}


def test_to_depart_from_the_order_needs_a_reason_that_is_kept(town, bo):
    row = weighed(town, "A", answers={"common": 0, "movable": 0})
    with pytest.raises(PriorityRefused, match="varför"):
        weigh(priority=row, said=Weighed(row.answers, need=5), version=row.version, today=TODAY, by=bo)
    by_hand = Weighed(row.answers, need=5, reason="Undersökningen visar mer oro än rapporterna")
    row = weigh(priority=row, said=by_hand, version=row.version, today=TODAY, by=bo)
    assert (row.need, row.reason) == (5, "Undersökningen visar mer oro än rapporterna")
    with pytest.raises(PriorityRefused):
        weigh(priority=row, said=Weighed({}, reason="Ring 070-174 06 22"), version=row.version, today=TODAY, by=bo)


def test_what_is_not_among_the_first_three_is_chosen_with_a_reason(town, bo):
    for code in "ABC":
        weighed(town, code, answers=ALL)
    square = take_up(period=PERIOD, place=town.places["square"], today=TODAY, by=bo)
    low = {**ALL, "movable": 0, "means": 0, "bounded": 0}
    with pytest.raises(PriorityRefused, match="varför"):
        weigh(priority=square, said=Weighed(low, chosen=True), version=1, today=TODAY, by=bo)
    chosen = Weighed(low, chosen=True, reason="Skolan börjar där i januari")
    assert weigh(priority=square, said=chosen, version=1, today=TODAY, by=bo).chosen
    with pytest.raises(PriorityOvertaken) as caught:
        weigh(priority=square, said=Weighed(low, reason="Annat"), version=1, today=TODAY, by=bo)
    assert (caught.value.theirs, caught.value.mine) == ("Skolan börjar där i januari", "Annat")


def test_the_same_area_is_weighed_once_a_period_by_those_who_lead(town, bo, dag):
    first = take_up(period=PERIOD, area=town.areas["A"], today=TODAY, by=bo)
    assert take_up(period=PERIOD, area=town.areas["A"], today=TODAY, by=bo) == first
    assert take_up(period="2027-Q1", area=town.areas["A"], today=TODAY, by=bo) != first
    with pytest.raises(NotAllowed):
        take_up(period=PERIOD, area=town.areas["B"], today=TODAY, by=dag)
    with pytest.raises(PriorityRefused):
        take_up(period=PERIOD, today=TODAY, by=bo)
    assert "Undersökningen" not in str(list(Event.objects.values_list("changed", flat=True)))


def test_what_is_for_authorities_is_not_shown_to_the_private_company(town, bo, dag, eva, anna):
    weighed(town, "A", answers=ALL, audience="authorities", reason="Insats planeras")
    weighed(town, "B", answers=ALL)
    assert [Priority.objects.visible_to(one).count() for one in (bo, dag, eva, anna)] == [2, 2, 1, 0]


def test_on_screen_the_row_stands_in_matrix_and_table(client, town, bo, eva, anna, django_assert_num_queries):
    client.force_login(bo.user)
    told = {"period": PERIOD, "var": f"area:{town.areas['A'].pk}"}
    opened = client.post("/norr/prioritering/ta-upp", told)
    page = client.get(opened["Location"]).content.decode()
    assert page.count('type="radio"') == 4 * len(CRITERIA)
    answers = {f"q_{code}": "2" for code in CRITERIA}
    back = client.post(opened["Location"], {**answers, "chosen": "on", "version": "1", "reason": "Värst just nu"})
    shown = client.get(back["Location"]).content.decode()
    for words in ("Värst just nu", "prioriteras", "Jämförelsetabellen", 'class="step-4"'):
        assert words in shown
    late = client.post(opened["Location"], {**answers, "version": "1", "reason": "Sent"})
    assert late.status_code == 409
    assert "Värst just nu" in late.content.decode()
    assert client.post("/norr/prioritering/vikter", {"period": PERIOD, "common": "3"}).status_code == 302
    assert Priority.objects.get().weights["common"] == 3
    with django_assert_num_queries(12):
        client.get(back["Location"])
    client.force_login(eva.user)
    seen = client.get(back["Location"]).content.decode()
    assert "Värst just nu" in seen
    assert "Spara vikterna" not in seen
    client.force_login(anna.user)
    assert client.get(back["Location"]).status_code == 403


def test_a_period_is_a_quarter_or_a_third_of_a_year():
    assert [period_of(date(2026, month, 1)) for month in (1, 4, 12)] == ["2026-Q1", "2026-Q2", "2026-Q4"]
    assert [period_of(date(2026, month, 1), "T") for month in (4, 5, 9)] == ["2026-T1", "2026-T2", "2026-T3"]


def test_how_many_are_chosen_is_the_municipalitys_own_and_the_deselected_keep_their_reason(client, town, bo, eva):
    change_settings(by=bo, priority_count=1, priority_rhythm="T")
    first = weighed(town, "A", answers=ALL, chosen=True)
    second = weighed(town, "B", answers=ALL)
    with pytest.raises(PriorityRefused, match="varför"):
        weigh(priority=second, said=Weighed(ALL, chosen=True), version=second.version, today=TODAY, by=bo)
    both = Weighed(ALL, chosen=True, reason="Hänger ihop med det första")
    assert weigh(priority=second, said=both, version=second.version, today=TODAY, by=bo).chosen
    with pytest.raises(PriorityRefused, match="varför"):
        weigh(priority=first, said=Weighed(ALL), version=first.version, today=TODAY, by=bo)
    away = Weighed(ALL, reason="Tas i det andra")
    left = weigh(priority=first, said=away, version=first.version, today=TODAY, by=bo)
    assert (left.chosen, left.reason) == (False, "Tas i det andra")
    client.force_login(bo.user)
    page = client.get("/norr/prioritering", {"period": PERIOD}).content.decode()
    assert "1 vald, av de 1" in page and "Tas i det andra" in page
    assert "tertial" in client.get("/norr/prioritering").content.decode()


def test_problems_are_weighed_beside_areas_and_stay_with_those_who_see_them(client, town, bo, dag, eva):
    hidden = Outline(title="Öppen handel", period_first=TODAY, area=town.areas["B"], audience="authorities")
    problem = open_problem(outline=hidden, today=TODAY, by=bo)
    weighed(town, "A", answers=ALL)
    client.force_login(bo.user)
    told = client.post("/norr/prioritering/ta-upp", {"period": PERIOD, "var": f"problem:{problem.pk}"})
    answers = {f"q_{code}": "2" for code in CRITERIA}
    client.post(told["Location"], {**answers, "version": "1", "audience": "parties"})
    page = client.get("/norr/prioritering", {"period": PERIOD}).content.decode()
    assert page.count("Öppen handel") >= 3, "order, matrix and table"
    with pytest.raises(PriorityRefused):
        take_up(period=PERIOD, area=town.areas["A"], problem=problem, today=TODAY, by=bo)
    assert [Priority.objects.visible_to(one).count() for one in (bo, dag, eva)] == [2, 2, 1]
    client.force_login(eva.user)
    assert "Öppen handel" not in client.get("/norr/prioritering", {"period": PERIOD}).content.decode()
