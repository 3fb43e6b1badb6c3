"""Figures from outside: Brå's export as it is, PxWeb, Kolada, surveys; each with its source, n and limits."""

import json

import numpy as np
import pytest

from samsyn.exchange.actions import begin_import, go_through
from samsyn.exchange.answers import Survey, read_answers
from samsyn.exchange.sources import ready_mapping
from samsyn.exchange.targets import ImportRefused
from samsyn.ground.places.actions import add_area_set
from samsyn.method.indicators.actions import (
    FiguresRefused,
    compare_by,
    define_indicator,
    match_readings,
    record_readings,
)
from samsyn.method.indicators.models import Indicator, Reading
from samsyn.method.indicators.never import is_never

BRA = (
    "Anmälda brott efter region, brottstyp och år;;;;;;\r\nKälla: påhittade siffror;;;;;;\r\n;;;;;;\r\n"
    "Region;Brott;2022;2023;2024*;2024 per 100 000 inv;;\r\n"
    "9901 Norr;Skadegörelse;1 120;..;998;4 012;;\r\n9901 Norr;Rån;-;3;2;8;;\r\n"
    "9902 Söder;Skadegörelse;50;60;70;..;;\r\nHela landet;Skadegörelse;100 000;1;2;3;;\r\n"
    "* Preliminära uppgifter;;;;;;;\r\n"
)
PXWEB = {
    "columns": [
        {"code": "Region", "text": "region", "type": "d"}, {"code": "Alder", "text": "ålder", "type": "d"},
        {"code": "Kon", "text": "kön", "type": "d"}, {"code": "Tid", "text": "år", "type": "t"},
        {"code": "Folkmängd", "text": "Folkmängd", "type": "c"},
    ],
    "comments": [],
    "data": [
        {"key": [area, age, sex, "2024"], "values": [str(count)]}
        for area in ("9901R001_RegSO2025", "9901R002_RegSO2025", "9902R001_RegSO2025")
        for age, count in (("totalt", 1000), ("-4", 60), ("5-9", 60), ("10-14", 70), ("15-19", 60), ("65-69", 90),
                           ("70+", 60), ("20-24", 600))
        for sex in ("1+2", "1")
    ],
}  # fmt: skip


@pytest.fixture
def read_in(tmp_path, machine, now):
    """Read a file in by a ready-made source."""

    def go(name, content, file_name):
        path = tmp_path / file_name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        run = begin_import(path=path, mapping=ready_mapping(name), source=name, now=now, by=machine)
        return go_through(run, path=path, now=now, by=machine)

    return go


def values(code):
    rows = Reading.objects.filter(indicator__code=code).order_by("area_code", "first_on", "group_sv")
    return [(row.area_code, row.first_on.year, row.group_sv, row.value) for row in rows]


def test_the_export_of_reported_offences_is_read_as_it_comes(read_in):
    run = read_in("bra", BRA.encode("latin-1"), "export.csv")
    assert values("bra-skadegorelse") == [("", 2022, "", 1120.0), ("", 2024, "", 998.0)]
    assert values("bra-ran") == [("", 2022, "", 0.0), ("", 2023, "", 3.0), ("", 2024, "", 2.0)]
    assert run.left_out == {"annan region": 2, "inget värde i källan (..)": 1}
    preliminary = Reading.objects.filter(preliminary=True)
    assert {row.first_on.year for row in preliminary} == {2024} and preliminary.count() == 2
    kept = Indicator.objects.get(code="bra-ran")
    assert (kept.kind, kept.scale, kept.unit_sv) == ("offences", "count", "anmälda brott")
    assert kept.source.startswith("Brå") and kept.licence and kept.retrieved_on is not None
    again = read_in("bra", BRA.encode("latin-1"), "export.csv")
    assert (again.created, again.changed, again.unchanged) == (0, 0, 5)


def test_years_may_stand_in_a_column(read_in):
    text = (
        "kommun,period,key,count,per100k\n9901,2023,total,210,5000\n9901,2024 (prel.),total,..,\n"
        "9902,2023,total,1,1\n"
    )
    run = read_in("bra", text, "utdrag.csv")
    assert values("bra-samtliga-brott") == [("", 2023, "", 210.0)]
    assert run.left_out == {"annan region": 1, "inget värde i källan (..)": 1}


