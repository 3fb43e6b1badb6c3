"""The sections of a picture on paper: in the order of its layout, with what people wrote and what the parties said."""

from collections.abc import Mapping
from typing import Any

from samsyn.method.pictures.layouts.known import layout_of, sections
from samsyn.method.pictures.sentences import render

LATE = "late.since_lock"
# Sections whose heading on paper is a word of its own, as long as the municipality has given it none.
HEADINGS = ("assessments", "findings", "areas", "places", "changes", "hours", "to_look_at", "conditions", "checklists",
            "coming", "outside", "data_note")  # fmt: skip


def sections_of(tables: Mapping[str, Any], words: dict[str, str], *, language: str) -> list[dict[str, Any]]:
    """Return the sections in order; a heading that the municipality chose takes the place of the paper's own word.

    A picture from before there were layouts has the order it had then.
    """
    kept = tables.get("layout")
    placed = kept["sections"] if kept else layout_of(None, "week").plain()["sections"]
    known, at = sections(), "name_en" if language == "en" else "name_sv"
    found = []
    for each in placed:
        key, title = each["key"], each[at]
        if key in HEADINGS and key in known and title != getattr(known[key], at):
            words[key] = title
        found.append({
            "key": key, "title": title, "texts": _texts(tables, key, words),
            "late": [render(note["sentence"], language) for note in tables["data_note"] if note["key"] == LATE]
            if key == LATE.partition(".")[0] else [],
            "parties": parties_of(tables, words) if key == "parties" else None,
        })  # fmt: skip
    return found


def _texts(tables: Mapping[str, Any], key: str, words: Mapping[str, str]) -> list[dict[str, str]]:
    told = []
    for text in tables.get("texts", []):
        if text["section"] == key:
            notes = [words["unchanged"]] if text["unchanged"] else []
            notes += [words["only_authorities"]] if text["audience"] == "authorities" else []
            told.append({"text": text["text"], "note": " ".join(notes)})
    return told


def parties_of(tables: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what the parties said: where they agree in common words, where they differ each in its own."""
    merged = tables.get("parties")
    if not merged:
        return None
    return {
        "response": words["parties_handed_in"].format(n=merged["handed_in"], nothing=merged["nothing_new"]),
        "items": [
            {
                "name": one["name"] or words["whole"], "text": one["text"], "agree": one["verdict"] == "agree",
                "note": words["only_authorities"] if one["audience"] == "authorities" else "",
                "said": [
                    {
                        "who": source["organisation"], "text": source["text"] or "–",
                        "trend": words[f"trend_{source['trend']}"] if source["trend"] else "",
                    }
                    for source in one["sources"]
                ],
            }
            for one in merged["items"]
        ],
    }  # fmt: skip
