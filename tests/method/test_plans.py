"""Documents of the long-term work: written, sent round, decided, frozen, signed, followed up; who reads what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from samsyn.documents.longterm.making import file_of, paper_of, statutory_paper
from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.jobs.editions import issue_paper
from samsyn.method.indicators.actions import define_indicator, record_readings
from samsyn.method.plans.actions import (
    DecidedBy,
    Facts,
    PlanOvertaken,
    PlanRefused,
    begin_document,
    change_document,
    decide_document,
    follow_up_document,
    new_version,
    share_document,
    take_back_document,
    write_texts,
)
from samsyn.method.plans.content import content_for
from samsyn.method.plans.models import PlanDocument
from samsyn.method.plans.reminders.actions import note_reviews
from samsyn.method.plans.rows.actions import (
    SaidMeasure,
    SaidProblem,
    fill_in,
    save_measure,
    save_problem,
    say_outcome,
    set_signatories,
    sign,
)
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.method.publications.actions import EditionRefused, Subject
from samsyn.method.publications.models import Edition
from samsyn.method.publications.papers import Paper
from tests.people import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YEAR = {"period_first": date(2024, 10, 1), "period_last": date(2025, 9, 30)}


def begin(by, kind="plan", **facts):
    return begin_document(kind=kind, facts=Facts(title=f"Dokument {kind}", **facts), today=TODAY, by=by)


def write(document, by, **texts):
    document.refresh_from_db()
    return write_texts(document=document, texts=texts, version=document.version, by=by)


def decide(document, by, *, on=TODAY, **more):
    return decide_document(document=document, decided=DecidedBy(body="Kommunstyrelsen", on=on, **more), by=by)


def picture(by, **facts):
    made = begin(by, "picture", by_law=True, **{**YEAR, **facts})
    save_problem(document=made, said=SaidProblem(title="Stök vid torget"), by=by)
    save_problem(document=made, said=SaidProblem(title="Bränder i garage"), by=by)
    return write(made, by, analysis="Det handlar mest om några platser på kvällar.")


def plan(by, based_on):
    made = begin(by, "plan", by_law=True, based_on=based_on)
    assert fill_in(document=made, by=by) == 2 and fill_in(document=made, by=by) == 0
    return write(made, by, follow="Styrgruppen, varje höst.")


def test_the_laws_picture_and_plan_hang_together_and_are_renewed_within_two_years(bo, observe):
    for _ in range(6):
        observe()
    drawn = decide(picture(bo), bo, reference="KS 2025/1")
    assert (drawn.state, drawn.review_on) == ("decided", date(2027, 10, 7)) and len(drawn.digest) == 64
    made = plan(bo, drawn)
    with pytest.raises(PlanRefused, match="inga åtgärder"):
        decide(made, bo)
    first, second = made.problems.in_order()
    assert first.traces_to.document == drawn
    loose = save_measure(document=made, said=SaidMeasure(what="Bättre ljus"), by=bo)
    with pytest.raises(PlanRefused, match="spåras till ett problem"):
        decide(made, bo)
    save_measure(document=made, said=SaidMeasure(what="Bättre ljus", against=first), row=loose, by=bo)
    with pytest.raises(PlanRefused, match="Bränder i garage har ingen åtgärd"):
        decide(made, bo)
    save_problem(document=made, row=second, by=bo, said=SaidProblem(
        title=second.title, traces_to=second.traces_to, no_measure_why="Fastighetsägaren har redan bytt lås."))
    with pytest.raises(PlanRefused, match="minst vartannat år"):
        decide(made, bo, review_on=TODAY + timedelta(days=800))
    decided = decide(made, bo)
    said = content_for(decided, "parties")
    assert said["measures"][0]["problem"] == 1 and said["based_on"]["decided_by"] == "Kommunstyrelsen"
    say_outcome(row=decided.measures.get(), outcome="done", came_of="Lagat i april.", by=bo)
    with pytest.raises(PlanRefused, match="”Uppföljning”"):
        follow_up_document(document=decided, texts={}, on=TODAY, by=bo)
    after = follow_up_document(document=decided, texts={"followed": "Ljuset är lagat."}, on=TODAY, by=bo)
    assert after.state == "followed_up" and content_for(after, "parties") == said      # the frozen plan is what it was
    paper = paper_of(after, audience="parties")
    words = str(paper["blocks"])
    assert "Ljuset är lagat." in words and "Lagat i april." in words and decided.digest in words
    for kind in ("pdf", "docx"):
        assert file_of(paper, kind) == file_of(paper_of(after, audience="parties"), kind)


def test_a_new_version_says_the_same_until_it_replaces_the_old_one(bo, observe):
    observe()
    first = decide(picture(bo), bo)
    with pytest.raises(PlanRefused, match="beslutat och ändras inte"):
        write(first, bo, analysis="Nytt")
    second = new_version(document=first, today=TODAY, by=bo)
    with pytest.raises(PlanRefused, match="redan ett utkast"):
        new_version(document=first, today=TODAY, by=bo)
    assert (second.number, second.edition, second.problems.count()) == (first.number, 2, 2)
    assert second.texts.get(key="analysis").text.startswith("Det handlar")
    first.refresh_from_db()
    assert first.state == "decided"
    decide(second, bo)
    first.refresh_from_db()
    assert first.state == "replaced" and first.digest


def test_a_pledge_answers_the_question_of_equality_and_holds_3_to_24_months(town, bo):
    with pytest.raises(PlanRefused, match="3 till 24 månader"):
        begin(bo, "pledge", period_first=TODAY, period_last=TODAY + timedelta(days=40))
    made = begin(bo, "pledge", period_first=date(2025, 11, 1), period_last=date(2026, 4, 30), area=town.areas["A"])
    write(made, bo, situation="Mörkt vid stigen.", will_do="Laga ljuset\nGå kvällspass", achieve="Ljust",
          effects="Fler går")
    with pytest.raises(PlanRefused, match="Kvinnor och män"):
        decide(made, bo)
    write(made, bo, equality="Fler kvinnor än män har svarat. Löftet gäller stigen som de undviker.")
    decided = decide(made, bo)
    assert decided.review_on == date(2026, 4, 30)
    names = [row.function for row in decided.signatures.in_order()]
    assert names == ["Kommunstyrelsens ordförande", "Chefen för lokalpolisområdet"]
    sign(row=decided.signatures.first(), on=TODAY, by=bo)
    words = str(paper_of(decided, audience="parties")["blocks"])
    assert all(each in words for each in ("Situationen i dag", "Det här ska vi göra", "Det här ska vi åstadkomma",
                                          "Effekter som ska uppnås", "2025-10-07"))


def test_an_agreement_has_two_parties_purposes_and_areas(town, bo):
    made = begin(bo, "agreement", organisations=[town.organisations["town"]])
    write(made, bo, purposes="Färre brott.", areas="Hela kommunen.")
    with pytest.raises(PlanRefused, match="minst två"):
        decide(made, bo)
    made.organisations.add(town.organisations["police"])
    set_signatories(document=made, functions=["Kommunstyrelsens ordförande", "Chefen för lokalpolisområdet"], by=bo)
    words = str(paper_of(decide(made, bo), audience="parties")["blocks"])
    assert "Bilaga 1" in words and "Bilaga 2" in words and "Polisen i Norr" in words


def test_nobody_else_reads_a_draft_and_authorities_keep_theirs(bo, eva, dag, siv, anna, cecilia):
    made = begin(bo, "plan")

    def seen(member):
        return PlanDocument.objects.visible_to(member).filter(pk=made.pk).exists()

    assert seen(bo) and not any(seen(one) for one in (eva, dag, siv, anna, cecilia))
    share_document(document=made, on=TODAY, by=bo)
    assert seen(eva) and seen(dag) and seen(siv) and not seen(anna) and not seen(cecilia)
    take_back_document(document=made, on=TODAY, by=bo)
    assert not seen(dag)
    narrow = share_document(document=begin(bo, "plan", audience="authorities"), on=TODAY, by=bo)
    assert PlanDocument.objects.visible_to(dag).filter(pk=narrow.pk).exists()
    assert not PlanDocument.objects.visible_to(eva).filter(pk=narrow.pk).exists()
    for member in (eva, dag, siv):
        with pytest.raises(NotAllowed):
            begin(member, "plan")
    with pytest.raises(NotAllowed):
        write_texts(document=made, texts={"aim": "x"}, version=1, by=cecilia)


def test_a_document_is_never_for_more_than_what_it_is_made_of(town, bo):
    outline = Outline(title="Narkotika i parken", area=town.areas["A"], period_first=date(2025, 1, 6),
                      categories=["E1"], audience="authorities")
    problem = open_problem(outline=outline, today=TODAY, by=bo)
    made = begin(bo, "picture", audience="authorities", **YEAR)
    save_problem(document=made, said=SaidProblem(title="Narkotika i parken", problem=problem), by=bo)

    def widen():
        made.refresh_from_db()
        return change_document(document=made, version=made.version, by=bo,
                               facts=Facts(title="Bilden", audience="parties", **YEAR))

    with pytest.raises(PlanRefused, match="visas för färre"):
        widen()
    with pytest.raises(PlanRefused, match="visas för färre"):
        begin(bo, "plan", based_on=made)
    Problem.objects.update(audience="parties")
    widen()
    made.refresh_from_db()
    resting = begin(bo, "plan", based_on=made)
    Problem.objects.update(audience="authorities")       # narrowed again since: it is neither sent round nor decided
    with pytest.raises(PlanRefused, match="visas för färre"):
        share_document(document=made, on=TODAY, by=bo)
    write(made, bo, analysis="Det handlar mest om kvällar.")
    with pytest.raises(PlanRefused, match="visas för färre"):
        decide(made, bo)
    PlanDocument.objects.filter(pk=made.pk).update(audience="authorities")
    with pytest.raises(PlanRefused, match="visas för färre"):
        share_document(document=resting, on=TODAY, by=bo)


def test_a_public_plan_needs_no_public_picture_unless_it_quotes_its_figures(bo):
    made = picture(bo)
    save_problem(document=made, said=SaidProblem(title="Skräp i parken", text="31 rapporter på 8 veckor."), by=bo)
    decide(made, bo)
    public = begin(bo, "plan", based_on=made, audience="public")
    fill_in(document=public, by=bo)
    write(public, bo, follow="Styrgruppen, varje höst 2026.")
    rows = {row.title: row for row in public.problems.all()}
    assert rows["Skräp i parken"].text == ""
    assert not any(row["traces_to"] for row in content_for(public, "public")["problems"])
    for row in rows.values():
        said = SaidProblem(title=row.title, text="De 31 fallen minskar.", traces_to=row.traces_to)
        save_problem(document=public, said=said, row=row, by=bo)
    with pytest.raises(PlanRefused, match="siffror ur lägesbilden.*31"):
        decide(public, bo)
    for row in rows.values():
        said = SaidProblem(title=row.title, traces_to=row.traces_to, no_measure_why="Väntar")
        save_problem(document=public, said=said, row=row, by=bo)
    first = public.problems.order_by("position").first()
    clean = SaidProblem(title=first.title, traces_to=first.traces_to, no_measure_why="Väntar")
    kept = save_measure(document=public, said=SaidMeasure(what="Röjning", against=first), by=bo)
    for said in (SaidMeasure(what="Röjning där 31 kom", against=first),
                 SaidMeasure(what="Röjning", goal="från 31 till 20", against=first)):  # fmt: skip
        save_measure(document=public, said=said, row=kept, by=bo)
        with pytest.raises(PlanRefused, match="siffror ur lägesbilden.*31"):
            decide(public, bo)
    save_measure(document=public, said=SaidMeasure(what="Röjning", against=first), row=kept, by=bo)
    save_problem(document=public, said=replace(clean, no_measure_why="31 rapporter räcker inte"), row=first, by=bo)
    with pytest.raises(PlanRefused, match="siffror ur lägesbilden.*31"):
        decide(public, bo)
    save_problem(document=public, said=clean, row=first, by=bo)
    PlanDocument.objects.filter(pk=public.pk).update(title="Mot de 31 i parken")
    with pytest.raises(PlanRefused, match="siffror ur lägesbilden.*31"):
        decide(public, bo)
    PlanDocument.objects.filter(pk=public.pk).update(title="Plan för parken")
    assert decide(public, bo).audience == "public"


def test_days_and_clock_times_are_no_figures_of_the_picture(bo):
    made = picture(bo)
    save_problem(document=made, said=SaidProblem(title="Skräp", text="12 rapporter klockan 18-22, 10 av dem i maj."),
                 by=bo)  # fmt: skip
    decide(made, bo)
    public = begin(bo, "plan", based_on=made, audience="public")
    fill_in(document=public, by=bo)
    for row in public.problems.all():
        save_problem(document=public, said=SaidProblem(title=row.title, no_measure_why="Väntar"), row=row, by=bo)
    save_measure(document=public, said=SaidMeasure(what="Röjning", against=public.problems.first()), by=bo)
    write(public, bo, follow="Styrgruppen om 12 månader, senast 2026-10-22, klockan 18.00, och 12 maj.")
    assert decide(public, bo).audience == "public"


def test_a_decided_document_is_issued_with_its_files_and_the_next_version_replaces_it(bo, eva, dag, cecilia):
    made = picture(bo)
    subject = Subject(paper=Paper.LONG_TERM, audience="parties", plan=made)
    with pytest.raises(EditionRefused, match="beslutet"):
        issue_paper(subject=subject, function="Samordnaren", now=NOW, by=bo)
    decide(made, bo)
    made.refresh_from_db()
    subject = Subject(paper=Paper.LONG_TERM, audience="parties", plan=made)
    with pytest.raises(EditionRefused, match="inte för dem"):
        issue_paper(subject=replace(subject, audience="public"), function="Samordnaren", now=NOW, by=bo)
    issued = issue_paper(subject=subject, function="Samordnaren", now=NOW, by=bo)
    kept = {each.format: each for each in issued.files.all()}
    assert set(kept) == {"json", "pdf", "docx"} and kept["pdf"].path.read_bytes().startswith(b"%PDF")
    assert Edition.objects.visible_to(eva).get() == issued and not Edition.objects.visible_to(cecilia).exists()
    with pytest.raises(EditionRefused, match="Inget har ändrats"):
        issue_paper(subject=subject, function="Samordnaren", now=NOW, by=bo)
    later = new_version(document=made, today=TODAY, by=bo)
    write(later, bo, analysis="Nu handlar det om morgnar.")
    decide(later, bo)
    later.refresh_from_db()
    again = issue_paper(subject=replace(subject, plan=later), function="Samordnaren", now=NOW, by=bo)
    assert (again.number, again.supersedes) == (2, issued)
    assert list(Edition.objects.visible_to(dag).of_plan(made).latest_first()) == [again, issued]
    with pytest.raises(NotAllowed):
        issue_paper(subject=subject, function="Samordnaren", now=NOW, by=eva)


def test_texts_pass_the_guard_and_a_passed_version_is_told(bo):
    made = begin(bo, "plan")
    with pytest.raises(PlanRefused):
        write(made, bo, aim="Ring 070-174 06 22")
    with pytest.raises(PlanRefused):
        save_problem(document=made, said=SaidProblem(title="Personnummer 811228-9874"), by=bo)
    with pytest.raises(PlanOvertaken) as told:
        write_texts(document=made, texts={"aim": "Mitt mål"}, version=0, by=bo)
    assert told.value.mine == "Mitt mål"
    with pytest.raises(PlanRefused, match="får vara högst"):
        write(made, bo, aim="x" * 8001)


def test_reviews_are_told_of_90_30_and_7_days_before(town, bo):
    made = begin(bo, "pledge", period_first=date(2025, 10, 1), period_last=date(2026, 3, 31))
    write(made, bo, situation="a", will_do="b", achieve="c", effects="d", equality="e")
    decide(made, bo)
    days = [date(2026, 3, 31) - timedelta(days=left) for left in (91, 90, 89, 29, 7, 1)]
    assert [note_reviews(today=day, by=town.machine) for day in days] == [0, 1, 0, 1, 1, 0]
    assert [line.changed["days"] for line in Event.objects.filter(happening="plan.review_due")] == [90, 30, 7]


def test_the_picture_keeps_offences_and_reports_apart_and_says_what_it_rests_on(town, norr, bo, observe):
    for each in range(30):
        observe(category="E1", area="A", on=date(2025, 9, 1) + timedelta(days=each % 28), audience="parties")
    for each in range(4):
        observe(category="G1", area="B", on=date(2025, 9, 3 + each), audience="authorities", by=town.machine)
    offences = define_indicator(code="brott", name_sv="Anmälda brott", unit_sv="anmälda brott per år", source="Brå",
                                period="year", by=town.machine)
    safe = define_indicator(code="otrygg", name_sv="Otrygg ute", unit_sv="procent av de svarande", source="Enkät 2025",
                            period="year", by=town.machine)
    index = define_indicator(code="index", name_sv="Problemindex", unit_sv="index 0–6", source="Enkät 2025",
                             period="year", scale="index", kind="survey", by=town.machine)
    record_readings(indicator=index, by=town.machine, rows=[
        {"area_code": "", "first_on": date(y, 1, 1), "last_on": date(y, 12, 31), "value": value, "n": 400}
        for y, value in ((2023, 1.0), (2024, 5.0))])
    years = {2019: 100, 2020: 104, 2021: 98, 2022: 101, 2023: 97, 2024: 150}
    record_readings(indicator=offences, by=town.machine, rows=[
        {"area_code": "", "first_on": date(y, 1, 1), "last_on": date(y, 12, 31), "value": v} for y, v in years.items()])
    record_readings(indicator=safe, by=town.machine, rows=[
        {"area_code": code, "first_on": date(y, 1, 1), "last_on": date(y, 12, 31), "value": value, "n": n}
        for y, code, value, n in ((2023, "A", 30, 400), (2024, "A", 44, 410), (2023, "B", 30, 20),
                                  (2024, "B", 60, 18))])
    first, last = YEAR["period_first"], YEAR["period_last"]
    papers = {each: statutory_paper(norr, first=first, last=last, audience=each)
              for each in ("authorities", "parties", "public")}
    words = {each: str(paper["blocks"]) for each, paper in papers.items()}
    for heading in ("Del 1. Kartläggning", "Del 2. Annan information av betydelse", "Del 3. Analys"):
        assert all(heading in each for each in words.values())
    assert "34 händelser" in words["authorities"] and "30 händelser" in words["parties"]
    assert "Björknäs" not in words["public"] and "Alby" not in words["public"]
    assert "2024: 150. Åren 2019–2023 gav anledning att vänta" in words["parties"]
    assert "Fler än väntat." in words["parties"]
    tables = [block for block in papers["parties"]["blocks"] if block["is"] == "table"]
    sources = next(block for block in tables if block["name"] == "Källor")["cells"]
    assert {row[1] for row in sources} >= {"Anmälda brott", "Otrygg ute"} and all(row[2] for row in sources)
    by_area = {row[0]: row for block in tables if block["name"].startswith("Otrygg ute") for row in block["cells"]}
    assert by_area["Alby"][5].startswith("upp") and by_area["Björknäs"][5] == "kan inte jämföras"
    # An index has no interval that can be told from its answers alone: it is shown and not judged.
    of_index = next(block for block in tables if block["name"].startswith("Problemindex"))
    assert of_index["cells"][0][5] == "kan inte jämföras"
    # No table and no drawing holds both sorts: what is counted by the police and what the parties tell of.
    for block in papers["parties"]["blocks"]:
        told = str(block.get("cells", block.get("svg", "")))
        assert not ("Anmälda brott" in told and "Skadegörelse" in told), block
    assert statutory_paper(norr, first=first, last=last, audience="parties") == papers["parties"]
    assert file_of(papers["parties"], "pdf")[:5] == b"%PDF-" and file_of(papers["parties"], "docx")[:2] == b"PK"
