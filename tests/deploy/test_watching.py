"""Alerts and the dashboard name what there is, and lead to what helps."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics_core import Metric

from ivr.directory.register import Register
from ivr.queue.redis_bells import RedisBells
from ivr.reference.metrics import metrics

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yaml"
DASHBOARD = ROOT / "deploy" / "grafana" / "linja.json"
OF_HISTOGRAM = re.compile(r"(linja_turn_seconds)_(bucket|count|sum)")


def rules() -> list[dict[str, Any]]:
    """Every alert, as it is written."""
    read = yaml.safe_load(ALERTS.read_text("utf-8"))  # noqa: TID251 -- no postcode in it
    return [rule for group in read["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """Every panel of the dashboard."""
    read: dict[str, list[dict[str, Any]]] = json.loads(DASHBOARD.read_text("utf-8"))
    return read["panels"]


def expressions() -> Iterator[str]:
    """Everything that Prometheus is asked."""
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


@pytest.fixture(scope="module")
def told() -> dict[str, Metric]:
    """Every metric of a server that has Redis and a register."""
    RedisBells("redis://127.0.0.1:9")
    Register("http://127.0.0.1:9")
    return metrics()


@pytest.fixture(scope="module")
def there(told: dict[str, Metric]) -> dict[str, set[str]]:
    """The labels of every metric that there is."""
    return {
        name: {label for sample in family.samples for label in sample.labels}
        for name, family in told.items()
    }


def test_only_metrics_that_there_are_are_asked_for(there: dict[str, set[str]]) -> None:
    asked = {
        OF_HISTOGRAM.sub(r"\1", name)
        for expression in expressions()
        for name in re.findall(r"\blinja_\w+", expression)
    }
    assert asked - there.keys() == set()
    assert there.keys() - asked == set(), (
        "nobody looks at it: show it in deploy/grafana/linja.json"
    )


SELECTED = re.compile(r"\b(linja_\w+)\{([^}]*)\}")
ONE_OF = re.compile(r'(\w+)=(~?)"([^"]*)"')


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_whatever_an_alert_selects_is_exported(
    rule: dict[str, Any], told: dict[str, Metric]
) -> None:
    for name, selection in SELECTED.findall(rule["expr"]):
        chosen = ONE_OF.findall(selection)
        assert ",".join(f'{label}={like}"{value}"' for label, like, value in chosen) == (
            selection.replace(", ", ",")
        )
        for label, like, value in chosen:
            values = {sample.labels.get(label) for sample in told[name].samples}
            for wanted in value.split("|") if like else [re.escape(value)]:
                assert any(re.fullmatch(wanted, one or "") for one in values), (name, wanted)
    for labels in re.findall(r"\bby \(([^)]*)\)", rule["expr"]):
        family = told[OF_HISTOGRAM.sub(r"\1", re.findall(r"\blinja_\w+", rule["expr"])[0])]
        known = {label for sample in family.samples for label in sample.labels}
        assert {label.strip() for label in labels.split(",")} <= known | {"instance"}


def test_the_scrape_job_is_the_one_that_alerts_ask_for() -> None:
    text = (ALERTS.parent / "prometheus.yaml").read_text("utf-8")
    (job,) = re.findall(r"job_name: (\S+)", text)
    assert f'up{{job="{job}"}}' in [rule["expr"].split(" ==")[0] for rule in rules()]


def test_every_alert_has_words_urgency_and_a_runbook() -> None:
    text = (ROOT / "docs" / "runbooks.md").read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    for rule in rules():
        told = rule["annotations"]
        assert told["runbook"] == f"docs/runbooks.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["alert"] in headings
        assert told["summary"]


def test_alerts_have_names_of_their_own() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)


def test_a_runbook_begins_with_what_to_look_at() -> None:
    text = (ROOT / "docs" / "runbooks.md").read_text("utf-8")
    for rule in rules():
        section = text.split(f"## {rule['alert']}\n\n", 1)[1].split("\n## ", 1)[0]
        assert "`" in section.splitlines()[0], rule["alert"]


def test_panels_lie_beside_each_other() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels()]
    assert len(set(places)) == len(places)
    assert [panel["id"] for panel in panels()] == list(range(1, len(places) + 1))
