"""`linja figures`: surveys, first-contact resolution and repeat calls, by line and week."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import click

from ivr.clock import HELSINKI
from ivr.figures.rolling import make_from, midnight, oldest_hour
from ivr.figures.weekly import WeekOfLine, weekly
from ivr.lines.store import ConfigurationStore
from ivr.local import open_services


@click.group("figures", invoke_without_command=True)
@click.option("--weeks", default=3, show_default=True, type=click.IntRange(0, 52))
@click.option("--json", "as_json", is_flag=True, help="Everything, for a program.")
@click.pass_context
def command(context: click.Context, *, weeks: int, as_json: bool) -> None:
    """Tell what became of calls, by line, for this week and some before it."""
    if context.invoked_subcommand:
        return
    services = open_services()
    lines = ConfigurationStore(services.engine).current().lines
    names = {number: line.name for number, line in lines.items()}
    with services.engine.connect().execution_options(readonly=True) as connection:
        found = weekly(connection, services.clock.now(), names, weeks)
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("No conversations, notices or answers in these weeks.")


@command.command("rebuild")
@click.option(
    "--from", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day."
)
def rebuild(*, day: datetime) -> None:
    """Make the sums of the figures page anew, from a day on. May be stopped, and done again."""
    services = open_services()
    now, begins = services.clock.now(), midnight(day.date())
    oldest = oldest_hour(now, int(services.settings.linja_journal_days))
    if not oldest <= begins <= now:
        first = f"{oldest.astimezone(HELSINKI) + timedelta(days=1):%Y-%m-%d}"
        raise click.ClickException(
            f"{day:%Y-%m-%d}: the calls of that day are not all kept, or it has not begun. "
            f"The sums that there are stay. The first day that can be made anew is {first}."
        )
    made = sum(1 for _ in make_from(services.engine, begins, now))
    click.echo(f"Made {made} hours anew.")


def _plain(one: WeekOfLine) -> dict[str, Any]:
    return {
        "week": one.week.isoformat(),
        "line": one.line,
        "first_contacts": {**asdict(one.resolution), "share": one.resolution.share},
        "after_notices": asdict(one.notices),
        "survey": asdict(one.survey),
    }


def _line(one: WeekOfLine) -> str:
    first, notices, survey = one.resolution, one.notices, one.survey
    share = f"{first.share:.0%}" if first.share is not None else "-"
    others = f"({first.too_early} too early to say, {first.unknown} unknown)"
    parts = [
        f"{one.week:%d.%m.%Y}  {one.line}",
        f"solved at first contact: {share} of {first.judged} {others}",
        f"called again after a notice: {notices.again} of {notices.heard}",
    ]
    told = [f"{each.question} {each.mean:.1f} of {each.answers}" for each in survey.ratings]
    if survey.asked:
        parts.append(f"asked: {survey.asked}, answered: {', '.join(told) or 'nobody'}")
    return "\n  ".join(parts)
