"""Problems on screen: opened in two lines, seen by those they are for, moved on and back with a reason."""

from datetime import date

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.method.problems.models import Problem, ProblemState
from samsyn.method.problems.opening.actions import (
    Outline,
    ProblemOvertaken,
    ProblemRefused,
    Step,
    change_problem,
    move_problem,
    open_problem,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 7)


def opened(town, title="Mörk gångväg", *, by=None, **more):
    outline = Outline(title=title, period_first=date(2025, 4, 7), **({"area": town.areas["A"]} | more))
    return open_problem(outline=outline, today=TODAY, by=by or town.members["bo"])


def moved(problem, state, *, by, reason="", **more):
    step = Step(state=state, reason=reason, **more)
    return move_problem(problem=problem, step=step, today=TODAY, version=problem.version, by=by)


def test_a_problem_is_numbered_somewhere_and_without_persons(town, neighbour, bo, dag):
    first, second = opened(town), opened(town, place=town.places["square"], area=None, categories=["E1"])
    assert (first.number, second.number, second.state) == (1, 2, "identified")
    assert opened(neighbour, by=neighbour.machine).number == 1
    assert [each.state for each in second.history.all()] == ["identified"]
    for wrong in ({"area": None}, {"categories": ["påhittad"]}, {"audience": "group"}, {"title": " "},
                  {"period_last": date(2024, 1, 1)}, {"affected": "Ring 070-174 06 22"}):  # fmt: skip
        with pytest.raises(ProblemRefused):
            opened(town, **({"title": "Mörk gångväg"} | wrong))
    with pytest.raises(NotAllowed):
        opened(town, by=dag)
    assert Event.objects.filter(happening="problem.opened", municipality=town.municipality).count() == 2


def test_the_step_back_and_the_unready_step_need_a_reason_that_is_kept(town, bo, eva, dag):
    problem = opened(town)
    with pytest.raises(ProblemRefused, match="varför"):
        moved(problem, "prioritised", by=bo, not_ready=[("why", "varför det valdes")])
    on = moved(problem, "prioritised", by=bo, reason="Brådskar", not_ready=[("why", "varför det valdes")])
    with pytest.raises(ProblemRefused, match="Dit"):
        moved(on, "planned", by=bo)
    with pytest.raises(ProblemRefused):
        moved(on, "identified", by=bo)
    with pytest.raises(ProblemOvertaken):
        moved(problem, "identified", by=bo, reason="För tidigt")
    back = moved(on, "identified", by=bo, reason="För tidigt")
    closed = moved(back, "closed", by=bo, reason="Det var en tillfällighet")
    assert closed.closed_on == TODAY
    with pytest.raises(ProblemRefused, match="avslutat"):
        change_problem(problem=closed, outline=Outline(title="x", period_first=TODAY, area=town.areas["A"]),
                       version=closed.version, by=bo)  # fmt: skip
    again = moved(closed, "analysed", by=bo, reason="Det är tillbaka")
    assert (again.closed_on, again.version) == (None, 5)
    kept = ProblemState.objects.visible_to(bo).of_problem(problem).in_order().values_list("before", "state", "reason")
    assert [tuple(each) for each in kept][1:3] == [
        ("identified", "prioritised", "Brådskar"), ("prioritised", "identified", "För tidigt")
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        moved(again, "planned", by=eva)


def test_who_sees_a_problem_follows_who_it_is_for_and_who_owns_it(town, bo, dag, eva, cecilia, client):
    audiences = ("parties", "authorities", "coordinator")
    shown = {audience: opened(town, audience, audience=audience) for audience in audiences}
    own = opened(town, "own", audience="group", group=town.groups["local"], owner=town.organisations["housing"])
    titles = {who: set(Problem.objects.visible_to(who).values_list("title", flat=True)) for who in (bo, dag, eva)}
    assert titles[bo] == {*shown, "own"}
    assert titles[dag] == {"parties", "authorities", "own"}
    assert titles[eva] == {"parties", "own"}
    client.force_login(eva.user)
    assert client.get("/norr/problem/1").status_code == 200
    assert client.get("/norr/problem/2").status_code == 404
    assert client.get(f"/norr/problem/{own.number}").status_code == 200
    client.force_login(cecilia.user)
    assert client.get("/norr/problem").status_code == 404


def test_a_private_owner_never_gets_what_is_counted_for_authorities(town, bo, eva, client):
    housing, police = town.organisations["housing"], town.organisations["police"]
    with pytest.raises(ProblemRefused, match="privat part"):
        opened(town, audience="authorities", owner=housing)
    problem = opened(town, owner=housing)
    wider = {"title": "Mörkt", "period_first": date(2025, 4, 7), "area": town.areas["A"], "audience": "authorities"}
    changed = change_problem(problem=problem, outline=Outline(owner=police, **wider), version=1, by=eva)
    assert (changed.title, changed.audience, changed.owner) == ("Mörkt", "parties", housing)
    client.force_login(eva.user)
    page = client.get("/norr/problem/1").content.decode()
    assert 'name="title"' in page
    assert 'name="audience"' not in page and 'name="owner"' not in page
    sent = {"title": "Mörkare", "where": f"area:{town.areas['A'].pk}", "period_first": "2025-04-07", "version": "2",
            "audience": "authorities"}  # fmt: skip
    assert client.post("/norr/problem/1/andra", sent).status_code == 302
    assert Problem.objects.filter(title="Mörkare", audience="parties", owner=housing).exists()
    Problem.objects.update(audience="authorities")
    assert not Problem.objects.visible_to(eva).exists()
    assert client.get("/norr/problem/1/kartlaggning").status_code == 404
