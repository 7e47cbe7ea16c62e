"""`linja outages`: what we hold."""

import json
from datetime import datetime

import click

from ivr.clock import HELSINKI
from ivr.feeds.report import outage_json
from ivr.feeds.store import source_records
from ivr.local import open_services
from outage_feed.outage import Given, Outage
from outage_feed.summary import heard_until


@click.command(name="outages")
@click.option("--json", "as_json", is_flag=True, help="Everything but what a snapshot closed.")
def command(*, as_json: bool) -> None:
    """List the outages that callers may hear of, or with --json all that we hold."""
    services = open_services()
    with services.engine.connect().execution_options(readonly=True) as connection:
        held = [record.outage for record in source_records(connection)]
    if as_json:
        listed = [outage_json(outage) for outage in held]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    now = services.clock.now()
    for outage in held:
        until = heard_until(outage)
        if until is None or until > now:
            click.echo(_line(outage))


def _line(outage: Outage) -> str:
    parts = [
        f"{outage.source}/{outage.id}",
        outage.service,
        "planned" if outage.planned else "unplanned",
        outage.status,
        f"estimate {_time(outage.estimated_restoration)}",
        ", ".join(map(_area, outage.areas)) or "no area",
    ]
    if outage.unmatched:
        parts.append(f"unknown: {', '.join(map(_area, outage.unmatched))}")
    return "  ".join(parts)


def _area(area: Given) -> str:
    return area if isinstance(area, str) else next(iter(area.values()))


def _time(time: datetime | None) -> str:
    return f"{time.astimezone(HELSINKI):%d.%m. %H.%M}" if time else "none"
