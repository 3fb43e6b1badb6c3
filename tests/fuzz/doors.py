"""The addresses of the house as one OpenAPI document, made from the resolver; schemathesis draws the requests from it.

What a view asks of a request was learnt by listening (`benchmarks/fuzz.py learn`) and stands in `asked.json`: the names
of its fields, and the values that its own pages offer. A new address is drawn from with the common names at once.
"""

import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import schemathesis
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from tests.architecture.test_house import routes

ASKED = Path(__file__).with_name("asked.json")
COMMON = ("vecka", "week", "text", "page", "sida", "q", "namn", "from", "next", "period")
WILD = [
    "", "0", "-1", "1", "99999999999999999999", "1e400", "NaN", "2026-13-45", "0001-01-01", "9999-12-31", "2025-v53",
    "9999-v52", "å\x00ä", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "'; DROP TABLE x; --", "%00",
    "../../etc/passwd", "{{7*7}}", "<b>", "=1+1", "[]", "{}", "null", "ja", "on", "A" * 5000, "٣", "٠١٢",
    "00000000-0000-0000-0000-000000000000", "17.11", "17,11", "23:59", "25:61", "\u202eabc", "a\nb", "1" * 400,
]  # fmt: skip
WEEKS = ["2025-v40", "2025-v39", "2025-v01", "2026-v53", "9999-v52", "1970-v01", "0001-v01"]
SPANS = ["2025-t2", "2025", "2025-k3", "2025-01", "9999-t3", "2025-t9", "2025-01--2025-03", "0001-t1"]
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
MISSED = ("rapporter/", "bilder")


def operations(*, slug: str, ids: dict[str, str], kinds: Any, codes: list[str]) -> dict[str, Any]:
    """Return the document: a path for each address, its parts filled with what there is and with what there is not."""
    asked = json.loads(ASKED.read_text(encoding="utf-8")) if ASKED.exists() else {}
    paths: dict[str, Any] = {}
    for pattern, _view in routes(get_resolver().url_patterns):
        known = asked.get(pattern, {})
        template = "/" + PART.sub(lambda part: "{" + part[2] + "}", pattern)
        parts = [
            {"name": name, "in": "path", "required": True,
             "schema": _part(kind, name, pattern, n, slug, ids, kinds, codes)}
            for n, (kind, name) in enumerate(PART.findall(pattern))
        ]  # fmt: skip
        query = [
            {"name": name, "in": "query", "required": False, "schema": _value(values)}
            for name, values in (known.get("GET") or dict.fromkeys(COMMON, [])).items()
        ]
        if "/api/v1/" in pattern:
            body = {"application/json": {"schema": _json_body(ids, codes)}}
        else:
            names = {name: _value(values) for name, values in (known.get("POST") or dict.fromkeys(COMMON, [])).items()}
            body = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": names}}}
        answers = {"responses": {"default": {"description": "any"}}}
        paths[template] = {
            "get": {"parameters": parts + query, **answers},
            "post": {"parameters": parts + query, "requestBody": {"required": True, "content": body}, **answers},
        }
    return {"openapi": "3.1.0", "info": {"title": "Samsyn", "version": "1"}, "paths": paths}


def _part(
    kind: str, name: str, pattern: str, n: int, slug: str, ids: dict[str, str], kinds: Any, codes: list[str]
) -> dict[str, Any]:  # fmt: skip
    if name == "slug":
        return {"enum": [slug]}
    if kind == "uuid":
        bare = pattern.removeprefix("<slug:slug>/")
        fits = next((found for start, found in kinds.items() if bare.startswith(start)), [])
        return {"enum": [*(ids[one] for one in fits if one in ids), "00000000-0000-4000-8000-000000000000"]}
    if kind == "int":
        return {"enum": ["1", "2", "0", "7", "12", "99999999999999999999"]}
    if kind == "week":
        return {"enum": WEEKS}
    if kind == "span":
        return {"enum": SPANS}
    return {"enum": [*codes, "csv", "xlsx", "pdf", "docx", "json", "x", "9" * 60, "å"]}


def _value(offered: list[str]) -> dict[str, Any]:
    """What a field may hold: what its page offers, what comes to a troublemaker's mind, any text, or many."""
    either: list[dict[str, Any]] = [{"enum": WILD}, {"type": "string", "maxLength": 30}]
    if offered:
        either = [{"enum": offered}, {"enum": offered}, *either]
    return {"anyOf": either}


