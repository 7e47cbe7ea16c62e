"""`linja outages`: what we hold, and a person's word on it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import click

from ivr.clock import HELSINKI
from ivr.feeds.acts import acts_on
from ivr.feeds.listing import count_line, line_of, may_be_heard, record_json, unknown_areas
from ivr.feeds.manual import BadNotice, add_notice, correct, declare_major, end
from ivr.feeds.persons_word import BY, refused
from ivr.feeds.store import source_records
from ivr.feeds.waiting import confirm_waiting
from ivr.local import open_services
from ivr.suspicions.commands import confirm_suspicion, dismiss_suspicion, suspicions
from outage_feed.correction import Correction
from outage_feed.outage import MANUAL, SERVICES, Service, Status

MESSAGE = click.option(
    "--message", "messages", multiple=True, metavar="LANGUAGE=TEXT", help="Own words for callers."
)


class Moment(click.ParamType[datetime]):
    """A time in Helsinki, such as 19.00 or 2026-11-23T09:00, or with an offset."""

    name = "TIME"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read a clock time as the next such time, whatever the date."""
        if isinstance(value, datetime):
            return value
        try:
            return _moment(value)
        except ValueError:
            self.fail(f"{value!r} is no time: write 19.00, or 2026-11-23T09:00", param, ctx)


def _moment(text: str) -> datetime:
    if len(text) <= len("19.00"):
        now = open_services().clock.now().astimezone(HELSINKI)
        hour, _, minute = text.replace(":", ".").partition(".")
        found = now.replace(hour=int(hour), minute=int(minute or 0), second=0, microsecond=0)
        return (found if found > now else found + timedelta(days=1)).astimezone(UTC)
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=HELSINKI)).astimezone(UTC)


