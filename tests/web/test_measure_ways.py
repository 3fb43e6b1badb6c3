"""The ways to look at measures: board, calendar, map, time line, catalogue, log; and the follow-up's own page."""

import re
from datetime import timedelta
from typing import Any

import pytest
import vobject
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import CalendarKey
from samsyn.method.followups.models import EvaluationPlan, FollowUp
from samsyn.method.measures.actions import Line, decide_measure, follow_up_measure
from samsyn.method.measures.catalogue.actions import add_known_measures
from samsyn.method.measures.models import KnownMeasure, Measure, MeasureEntry, Milestone
from samsyn.method.meetings.models import Decision, Meeting
from samsyn.method.meetings.planning.actions import call_off, plan_extra
from samsyn.method.observations.models import Observation
from samsyn.web.measures.drawing import time_line

pytestmark = pytest.mark.django_db
HOME = "/norr/atgarder/"
WAYS = ("", "tavla", "kalender", "karta", "tidslinje", "kanda")


@pytest.fixture
def decide(town: Any) -> Any:
    def decided(what: str = "Byt dörrstängaren", *, days: int = 7, **more: Any) -> Measure:
        today = timezone.localdate()
        told = {"organisation": town.organisations["housing"], "area": town.areas["A"], **more}
        line = Line(what=what, due_on=today + timedelta(days=days), **told)
        return decide_measure(line=line, today=today, by=town.members["bo"])

    return decided


def page(client: Any, address: str, **more: Any) -> str:
    answer = client.get(address, **more)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def secret_in(answer: Any) -> str:
    """Return the secret of the calendar address that the page shows this once."""
    found = re.search(r"/norr/kalender/([\w-]+)\.ics", answer.content.decode())
    assert found is not None
    return found[1]


def test_each_way_shows_what_the_member_may_see_and_nothing_else(client, bo, eva, anna, town, decide):
    decide("Öppen sak", days=0)
    decide("Närvaro fredag", days=0, presence=True, organisation=town.organisations["police"])
    for who, hidden in ((bo, False), (eva, True)):
        client.force_login(who.user)
        for way in ("", "tavla", "kalender", "karta", "tidslinje"):
            shown = page(client, f"{HOME}{way}")
            assert "Öppen sak" in shown, way
            assert ("Närvaro fredag" not in shown) == hidden, way
            assert f'href="{HOME}tavla"' in shown
    client.force_login(anna.user)
    assert [client.get(f"{HOME}{way}").status_code for way in WAYS] == [403] * 6


def test_the_ways_keep_the_choice_and_ask_few_questions(client, bo, town, decide, django_assert_max_num_queries):
    client.force_login(bo.user)
    for number in range(12):
        one = decide(f"Sak {number}", days=number % 5)
        Milestone.objects.create(municipality=town.municipality, measure=one, name="Steg", due_on=one.due_on)
    area = town.areas["B"].pk
    assert "Sak 1" not in page(client, f"{HOME}tavla?area={area}")
    assert f"kalender?area={area}" in page(client, f"{HOME}tavla?area={area}")
    for way, most in (("tavla", 22), ("kalender", 16), ("karta", 16), ("tidslinje", 17), ("kanda", 14)):
        page(client, f"{HOME}{way}")
        with django_assert_max_num_queries(most):
            page(client, f"{HOME}{way}")
    with django_assert_max_num_queries(28):
        page(client, f"{HOME}1")
    with django_assert_max_num_queries(26):
        page(client, f"{HOME}1/uppfoljning")


def test_a_card_moves_by_its_button_and_comes_back_to_the_board(client, bo, eva, dag, decide):
    measure = decide()
    client.force_login(dag.user)
    assert "Vi har börjat" not in page(client, f"{HOME}tavla")
    client.force_login(eva.user)
    assert "data-move=\"started\"" in page(client, f"{HOME}tavla")
    told = {"version": "1", "tillbaka": "tavla"}
    assert client.post(f"{HOME}{measure.number}/borja", told).url == f"{HOME}tavla"
    measure.refresh_from_db()
    assert measure.state == "started"


