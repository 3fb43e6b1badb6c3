"""The profile of an area: every figure with what it rests on, nothing ranked, hardly anything per inhabitant."""

from datetime import date

import pytest
import shapely
from django.core.cache import caches

from samsyn.ground.places.actions import add_area_set, classify_areas
from samsyn.ground.places.models import Area
from samsyn.method.indicators.actions import compare_by, define_indicator, record_readings
from samsyn.method.indicators.models import Indicator
from samsyn.method.indicators.profiles import alike, lines_of
from tests import people


def year(number, value, code="A", **more):
    return {"area_code": code, "first_on": date(number, 1, 1), "last_on": date(number, 12, 31), "value": value, **more}


@pytest.fixture
def figures(machine, areas):
    """Offences, a survey, call-outs, population and conditions of Alby and the others."""

    def add(code, name, rows, **facts):
        given = {"source": "Påhittad källa", "licence": "CC0", "period": "year", **facts}
        indicator = define_indicator(code=code, name_sv=name, by=machine, **given)
        record_readings(indicator=indicator, rows=rows, by=machine)
        return indicator

    add("folk", "Folkmängd", [year(2024, n, code) for code, n in (("A", 1000), ("B", 2000), ("C", 3000))],
        kind="population", unit_sv="invånare")  # fmt: skip
    offences = [year(y, n) for y, n in ((2020, 30), (2021, 33), (2022, 29), (2023, 31), (2024, 70))]
    add("skade", "Skadegörelse", [*offences, year(2024, 60, "B"), year(2025, 10, preliminary=True)], kind="offences",
        unit_sv="anmälda brott")  # fmt: skip
    add("otrygg", "Otrygg ute", [
        year(2022, 2.1, n=200, low=1.9, high=2.3, invited=400), year(2024, 2.9, n=180, low=2.7, high=3.1, invited=400),
        year(2024, 3.3, n=90, low=3.0, high=3.6, group_sv="kvinnor"), year(2024, 2.0, n=12, group_sv="män"),
        year(2024, 2.2, "B", n=100),
    ], kind="survey", scale="index")  # fmt: skip
    add("rtj", "Brand ute", [year(2023, 4), year(2024, 5)], kind="rescue")
    told = {"ink": ("Medianinkomst", (250, 255, 400)), "hyr": ("Andel hyresrätter (%)", (80, 78, 10))}
    for code, (name, values) in told.items():
        rows = [year(2024, value, area) for area, value in zip("ABC", values, strict=True)]
        indicator = add(code, name, rows, kind="conditions", scale="amount")
        compare_by(indicator=indicator, chosen=True, by=machine)
    return {each.code: each for each in Indicator.objects.all()}


def test_every_figure_is_told_with_what_it_rests_on(client, bo, figures, observe):
    observe(on=date(2025, 9, 3))
    client.force_login(bo.user)
    page = client.get("/norr/omrade/A/").content.decode()
    for words in (
        "Skadegörelse", "10 anmälda brott", "Preliminär uppgift",
        "Fler än tidigare: 70 2024 mot i snitt 31 åren 2020–2023", "10,0 per 1 000 invånare (4,8–18,4)",
        "180 svar, 45\u00a0% har svarat", "95 %-gränser 2,70–3,10",
        "Högre än 2022: skillnad 0,80 (0,52 till 1,08)", "kvinnor: 3,30", "Påhittad källa, CC0", "Björknäs: 2,20",
        "Medianinkomst", "rangordnas inte", "publicera den inte", "Är det fler rapporter än förut?",
        "i snitt per vecka",
        "Risk- och skyddsfaktorer", "Sociala risker", "Kollektiv förmåga", "Oönskade händelser",
    ):  # fmt: skip
        assert words in page, words
    assert "män:" not in page                           # twelve answers are too few for a group
    assert "5 per 1" not in page and "5,0 per 1" not in page        # call-outs are never set against inhabitants


