"""A survey of one's own is read in on screen: the file, its columns, what it says, and only then the figures."""

from io import BytesIO

import numpy as np

from samsyn.exchange.actions import uploads_folder
from samsyn.method.indicators.models import Indicator, Reading


def _file(rows: list[str]) -> BytesIO:
    file = BytesIO("\n".join(rows).encode())
    file.name = "svar.csv"
    return file


def _waiting() -> set[str]:
    return {path.name for path in uploads_folder().iterdir()}


def _answers() -> list[str]:
    rng, rows = np.random.default_rng(7), ["omrade;kon;ljus;resa"]
    for n in range(90):
        area = "A" if n < 50 else "ZZ" if n < 80 else "B"
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
            "area": "omrade", "groups": ["kon"], "invited": "182", "by_area": "A 100"}  # fmt: skip
    assert client.post("/norr/data/enkat/kolumner", {**told, "by_area": "A hundra"}).status_code == 422
    assert client.post("/norr/data/enkat/kolumner", {**told, "last_on": "2025-08-30"}).status_code == 422
    assert client.post("/norr/data/enkat/kolumner", told).status_code == 302
    page = client.get("/norr/data/enkat/granska").content.decode()
    assert not Reading.objects.exists() and "Inget är sparat än" in page
    assert "50\xa0%" in page and "Alby" in page, page[page.index("<tbody"):][:1500]
    assert "utanför 0–6" in page and ">4<" in page and ">92<" in page and "ZZ" in page
    assert client.post("/norr/data/enkat/granska").status_code == 302
    index = {(row.area_code, row.group_sv): row for row in Reading.objects.filter(indicator__code="egen-matning")}
    assert set(index) == {("", ""), ("A", ""), ("ZZ", ""), ("", "kvinna"), ("", "man")}
    assert index["A", ""].invited == 100 and index["", ""].invited == 182 and index["ZZ", ""].invited is None
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
