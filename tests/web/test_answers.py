"""A survey of one's own is read in on screen: the file, its columns, what it says, and only then the figures."""

from io import BytesIO

import numpy as np
import pytest

from samsyn.exchange.actions import uploads_folder
from samsyn.method.indicators.models import Indicator, Reading


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.SAMSYN_DATA = tmp_path


def _file(rows: list[str]) -> BytesIO:
    file = BytesIO("\n".join(rows).encode())
    file.name = "svar.csv"
    return file


def _waiting() -> set[str]:
    return {path.name for path in uploads_folder().iterdir()}


def _answers() -> list[str]:
    rng, rows = np.random.default_rng(7), ["omrade;kon;ljus;resa"]
    for n in range(90):
        area = "A" if n < 45 else "ZZ" if n < 68 else "B"
        rows.append(f"{area};{'kvinna' if n % 2 else 'man'};{rng.integers(0, 7)};{rng.integers(0, 7)}")
    rows[3] = "A;man;9;2"
    return [*rows, "A;kvinna;;"]


def test_answers_are_looked_at_before_anything_is_kept(client, bo, anna):
    before = _waiting()
    client.force_login(anna.user)
    assert client.get("/norr/data/enkat").status_code == 403
    client.force_login(bo.user)
    assert client.get("/norr/data/enkat/granska").status_code == 302
    bad = client.post("/norr/data/enkat", {"file": _file([""])})
    assert bad.status_code == 422 and "tom" in bad.content.decode()
    assert client.post("/norr/data/enkat", {"file": _file(_answers())}).status_code == 302
    page = client.get("/norr/data/enkat/kolumner").content.decode()
    assert '<option value="omrade" selected>' not in page and "kvinna" in page     # ZZ is no area here: nobody guesses
    told = {"name": "Egen mätning", "first_on": "2025-09-01", "last_on": "2025-09-30", "questions": ["ljus", "resa"],
            "area": "omrade", "groups": ["kon"], "invited": "182", "by_area": "A 90"}  # fmt: skip
    assert client.post("/norr/data/enkat/kolumner", {**told, "by_area": "A hundra"}).status_code == 422
    assert client.post("/norr/data/enkat/kolumner", {**told, "last_on": "2025-08-30"}).status_code == 422
    assert client.post("/norr/data/enkat/kolumner", told).status_code == 302
    page = client.get("/norr/data/enkat/granska").content.decode()
    assert not Reading.objects.exists() and "Inget är sparat än" in page
    assert "50\xa0%" in page and "Alby" in page, page[page.index("<tbody"):][:1500]
    assert "utanför 0–6" in page and ">4<" in page and ">92<" in page and "ZZ" in page
    assert client.post("/norr/data/enkat/granska").status_code == 302
    index = {(row.area_code, row.group_sv): row for row in Reading.objects.filter(indicator__code="egen-matning")}
    assert set(index) == {("", ""), ("A", ""), ("B", ""), ("ZZ", ""), ("", "kvinna"), ("", "man")}
    assert index["A", ""].invited == 90 and index["", ""].invited == 182 and index["ZZ", ""].invited is None
    assert Indicator.objects.get(code="egen-matning").kind == "survey"
    assert _waiting() == before and client.get("/norr/data/enkat/granska").status_code == 302


def test_what_splits_by_origin_is_refused_and_the_file_can_be_taken_away(client, bo):
    before = _waiting()
    client.force_login(bo.user)
    client.post("/norr/data/enkat", {"file": _file(["ljus;Modersmål"] + ["3;svenska"] * 30)})
    told = {"name": "Egen", "first_on": "2025-09-01", "last_on": "2025-09-30", "questions": ["ljus"],
            "groups": ["Modersmål"]}  # fmt: skip
    client.post("/norr/data/enkat/kolumner", told)
    answer = client.get("/norr/data/enkat/granska")
    assert answer.status_code == 422 and "ursprung" in answer.content.decode()
    assert client.post("/norr/data/enkat/granska").status_code == 422
    client.post("/norr/data/enkat/avbryt")
    assert not Reading.objects.exists() and _waiting() == before


def _told(**more):
    return {"name": "Egen", "first_on": "2025-09-01", "last_on": "2025-09-30", "questions": ["ljus"], **more}


def _tried(client, rows, **more):
    client.post("/norr/data/enkat", {"file": _file(rows)})
    assert client.post("/norr/data/enkat/kolumner", _told(**more)).status_code == 302
    seen, kept = client.get("/norr/data/enkat/granska"), client.post("/norr/data/enkat/granska")
    return seen, kept


def test_areas_are_no_way_round_to_origin(client, bo):
    client.force_login(bo.user)
    for rows in (["Födelseland;ljus", *["Syrien;3"] * 30], ["plats;ljus", *["Utrikes födda;3"] * 30]):
        seen, kept = _tried(client, rows, area=rows[0].partition(";")[0])
        assert (seen.status_code, kept.status_code) == (422, 422) and "ursprung" in seen.content.decode()
    seen, kept = _tried(client, ["ljus;Etnicitet", *["3;1"] * 30], weight="Etnicitet")
    assert seen.status_code == 422 and "ursprung" in seen.content.decode()
    assert not Reading.objects.exists()


def test_the_too_few_are_not_told_by_subtraction(client, bo):
    client.force_login(bo.user)
    rows = ["omrade;kon;ljus", *[f"A;{'k' if n % 2 else 'm'};{n % 4}" for n in range(60)],
            *[f"B;k;{n % 5}" for n in range(50)], "C;k;6", "C;m;5", ";;6"]  # fmt: skip
    seen, _kept = _tried(client, rows, area="omrade", groups=["kon"])
    assert "Visas inte heller" in seen.content.decode()
    shown = {(row.area_code, row.group_sv): row.n for row in Reading.objects.filter(indicator__code="egen-ljus")}
    # B goes with C and the one of no area; and the men with the one who did not say
    assert shown == {("", ""): 113, ("A", ""): 60, ("", "k"): 81}


def test_weights_and_counts_that_cannot_be_are_refused_with_a_sentence(client, bo):
    client.force_login(bo.user)
    rows = ["omrade;ljus;vikt", *[f"A;{n % 4};{'1,5' if n else 'mycket'}" for n in range(60)]]
    for more, words in (
        ({"weight": "omrade"}, "tal större än noll. På rad 2"), ({"weight": "vikt"}, "På rad 2"),
        ({"invited": "10"}, "60 har svarat men bara 10"), ({"by_area": "A 20"}, "60 har svarat men bara 20"),
    ):  # fmt: skip
        seen, kept = _tried(client, rows, area="omrade", **more)
        assert (seen.status_code, kept.status_code) == (422, 422) and words in seen.content.decode(), more
    assert client.post("/norr/data/enkat/kolumner", _told(by_area=f"A {'9' * 5000}")).status_code == 422
    assert not Reading.objects.exists()
