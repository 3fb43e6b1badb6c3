"""Requests counted for whoever watches the service: by route, kind of answer and time taken; never by person."""

from prometheus_client import REGISTRY, Counter, Histogram

REQUESTS = Counter("samsyn_requests", "Answered requests", ["method", "route", "status"])
SECONDS = Histogram(
    "samsyn_request_seconds", "Time to answer", ["route"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
)
METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}
__all__ = ["REGISTRY", "count_request"]


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; what is not a known method is counted together, so that labels stay few."""
    REQUESTS.labels(method if method in METHODS else "other", route, f"{status // 100}xx").inc()
    SECONDS.labels(route).observe(seconds)