def test_a_table_of_pxweb_gives_totals_shares_and_vintages(read_in, machine):
    add_area_set(
        name="RegSO 2025", kind="regso", valid_from="2025-01-01", by=machine,
        areas=[{"code": "9901R001", "name": "Ett"}],
    )
    run = read_in("pxweb", json.dumps(PXWEB), "svar.json")
    assert values("pxweb-folkmangd") == [("9901R001", 2024, "", 1000.0), ("9901R002", 2024, "", 1000.0)]
    assert values("pxweb-andel-0-19-ar")[0] == ("9901R001", 2024, "", 25.0)
    assert values("pxweb-andel-65-ar-och-aldre")[0][3] == 15.0
    assert run.left_out["annan kommun"] == 16
    assert set(Reading.objects.values_list("vintage", flat=True)) == {"regso2025"}
    alone = Reading.objects.without_area()
    assert set(alone.values_list("area_code", flat=True)) == {"9901R002"}
    assert Indicator.objects.get(code="pxweb-andel-0-19-ar").for_likeness
    add_area_set(
        name="RegSO 2018", kind="regso", valid_from="2018-01-01", by=machine,
        areas=[{"code": "9901R002", "name": "Två"}],
    )
    assert match_readings(by=machine) == 3 and not alone.exists()


def test_kolada_by_sex_and_what_it_does_not_tell(read_in):
    told = [{"gender": "T", "count": 1, "status": "", "value": 41.5}, {"gender": "K", "value": 55.0, "status": ""},
            {"gender": "M", "value": None, "status": "Missing"}]  # fmt: skip
    rows = [
        {"kpi": "N00001", "title": "Otrygga vid utevistelse sent (%)", "municipality": code, "period": 2023,
         "values": told}
        for code in ("9901", "9902")
    ]  # fmt: skip
    run = read_in("kolada", json.dumps({"values": rows, "count": 2, "next_url": None}), "kolada.json")
    assert values("kolada-otrygga-vid-utevistelse-sent") == [("", 2023, "", 41.5), ("", 2023, "kvinnor", 55.0)]
    assert run.left_out == {"annan kommun": 1, "inget värde i källan": 1}


def test_a_survey_that_is_worked_out_keeps_n_response_and_limits(read_in, areas):
    text = "område;fråga;år;index;svar;tillfrågade;nedre;övre\nA;Nedskräpning;2024;2,4;180;300;2,1;2,7\n"
    read_in("trygghetsmatning", text, "index.csv")
    row = Reading.objects.get()
    assert (row.area, row.value, row.n, row.low, row.high) == (areas["A"], 2.4, 180, 2.1, 2.7)
    assert row.response_share == pytest.approx(0.6)


def test_call_outs_of_the_rescue_service(read_in):
    run = read_in("raddningstjanst", "slag,år,antal\nBrand ej i byggnad,2024,31\nBrand i byggnad,2024,\n", "rtj.csv")
    assert values("raddningstjanst-brand-ej-i-byggnad") == [("", 2024, "", 31.0)]
    assert run.refused == 1


def test_answers_of_an_own_survey_become_figures_and_are_forgotten(tmp_path, machine, areas, now):
    rng = np.random.default_rng(7)
    rows = ["omrade;kon;vikt;tryggt;skräp;fordd"]
    for n in range(90):
        area = "A" if n < 45 else "B" if n < 68 else "C" if n < 80 else "D"
        said = rng.integers(0, 7, size=2)
        rows.append(f"{area};{'kvinna' if n % 2 else 'man'};{1 + n % 3};{said[0]};{said[1]};1974")
    path = tmp_path / "svar.csv"
    path.write_text("\n".join(rows))
    survey = Survey("egen", "Egen mätning", now.date().replace(month=9, day=1), now.date().replace(month=9, day=30),
                    area="omrade", turned=("tryggt",), groups=("kon",), weight="vikt", invited=150)  # fmt: skip
    done = read_answers(path, survey=survey, now=now, by=machine)
    assert done.persons == 90 and done.too_few == ("C", "D") and not done.beside
    index = Reading.objects.filter(indicator__code="egen")
    parts = {(row.area_code, row.group_sv) for row in index}
    assert parts == {("", ""), ("A", ""), ("B", ""), ("", "kvinna"), ("", "man")}
    whole = index.get(area_code="", group_sv="")
    assert whole.response_share == pytest.approx(0.6) and whole.low < whole.value < whole.high
    assert set(Indicator.objects.values_list("code", flat=True)) == {"egen", "egen-tryggt", "egen-skrap"}
    with pytest.raises(ImportRefused, match="ursprung"):
        read_answers(path, survey=survey._replace(groups=("fordd",), questions=("Modersmål",)), now=now, by=machine)
    reading = {"first_on": survey.first_on, "last_on": survey.last_on, "value": 1.0}
    with pytest.raises(FiguresRefused, match="ursprung"):
        record_readings(indicator=index[0].indicator, rows=[{"area_code": "utrikes födda", **reading}], by=machine)


