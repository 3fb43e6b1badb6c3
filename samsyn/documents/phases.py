"""In which phases areas and problems stood, as the pictures' papers tell it: where, which phase, since when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from samsyn.documents.blocks import TEXT, Block, heading, table, text
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.sentences import day_words
from samsyn.method.problems.models import PhasePlacement
from samsyn.method.problems.phases.standing import standing_for

Placed = Sequence[PhasePlacement] | None


def phases_on_paper(
    placed: Placed, *, of: tuple[Municipality, str], on: date, words: Mapping[str, str], language: str
) -> list[dict[str, str]]:
    """Return a row for each area and problem in a phase; why it was placed there stays on the screen.

    `placed`: what one reader may see; None = what the audience may see. `of`: the municipality and the audience.
    """
    if placed is None:
        placed = standing_for(of[0], audience=of[1], on=on)
    return [_row(each, words, language) for each in placed]


def _row(placed: PhasePlacement, words: Mapping[str, str], language: str) -> dict[str, str]:
    model = placed.phase.model
    name, of = (_named(each, language) for each in (placed.phase, model))
    example = f", {words['phase_example']}" if model.is_example else ""
    return {
        "where": placed.area.name if placed.area is not None else placed.problem.title if placed.problem else "",
        "phase": f"{placed.phase.number}. {name}", "model": f"{of}{example}",
        "since": day_words(placed.on, language=language),
    }  # fmt: skip


def phases_block(rows: Sequence[Mapping[str, str]], words: Mapping[str, str], *, language: str) -> list[Block]:
    """Return the same rows as blocks, for the text document; nothing where there are none."""
    if not rows:
        return []
    heads = [(words["phase_where"], TEXT, 1.3), (words["phase_is"], TEXT, 1.4), (words["phase_model"], TEXT, 1.5),
             (words["phase_since"], TEXT, 1.0)]
    told = table(words["phases"], heads, [list(row.values()) for row in rows], language=language)
    return [heading(words["phases"]), text(words["phases_note"], tone="quiet"), told]


def _named(row: Any, language: str) -> str:
    return str(row.name_en or row.name_sv) if language == "en" else str(row.name_sv)
