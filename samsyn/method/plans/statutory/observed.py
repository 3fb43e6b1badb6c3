"""What has been observed over the period of the law's picture, for one audience, beside the period before it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from samsyn.analysis.counts import Rows, read_rows
from samsyn.analysis.disclosure import hide_small
from samsyn.analysis.significance import ratio_interval
from samsyn.analysis.weeks import Week, week_range
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.models import Category
from samsyn.method.pictures.replies import Replies, replies_by_week
from samsyn.method.pictures.rows import rows_for_audiences

LEAST_TO_COMPARE, LEAST_SHOWN = 20, 3
MANY_AT_A_PLACE, MOST_PLACES, MOST_GROUPS = 5, 5, 4
SURE = 0.99                     # many areas and groups are compared: each by itself has to be sure
PARTS_OF_DAY = (("night", 0, 6), ("morning", 6, 12), ("afternoon", 12, 18), ("evening", 18, 24))
SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring", 6: "summer", 7: "summer",
           8: "summer", 9: "autumn", 10: "autumn", 11: "autumn"}  # fmt: skip
MOSTLY = 0.5                    # from which share on a time of day or year is named
Table = dict[str, Any]


class Stretch(NamedTuple):
    """The days that the picture tells of; the words let the readers of the weekly picture take it too."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def before(self) -> "Stretch":
        """As many days, ending the day before."""
        return Stretch(self.first_day - timedelta(days=self.days), self.first_day - timedelta(days=1))

    @property
    def week(self) -> Week:
        return Week.containing(self.last_day)

    @property
    def all_weeks(self) -> list[Week]:
        return week_range(Week.containing(self.first_day), self.week)

    @property
    def history_from(self) -> Week:
        return Week.containing(self.before.first_day)


class Around(NamedTuple):
    """What is the same for every audience, read once."""

    areas: dict[str, str]
    groups: Mapping[str, tuple[str, str, str]]
    replies: list[Replies]
    replies_before: list[Replies]


def observed(municipality: Municipality, stretch: Stretch) -> dict[str, Table | None]:
    """Return what has been observed, for authorities and for all parties; None where nothing has been reported."""
    seen = rows_for_audiences(municipality, stretch).tables
    around = _around(municipality, stretch)
    labels = sorted(around.areas) or [""]
    return {audience: _table(read_rows(rows, areas=labels), around, stretch) for audience, rows in seen.items()}


def _around(municipality: Municipality, stretch: Stretch) -> Around:
    areas = Area.objects.filter(municipality=municipality).in_working_set(on=stretch.last_day)
    categories = Category.objects.filter(municipality=municipality).select_related("parent")
    groups = {each.code: (each.parent or each) for each in categories}
    before = stretch.before
    return Around(
        areas=dict(areas.values_list("code", "name")),
        groups={code: (group.code, group.name_sv, group.name_en) for code, group in groups.items()},
        replies=replies_by_week(municipality, stretch.all_weeks),
        replies_before=replies_by_week(municipality, before.all_weeks),
    )  # fmt: skip


def response(replies: list[Replies]) -> Table:
    """Return how many of the promised answers came."""
    came, promised = sum(each.replied or 0 for each in replies), sum(each.duties or 0 for each in replies)
    return {"replies": came, "promised": promised, "share": came / promised if promised else None}


def _within(rows: Rows, stretch: Stretch) -> np.ndarray:
    day = rows.to_local.astype("datetime64[D]")
    return np.asarray((day >= np.datetime64(stretch.first_day)) & (day <= np.datetime64(stretch.last_day)))


def _table(rows: Rows, around: Around, stretch: Stretch) -> Table | None:
    now, before = _within(rows, stretch), _within(rows, stretch.before)
    if not now.any():
        return None
    counted, earlier = now & rows.counted, before & rows.counted
    # Nothing is compared with a time when little or nothing was reported: that tells of the reporting alone.
    phi = _dispersion(rows, counted)
    return {
        "first_day": stretch.first_day, "last_day": stretch.last_day,
        "before_first": stretch.before.first_day, "before_last": stretch.before.last_day,
        "reports": int(now.sum()), **_changed(int(counted.sum()), int(earlier.sum()), phi=phi),
        "sources": _sources(rows, now), "sources_before": _sources(rows, before), "dispersion": phi,
        "from_decided": int((counted & rows.decided).sum()),
        "response": response(around.replies), "response_before": response(around.replies_before),
        "months": _months(rows, counted, stretch),
        "groups": _groups(rows, around, counted, earlier, phi),
        "areas": _areas(rows, around, counted, earlier, phi),
    }  # fmt: skip


def _sources(rows: Rows, chosen: np.ndarray) -> int:
    codes = np.unique(rows.organisation.code[chosen])
    return sum(1 for code in codes.tolist() if code >= 0 and rows.organisation.labels[code])


def _dispersion(rows: Rows, counted: np.ndarray) -> float:
    """Return the variance over the mean of the weeks' counts, at least 1: reports come in bunches."""
    weeks = rows.week[counted]
    if weeks.size < LEAST_TO_COMPARE:
        return 1.0
    counts = np.bincount(weeks - weeks.min())
    return max(1.0, float(counts.var() / counts.mean()))


