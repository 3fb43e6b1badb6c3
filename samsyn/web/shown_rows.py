"""How many rows a page showed: what a template was made from is remembered with the request, and counted afterwards.

noted.py says where the rows of each list stand, so that no view counts anything for the log of readings.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates

LISTS = (list, tuple, set, frozenset, QuerySet, Page)


class _Remembering:
    """A template that leaves what it was made from with the request; the outermost is done last, and stays."""

    def __init__(self, template: Any) -> None:
        self._template = template

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "_template":        # asked for by copy before anything is there
            raise AttributeError(name)
        return getattr(self._template, name)

    def render(self, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None) -> Any:
        said = self._template.render(context, request)
        if request is not None:
            request.made_from = context or {}  # type: ignore[attr-defined]
            request.made_by = self._template.template.name  # type: ignore[attr-defined]
        return said


class Templates(DjangoTemplates):
    """Django's own templates, which remember what a page was made from."""

    def get_template(self, template_name: str) -> Any:
        return _Remembering(super().get_template(template_name))


def rows_at(made_from: Mapping[str, Any], paths: str) -> int:
    """Return how many rows stand at the paths: each of a list, a number as it is, one for a single thing.

    A step on the way may lead through a list; a step with a question mark may be missing. Raises LookupError or
    AttributeError where another is.

    >>> rows_at({"days": [{"on": 1, "cards": ["a", "b"]}, {"on": 2, "cards": []}], "more": 3}, "days.cards more none?")
    5
    """
    return sum(_count(each) for path in paths.split() for each in _at(made_from, path))


def _at(made_from: Mapping[str, Any], path: str) -> list[Any]:
    found: list[Any] = [made_from]
    for step in path.split("."):
        found = [each for one in found for each in _items(_step(one, step))]
    return found


def _step(one: Any, step: str) -> Any:
    name, may_be_missing = step.rstrip("?"), step.endswith("?")
    if one is None or (may_be_missing and isinstance(one, Mapping) and name not in one):
        return None
    if isinstance(one, Mapping):
        return one[name]
    return one[int(name)] if name.isdecimal() else getattr(one, name)


def _items(value: Any) -> Iterable[Any]:
    return value if isinstance(value, LISTS) and not hasattr(value, "_fields") else [value]     # a named tuple is one


def _count(value: Any) -> int:
    if value is None:
        return 0
    return value if isinstance(value, int) and not isinstance(value, bool) else 1
