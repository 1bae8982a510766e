"""What Prometheus is told. Labels are closed sets: route templates and status classes, never paths or ids."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

registry = CollectorRegistry()
ProcessCollector(registry=registry)

http_requests = Counter(
    "mission_control_http_requests",
    "Answered requests.",
    ("method", "route", "status_class"),
    registry=registry,
)
http_request_seconds = Histogram(
    "mission_control_http_request_duration_seconds",
    "Time until the answer began; streams are not timed beyond that.",
    ("method", "route", "status_class"),
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
    registry=registry,
)
streams_open = Gauge("mission_control_streams_open", "Event streams being served.", registry=registry)
jobs = Counter(
    "mission_control_jobs",
    "Runs of background jobs, by how they ended.",
    ("job", "outcome"),
    registry=registry,
)
jobs_waiting = Gauge(
    "mission_control_jobs_waiting",
    "Background jobs that are due, to come later, or running.",
    ("job",),
    registry=registry,
)
jobs_oldest_seconds = Gauge(
    "mission_control_jobs_oldest_due_seconds",
    "How long the job that waits longest has been due; 0 when none is.",
    registry=registry,
)
jobs_given_up = Gauge(
    "mission_control_jobs_given_up", "Background jobs that have used up their attempts.", registry=registry
)
gateways = Gauge("mission_control_gateways", "Gateways by the state that they are in.", ("state",), registry=registry)
event_deliveries = Counter(
    "mission_control_event_deliveries", "Attempts to deliver events to subscriptions.", ["outcome"], registry=registry
)
audit_events_sealed = Counter(
    "mission_control_audit_events_sealed", "Events that were put under a seal of the audit log.", registry=registry
)
audit_events_removed = Counter(
    "mission_control_audit_events_removed", "Events that retention removed from the audit log.", registry=registry
)
db_connections = Gauge(
    "mission_control_db_pool_connections",
    "Database connections in use and at most.",
    ("state",),
    registry=registry,
)

UNMATCHED = "unmatched"
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


def observe_request(scope: Mapping[str, Any], status: int, seconds: float) -> None:
    """Count one answer; `scope` as the application left it, for the route."""
    method = scope["method"] if scope["method"] in _METHODS else "OTHER"
    answers, durations = _series(method, route_template(scope), f"{status // 100}xx")
    answers.inc()
    durations.observe(seconds)


@cache
def _series(*labels: str) -> tuple[Counter, Histogram]:
    """Found once for each of the labels, which are closed sets."""
    return http_requests.labels(*labels), http_request_seconds.labels(*labels)


def route_template(scope: Mapping[str, Any]) -> str:
    """`/api/v1/boards/{board_id}`, or `unmatched`: a path that nobody declared would make endless series."""
    # The route of an included router knows its own part only; FastAPI keeps the whole beside it.
    whole = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return getattr(whole, "path_format", None) or getattr(whole, "path", None) or UNMATCHED


def watch_db_pool(in_use: Callable[[], int], size: int) -> None:
    """Report the pool at each scrape; `in_use` counts the connections that are checked out."""
    db_connections.labels("in_use").set_function(in_use)
    db_connections.labels("size").set(size)


def render() -> tuple[bytes, str]:
    """The page for Prometheus and its content type."""
    return generate_latest(registry), CONTENT_TYPE_LATEST
