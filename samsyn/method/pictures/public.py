"""What everybody may see: rounded figures, no places, no points, no small numbers.

The public set is made from the parties' set. Figures are rounded to fives, so that the difference between two weeks,
or between two sets, never tells a small number; an area with fewer than five events is left out, and one more with it
where the total would give it away. Figures from other sources stay inside: many of them may not be passed on.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from samsyn.analysis.disclosure import hide_small
from samsyn.method.pictures.sentences import say

LEAST = 5
Table = dict[str, Any]


def public_tables(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the public's tables from the parties'."""
    areas = _areas(tables["areas"])
    return {
        "head": _head(tables["head"]), "areas": areas, "places": [], "usual_places": [], "changes": [],
        "hours": {
            "counts": np.zeros((7, 24)), "uncertain_share": None, "watched": np.zeros((7, 24)), "n": 0, "weeks": 0,
            "sentence": say("hours.too_little"),
        },
        "conditions": [], "coming": tables["coming"], "points": [], "outside": [],
        "data_note": [_note("note.public")] if areas else [],
        # What the parties tell of their week is for those who answer themselves.
        **({"checklists": None} if "checklists" in tables else {}),
        **({"severity": []} if "severity" in tables else {}),
    }  # fmt: skip


def rounded(count: float) -> int:
    """Return the nearest multiple of five.

    >>> [rounded(count) for count in (0, 2, 3, 7, 8, 31)]
    [0, 0, 5, 5, 10, 30]
    """
    return int(LEAST * np.floor(count / LEAST + 0.5))


def _note(key: str, **params: Any) -> Table:
    sentence = say(key, **params)
    return {"key": sentence["key"], "sentence": sentence}


def _head(head: Mapping[str, Any]) -> Table:
    events = rounded(head["events"])
    key = "head.public" if head["events"] >= LEAST else "head.public_few"
    told = [say(key, events=events)] if head["observations_made"] else [say("head.none_ever")]
    return {
        **dict.fromkeys(head), "events": events if head["events"] >= LEAST else None,
        "cutoff": head["cutoff"], "observations_made": head["observations_made"], "sentences": told,
        "power": head["power"], "alarm_budget": head["alarm_budget"],
    }  # fmt: skip


def _areas(areas: list[Table]) -> list[Table]:
    """Keep areas with at least five events in the window and in no other way guessed; numbers in fives, no series."""
    if not areas:
        return []
    shown = np.isfinite(hide_small(np.array([area["events"] for area in areas]), least=LEAST).shown)
    return [_area(area) for area, safe in zip(areas, shown.tolist(), strict=True) if safe and area["events"] >= LEAST]


def _area(area: Mapping[str, Any]) -> Table:
    categories = [
        {**category, "events": rounded(category["events"])}
        for category in area["categories"] if category["events"] >= LEAST
    ]  # fmt: skip
    return {
        **dict.fromkeys(area), "code": area["code"], "name": area["name"],
        "events": rounded(area["events"]), "verdict": area["verdict"], "window_weeks": area["window_weeks"],
        "categories": categories, "series": [], "band_low": [], "band_high": [], "weeks": [],
        "sentence": say(
            f"area.public_{area['verdict']}", events=rounded(area["events"]), window_weeks=area["window_weeks"]
        ),
    }  # fmt: skip
