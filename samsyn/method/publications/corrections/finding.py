"""Finding words wherever people's words are stored: pictures, drafts, motivations, minutes, measures, reports, papers.

Which columns hold people's words is what every table says of itself (its Privacy declaration), so that a new room is
searched without a line here. Labels of registers (places, categories, parties) are not people's words about the week.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.canonical import canonical
from samsyn.method.pictures.corrections.removal import remover, without
from samsyn.method.publications.models import PAGE, Edition

TakeOut = Callable[[str], tuple[str, int]]
ROOMS = ("samsyn.method.", "samsyn.exchange.", "samsyn.ground.privacy.")
# Made of people's words and kept beside them: not personal in themselves, and searched all the same.
MADE_OF_WORDS = frozenset({"content", "authorities", "parties", "question"})
DECISIONS = "PictureCorrection"     # says why, and never what


class Living(NamedTuple):
    """Words that live in one kind of row: which table, how many rows, how many times."""

    kind: str
    rows: int
    times: int


class Row(NamedTuple):
    """A row that holds the words: its key, its columns as they become, and how many times the words stood there."""

    model: type[models.Model]
    pk: Any
    becomes: dict[str, Any]
    times: int


def tables_with_words() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Yield every table of the method, and of imports, with its columns that hold people's words."""
    for model in apps.get_models():
        if not f"{model.__module__}.".startswith(ROOMS) or model.__name__ == DECISIONS:
            continue
        names = {each.name for each in model._meta.concrete_fields}
        declared = getattr(model, "Privacy", None)
        columns = [name for name, rule in getattr(declared, "personal", {}).items() if rule == "blank"]
        columns += sorted(MADE_OF_WORDS & names)
        words = [name for name in columns if name in names and _is_words(model._meta.get_field(name))]
        if "municipality" in names and words:
            yield model, words


def _is_words(column: Any) -> bool:
    return isinstance(column, models.CharField | models.TextField | models.JSONField) and not isinstance(
        column, models.EmailField | models.URLField | models.SlugField
    )


def rows_with(words: str, municipality: Municipality) -> Iterator[Row]:
    """Yield every row that holds the words, however spaced and in whatever case, with what is left without them."""
    take_out = remover(words)
    for model, columns in tables_with_words():
        stored = model._default_manager.filter(municipality=municipality).order_by("pk")
        for pk, *values in stored.values_list("pk", *columns).iterator(chunk_size=2000):
            becomes: dict[str, Any] = {}
            times = 0
            for name, value in zip(columns, values, strict=True):
                left, count = _left(value, take_out)
                if count:
                    becomes[name], times = _fitting(model, name, left), times + count
            if times:
                yield Row(model, pk, becomes, times)


def _left(value: Any, take_out: TakeOut) -> tuple[Any, int]:
    """Return what is left of a stored value; what is stored as JSON in a text column is read as such."""
    if isinstance(value, str) and value[:1] in "{[":
        try:
            content, count = without(json.loads(value), take_out)
        except ValueError:
            return take_out(value)
        return canonical(content) if count else value, count
    return without(value, take_out)


def _fitting(model: type[models.Model], name: str, left: Any) -> Any:
    most = getattr(model._meta.get_field(name), "max_length", None)
    return left[:most] if most and isinstance(left, str) else left


def editions_with(words: str, municipality: Municipality) -> list[Edition]:
    """Return the standing editions whose page holds the words; a page that cannot be read counts as holding them."""
    take_out = remover(words)
    found = []
    for edition in Edition.objects.filter(municipality=municipality).standing().prefetch_related("files"):
        pages = [each for each in edition.files.all() if each.format == PAGE and each.removed_at is None]
        if any(_holds(each.path, take_out) for each in pages):
            found.append(edition)
    return found


def _holds(path: Any, take_out: TakeOut) -> bool:
    try:
        return without(json.loads(path.read_bytes()), take_out)[1] > 0
    except FileNotFoundError:
        return False
    except ValueError:
        return True


def where_it_lives(words: str, municipality: Municipality) -> list[Living]:
    """Return in which kinds of rows the words live, with how many rows and times; papers last."""
    rows: dict[str, int] = {}
    times: dict[str, int] = {}
    for row in rows_with(words, municipality):
        kind = row.model.__name__
        rows[kind], times[kind] = rows.get(kind, 0) + 1, times.get(kind, 0) + row.times
    found = [Living(kind, rows[kind], times[kind]) for kind in sorted(rows)]
    papers = len(editions_with(words, municipality))
    return [*found, Living("Edition", papers, papers)] if papers else found