def test_the_calendar_shows_month_and_week_and_bad_addresses_show_today(client, bo, decide):
    measure = decide(days=0, follow_up_on=timezone.localdate())
    week = Week.containing(measure.due_on)
    client.force_login(bo.user)
    month = f"manad={measure.due_on:%Y-%m}"
    for asked in (month, f"vecka={week.address}", "manad=9999-99", "vecka=x", "manad=0001-01"):
        shown = page(client, f"{HOME}kalender?{asked}")
        assert "klart senast" in shown
        assert "hjälpte det?" in shown
    assert "Inga datum" in page(client, f"{HOME}kalender?manad=2011-03")


def test_the_map_places_a_measure_where_it_is_shown_and_never_finer(client, bo, town, decide):
    square = town.places["square"]
    square.lon = 17.1432
    square.save(update_fields=["lon"])
    decide("På torget", place=square, area=None)
    decide("I området")
    client.force_login(bo.user)
    shown = page(client, f"{HOME}karta")
    assert f"[{square.lon}, {square.lat}]" in shown
    square.show_coarse = True
    square.save(update_fields=["show_coarse"])
    shown = page(client, f"{HOME}karta")
    assert f"{square.lon}" not in shown
    assert "Stora torget" not in shown


def test_the_time_line_counts_what_the_reader_may_see(client, bo, eva, town, observe, decide):
    on = timezone.localdate() - timedelta(days=8)
    now = timezone.now()
    for audience in ("parties", "authorities"):
        observe(on=on, audience=audience, now=now)
    decide("Ronder")
    meeting = Meeting.objects.create(
        municipality=town.municipality, iso_week=Week.containing(on).iso, held_on=on, opened_at=now, state="closed"
    )
    Decision.objects.create(
        municipality=town.municipality, meeting=meeting, kind="area", area=town.areas["A"], choice="watch", about="Alby"
    )
    client.force_login(bo.user)
    shown = page(client, f"{HOME}tidslinje?where=area:{town.areas['A'].pk}&weeks=26")
    assert "2 rapporter under tiden" in shown
    assert "bevaka" in shown.casefold()
    client.force_login(eva.user)
    assert "rapporter under tiden" not in page(client, f"{HOME}tidslinje").replace("1 rapport", "")
    assert client.get(f"{HOME}tidslinje?where=area:nonsense").status_code in (200, 404)


def test_the_drawing_holds_nothing_but_what_it_is_given():
    drawn = time_line([0, 3, 1], labels=["v. 1", "v. 2", "v. 3"], title="<b>",
                      lanes=[{"first": 0.5, "last": 2, "words": "<script>", "open": True}],
                      pins=[{"at": 1, "number": 1}])  # fmt: skip
    assert drawn.count('class="bar"') == 2
    assert "<script>" not in drawn
    assert "style=" not in drawn
    assert time_line([], labels=[], lanes=[], pins=[], title="x").startswith("<svg")


def test_a_known_measure_fills_in_the_line_and_is_counted(client, bo, eva, town, machine):
    client.force_login(bo.user)
    assert "Hämta dem" in page(client, f"{HOME}kanda")
    client.post(f"{HOME}kanda/hamta")
    shown = page(client, f"{HOME}kanda?grade=strong&cause=place&words=belysning")
    assert "Bättre belysning" in shown
    assert "Orossamtal" not in shown
    filled = page(client, f"{HOME}?kand=belysning")
    assert 'value="Bättre belysning"' in filled
    known = KnownMeasure.objects.get(code="belysning")
    told = {"what": "Bättre belysning", "organisation": str(town.organisations["school"].pk), "due_on": "2030-01-07",
            "where": f"area:{town.areas['B'].pk}", "known": str(known.pk), "kind": "physical", "horizon": "medium",
            "extent": "Tio lampor", "follow_up_on": "2030-06-07"}  # fmt: skip
    assert client.post(f"{HOME}ny", told).status_code == 302
    assert "Prövad 1 gång här" in page(client, f"{HOME}kanda?words=belysning")
    measure = Measure.objects.get()
    assert (measure.known, measure.kind, measure.extent) == (known, "physical", "Tio lampor")
    assert "Tio lampor" in page(client, f"{HOME}{measure.number}")
    form = {**{name: getattr(known, name) for name in ("kind", "horizon", "cost", "grade")}, "name_sv": "Ljus"}
    assert client.post(f"{HOME}kanda/{known.pk}", form).status_code == 302
    known.refresh_from_db()
    assert (known.name_sv, known.active) == ("Ljus", False)
    client.force_login(eva.user)
    assert "Använd denna" not in page(client, f"{HOME}kanda")
    assert client.get(f"{HOME}kanda/{known.pk}").status_code == 403


