"""Who has read and taken out what: one line a request, never the words searched for, never who reported."""

import copy
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.template import engines
from django.urls import get_resolver
from django.utils import timezone
from django.views.decorators.http import require_POST

from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import change_settings
from samsyn.ground.people.feeds.actions import make_calendar_key
from samsyn.ground.privacy.models import DisposalRule
from samsyn.jobs.disposal.actions import dispose
from samsyn.method.measures.actions import Line, decide_measure
from samsyn.method.pictures.actions import compile_picture
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.web import noting
from samsyn.web.noted import NOTED, ROWS, is_left_out
from samsyn.web.noting import NOT_A_THING
from samsyn.web.redrawn import PAGES, PARTS, WITHOUT_ROWS
from tests import people
from tests.matrix.walking import views

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["brakes"].clear()


def told(**chosen):
    return [(one.what, one.kind, one.about, one.choice, one.rows) for one in Lookup.objects.filter(**chosen)]


def test_a_list_a_file_and_a_document_become_one_line_each(client, town, observe, bo):
    observe(audience="authorities"), observe()
    client.force_login(bo.user)
    client.get("/norr/karta?period=allt&q=Anna+Andersson&area=A")
    choice = {"period": "allt", "q": "…", "area": "A"}
    assert told() == [("map:show", "read", "", choice, 0)]
    assert Lookup.objects.get().by == str(bo.user.pk)
    Lookup.objects.all().delete()
    assert client.get("/norr/karta/export.csv?period=allt").status_code == 200
    assert told() == [("map:export", "file", "csv", {"period": "allt"}, 2)]
    before = Event.objects.count()
    client.get("/norr/granska")
    assert told(what="review:show") == [("review:show", "read", "", {}, 0)] and Event.objects.count() == before


def test_what_is_written_is_never_kept_and_what_is_long_is_cut(client, observe, bo):
    client.force_login(bo.user)
    client.get("/norr/karta", {"q": "Karlsson", "area": "Anna Karlsson", "sok": "x", "kort": "811218-9876",
                               "a" * 90: "1", "vecka": "2025-v40", **{f"n{n}": "1" for n in range(20)}})  # fmt: skip
    found = Lookup.objects.get().choice
    assert "811218" not in str(found) and "Karlsson" not in str(found) and found["vecka"] == "2025-v40"
    assert found == {"q": "…", "area": "…", "sok": "…", "…": "…", "vecka": "2025-v40"}
    Lookup.objects.all().delete()
    asked = "Anna.Andersson.850101=1&place_type=Storgatan.4A&who=karlsson&area=A&area=B&kind=x&state=accepted"
    client.get(f"/norr/karta?{asked}")
    chosen = {"…": "…", "place_type": "…", "who": "…", "area": "A, B", "kind": "…", "state": "accepted"}
    assert Lookup.objects.get().choice == chosen


def test_days_that_nobody_means_are_left_out(client, bo):
    client.force_login(bo.user)
    for asked in ("last=0001-01-01", "first=9999-12-31&last=9999-12-31", "last=1900-01-01", "first=x"):
        assert client.get(f"/norr/lasningar?{asked}").status_code == 200, asked


def test_what_is_for_all_and_what_is_ones_own_leaves_no_line(client, town, observe, anna, bo, dag):
    own = observe(text="Skräp", accept=False)
    client.force_login(anna.user)
    for address in ("", "mina", f"rapporter/{own.pk}", "utgavor/", "brev"):
        assert client.get(f"/norr/{address}").status_code == 200
    assert told() == []
    shared, narrow = observe(), observe(audience="authorities")
    client.force_login(dag.user)
    client.get(f"/norr/rapporter/{shared.pk}")
    assert told() == []
    client.get(f"/norr/rapporter/{narrow.pk}")
    assert told() == [("observation:show", "read", str(narrow.pk), {}, 1)]
    client.get(f"/norr/rapporter/{own.pk}")                                 # not his to see: nothing was read
    client.post("/norr/rapporter/godkann-alla")
    assert Lookup.objects.count() == 1


def test_the_tiles_of_a_map_are_one_line_an_hour_for_each_choice(client, observe, bo):
    observe(lon=17.11, lat=62.41)
    client.force_login(bo.user)
    for address in ("7/69/35", "7/70/35", "8/140/70"):
        assert client.get(f"/norr/karta/plattor/{address}.mvt?period=allt").status_code == 200
    assert told() == [("map:tile", "read", "", {"period": "allt"}, 1)]        # all of the choice, once
    client.get("/norr/karta/plattor/7/69/35.mvt?period=12v")
    assert Lookup.objects.count() == 2


