"""What is written in the service's log: one line of JSON each, without anything that people have typed.

Addresses are written as their route, since a real one may hold a secret or an id; an error as its kind and the places
in the code, since its own words may hold the row it was about.
"""

import json
import logging
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

from samsyn.web.health.counters import count_request

Answer = Callable[[HttpRequest], HttpResponse]
PACKAGE = Path(__file__).resolve().parent.parent
log = logging.getLogger("samsyn.request")
FIELDS = ("route", "method", "status", "milliseconds", "municipality", "request")


def route_of(request: HttpRequest) -> str:
    """Return the route that answered, without the values in it."""
    found = getattr(request, "resolver_match", None)
    return f"/{found.route}" if found is not None else "unknown"


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; the values of Django's own records about requests are left out."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "from": record.name}
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            line |= {
                "said": "request failed",
                "route": route_of(request),
                "status": getattr(record, "status_code", 500),
            }
        else:
            line["said"] = record.getMessage() if _own(record) else str(record.msg)
        line |= {name: getattr(record, name) for name in FIELDS if name != "request" and hasattr(record, name)}
        if hasattr(record, "request_id"):
            line["request_id"] = record.request_id
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at_code"] = places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _own(record: logging.LogRecord) -> bool:
    """Whether the line is ours: ours hold names of jobs and numbers, others may hold values of rows."""
    return record.name.startswith("samsyn")


def places(trace: Any) -> list[str]:
    """Return where it went wrong: file, line and function, nearest last; no values."""
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)][-12:]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(PACKAGE)) if path.is_relative_to(PACKAGE) else "/".join(path.parts[-2:])


class RequestLog:
    """Give every request an id, count it, and write one line about it where the log asks for it (INFO)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        number = uuid.uuid4().hex[:12]
        response["X-Request-Id"] = number
        route = route_of(request)
        count_request(method=request.method or "", route=route, status=response.status_code, seconds=seconds)
        member = getattr(request, "member", None)
        told = {
            "route": route,
            "method": request.method,
            "status": response.status_code,
            "request_id": number,
            "milliseconds": round(seconds * 1000, 1),
            "municipality": member.municipality.slug if member else "",
        }
        log.info("request", extra=told)
        return response
