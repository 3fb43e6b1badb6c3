"""What a figure or an outside event said before a run changed it, so that the run can be taken back.

Each row keeps a pile in `before`, the oldest first: {"batch": the run that wrote it, "told": {name: value}}.
Nothing is saved here.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID


def put_aside(row: Any, names: Iterable[str]) -> None:
    """Lay what the row says now on its pile, before it is changed."""
    told = {name: _plain(getattr(row, name)) for name in names}
    row.before = [*row.before, {"batch": _plain(row.batch), "told": told}]


def take_back(row: Any, *, batch: UUID) -> tuple[bool, list[dict[str, Any]]]:
    """Make the row as if a run had never been: (whether anything is left of it, what the run had laid on the pile).

    The value of a later run stays; the pile then only forgets the run.
    """
    mine = [told for told in row.before if told["batch"] == str(batch)]
    row.before = [told for told in row.before if told["batch"] != str(batch)]
    if row.batch != batch:
        return True, mine
    if not row.before:
        return False, mine
    *row.before, top = row.before
    row.batch = UUID(top["batch"]) if top["batch"] else None
    for name, value in top["told"].items():
        setattr(row, name, _meta_field(row, name).to_python(value))
    return True, mine


def _meta_field(row: Any, name: str) -> Any:
    field = row._meta.get_field(name.removesuffix("_id") if name.endswith("area_id") else name)
    return field.target_field if field.is_relation else field


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
