"""Metrics, as an empty installation with one source tells them."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from ivr.app import create_app
from ivr.clock import RunningClock
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.feeds.sources import create_source
from ivr.services import Services
from ivr.settings import Settings

TITLE = "Metrics"
ABOUT = (
    "`GET /metrics`, for Prometheus. No label holds a number or a name of a caller. The alerts "
    "that come with Linja are in `deploy/prometheus/alerts.yaml`."
)
OURS = "linja_"
SETTINGS = Settings(
    twilio_account_sid="AC" + "0" * 32,
    twilio_auth_token="of nobody",  # noqa: S106 -- nothing is asked with it
    public_url="https://ivr.example.fi",
    secret_key="of nobody",  # noqa: S106 -- nothing is sealed with it
)


def body() -> str:
    """Return a table of all of them."""
    rows = ["| metric | type | labels | what it tells |", "|---|---|---|---|"]
    rows.extend(
        f"| `{name}` | {family.type} | {_labels(family)} | {family.documentation} |"
        for name, family in sorted(metrics().items())
    )
    return "\n".join(rows)


def metrics() -> dict[str, Metric]:
    """Return every metric of ours by its name, as an expression of Prometheus names it."""
    return {
        f"{family.name}_total" if family.type == "counter" else family.name: family
        for family in _families()
        if family.name.startswith(OURS) and not family.name.endswith("_created")
    }


def _families() -> Iterator[Metric]:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'empty.db'}")
        create_schema(engine)
        clock = RunningClock()
        with engine.begin() as connection:
            create_source(connection, "example", clock.now())
        app = create_app(SETTINGS, Services(SETTINGS, clock, engine))
        told = app.test_client().get("/metrics").text
        engine.dispose()
    yield from text_string_to_metric_families(told)


def _labels(family: Metric) -> str:
    """Name them: those that are declared, as this process may not have counted anything yet."""
    told = {name for sample in family.samples for name in sample.labels} - {"le"}
    return ", ".join(f"`{name}`" for name in sorted(told | _declared().get(family.name, set())))


def _declared() -> dict[str, set[str]]:
    return {
        collector._name: set(collector._labelnames)  # noqa: SLF001 -- the library's only name for it
        for collector in REGISTRY._collector_to_names  # noqa: SLF001 -- likewise
        if isinstance(collector, MetricWrapperBase)
    }
