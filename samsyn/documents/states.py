"""The states of the areas and the cards on paper: colour, shape and word, the weeks before, and what was answered."""

from collections.abc import Mapping
from typing import Any

from samsyn.analysis.weeks import Week
from samsyn.documents.strips import state_mark, state_strip
from samsyn.method.pictures.sentences import render, week_in_words

Row = Mapping[str, Any]
FEWEST_WEEKS, MOST_WEEKS = 8, 26
ANSWERS = ("act", "watch", "dismiss", "asleep", "answered")


def states_on_paper(whole: Row, words: Mapping[str, str], *, language: str) -> list[dict[str, str]]:
    """Return every area that has been assessed, with its mark, its word, its weeks and why; nothing where none has."""
    kept = whole["tables"].get("assessments")
    if not kept:
        return []
    until = Week.parse(whole["period"]["week"])
    heaviest = max((level["weight"] for level in kept["scale"]), default=3)
    return [_state(row, words, until=until, heaviest=heaviest, language=language) for row in kept["areas"]]


def _state(row: Row, words: Mapping[str, str], *, until: Week, heaviest: int, language: str) -> dict[str, str]:
    word = _named(row, language)
    known = until.running - Week.parse(row["trend"][0]["week"]).running + 1 if row["trend"] else 0
    weeks = max(FEWEST_WEEKS, min(known, MOST_WEEKS))
    note = "" if row["of_the_week"] else words["assessed_in"].format(week=week_in_words(row["week"], language))
    if row["of_the_week"] and row["unchanged"]:
        note = words["state_unchanged"]
    return {
        "name": row["name"], "word": word, "mark": state_mark(row["colour"], row["symbol"]), "note": note,
        "mark_alt": word, "why": row["motivation"] or "–", "function": row["function"],
        "strip": state_strip(
            row["trend"], until=until, weeks=weeks, title=words["state_weeks_alt"].format(name=row["name"], state=word),
            heaviest=heaviest,
        ),
        "strip_alt": words["state_weeks_alt"].format(name=row["name"], state=word),
    }  # fmt: skip


def cards_on_paper(whole: Row, words: Mapping[str, str], *, language: str) -> list[dict[str, str]]:
    """Return the cards: what stands out, why, how sure it is, and what it was answered with."""
    return [
        {
            "kind": words[f"card_{row['kind']}"], "name": _named(row, language) or row.get("area") or "",
            "why": render(row["reason"], language),
            "sure": render(row["certainty"], language) if row.get("certainty") else "",
            "answer": words[f"card_{row['answer']}"] if row["answer"] in ANSWERS else words["card_waiting"],
            "reason": row.get("why", ""),
        }
        for row in whole["tables"].get("findings", [])
    ]  # fmt: skip


def _named(row: Row, language: str) -> str:
    return str((row["name_en"] if language == "en" else "") or row["name_sv"])
