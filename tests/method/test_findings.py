"""What stands out comes as a card with reason and certainty: acted on, watched, dismissed, or asleep unanswered."""

from datetime import timedelta
from typing import Any

import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.jobs.assessing import let_findings_sleep, measure_suggestions
from samsyn.method.pictures.actions import compile_picture, lock_picture, share_picture
from samsyn.method.pictures.assessment_models import SuggestionCheck
from samsyn.method.pictures.finding_models import Finding, Response
from samsyn.method.pictures.findings.actions import ResponseRefused, raise_findings, respond
from samsyn.method.pictures.findings.telling import card_of, certainty
from samsyn.method.pictures.models import PictureFinding, SituationalPicture
from samsyn.method.pictures.patterns.actions import put_in_picture, take_out_of_picture
from samsyn.method.pictures.patterns.asked import Asked
from samsyn.method.pictures.sentences import render
from samsyn.method.pictures.tables import tables_of
from tests.method.picturing import compiled, ordinary_weeks, report, submit
from tests.people import NOW, WEEK

pytestmark = [pytest.mark.django_db]


def raised(town: Any, *subjects: str, week: Any = WEEK, now: Any = NOW, parties: bool = True) -> list[Finding]:
    """Let a draft picture find that areas or categories stand out, without counting a year of reports."""
    def row(code: str) -> dict[str, Any]:
        return {
            "code": code, "name": {"A": "Alby", "B": "Björknäs"}.get(code, code), "name_sv": code, "name_en": code,
            "verdict": "more", "sentence": {"key": "area.more", "params": {"events": 14, "low": 5, "high": 9}},
            "events": 14, "expected": 7.0, "low": 5.0, "high": 9.0, "window_weeks": 1, "q": 0.004,
        }  # fmt: skip

    nothing: dict[str, Any] = {"head": {"total": None}, "areas": [], "places": [], "changes": []}
    found = {**nothing, "areas": [row(code) for code in subjects]}
    picture = compile_picture(municipality=town.municipality, week=week, now=now, by=town.machine)
    raise_findings(picture=picture, tables={"authorities": found, "parties": found if parties else nothing}, now=now)
    return list(Finding.objects.filter(municipality=town.municipality).order_by("about"))


def test_certainty_is_said_as_how_often_chance_gives_it():
    said = [render(certainty(q)) for q in (0.05, 0.012, 0.004, 1e-7)]
    assert "högst 3\xa0gånger om året" in said[0]
    assert "högst 1\xa0gång om året" in said[1]
    assert "högst en gång på 4 år" in said[2]
    assert "mer sällan än en gång på tio år" in said[3]
    assert certainty(0.05, weeks=2)["params"] == {"times": 2}


@pytest.mark.slow
def test_what_the_picture_finds_becomes_a_card_that_leads_to_its_figures(town, norr, bo, dag, eva, siv, cecilia):
    ordinary_weeks(town)
    submit(town, report(town, WEEK, 30, area="A", category="E1", audience="authorities"))
    picture = compiled(town)
    card = Finding.objects.visible_to(bo).open_at(WEEK).get(kind="area")
    told = card_of(card, "authorities")
    assert told is not None
    assert (card.about, card.area) == ("Alby", town.areas["A"])
    assert told["events"] == next(a for a in tables_of(picture, "authorities")["areas"] if a["code"] == "A")["events"]
    assert "om året" in render(told["certainty"]) or "år" in render(told["certainty"])
    assert card_of(card, "parties") is None, "the parties' own rows say nothing unusual"
    assert not Finding.objects.visible_to(dag).exists(), "the picture is a draft"
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    assert Finding.objects.visible_to(dag).filter(pk=card.pk).exists()
    assert not Finding.objects.visible_to(eva).filter(pk=card.pk).exists()
    assert not Finding.objects.visible_to(cecilia).exists()
    assert [row["about"] for row in tables_of(picture, "authorities")["findings"] if row["kind"] == "area"] == ["Alby"]
    assert "findings" not in tables_of(picture, "public")
    compiled(town, week=WEEK - 1)
    assert Finding.objects.filter(municipality=norr).exists(), "an older picture made later raises and removes nothing"


