"""`linja reports`: what callers say is still out, though it is said to be repaired."""

import json
from datetime import datetime
from typing import Any

import click

from ivr.clock import HELSINKI
from ivr.local import open_services
from ivr.masking import masked
from ivr.reports.store import Report, reports


@click.command("reports")
@click.option("--json", "as_json", is_flag=True, help="Everything that is kept.")
def command(*, as_json: bool) -> None:
    """List what callers have reported to be still out, oldest first."""
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        found = reports(connection)
    if as_json:
        plain = [_plain(report) for report in found]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for report in found:
        click.echo(_line(report))
    if not found:
        click.echo("Nobody has reported that it is still out.", err=True)


def _plain(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "number_masked": masked(report.number),
        "line": report.line,
        "postcode": report.postcode,
        "service": report.service,
        "source": report.source,
        "outage": report.outage_id,
        "starts_at": _time(report.began_at),
        "restored_at": _time(report.restored_at),
        "reported_at": _time(report.reported_at),
        "state": report.state,
        "reason": report.reason,
        "tries": report.tries,
        "sent_at": _time(report.sent_at),
    }


def _line(report: Report) -> str:
    at, restored = report.reported_at.astimezone(HELSINKI), report.restored_at.astimezone(HELSINKI)
    parts = [
        report.id,
        f"{at:%d.%m. %H.%M}",
        report.postcode,
        report.service,
        f"{report.source}/{report.outage_id}",
        f"repaired {restored:%d.%m. %H.%M}",
        masked(report.number),
        report.state,
        report.reason,
    ]
    return "  ".join(filter(None, parts))


def _time(at: datetime | None) -> str | None:
    return at.astimezone(HELSINKI).isoformat() if at else None
