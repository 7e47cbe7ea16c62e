"""`linja release`: do again for people what a restored backup has held."""

from datetime import datetime

import click

from ivr.audit.log import note, operator
from ivr.backups.holding import held, held_messages, release
from ivr.callbacks.records import Callback
from ivr.clock import HELSINKI
from ivr.local import open_services
from ivr.masking import masked
from ivr.messages.records import Message
from ivr.queue.bells import CALLBACKS


@click.command("release")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "all_of_them", is_flag=True, help="Everything that is held.")
def command(ids: tuple[str, ...], *, all_of_them: bool) -> None:
    """
    List the callbacks and text messages that are held, or let those of ID go.

    It may have been done since the backup was made: `linja callbacks cancel` and
    `linja messages withdraw` end what was.
    """
    services = open_services()
    if not ids and not all_of_them:
        with services.engine.connect().execution_options(readonly=True) as connection:
            calls = [_line(one) for one in held(connection)]
            texts = [_text_line(one) for one in held_messages(connection)]
        click.echo("\n".join(calls + texts or ["None is held."]))
        return
    with services.engine.begin() as connection:
        many = release(connection, ids)
        after = {"released": many, "ids": list(ids)}
        now = services.clock.now()
        note(connection, who=operator(), what="callback.released", after=after, at=now)
    services.bells.ring(CALLBACKS)
    click.echo(f"{many} released")


def _line(one: Callback) -> str:
    return _written(one.id, one.requested_at, one.line, one.language, one.number, one.state)


def _text_line(one: Message) -> str:
    about = f"text about {one.service} {one.postcode}"
    return _written(one.id, one.asked_at, one.line, one.language, one.number, about)


def _written(id_: str, at: datetime, line: str, language: str, number: str, what: str) -> str:
    when = f"{at.astimezone(HELSINKI):%d.%m.%Y %H.%M}"
    return "  ".join([id_, when, line, language, masked(number), what])
