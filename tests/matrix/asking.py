"""What a view reads of what it is sent, filled with whatever the test wants; and which tables it writes."""

import base64
import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, models
from django.http import QueryDict
from PIL import Image

import samsyn
from samsyn.analysis.weeks import Week
from samsyn.ground.records import uuid7
from tests import people
from tests.matrix.planting import Garden

WRITES = re.compile(r'^\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
READS = re.compile(r'POST(?:\.get(?:list)?\(|\[)"(\w+)"')
# Names of what is sent, and the kind of row whose id stands there.
IDS = {
    "measure": "Measure", "problem": "Problem", "meeting": "Meeting", "mote": "Meeting", "orsak": "Cause",
    "causes": "Cause", "source": "ImportSource", "organisation": "Organisation", "part": "Organisation",
    "grupp": "Group", "upplagg": "PictureLayout", "into": "Observation", "rad": "Observation", "id": "Observation",
    "example": "Observation", "steg": "ChainStep", "plan": "PlanDocument", "var": "Area", "omrade": "Area",
    "uppdrag": "Measure", "kand": "KnownMeasure", "session": "OpenSession", "person": "User", "who": "User",
}  # fmt: skip
PLAIN = {"vecka": "2025-v40", "dag": "2025-10-03", "ar": "2025", "period": "2025", "on": "2025-10-03",
         "till": "2025-10-05", "audience": "parties", "visas_for": "parties", "version": "1"}  # fmt: skip
# Relations, wrong kinds, numbers beyond all columns, bytes that no text holds, and what speaks to a database or a page.
ODD = (
    "reporter__user__email", "99999999999999999999", "a\0b", "' OR 1=1 --", "-1", "1) UNION SELECT 1,2 --", "[]",
    "2025-v99", "2025-13-45", "9999-12-31", "0001-01-01", "..%2f..%2fetc", "<script>", "\ud7ff\ufffe" + "å" * 300,
    "NaN",
)  # fmt: skip
SHORT = 4  # so many of them say enough where not all are tried
RELATIONS = {
    "reporter__user__email": "anna@norr.example", "municipality": "soder", "municipality__slug": "soder",
    "audience": "coordinator", "organisation__name__startswith": "a", "state__in": "draft", "order_by": "?",
}  # fmt: skip


class Noting(QueryDict):
    """The part of an address after the question mark, that notes which names are looked for."""

    names: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """As always, noted."""
        Noting.names.add(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> Any:
        """As always, noted."""
        Noting.names.add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        Noting.names.add(str(key))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        Noting.names.add(key)
        return super().__getitem__(key)


@contextmanager
def noting_names() -> Iterator[set[str]]:
    """Let every request note the names that its view looks for; yield them, to be cleared by whoever reads them."""
    before = WSGIRequest.GET

    def read(request: Any) -> Noting:
        if "noting" not in request.__dict__:
            request.noting = Noting(request.environ.get("QUERY_STRING", ""), encoding=request._encoding)
        return request.noting

    def write(request: Any, sent: QueryDict) -> None:
        request.noting = sent if isinstance(sent, Noting) else Noting(sent.urlencode(), encoding=sent.encoding)

    WSGIRequest.GET = property(read, write)  # type: ignore[misc,assignment]
    try:
        yield Noting.names
    finally:
        WSGIRequest.GET = before  # type: ignore[misc]


def hidden_id(garden: Garden, shelf: str, name: str) -> str:
    """Return the id of the hidden row that a name speaks of, or of some hidden row."""
    rows = garden.rows[shelf]
    row = rows.get(IDS.get(name, ""), rows.get("Observation"))
    return str(row.pk) if row is not None else "1"


@cache
def names_posted() -> frozenset[str]:
    """Return every name that any view reads from what is posted."""
    web = Path(samsyn.__file__).parent / "web"
    return frozenset(name for path in web.rglob("*.py") for name in READS.findall(path.read_text()))


def body(garden: Garden, shelf: str) -> dict[str, str]:
    """Return a value for each name that any view reads from what is posted."""
    names = sorted(names_posted())
    return {name: PLAIN.get(name) or (hidden_id(garden, shelf, name) if name in IDS else "1") for name in names}


@cache
def jpeg() -> str:
    """Return a small photo, as text."""
    written = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 60)).save(written, "JPEG")
    return base64.b64encode(written.getvalue()).decode()


