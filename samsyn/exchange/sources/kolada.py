"""Kolada's key figures of a municipality and year → one reading per figure and year; by sex beside the total."""

from __future__ import annotations

import json
from collections.abc import Iterator

from samsyn.exchange.readers import Batch, ReadRefused
from samsyn.exchange.sources.columns import out, texts_of
from samsyn.exchange.sources.ready import Here, SortedOut

GROUPS = {"T": None, "K": "kvinnor", "M": "män"}
COLUMNS = ["mått", "år", "värde", "grupp"]


def rows(batches: Iterator[Batch], here: Here, sorted_out: SortedOut) -> Iterator[Batch]:
    """Give mått (the title where the answer has it), år, värde and grupp of this municipality's figures."""
    for batch in batches:
        text = texts_of(batch)
        if not {"kpi", "municipality", "period", "values"} <= set(text):
            raise ReadRefused("Svaret har inte kpi, municipality, period och values som Koladas svar har.")
        titles = text.get("title", text["kpi"])
        told = []
        for at, line in enumerate(batch.lines.tolist()):
            if text["municipality"][at] != here.code:
                sorted_out.left_out["annan kommun"] += 1
                continue
            for value in json.loads(text["values"][at] or "[]"):
                if value.get("value") is None or value.get("isdeleted"):
                    sorted_out.left_out["inget värde i källan"] += 1
                elif value.get("gender") in GROUPS:
                    told.append((line, {
                        "mått": titles[at] or text["kpi"][at], "år": text["period"][at],
                        "värde": float(value["value"]), "grupp": GROUPS[value["gender"]],
                    }))  # fmt: skip
        yield out(told, COLUMNS)