def _json_body(ids: dict[str, str], codes: list[str]) -> dict[str, Any]:
    """A body as the phone sends it, with any of its fields wrong."""
    anything: list[dict[str, Any]] = [
        {"enum": WILD}, {"type": ["null", "boolean", "integer", "number", "string"]},
        {"type": "array", "maxItems": 3}, {"type": "object", "maxProperties": 2},
    ]  # fmt: skip
    moments = [
        "2025-10-07T12:00:00+00:00",
        "2025-10-07T12:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ]
    right: dict[str, list[Any]] = {
        "id": list(ids.values())[:6], "category": ["E1", "I1", "N0"], "area": codes, "place": [ids.get("Place", "")],
        "observed_from": moments, "observed_to": moments, "client_now": moments, "lon": [17.11], "lat": [62.41],
        "precision": ["exact", "area"], "severity": [1, 4], "text": ["Trasig lampa", "Anna 070-123 45 67"],
        "same_as": [ids.get("Observation", "")], "ended_on": ["2025-10-01"], "week": ["2025-v40", 202540],
        "answer": ["nothing", "absent"], "organisation": [ids.get("Organisation", "")], "jpeg": ["AAAA", "/9j/4AAQ"],
        "since": moments, "people_count": ["1-3"], "seen_during": ["ordinary"], "fault_number": ["1"], "kind": ["x"],
        "endpoint": ["https://push.example/1", "http://127.0.0.1/"], "keys": [{"p256dh": "x", "auth": "y"}],
        "warnings_answered": [True],
    }  # fmt: skip
    fields = {name: {"anyOf": [{"enum": values}, {"enum": values}, *anything]} for name, values in right.items()}
    return {"anyOf": [{"type": "object", "properties": fields}, *anything[1:]]}


class Doors:
    """Sends what is drawn as one of the signed-in, or as nobody, and keeps every answer that is the server's fault."""

    def __init__(self, who: dict[str, Any]) -> None:
        self.sessions: dict[str, str] = {}
        for role, user in who.items():
            client = Client()
            if user is not None:
                client.force_login(user)
            self.sessions[role] = client.cookies["samsyn_session"].value if user is not None else ""
        self.answers: Counter[str] = Counter()
        self.routes: set[str] = set()
        self.faults: dict[str, str] = {}
        self._raised = ""

    def send(self, role: str, case: Any) -> int:
        """Send one request and take back whatever it did, so that the next meets the same house."""
        headers = {"X-Samsyn": "1"} if "/api/v1/" in case.path else {}
        path = case.formatted_path
        told = {} if not isinstance(case.query, dict) else case.query
        client = Client(raise_request_exception=False)
        if self.sessions[role]:
            client.cookies["samsyn_session"] = self.sessions[role]
        got_request_exception.connect(self._keep)
        try:
            with transaction.atomic():
                answer = self._ask(client, case, path, told, headers)
                if answer.streaming:
                    b"".join(answer.streaming_content)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(self._keep)
        self.answers[f"{role} {answer.status_code // 100}xx"] += 1
        self.routes.add(f"{case.method} {case.path}")
        if answer.status_code >= 500:
            key = f"{case.method} {case.path} {self._raised[-160:]}"
            self.faults.setdefault(
                key, f"as {role}: {path} ?{str(told)[:300]} body {str(case.body)[:500]}\n{self._raised}"
            )
        return int(answer.status_code)

    def _ask(self, client: Client, case: Any, path: str, told: dict[str, Any], headers: dict[str, str]) -> Any:
        if case.method == "GET":
            return client.get(path, told, headers=headers)
        if "/api/v1/" in path:
            return client.post(
                path, json.dumps(case.body, default=str), content_type="application/json", headers=headers
            )
        fields = case.body if isinstance(case.body, dict) else {"x": str(case.body)}
        filled = {name: _plain(value) for name, value in fields.items()}
        return client.post(
            path, filled, query_params={name: _plain(value) for name, value in told.items()}, headers=headers
        )

    def _keep(self, **_: Any) -> None:
        import traceback

        self._raised = "".join(traceback.format_exc().splitlines(keepends=True)[-14:])


def _plain(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def drawn(document: dict[str, Any], *, keep: Any = None) -> Iterator[Any]:
    """Yield a strategy for each operation, right and wrong."""
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        if keep is None or keep(operation):
            yield operation.as_strategy(generation_mode=GenerationMode.POSITIVE)


def fuzz(doors: Doors, strategies: list[Any], *, roles: list[str], each: int, seeded: int) -> None:
    """Send so many requests to each operation, drawn by the seed alone; the simplest of all is not sent."""
    chance = random.Random(seeded)
    for number, strategy in enumerate(strategies):
        _some(doors, strategy, roles=[chance.choice(roles) for _ in range(each)], seeded=seeded * 100_003 + number)


def _some(doors: Doors, strategy: Any, *, roles: list[str], seeded: int) -> None:
    turn = itertools.count(-1)

    @seed(seeded)
    @settings(
        max_examples=len(roles) + 1, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy)
    def once(case: Any) -> None:
        if (now := next(turn)) >= 0:
            doors.send(roles[now % len(roles)], case)

    once()
