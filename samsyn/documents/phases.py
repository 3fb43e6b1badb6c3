"""In which phases areas and problems stood, as the pictures' papers tell it: where, which phase, since when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from samsyn.documents.blocks import TEXT, Block, heading, table, text
from samsyn.method.pictures.sentences import day_words
from samsyn.method.problems.phases.told import phases_of_picture


def phases_on_paper(
    picture: Any, *, on: date, of: tuple[str, Any], words: Mapping[str, str], language: str
) -> list[dict[str, str]]:
    """Return a row for each area and problem in a phase; why it was placed there stays on the screen.

    `of`: the audience, and the one reader the paper is made for, or None = for the whole audience.
    """
    told = phases_of_picture(picture, on=on, audience=of[0], reader=of[1])
    return [_row(each, words, language) for each in told]


def _row(told: Mapping[str, Any], words: Mapping[str, str], language: str) -> dict[str, str]:
    name, model = (_named(told, each, language) for each in ("phase", "model"))
    example = f", {words['phase_example']}" if told["is_example"] else ""
    return {
        "where": told["where"], "phase": f"{told['number']}. {name}", "model": f"{model}{example}",
        "since": day_words(told["since"], language=language),
    }  # fmt: skip


def phases_block(rows: Sequence[Mapping[str, str]], words: Mapping[str, str], *, language: str) -> list[Block]:
    """Return the same rows as blocks, for the text document; nothing where there are none."""
    if not rows:
        return []
    heads = [(words["phase_where"], TEXT, 1.3), (words["phase_is"], TEXT, 1.4), (words["phase_model"], TEXT, 1.5),
             (words["phase_since"], TEXT, 1.0)]
    told = table(words["phases"], heads, [list(row.values()) for row in rows], language=language)
    return [heading(words["phases"]), text(words["phases_note"], tone="quiet"), told]


def _named(told: Mapping[str, Any], name: str, language: str) -> str:
    return str(told[f"{name}_en"] or told[f"{name}_sv"]) if language == "en" else str(told[f"{name}_sv"])
