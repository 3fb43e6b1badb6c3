"""What is broken, dark or littered and still so: one row each, however many have told of it."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from samsyn.method.pictures.content import Names

if TYPE_CHECKING:
    import pyarrow as pa

OVERDUE_DAYS = 14           # "felanmält men inte lagat efter 14 dagar" (practice 1.3)
MOST_SHOWN = 100
COLUMNS = ("id", "same_as", "category", "area", "place_name", "observed_on", "from_local", "organisation",
           "fault_number", "open")  # fmt: skip


def open_conditions(rows: "pa.Table", *, names: Names, on: date) -> list[dict[str, Any]]:
    """Return the conditions that are open on the day: oldest first, at most a hundred.

    Where there are more, those that were reported as faults too long ago come first, then those that most have seen.
    A report that saw the same adds a source and may give the fault number or an earlier beginning.
    """
    told = _told_of(rows)
    found = [_row(originals, names=names, on=on) for originals in told]
    found.sort(key=lambda row: (not row["overdue"], -row["sources"], row["since"], *_order(row)))
    return sorted(found[:MOST_SHOWN], key=lambda row: (row["since"], *_order(row)))


def _order(row: dict[str, Any]) -> tuple[str, ...]:
    return str(row["category"]), str(row["area"]), str(row["place"]), str(row["fault_number"]), f"{row['sources']:09d}"


def _told_of(rows: "pa.Table") -> list[list[dict[str, Any]]]:
    """Return, for each open condition, its own row first and then those that saw the same."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_open = rows.filter(pc.and_(rows["open"], rows["same_as"].is_null())).select(COLUMNS).to_pylist()
    ids = pa.array([row["id"] for row in is_open], pa.string())
    seen_too: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.filter(pc.is_in(rows["same_as"], ids)).select(COLUMNS).to_pylist():
        seen_too[row["same_as"]].append(row)
    return [[row, *seen_too[row["id"]]] for row in is_open]


def _row(told: list[dict[str, Any]], *, names: Names, on: date) -> dict[str, Any]:
    original = told[0]
    since = min(_began(row) for row in told)
    fault = next((row["fault_number"] for row in told if row["fault_number"]), None)
    days = (on - since).days
    category = names.of_category(original["category"])
    return {
        "category": category["code"], "name_sv": category["name_sv"], "name_en": category["name_en"],
        "area": names.areas.get(original["area"] or "", original["area"] or ""), "place": original["place_name"] or "",
        "since": since, "weeks_open": days // 7, "sources": len({row["organisation"] for row in told}),
        "fault_number": fault, "overdue": bool(fault) and days > OVERDUE_DAYS,
    }  # fmt: skip


def _began(row: dict[str, Any]) -> date:
    begun = row["from_local"]
    return min(begun.date(), row["observed_on"]) if begun is not None else row["observed_on"]
