"""Listening: which fields each view asks a request for, and which values its own pages offer for them."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict

from tests.fuzz.doors import ASKED, PART, SPANS, WEEKS
from tests.ground.test_tenancy import KINDS, everything_of

MOST_VALUES = 8
SELDOM = {"csrfmiddlewaretoken"}


class Fields(HTMLParser):
    """The forms of a page: where each leads, and the values of its fields."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.action, self.method, self.select = here, here, "GET", ""
        self.found: list[tuple[str, str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a field offers."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action, self.method = told.get("action") or self.here, told.get("method", "get").upper()
        elif tag in ("input", "button", "textarea") and told.get("name"):
            self.found.append((self.action, self.method, told["name"], told.get("value", "")))
        elif tag == "select":
            self.select = told.get("name", "")
        elif tag == "option" and self.select:
            self.found.append((self.action, self.method, self.select, told.get("value", "")))


def learnt(town: Any) -> dict[str, Any]:
    """Ask every address with nothing and with a little, and keep the names that were asked for."""
    from django.urls import get_resolver

    from tests.architecture.test_house import routes

    ids, asked = everything_of(town), {}
    heard: set[str] = set()
    client = Client(raise_request_exception=False)
    client.force_login(town.members["bo"].user)
    session = client.cookies["samsyn_session"].value
    undo = _listen(heard)
    try:
        for pattern, _view in routes(get_resolver().url_patterns):
            path = _filled(pattern, ids)
            for method in ("GET", "POST"):
                heard.clear()
                client.cookies.clear()
                client.cookies["samsyn_session"] = session
                with transaction.atomic():
                    answer = client.get(path) if method == "GET" else client.post(path, {"x": "1"})
                    content = b"" if answer.streaming else answer.content
                    transaction.set_rollback(True)
                into = asked.setdefault(pattern, {"GET": {}, "POST": {}})
                for name in sorted(heard - SELDOM):
                    into[method].setdefault(name, [])
                if answer.get("Content-Type", "").startswith("text/html"):
                    _offered(content.decode("utf-8", "replace"), path, asked, set(ids.values()))
    finally:
        undo()
    ASKED.write_text(json.dumps(asked, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return {
        "addresses": len(asked),
        "fields": sum(len(one[kind]) for one in asked.values() for kind in ("GET", "POST")),
    }


def _filled(pattern: str, ids: dict[str, str]) -> str:
    bare = pattern.removeprefix("<slug:slug>/")
    kinds = iter(next((found for start, found in KINDS.items() if bare.startswith(start)), []))

    def one(part: re.Match[str]) -> str:
        if part[2] == "slug":
            return "norr"
        if part[1] == "uuid":
            return ids.get(next(kinds, ""), "00000000-0000-4000-8000-000000000000")
        return {"int": "1", "week": WEEKS[0], "span": SPANS[0]}.get(part[1], "csv")

    return "/" + PART.sub(one, pattern)


def _offered(page: str, path: str, asked: dict[str, Any], ids: set[str]) -> None:
    fields = Fields(path)
    fields.feed(page)
    for action, method, name, value in fields.found:
        try:
            route = resolve(action.split("?")[0].split("#")[0]).route
        except Resolver404:
            continue
        kind = "POST" if method == "POST" else "GET"
        values = asked.setdefault(route, {"GET": {}, "POST": {}})[kind].setdefault(name, [])
        told = re.fullmatch(r"[0-9a-f-]{36}", value) is not None
        if name not in SELDOM and not told and value not in values and len(values) < MOST_VALUES and len(value) < 200:
            values.append(value)


def _listen(heard: set[str]) -> Any:
    """Note every name that a request's fields are asked for."""
    plain = {name: getattr(MultiValueDict, name) for name in ("__getitem__", "getlist")}

    def noting(which: str) -> Any:
        def asked(self: Any, key: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(self, QueryDict) and isinstance(key, str):
                heard.add(key)
            return plain[which](self, key, *args, **kwargs)

        return asked

    for name in plain:
        setattr(MultiValueDict, name, noting(name))

    def undo() -> None:
        for name, was in plain.items():
            setattr(MultiValueDict, name, was)

    return undo
