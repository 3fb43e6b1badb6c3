"""Invented figures for the profiles of areas: who lives there and how, call-outs, a survey; and the year wheel."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.demo.reports import SEED
from samsyn.ground.calendar.actions import begin_year_wheel
from samsyn.method.indicators.actions import define_indicator, record_readings

SOURCE = "Påhittade siffror för demonstration"
YEARS_BACK = 6
ASKED, ANSWERED = 320, 0.55
# Median income (thousands), homes that are rented and inhabitants under 20 (per cent), by area.
CONDITIONS = {
    "inkomst": ("Medianinkomst", "Median income", "tusen kronor", "thousand kronor", "amount",
                {"C": 268, "A": 236, "N": 229, "H": 248, "S": 341, "L": 352, "CE": 289, "BR": 301}),
    "hyresratt": ("Hushåll i hyresrätt", "Households that rent", "", "", "share",
                  {"C": 58, "A": 81, "N": 84, "H": 66, "S": 19, "L": 12, "CE": 44, "BR": 35}),
    "unga": ("Andel 0–19 år", "Aged 0–19", "", "", "share",
             {"C": 14, "A": 29, "N": 30, "H": 24, "S": 25, "L": 26, "CE": 20, "BR": 22}),
}  # fmt: skip
INDEX = {"C": 2.6, "A": 3.1, "N": 3.3, "H": 2.2, "S": 1.2, "L": 1.1, "CE": 2.0, "BR": 1.6}
FIRES = {"C": 5, "A": 7, "N": 8, "H": 4, "S": 2, "L": 1, "CE": 3, "BR": 2}


def profile_areas(here: Founded, *, until: Week) -> None:
    """Record what the profiles of areas show beside reports and offences, and begin the year wheel."""
    dice = Random(f"{SEED}-{here.municipality.slug}-profiles")
    last = until.last_day.year - 1
    years = range(last - YEARS_BACK + 1, last + 1)
    _population(here, years)
    for code, (sv, en, unit_sv, unit_en, scale, level) in CONDITIONS.items():
        rows = [_year(year, area, round(level[area] * (1 + 0.01 * (year - last) + dice.gauss(0, 0.006)), 1))
                for area in sorted(here.areas) for year in years]  # fmt: skip
        _record(here, rows, code=code, name_sv=sv, name_en=en, unit_sv=unit_sv, unit_en=unit_en, scale=scale,
                kind="conditions", for_likeness=True)  # fmt: skip
    fires = [_year(year, area, max(0, round(dice.gauss(FIRES[area], FIRES[area] ** 0.5))))
             for area in sorted(here.areas) for year in years]  # fmt: skip
    _record(here, fires, code="brand-ute", name_sv="Brand ute, räddningstjänstens insatser",
            name_en="Fires outdoors, call-outs", unit_sv="insatser", unit_en="call-outs", kind="rescue")  # fmt: skip
    _record(
        here, _index(here, (last - 2, last), dice), code="trygghetsindex", name_sv="Problemindex i trygghetsmätning",
        name_en="Problem index of the safety survey", unit_sv="index 0–6", unit_en="index 0–6", scale="index",
        kind="survey",
    )  # fmt: skip
    begin_year_wheel(by=here.machine)


def _population(here: Founded, years: range) -> None:
    rows = [_year(year, code, round((area.population or 0) * (1 + 0.008 * (year - years[-1]))))
            for code, area in sorted(here.areas.items()) for year in years]  # fmt: skip
    _record(here, rows, code="folkmangd", name_sv="Folkmängd", name_en="Population", unit_sv="invånare",
            unit_en="inhabitants", kind="population")  # fmt: skip


def _index(here: Founded, years: tuple[int, int], dice: Random) -> list[dict[str, Any]]:
    rows = []
    for area in sorted(here.areas):
        for year in years:
            n = round(ASKED * (ANSWERED + dice.gauss(0, 0.06)))
            value, away = INDEX[area] + dice.gauss(0, 0.12), 1.96 * 1.4 / n**0.5
            rows.append({**_year(year, area, round(value, 2)), "n": n, "invited": ASKED,
                         "low": round(value - away, 2), "high": round(value + away, 2)})  # fmt: skip
        for group, step in (("kvinnor", 0.25), ("män", -0.25)):
            rows.append({**_year(years[1], area, round(INDEX[area] + step, 2)), "n": round(ASKED * ANSWERED / 2),
                         "group_sv": group})  # fmt: skip
    return rows


def _year(year: int, area: str, value: float) -> dict[str, Any]:
    return {"area_code": area, "first_on": date(year, 1, 1), "last_on": date(year, 12, 31), "value": value}


def _record(here: Founded, rows: list[dict[str, Any]], **facts: Any) -> None:
    indicator = define_indicator(source=SOURCE, licence="EUPL-1.2", period="year", by=here.machine, **facts)
    record_readings(indicator=indicator, rows=rows, by=here.machine)
