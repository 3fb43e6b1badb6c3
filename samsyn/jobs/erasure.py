"""Proof of erasure: is a text left anywhere? Every table and column, every file of the data folder, inside and out.

The database is read row by row whatever its kind; SQLite's own file, with its write-ahead log, is read once more as
bytes, since a page that was freed may still hold what stood there.
"""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from samsyn.ground.refusals import Refused

LEAST_LETTERS = 3
AT_A_TIME = 2_000
DEEPEST = 3                     # packed files in packed files
LARGEST = 512 * 1024 * 1024
PDF_SECONDS = 60
SEALED = ".samsyn"              # a backup: nobody reads it without its key


class SearchRefused(Refused):
    """The search was not made; the sentence says why."""


class Place(NamedTuple):
    """Where the text was found, and how many times; `unread` = could not be read, and is told of instead."""

    where: str
    times: int
    unread: bool = False


class Sought:
    """A text to look for, whatever the case and however it is spaced."""

    def __init__(self, words: str) -> None:
        parts = words.split()
        if len("".join(parts)) < LEAST_LETTERS:
            raise SearchRefused(_("Skriv minst tre tecken att leta efter."))
        self.text = re.compile(r"\s+".join(re.escape(part) for part in parts), re.IGNORECASE)
        spaced = " ".join(parts)
        forms = {spaced, spaced.lower(), spaced.upper(), spaced.capitalize(), words}
        forms |= {json.dumps(form)[1:-1] for form in forms}                  # \u00e5 in JSON that is kept as text
        self.raw = sorted({form.encode(code) for form in forms for code in ("utf-8", "latin-1", "utf-16-le")
                           if _fits(form, code)})  # fmt: skip

    def in_text(self, value: str) -> int:
        """Return how many times the text stands in a value; JSON's own way of writing letters is undone."""
        found = len(self.text.findall(value))
        if not found and "\\u" in value:
            found = len(self.text.findall(re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), value)))
        return found

    def in_bytes(self, content: bytes) -> int:
        """Return how many times the text stands in bytes: read as UTF-8, and raw in the usual codes."""
        as_text = len(self.text.findall(content.decode("utf-8", errors="replace")))
        return as_text or sum(content.count(form) for form in self.raw)


def _fits(form: str, code: str) -> bool:
    try:
        form.encode(code)
    except UnicodeEncodeError:
        return False
    return True


def find_text(words: str, *, folder: Path | None = None) -> Iterator[Place]:
    """Yield every place that holds the text: tables first, then files. Raises SearchRefused for too short a text."""
    sought = Sought(words)
    yield from _in_tables(sought)
    yield from _in_files(sought, folder or settings.SAMSYN_DATA)


def _in_tables(sought: Sought) -> Iterator[Place]:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
    for table in tables:
        yield from _in_table(sought, table)


def _in_table(sought: Sought, table: str) -> Iterator[Place]:
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        names = [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(AT_A_TIME):
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    times = _in_value(sought, value)
                    if times:
                        found[name] = found.get(name, 0) + times
    for name, times in sorted(found.items()):
        yield Place(f"{table}.{name}", times)


def _in_value(sought: Sought, value: Any) -> int:
    if isinstance(value, str):
        return sought.in_text(value)
    if isinstance(value, bytes | memoryview):
        return sought.in_bytes(bytes(value))
    return sought.in_text(json.dumps(value, ensure_ascii=False)) if isinstance(value, dict | list) else 0


def _in_files(sought: Sought, folder: Path) -> Iterator[Place]:
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            if path.suffix == SEALED:
                yield Place(name, 0, unread=True)
                continue
            if path.stat().st_size > LARGEST:
                yield from _in_a_large_file(sought, path, name)
                continue
            yield from _in_content(sought, path.read_bytes(), name, depth=0)
        except OSError:
            yield Place(name, 0, unread=True)


def _in_a_large_file(sought: Sought, path: Path, name: str) -> Iterator[Place]:
    """Read piece by piece, with an overlap as long as the longest form of the text."""
    overlap, times, before = max(map(len, sought.raw)), 0, b""
    with path.open("rb") as file:
        while piece := file.read(LARGEST // 8):
            times += sought.in_bytes(before + piece)
            before = piece[-overlap:]
    if times:
        yield Place(name, times)


def _in_content(sought: Sought, content: bytes, name: str, *, depth: int) -> Iterator[Place]:
    times = sought.in_bytes(content)
    if times:
        yield Place(name, times)
    if content[:4] == b"PK\x03\x04" and depth < DEEPEST:
        yield from _in_packed(sought, content, name, depth)
    elif content[:5] == b"%PDF-":
        said = _pdf_words(content)
        if said is None:
            yield Place(name, 0, unread=True)
        elif found := sought.in_text(said):
            yield Place(name, found)


def _in_packed(sought: Sought, content: bytes, name: str, depth: int) -> Iterator[Place]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for each in packed.infolist():
                if each.file_size > LARGEST:
                    yield Place(f"{name}/{each.filename}", 0, unread=True)
                else:
                    yield from _in_content(sought, packed.read(each), f"{name}/{each.filename}", depth=depth + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        yield Place(name, 0, unread=True)


def _pdf_words(content: bytes) -> str | None:
    """Return the text of a PDF by the system's pdftotext; None where there is none, so that it is told of as unread."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "-q", "-", "-"], input=content, capture_output=True, timeout=PDF_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout.decode("utf-8", errors="replace")
