"""Patterns on screen: who sees what, what is said, kept, put in the picture, and how much may be asked."""

import json
from datetime import timedelta

import numpy as np
import pytest
from django.core.cache import cache

from samsyn.documents.weekly import weekly_document, weekly_html, weekly_pdf
from samsyn.ground.people.models import SavedView
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.method.pictures.models import PictureFinding
from samsyn.method.pictures.patterns.asked import offered
from samsyn.method.pictures.tables import tables_of
from samsyn.web.patterns import answers, brakes
from samsyn.web.patterns.words import METHODS
from tests.method.picturing import report, submit
from tests.people import WEEK

pytestmark = pytest.mark.django_db
ALL = "period=allt"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def opened(client):
    def get(member, query=ALL):
        client.force_login(member.user)
        return client.get(f"/{member.municipality.slug}/monster?{query}")

    return get


@pytest.fixture
def reports(town):
    """Sixty reports round one corner and sixty anywhere, over the weeks before."""
    rng = np.random.default_rng(3)
    drafts = []
    for back in range(20):
        for number in range(6):
            near = number < 3
            lon = 17.105 + (rng.normal(0, 0.0004) if near else rng.uniform(-0.004, 0.05))
            lat = 62.405 + (rng.normal(0, 0.0003) if near else rng.uniform(-0.004, 0.012))
            drafts += report(town, WEEK - back, 1, area=str(number), rng=rng, lon=float(lon), lat=float(lat))
    submit(town, drafts)


@pytest.fixture
def draft(town, bo, now):
    return compile_picture(municipality=town.municipality, week=WEEK, now=now, by=bo)


def test_every_method_that_is_offered_has_its_words_and_its_page(client, bo):
    assert set(offered()) == set(METHODS)
    client.force_login(bo.user)
    for method in METHODS:
        page = client.get(f"/norr/monster/metoder/{method}").content.decode()
        assert "Det här kan det inte säga" in page
    assert client.get("/norr/monster/metoder/forecast").status_code == 404
    assert client.get("/norr/monster/metoder/gi").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_question_is_answered_in_a_sentence_or_with_too_little(opened, bo, reports, method):
    page = opened(bo, f"{ALL}&method={method}")
    text = page.content.decode()
    assert page.status_code == 200
    assert ("Hur säkert är det?" in text) != ("För lite underlag" in text)
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart') == text.count('role="img" aria-label="')


def test_where_it_gathers_is_said_drawn_and_stands_in_the_table(opened, bo, reports):
    page = opened(bo, f"{ALL}&method=hotspots")
    text = page.content.decode()
    found, shapes = page.context["found"], page.context["shapes"]
    assert "Det samlas i" in text and "Av det som pekas ut är högst omkring fem av hundra en slump" in text
    assert len(shapes["features"]) == len(found["rows"]["x_m"]) == len(page.context["table"].rows) > 0
    corner = shapes["features"][0]["properties"]
    assert abs(corner["lon"] - 17.105) < 0.01 and abs(corner["lat"] - 62.405) < 0.006
    assert 'data-place="1"' in text and "Alby" in text


def test_nonsense_in_the_address_is_as_if_it_were_not_there(opened, bo, reports):
    page = opened(bo, "method=nope&period=9999-T9&category=ZZ&area=%00&cell_m=tusen&first=igår&by=organisation")
    assert page.status_code == 200
    assert page.context["choice"].method == "hotspots" and page.context["choice"].period == "52v"
    assert opened(bo, f"{ALL}&method=counts&by=organisation").context["choice"].settings == ()


def test_no_square_is_smaller_than_a_hundred_metres(opened, bo, reports):
    assert dict(opened(bo, f"{ALL}&method=hotspots&cell_m=10").context["choice"].settings) == {"cell_m": 100.0}


def test_each_sees_only_what_is_meant_for_them(opened, bo, dag, eva, anna, siv, cecilia, observe):
    for n in range(4):
        observe(audience="authorities", on=WEEK.first_day + timedelta(days=n % 3))
    for n in range(5):
        observe(audience="parties", on=WEEK.first_day + timedelta(days=n % 3))
    assert opened(bo, f"{ALL}&method=counts").context["found"]["events"] == 9
    assert opened(dag, f"{ALL}&method=counts").context["found"]["events"] == 9
    assert opened(siv).status_code == 403 and opened(anna).status_code == 403
    assert opened(cecilia, f"{ALL}&method=counts").context["found"]["events"] == 0
    assert opened(cecilia).client.get("/norr/monster").status_code == 404