def phone_body(garden: Garden, shelf: str, who: str, *, own: bool) -> dict[str, Any]:
    """Return what a phone sends, with a hidden report's id: as the report's own for a party that is not the reader's,
    or (own) as the one that it is like, for the reader's own party.
    """
    now, hidden, town = dt.datetime.now(dt.UTC), hidden_id(garden, shelf, "rad"), garden.town
    mine = town.members[who].organisation_ids if who in town.members else []
    party = next(each.pk for each in town.organisations.values() if (each.pk in mine) == own or not mine)
    return {
        "id": str(uuid7()) if own else hidden, "same_as": hidden, "category": "E1", "area": "A", "text": "ord",
        "observed_to": (now - dt.timedelta(hours=2)).isoformat(), "precision": "area", "answer": "nothing",
        "week": Week.containing(now.date()).address, "jpeg": jpeg(), "endpoint": "https://push.example/1",
        "organisation": str(party),
    }  # fmt: skip


@contextmanager
def willing(garden: Garden, shelf: str) -> Iterator[None]:
    """Let every form find what it asks for: valid words and days, and the ids of hidden rows where rows are chosen."""
    before = forms.BaseForm.full_clean

    def filled(form: Any) -> None:
        if form.is_bound:
            data = QueryDict(mutable=True)
            for name, each in form.fields.items():
                data[form.add_prefix(name)] = _fitting(each, garden.rows[shelf])
            form.data = data
        before(form)

    forms.BaseForm.full_clean = filled  # type: ignore[method-assign]
    try:
        yield
    finally:
        forms.BaseForm.full_clean = before  # type: ignore[method-assign]


def _fitting(each: forms.Field, rows: dict[str, Any]) -> str:
    if isinstance(each, forms.ModelChoiceField):
        row = rows.get(each.queryset.model.__name__) or each.queryset.first()
        return str(row.pk) if row is not None else ""
    if isinstance(each, forms.ChoiceField):
        flat = (v for value, label in each.choices for v in ([value] if isinstance(label, str) or not isinstance(
            label, list | tuple) else [inner for inner, _ in label]))  # fmt: skip
        return str(next((value for value in flat if value not in ("", None)), ""))
    known: list[tuple[Any, str]] = [
        (forms.DateTimeField, "2025-10-03T09:00"), (forms.DateField, str(people.NOW.date())),
        (forms.TimeField, str(dt.time(9))), (forms.EmailField, "ord@norr.example"), (forms.BooleanField, "on"),
        (forms.UUIDField, next((str(row.pk) for row in rows.values()), "")),
    ]  # fmt: skip
    for kind, value in known:
        if isinstance(each, kind):
            return value
    if isinstance(each, forms.IntegerField):
        return str(int(each.min_value or 1))
    return "ord" * max(1, -(-(getattr(each, "min_length", None) or 1) // 3))


@contextmanager
def writing() -> Iterator[set[str]]:
    """Yield the names of the tables that are written meanwhile; what a verb took back itself was not written."""
    tables: set[str] = set()
    before: dict[str, set[str]] = {}

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SAVEPOINT"):
            before[sql.split()[-1]] = set(tables)
        elif sql.startswith("ROLLBACK TO"):
            tables.intersection_update(before[sql.split()[-1]])
        else:
            tables.update(WRITES.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield tables


def values_of(row: models.Model) -> dict[str, Any] | None:
    """Return what the database holds of a row now, or None where it is gone."""
    return type(row)._base_manager.filter(pk=row.pk).values().first()
