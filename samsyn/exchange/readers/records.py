"""JSON: a list of records, an answer that holds one, one record per line, and PxWeb tables."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from typing import IO, Any

from samsyn.exchange.readers.batches import Batch, ReadOptions, ReadRefused, Source, text_batch
from samsyn.exchange.readers.sheets import as_text

CHUNK = 1 << 16
SAMPLE_RECORDS = 500


def open_json(path: Path, *, options: ReadOptions) -> Source:
    """Open a JSON file; nested values get names with dots (`location.name`)."""
    columns: dict[str, None] = {}
    for record in islice(_records(path, options), SAMPLE_RECORDS):
        columns.update(dict.fromkeys(flat(record)))
    names = list(columns)
    return Source("json", names, lambda: _read(path, options, names))


def is_empty(path: Path) -> bool:
    """Say whether an answer holds nothing at all (a failed fetch that was saved)."""
    with _text(path) as stream:
        return not stream.read(CHUNK).strip()


def _read(path: Path, options: ReadOptions, columns: list[str]) -> Iterator[Batch]:
    numbered = enumerate(_records(path, options), start=1)
    while chunk := list(islice(numbered, options.batch_rows)):
        rows = [flat(record) for _, record in chunk]
        yield text_batch([n for n, _ in chunk], [[row.get(name) for name in columns] for row in rows], columns)


def flat(record: Any, *, before: str = "") -> dict[str, str | None]:
    """Spread a nested record over columns named with dots; a list is kept as JSON text."""
    if not isinstance(record, dict):
        return {before or "value": _value(record)}
    row: dict[str, str | None] = {}
    for key, value in record.items():
        name = f"{before}.{key}" if before else str(key)
        if isinstance(value, dict):
            row.update(flat(value, before=name))
        else:
            row[name] = _value(value)
    return row


def _value(value: Any) -> str | None:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return as_text(value)


def _records(path: Path, options: ReadOptions) -> Iterator[Any]:
    with _text(path) as stream:
        start = stream.read(CHUNK).lstrip("\ufeff \t\r\n")
        if not start:
            return
        rest = _Buffer(stream, start)
        if start[0] == "[":
            rest.skip("[")
            yield from rest.values()
        elif options.records is None and _is_lines(start):
            yield from rest.values()
        else:
            yield from _inside(json.loads(rest.everything()), options.records)


def _is_lines(start: str) -> bool:
    first = start.split("\n", 1)
    if len(first) < 2 or not first[1].lstrip().startswith("{"):
        return False
    try:
        json.loads(first[0])
    except json.JSONDecodeError:
        return False
    return True


class _Buffer:
    """Reads one JSON value after another from a stream, without holding the whole file."""

    def __init__(self, stream: IO[str], start: str) -> None:
        self.stream = stream
        self.text = start
        self.at = 0
        self.decoder = json.JSONDecoder()

    def skip(self, characters: str) -> None:
        """Pass over one opening character."""
        if self.text[self.at] in characters:
            self.at += 1

    def everything(self) -> str:
        """Give all that is left."""
        return self.text[self.at :] + self.stream.read()

    def values(self) -> Iterator[Any]:
        """Give each value until the list or the file ends."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n,":
                self.at += 1
            if self.at < len(self.text) and self.text[self.at] == "]":
                return
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self._more():
                    continue
                if self.at >= len(self.text):
                    return
                raise ReadRefused("Filen är inte hel JSON: den slutar mitt i en post.") from error
            self.at = end
            yield value

    def _more(self) -> bool:
        chunk = self.stream.read(max(CHUNK, len(self.text) - self.at))
        self.text = self.text[self.at :] + chunk
        self.at = 0
        return bool(chunk)


def _inside(answer: dict, records: str | None) -> Iterator[Any]:
    if records:
        for part in records.split("."):
            answer = answer[part]
        return iter(answer)
    if {"columns", "data"} <= set(answer):
        return _pxweb(answer)
    if answer.get("class") == "dataset" and "dimension" in answer:
        return _json_stat(answer)
    lists = [value for value in answer.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if len(lists) > 1:
        raise ReadRefused("Svaret har flera listor. Ange i mappningen vilken som gäller: [read] records = \"namn\".")
    return iter(lists[0]) if lists else iter([answer])


def _pxweb(answer: dict) -> Iterator[dict[str, str]]:
    """PxWeb's own JSON: the keys name the row, the values its figures."""
    keys = [column["code"] for column in answer["columns"] if column["type"] != "c"]
    figures = [column["code"] for column in answer["columns"] if column["type"] == "c"]
    for row in answer["data"]:
        values = (None if value in ("..", ".", "-") else value for value in row["values"])
        yield dict(zip(keys, row["key"], strict=True)) | dict(zip(figures, values, strict=True))


def _json_stat(answer: dict) -> Iterator[dict[str, Any]]:
    """JSON-stat 2: one long row of figures, in the order of the dimensions."""
    names = answer["id"]
    codes = [_codes(answer["dimension"][name]["category"]["index"]) for name in names]
    values = answer["value"]
    for number, key in enumerate(product(*codes)):
        figure = values.get(str(number)) if isinstance(values, dict) else values[number]
        yield dict(zip(names, key, strict=True)) | {"value": figure}


def _codes(index: dict[str, int] | list[str]) -> list[str]:
    return list(index) if isinstance(index, list) else sorted(index, key=index.__getitem__)


def _text(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", errors="replace")
    return path.open(encoding="utf-8-sig", errors="replace")
