"""An answer to a question: kept while nothing has changed, counted at once when it is quick, else by the worker."""

import hashlib
import json
from typing import Any, NamedTuple

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import TaskResultDoesNotExist

from samsyn.analysis.catalogue import METHODS
from samsyn.jobs.patterns import look_for
from samsyn.method.observations.models import Observation
from samsyn.method.observations.points import SEES_ALL, map_stamp, sight_of
from samsyn.method.pictures.patterns.asked import Asked
from samsyn.method.pictures.patterns.looking import look
from samsyn.web.patterns.brakes import MOST_WAITING, TooMuch, count_one

KEPT_SECONDS = 600
# More reports than this take longer than a second: with methods that rest on simulation, with pairs, with others.
QUICK_UP_TO, QUICK_DRAWN_UP_TO = 40_000, 20_000
SLOW = {"near-repeats": 10_000}
SESSION = "patterns_waiting"


class Waiting(NamedTuple):
    """A long answer that is being counted: whether somebody works on it, and since when."""

    started: bool
    seconds: int


def answer(request: HttpRequest, asked: Asked) -> dict[str, Any] | Waiting:
    """Return what was found with the reports the member may see, or that it is being counted."""
    member = request.member
    key = _key(member, asked)
    found = cache.get(key)
    if found is not None:
        return dict(found)
    waiting = dict(request.session.get(SESSION, {}))
    if key in waiting:
        return _fetched(request, key, waiting)
    count_one(member)
    seen = Observation.objects.visible_to(member)
    if is_quick(asked, asked.rows(seen, municipality=member.municipality).order_by().count()):
        found = look(asked, seen, municipality=member.municipality)
        cache.set(key, found, KEPT_SECONDS)
        return found
    return _begun(request, key, waiting, asked)


def is_quick(asked: Asked, reports: int) -> bool:
    """Say whether so many reports are answered within about a second."""
    most = QUICK_DRAWN_UP_TO if METHODS[asked.method].draws else QUICK_UP_TO
    return reports <= SLOW.get(asked.method, most)


def _key(member: Any, asked: Asked) -> str:
    stamp = map_stamp(member.municipality, now=timezone.now())
    parts = json.dumps([str(member.municipality.pk), sight_of(member), stamp, asked.plain()], sort_keys=True)
    return f"patterns:{hashlib.sha256(parts.encode()).hexdigest()}"


def _begun(request: HttpRequest, key: str, waiting: dict[str, str], asked: Asked) -> dict[str, Any] | Waiting:
    """Hand a long question to the worker, and remember in the session whose it is."""
    if len(waiting) >= MOST_WAITING:
        waiting = {other: id for other, id in waiting.items() if not _is_over(id)}
    if len(waiting) >= MOST_WAITING:
        raise TooMuch(_("Tre frågor räknas redan. Vänta tills någon av dem är klar."))
    member = request.member
    begun = look_for.enqueue(str(member.user.pk), member.municipality.slug, asked.plain())
    if begun.is_finished and begun.status == TaskResultStatus.SUCCESSFUL and begun.return_value is not None:
        return dict(begun.return_value)
    request.session[SESSION] = {**waiting, key: str(begun.id)}
    return Waiting(False, 0)


def _is_over(id: str) -> bool:
    try:
        return bool(default_task_backend.get_result(id).is_finished)
    except TaskResultDoesNotExist:
        return True


def _fetched(request: HttpRequest, key: str, waiting: dict[str, str]) -> dict[str, Any] | Waiting:
    """Fetch what the worker has counted; what went wrong is said once and may be asked again."""
    try:
        result = default_task_backend.get_result(waiting[key])
    except TaskResultDoesNotExist:
        result = None
    if result is not None and not result.is_finished:
        begun = result.started_at or result.enqueued_at or timezone.now()
        return Waiting(result.started_at is not None, int((timezone.now() - begun).total_seconds()))
    request.session[SESSION] = {other: id for other, id in waiting.items() if other != key}
    if result is None or result.status != TaskResultStatus.SUCCESSFUL or result.return_value is None:
        raise TooMuch(_("Det gick inte att räkna färdigt. Försök igen, gärna med en kortare period."))
    cache.set(key, result.return_value, KEPT_SECONDS)
    return dict(result.return_value)


def sees_all(member: Any) -> bool:
    """Say whether the member sees every report, so that no small count has to be hidden."""
    return sight_of(member) == SEES_ALL
