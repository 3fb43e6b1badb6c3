"""A network that cannot be trusted, for the tests alone: requests are lost before or after they are stored, answers
come late, and some requests arrive twice. Installed by the tests' own settings; the program never imports it."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from samsyn.config import settings as house

if not house.TESTING:
    raise ImportError("The faulty network is for tests only.")

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass
class Plan:
    """How often what goes wrong, as shares of the requests under a path; `log` counts what has been done."""

    lost_before: float = 0.0
    lost_after: float = 0.0
    twice: float = 0.0
    late: float = 0.0
    delay: float = 0.05
    broken: float = 0.0
    path: str = "/api/v1/"
    seed: int = 1
    log: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._rng, self._turn = random.Random(self.seed), threading.Lock()

    def happens(self, name: str) -> bool:
        """Draw whether a fault happens this time."""
        with self._turn:
            drawn = self._rng.random() < getattr(self, name)
            self.log[name] += drawn
        return drawn


class Network:
    """The plan in force (None is a network that works), and how many requests the house is answering."""

    plan: Plan | None = None
    under_way = 0
    _turn = threading.Condition()

    @classmethod
    def begins(cls) -> None:
        """Count a request in."""
        with cls._turn:
            cls.under_way += 1

    @classmethod
    def ends(cls) -> None:
        """Count a request out."""
        with cls._turn:
            cls.under_way -= 1
            cls._turn.notify_all()

    @classmethod
    def quiet(cls, *, within_s: float = 60) -> None:
        """Wait until the house has answered all that it was asked."""
        with cls._turn:
            assert cls._turn.wait_for(lambda: cls.under_way == 0, within_s), "the house is still answering"


class Faults:
    """Stand outermost and do what the plan says to each request under its path."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        Network.begins()
        try:
            return self._answer(request)
        finally:
            Network.ends()

    def _answer(self, request: HttpRequest) -> HttpResponse:
        plan = Network.plan
        if plan is None or plan.path not in request.path:
            return self.get_response(request)
        plan.log["requests"] += 1
        if plan.happens("late"):
            time.sleep(plan.delay)
        if plan.happens("lost_before"):
            return _cut(request)
        if plan.happens("broken"):
            return HttpResponse("Bad gateway", status=502)
        if request.method == "POST" and plan.happens("twice"):
            request.body  # noqa: B018  (read once, so that it can be read again)
            self.get_response(request)
        response = self.get_response(request)
        return _cut(request) if plan.happens("lost_after") else response


def _cut(request: HttpRequest) -> HttpResponse:
    """Close the connection under the answer, as a tunnel does."""
    stream: Any = request.META["wsgi.input"]
    for name in ("_read", "stream"):
        stream = getattr(stream, name, stream)
    stream = getattr(stream, "__self__", stream)
    stream = getattr(getattr(stream, "raw", stream), "_sock", None)
    if stream is not None:
        stream.shutdown(socket.SHUT_RDWR)
    return HttpResponse(status=502)