# The list that must hold, and the ways in that have been thought of: other cases, other words, other letters, codes.
SNEAKS = [
    "Andel utrikes födda", "UTRIKESFÖDDA", "u t r i k e s  f ö d d a", "utr-födda", "Utrikes‑födda 20–64 år",
    "utrikesf0dda", "utrikes fo\u0308dda", "utrіkеsfödda", "Född i utlandet",
    "Inrikes födda med två utrikes födda föräldrar", "Födelseland", "FODELSELANDGRUPP", "UtlSvBakg",
    "Utländsk bakgrund", "Svensk bakgrund", "Medborgarskap", "utländska medborgare",
    "Andel med svenskt medborgarskap", "Nationalitet", "Etnicitet", "etnisk tillhörighet", "Religion", "Religiös",
    "medlemmar i Svenska kyrkan", "kyrkotillhörighet", "Trossamfund", "Muslimer", "Judiska föreningar", "Modersmål",
    "Annat modersmål än svenska", "Språk i hemmet", "Talar inte svenska", "språkkunskaper", "SFI",
    "Svenska som andraspråk", "Country of birth", "born abroad", "Foreign-born", "foreign background", "Citizenship",
    "nationality", "ethnicity", "religious affiliation", "mother tongue", "Language at home", "Invandrare",
    "Nyanlända", "Flyktingar", "Asylsökande", "immigrants", "refugees", "ursprung", "landbakgrund", "Härkomst",
    "utomeuropeiska", "Födda utanför Norden",
]  # fmt: skip
HARMLESS = [
    "Folkmängd", "Medianinkomst", "Arbetslöshet", "Andel 0–19 år (%)", "Behöriga till gymnasiet", "Trångboddhet",
    "Rån", "Otrygghet ute sena kvällar", "Anmälda bränder", "Skadegörelsebrott", "Hyresrätter", "Ohälsotal",
    "Valdeltagande", "Ekonomisk standard", "Brand i byggnad", "Förtroende för polisen", "Narkotika- och vapenbrott",
    "Etablering",
]  # fmt: skip


def test_origin_citizenship_faith_and_language_are_never_measures(machine):
    assert [name for name in SNEAKS if not is_never(name)] == []
    assert [name for name in HARMLESS if is_never(name)] == []
    facts = {"name_sv": "Andel grupp B", "source": "SCB", "period": "year", "kind": "conditions"}
    for disguise in (
        {"code": "utrikesfodda"}, {"code": "x", "name_sv": "Andel utrikes födda"},
        {"code": "x", "name_en": "Born abroad"},
        {"code": "x", "unit_sv": "andel med utländsk bakgrund"}, {"code": "x", "unit_en": "foreign citizens"},
        {"code": "x", "source": "SCB, tabell UtlSvBakg"}, {"code": "x", "name_sv": "ｕｔｒｉｋｅｓ födda"},
    ):  # fmt: skip
        with pytest.raises(FiguresRefused, match="ursprung"):
            define_indicator(**{**facts, **disguise}, by=machine)
    assert not Indicator.objects.exists()


def test_only_population_and_conditions_may_be_compared_by(machine, now):
    facts = {"source": "SCB", "period": "year", "by": machine}
    offences = define_indicator(code="ran", name_sv="Rån", kind="offences", **facts)
    with pytest.raises(FiguresRefused, match="jämförs bara"):
        compare_by(indicator=offences, chosen=True, by=machine)
    income = define_indicator(code="inkomst", name_sv="Medianinkomst", kind="conditions", **facts)
    assert compare_by(indicator=income, chosen=True, by=machine).for_likeness
    day = now.date()
    row = {"area_code": "A", "first_on": day, "last_on": day, "value": 1.0, "group_sv": "utrikes födda"}
    with pytest.raises(FiguresRefused, match="ursprung"):
        record_readings(indicator=income, rows=[row], by=machine)


def test_a_table_that_sneaks_it_in_is_refused_row_by_row(read_in):
    text = "kommun,period,key,count\n9901,2023,Utrikes födda,5\n9901,2023,Rån,5\n"
    run = read_in("bra", text, "utdrag.csv")
    assert (run.created, run.refused) == (1, 1)
    assert [row.code for row in Indicator.objects.all()] == ["bra-ran"]
