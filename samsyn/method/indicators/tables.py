"""Rows → plain tables of outside figures: weekly sums by area or type, never joined with observations."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from django.db.models import Count, Sum
from numpy.typing import NDArray

from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.indicators.models import Indicator, OutsideEvent, Reading


class WeeklySeries(NamedTuple):
    """Sums by series (area code, or type of event) and week, from the first week with anything to the last."""

    codes: list[str]                    # sorted
    first_week: Week
    sums: NDArray[np.float64]           # (codes, weeks)

    @property
    def weeks(self) -> int:
        return self.sums.shape[1]


def indicators_in_picture(municipality: Municipality) -> list[Indicator]:
    """Return the daily and weekly indicators that the picture shows, by code."""
    chosen = Indicator.objects.filter(municipality=municipality, period__in=["day", "week"]).in_picture()
    return sorted(chosen, key=lambda each: each.code)


def readings_by_week(municipality: Municipality, *, first: Week, last: Week) -> dict[str, WeeklySeries]:
    """Return, for each indicator's code, the sums of its readings by area code and week."""
    rows = (
        Reading.objects.filter(municipality=municipality, indicator__in_picture=True)
        .filter(indicator__period__in=["day", "week"])
        .between_weeks(first, last)
        .of_everybody()
        .values_list("indicator__code", "area_code", "iso_week")
        .annotate(total=Sum("value"))
        .order_by()
    )
    return _series(rows, last=last)


def outside_events_by_week(municipality: Municipality, *, first: Week, last: Week) -> dict[str, WeeklySeries]:
    """Return, for each source, how many single events of each type there were by week."""
    rows = (
        OutsideEvent.objects.filter(municipality=municipality)
        .between_weeks(first, last)
        .single_events()
        .values_list("source", "type", "iso_week")
        .annotate(total=Count("id"))
        .order_by()
    )
    return _series(rows, last=last)


def _series(rows: Iterable[tuple[str, str, int, float]], *, last: Week) -> dict[str, WeeklySeries]:
    cells: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    for name, code, iso_week, total in rows:
        cells[name][code, iso_week] = float(total)
    found = {}
    for name, sums in cells.items():
        codes = sorted({code for code, _week in sums})
        weeks = week_range(Week.parse(min(week for _code, week in sums)), last)
        row, column = {code: n for n, code in enumerate(codes)}, {week.iso: n for n, week in enumerate(weeks)}
        table = np.zeros((len(codes), len(weeks)))
        for (code, week), total in sums.items():
            table[row[code], column[week]] = total
        found[name] = WeeklySeries(codes, weeks[0], table)
    return found
