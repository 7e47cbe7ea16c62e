"""`linja release`: ring again whom a restored backup has held."""

import click

from ivr.audit.log import note, operator
from ivr.backups.holding import held, release
from ivr.callbacks.records import Callback
from ivr.clock import HELSINKI
from ivr.local import open_services
from ivr.masking import masked
from ivr.queue.bells import CALLBACKS


@click.command("release")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "all_of_them", is_flag=True, help="Everything that is held.")
def command(ids: tuple[str, ...], *, all_of_them: bool) -> None:
    """
    List the callbacks that are held, or let those of ID be rung.

    Somebody may have been rung since the backup was made: `linja callbacks cancel` ends those.
    """
    services = open_services()
    if not ids and not all_of_them:
        with services.engine.connect().execution_options(readonly=True) as connection:
            click.echo("\n".join([_line(one) for one in held(connection)] or ["None is held."]))
        return
    with services.engine.begin() as connection:
        many = release(connection, ids)
        after = {"released": many, "ids": list(ids)}
        now = services.clock.now()
        note(connection, who=operator(), what="callback.released", after=after, at=now)
    services.bells.ring(CALLBACKS)
    click.echo(f"{many} released")


def _line(one: Callback) -> str:
    at = f"{one.requested_at.astimezone(HELSINKI):%d.%m.%Y %H.%M}"
    return "  ".join([one.id, at, one.line, one.language, masked(one.number), one.state])
