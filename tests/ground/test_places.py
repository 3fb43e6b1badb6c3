"""Places and areas: names, history, points on edges, and the walls between municipalities."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from samsyn.ground.audit.actions import seal_until
from samsyn.ground.audit.checking import broken_seals
from samsyn.ground.audit.models import Event
from samsyn.ground.calendar.actions import CalendarRefused, add_year_events, remove_year_event
from samsyn.ground.calendar.models import YearEvent
from samsyn.ground.places.actions import (
    PlaceRefused,
    add_area_set,
    add_place,
    change_area_set,
    change_place,
    merge_places,
    name_place,
    rename_area,
    rename_place,
)
from samsyn.ground.places.locate import area_at, working_set
from samsyn.ground.places.models import AreaSet, Place, PlaceType
from tests.people import NOW, STEP, WEST, square

TODAY = NOW.date()


def test_a_point_on_an_edge_belongs_to_the_lowest_code(norr, areas):
    edge = WEST + STEP
    assert area_at(norr, lon=edge, lat=62.41, on=TODAY) == areas["A"].pk
    assert area_at(norr, lon=edge + 1e-6, lat=62.41, on=TODAY) == areas["B"].pk
    assert area_at(norr, lon=WEST - 1, lat=62.41, on=TODAY) is None


def test_the_latest_working_set_of_the_day_is_counted_in(norr, machine):
    add_area_set(name="Nya", valid_from=date(2025, 9, 1), working=True, by=machine,
                 areas=[{"code": "N1", "name": "Norra", "polygon": square(0)}])  # fmt: skip
    assert working_set(norr, on=date(2025, 8, 31)).name == "Stadsdelar"
    assert working_set(norr, on=date(2025, 9, 1)).name == "Nya"


def test_a_renamed_place_is_found_by_both_names(norr, town, machine):
    place = town.places["square"]
    rename_place(place=place, name="Nya torget", on=TODAY, by=machine)
    assert [p.name for p in Place.objects.filter(municipality=norr).called("stora torget")] == ["Nya torget"]
    assert place.aliases.get(name="Stora torget").former_since == TODAY
    rename_place(place=place, name="Stora torget", on=TODAY, by=machine)
    assert set(place.aliases.values_list("name", flat=True)) == {"Torget", "Nya torget"}


def test_the_same_name_again_changes_nothing(town, machine):
    rename_place(place=town.places["square"], name="Stora torget", on=TODAY, by=machine)
    assert not town.places["square"].aliases.filter(former_since__isnull=False).exists()


def test_former_names_stay_when_the_others_are_set(town, machine):
    place = town.places["square"]
    rename_place(place=place, name="Nya torget", on=TODAY, by=machine)
    name_place(place=place, aliases=["Pressbyråhörnan", " "], by=machine)
    assert set(place.aliases.values_list("name", flat=True)) == {"Stora torget", "Pressbyråhörnan"}


def test_a_merged_place_gives_its_names_away_once(town, machine):
    other = add_place(name="Torgets hörna", aliases=["Hörnan"], on=TODAY, by=machine)
    merge_places(place=other, into=town.places["square"], on=TODAY, by=machine)
    assert town.places["square"].aliases.filter(name__in=["Hörnan", "Torgets hörna"]).count() == 2
    for place, into in ((other, town.places["square"]), (town.places["square"], other)):
        with pytest.raises(PlaceRefused):
            merge_places(place=place, into=into, on=TODAY, by=machine)


def test_a_moved_place_gets_the_area_of_its_point(town, areas, machine):
    change_place(place=town.places["square"], lon=17.11, lat=62.41, on=TODAY, by=machine)
    assert Place.objects.get(pk=town.places["square"].pk).area_id == areas["A"].pk
    with pytest.raises(PlaceRefused, match="utanför Norr"):
        change_place(place=town.places["square"], lon=11.0, lat=57.0, on=TODAY, by=machine)


def test_a_kind_that_is_never_stored_is_refused(norr, machine):
    worship = PlaceType.objects.filter(municipality=norr, never_stored=True).first()
    with pytest.raises(PlaceRefused, match="lagras inte"):
        add_place(name="Kapellet", place_type=worship, on=TODAY, by=machine)
    assert worship not in PlaceType.objects.filter(municipality=norr).for_new_places()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda mine, theirs, by: rename_place(place=theirs.places["x"], name="x", on=TODAY, by=by),
        lambda mine, theirs, by: change_place(place=theirs.places["x"], address="x", on=TODAY, by=by),
        lambda mine, theirs, by: name_place(place=theirs.places["x"], aliases=["x"], by=by),
        lambda mine, theirs, by: merge_places(place=theirs.places["x"], into=mine.places["square"], on=TODAY, by=by),
        lambda mine, theirs, by: merge_places(place=mine.places["square"], into=theirs.places["x"], on=TODAY, by=by),
        lambda mine, theirs, by: add_place(name="x", area=theirs.areas["A"], on=TODAY, by=by),
        lambda mine, theirs, by: change_place(place=mine.places["square"], area=theirs.areas["A"], on=TODAY, by=by),
        lambda mine, theirs, by: rename_area(area=theirs.areas["A"], name="x", by=by),
        lambda mine, theirs, by: change_area_set(area_set=theirs.areas["A"].area_set, name="x", by=by),
    ],
)
def test_places_and_areas_of_another_municipality_are_out_of_reach(town, neighbour, bo, attempt):
    neighbour.places["x"] = add_place(name="Söders torg", on=TODAY, by=neighbour.machine)
    with pytest.raises(PermissionDenied):
        attempt(town, neighbour, bo)


def test_a_set_cannot_end_before_it_begins(areas, machine):
    with pytest.raises(PlaceRefused, match="Byt plats"):
        change_area_set(area_set=areas["A"].area_set, valid_to=date(2000, 1, 1), by=machine)
    assert AreaSet.objects.get(pk=areas["A"].area_set_id).valid_to is None


def test_dates_of_another_municipality_stay(town, neighbour, bo):
    row = {"kind": "pause", "name_sv": "Sommar", "first_on": TODAY, "last_on": TODAY}
    add_year_events(rows=[row], by=neighbour.machine)
    theirs = YearEvent.objects.get(municipality=neighbour.municipality)
    with pytest.raises(PermissionDenied):
        remove_year_event(event=theirs, by=bo)
    with pytest.raises(PermissionDenied):
        add_year_events(rows=[{**row, "area": neighbour.areas["A"]}], by=bo)
    with pytest.raises(CalendarRefused):
        add_year_events(rows=[{**row, "last_on": date(2000, 1, 1)}], by=bo)


def test_a_changed_line_of_the_logbook_breaks_its_seal(norr, town):
    today = Event.objects.filter(municipality=norr).latest("created_at").created_at.astimezone(norr.zone).date()
    assert seal_until(municipality=norr, day=today) >= 1 and broken_seals(municipality=norr) == []
    Event.objects.filter(municipality=norr, happening="place.added").update(by="någon annan")
    assert broken_seals(municipality=norr) == [today]


def test_the_logbook_is_read_by_those_who_may_and_only_at_home(bo, dag, cecilia):
    assert Event.objects.visible_to(bo).exists() and not Event.objects.visible_to(dag).exists()
    norrs = set(Event.objects.visible_to(bo).values_list("pk", flat=True))
    assert not norrs & set(Event.objects.visible_to(cecilia).values_list("pk", flat=True))
