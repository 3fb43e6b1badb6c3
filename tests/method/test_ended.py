"""Nothing is given to a party or a person that has ended, and nothing is hung on a place that became another."""

from datetime import date, time, timedelta

import pytest

from samsyn.ground.people.accounts.actions import end_memberships
from samsyn.ground.people.actions import (
    PeopleRefused,
    add_membership,
    add_seat,
    add_stewardship,
    change_organisation,
)
from samsyn.ground.people.directories.actions import give_by_claim, save_directory
from samsyn.ground.people.models import Seat
from samsyn.ground.people.shifts.actions import add_shift_device, renew_shift_link
from samsyn.ground.places.actions import PlaceRefused, add_place, change_place, merge_places, name_place, rename_place
from samsyn.ground.refusals import Refused
from samsyn.method.dialogues.actions import Time, plan_dialogues
from samsyn.method.followups.actions import fix_comparison
from samsyn.method.measures.actions import Line, MeasureRefused, change_measure, decide_measure
from samsyn.method.measures.handing.actions import hand_over_measures
from samsyn.method.observations.actions import set_reporting_duty
from samsyn.method.problems.actions import take_up
from samsyn.method.problems.opening.actions import Outline, change_problem, hand_over_problems, open_problem
from samsyn.method.publications.actions import save_recipient
from tests.people import NOW

pytestmark = pytest.mark.django_db
TODAY, LAST_DAY = NOW.date(), date(2025, 9, 1)


@pytest.fixture
def ended(town):
    """The housing company, whose last day has passed."""
    party = town.organisations["housing"]
    return lambda: change_organisation(organisation=party, ends_on=LAST_DAY, by=town.machine)


@pytest.fixture
def gone(town, bo):
    """A place of its own, and the act of merging it into the square."""
    place = add_place(name="Torgets hörna", lon=17.11, lat=62.41, on=TODAY, by=town.machine)
    return place, lambda: merge_places(place=place, into=town.places["square"], on=TODAY, by=bo)


def refused(words, verb, **more):
    with pytest.raises(Refused) as said:
        verb(**more)
    assert words in said.value.sentence, said.value.sentence
    return type(said.value)


def line(town, **more):
    about = {"what": "Ljus", "organisation": town.organisations["police"], "due_on": TODAY, "area": town.areas["A"]}
    return Line(**{**about, **more})


def test_an_ended_party_gets_no_measure_also_when_one_is_changed(town, bo, ended):
    party = town.organisations["housing"]
    held = decide_measure(line=line(town, organisation=party), today=TODAY, by=bo)
    other = decide_measure(line=line(town), today=TODAY, by=bo)
    ended()
    party.refresh_from_db()
    words = "Parten är avslutad"
    for measure in (held, other):           # … to it, and for it where it came to its end afterwards
        change = {"measure": measure, "line": line(town, organisation=party), "version": measure.version, "by": bo}
        assert refused(words, change_measure, **change) is MeasureRefused
    refused(words, decide_measure, line=line(town, organisation=party), today=TODAY, by=bo)
    kept = change_measure(measure=held, line=line(town), version=held.version, by=bo)
    assert kept.organisation.name == "Polisen i Norr"