def test_a_private_company_never_sees_rows_marked_for_authorities(opened, client, town, observe):
    from tests.people import join

    fia = join(town, "Fia", role="group_member", organisation="housing")
    for n in range(4):
        observe(audience="authorities", on=WEEK.first_day + timedelta(days=n % 3))
    for n in range(5):
        observe(audience="parties", on=WEEK.first_day + timedelta(days=n % 3))
    assert opened(fia, f"{ALL}&method=counts").context["found"]["events"] == 5


def test_who_does_not_see_everything_is_shown_no_small_counts(opened, bo, dag, observe):
    for week in range(3):
        for _n in range(5 if week else 2):
            observe(audience="parties", on=(WEEK - week).first_day)
    every = opened(bo, f"{ALL}&method=counts").context["table"].rows
    shown = opened(dag, f"{ALL}&method=counts")
    assert [row[-1] for row in every] == ["5", "5", "2"]
    assert [row[-1] for row in shown.context["table"].rows].count("visas inte") == 2
    assert "Antal under tre visas inte" in shown.content.decode()


def test_what_two_have_seen_counts_once_and_a_mood_not_at_all(opened, bo, observe):
    first = observe(on=WEEK.first_day)
    again, mood = observe(on=WEEK.first_day), observe(on=WEEK.first_day)
    Observation.objects.filter(pk=again.pk).update(same_as=first)
    Observation.objects.filter(pk=mood.pk).update(kind="mood")
    assert opened(bo, f"{ALL}&method=counts").context["found"]["events"] == 1


def test_a_view_is_kept_under_a_name_and_forgotten(opened, client, bo, dag):
    opened(bo)
    kept = "method=counts&period=52v&area=A&area=B&by=area"
    client.post("/norr/monster/vyer", {"name": "Två områden", "choice": kept})
    view = SavedView.objects.get(screen="monster")
    assert view.query == kept
    assert "Två områden" in opened(bo).content.decode() and "Två områden" not in opened(dag).content.decode()
    client.force_login(bo.user)
    client.post(f"/norr/monster/vyer/{view.pk}/glom")
    assert not SavedView.objects.exists()


def put_in(client, query=f"{ALL}&method=hotspots"):
    return client.post("/norr/monster/i-lagesbilden", {"choice": query, "vecka": "2025-v40"}, follow=True)


def test_a_pattern_is_put_in_the_draft_and_frozen_with_it(opened, client, bo, siv, reports, draft, town, now):
    opened(bo)
    assert "Det ligger i utkastet" in put_in(client).content.decode()
    put_in(client)
    assert PictureFinding.objects.count() == 1 and draft.tables.filter(name="to_look_at").count() == 2
    told = tables_of(draft, "parties")["to_look_at"][0]
    assert told["in_period"] == 120 and told["asked"]["method"] == "hotspots" and told["settings"]["cell_m"] == 250
    page = client.get("/norr/lagesbild/2025-v40").content.decode()
    assert "Att titta på" in page and "Det samlas i" in page and "Ta bort: Var samlas det?" in page
    compile_picture(municipality=town.municipality, week=WEEK, now=now, by=bo)
    assert len(tables_of(draft, "parties")["to_look_at"]) == 1
    lock_picture(picture=draft, function="samordnaren", now=now, by=bo)
    assert "är låst och ändras inte" in put_in(client, f"{ALL}&method=density").content.decode()
    assert len(tables_of(draft, "parties")["to_look_at"]) == 1
    client.force_login(siv.user)
    page = client.get("/norr/lagesbild/2025-v40").content.decode()
    assert "Att titta på" in page and "Ta bort:" not in page


@pytest.mark.slow
def test_what_was_put_in_stands_on_paper_and_in_the_printable_page(opened, client, bo, reports, draft):
    opened(bo)
    put_in(client)
    told = weekly_document(draft, audience="parties", language="en")["findings"][0]
    assert told["title"] == "Where does it gather?" and "120 events in accepted reports" in told["source"]
    assert 0 < len(told["rows"]) <= 8 and told["heads"][:2] == ["No.", "Where"]
    assert "Att titta på" in weekly_html(draft, audience="parties").decode()
    assert weekly_pdf(draft, audience="parties").startswith(b"%PDF")