def _changed(now: int, before: int, *, phi: float) -> Table:
    """Compare two counts over as many days; both are divided by the dispersion before the exact interval is taken."""
    if now + before < LEAST_TO_COMPARE or before < LEAST_TO_COMPARE / 2:
        return {"events": now, "before": before, "verdict": "too_little", "low_percent": None, "high_percent": None}
    limits = ratio_interval(now / phi, before=before / phi, exposure_ratio=1.0, level=SURE)
    low, high = float(limits.low), float(limits.high)
    verdict = "more" if low > 1 else "fewer" if high < 1 else "usual"
    return {"events": now, "before": before, "verdict": verdict, "low_percent": (low - 1) * 100,
            "high_percent": (high - 1) * 100}


def _months(rows: Rows, counted: np.ndarray, stretch: Stretch) -> list[Table]:
    month = rows.to_local.astype("datetime64[M]")
    first, last = np.datetime64(stretch.first_day, "M"), np.datetime64(stretch.last_day, "M")
    wanted = np.arange(first, last + 1)
    counts = hide_small(np.array([int((counted & (month == each)).sum()) for each in wanted]), total_shown=False).shown
    return [{"month": str(each), "events": int(count) if np.isfinite(count) else None}
            for each, count in zip(wanted, counts, strict=True)]


def _of_groups(rows: Rows, around: Around) -> tuple[list[tuple[str, str, str]], np.ndarray]:
    """Return the main groups of categories, and the number of the group of every row."""
    known = [around.groups.get(code, (code, code, code)) for code in rows.category.labels]
    groups = sorted(set(known))
    place = np.array([groups.index(each) for each in known] + [-1], np.int64)
    return groups, place[rows.category.code]


def _groups(rows: Rows, around: Around, counted: np.ndarray, earlier: np.ndarray, phi: float) -> list[Table]:
    groups, code = _of_groups(rows, around)
    told = []
    for number, (key, name_sv, name_en) in enumerate(groups):
        now, before = int((counted & (code == number)).sum()), int((earlier & (code == number)).sum())
        if now + before:
            told.append({"code": key, "name_sv": name_sv, "name_en": name_en, **_shown(_changed(now, before, phi=phi))})
    return sorted(told, key=lambda row: (-(row["events"] or 0), row["code"]))


def _shown(row: Table) -> Table:
    """Hide small counts; the totals are large enough to give none of them away by themselves."""
    hidden = {name: None for name in ("events", "before") if 0 < row[name] < LEAST_SHOWN}
    return {**row, **hidden}


def _areas(rows: Rows, around: Around, counted: np.ndarray, earlier: np.ndarray, phi: float) -> list[Table]:
    groups, code = _of_groups(rows, around)
    told = []
    for number, label in enumerate(rows.area.labels):
        if label not in around.areas:
            continue
        here, were = counted & (rows.area.code == number), earlier & (rows.area.code == number)
        most = np.bincount(code[here & (code >= 0)], minlength=len(groups))
        top = [int(each) for each in np.argsort(-most, kind="stable")[:MOST_GROUPS] if most[each] >= LEAST_SHOWN]
        told.append({
            "code": label, "name": around.areas[label],
            **_shown(_changed(int(here.sum()), int(were.sum()), phi=phi)),
            "groups": [{"name_sv": groups[each][1], "name_en": groups[each][2], "events": int(most[each])}
                       for each in top],
            "when": _when(rows, here), "places": _places(rows, here), "coverage": _coverage(around.replies, label),
        })  # fmt: skip
    return told


def _coverage(replies: list[Replies], area: str) -> float | None:
    """Return the mean share of those who had promised to be there and were, over the weeks."""
    known = [share for each in replies if (share := each.coverage(area)) is not None]
    return float(np.mean(known)) if known else None


def _when(rows: Rows, chosen: np.ndarray) -> Table:
    """Return the time of day and of the year that holds most, where it holds at least half of at least ten."""
    moments = rows.to_local[chosen]
    if moments.size < LEAST_TO_COMPARE / 2:
        return {"day": None, "season": None, "weekend": False}
    hours = (moments - moments.astype("datetime64[D]")).astype("timedelta64[h]").astype(np.int64)
    months = moments.astype("datetime64[M]").astype(np.int64) % 12 + 1
    weekday = (moments.astype("datetime64[D]").astype(np.int64) + 3) % 7
    size = moments.size
    day = next((name for name, first, end in PARTS_OF_DAY
                if ((hours >= first) & (hours < end)).sum() >= MOSTLY * size), None)
    seasons = [SEASONS[int(month)] for month in months]
    season = next((name for name in ("winter", "spring", "summer", "autumn")
                   if seasons.count(name) >= MOSTLY * size), None)
    return {"day": day, "season": season, "weekend": bool((weekday >= 4).sum() >= 0.6 * size)}


def _places(rows: Rows, chosen: np.ndarray) -> list[Table]:
    """Return the known places with most, each with when it happens; those with few are left out."""
    here = chosen & (rows.place_name.code >= 0)
    counts = np.bincount(rows.place_name.code[here], minlength=len(rows.place_name.labels))
    order = [int(each) for each in np.argsort(-counts, kind="stable")[:MOST_PLACES] if counts[each] >= MANY_AT_A_PLACE]
    return [{"name": rows.place_name.labels[each], "events": int(counts[each]),
             "when": _when(rows, here & (rows.place_name.code == each))} for each in order]
