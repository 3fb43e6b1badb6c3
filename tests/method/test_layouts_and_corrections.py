"""Layouts, words in sections, reworded sentences, late reports after the lock, and correction editions."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.ground.audit.models import Event
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.privacy.models import ReleaseRequest
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.assessments.actions import Stand, assess_area
from samsyn.method.pictures.canonical import digest
from samsyn.method.pictures.corrections.actions import (
    CorrectionDecision,
    CorrectionRefused,
    correct_picture,
    digest_of,
)
from samsyn.method.pictures.corrections.late import counted_now, late_since
from samsyn.method.pictures.corrections.removal import remover
from samsyn.method.pictures.layouts.actions import (
    LayoutRefused,
    TextOvertaken,
    choose_layout,
    copy_texts,
    edit_sentence,
    restore_layout,
    save_layout,
    use_layout,
    write_section,
)
from samsyn.method.pictures.layouts.known import layout_of, layouts_of, sections
from samsyn.method.pictures.models import PictureCorrection, PictureTable
from samsyn.method.pictures.sentences import render
from samsyn.method.pictures.tables import picture_json, tables_of
from tests.method.picturing import compiled, report, submit
from tests.people import NOW, WEEK

pytestmark = pytest.mark.django_db
DECISION = CorrectionDecision(
    decided_by="Kommunstyrelsen", reference="KS 2025/7", reason="Pekade ut en enskild", decided_on=date(2025, 10, 7)
)
AUDIENCES = ("authorities", "parties", "public")


def order(picture, audience="parties"):
    return [each["key"] for each in tables_of(picture, audience)["layout"]["sections"]]


def locked(town, bo, **more):
    return lock_picture(picture=compiled(town, **more), function="Samordnaren", now=NOW, by=bo)


# --- layouts ------------------------------------------------------------------------------------


def test_layouts_are_shipped_after_the_pilots_habits_and_each_holds_what_must_be_there(norr):
    found = layouts_of(norr)
    assert len(found) >= 4 and [each.code for each in found if each.is_chosen] == ["week"]
    for layout in found:
        shown = [each.key for each in layout.shown]
        assert {"head", "late", "data_note"} <= set(shown)
        assert len(layout.sections) == len(sections()) == len({each.key for each in layout.sections})
    assert len({tuple(each.key for each in layout.shown) for layout in found}) == len(found)


def test_a_picture_keeps_the_layout_it_was_made_with(town, bo):
    picture = compiled(town)
    choose_layout(code="call", by=bo)
    assert order(compiled(town)) == order(picture) and order(picture)[2] == "parties"
    later = compiled(town, week=WEEK + 1, now=NOW + timedelta(days=7))
    assert order(later) == [each.key for each in layout_of(town.municipality, "call").shown]
    saved = [{"key": "areas", "shown": True, "name_sv": "Våra områden", "name_en": ""}, {"key": "places"}]
    save_layout(code="call", name_sv="Samtalet", name_en="", chosen=saved, version=1, by=bo)
    assert order(later) == [each.key for each in layout_of(None, "call").shown]
    use_layout(picture=later, code="call", by=bo)
    assert order(later)[:2] == ["areas", "places"]
    assert tables_of(later, "parties")["layout"]["sections"][0]["name_sv"] == "Våra områden"
    assert {"head", "data_note", "late"} <= set(order(later))                # never hidden
    restore_layout(code="call", by=bo)
    assert order(later)[:2] == ["areas", "places"]
    with pytest.raises(LayoutRefused, match="låst"):
        use_layout(picture=lock_picture(picture=later, function="S", now=NOW, by=bo), code="week", by=bo)


def test_only_who_sets_the_municipalitys_settings_changes_layouts(eva, dag):
    for member in (eva, dag):
        with pytest.raises(NotAllowed):
            choose_layout(code="call", by=member)
        with pytest.raises(NotAllowed):
            save_layout(code="", name_sv="Mitt", name_en="", chosen=[], version=0, by=member)


# --- words --------------------------------------------------------------------------------------


def test_words_for_authorities_stand_in_their_tables_alone_and_none_in_the_publics(town, bo):
    picture = compiled(town)
    for audience, text in (("parties", "Till alla"), ("authorities", "Till myndigheter")):
        write_section(picture=picture, section="analysis", audience=audience, text=text, version=0, by=bo)
    assert [row["text"] for row in tables_of(picture, "authorities")["texts"]] == ["Till alla", "Till myndigheter"]
    assert [row["text"] for row in tables_of(picture, "parties")["texts"]] == ["Till alla"]
    assert "texts" not in tables_of(picture, "public")
    assert "Till alla" in picture_json(compiled(town), "parties").decode()     # kept when compiled again
    with pytest.raises(LayoutRefused):
        write_section(
            picture=picture, section="analysis", audience="parties", text="Ring 070-174 06 22", version=1, by=bo
        )


def test_last_weeks_words_are_copied_or_said_to_hold_unchanged(town, bo):
    first = compiled(town, week=WEEK - 1)
    write_section(picture=first, section="areas", audience="parties", text="Marknaden märks", version=0, by=bo)
    write_section(picture=first, section="message", audience="parties", text="Säg som det är", version=0, by=bo)
    picture = compiled(town)
    assert copy_texts(picture=picture, section="areas", unchanged=True, by=bo) == 1
    assert copy_texts(picture=picture, by=bo) == 1
    told = {row["section"]: row["unchanged"] for row in tables_of(picture, "parties")["texts"]}
    assert told == {"areas": True, "message": False}
    with pytest.raises(LayoutRefused, match="ingen text att kopiera"):
        copy_texts(picture=picture, by=bo)
    emptied = write_section(picture=picture, section="areas", audience="parties", text="", version=1, by=bo)
    copy_texts(picture=picture, section="areas", by=bo)
    with pytest.raises(TextOvertaken):              # a box that was open meanwhile writes nothing over it
        write_section(
            picture=picture, section="areas", audience="parties", text="Ny", version=emptied.version, by=bo
        )


def test_a_sentence_is_said_in_other_words_until_its_figures_change(town, bo, observe, anna):
    observe(by=anna)
    picture = compiled(town)
    said = tables_of(picture, "authorities")["head"]["sentences"][0]
    assert render(said) == "1 händelse i 1 rapport från 1 källa.".replace("1 ", "1\u00a0")
    said_where: dict[str, Any] = {
        "picture": picture, "where": "head/sentences/0", "audience": "authorities", "by": bo,
    }  # fmt: skip
    with pytest.raises(LayoutRefused, match="Siffrorna räknas fram"):
        edit_sentence(text="7 händelser", version=0, **said_where)
    edit_sentence(text="En enda, 1 rapport", version=0, **said_where)
    with pytest.raises(TextOvertaken) as overtaken:     # somebody whose box was open meanwhile
        edit_sentence(text="En rapport, 1 händelse", version=0, **said_where)
    assert (overtaken.value.theirs, overtaken.value.mine) == ("En enda, 1 rapport", "En rapport, 1 händelse")
    edit_sentence(text="En enda, 1 rapport", version=0, **said_where)       # the same words once more change nothing
    given_back = edit_sentence(text="", version=1, **said_where)
    assert given_back is not None and given_back.version == 2
    assert render(tables_of(picture, "parties")["head"]["sentences"][0]) == render(said)
    with pytest.raises(TextOvertaken):
        edit_sentence(text="En rapport, 1 händelse", version=1, **said_where)
    edit_sentence(text="En enda, 1 rapport", version=2, **said_where)
    for audience in ("authorities", "parties"):
        assert render(tables_of(compiled(town), audience)["head"]["sentences"][0]) == "En enda, 1 rapport"
    observe(by=anna, hour=21)
    assert render(tables_of(compiled(town), "parties")["head"]["sentences"][0]).startswith("2\u00a0händelser")


# --- after the lock -----------------------------------------------------------------------------


def test_what_comes_late_is_told_beside_the_locked_picture_by_the_same_rule(town, bo, dag, eva, anna, observe):
    hidden = observe(by=dag, audience="authorities")
    for hour in (20, 21):                                           # tied by somebody who sees both
        Observation.objects.filter(pk=observe(by=eva, hour=hour).pk).update(same_as=hidden)
    old = observe(by=anna, category="I1", kind="condition", on=WEEK.first_day - timedelta(days=3))
    observe(by=eva, category="I1", kind="condition", same_as_id=old.pk)
    observe(by=anna, category="J1", kind="mood")
    submit(town, report(town, WEEK, 5, area="B"))
    picture = locked(town, bo)
    for audience in ("authorities", "parties"):
        assert counted_now(picture, audience) == tables_of(picture, audience)["head"]["events"], audience
        assert late_since(picture, audience) is None
    before = {audience: picture_json(picture, audience) for audience in AUDIENCES}
    observe(by=dag, audience="authorities", hour=23)
    assert late_since(picture, "parties") is None                   # what is for authorities is not told to others
    then = tables_of(picture, "authorities")["head"]["events"]
    assert late_since(picture, "authorities")["params"] == {"week": WEEK.label, "then": then, "now": then + 1}
    assert {audience: picture_json(picture, audience) for audience in AUDIENCES} == before


def test_a_correction_takes_the_words_out_of_every_table_and_what_they_were_made_of(town, bo, observe, anna):
    square = town.places["square"]
    submit(town, report(town, WEEK, 16, lon=square.lon, lat=square.lat, place=square, category="G1"))
    picture = compiled(town)
    write_section(picture=picture, section="places", audience="parties", text="Vid STORA  torget", version=0, by=bo)
    picture = lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    figures = {each: tables_of(picture, each)["head"]["events"] for each in AUDIENCES}
    before = digest_of(picture)
    made = correct_picture(picture=picture, words="stora torget", decision=DECISION, now=NOW, by=bo)
    picture.refresh_from_db()
    assert (made.edition, picture.edition, made.digest_before) == (2, 2, before)
    assert made.digest_after == digest_of(picture) != before
    stored = json.dumps([picture_json(picture, each).decode() for each in AUDIENCES], ensure_ascii=False).lower()
    assert "stora torget" not in stored and "stora  torget" not in stored and "[…]" in stored
    assert picture.texts.get().text == "Vid […]"
    assert {each: tables_of(picture, each)["head"]["events"] for each in AUDIENCES} == figures
    assert picture.locked_at == NOW
    line = Event.objects.get(happening="picture.corrected")
    assert "torget" not in json.dumps(line.changed).lower() and line.changed["version"] == 2
    assert "torget" not in json.dumps(made.taken_out) and made.taken_out["sectiontext"] == 1
    for row in PictureTable.objects.filter(picture=picture):
        assert row.digest == digest(row.content)


def test_a_correction_takes_whole_words_and_leaves_those_that_only_hold_them():
    take_out = remover("Ali")
    assert take_out("Kvalitet, Alingsås och Malin") == ("Kvalitet, Alingsås och Malin", 0)
    assert take_out("hos ALI, Alis bil (ali)") == ("hos […], […] bil ([…])", 3)
    assert remover("070-174 06")("ring 070-174 06, inte 1070-174 065") == ("ring […], inte 1070-174 065", 1)


def test_a_correction_reaches_what_a_draft_carried_over_from_the_week(town, bo):
    stand = Stand(code="normal", motivation="Ljust vid Elofs kiosk", function="Samordnaren")
    assess_area(area=town.areas["A"], week=WEEK, stand=stand, now=NOW, by=bo)
    picture, draft = locked(town, bo), compiled(town, week=WEEK + 1)
    assert "Elofs" in picture_json(draft, "parties").decode()
    correct_picture(picture=picture, words="Elofs kiosk", decision=DECISION, now=NOW, by=bo)
    assert "Elofs" not in picture_json(picture, "parties").decode() + picture_json(draft, "parties").decode()


def test_a_correction_needs_a_decision_a_lock_a_right_and_no_request_that_waits(town, bo, siv, eva, norr):
    draft = compiled(town)
    write_section(picture=draft, section="areas", audience="parties", text="Elofs kiosk", version=0, by=bo)
    with pytest.raises(CorrectionRefused, match="utkast"):
        correct_picture(picture=draft, words="Elofs kiosk", decision=DECISION, now=NOW, by=bo)
    picture = lock_picture(picture=draft, function="Samordnaren", now=NOW, by=bo)
    for member in (siv, eva):
        with pytest.raises(NotAllowed):
            correct_picture(picture=picture, words="Elofs kiosk", decision=DECISION, now=NOW, by=member)
    wrong = [
        ("xy", DECISION, "tre tecken"), ("finns inte", DECISION, "står inte"),
        ("Elofs kiosk", CorrectionDecision(**{**vars(DECISION), "reference": " "}), "beteckning"),
        ("Elofs kiosk", CorrectionDecision(**{**vars(DECISION), "reason": "Elofs kiosk"}), "Upprepa inte"),
        ("Elofs kiosk", CorrectionDecision(**{**vars(DECISION), "decided_on": date(2026, 1, 1)}), "framåt"),
    ]  # fmt: skip
    for words, decision, why in wrong:
        with pytest.raises(CorrectionRefused, match=why):
            correct_picture(picture=picture, words=words, decision=decision, now=NOW, by=bo)
    days = {"received_on": date(2025, 10, 6), "first_day": date(2025, 9, 1), "last_day": date(2025, 10, 5)}
    waiting = ReleaseRequest.objects.create(municipality=norr, number=1, **days)
    with pytest.raises(CorrectionRefused, match="begäran om utlämnande"):
        correct_picture(picture=picture, words="Elofs kiosk", decision=DECISION, now=NOW, by=bo)
    waiting.delete()
    norr.settings = {**norr.settings, "hold": True}
    norr.save(update_fields=["settings"])
    picture.municipality.refresh_from_db()
    with pytest.raises(CorrectionRefused, match="begäran om utlämnande"):
        correct_picture(picture=picture, words="Elofs kiosk", decision=DECISION, now=NOW, by=bo)
    assert not PictureCorrection.objects.exists() and "Elofs" in picture_json(picture, "parties").decode()


def test_compiling_takes_few_queries_with_layout_words_and_merging_too(town, bo):
    submit(town, report(town, WEEK, 4))
    picture = compiled(town)
    write_section(picture=picture, section="areas", audience="parties", text="Ord", version=0, by=bo)
    with CaptureQueriesContext(connection) as few:
        compiled(town)
    submit(town, report(town, WEEK - 1, 60))
    with CaptureQueriesContext(connection) as many:
        compiled(town)
    assert len(many) == len(few) <= 60
