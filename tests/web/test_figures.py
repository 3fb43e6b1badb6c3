"""Figures from outside on screen: the list, codes without area, comparing by, and asking a source in the background."""

from datetime import date

import pytest

from samsyn.exchange.models import ImportRun
from samsyn.exchange.outside.client import OutsideRefused
from samsyn.method.indicators.actions import define_indicator, record_readings
from samsyn.method.indicators.models import Indicator


def test_the_list_tells_source_period_and_codes_without_area(client, bo, anna, cecilia, machine):
    year = {"first_on": date(2024, 1, 1), "last_on": date(2024, 12, 31)}
    income = define_indicator(code="ink", name_sv="Medianinkomst", source="SCB", licence="CC0", period="year",
                              kind="conditions", by=machine)  # fmt: skip
    rows = [{"area_code": "A", "value": 1.0, **year}, {"area_code": "9901C9", "value": 2.0, **year}]
    record_readings(indicator=income, rows=rows, by=machine)
    client.force_login(bo.user)
    page = client.get("/norr/data/matt").content.decode()
    assert "Medianinkomst" in page and "SCB, CC0" in page and "2024–2024" in page and "9901C9" in page
    client.post("/norr/data/matt/ink/jamfor")
    assert Indicator.objects.get().for_likeness
    assert client.post("/norr/data/matt/para").status_code == 302
    client.force_login(anna.user)
    assert client.get("/norr/data/matt").status_code == 403
    client.force_login(cecilia.user)
    assert client.get("/norr/data/matt").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_source_that_gives_nothing_says_so_among_the_runs(client, bo, monkeypatch):
    asked = []

    def refuse(what, **given):
        asked.append((what, given["by"].municipality.slug))
        raise OutsideRefused("kolada svarade inte (HTTP 503). Försök igen senare.")

    monkeypatch.setattr("samsyn.jobs.outside.fetch_in", refuse)
    client.force_login(bo.user)
    told = {"source": "kolada", "what": "N07403", "first": "2021", "last": "2022"}
    assert client.post("/norr/data/hamta", told).status_code == 302
    assert client.post("/norr/data/hamta", {"source": "annan", "what": "x"}).status_code == 422
    run = ImportRun.objects.get()
    assert (run.state, run.file_name) == ("failed", "kolada: N07403") and "HTTP 503" in run.message
    assert [(what.source, tuple(what.years), slug) for what, slug in asked] == [("kolada", (2021, 2022), "norr")]
    assert "kolada: N07403" in client.get("/norr/data/").content.decode()