def test_an_ended_party_gets_nothing_else_either(town, bo, ended):
    party, police = town.organisations["housing"], town.organisations["police"]
    outline = Outline(title="Källargångar", area=town.areas["A"], period_first=date(2025, 1, 6), owner=party)
    problem = open_problem(outline=outline, today=TODAY, by=bo)
    moved = open_problem(outline=Outline(**{**vars(outline), "title": "Gångar", "owner": police}), today=TODAY, by=bo)
    device = add_shift_device(organisation=party, name="Rondtelefonen", now=NOW, by=town.machine)[0]
    seat = add_seat(group=town.groups["local"], function="Förvaltare", organisation=party, by=town.machine)
    ended()
    party.refresh_from_db()
    by = {"by": town.machine}
    words = "Parten är avslutad"
    refused(words, open_problem, outline=outline, today=TODAY, by=bo)
    refused(words, change_problem, problem=moved, outline=outline, version=moved.version, by=bo)
    anna, reporter = town.members["anna"].user, town.roles["reporter"]
    refused(words, add_membership, user=anna, organisation=party, role=reporter, **by)
    refused(words, add_seat, group=town.groups["local"], function="Vaktmästare", organisation=party, **by)
    refused(words, add_stewardship, organisation=party, place=town.places["square"], **by)
    refused(words, add_shift_device, organisation=party, name="Ny", now=NOW, **by)
    device.organisation.refresh_from_db()
    refused(words, renew_shift_link, device=device, now=NOW, **by)
    refused(words, set_reporting_duty, organisation=party, unit=None, area=town.areas["B"], starts_on=TODAY, **by)
    refused(words, save_recipient, function="Förvaltare", email="post@hyreshus.example", audience="parties",
            organisation=party, by=bo)
    measure = decide_measure(line=line(town), today=TODAY, by=bo)
    refused(words, hand_over_measures, measures=[measure], to=party, **by)
    refused(words, hand_over_problems, problems=[moved], to=party, **by)
    directory = save_directory(
        directory=None, code="norr", name="Norrs kommun", kind="oidc", is_on=True, client_id="samsyn",
        issuer="https://login.norr.example", domains=["norr.example"], **by,
    )  # fmt: skip
    refused(words, give_by_claim, directory=directory, value="G1", organisation=party, role=reporter, **by)
    # What it already has can still be looked after.
    assert change_problem(problem=problem, outline=outline, version=problem.version, by=bo).owner == party
    assert add_seat(group=seat.group, function=seat.function, organisation=party, **by).organisation == party


def test_a_person_without_a_role_left_gets_no_seat_but_keeps_the_one_held(town, bo):
    eva, group = town.members["eva"].user, town.groups["local"]
    add_seat(group=group, function="Förvaltare", holder=eva, by=town.machine)
    end_memberships(user=eva, on=LAST_DAY, by=bo)
    with pytest.raises(PeopleRefused, match="ingen roll"):
        add_seat(group=group, function="Vaktmästare", substitute=eva, by=town.machine)
    again = add_seat(group=group, function="Förvaltare", holder=eva, by=town.machine)
    assert again.holder == eva and Seat.objects.filter(holder=eva).count() == 1


def test_nothing_is_hung_on_a_place_that_became_another(town, bo, gone):
    place, merge = gone
    held = decide_measure(line=line(town, place=place), today=TODAY, by=bo)
    other = decide_measure(line=line(town, area=town.areas["C"]), today=TODAY, by=bo)
    outline = Outline(title="Hörnan", place=place, period_first=date(2025, 1, 6))
    problem = open_problem(outline=outline, today=TODAY, by=bo)
    merge()
    place.refresh_from_db()
    words = "Torgets hörna är ihopslagen med Stora torget. Välj Stora torget i stället."
    on, by = {"place": place}, {"by": bo}
    refused(words, decide_measure, line=line(town, **on), today=TODAY, **by)
    refused(words, change_measure, measure=other, line=line(town, **on), version=other.version, **by)
    refused(words, open_problem, outline=outline, today=TODAY, **by)
    refused(words, take_up, period="2025-t3", today=TODAY, **on, **by)
    refused(words, fix_comparison, measure=other, today=TODAY, **on, **by)
    refused(words, add_stewardship, organisation=town.organisations["school"], by=town.machine, **on)
    times = [Time(held_on=TODAY + timedelta(days=3), begins_at=time(18), where="Torget")]
    refused(words, plan_dialogues, kind="walk", area=town.areas["A"], title="Runt torget", times=times, places=[place],
            **by)
    assert refused(words, rename_place, name="Hörnet", on=TODAY, **on, **by) is PlaceRefused
    refused(words, change_place, on=TODAY, address="Torget 1", place=place, **by)
    refused(words, name_place, aliases=["Hörnet"], **on, **by)
    # What was said of the place before it became another can still be changed.
    assert change_measure(measure=held, line=line(town, **on), version=held.version, **by).place == place
    assert change_problem(problem=problem, outline=outline, version=problem.version, **by).place == place
