"""Whether the service lives, whether it is ready to work, and its figures for whoever watches it."""

import os
import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from samsyn.jobs.backups.scheduled import state
from samsyn.jobs.health import BROKEN, NEEDED, findings
from samsyn.jobs.serving import last_alive, last_runs
from samsyn.jobs.waiting import waiting_tasks
from samsyn.letters.waiting import waiting_letters
from samsyn.web.guard import open_to_all
from samsyn.web.health.counters import REGISTRY

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@open_to_all
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer that the web server lives; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@open_to_all
def ready(_request: HttpRequest) -> HttpResponse:
    """Answer whether it can do its work: 200, or 503 with the names of what does not hold; never why, to strangers."""
    broken = sorted({one.check for one in findings(timezone.now(), only=NEEDED) if one.level == BROKEN})
    return JsonResponse({"status": "broken" if broken else "ok", "broken": broken}, status=503 if broken else 200)


@open_to_all
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures in Prometheus' form to whoever carries the token of the settings; without one there are none."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN.encode()
    right = wanted and kind == "Bearer" and secrets.compare_digest(token.encode(), wanted)
    if not right:
        raise Http404
    registry = CollectorRegistry()
    registry.register(Service())  # type: ignore[arg-type]
    if os.path.isdir(settings.METRICS_FOLDER):
        MultiProcessCollector(registry, path=settings.METRICS_FOLDER)
        return HttpResponse(generate_latest(registry), content_type=TEXT)
    return HttpResponse(generate_latest(registry) + generate_latest(REGISTRY), content_type=TEXT)


class Service:
    """What is known of the service at the moment it is asked."""

    def collect(self) -> Iterator[Any]:
        """Yield the figures."""
        now = timezone.now()
        alive_at = last_alive()
        yield _gauge("samsyn_worker_alive_seconds", "Since the worker's last sign of life",
                     (now - alive_at).total_seconds() if alive_at else float("inf"))  # fmt: skip
        known = state()
        for name, proved in (("samsyn_backup_age_hours", False), ("samsyn_backup_proved_age_hours", True)):
            hours = known.hours_since(now, proved=proved)
            yield _gauge(name, "Age of the newest backup, or of its proof", float("inf") if hours is None else hours)
        yield _gauge("samsyn_tasks_waiting", "Background jobs that wait", waiting_tasks())
        yield _gauge(
            "samsyn_letters_waiting", "Lines in the logbook that nobody has been told of yet", waiting_letters(now)
        )
        failed = GaugeMetricFamily("samsyn_job_failures_in_a_row", "Scheduled jobs that fail", labels=["job"])
        took = GaugeMetricFamily("samsyn_job_seconds", "How long a scheduled job last took", labels=["job"])
        for name, run in sorted(last_runs().items()):
            failed.add_metric([name], run["failed_in_a_row"])
            took.add_metric([name], run["seconds"])
        yield failed
        yield took
        level = GaugeMetricFamily("samsyn_check_ok", "1 where a check holds", labels=["check"])
        for check in NEEDED:
            found = findings(now, only=(check,))
            level.add_metric([check], 0 if any(one.level == BROKEN for one in found) else 1)
        yield level


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)