def test_a_card_is_answered_by_who_compiles_and_the_latest_answer_stands(town, bo, dag, cecilia):
    [card] = raised(town, "A")
    with pytest.raises(ResponseRefused, match="varför"):
        respond(finding=card, answer="dismiss", now=NOW, by=bo)
    with pytest.raises(ResponseRefused, match="mötet eller en åtgärd"):
        respond(finding=card, answer="act", now=NOW, by=bo)
    with pytest.raises(ResponseRefused):
        respond(finding=card, answer="dismiss", reason="Ring 070-174 06 22", now=NOW, by=bo)
    for member in (dag, cecilia):
        with pytest.raises(NotAllowed):
            respond(finding=card, answer="watch", now=NOW, by=member)
    respond(finding=card, answer="watch", now=NOW, by=bo)
    assert not Finding.objects.visible_to(bo).open_at(WEEK).exists()
    assert Finding.objects.visible_to(bo).watched().exists()
    respond(finding=card, answer="act", leads_to="meeting", function="Samordnaren", now=NOW + timedelta(hours=1), by=bo)
    assert [each.about for each in Finding.objects.visible_to(bo).for_meeting(WEEK)] == ["Alby"]
    assert Response.objects.visible_to(bo).count() == 2
    assert "Ring" not in str(list(Event.objects.values_list("changed", flat=True)))


def test_unanswered_cards_fall_asleep_after_two_weeks_and_it_is_recorded(town, norr, bo):
    cards = raised(town, "A", "B")
    respond(finding=cards[0], answer="watch", now=NOW, by=bo)
    assert list(let_findings_sleep(NOW + timedelta(days=13))) == []
    assert list(let_findings_sleep(NOW + timedelta(days=14))) == ["norr: 1 obesvarade kort har somnat"]
    assert [each.about for each in Finding.objects.visible_to(bo).asleep()] == ["Björknäs"]
    assert not Finding.objects.visible_to(bo).awaiting().exists()
    assert Event.objects.filter(municipality=norr, happening="finding.fell_asleep").count() == 1
    respond(finding=cards[1], answer="act", leads_to="measure", now=NOW + timedelta(days=15), by=bo)
    assert Finding.objects.visible_to(bo).with_answer().get(pk=cards[1].pk).answer == "act"


def test_the_same_thing_again_renews_its_card_and_what_is_gone_from_a_draft_goes(town, norr, bo):
    first = raised(town, "A", "B", week=WEEK - 6)
    respond(finding=first[0], answer="dismiss", reason="Fler som rapporterar.", now=NOW, by=bo)
    again = raised(town, "A", week=WEEK - 5)
    assert [(each.about, each.first_week, each.iso_week) for each in again] == [
        ("Alby", (WEEK - 6).iso, (WEEK - 5).iso), ("Björknäs", (WEEK - 6).iso, (WEEK - 6).iso),
    ]  # fmt: skip
    assert not Finding.objects.visible_to(bo).open_at(WEEK - 5).exists(), "dismissed, and still the same"
    late = raised(town, "A", week=WEEK)
    newest = [each for each in late if each.iso_week == WEEK.iso]
    assert [each.again_of_id for each in newest] == [first[0].pk], "gone for a while: a new card that remembers"
    assert raised(town, week=WEEK) == [each for each in late if each.iso_week != WEEK.iso]


def test_the_locked_picture_keeps_the_answers_of_the_moment(town, bo):
    ordinary_weeks(town, weeks=2)
    [card] = raised(town, "A")
    respond(finding=card, answer="dismiss", reason="Ny källa.", now=NOW, by=bo)
    picture = town_picture(town)
    assert tables_of(picture, "parties")["findings"][0]["answer"] == "dismiss", "the draft follows its answers"
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    respond(finding=card, answer="watch", now=NOW + timedelta(days=1), by=bo)
    [row] = tables_of(picture, "parties")["findings"]
    assert (row["answer"], row["why"], row["about"]) == ("dismiss", "Ny källa.", "Alby")
    assert "id" not in row


def town_picture(town: Any) -> Any:
    from samsyn.method.pictures.models import SituationalPicture

    return SituationalPicture.objects.get(municipality=town.municipality, iso_week=WEEK.iso)


