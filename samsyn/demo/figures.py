"""Invented outside figures: reported offences a year and a survey's share, by area, and a few public events."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.demo.life import WEEKS
from samsyn.demo.reports import SEED
from samsyn.demo.rhythm import moment
from samsyn.method.indicators.actions import define_indicator, record_outside_events, record_readings

SOURCE = "Påhittade siffror för demonstration"
YEARS_BACK = 6
# Offences per 1 000 inhabitants a year; the centre has few who live there, which is why areas are never ranked.
OFFENCES = {"C": 210, "A": 88, "N": 92, "H": 74, "S": 31, "L": 27, "CE": 61, "BR": 48}
UNSAFE = {"C": 31, "A": 34, "N": 36, "H": 24, "S": 15, "L": 14, "CE": 22, "BR": 19}
EVENTS_BACK = 60  # weeks of the invented news feed
A_WEEK = {"granvik": 4.2, "lillskog": 0.6}
EVENTS = (
    ("Trafikkontroll", "Öppen kontroll på infarten under kvällen."),
    ("Brand", "Brand i container. Inga personskador."),
    ("Stöld/inbrott", "Inbrott i förråd under helgen. Tips tas emot på 114 14."),
    ("Ordningslagen", "Fyrverkeri i centrum utan tillstånd."),
    ("Trafikolycka", "Personbil av vägen. Ingen skadad."),
    ("Skadegörelse", "Krossade rutor på skola. Polisen söker vittnen."),
    ("Rattfylleri", "Förare stoppad i kontroll."),
)


def record_figures(here: Founded, *, until: Week) -> None:
    """Record the outside figures of a municipality; they never mix with its reports."""
    dice = Random(f"{SEED}-{here.municipality.slug}-figures")
    years = range(until.last_day.year - YEARS_BACK, until.last_day.year)
    offences = define_indicator(
        code="anmalda-brott", name_sv="Anmälda brott", name_en="Reported offences", unit_sv="anmälda brott per år",
        unit_en="reported offences a year", source=SOURCE, licence="EUPL-1.2", period="year", kind="offences",
        by=here.machine,
    )  # fmt: skip
    unsafe = define_indicator(
        code="otrygg-ute", name_sv="Otrygg sen kväll i sitt område", name_en="Unsafe late at night in own area",
        unit_sv="procent av de svarande", unit_en="per cent of those who answered", source=SOURCE, licence="EUPL-1.2",
        period="year", kind="survey", scale="share", by=here.machine,
    )  # fmt: skip
    record_readings(indicator=offences, rows=_readings(here, years, OFFENCES, dice, per_1000=True), by=here.machine)
    record_readings(indicator=unsafe, rows=_readings(here, years, UNSAFE, dice, per_1000=False), by=here.machine)
    weekly = define_indicator(
        code="anmalda-brott-vecka", name_sv="Anmälda brott, kommunpolisens veckosiffror",
        name_en="Reported offences, the police's weekly figures", unit_sv="anmälda brott i veckan",
        unit_en="reported offences a week", source=SOURCE, licence="EUPL-1.2", period="week", kind="offences",
        by=here.machine,
    )  # fmt: skip
    record_readings(indicator=weekly, rows=_weekly(here, until), by=here.machine)
    record_outside_events(source="polisens nyhetsflöde (påhittat)", rows=_events(here, until), by=here.machine)


def _readings(
    here: Founded, years: range, level: dict[str, int], dice: Random, *, per_1000: bool
) -> list[dict[str, Any]]:
    rows = []
    for code, area in sorted(here.areas.items()):
        for year in years:
            drift = 1.0 - 0.012 * (years[-1] - year) + dice.gauss(0, 0.045)
            people = (area.population or 0) / 1000 if per_1000 else 1.0
            rows.append({
                "area_code": code, "first_on": date(year, 1, 1), "last_on": date(year, 12, 31),
                "value": round(level[code] * drift * people), "n": None if per_1000 else dice.randrange(110, 240),
            })  # fmt: skip
    return rows


def _weekly(here: Founded, until: Week) -> list[dict[str, Any]]:
    """Return five-minute figures: one number per area and week, as the police reads them out."""
    chance = np.random.default_rng([SEED, until.iso, 7])
    rows = []
    for code, area in sorted(here.areas.items()):
        mean = OFFENCES[code] * (area.population or 0) / 1000 / 52
        for back, value in enumerate(chance.poisson(mean, WEEKS)):
            week = until - back
            rows.append({"area_code": code, "first_on": week.first_day, "last_on": week.last_day, "value": int(value)})
    return rows


def _events(here: Founded, until: Week) -> list[dict[str, Any]]:
    """Return a year of an invented news feed; a feed item is known to its municipality, never to a point."""
    name, slug = here.municipality.name, here.municipality.slug
    rows = []
    for back in range(EVENTS_BACK, -1, -1):
        week = until - back
        dice = Random(f"{SEED}-{slug}-feed-{week.iso}")
        counts = np.random.default_rng([SEED, week.iso, len(slug)]).poisson(A_WEEK[slug])
        for n in range(int(counts)):
            kind, text = dice.choice(EVENTS)
            day = week.first_day + timedelta(days=dice.randrange(7))
            hour = dice.randrange(8, 23)
            rows.append({
                "external_id": f"demo-{week.iso}-{n}", "type": kind, "title": f"{kind}, {name}", "text": text,
                "happened_on": day, "happened_at": moment(day, hour), "published_at": moment(day, hour + 0.75),
                "area_name": name,
            })  # fmt: skip
    return rows
