"""`/metrics` for Prometheus. Not for the public address."""

import os

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Set by `linja serve` and `linja run`: the directory in which all workers count."""


def metrics_blueprint(*stored: Collector) -> Blueprint:
    """
    Return `/metrics`: of all workers where they share a directory, else of this one.

    `stored` are figures that no process counts, but that are read when they are asked for.
    """
    metrics = Blueprint("metrics", __name__)
    read_now = CollectorRegistry()
    for collector in stored:
        read_now.register(collector)

    @metrics.get("/metrics")
    def scrape() -> Response:
        told = generate_latest(_registry()) + generate_latest(read_now)
        return Response(told, content_type=CONTENT_TYPE_LATEST)

    return metrics


def _registry() -> CollectorRegistry:
    if SHARED not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