@pytest.mark.slow
def test_a_pattern_put_in_the_picture_can_be_answered_too(town, bo):
    ordinary_weeks(town, weeks=30)
    picture = compiled(town)
    asked = Asked("counts", (WEEK - 20).first_day, WEEK.last_day)
    pattern = put_in_picture(picture=picture, asked=asked, now=NOW, by=bo)
    card = Finding.objects.visible_to(bo).open_at(WEEK).get(kind="pattern")
    told = card_of(card, "parties")
    assert card.about == "Hur många per vecka?"
    assert told is not None
    assert "i genomsnitt" in render(told["reason"])
    compiled(town)
    assert Finding.objects.filter(pk=card.pk).exists(), "made anew, the picture keeps what was put in"
    take_out_of_picture(finding=PictureFinding.objects.get(pk=pattern.pk), by=bo)
    assert not Finding.objects.filter(pk=card.pk).exists()


@pytest.mark.slow
def test_how_often_suggestions_are_wrong_is_measured_on_own_history_and_kept(town, norr, bo, cecilia, monkeypatch):
    monkeypatch.setattr("samsyn.method.pictures.assessments.measuring.RUNS", 20)
    ordinary_weeks(town, weeks=80, per_week=3)
    assert list(measure_suggestions(NOW)) == []
    compiled(town)
    assert len(list(measure_suggestions(NOW))) == 1
    kept = SuggestionCheck.objects.visible_to(bo).latest_of("history")
    assert (kept.weeks > 65, kept.wrong_runs <= 3, kept.areas, kept.iso_week) == (True, True, 3, WEEK.iso)
    assert kept.low <= kept.wrong_runs / max(kept.runs, 1) <= kept.high
    assert list(measure_suggestions(NOW + timedelta(days=27))) == []
    assert len(list(measure_suggestions(NOW + timedelta(days=28)))) == 1
    assert not SuggestionCheck.objects.visible_to(cecilia).exists()


def test_an_answer_written_for_authorities_is_read_by_no_private_company(town, norr, bo, eva):
    """The reason, the function and what it led to stay with those it was written for; others learn that it is done."""
    [card] = raised(town, "A")
    reason = "Polisen har redan ett ärende i garaget."
    respond(finding=card, answer="dismiss", reason=reason, audience="authorities", now=NOW, by=bo)
    picture = SituationalPicture.objects.get(municipality=norr, iso_week=WEEK.iso)
    share_picture(picture=picture, now=NOW, by=bo)
    assert Finding.objects.visible_to(eva).filter(pk=card.pk).exists()
    assert not Response.objects.visible_to(eva).exists()
    assert Response.objects.visible_to(bo).get().reason == reason
    told = {each: tables_of(picture, each)["findings"][0] for each in ("authorities", "parties")}
    assert (told["authorities"]["answer"], told["authorities"]["why"]) == ("dismiss", reason)
    assert (told["parties"]["answer"], told["parties"]["why"], told["parties"]["leads_to"]) == ("answered", "", "")
    respond(finding=card, answer="watch", reason="Vi följer det.", now=NOW + timedelta(hours=1), by=bo)
    assert tables_of(picture, "parties")["findings"][0]["why"] == "Vi följer det.", "the card tells both the same"


def test_an_answer_is_shown_to_no_more_than_its_card(town, bo, eva):
    [card] = raised(town, "A", parties=False)
    with pytest.raises(ResponseRefused, match="bara för myndigheter"):
        respond(finding=card, answer="watch", audience="parties", now=NOW, by=bo)
    made = respond(finding=card, answer="watch", now=NOW, by=bo)
    assert made.audience == "authorities"
    [card] = [each for each in raised(town, "B") if each.about == "Björknäs"]
    Finding.objects.filter(pk=card.pk).update(parties='{"other":"figures"}')
    card.refresh_from_db()
    assert respond(finding=card, answer="watch", now=NOW, by=bo).audience == "authorities", "it rests on more rows"
    assert respond(finding=card, answer="watch", audience="parties", now=NOW, by=bo).audience == "parties"
