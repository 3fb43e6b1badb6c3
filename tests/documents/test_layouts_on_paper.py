"""The paper follows the picture's layout, with people's words, the parties' views and the edition's number."""

from datetime import timedelta

import pytest

from samsyn.documents.weekly import weekly_document, weekly_html, weekly_pdf
from samsyn.method.pictures.actions import lock_picture
from samsyn.method.pictures.corrections.actions import CorrectionDecision, correct_picture
from samsyn.method.pictures.layouts.actions import save_layout, use_layout, write_section
from samsyn.method.pictures.layouts.known import layouts_of
from samsyn.method.pictures.merging.actions import settle_rest
from samsyn.method.pictures.own.actions import add_point, begin_own_picture, hand_in_own_picture
from tests.method.picturing import compiled, report, submit
from tests.people import NOW, WEEK

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_layout_is_followed_by_page_and_paper_and_a_heading_can_be_the_municipalitys_own(town, bo):
    submit(town, report(town, WEEK, 6) + report(town, WEEK - 1, 4))
    picture = compiled(town)
    for layout in layouts_of(town.municipality):
        use_layout(picture=picture, code=layout.code, by=bo)
        document = weekly_document(picture, audience="parties")
        assert [each["key"] for each in document["sections"]] == [each.key for each in layout.shown]
    saved = [{"key": "data_note"}, {"key": "areas", "name_sv": "Våra områden", "name_en": "Our areas"}, {"key": "head"}]
    made = save_layout(code="", name_sv="Vårt", name_en="Ours", chosen=saved, version=0, by=bo)
    use_layout(picture=picture, code=made.code, by=bo)
    page = weekly_html(picture, audience="parties").decode()
    assert page.index("Om underlaget</h2>") < page.index("Våra områden</h2>")
    assert "Our areas</h2>" in weekly_html(picture, audience="parties", language="en").decode()
    assert weekly_pdf(picture, audience="parties").startswith(b"%PDF-")


def test_words_views_and_the_edition_stand_on_paper_for_those_who_may_read_them(town, bo, dag, eva, norr):
    norr.settings = {**norr.settings, "own_pictures": True}
    norr.save(update_fields=["settings"])
    for member in (bo, dag, eva):
        member.municipality.refresh_from_db()
    submit(town, report(town, WEEK, 3))
    for party, member, text in (("police", dag, "Lugnt på torget"), ("housing", eva, "Oroligt i husen")):
        own = begin_own_picture(organisation=town.organisations[party], week=WEEK, now=NOW, by=member)
        add_point(own=own, area=town.areas["A"], text=text, now=NOW, by=member)
        hand_in_own_picture(own=own, now=NOW, by=member)
    picture = compiled(town)
    settle_rest(picture=picture, by=bo)
    for audience, text in (("parties", "Till alla vid Elofs kiosk"), ("authorities", "Till myndigheter")):
        write_section(picture=picture, section="message", audience=audience, text=text, version=0, by=bo)
    use_layout(picture=picture, code="call", by=bo)
    lock_picture(picture=picture, function="Samordnaren", now=NOW, by=bo)
    picture.refresh_from_db()
    parties, authorities, public = (
        weekly_html(picture, audience=each).decode() for each in ("parties", "authorities", "public")
    )
    assert "Hyreshus AB" in parties and "Till alla vid Elofs kiosk" in parties and "Till myndigheter" not in parties
    assert "Till myndigheter" in authorities
    assert "Hyreshus AB" not in public and "Elofs" not in public
    decision = CorrectionDecision(
        decided_by="Kommunstyrelsen", reference="KS 7", reason="Pekade ut", decided_on=NOW.date() - timedelta(days=1)
    )
    correct_picture(picture=picture, words="Elofs kiosk", decision=decision, now=NOW, by=bo)
    picture.refresh_from_db()
    after = weekly_html(picture, audience="parties").decode()
    assert "Elofs" not in after and "rättelseutgåva 2" in after
    assert weekly_pdf(picture, audience="parties").startswith(b"%PDF-")
