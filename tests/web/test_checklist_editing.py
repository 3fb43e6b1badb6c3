"""The municipality puts its own checklists together on the screen."""

import pytest

from samsyn.ground.permissions import NotAllowed
from samsyn.method.observations.checklists.actions import MOST_ROWS, ChecklistRefused, save_checklist
from samsyn.method.observations.models import Checklist

HOME = "/norr/organisation/checklistor"


def codes(checklist):
    return [row.category.code for row in checklist.rows.select_related("category").order_by("position")]


def test_a_list_is_put_together_and_shown_to_who_answers(client, bo, anna, categories):
    client.force_login(bo.user)
    sent = {"name_sv": "Simhallen", "name_en": "Swimming hall", "active": "on",
            "categories": [categories["E1"].pk, categories["G1"].pk]}  # fmt: skip
    assert client.post(f"{HOME}/ny", sent).status_code == 302
    assert "Simhallen" in client.get(HOME).content.decode()
    made = Checklist.objects.get(name_sv="Simhallen")
    client.force_login(anna.user)
    page = client.get(f"/norr/veckochecklista?lista={made.code}&omrade=A").content.decode()
    assert page.count('<fieldset class="check-row">') == 2


def test_rows_that_stay_keep_their_order_and_new_ones_come_last(bo, categories):
    first, second, third = (categories[code] for code in ("G1", "E1", "A3"))
    made = save_checklist(name_sv="Egen", name_en="Own", categories=[first, second], by=bo)
    save_checklist(checklist=made, name_sv="Egen", name_en="Own", categories=[third, second, first], by=bo)
    assert codes(made) == ["G1", "E1", "A3"]


def test_a_list_that_is_switched_off_is_not_answered_but_stays(client, bo, anna, categories):
    made = save_checklist(name_sv="Egen", name_en="Own", categories=[categories["E1"]], by=bo)
    save_checklist(checklist=made, name_sv="Egen", name_en="Own", categories=[categories["E1"]], active=False, by=bo)
    client.force_login(anna.user)
    assert "Egen" not in client.get("/norr/veckochecklista").content.decode()
    client.force_login(bo.user)
    assert "Egen" in client.get(HOME).content.decode()


@pytest.mark.parametrize(
    ("name", "rows"), [("", 1), ("Egen", 0), ("Egen", MOST_ROWS + 1), ("Fastighetsvärd", 1)]
)
def test_a_list_without_a_name_without_rows_too_long_or_twice_is_refused(bo, categories, name, rows):
    with pytest.raises(ChecklistRefused):
        save_checklist(name_sv=name, name_en="Own", categories=list(categories.values())[:rows], by=bo)


def test_only_who_looks_after_the_settings_changes_the_lists(client, anna, categories, cecilia, bo):
    with pytest.raises(NotAllowed):
        save_checklist(name_sv="Egen", name_en="Own", categories=[categories["E1"]], by=anna)
    made = save_checklist(name_sv="Egen", name_en="Own", categories=[categories["E1"]], by=bo)
    client.force_login(cecilia.user)
    assert client.get(f"/soder/organisation/checklistor/{made.pk}").status_code == 404
