"""The cast is what the other stories believe it is."""

from samsyn.ground.permissions import Permission


def test_the_cast_has_the_roles_the_stories_need(anna, bo, dag, eva, siv, cecilia, norr, soder):
    assert anna.may(Permission.REPORT) and not anna.may(Permission.SEE_ACCEPTED)
    assert bo.may(Permission.MANAGE_PEOPLE, within=norr) and not bo.may(Permission.MANAGE_PEOPLE, within=soder)
    assert dag.is_authority and dag.may(Permission.SEE_ACCEPTED)
    assert not eva.is_authority and eva.may(Permission.REVIEW_OWN)
    assert siv.may(Permission.SEE_PICTURE) and not siv.may(Permission.SEE_ACCEPTED)
    assert cecilia.municipality == soder


def test_observe_places_a_report_in_its_area_and_week(observe, areas, week):
    by_code, by_point = observe(area="B"), observe(lon=17.11, lat=62.41)
    assert by_code.area_id == areas["B"].pk and by_code.state == "accepted" and by_code.iso_week == week.iso
    assert by_point.area_id == areas["A"].pk and by_point.lon == 17.11
