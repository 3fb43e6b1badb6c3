"""The causes on screen: written and moved with forms alone, asked of the data, concluded, taken out as a file."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from samsyn.documents.cause_drawings import Node, Step, Words, chain, fishbone, tree, triangle
from samsyn.method.problems.cause_models import AreaFactor, Cause, CauseAnalysis, CauseEvidence, CauseTest, ChainStep
from samsyn.method.problems.causes.actions import Said, add_cause, set_chain_steps
from samsyn.method.problems.opening.actions import Outline, open_problem
from tests import people

TODAY = people.NOW.date()


@pytest.fixture
def problem(town, bo):
    outline = Outline(title="Trapphuset", period_first=date(2025, 4, 7), area=town.areas["A"], categories=["E"])
    return open_problem(outline=outline, today=TODAY, by=bo)


@pytest.fixture
def home(problem):
    return f"/norr/problem/{problem.number}/orsaker"


@pytest.fixture
def at_bo(client, bo):
    client.force_login(bo.user)
    return client


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_a_list_is_written_moved_and_drawn_without_script(at_bo, home, problem):
    assert "Varför finns problemet?" in page(at_bo, home)
    at_bo.post(f"{home}/ny", {"text": "Porten går inte i lås", "side": "place", "influence": "yes"})
    door = Cause.objects.get()
    at_bo.post(f"{home}/ny", {"text": "Sliten dörrstängare", "side": "place", "parent": str(door.pk), "level": "3"})
    closer = Cause.objects.get(parent=door)
    said = page(at_bo, home)
    assert "bakom: Porten går inte i lås" in said.replace("\n", " ") and "nivå 3 Område" in said
    at_bo.post(f"{home}/{closer.pk}/flytta", {"ritning": "fiskben", "side": "victim", "version": "1"})
    closer.refresh_from_db()
    assert (closer.side, closer.parent) == ("victim", None)
    late = at_bo.post(f"{home}/{closer.pk}/flytta", {"ritning": "trad", "parent": "", "version": "1"}, follow=True)
    assert "Någon annan hann före, så inget är ändrat." in late.content.decode()
    stands = "Nu står det: Sliten dörrstängare · brottsutsatt · osäkert · bygger på: antagande · nivå 3."
    assert stands in late.content.decode()
    at_bo.post(f"{home}/{closer.pk}/flytta", {"ritning": "trad", "parent": str(door.pk), "version": "2"})
    closer.refresh_from_db()
    assert closer.parent == door
    at_bo.post(f"{home}/steg", {"texts": "Kommer in\nBlir kvar"})
    first, second = ChainStep.objects.all()
    at_bo.post(f"{home}/{door.pk}/flytta", {"ritning": "kedja", "step": str(second.pk), "version": "1"})
    at_bo.post(f"{home}/steg/{second.pk}", {"text": "Blir kvar länge", "break_point": "on", "places": "up",
                                               "version": "1"})  # fmt: skip
    door.refresh_from_db()
    assert door.step.text == "Blir kvar länge" and door.step.break_point
    for way, words in (("triangel", "Brottsutsatt"), ("fiskben", "Plats eller objekt"), ("trad", "Trapphuset"),
                       ("kedja", "brytpunkt")):  # fmt: skip
        drawn = page(at_bo, f"{home}?ritning={way}")
        assert f'data-way="{way}"' in drawn and words in drawn and f'data-cause="{door.pk}"' in drawn
        assert f'action="{home}/{door.pk}/flytta"' in drawn         # the list alternative stands below each of them
    late = at_bo.post(f"{home}/steg/{second.pk}", {"text": "Blir sittande", "version": "1"}, follow=True)
    assert "Nu står det: Blir kvar länge · brytpunkt. Du skrev: Blir sittande" in late.content.decode()
    assert "hann före" in at_bo.post(f"{home}/{closer.pk}/ta-bort", {"version": "1"}, follow=True).content.decode()
    at_bo.post(f"{home}/{closer.pk}/ta-bort", {"version": "3"})
    at_bo.post(f"{home}/steg/{first.pk}", {"remove": "1", "version": "1"})
    assert list(Cause.objects.of_problem(problem)) == [door] and ChainStep.objects.of_problem(problem).get() == second
    assert "Strukna orsaker (1)" in page(at_bo, home) and "Strukna steg" in page(at_bo, f"{home}?ritning=kedja")
    struck = page(at_bo, f"{home}/{closer.pk}")
    assert "Struken ur listan" in struck and "ströks" in struck and "Ändra orsaken" not in struck
    lost = at_bo.post(f"{home}/{closer.pk}/belagg", {"text": "Dörrstängaren igen", "side": "place", "version": "4"})
    assert lost.status_code == 422 and "Dörrstängaren igen" in lost.content.decode()
    at_bo.post(f"{home}/{closer.pk}/ta-bort", {"version": "4", "tillbaka": "1"})
    at_bo.post(f"{home}/steg/{first.pk}", {"tillbaka": "1", "version": "2"})
    assert Cause.objects.of_problem(problem).count() == ChainStep.objects.of_problem(problem).count() == 2


def test_a_script_gets_the_drawing_anew_and_the_words_to_say(at_bo, home, problem, bo):
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    answer = at_bo.post(f"{home}/{cause.pk}/flytta", {"ritning": "triangel", "side": "victim", "version": "1"},
                        headers={"X-Requested-With": "causes"})  # fmt: skip
    said = answer.content.decode()
    assert 'data-said="Mörkt: flyttad till brottsutsatt."' in said and "<html" not in said and "<svg" in said
    refused = at_bo.post(f"{home}/{cause.pk}/flytta", {"ritning": "triangel", "side": "månen", "version": "2"},
                         headers={"X-Requested-With": "causes"})  # fmt: skip
    assert refused.status_code == 422 and "Välj något" in refused.content.decode()
    assert at_bo.post(f"{home}/{cause.pk}/flytta", {"parent": "inget-id"}).status_code == 404


def test_what_was_written_stands_again_when_it_is_refused(at_bo, home, problem, bo):
    for wrong in ("Ring 070-174 06 05", "x" * 201):
        answer = at_bo.post(f"{home}/ny", {"text": wrong, "side": "place"})
        assert answer.status_code == 422 and wrong in answer.content.decode()
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    told = {"text": "Mörkt efter 17", "side": "place", "basis": "experience", "sure": "medium"}
    assert at_bo.post(f"{home}/{cause.pk}/belagg", {**told, "version": "1"}).status_code == 302
    late = at_bo.post(f"{home}/{cause.pk}/belagg", {**told, "text": "Släckt", "version": "1"})
    assert late.status_code == 409 and "Mörkt efter 17" in late.content.decode() and "Släckt" in late.content.decode()
    cause.refresh_from_db()
    assert (cause.basis, cause.sure) == ("experience", "medium")


def test_the_data_is_asked_and_the_answer_kept(at_bo, home, problem, town, bo):
    for week in range(14):
        people.observe(town, category="E1", on=date(2025, 5, 3) + timedelta(weeks=week), hour=23)
    cause = add_cause(problem=problem, said=Said(text="Ingen vuxen där på natten", side="place"), by=bo)
    days = {"first": "2025-04-07", "last": "2025-10-07"}
    answer = at_bo.post(f"{home}/fraga", {"question": "weekend_nights", **days})
    test = CauseTest.objects.get()
    assert answer["Location"] == f"{home}/fraga/{test.pk}"
    said = page(at_bo, answer["Location"])
    assert "14 av 14" in said and "fråga 1 av 1" in said and "Ja" in said
    at_bo.post(answer["Location"], {"cause": str(cause.pk), "against": "for", "text": "Nästan alla"})
    kept = CauseEvidence.objects.get()
    assert (kept.cause, kept.count, kept.against) == (cause, 14, False)
    at_bo.post(f"{home}/{cause.pk}/belagg", {"against": "against", "rests_on": "observations:", "text": "Få i juli",
                                             "first": "2025-07-01", "last": "2025-07-31"})  # fmt: skip
    at_bo.post(f"{home}/{cause.pk}/belagg", {"against": "for", "rests_on": "words:experience", "text": "Ronden säger"})
    of_cause = page(at_bo, f"{home}/{cause.pk}")
    assert of_cause.count("Siffrorna som de var") == 2 and "n = 14" in of_cause and "Ronden säger" in of_cause
    assert "1 emot" in page(at_bo, f"{home}?ritning=trad")
    at_bo.post(f"{home}/belagg/{kept.pk}/ta-bort")
    assert CauseEvidence.objects.of_problem(problem).count() == 2 and CauseTest.objects.count() == 1
    struck = page(at_bo, f"{home}/{cause.pk}")
    assert "Strukna belägg" in struck and struck.count("Siffrorna som de var") == 2     # struck with its figures
    at_bo.post(f"{home}/belagg/{kept.pk}/ta-bort", {"tillbaka": "1"})
    assert CauseEvidence.objects.of_problem(problem).count() == 3
    wrong = at_bo.post(f"{home}/fraga", {"question": "weekend_nights", "first": "2025-10-07", "last": "2025-04-07"})
    assert wrong.status_code == 422 and "högst fem år" in wrong.content.decode()


def first(cause):
    return {f"version-{cause.pk}": "1"}


def test_the_short_form_ends_in_the_same_list(at_bo, home, problem):
    """Eight questions, one at a time; a draft is kept, what is saved stands in the list, and it may be left midway."""
    at_bo.post(f"{home}/kort/1/utkast", {"text": "Porten går inte"})
    assert "Porten går inte" in page(at_bo, f"{home}/kort/1")
    assert at_bo.post(f"{home}/kort/1/utkast", {"text": "Ring 070-174 06 05"}).status_code == 422
    answer = at_bo.post(f"{home}/kort/1", {"lines": "Porten går inte i lås\n\nVarmt och torrt"})
    assert answer["Location"] == f"{home}/kort/2" and CauseAnalysis.objects.get().drafts == {}
    at_bo.post(f"{home}/kort/2", {"lines": "Boende vågar inte säga till"})
    assert at_bo.post(f"{home}/kort/3", {"lines": "Ingen öppen lokal", "later": "1"})["Location"] == home
    door = Cause.objects.get(text="Porten går inte i lås")
    at_bo.post(f"{home}/kort/4", {f"said-{door.pk}": "Sliten dörrstängare"})
    at_bo.post(f"{home}/kort/5", {f"basis-{door.pk}": "experience", f"sure-{door.pk}": "high", **first(door)})
    late = at_bo.post(f"{home}/kort/6", {f"influence-{door.pk}": "yes", **first(door)})
    assert late.status_code == 422 and 'value="yes" checked' in late.content.decode()
    assert "Nu står det: Porten går inte i lås" in late.content.decode()
    at_bo.post(f"{home}/kort/6", {f"influence-{door.pk}": "yes", f"version-{door.pk}": "2"})
    at_bo.post(f"{home}/kort/7", {"lines": "Kommer in\nBlir kvar"})
    at_bo.post(f"{home}/kort/8", {"conclusion": "Vi lagar porten först.", "participants": "kommunpolis\nförvaltare",
                                   "version": "1"})  # fmt: skip
    door.refresh_from_db()
    assert (door.basis, door.sure, door.influence) == ("experience", "high", "yes")
    assert Cause.objects.get(text="Sliten dörrstängare").parent == door and Cause.objects.count() == 5
    done = page(at_bo, home)
    assert "Vi lagar porten först." in done and "kommunpolis, förvaltare" in done
    again = at_bo.post(f"{home}/kort/1", {"lines": "Porten går inte i lås"})
    assert again.status_code == 302 and Cause.objects.count() == 5           # what stands there is not written twice
    refused = at_bo.post(f"{home}/kort/2", {"lines": "Ring 070-174 06 05"})
    assert refused.status_code == 422 and "Ring 070-174 06 05" in refused.content.decode()
    for each in range(1, 9):
        page(at_bo, f"{home}/kort/{each}")
    page(at_bo, f"{home}/kort/9", 404)


def test_examples_say_that_they_are_made_up_also_when_copied(at_bo, home):
    assert "Allt här är påhittat" in page(at_bo, f"{home}/exempel")
    at_bo.post(f"{home}/exempel", {"example": "trapphus"})
    assert page(at_bo, home).count("från ett påhittat exempel") == Cause.objects.count() == 8
    assert at_bo.post(f"{home}/exempel", {"example": "finns-inte"}).status_code == 404


def test_the_paper_is_one_tagged_page_a_text_document_and_plain_text(at_bo, home, problem, bo, settings):
    at_bo.post(f"{home}/exempel", {"example": "mopeder"})
    at_bo.post(f"{home}/fraga", {"question": "rising", "first": "2025-04-07", "last": "2025-10-07"})
    at_bo.post(f"{home}/slutsats", {"conclusion": "Bommar först.", "participants": "kommunpolis", "version": "1"})
    pdf = at_bo.get(f"{home}/fil.pdf")
    read = PdfReader(io.BytesIO(pdf.content))
    words = read.pages[0].extract_text()
    assert len(read.pages) == 1 and "/StructTreeRoot" in read.trailer["/Root"]
    assert "Bommar först." in words and "Orsaksanalys" in words
    assert at_bo.get(f"{home}/fil.docx").content[:2] == b"PK"
    text = at_bo.get(f"{home}/fil.txt").content.decode()
    assert "* Breda asfalterade gångvägar utan hinder (Sida: plats eller objekt" in text and "För lite underlag" in text
    page(at_bo, f"{home}/fil.exe", 404)


def test_who_may_look_and_who_may_write(client, home, problem, bo, dag, anna, cecilia):
    cause = add_cause(problem=problem, said=Said(text="Mörkt", side="place"), by=bo)
    client.force_login(dag.user)
    seen = page(client, f"{home}?ritning=triangel")
    assert "Mörkt" in seen and "data-cause" not in seen and "Lägg till orsaken" not in seen
    for address, told in ((f"{home}/ny", {"text": "Nej", "side": "place"}), (f"{home}/{cause.pk}/ta-bort", {}),
                          (f"{home}/{cause.pk}/flytta", {"side": "victim"})):  # fmt: skip
        assert client.post(address, told).status_code == 403
    client.force_login(anna.user)
    page(client, home, 403)
    client.force_login(cecilia.user)
    page(client, home, 404)
    cause.refresh_from_db()
    assert cause.side == "place"


def test_factors_are_written_on_the_areas_page(at_bo, town):
    home = "/norr/omradesfaktorer/A"
    told = {"heading": "efficacy", "kind": "protection", "level": "neighbourhood", "text": "Aktiv förening",
            "basis": "experience", "evidence": "", "shown_to": "parties"}  # fmt: skip
    assert at_bo.post(home, told).status_code == 302
    factor = AreaFactor.objects.get()
    said = page(at_bo, home)
    assert "Kollektiv förmåga" in said and "Aktiv förening" in said and "aldrig om dem som bor här" in said
    assert at_bo.post(home, {**told, "text": "Ring 070-174 06 05"}).status_code == 422
    at_bo.post(f"{home}/{factor.pk}", {**told, "text": "Aktiv hyresgästförening", "version": "1"})
    at_bo.post(f"{home}/{factor.pk}/upphor", {"version": "2"})
    factor.refresh_from_db()
    assert factor.text == "Aktiv hyresgästförening" and factor.ended_on is not None
    assert "Aktiv hyresgästförening" not in page(at_bo, home)
    page(at_bo, "/norr/omradesfaktorer/finns-inte", 404)


def test_the_page_asks_as_often_with_many_causes_as_with_few(at_bo, home, problem, bo, django_assert_max_num_queries):
    def fill(n):
        for at in range(n):
            add_cause(problem=problem, said=Said(text=f"Orsak {at}", side="place"), by=bo)

    fill(3)
    set_chain_steps(problem=problem, texts=["Ett", "Två"], by=bo)
    page(at_bo, home)
    fill(30)
    for way in ("lista", "fiskben", "kedja", "trad"):
        with django_assert_max_num_queries(24):
            page(at_bo, f"{home}?ritning={way}")


def test_a_drawing_takes_the_longest_words_and_none_at_all():
    words = Words("Titel <b>", "Ett mycket långt problem " * 5, {"victim": "V", "offender": "G", "place": "P"},
                  "brytpunkt", "Utan steg", "Inget")  # fmt: skip
    words_long = "Ordningsstörningsförebyggandesamverkansöverenskommelse " * 3
    long = [Node(str(n), words_long, side, str(n - 1) if n % 3 else "",
                 str(n % 2), "antagande", fixed=True) for n in range(12) for side in ("victim",)]  # fmt: skip
    for nodes in (long, []):
        for draw in (triangle, fishbone, tree):
            assert draw(nodes, words=words).count('class="cause"') == len(nodes)
        drawn = chain(nodes, [Step("0", "Ett", True), Step("1", "Två")], words=words)
        assert drawn.count('class="cause"') == len(nodes) and "&lt;b&gt;" in drawn and "style=" not in drawn
