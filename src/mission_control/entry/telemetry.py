"""Traces and metrics for an OpenTelemetry collector, where the environment names one and the extra is installed.

The framework does the work; the standard variables (`OTEL_EXPORTER_OTLP_ENDPOINT`, …) say where to.
"""

import os
from collections.abc import MutableMapping
from importlib.util import find_spec
from typing import Any

from fastapi.telemetry import TelemetryConfig

from mission_control.entry.startup import CannotStart

ENDPOINTS = tuple(f"OTEL_EXPORTER_OTLP_{name}ENDPOINT" for name in ("", "TRACES_", "METRICS_"))
SERVICE = "mission-control"
PROBES = frozenset({"/health", "/healthz", "/readyz", "/metrics"})


def telemetry() -> TelemetryConfig:
    """What the framework is to trace. Raises CannotStart when a collector is named and the extra is missing."""
    wanted = [name for name in ENDPOINTS if os.environ.get(name)]
    if wanted and find_spec("opentelemetry.exporter") is None:
        raise CannotStart(f"{wanted[0]} is set: install mission-control[otel], or remove it.")
    os.environ.setdefault("OTEL_SERVICE_NAME", SERVICE)
    # Our own log says what went wrong, without what it may have carried along.
    # Nothing to trace for means nothing to ask for at each request either.
    return TelemetryConfig(
        auto_configure=bool(wanted), tracing=bool(wanted), metrics=bool(wanted), logs=False, exclude=_is_probe
    )


def _is_probe(scope: MutableMapping[str, Any]) -> bool:
    """Asked every few seconds, for ever: it would bury the rest."""
    return scope.get("path") in PROBES
