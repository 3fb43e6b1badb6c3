"""An import being prepared: the upload that waits, and what is known of it so far, kept in the member's session."""

import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.exchange.actions import keep_upload, mapping_of, uploads_folder
from samsyn.exchange.casting import as_strings
from samsyn.exchange.guessing import guess_mapping
from samsyn.exchange.mapping import Mapping, MappingRefused, read_mapping
from samsyn.exchange.readers import GEOMETRY, ReadRefused
from samsyn.exchange.readers.crs import Extent
from samsyn.exchange.reading import Preview, Reader, first_batch, preview
from samsyn.exchange.sentences import told
from samsyn.exchange.sources import READY, Here
from samsyn.ground.refusals import Refused

PROBLEMS = (MappingRefused, ReadRefused, Refused)


def said(problem: object) -> str:
    """Return what an import says, in the language of the one who reads it."""
    return told(str(problem), language=get_language() or "sv")


SAMPLES = 3
MOST_CATEGORIES = 800
NEW = "new"


class Draft(NamedTuple):
    """What a member is about to read in."""

    upload: str
    file_name: str
    source: str
    toml: str

    @property
    def path(self) -> Path:
        return uploads_folder() / Path(self.upload).name

    @property
    def mapping(self) -> Mapping:
        """The mapping as it stands; raises MappingRefused while something needed is missing."""
        return read_mapping(self.toml)

    @property
    def is_new(self) -> bool:
        return self.source == NEW

    @property
    def asks_columns(self) -> bool:
        """Whether somebody has to say what the columns are: a new file, or a source whose columns are assumed."""
        return self.is_new or self.source in READY and READY[self.source].assumed


def _key(request: HttpRequest) -> str:
    return f"import:{request.member.municipality.slug}"


def draft_of(request: HttpRequest) -> Draft | None:
    """Return the import this member is preparing here, if its upload still waits."""
    kept = request.session.get(_key(request))
    draft = Draft(**kept) if kept else None
    return draft if draft and draft.path.is_file() else None


def keep(request: HttpRequest, draft: Draft) -> Draft:
    """Remember the draft in the session."""
    request.session[_key(request)] = draft._asdict()
    return draft


def forget(request: HttpRequest, *, with_file: bool) -> None:
    """Forget the draft; an upload that no run has taken over is removed."""
    draft = draft_of(request)
    if draft and with_file:
        draft.path.unlink(missing_ok=True)
    request.session.pop(_key(request), None)


def begin(request: HttpRequest, *, upload: Any, source: str) -> Draft:
    """Put the upload aside, read its first rows and find how it is read. Raises one of PROBLEMS with a sentence."""
    forget(request, with_file=True)
    name = keep_upload(upload.chunks(), file_name=upload.name)
    path = uploads_folder() / name
    try:
        if source == NEW:
            toml = guess_mapping(first_batch(path)).as_toml()
        else:
            toml = mapping_of(source, by=request.member).as_toml()
            batch = first_batch(path, mapping=read_mapping(toml))
            if source in READY and READY[source].assumed:
                toml = read_mapping(toml).settled(batch.table.column_names).as_toml()
    except Exception as problem:
        path.unlink(missing_ok=True)
        raise problem if isinstance(problem, PROBLEMS) else ReadRefused(unreadable(upload.name)) from problem
    return keep(request, Draft(upload=name, file_name=Path(upload.name).name[:200], source=source, toml=toml))


def unreadable(name: str) -> str:
    """Say that a file is not what its name says."""
    return _(
        "Filen %(name)s går inte att läsa. Kontrollera att den öppnas i sitt eget program och spara den på nytt."
    ) % {"name": name}


class Sample(NamedTuple):
    """A column of the file and its first values."""

    name: str
    values: list[str]

    @property
    def is_a_day(self) -> bool:
        """Say whether the values hold no clock."""
        return not any(re.search(r"\d[:.]\d\d($|[:.\s])|T\d|\d{9,}", value[8:]) for value in self.values)


def samples(draft: Draft) -> tuple[list[Sample], bool]:
    """Return (the file's columns with their first values, whether each row has a shape on the map)."""
    table = first_batch(draft.path, mapping=_reading_only(draft)).table
    found = []
    for name in table.column_names:
        if name != GEOMETRY:
            values = [value for value in as_strings(table.column(name)).drop_null()[:200].to_pylist() if value]
            found.append(Sample(name, [value[:60] for value in list(dict.fromkeys(values))[:SAMPLES]]))
    return found, GEOMETRY in table.column_names


def _reading_only(draft: Draft) -> Mapping | None:
    try:
        return draft.mapping
    except MappingRefused:
        return None


def category_counts(draft: Draft, *, member: Any) -> list[tuple[str, int]]:
    """Return the file's own words for categories with how many rows have each, most first (the whole file is read)."""
    import pyarrow.compute as pc

    mapping, counts = draft.mapping, Counter()
    column = mapping.columns.get("category")
    here = member.municipality
    for piece in Reader(draft.path, mapping, Here(here.name, here.code)).pieces():
        if isinstance(column, str) and column in piece.batch.table.column_names:
            values = as_strings(piece.batch.table.column(column)).drop_null()
            counts.update({entry["values"]: entry["counts"] for entry in pc.value_counts(values).to_pylist()})
    return counts.most_common(MOST_CATEGORIES)


def in_words(row: dict[str, Any], *, words: dict[str, str]) -> dict[str, Any]:
    """Return a mapped row as the preview shows it: what, when, where, and what is said of it."""
    code = row.get("category") or ""
    point = None if row.get("lon") is None else (row["lat"], row["lon"])
    begins = row.get("from")
    return {
        "line": row["line"], "what": words.get(code) or code or row.get("title") or row.get("kind") or "",
        "begins": begins if begins != row.get("until") else None, "until": row.get("until"), "point": point,
        "where": row.get("place_name") or ("" if point else row.get("area_code") or row.get("area_name") or ""),
        "said": row.get("text") or ("" if row.get("value") is None else str(row["value"])),
    }  # fmt: skip


def preview_of(draft: Draft, *, member: Any) -> Preview:
    """Show what the first rows become. Raises one of PROBLEMS with a sentence."""
    here = member.municipality
    extent = Extent(here.west, here.south, here.east, here.north)
    return preview(draft.path, draft.mapping, here=Here(here.name, here.code), zone=here.time_zone, extent=extent)