@click.group(name="outages", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Everything but what was closed.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List the outages that callers may hear of, or with --json all that we hold."""
    if context.invoked_subcommand:
        return
    services = open_services()
    with services.engine.connect().execution_options(readonly=True) as connection:
        held = source_records(connection)
    if as_json:
        listed = [record_json(record) for record in held]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    now = services.clock.now()
    shown = [record for record in held if may_be_heard(record, now)]
    for record in shown:
        click.echo(line_of(record, now))
    if not shown:
        click.echo("Nobody hears of any outage.", err=True)
    lost = count_line(shown)
    if lost:
        click.echo(lost, err=True)


@command.command()
@BY
@MESSAGE
@click.option("--service", type=click.Choice(SERVICES), required=True)
@click.option("--areas", required=True, help="Postcodes, ranges or municipalities, with commas.")
@click.option("--planned", is_flag=True, help="Planned work; give --starts.")
@click.option("--starts", type=Moment(), help="When it began or begins; now, if left out.")
@click.option("--estimate", type=Moment(), help="When it is expected to end.")
@click.option("--until", type=Moment(), help="When the notice ends by itself; in a day.")
@refused
def add(by: str, messages: tuple[str, ...], planned: bool, **given: Any) -> None:  # noqa: FBT001 -- click's way
    """Let callers hear a notice of your own."""
    notice = {
        "service": given["service"],
        "areas": [_area(area.strip()) for area in given["areas"].split(",")],
        "kind": "planned" if planned else "unplanned",
        "starts_at": _iso(given["starts"]),
        "estimated_restoration": _iso(given["estimate"]),
        "expires_at": _iso(given["until"]),
        "messages": _texts(messages),
    }
    services = open_services()
    id_ = add_notice(services, notice, by)
    with services.engine.connect().execution_options(readonly=True) as connection:
        record = next(r for r in source_records(connection, MANUAL) if r.outage.id == id_)
    click.echo(line_of(record, services.clock.now()))
    lost = unknown_areas(record)
    if lost:
        click.echo(f"There is no place {lost}: nobody hears of it there.", err=True)


@command.command(name="correct")
@click.argument("source")
@click.argument("id_", metavar="ID")
@BY
@MESSAGE
@click.option("--estimate", type=Moment(), help="When it is expected to end.")
@click.option(
    "--no-estimate", is_flag=True, help="There is no estimate, whatever the source says."
)
@click.option("--status", type=click.Choice([s for s in get_args(Status) if s != "scheduled"]))
@click.option("--reason", default="")
@refused
def correct_(source: str, id_: str, by: str, messages: tuple[str, ...], **given: Any) -> None:
    """Put your word over what SOURCE says of ID, until you end it."""
    estimate, none = given["estimate"], given["no_estimate"]
    texts = _texts(messages)
    if not (estimate or none or given["status"] or texts):
        raise BadNotice("Say what is different: --estimate, --no-estimate, --status or --message.")
    if estimate and none:
        raise BadNotice("--estimate and --no-estimate exclude each other.")
    services = open_services()
    word = Correction(
        by=by,
        at=services.clock.now(),
        estimated=bool(estimate or none),
        estimate=estimate,
        status=given["status"],
        messages=texts,
        reason=given["reason"],
    )
    correct(services, source, id_, word)
    click.echo(f"Callers hear your word on {source}/{id_} until you end it.")


@command.command()
@click.argument("source")
@click.argument("id_", metavar="ID")
@BY
@click.option("--reason", required=True)
@refused
def silence(source: str, id_: str, by: str, reason: str) -> None:
    """Let nobody hear ID of SOURCE, until you end it."""
    services = open_services()
    word = Correction(by=by, at=services.clock.now(), silent=True, reason=reason)
    correct(services, source, id_, word)
    click.echo(f"Nobody hears {source}/{id_} until you end it.")


@command.command(name="end")
@click.argument("which", nargs=-1, required=True, metavar="[SOURCE] ID")
@BY
@click.option("--repaired", is_flag=True, help="Callers hear that it is repaired.")
@click.option("--reason", default="")
@refused
def end_(which: tuple[str, ...], by: str, *, repaired: bool, reason: str) -> None:
    """End a notice of your own, or your word on what a SOURCE says."""
    if len(which) > 2:  # noqa: PLR2004 -- source and id
        raise BadNotice("Give an id, or a source and an id.")
    source, id_ = which if len(which) > 1 else (MANUAL, which[0])
    end(open_services(), source, id_, by, repaired=repaired, reason=reason)
    click.echo(f"Ended: {source}/{id_}")


@command.command()
@click.argument("source")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@BY
@refused
def confirm(source: str, ids: tuple[str, ...], by: str) -> None:
    """Let what waits for a second person be heard."""
    confirmed = confirm_waiting(open_services(), source, by, ids)
    click.echo(f"Heard now: {', '.join(confirmed)}" if confirmed else "Nothing was waiting.")


@command.command()
@click.argument("source")
@click.argument("service", type=click.Choice(SERVICES))
@BY
@click.option("--until", type=Moment(), help="In a day, if left out.")
@click.option("--over", is_flag=True, help="It is over.")
@refused
def major(source: str, service: Service, by: str, until: datetime | None, *, over: bool) -> None:
    """Say that SOURCE is in a major disturbance of SERVICE."""
    services = open_services()
    ends = None if over else until or services.clock.now() + timedelta(days=1)
    declare_major(services, source, service, by, ends)
    click.echo(f"{source}: {service} is {'no longer ' if over else ''}a major disturbance.")


@command.command()
@click.argument("source")
@click.argument("id_", metavar="[ID]", default="")
def history(source: str, id_: str) -> None:
    """Say who did what to the outages of SOURCE."""
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        for act in acts_on(connection, source, id_):
            detail = json.dumps(dict(act.detail), ensure_ascii=False) if act.detail else ""
            at = f"{act.at.astimezone(HELSINKI):%d.%m.%Y %H.%M}"
            click.echo("  ".join(filter(None, [at, act.by, act.act, act.id, detail])))


for one in (suspicions, confirm_suspicion, dismiss_suspicion):
    command.add_command(one)


def _texts(messages: tuple[str, ...]) -> dict[str, str]:
    texts = {}
    for one in messages:
        language, mark, text = one.partition("=")
        if not mark:
            raise BadNotice(f"--message {one!r}: write it as fi=TEXT.")
        texts[language] = text
    return texts


def _area(text: str) -> str | dict[str, str]:
    return text if text[:1].isdigit() or text[:2] in {"FI", "AX"} else {"municipality": text}


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
