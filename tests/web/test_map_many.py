"""What is done to many reports at once, and what can be taken back."""

from uuid import uuid4

import pytest

from samsyn.ground.audit.models import Event
from samsyn.method.observations.actions import change_observations, undo_changes
from samsyn.method.observations.models import Observation, ObservationVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def do(client):
    """do(member, action, rows, **fields) presses a button below the list."""

    def post(member, action, rows, **fields):
        client.force_login(member.user)
        data = {"action": action, "id": [str(row.pk) for row in rows], "choice": "period=allt", **fields}
        return client.post("/norr/karta/andra", data)

    return post


def test_accepting_is_asked_about_first_and_named(do, bo, observe):
    rows = [observe(accept=False), observe(accept=False)]
    asked = do(bo, "accept", rows)
    assert "Godkänn 2 rapporter?" in asked.content.decode()
    assert set(Observation.objects.values_list("state", flat=True)) == {"new"}
    do(bo, "accept", rows, confirmed="on")
    assert set(Observation.objects.values_list("state", flat=True)) == {"accepted"}


def test_everything_in_the_choice_can_be_accepted_at_once(do, bo, observe):
    for _n in range(3):
        observe(accept=False)
    assert "Godkänn 3 rapporter?" in do(bo, "accept", [], everything="on").content.decode()
    assert "redan granskade" in do(bo, "accept", [observe()]).client.get("/norr/karta").content.decode()


def test_a_changed_category_can_be_undone(do, bo, observe, client):
    rows = [observe(category="E1"), observe(category="E1")]
    batch = do(bo, "category", rows, category="G1").url.split("changed=")[1].split("_")[0]
    assert {row.category.code for row in Observation.objects.all()} == {"G1"}
    assert ObservationVersion.objects.count() == 2
    client.post("/norr/karta/angra", {"batch": batch, "choice": ""})
    assert {row.category.code for row in Observation.objects.all()} == {"E1"}
    assert ObservationVersion.objects.count() == 0
    assert {row.version for row in Observation.objects.all()} == {1}


def test_audience_and_place_are_changed_together(do, bo, observe, town):
    row = observe()
    do(bo, "audience", [row], audience="authorities")
    do(bo, "place", [row], place="torget")
    row.refresh_from_db()
    assert row.audience == "authorities" and row.place == town.places["square"]


def test_an_unknown_place_is_said_and_nothing_changes(do, bo, observe):
    row = observe()
    do(bo, "place", [row], place="Månen")
    row.refresh_from_db()
    assert row.place is None and row.version == 1


def test_the_same_thing_seen_by_many_counts_once(do, bo, observe):
    first, second = observe(hour=8), observe(hour=9)
    assert "vilken rapport ska räknas" in do(bo, "same", [first, second]).content.decode()
    do(bo, "same", [first, second], keep=str(first.pk))
    second.refresh_from_db()
    assert second.same_as == first and Observation.objects.filter(same_as=None).count() == 1
    assert do(bo, "same", [first]).status_code == 302


def test_a_reviewer_changes_only_reports_of_the_own_organisation(do, eva, dag, observe, town):
    own = observe(by=eva, category="E1")
    other = observe(category="E1")
    do(eva, "category", [own, other], category="G1")
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.category.code, other.category.code) == ("G1", "E1")
    assert do(dag, "category", [own], category="E1").status_code == 403


def test_nothing_of_another_municipality_can_be_changed(do, cecilia, observe, client):
    row = observe(category="E1")
    client.force_login(cecilia.user)
    data = {"action": "category", "id": str(row.pk), "category": "G1", "choice": ""}
    assert client.post("/soder/karta/andra", data).status_code == 302
    assert client.post("/norr/karta/andra", data).status_code == 404
    row.refresh_from_db()
    assert row.category.code == "E1"


@pytest.mark.parametrize("action", ["category", "audience", "place", "nonsense"])
def test_a_button_without_its_choice_changes_nothing(do, bo, observe, action):
    row = observe()
    assert do(bo, action, [row]).status_code == 302
    assert do(bo, action, []).status_code == 302
    row.refresh_from_db()
    assert row.version == 1


def test_a_category_of_area_level_takes_the_point_away_and_undo_gives_it_back(bo, observe, categories):
    coarse = next(one for one in categories.values() if one.area_level)
    row, batch = observe(lon=17.105, lat=62.405), uuid4()
    change_observations(observations=[row], by=bo, batch=batch, category=coarse)
    row.refresh_from_db()
    assert (row.lon, row.precision) == (None, "area")
    assert undo_changes(batch=batch, by=bo) == 1
    row.refresh_from_db()
    assert (row.lon, row.precision, row.version) == (17.105, "exact", 1)


def test_what_has_changed_again_since_is_not_undone(bo, observe):
    row, batch = observe(), uuid4()
    change_observations(observations=[row], by=bo, batch=batch, audience="own")
    change_observations(observations=[row], by=bo, audience="authorities")
    assert undo_changes(batch=batch, by=bo) == 0
    row.refresh_from_db()
    assert row.audience == "authorities"


def test_nobody_undoes_what_somebody_else_did(bo, eva, observe):
    row, batch = observe(by=eva), uuid4()
    change_observations(observations=[row], by=bo, batch=batch, audience="own")
    assert undo_changes(batch=batch, by=eva) == 0


def test_the_logbook_tells_of_every_change(do, bo, observe):
    do(bo, "audience", [observe()], audience="own")
    line = Event.objects.filter(happening="observations.changed").get()
    assert line.changed == {"rows": 1, "fields": ["audience"]}
