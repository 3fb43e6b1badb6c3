"""SCB's statistical database (PxWeb, version 1): what a table holds, and its figures for a municipality's own areas.

Written after SCB's description of the interface; a question may give at most 150 000 cells and thirty a ten seconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from samsyn.exchange.outside.client import Client, Fetched, OutsideRefused, Service

SCB = Service("scb", ("api.scb.se",), pause_seconds=0.4)
ROOT = "https://api.scb.se/OV0104/v1/doris/sv/ssd/"
TABLE = re.compile(r"^[A-Z]{2}/[A-Z]{2}\d{4}/(?:[A-Z]{2}\d{4}[A-Z]\d?/)?\w+$")
MOST_CELLS = 100_000
TOTALS = ("totalt", "total", "1+2", "tot", "samtliga")


class Variable(NamedTuple):
    """One variable of a table: its code and the codes it may take."""

    code: str
    text: str
    values: list[str]
    is_time: bool
    may_be_left_out: bool


def variables_of(table: str, *, client: Client, fresh: bool = False) -> list[Variable]:
    """Ask what a table holds."""
    if not TABLE.match(table):
        raise OutsideRefused("Skriv tabellens sökväg som BE/BE0101/BE0101Y/FolkmDesoAldKon.")
    told = _read(client.fetch(ROOT + table, fresh=fresh).path)
    if not isinstance(told, dict) or not told.get("variables"):
        raise OutsideRefused(f"SCB:s svar om tabellen {table} går inte att läsa.")
    return [
        Variable(each["code"], each.get("text", each["code"]), list(each["values"]), bool(each.get("time")),
                 bool(each.get("elimination")))
        for each in told["variables"]
    ]  # fmt: skip


def fetch_table(table: str, *, municipality_code: str, years: Sequence[int], client: Client, fresh: bool = False,
                classes: bool = False) -> Fetched:  # fmt: skip
    """Fetch a table for the areas whose code begins with the municipality's; totals only, or every class."""
    variables = variables_of(table, client=client, fresh=fresh)
    asked = [_asked(each, municipality_code, years, classes=classes) for each in variables]
    cells = 1
    for one in asked:
        cells *= max(1, len(one["selection"]["values"])) if one is not None else 1
    if cells > MOST_CELLS:
        raise OutsideRefused(f"Frågan ger {cells} värden och får ge högst {MOST_CELLS}. Välj färre år.")
    body = {"query": [one for one in asked if one is not None], "response": {"format": "json"}}
    answer = client.fetch(ROOT + table, body=body, fresh=fresh)
    named = answer.path.with_name(f"{answer.path.stem}-namn.json")
    named.write_text(json.dumps(_with_names(_read(answer.path)), ensure_ascii=False), encoding="utf-8")
    return answer._replace(path=named)


def _asked(variable: Variable, code: str, years: Sequence[int], *, classes: bool) -> dict[str, Any] | None:
    if variable.is_time:
        chosen = [each for each in variable.values if int(each[:4]) in set(years)]
        if not chosen:
            raise OutsideRefused(f"Tabellen har inget av de år som valts: {', '.join(map(str, years))}.")
    elif variable.code.casefold() == "region":
        chosen = [each for each in variable.values if each.startswith(code)]
        if not chosen:
            raise OutsideRefused(f"Tabellen har inget område i kommunen {code}.")
    elif variable.code.casefold() == "contentscode":
        chosen = variable.values
    else:
        totals = [each for each in variable.values if each.casefold() in TOTALS]
        if not classes and not totals and variable.may_be_left_out:
            return None
        chosen = variable.values if classes or not totals else totals
    return {"code": variable.code, "selection": {"filter": "item", "values": chosen}}


def _with_names(answer: Any) -> Any:
    """Give the figures their names in words; their codes say nothing to a reader."""
    if not isinstance(answer, dict) or not {"columns", "data"} <= set(answer):
        raise OutsideRefused("SCB:s svar går inte att läsa.")
    for column in answer["columns"]:
        if column["type"] == "c":
            column["code"] = column.get("text") or column["code"]
    return answer


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError:
        path.unlink(missing_ok=True)
        raise OutsideRefused("SCB:s svar går inte att läsa.") from None