def test_the_warning_of_a_peak_comes_when_the_place_is_chosen(client, bo, town, observe):
    now, today = timezone.now(), timezone.localdate()
    seen = observe(area="B", on=today - timedelta(days=300), now=now)
    for days in range(5):
        observe(area="B", on=today - timedelta(days=3 + days), now=now)
    assert seen.area == town.areas["B"]
    client.force_login(bo.user)
    assert "Ovanligt många" in page(client, f"{HOME}val-av-plats?where=area:{town.areas['B'].pk}")
    for calm in (f"area:{town.areas['A'].pk}", "", "place:x", "area:x"):
        assert "Ovanligt" not in client.get(f"{HOME}val-av-plats?where={calm}").content.decode()
    told = {"what": "Ronder", "organisation": str(town.organisations["school"].pk), "due_on": "2030-01-07",
            "where": f"area:{town.areas['B'].pk}"}  # fmt: skip
    answer = client.post(f"{HOME}ny", told, follow=True)
    assert "Platsen valdes på sin topp" in answer.content.decode()


def test_the_log_and_the_steps_are_written_on_the_measures_page(client, eva, dag, decide):
    measure = decide()
    client.force_login(eva.user)
    told = {"on": timezone.localdate().isoformat(), "times": "2", "hours": "3.5", "reached": "", "text": "Två rundor"}
    client.post(f"{HOME}{measure.number}/logg", told)
    assert "Två rundor" in page(client, f"{HOME}{measure.number}")
    answer = client.post(f"{HOME}{measure.number}/logg", {**told, "times": "-1"}, follow=True)
    assert MeasureEntry.objects.count() == 1
    assert "Gånger" in answer.content.decode()
    client.post(f"{HOME}{measure.number}/steg", {"name": "Offert", "due_on": "2030-01-07"})
    step = Milestone.objects.get()
    client.post(f"{HOME}{measure.number}/steg/{step.pk}")
    step.refresh_from_db()
    assert step.reached_on == timezone.localdate()
    client.post(f"{HOME}{measure.number}/logg/{MeasureEntry.objects.get().pk}/ta-bort")
    assert not MeasureEntry.objects.exists()
    client.force_login(dag.user)
    assert client.post(f"{HOME}{measure.number}/logg", told).status_code == 403
    assert "Skriv vad ni har gjort" not in page(client, f"{HOME}{measure.number}")


def test_the_follow_up_page_says_what_is_known_and_marks_a_late_comparison(client, bo, eva, town, decide):
    measure = decide()
    client.force_login(bo.user)
    address = f"{HOME}{measure.number}/uppfoljning"
    assert "har inte börjat" in page(client, address)
    area = {"where": f"area:{town.areas['B'].pk}", "weeks": "26", "aim": "Hälften"}
    assert "före start" in client.post(f"{address}/jamforelse", area, follow=True).content.decode()
    assert client.post(f"{address}/jamforelse", {**area, "where": f"area:{town.areas['A'].pk}"}).status_code == 422
    follow_up_measure(measure=measure, outcome="done", line="", on=timezone.localdate(), version=1, by=bo)
    EvaluationPlan.objects.update(fixed_on=timezone.localdate())
    shown = page(client, address)
    assert "vald i efterhand" in shown
    answers = {"slag": "production", "as_planned": "yes", "in_time": "no", "all_parts": "unknown",
               "text": "Sent men gjort", "conclusion": "continue"}  # fmt: skip
    assert client.post(f"{address}/ny", {"slag": "production"}).status_code == 422
    assert client.post(f"{address}/ny", answers).status_code == 302
    assert client.post(f"{address}/ny", {"slag": "effect", "conclusion": "end"}).status_code == 302
    assert client.post(f"{address}/ny", {"slag": "magic"}).status_code == 404
    assert FollowUp.objects.count() == 2
    client.force_login(eva.user)
    shown = page(client, address)
    assert "Sent men gjort" in shown
    assert "Bestäm jämförelsen" not in shown