def test_a_calendar_is_noted_without_its_secret(client, bo):
    key = make_calendar_key(now=timezone.now(), by=bo)
    assert client.get(f"/norr/kalender/{key}.ics").status_code == 200
    assert told() == [("measures:feed", "feed", "", {}, 0)]


def test_a_file_that_cannot_be_noted_is_not_handed_out_but_a_page_is(client, observe, bo, monkeypatch, caplog):
    observe()

    def broken(*_args, **_named):
        raise DatabaseError("read only")

    monkeypatch.setattr(noting, "note_lookup", broken)
    client.force_login(bo.user)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/norr/karta/export.csv")
        page = client.get("/norr/karta")
    assert answer.status_code == 503 and "lämnas inget ut" in answer.content.decode()
    assert page.status_code == 200 and "could not be noted" in caplog.text


def test_one_insert_and_no_question_more(client, observe, bo, django_assert_num_queries):
    observe(audience="authorities"), observe(audience="authorities")
    client.force_login(bo.user)
    client.get("/norr/karta")
    with django_assert_num_queries(10) as asked:
        client.get("/norr/karta")
    assert [one["sql"][:6] for one in asked.captured_queries].count("INSERT") == 1


def test_the_screen_is_chosen_from_taken_as_a_file_and_tells_of_itself(client, town, neighbour, observe, bo, dag):
    people.join(town, "Adam", role="administrator", organisation="town")
    narrow = observe(audience="authorities")
    client.force_login(dag.user)
    client.get(f"/norr/rapporter/{narrow.pk}")
    client.get("/norr/karta/export.csv")
    client.force_login(bo.user)
    client.get("/norr/karta")
    client.force_login(town.members["adam"].user)
    page = client.get("/norr/lasningar").content.decode()
    assert "En rapport" in page and str(narrow.pk) in page and "uttaget som fil" in page and "Kartan och listan" in page
    page = client.get("/norr/lasningar", {"who": str(dag.user.pk), "kind": "file"}).content.decode()
    assert page.count("<tr>") == 2 and "<td data-label=\"Vem\">Dag" in page
    assert "Inget är läst" in client.get("/norr/lasningar?last=2020-01-01").content.decode()
    assert client.get("/norr/lasningar?first=nonsens&who=x&kind=%27--").status_code == 200
    answer = client.get("/norr/lasningar/fil.csv?kind=file")
    assert answer.status_code == 200 and Lookup.objects.filter(what="logbook:lookups_file", kind="file").count() == 1
    assert client.get("/norr/lasningar/fil.xlsx").status_code == 200
    assert client.get("/norr/lasningar/fil.exe").status_code == 404
    client.force_login(dag.user)
    assert client.get("/norr/lasningar").status_code == client.get("/norr/lasningar/fil.csv").status_code == 403
    client.force_login(neighbour.members["cecilia"].user)
    assert "Dag" not in client.get("/soder/lasningar").content.decode()
    assert client.get("/norr/lasningar").status_code == 404


def test_old_lines_go_by_decision_alone(client, town, observe, bo, machine, now):
    client.force_login(bo.user)
    client.get("/norr/karta")
    Lookup.objects.update(created_at=now - timedelta(days=800))
    client.get("/norr/granska")
    rule = DisposalRule.objects.create(
        municipality=town.municipality, kind="lasningar", months=24, reference="KS 1", decided_by="KS",
        decided_on=now.date(), active=True,
    )  # fmt: skip
    done = dispose(rule=rule, now=now, by=machine)
    assert done.rows == {"Lookup": 1} and told() == [("review:show", "read", "", {}, 0)]


# Every noted page and file about more than one thing.
LISTS = (
    "", "aterkoppling", "veckochecklista/svar", "granska", "sok.json?q=torget", "karta", "karta/laget.json",
    "karta/punkter.geojson", "karta/kort?at=17.1,62.4", "monster?period=allt", "lagesbild/", "lagesbild/tertial",
    "lagesbild/ar", "lagesbild/kvartal", "lagesbild/manader", "lagesbild/2025-v40/bedomning", "sammanfoga/2025-v40",
    "atgarder/", "atgarder/tavla", "atgarder/kalender", "atgarder/karta", "atgarder/tidslinje", "atgarder/fil.csv",
    "bibliotek", "mote/", "prioritering", "problem", "faser", "utgavor/", "utgavor/ny?papper=weekly&vecka=2025-v40",
    "sandlista/", "planer/", "lagkollen", "lagkollen/enkat", "lagkollen/enkat/fil.xlsx", "sjalvskattning",
    "sjalvskattning/fil.xlsx", "samverkan", "utlamnande", "arkiv", "egna-uppgifter", "overlamning", "dialoger",
    "dialoger/vandring", "foreteelser", "logbok", "lasningar", "metodstod",
    "organisation/anvandare", "arbetet/fil.csv",
)  # fmt: skip


