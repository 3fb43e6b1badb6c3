"""What is said beside the measures chosen for a problem; the conditions are rows of data (`hints.toml`)."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from samsyn.method.measures.against.coverage import Coverage
from samsyn.method.measures.states import State
from samsyn.method.problems.models import Problem

SHIPPED = Path(__file__).with_name("hints.toml")


class Hint(NamedTuple):
    """A sentence in both languages with its source, and when it is said."""

    code: str
    kinds: tuple[str, ...]
    known: tuple[str, ...]
    horizons: tuple[str, ...]
    missing: tuple[str, ...]
    categories: tuple[str, ...]
    sides: tuple[str, ...]
    label_sv: str
    label_en: str
    source: str


@cache
def shipped_hints() -> tuple[Hint, ...]:
    """Return the rows."""
    rows = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["hints"]
    return tuple(
        Hint(
            code=row["code"], label_sv=row["text_sv"], label_en=row["text_en"], source=row["source"],
            **{name: tuple(row.get(name, ())) for name in
               ("kinds", "known", "horizons", "missing", "categories", "sides")},
        )
        for row in rows
    )  # fmt: skip


def hints_for(problem: Problem, *, measures: Sequence[Any], coverage: Coverage) -> list[Hint]:
    """Return the rows that hold for what is chosen: nothing chosen is nothing to say."""
    live = [one for one in measures if one.state != State.CANCELLED]
    return [hint for hint in shipped_hints() if live and _holds(hint, problem, live, coverage)]


def _holds(hint: Hint, problem: Problem, live: list[Any], coverage: Coverage) -> bool:
    codes = [one.known.code if one.known is not None else "" for one in live]
    only = all(one.kind in hint.kinds or code in hint.known for one, code in zip(live, codes, strict=True))
    soon = not hint.horizons or all(one.horizon in hint.horizons for one in live)
    absent = not any(one.kind in hint.missing for one in live)
    about = any(code in hint.categories or code[:1] in hint.categories for code in problem.categories)
    about = about or any(each.cause.side in hint.sides for each in coverage.causes)
    return only and soon and absent and about
