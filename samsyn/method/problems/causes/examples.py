"""The worked examples that are shipped: fictitious all of them, to copy into a problem and try against one's own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

SHIPPED = Path(__file__).with_name("examples.toml")


class ExampleStep(NamedTuple):
    """A step of an example's chain of events."""

    text: str
    break_point: bool = False


class ExampleCause(NamedTuple):
    """A cause of an example; `behind` and `step` are the words of another cause and of a step."""

    text: str
    side: str
    behind: str = ""
    level: int | None = None
    nature: str = ""
    influence: str = ""
    step: str = ""
    why: str = ""


class Example(NamedTuple):
    """A fictitious problem with its causes: what was seen, what the group came to, and what it learnt."""

    code: str
    title: str
    situation: str
    conclusion: str
    chain: tuple[ExampleStep, ...]
    causes: tuple[ExampleCause, ...]


@cache
def shipped_examples() -> dict[str, Example]:
    """Return the examples by code, in the order of the file."""
    rows = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["examples"]
    return {
        row["code"]: Example(
            row["code"], row["title"], row["situation"], row["conclusion"],
            tuple(ExampleStep(**step) for step in row.get("chain", ())),
            tuple(ExampleCause(**cause) for cause in row["causes"]),
        )
        for row in rows
    }  # fmt: skip
