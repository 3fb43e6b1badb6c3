"""Outside figures year by year, each with its source, n and answers; never beside observations on one scale."""

from collections import defaultdict
from datetime import date
from typing import Any

from samsyn.analysis.years import last_year, share_change
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.indicators.models import Indicator, Reading

MOST_YEARS, FEW_ANSWERS = 15, 30
A_YEAR_DAYS = 350
NOT_COUNTS = ("procent", "andel", "index", "poäng", "per 1", "per tusen", "kvot", "%", "share", "medel")
Table = dict[str, Any]


def figures(municipality: Municipality, *, last: date) -> list[Table]:
    """Return each indicator with its years up to a day, for the municipality and for the areas that have any.

    Shorter periods are summed to whole years where they are counts; a year that is not whole is left out.
    """
    found = []
    for indicator in Indicator.objects.filter(municipality=municipality).order_by("code"):
        rows = _rows(indicator, last)
        if rows:
            found.append(_figure(indicator, rows))
    return found


def _rows(indicator: Indicator, last: date) -> list[Any]:
    rows = Reading.objects.filter(indicator=indicator, last_on__lte=last, group_sv="").select_related("area")
    return list(rows.order_by("area_code", "first_on"))


def is_count(indicator: Indicator, rows: list[Any]) -> bool:
    """Say whether the figure counts things, so that it may be summed: not a share, an index or a rate."""
    words = f"{indicator.unit_sv} {indicator.name_sv}".casefold()
    said = indicator.scale == Indicator.Scale.COUNT
    return said and not any(row.n for row in rows) and not any(each in words for each in NOT_COUNTS)


def is_share(indicator: Indicator) -> bool:
    """Say whether the figure is a share in per cent; an index has no interval that its answers alone can give."""
    words = f"{indicator.unit_sv} {indicator.name_sv}".casefold()
    return indicator.scale == Indicator.Scale.SHARE or any(each in words for each in ("procent", "andel", "%"))


def kind_of(indicator: Indicator, *, counts: bool) -> str:
    """Return which part of the picture the figure stands in: offences, survey, or what its own kind says."""
    words = f"{indicator.unit_sv} {indicator.name_sv}".casefold()
    if indicator.kind != Indicator.Kind.OTHER:
        return str(indicator.kind)
    if counts:
        return "offences" if "brott" in words else "other"
    return "survey"


def _figure(indicator: Indicator, rows: list[Any]) -> Table:
    counts = is_count(indicator, rows)
    share = is_share(indicator)
    by_area: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for row in rows:
        by_area[row.area_code][row.last_on.year].append(row)
        names[row.area_code] = row.area.name if row.area is not None else row.area_code
    areas = {code: _years(years, counts=counts) for code, years in by_area.items()}
    whole = areas.pop("", None) or (_summed(areas) if counts else None)
    return {
        "code": indicator.code, "name_sv": indicator.name_sv, "name_en": indicator.name_en,
        "unit_sv": "under året" if counts and indicator.period != "year" else indicator.unit_sv,
        "unit_en": "in the year" if counts and indicator.period != "year" else indicator.unit_en,
        "source": indicator.source,
        "licence": indicator.licence, "kind": kind_of(indicator, counts=counts), "is_count": counts,
        "readings": len(rows),
        "summed_areas": 0 if "" in by_area else len(areas),
        "years": (whole or [])[-MOST_YEARS:], "told": _told(whole or [], counts=counts, share=share),
        "areas": [
            {"code": code, "name": names[code], "years": years[-MOST_YEARS:],
             "told": _told(years, counts=counts, share=share)}
            for code, years in sorted(areas.items()) if years
        ],
    }  # fmt: skip


def _years(years: dict[int, list[Any]], *, counts: bool) -> list[Table]:
    told = []
    for year, rows in sorted(years.items()):
        days = sum((row.last_on - row.first_on).days + 1 for row in rows)
        if counts and days < A_YEAR_DAYS:
            continue
        last = rows[-1]
        value = sum(row.value for row in rows) if counts else last.value
        told.append({
            "year": year, "value": value, "n": None if counts else last.n, "preliminary": last.preliminary,
            "response": last.n / last.invited if last.n and last.invited and not counts else None,
        })  # fmt: skip
    return told


def _summed(areas: dict[str, list[Table]]) -> list[Table]:
    """Sum the areas where every one of them has the year; a year that some lack is left out."""
    by_year: dict[int, list[float]] = defaultdict(list)
    for years in areas.values():
        for row in years:
            by_year[row["year"]].append(row["value"])
    most = max((len(values) for values in by_year.values()), default=0)
    return [{"year": year, "value": sum(values), "n": None, "response": None, "preliminary": False}
            for year, values in sorted(by_year.items()) if len(values) == most]


def _told(years: list[Table], *, counts: bool, share: bool) -> Table:
    """Say what the last year is against those before: counts by their spread, shares by the answers they rest on."""
    if not years:
        return {"verdict": "too_little"}
    last = years[-1]
    told: Table = {"year": last["year"], "value": last["value"], "n": last["n"], "response": last["response"]}
    if counts:
        found = last_year([row["value"] for row in years])
        return {**told, "verdict": found.verdict, "expected": found.expected, "low": found.low, "high": found.high,
                "first_year": years[max(0, len(years) - 1 - found.years)]["year"]}
    before = years[-2] if len(years) > 1 else None
    if before is None or not last["n"] or not before["n"]:
        return {**told, "verdict": "too_little", "before": before["value"] if before else None,
                "before_year": before["year"] if before else None}
    known = {**told, "before": before["value"], "before_year": before["year"], "before_n": before["n"]}
    if not share or min(last["n"], before["n"]) < FEW_ANSWERS or not 0 <= last["value"] <= 100:
        return {**known, "verdict": "too_little"}
    low, high = share_change(last["value"], before["value"], n_now=last["n"], n_before=before["n"])
    return {**known, "verdict": "more" if low > 0 else "fewer" if high < 0 else "usual", "low": low, "high": high}