def test_every_list_and_file_tells_how_many_rows_it_showed(client, town, observe, bo, settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path
    observe(lon=17.1, lat=62.4), observe(audience="authorities", accept=False)
    about = {"due_on": people.NOW.date(), "area": town.areas["A"], "organisation": town.organisations["police"]}
    for what in ("Ljus i parken", "Rond kl 23"):
        decide_measure(line=Line(what=what, **about), today=people.NOW.date(), by=bo)
    compile_picture(municipality=town.municipality, week=people.WEEK, now=people.NOW, by=town.machine)
    change_settings(by=town.machine, own_pictures=True, phenomena=True)
    people.join(town, "Adam", role="administrator", organisation="town")
    opened, closed = set(), LISTS
    for who in (bo, town.members["adam"]):                              # each page once, as somebody who may open it
        client.force_login(who.user)
        answers = {address: client.get(f"/norr/{address}") for address in closed}
        opened |= {each.resolver_match.view_name for each in answers.values() if each.status_code == 200}
        closed = [address for address, each in answers.items() if each.status_code == 403]
    assert [(line.what, line.about) for line in Lookup.objects.filter(rows=None)] == []
    wanted = {name for _address, name, view in views(get_resolver().url_patterns) if name in NOTED}
    assert set(ROWS) <= wanted and set(ROWS) - opened <= {"data:run", "organisation:group"}
    rows = {line.what: line.rows for line in Lookup.objects.order_by("created_at")}
    assert rows["measures:board"] == rows["measures:map"] == rows["measures:file"] == 2 and rows["review:show"] == 1
    assert rows["picture:index"] == 1 and rows["handover:show"] >= 3 and rows["logbook:show"] > 3


def test_what_is_about_one_thing_counts_as_one(client, observe, bo, town):
    narrow = observe(audience="authorities")
    client.force_login(bo.user)
    client.get(f"/norr/rapporter/{narrow.pk}/vagen")
    client.get("/norr/omrade/A/"), client.get("/norr/omrade/A/profil.pdf")
    assert {one[4] for one in told()} == {1} and len(told()) == 3


def names_a_thing(address):
    return any(part not in NOT_A_THING for part in re.findall(r"<(?:\w+:)?(\w+)>", address))


def test_a_list_that_nobody_counts_is_seen():
    """Whoever adds a noted list says in ROWS where its rows stand, or counts them in the view and opens it above."""
    counted_in_the_view = {
        "review:show", "start:search", "map:show", "map:export", "map:now_shown", "map:card", "map:points", "map:tile",
        "measures:index", "measures:file", "measures:calendar", "measures:feed", "problem:index", "panel:file",
        "duties:survey_file", "duties:check_file", "logbook:lookups", "logbook:lookups_file",
    }  # fmt: skip
    found = {name: address for address, name, _view in views(get_resolver().url_patterns) if name in NOTED}
    lists = {name for name, address in found.items() if not names_a_thing(address)}
    assert lists - set(ROWS) - counted_in_the_view == {"own_picture:index"}         # … which only leads on


def test_a_print_from_the_browser_is_noted_where_the_reading_was(client, town, observe, bo, anna):
    observe(audience="authorities"), observe(audience="authorities")
    client.force_login(bo.user)

    def printed(page):
        return client.post("/norr/lasningar/utskrift", {"sida": page}).status_code

    page = client.get("/norr/karta?period=allt&area=A&q=Anna")
    assert 'data-prints="/norr/lasningar/utskrift"' in page.content.decode()
    assert 'data-prints' not in client.get("/norr/rapportera").content.decode()
    Lookup.objects.update(rows=2)
    assert printed("/norr/karta?period=allt&area=A&q=Anna") == printed("/norr/karta?period=4v") == 204
    choice = {"period": "allt", "area": "A", "q": "…"}
    assert told(kind="print") == [
        ("map:show", "print", "", choice, 2), ("map:show", "print", "", {"period": "4v"}, None),
    ]
    # Not what was never read, what is no page of the town, a file, or what leaves no line when it is read.
    before = Lookup.objects.count()
    for page, said in (("/norr/overlamning", 204), ("/norr/karta/export.csv", 204), ("/soder/karta", 204),
                       ("/inget/alls/här", 404), ("", 404), ("//norr", 404), ("http://[", 404)):
        assert printed(page) == said, page
    client.force_login(anna.user)
    client.get("/norr/"), printed("/norr/")
    assert Lookup.objects.count() == before and client.get("/norr/lasningar/utskrift").status_code == 405
    client.logout()
    assert printed("/norr/karta") == 302


def answers_get(view):
    """Say whether a view may answer somebody who reads: it is not for sending alone."""
    while view is not None:
        if view.__code__.co_filename.endswith("decorators/http.py"):
            methods = [cell.cell_contents for cell in view.__closure__ or () if isinstance(cell.cell_contents, list)]
            if ["POST"] in methods:
                return False
        view = getattr(view, "__wrapped__", None)
    return True


def undecided(found):
    """Return the screens that may be read and are neither noted nor left out with a reason."""
    return sorted({
        name for address, name, view in found
        if address.startswith("<slug:slug>/") and "/api/" not in address and answers_get(view)
        and getattr(view, "guarded_as", "") != "open" and name not in NOTED and not is_left_out(name)
    })  # fmt: skip


def test_every_screen_is_noted_or_left_out_with_a_reason():
    assert undecided(views(get_resolver().url_patterns)) == []


def test_a_screen_nobody_decided_on_is_seen():
    def view(request): ...

    assert undecided([("<slug:slug>/hemligt", "secret:show", view)]) == ["secret:show"]
    assert undecided([("<slug:slug>/hemligt", "secret:do", require_POST(view))]) == []


def test_a_page_that_is_drawn_again_is_noted_however_it_was_asked_for(client, town, observe, bo):
    waiting, today = observe(accept=False), people.NOW.date()
    outline = Outline(title="Buskörning i centrum", area=town.areas["A"], period_first=today)
    problem = open_problem(outline=outline, today=today, by=bo)
    client.force_login(bo.user)
    answer = client.post(f"/norr/problem/{problem.number}/andra", {"title": ""})
    assert answer.status_code == 422 and problem.title in answer.content.decode()
    assert told() == [("problem:show", "read", str(problem.number), {}, 1)]
    answer = client.post(f"/norr/problem/{problem.number}/andra", {"title": "", "what": "Karlsson"})
    assert Lookup.objects.count() == 2
    # What only leads on, and what is not there, shows nothing.
    client.post("/norr/problem/999/andra", {"title": ""}), client.post("/norr/rapporter/godkann-alla")
    assert Lookup.objects.count() == 2
    for _again in range(2):                                                 # a part: an hour's line
        card = client.post(f"/norr/granska/{waiting.pk}/fraga", {}, headers={"X-Samsyn-Part": "card"})
        assert card.status_code == 409 and told(what="review:show") == [("review:show", "read", str(waiting.pk), {}, 1)]


def test_every_template_that_may_be_drawn_again_is_decided_on():
    web = Path(noting.__file__).parent
    written = "\n".join(path.read_text(encoding="utf-8") for path in web.rglob("*.py"))
    drawn = set(re.findall(r'render\(\s*request, "(\w+/\w+)\.html"[^\n]*status=', written))
    decided = {name.removesuffix(".html") for name in (*PAGES, *PARTS)}
    assert {name for name in drawn - decided if not {name, name.split("/")[0]} & WITHOUT_ROWS} == set()
    assert {*PAGES.values(), *PARTS.values()} <= set(NOTED)
    assert [name for name in decided if not (web / f"{name}.html").is_file()] == []


def test_a_page_is_printed_once_a_minute_and_within_the_session(client, observe, bo, settings):
    observe(audience="authorities")
    client.force_login(bo.user)
    sent = {"sida": "/norr/karta?period=allt"}
    client.post("/norr/lasningar/utskrift", sent)                           # not read yet: no line, and no brake
    client.get("/norr/karta?period=allt")
    for _again in range(20):
        assert client.post("/norr/lasningar/utskrift", sent).status_code == 204
    assert len(told(kind="print")) == 1
    client.post("/norr/lasningar/utskrift", {"sida": "/norr/karta?period=4v"})
    assert len(told(kind="print")) == 2
    caches["brakes"].clear()
    Lookup.objects.filter(kind="read").update(created_at=timezone.now() - timedelta(hours=13))
    client.post("/norr/lasningar/utskrift", sent)
    assert len(told(kind="print")) == 2
    settings.SESSION_COOKIE_AGE = 14 * 3600
    client.post("/norr/lasningar/utskrift", sent)
    assert len(told(kind="print")) == 3


def test_a_template_that_remembers_can_be_copied():
    template = engines.all()[0].get_template("errors/refused.html")
    assert copy.copy(template).template.name == "errors/refused.html" == copy.deepcopy(template).template.name
