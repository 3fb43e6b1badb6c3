"""Handing out public records: what exists, masks that leave nothing behind, the decision; papers and who may come."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pypdf
import pytest

from samsyn.ground.audit.models import Event
from samsyn.ground.privacy.disposal.actions import stamp_of_rule
from samsyn.ground.privacy.models import Disposal, DisposalRule, Mask, ReleaseRequest
from samsyn.method.observations.models import Inquiry, Observation
from tests import people

pytestmark = pytest.mark.django_db
TEXT = "Kastrullen på bron vid port 7, sedan port 7 igen"


def words_of(answer):
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def seen_on(page):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page.content.decode())[1]


def asked(client, observe, town):
    first = observe(text=TEXT, area="A")
    other = observe(text="En gryta i skogen", area="A")
    observe(text="Någon annanstans", area="B")
    day = first.observed_on.isoformat()
    told = {"received_on": day, "first_day": day, "last_day": day, "areas": [str(town.areas["A"].pk)]}
    answer = client.post("/norr/utlamnande/ny", told)
    assert answer.status_code == 302
    return SimpleNamespace(first=first, other=other, home=answer["Location"], request=ReleaseRequest.objects.get())


def test_a_request_from_the_question_to_the_paper(client, town, observe, bo, anna):
    client.force_login(bo.user)
    case = asked(client, observe, town)
    page = client.get(case.home).content.decode()
    assert TEXT in page and "En gryta i skogen" in page and "Någon annanstans" not in page
    assert "anna" not in page.lower().replace("annan", "") and str(anna.user.pk) not in page      # never who reported

    about = {"handling": str(case.first.pk), "paragraf": "18:8"}
    client.post(f"{case.home}/maska", {**about, "falt": "text", "ord": "PORT 7"})
    client.post(f"{case.home}/maska", {**about, "falt": "text", "ord": "finns inte"})
    client.post(f"{case.home}/maska", {"handling": str(case.other.pk), "falt": "all", "paragraf": "35:1"})
    assert Mask.objects.count() == 2 and Mask.objects.get(field="text").spans == [[23, 29], [37, 43]]
    draft = client.get(f"{case.home}/handlingar.pdf")
    assert "Utkast" in words_of(draft)

    wrong = {"state": "whole", "reference": "KS 2025/9", "decided_by": "Kommunjuristen", "decided_on": "2025-10-07"}
    wrong["seen"] = seen_on(client.get(case.home))
    client.post(f"{case.home}/beslut", wrong)
    assert ReleaseRequest.objects.get().is_pending                                  # something is masked
    client.post(f"{case.home}/beslut", {**wrong, "state": "masked"})
    done = ReleaseRequest.objects.get()
    assert (done.state, done.handed_out, done.reference) == ("masked", 2, "KS 2025/9") and done.digest
    paper = client.get(f"{case.home}/handlingar.pdf")
    said = words_of(paper)
    assert "Kastrullen på bron vid" in said and "18 kap. 8 § OSL" in said and "35 kap. 1 § OSL" in said
    streams = b"".join(part.get_data() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages
                       for part in [page.get_contents()])  # fmt: skip
    for gone in ("port 7", "gryta", "skogen"):
        assert gone not in said.lower() and gone.encode() not in streams + paper.content
        assert gone not in str(done.released).lower()
    Observation.objects.update(text="")                                             # what was handed out stands
    assert client.get(f"{case.home}/handlingar.pdf").content == paper.content
    client.post(f"{case.home}/maska", {**about, "falt": "when"})
    assert Mask.objects.count() == 2                                                # decided is decided
    assert set(Event.objects.filter(happening__startswith="release").values_list("happening", flat=True)) == {
        "release.taken_in", "release.decided"}  # fmt: skip


def test_a_text_changed_after_its_mask_is_masked_whole(client, town, observe, bo):
    client.force_login(bo.user)
    case = asked(client, observe, town)
    about = {"handling": str(case.first.pk), "paragraf": "18:8", "falt": "text"}
    client.post(f"{case.home}/maska", {**about, "ord": "port 7"})
    Observation.objects.filter(pk=case.first.pk).update(text="Något helt annat vid port 7")
    assert "helt annat" not in words_of(client.get(f"{case.home}/handlingar.pdf"))
    client.post(f"{case.home}/maska", {**about, "gor": "visa"})
    assert "helt annat" in words_of(client.get(f"{case.home}/handlingar.pdf"))


def test_the_page_says_what_was_searched_and_of_the_party_only_its_kind(client, town, observe, bo):
    client.force_login(bo.user)
    case = asked(client, observe, town)
    observed = Observation.objects.select_related("owner").get(pk=case.first.pk)
    page = client.get(case.home).content.decode()
    assert observed.owner.name not in page.split('class="records')[1] and "Slag av källa" in page
    assert "söker du själv" in page and "foton, problem" in page
    ReleaseRequest.objects.update(place="Ingenstans")
    assert "Inget av det som söktes finns" in client.get(case.home).content.decode()


def test_what_is_decided_is_what_was_read(client, town, observe, bo):
    client.force_login(bo.user)
    case = asked(client, observe, town)
    about = {"handling": str(case.first.pk), "paragraf": "18:8", "falt": "text"}
    client.post(f"{case.home}/maska", {**about, "ord": "port 7"})
    seen = seen_on(client.get(case.home))
    Observation.objects.filter(pk=case.first.pk).update(text=TEXT.replace("bron vid port 7", "Port 7 vid bron"))
    assert "Port 7" not in words_of(client.get(f"{case.home}/handlingar.pdf"))      # as long as before, and whole
    Observation.objects.filter(pk=case.other.pk).update(text="Hos Elof i skogen")
    told = {"state": "masked", "reference": "KS 2025/9", "decided_by": "Kommunjuristen", "decided_on": "2025-10-07"}
    for read in ({}, {"seen": seen}):
        answer = client.post(f"{case.home}/beslut", {**told, **read}, follow=True)
        assert "har ändrats sedan du läste" in answer.content.decode() and ReleaseRequest.objects.get().is_pending
    client.post(f"{case.home}/beslut", {**told, "seen": seen_on(answer)})
    assert "Hos Elof" in str(ReleaseRequest.objects.get().released)


def test_a_mask_stays_on_its_own_line_when_another_comes_before_it(client, town, observe, bo):
    client.force_login(bo.user)
    case = asked(client, observe, town)
    said = [Inquiry.objects.create(municipality=town.municipality, observation=case.first, kind="answer", text=text)
            for text in ("Första svaret", "Andra svaret")]  # fmt: skip
    client.post(f"{case.home}/maska", {
        "handling": str(case.first.pk), "paragraf": "18:8", "falt": f"talk-{said[1].pk.hex}"})  # fmt: skip
    said[0].delete()
    assert "Andra svaret" not in words_of(client.get(f"{case.home}/handlingar.pdf"))


def test_masking_some_words_uncovers_nothing_of_a_field_that_is_masked_whole(client, town, observe, bo):
    client.force_login(bo.user)
    case = asked(client, observe, town)
    about = {"handling": str(case.first.pk), "paragraf": "18:8", "falt": "text"}
    client.post(f"{case.home}/maska", about)
    page = client.post(f"{case.home}/maska", {**about, "ord": "port 7"}, follow=True).content.decode()
    assert "redan maskat i sin helhet" in page and "Kastrullen" not in page.split('class="records')[1].split("<form")[0]
    assert Mask.objects.get().spans == []
    client.post(f"{case.home}/maska", {**about, "gor": "visa"})
    client.post(f"{case.home}/maska", {**about, "ord": "port 7"})
    client.post(f"{case.home}/maska", about)                                        # from some words to all of it
    assert Mask.objects.get().spans == []


def test_a_rule_on_screen_its_preview_and_its_certificate(client, town, observe, bo):
    client.force_login(bo.user)
    Observation.objects.filter(pk=observe(text=TEXT).pk).update(received_on=people.NOW.date() - timedelta(days=4000))
    said = {"months": "24", "reference": "KS 2025/17", "decided_by": "Kommunstyrelsen", "decided_on": "2025-05-05"}
    assert client.post("/norr/gallring/regel/rapporter", {**said, "reference": ""}).status_code == 422
    client.post("/norr/gallring/regel/rapporter", said)
    client.post("/norr/gallring/regel/rapporter/utfor")
    assert not Disposal.objects.exists()                                            # off
    client.post("/norr/gallring/regel/rapporter", {**said, "active": "on",
                                                   "sedd": stamp_of_rule(DisposalRule.objects.get())})  # fmt: skip
    assert DisposalRule.objects.get().active and "1 rapporter" in client.get("/norr/gallring").content.decode()
    answer = client.post("/norr/gallring/regel/rapporter/utfor")
    page = client.get(answer["Location"]).content.decode()
    assert "KS 2025/17" in page and "Kastrullen" not in page and not Observation.objects.exclude(text="").exists()
    for code in ("registerforteckning", "ansvar", "informationshanteringsplan", "incident", "konsekvensbedomning"):
        paper = client.get(f"/norr/dataskydd/{code}")
        assert paper.status_code == 200 and "Utkast" in paper.content.decode()
    assert "Hyreshus AB" in client.get("/norr/dataskydd/ansvar").content.decode()


@pytest.mark.parametrize("who", ["anna", "dag", "eva", "siv"])
def test_only_whoever_keeps_the_records_comes_in(client, town, who):
    client.force_login(town.members[who].user)
    for path in ("gallring", "gallring/regel/brev", "utlamnande", "utlamnande/ny", "dataskydd", "dataskydd/ansvar"):
        assert client.get(f"/norr/{path}").status_code == 403
