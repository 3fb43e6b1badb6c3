"""The handover: one page with what runs, waits and was decided, for whoever leads, in few questions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.ground.people.actions import add_membership, add_seat
from samsyn.ground.privacy.declarations import declarations
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.web.records.called import CALLED

pytestmark = pytest.mark.django_db
MOST_QUERIES = 34


def test_the_substitute_reads_everything_on_one_page(
    client, town, bo, eva, dag, observe, django_assert_max_num_queries
):
    today = timezone.localdate()
    organisation = town.organisations["police"]
    line = Line(what="Ljus i parken", due_on=today, area=town.areas["A"], organisation=organisation)
    decide_measure(line=line, today=today, by=bo)
    observe(accept=False)
    add_seat(group=town.groups["local"], function="Kommunpolis", organisation=organisation, holder=dag.user,
             substitute=eva.user, by=bo)  # fmt: skip
    add_membership(user=dag.user, organisation=organisation, role=town.roles["reader"],
                   ends_on=today + timedelta(days=30), by=bo)  # fmt: skip
    client.force_login(bo.user)
    client.get("/norr/overlamning")
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get("/norr/overlamning").content.decode()
    for words in ("Ljus i parken", "En rapport att granska", "Kommunpolis", "Eva", "Läsare"):
        assert words in page, words
    assert page.index("Lokala gruppen") and "Dag" in page
    client.force_login(eva.user)
    assert client.get("/norr/overlamning").status_code == 403


def test_much_work_still_stands_on_two_sheets_and_the_rest_is_counted(client, town, bo):
    today = timezone.localdate()
    for days in range(15):
        line = Line(what=f"Sak {days}", due_on=today + timedelta(days=days - 2), area=town.areas["A"],
                    organisation=town.organisations["police"])  # fmt: skip
        decide_measure(line=line, today=today, by=bo)
        outline = Outline(title=f"Problem {days}", area=town.areas["A"], period_first=today)
        open_problem(outline=outline, today=today, by=bo)
    client.force_login(bo.user)
    page = client.get("/norr/overlamning").content.decode()
    assert page.index("Sak 0") < page.index("Sak 11") and "Sak 12" not in page and page.count("försenad") == 2
    assert "3 åtgärder till, med senare dag" in page and "7 problem till" in page


def test_papers_on_data_protection_are_read_by_people(client, bo):
    client.force_login(bo.user)
    page = client.get("/norr/dataskydd/klassa").content.decode()
    assert "Konfidentialitet" in page and "Vem som rapporterade" in page and "K: säker inloggning" in page
    plan = client.get("/norr/dataskydd/informationshanteringsplan").content.decode()
    assert "Loggbokens rader" in plan and "Protokoll när en part lämnar" in plan
    assert {each.model for each in declarations() if each.personal} <= set(CALLED), "say what it is called in Swedish"