def test_the_picture_counts_anew_for_each_audience(opened, client, bo, observe, draft):
    for n in range(12):
        observe(audience="authorities" if n < 5 else "parties", on=WEEK.first_day + timedelta(days=n % 3))
    opened(bo)
    put_in(client, f"{ALL}&method=counts")
    told = {audience: tables_of(draft, audience)["to_look_at"][0]["events"] for audience in ("authorities", "parties")}
    assert told == {"authorities": 12, "parties": 7}
    assert "to_look_at" not in tables_of(draft, "public")


def test_a_pattern_is_taken_out_again_by_those_who_compile(opened, client, bo, dag, reports, draft):
    opened(bo)
    put_in(client)
    finding = PictureFinding.objects.get()
    client.force_login(dag.user)
    assert client.post(f"/norr/monster/i-lagesbilden/{finding.pk}/ta-bort").status_code == 403
    assert put_in(client).status_code == 403
    client.force_login(bo.user)
    client.post(f"/norr/monster/i-lagesbilden/{finding.pk}/ta-bort")
    assert not PictureFinding.objects.exists() and "to_look_at" not in tables_of(draft, "parties")


def test_a_picture_without_patterns_has_no_table_of_them(draft):
    assert "to_look_at" not in {table.name for table in draft.tables.all()}


def test_the_answer_is_kept_until_something_changes(opened, bo, reports, observe, monkeypatch):
    counted = []
    look = answers.look
    monkeypatch.setattr(answers, "look", lambda *a, **k: counted.append(1) or look(*a, **k))
    opened(bo)
    opened(bo)
    assert len(counted) == 1
    observe()
    opened(bo)
    assert len(counted) == 2


def test_a_long_question_is_answered_by_the_worker(opened, bo, reports, monkeypatch):
    monkeypatch.setattr(answers, "is_quick", lambda *_: False)
    assert opened(bo, f"{ALL}&method=counts").context["found"]["events"] == 120


def test_while_it_is_counted_the_page_says_so_and_the_session_finds_it_again(opened, client, bo, reports, monkeypatch):
    class Later:
        id, is_finished, status, return_value = "7", False, "READY", None
        started_at = enqueued_at = None

    monkeypatch.setattr(answers, "is_quick", lambda *_: False)
    monkeypatch.setattr(answers, "look_for", type("Task", (), {"enqueue": staticmethod(lambda *_: Later)}))
    monkeypatch.setattr(answers, "default_task_backend", type("B", (), {"get_result": staticmethod(lambda _: Later)}))
    page = opened(bo, f"{ALL}&method=counts")
    assert page.headers["X-Samsyn-Waiting"] == "1" and "Det här tar en stund att räkna" in page.content.decode()
    again = client.get(f"/norr/monster?{ALL}&method=counts")
    assert "Står i kö" in again.content.decode()
    Later.is_finished, Later.status = True, "SUCCESSFUL"
    Later.return_value = {**json.loads(json.dumps({"too_little": "no_events", "rows": {}, "figures": {}})),
                          "in_period": 0, "events": 0, "placed": 0}
    done = client.get(f"/norr/monster?{ALL}&method=counts")
    assert "X-Samsyn-Waiting" not in done.headers and "För lite underlag" in done.content.decode()


def test_many_questions_in_a_minute_have_to_wait(opened, bo, reports, monkeypatch):
    monkeypatch.setattr(brakes, "MOST_A_MINUTE", 1)
    assert opened(bo, f"{ALL}&method=counts").status_code == 200
    page = opened(bo, f"{ALL}&method=hours")
    assert page.status_code == 429 and "Vänta en minut" in page.content.decode()
    assert opened(bo, f"{ALL}&method=counts").status_code == 200


def test_the_page_asks_few_questions_of_the_database(opened, bo, reports, client, django_assert_max_num_queries):
    opened(bo)
    with django_assert_max_num_queries(10):
        client.get(f"/norr/monster?{ALL}")
    with django_assert_max_num_queries(17):
        client.get(f"/norr/monster?{ALL}&method=density")


def test_in_english_the_answer_is_english(opened, client, bo, reports):
    client.force_login(bo.user)
    client.cookies["samsyn_language"] = "en"
    text = client.get(f"/norr/monster?{ALL}").content.decode()
    assert "Where does it gather?" in text and "It gathers in" in text and "How sure is it?" in text
