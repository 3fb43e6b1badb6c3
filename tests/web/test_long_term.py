"""The long-term documents, the law check, the five steps, the yearly questions and the self-check, on screen."""

import re

import pytest

from samsyn.method.duties.models import Evidence, SelfCheck, StepItem, SurveyAnswer, SurveyQuestion
from samsyn.method.plans.models import PlanDocument
from tests.method.test_plans import decide, picture

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LAW = "/norr/lagkollen"


def said(client, address, *, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_bo_takes_the_law_from_nothing_to_a_plan_that_is_followed_up(client, bo, siv, observe):
    """One walk through the screens, as the coordinator would take it."""
    for _ in range(3):
        observe()
    client.force_login(bo.user)
    assert "Systemet fyller i den" in said(client, "/norr/planer/")
    began = client.post("/norr/planer/ny", {"slag": "picture"})
    document = PlanDocument.objects.get(kind="picture")
    home = f"/norr/planer/{document.pk}"
    assert began["Location"] == f"{home}/skriv" and document.by_law
    assert "Behövs före beslutet." in said(client, f"{home}/skriv")
    client.post(f"{home}/skriv", {"version": document.version, "analysis": "Mest på kvällar."})
    client.post(f"{home}/problem", {"title": "Stök vid torget"})
    page = said(client, home)
    assert "Del 3. Analys" in page and "Mest på kvällar." in page and "Stök vid torget" in page
    assert "Utkast, inte beslutat" in page
    client.force_login(siv.user)
    said(client, home, status=404)                                              # nobody else reads a draft
    client.force_login(bo.user)
    client.post(f"{home}/steg", {"steg": "avstamning"})
    client.post(f"{home}/beslut", {"body": "Kommunstyrelsen", "on": "2025-10-01", "reference": "KS 1"})
    document.refresh_from_db()
    assert document.state == "decided"
    client.post("/norr/planer/ny", {"slag": "plan"})
    plan = PlanDocument.objects.get(kind="plan")
    assert plan.based_on == document and plan.problems.get().traces_to.document == document
    below = f"/norr/planer/{plan.pk}"
    against = str(plan.problems.get().pk)
    client.post(f"{below}/atgard", {"what": "Bättre ljus", "against": against, "due_on": "2026-03-01"})
    plan.refresh_from_db()
    client.post(f"{below}/skriv", {"version": plan.version, "follow": "Varje höst."})
    client.post(f"{below}/beslut", {"body": "Kommunstyrelsen", "on": "2025-10-02"})
    measure = plan.measures.get()
    client.post(f"{below}/atgard/{measure.pk}/utfall", {"utfall": "done", "kommentar": "Lagat."})
    client.post(f"{below}/uppfoljning", {"followed": "Ljuset är lagat."})
    page = said(client, below)
    assert "Ljuset är lagat." in page and "Lagat." in page and "uppföljd" in page
    for format_, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        assert client.get(f"{below}.{format_}").content.startswith(start)
    page = said(client, LAW)
    assert page.count('class="tag green"') >= 3 and "Metoden kräver resten" in page
    client.force_login(siv.user)
    assert "Ljuset är lagat." in said(client, below) and "Notera beslutet" not in said(client, below)
    assert "Koppla" not in said(client, LAW)


def test_what_cannot_be_decided_says_why_and_loses_nothing(client, bo):
    client.force_login(bo.user)
    client.post("/norr/planer/ny", {"slag": "pledge"})
    made = PlanDocument.objects.get()
    home = f"/norr/planer/{made.pk}"
    refused = client.post(f"{home}/beslut", {"body": "KS", "on": "2025-10-01"}, follow=True).content.decode()
    assert "Situationen i dag" in refused and "innan dokumentet beslutas" in refused
    answer = client.post(f"{home}/skriv", {"version": made.version, "situation": "Ring 070-174 06 22"})
    assert answer.status_code == 422 and "Ring 070-174 06 22" in answer.content.decode()
    answer = client.post(f"{home}/skriv", {"version": 99, "situation": "Mörkt vid stigen"})
    assert answer.status_code == 422 and "Mörkt vid stigen" in answer.content.decode()


def test_the_check_is_read_by_authorities_and_linked_by_bo(client, bo, siv, eva, anna):
    for member, status in ((siv, 200), (eva, 403), (anna, 403)):
        client.force_login(member.user)
        said(client, LAW, status=status)
        said(client, "/norr/samverkan", status=status)
    client.force_login(bo.user)
    page = said(client, f"{LAW}/skyldighet/agreements")
    assert "Hyreshus AB: avtal 3" in page
    client.post(f"{LAW}/koppla")
    assert Evidence.objects.filter(duty="agreements").count() == 1
    client.post(f"{LAW}/skyldighet/integration/koppla", {"ord": "RSA 2024", "dag": "2024-05-02"})
    assert "RSA 2024" in said(client, LAW)
    wrong = client.post(f"{LAW}/skyldighet/renewal", {"standing": "met"})
    assert wrong.status_code == 422 and "Skriv varför" in wrong.content.decode()
    client.post(f"{LAW}/rapport", {"amne": "Året som gick", "dag": "2025-09-01"})
    assert "Året som gick" in said(client, LAW)
    said(client, f"{LAW}/skyldighet/nagot", status=404)
    client.force_login(siv.user)
    assert client.post(f"{LAW}/skyldighet/renewal", {"note": "x"}).status_code == 403


def test_steps_questions_and_the_self_check(client, bo):
    client.force_login(bo.user)
    assert "Inte påbörjat" in said(client, "/norr/samverkan")
    client.post("/norr/samverkan/borja")
    line = StepItem.objects.get(code="decision")
    client.post(f"/norr/samverkan/rad/{line.pk}", {"klart": "ja", "ord": "KS § 88"})
    assert "KS § 88" in said(client, "/norr/samverkan")
    client.post("/norr/samverkan/steg", {"steg": "2"})
    refused = client.post("/norr/samverkan/steg", {"steg": "1"}, follow=True).content.decode()
    assert "varför ni går tillbaka" in refused
    client.post("/norr/samverkan/steg", {"steg": "1", "skal": "Nytt beslut behövs."})
    page = said(client, "/norr/samverkan")
    assert "Tillbaka till steg 1" in page and "3 rader var inte klara" in page
    client.post(f"{LAW}/enkat")
    question = SurveyQuestion.objects.get(code="picture")
    client.post(f"{LAW}/enkat/svar/{question.pk}", {"ar": "2025", "svar": "Nej, den är på väg."})
    assert SurveyAnswer.objects.get().text == "Nej, den är på väg."
    for kind in ("docx", "xlsx", "pdf"):
        assert len(client.get(f"{LAW}/enkat/fil.{kind}?ar=2025").content) > 1000
    client.post("/norr/sjalvskattning?ar=2025", {"ar": "2025", "structure-0": "4", "structure-1": "2",
                                                  "funktion": "Styrgruppen", "text": "Mer tid."})
    assert SelfCheck.objects.get().level("structure") == 3.0
    page = said(client, "/norr/sjalvskattning?ar=2025")
    assert "3,0" in page and "Riksrevisionen" in page
    assert client.get("/norr/sjalvskattning/fil.docx").content[:2] == b"PK"


def seen_on(page, address):
    """The stamp in the form that leads to an address, or in the page's own form."""
    form = page[page.index(f'action="{address}"'):] if f'action="{address}"' in page else page
    return re.search(r'name="sedd" value="(\w*)"', form)[1]


def test_nobodys_words_are_written_over_unseen(client, bo):
    """Two open the same page and save: the second is told what the first wrote, and has the own words in the box."""
    client.force_login(bo.user)
    client.post(f"{LAW}/enkat")
    question = SurveyQuestion.objects.get(code="picture")
    survey, check, rule = f"{LAW}/enkat", "/norr/sjalvskattning?ar=2025", "/norr/gallring/regel/rapporter"
    decided = {"months": "24", "reference": "KS 2025/1", "decided_by": "Kommunstyrelsen", "decided_on": "2025-09-01"}
    for address, page, first, second in (
        (f"{LAW}/skyldighet/renewal", None, {"standing": "partly", "note": "Det första"},
         {"standing": "met", "note": "Det andra"}),
        (f"{survey}/svar/{question.pk}", f"{survey}?ar=2025", {"ar": "2025", "svar": "Det första"},
         {"ar": "2025", "svar": "Det andra"}),
        (check, None, {"ar": "2025", "structure-0": "2", "funktion": "Styrgruppen", "text": "Det första"},
         {"ar": "2025", "structure-0": "5", "funktion": "Styrgruppen", "text": "Det andra"}),
        (rule, None, {**decided, "reference": "Det första"}, {**decided, "reference": "Det andra"}),
        (f"{survey}/fraga/{question.pk}", f"{survey}?ar=2025", {"ord": "Det första"}, {"ord": "Det andra"}),
    ):  # fmt: skip
        stamp = seen_on(said(client, page or address), address)
        assert client.post(address, {**first, "sedd": stamp}).status_code == 302, address
        late = client.post(address, {**second, "sedd": stamp})
        shown = late.content.decode()
        assert late.status_code == 409 and "Någon annan hann före" in shown, address
        theirs, mine = re.findall(r"<dd>([^<]*)</dd>", shown[shown.index("Nu står det"):])[:2]
        assert "Det första" in theirs and "Det andra" in mine
        assert re.search(r'(value="|>\s*)Det andra', shown[shown.index("Du skrev") + 120:]), address   # in the box
        stamp = seen_on(shown, address)
        assert client.post(address, {**second, "sedd": stamp}).status_code == 302, address          # and it may hold
    client.post("/norr/samverkan/borja")
    line = StepItem.objects.get(code="decision")
    client.post(f"/norr/samverkan/rad/{line.pk}", {"klart": "ja", "ord": "Det första"})
    late = client.post(f"/norr/samverkan/rad/{line.pk}", {"klart": "ja", "ord": "Det andra"}, follow=True)
    assert "Nu står det: klart: Det första. Du skrev: Det andra" in late.content.decode()
    refused = client.post(f"{survey}/svar/{question.pk}", {"ar": "2025", "svar": "Ring 070-174 06 05", "sedd": "x"})
    assert refused.status_code == 422 and "Ring 070-174 06 05</textarea>" in refused.content.decode()


def test_lists_ask_few_questions_of_the_database(client, bo, observe, django_assert_max_num_queries):
    observe()
    client.force_login(bo.user)
    decide(picture(bo), bo)
    said(client, "/norr/planer/")
    with django_assert_max_num_queries(12):
        said(client, "/norr/planer/")
    for _ in range(4):
        picture(bo)
    with django_assert_max_num_queries(12):
        said(client, "/norr/planer/")
    with django_assert_max_num_queries(40):
        said(client, LAW)


def test_no_page_has_inline_style_or_script(client, bo):
    client.force_login(bo.user)
    for address in ("/norr/planer/", LAW, "/norr/samverkan", "/norr/sjalvskattning", f"{LAW}/enkat"):
        assert not re.search(r"<script>|\sstyle=|\sonclick=", said(client, address)), address