def test_the_calendars_address_opens_without_a_session_and_says_a_number_only(client, eva, town, decide):
    caches["brakes"].clear()
    place = town.places["square"]
    mine = decide("Laga porten på Stora torget", place=place, area=None)
    decide("Ronder", presence=True)
    decide("Någon annans", organisation=town.organisations["school"])
    client.force_login(eva.user)
    shown = client.post("/norr/kalender/ny")
    secret = secret_in(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert secret not in str(list(CalendarKey.objects.values()))
    assert secret not in page(client, "/norr/kalender")

    stranger = Client()
    answer = stranger.get(f"/norr/kalender/{secret}.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "sessionid" not in str(answer.cookies)
    events = [one for one in vobject.readOne(answer.content.decode()).getChildren() if one.name == "VEVENT"]
    assert [one.summary.value for one in events] == [f"Åtgärd {mine.number}, se Samsyn"]
    assert [one.dtstart.value for one in events] == [mine.due_on]
    written = answer.content.decode()
    assert not any(word in written for word in ("torget", "porten", "Ronder", "LOCATION", "DESCRIPTION"))

    assert stranger.get(f"/soder/kalender/{secret}.ics").status_code == 404
    assert stranger.post(f"/norr/kalender/{secret}.ics").status_code == 405
    client.post("/norr/kalender/ta-tillbaka")
    assert stranger.get(f"/norr/kalender/{secret}.ics").status_code == 404


def test_the_own_groups_meetings_stand_in_the_feed_and_say_no_more_than_when(client, dag, eva, bo, town):
    caches["brakes"].clear()
    begins = timezone.now() + timedelta(days=3)
    planned = plan_extra(
        group=town.groups["local"], begins_at=begins, minutes=20, video_link="", now=timezone.now(), by=bo
    )
    client.force_login(dag.user)
    secret = secret_in(client.post("/norr/kalender/ny"))
    told = Client().get(f"/norr/kalender/{secret}.ics").content.decode()
    [event] = [one for one in vobject.readOne(told).getChildren() if one.name == "VEVENT"]
    assert event.summary.value == "Möte, se Samsyn" and f"/norr/mote/{planned.pk}" in event.url.value
    assert abs((event.dtstart.value - begins).total_seconds()) < 60
    assert str(town.groups["local"]) not in told and "LOCATION" not in told
    call_off(meeting=planned, by=bo)
    assert "STATUS:CANCELLED" in Client().get(f"/norr/kalender/{secret}.ics").content.decode()
    client.force_login(eva.user)
    secret = secret_in(client.post("/norr/kalender/ny"))
    assert "mote" not in Client().get(f"/norr/kalender/{secret}.ics").content.decode(), "not her group"


def test_an_address_ends_and_whoever_guesses_is_stopped(client, eva, decide):
    caches["brakes"].clear()
    client.force_login(eva.user)
    secret = secret_in(client.post("/norr/kalender/ny"))
    stranger = Client()
    assert stranger.get(f"/norr/kalender/{secret}.ics").status_code == 200
    CalendarKey.objects.update(until=timezone.now())
    assert stranger.get(f"/norr/kalender/{secret}.ics").status_code == 404
    answers = [stranger.get(f"/norr/kalender/gissning-{n}.ics").status_code for n in range(40)]
    assert answers[0] == 404
    assert answers[-1] == 429
    caches["brakes"].clear()


def test_those_who_lose_their_role_lose_the_feed(client, eva, decide):
    caches["brakes"].clear()
    decide()
    client.force_login(eva.user)
    secret = secret_in(client.post("/norr/kalender/ny"))
    eva.user.memberships.all().delete()
    assert Client().get(f"/norr/kalender/{secret}.ics").status_code == 404


def test_the_known_measures_of_the_neighbour_are_closed(client, cecilia, town, machine):
    add_known_measures(by=machine)
    client.force_login(cecilia.user)
    known = KnownMeasure.objects.filter(municipality=town.municipality).first()
    assert client.get(f"/soder/atgarder/kanda/{known.pk}").status_code == 404
    assert client.get(f"{HOME}tavla").status_code == 404
    assert not Observation.objects.filter(municipality=cecilia.municipality).exists()
