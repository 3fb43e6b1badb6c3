"""Phases stand where the work is read: on the area's profile, in the pictures and in the plan's paper."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from samsyn.documents.longterm.making import paper_of
from samsyn.documents.papers.periods import period_paper
from samsyn.documents.papers.weekly import weekly_paper
from samsyn.documents.periodic import period_pdf
from samsyn.documents.weekly import weekly_document, weekly_pdf
from samsyn.ground.people.models import Membership
from samsyn.jobs.archiving.papers import pictures
from samsyn.jobs.archiving.rows import NARROW, OPEN, Days
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.periods.actions import compile_period_picture, lock_period_picture
from samsyn.method.pictures.spans import span_of
from samsyn.method.plans.actions import Facts, begin_document
from samsyn.method.plans.content import content_for
from samsyn.method.plans.rows.actions import SaidProblem, save_problem
from samsyn.method.problems.models import Phase, PhaseModel
from samsyn.method.problems.opening.actions import Outline, open_problem
from samsyn.method.problems.phases.actions import add_phase_models, place_in_phase, switch_phase_model, write_phase
from samsyn.method.publications.actions import Subject
from samsyn.web.phases.placing import standing
from tests import people
from tests.method.picturing import compiled

pytestmark = pytest.mark.django_db
DAY = people.WEEK.first_day
AUDIENCES = ("authorities", "parties", "public")
SPAN, LATER = span_of(people.NOW.date(), kind="month"), datetime(2025, 11, 4, 12, tzinfo=UTC)


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.fixture
def placed(town: Any, bo: Any) -> Any:
    """A problem and an area in the second phase of an example that is switched on."""
    add_phase_models(by=bo)
    model = PhaseModel.objects.filter(municipality=town.municipality).first()
    switch_phase_model(model=model, active=True, by=bo)
    phase = Phase.objects.filter(model=model).order_by("number")[1]
    outline = Outline(title="Stök vid torget", area=town.areas["A"], period_first=date(2025, 1, 6), categories=["E1"])
    problem = open_problem(outline=outline, today=DAY, by=bo)
    place_in_phase(phase=phase, motivation="Stöket minskar", today=DAY, by=bo, problem=problem)
    place_in_phase(phase=phase, motivation="Fler går där", today=DAY, by=bo, area=town.areas["A"])
    return problem, phase, model


def test_a_phase_stands_on_the_areas_profile_in_the_pictures_and_in_the_plan(client, town, bo, anna, cecilia, placed):
    problem, phase, model = placed
    assert [one.area or one.problem for one in standing(bo, on=DAY)] == [town.areas["A"], problem]
    assert standing(bo, on=DAY - timedelta(days=1)) == [] == standing(cecilia, on=DAY)
    client.force_login(bo.user)
    profile = client.get(f"/norr/omrade/{town.areas['A'].code}/").content.decode()
    assert phase.name_sv in profile and "Fler går där" in profile
    facts = Facts(title="Planen", period_first=date(2025, 1, 1), period_last=date(2026, 1, 1))
    plan = begin_document(kind="plan", facts=facts, today=DAY, by=bo)
    save_problem(document=plan, said=SaidProblem(title="Stök", problem=problem), by=bo)
    said = str(paper_of(plan, audience="parties")["blocks"])
    assert f"Fas {phase.number}: {phase.name_sv}" in said and "exempel, inte Brås text" in said
    plan.audience = "public"
    assert content_for(plan, "public")["problems"][0]["phases"] == []
    switch_phase_model(model=PhaseModel.objects.get(pk=model.pk), active=False, by=bo)
    assert standing(bo, on=DAY) == [] and "Fas 2" not in str(paper_of(plan, audience="parties")["blocks"])


@pytest.mark.slow
def test_the_pictures_papers_tell_the_phases_that_their_reader_may_see(client, town, bo, siv, placed):
    """PDF and Word, weekly and longer; a problem for the coordinator alone, the public and the steering group: none."""
    problem, phase, _model = placed
    hidden = open_problem(
        outline=Outline(title="Bara samordnaren", area=town.areas["B"], period_first=DAY, audience="coordinator"),
        today=DAY, by=bo,
    )  # fmt: skip
    place_in_phase(phase=phase, motivation="Hemligt skäl", today=DAY, by=bo, problem=hidden)
    picture = compiled(town)
    seen = Membership.objects.filter(user=siv.user)
    assert [weekly_document(picture, audience=each)["phases"] for each in AUDIENCES] == [[], [], []], \
        "siv reads the audience's paper and sees no placement"
    seen.update(ends_on=date(2025, 1, 1))
    told = {audience: weekly_document(picture, audience=audience)["phases"] for audience in AUDIENCES}
    assert [row["where"] for row in told["parties"]] == ["Alby", "Stök vid torget"] and told["public"] == []
    assert told["parties"][0]["phase"] == f"{phase.number}. {phase.name_sv}" and told["authorities"] == told["parties"]
    word = str(weekly_paper(Subject(paper="weekly", picture=picture, audience="parties", language="sv"))["blocks"])
    assert "Stök vid torget" in word and "exempel, inte Brås text" in word and "Hemligt skäl" not in word

    period = compile_period_picture(municipality=town.municipality, span=SPAN, now=LATER, by=bo)
    assert "Stök vid torget" in str(period_paper(period, audience="parties", language="sv")["blocks"])
    assert "Stök vid torget" in pdf_text(period_pdf(period, audience="parties"))
    for member, sees in ((bo, True), (siv, False)):
        assert bool(standing(member, on=people.WEEK.last_day)) == sees
        text = pdf_text(weekly_pdf(picture, audience="authorities", reader=member))
        assert ("Stök vid torget" in text) == ("Faser" in text) == sees


@pytest.mark.slow
def test_a_locked_papers_bytes_stay_whatever_is_placed_renamed_or_switched_off_later(town, bo, siv, placed):
    """Two locked weeks and a month, for each audience and for one reader; one locked without phases shows none."""
    problem, phase, model = placed
    Membership.objects.filter(user=siv.user).update(ends_on=date(2025, 1, 1))
    weeks = [compiled(town, week=week) for week in (people.WEEK - 1, people.WEEK)]
    period = compile_period_picture(municipality=town.municipality, span=SPAN, now=LATER, by=bo)
    locked = [lock_picture(picture=each, function="Samordnaren", now=people.NOW, by=bo) for each in weeks]
    period = lock_period_picture(picture=period, function="Samordnaren", now=LATER, by=bo)

    def papers() -> dict[str, bytes]:
        days = Days(date(2025, 9, 1), date(2025, 12, 31))
        made = {file.path: file.content for part in (OPEN, NARROW) for file in pictures(town.municipality, days, part)}
        made["bo.pdf"] = weekly_pdf(locked[1], audience="authorities", reader=bo)
        return made | {"bo-month.pdf": period_pdf(period, audience="authorities", reader=bo)}

    before, digests = papers(), list(locked[1].tables.order_by("name").values_list("digest", flat=True))
    assert len(before) == 2 * 3 * len(AUDIENCES) + 2, "two weeks and a month in the archive, paper and data"
    first, second = (f"lagesbilder/{each.week.label}-parties.pdf" for each in locked)
    for path in (second, "bo.pdf", "bo-month.pdf"):
        assert "Stök vid torget" in pdf_text(before[path]), path
    assert "Faser" not in pdf_text(before[first])
    data = b"".join(content for path, content in before.items() if path.endswith(".json"))
    assert "Stök".encode() not in data and b"beside" not in data, "no table of theirs is handed out"
    third = Phase.objects.filter(model=model).order_by("number")[2]
    for day in (DAY - timedelta(days=14), DAY):
        place_in_phase(phase=third, motivation="I efterhand", today=day, by=bo, area=town.areas["A"])
        place_in_phase(phase=third, motivation="I efterhand", today=day, by=bo, problem=problem)
    write_phase(phase=phase, texts={"name_sv": "Heter något annat"}, by=bo)
    assert papers() == before
    switch_phase_model(model=PhaseModel.objects.get(pk=model.pk), active=False, by=bo)
    assert papers() == before
    assert list(locked[1].tables.order_by("name").values_list("digest", flat=True)) == digests
    locked[1].tables.filter(name__startswith="beside.").delete()
    assert "Faser" not in pdf_text(weekly_pdf(locked[1], audience="parties"))