def test_areas_are_alike_by_who_lives_there_and_how_never_by_origin(figures, areas):
    first = alike(areas["A"])[0]
    assert first.area.code == "B" and {name for name, _a, _b in first.measures} >= {"Medianinkomst"}
    # Whatever way such a measure came into the tables, it has no part, and is told nowhere.
    Indicator.objects.filter(code="ink").update(name_sv="Andel utrikes födda")
    assert "Andel utrikes födda" not in {name for name, _a, _b in alike(areas["A"])[0].measures}
    assert "ink" not in {line.indicator.code for line in lines_of(areas["A"])}
    Indicator.objects.filter(code="skade").update(for_likeness=True)
    assert "Skadegörelse" not in {name for each in alike(areas["A"]) for name, _a, _b in each.measures}


def test_another_area_may_stand_beside(client, bo, figures):
    client.force_login(bo.user)
    page = client.get("/norr/omrade/A/?jamfor=C").content.decode()
    assert "Centrum är valt" in page and client.get("/norr/omrade/A/?jamfor=inte").status_code == 200


def test_smaller_areas_inside_are_added_up_and_the_polices_class_is_told(client, bo, figures, machine, areas):
    whole = shapely.from_wkb(bytes(areas["C"].polygon))
    west, south, east, north = whole.bounds
    middle = (west + east) / 2
    parts = [{"code": f"9901C{n}", "name": f"9901C{n}", "polygon": shapely.to_wkb(shapely.box(*box))}
             for n, box in enumerate([(west, south, middle, north), (middle, south, east, north)])]  # fmt: skip
    add_area_set(name="DeSO", kind="deso", valid_from=date(2018, 1, 1), areas=parts, by=machine)
    record_readings(indicator=figures["skade"], by=machine, rows=[
        year(2024, 7, "9901C0", vintage="deso2018"), year(2024, 5, "9901C1", vintage="deso2018"),
    ])  # fmt: skip
    half = shapely.to_wkb(shapely.box(west, south, middle, north))
    police = [{"code": "Centrum", "name": "Centrum", "polygon": half}]
    add_area_set(name="Polisens", kind="police", valid_from=date(2023, 1, 1), areas=police, by=machine)
    over = Area.objects.get(code="Centrum")
    rows = [{"area": over, "year": 2021, "name": "Riskområde", "trend": ""},
            {"area": over, "year": 2023, "name": "Utsatt område", "trend": "down"}]  # fmt: skip
    classify_areas(rows=rows, scheme="Polisens lista", source="Polisens öppna data", by=machine)
    client.force_login(bo.user)
    page = client.get("/norr/omrade/C/").content.decode()
    assert "12 anmälda brott" in page and "Summan av 2 mindre områden" in page
    assert "mindre allvarligt än förra listan" in page and "första gången på listan" in page and "50\u00a0%" in page
    assert "räknas aldrig fram" in page


def test_who_may_see_what(client, town, figures, anna, bo, siv, cecilia, observe):
    observe(on=date(2025, 9, 3))
    for who, code in ((bo, 200), (siv, 200), (anna, 403), (cecilia, 404)):
        client.force_login(who.user)
        assert client.get("/norr/omrade/A/").status_code == code, who
    client.force_login(siv.user)
    page = client.get("/norr/omrade/A/").content.decode()
    assert "Skadegörelse" in page and "fler rapporter än förut" not in page and "Risk- och skyddsfaktorer" not in page
    client.force_login(bo.user)
    assert client.get("/norr/omrade/X/").status_code == 404
    listed = client.get("/norr/omrade/").content.decode()
    assert listed.index("Alby") < listed.index("Björknäs") < listed.index("Centrum")


def test_the_profile_on_paper_is_a_tagged_file(client, bo, figures):
    client.force_login(bo.user)
    answer = client.get("/norr/omrade/A/profil.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.content


def test_the_questions_do_not_grow_with_the_figures(client, bo, figures, machine, django_assert_max_num_queries):
    client.force_login(bo.user)
    given = {"source": "x", "period": "year", "by": machine}
    for number in range(30):
        indicator = define_indicator(code=f"m-{number}", name_sv=f"Mått {number}", **given)
        record_readings(indicator=indicator, rows=[year(y, number) for y in range(2015, 2025)], by=machine)
    client.get("/norr/omrade/A/")
    caches["default"].clear()
    with django_assert_max_num_queries(40):
        assert client.get("/norr/omrade/A/").status_code == 200


def test_in_english(client, bo, figures):
    client.force_login(bo.user)
    client.cookies["django_language"] = "en"
    assert people.WEEK and client.get("/norr/omrade/A/").status_code == 200
