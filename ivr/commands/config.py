"""`linja config`: show and apply lines, teams, hours and policies."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from flows.definition import Flow
from ivr.audit.log import operator
from ivr.bundles.publishing import known_flows
from ivr.bundles.store import live_flow_names
from ivr.lines.changes import Deed
from ivr.lines.store import apply, sections
from ivr.local import open_services
from ivr.plain_yaml import plain_yaml
from routing.configuration import SECTIONS, BadConfiguration, Configuration
from routing.document import BadDocument, read_document
from routing.remarks import remarks


@click.group("config")
def command() -> None:
    """Lines, teams, hours, the company's name and policies."""


@command.command()
def show() -> None:
    """Print what has been applied, as `apply` reads it."""
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        found = sections(connection)
    for name in sorted(found, key=SECTIONS.index):
        click.echo(plain_yaml({name: found[name]}))


@command.command("apply")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def apply_file(file: Path) -> None:
    """Apply FILE whole, or nothing of it; a section in it replaces that section."""
    services = open_services()
    try:
        document = read_document(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise _refused(file, ["is not UTF-8"]) from None
    except BadDocument as error:
        raise _refused(file, error.problems) from None
    try:
        deed = Deed(operator(), services.clock.now())
        flows = live_flow_names(services.engine)
        applied = apply(services.engine, document.sections, flows, deed)
    except BadConfiguration as error:
        raise _refused(file, [document.place(one) for one in error.problems]) from None
    for remark in (*remarks(applied), *_unspoken(applied, known_flows(services.engine))):
        click.echo(f"note: {remark}", err=True)
    click.echo(f"Applied: {', '.join(document.sections)}")


def _unspoken(applied: Configuration, flows: Mapping[str, Flow]) -> Iterator[str]:
    for line in applied.lines.values():
        for language in line.languages:
            if language not in flows[line.flow].languages:
                yield (
                    f"{line.name}: the flow {line.flow} has no words in {language}; "
                    "its own sentences are said in another language there"
                )


def _refused(file: Path, problems: Iterable[str]) -> click.ClickException:
    lines = [f"{file}: {problem}" for problem in problems]
    return click.ClickException("\n".join(["nothing was applied", *lines]))
