"""`linja flow`: check, try, publish, compare and roll back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from flows.definition import Flow, read_flow
from flows.problems import BadFlow, Problem
from flows.reference import with_reference
from ivr.bundles import store
from ivr.bundles.difference import differences
from ivr.bundles.library import shipped_flows
from ivr.bundles.own_words import shared_prompts
from ivr.bundles.publishing import Draft, draft, known_flows, publish_text
from ivr.clock import HELSINKI
from ivr.local import open_services

FILES = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
NOTHING_NEW = "Nothing is new: this is what is live."
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group("flow")
def command() -> None:
    """Flows: what callers hear, what they may press, where it leads."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def list_flows(as_json: bool) -> None:  # noqa: FBT001 -- click's flag
    """Print the live flows: name, version, when and why it went live."""
    versions = store.live_versions(open_services().engine)
    if as_json:
        rows = [
            {"name": v.flow, "hash": v.hash, "published_at": v.at.isoformat(), "note": v.note}
            for v in versions
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for version in versions:
        at = version.at.astimezone(HELSINKI)
        click.echo(f"{version.flow}  {version.hash}  {at:%Y-%m-%d %H:%M}  {version.note}")


@command.command()
@FILES
def check(files: Sequence[Path]) -> None:
    """Print everything that is wrong with FILES, as FILE:LINE: ID: message."""
    found = _drafts(files)
    for file, one in found:
        for problem in one.problems:
            click.echo(_line(file, problem))
    if not all(one.sound for _, one in found):
        raise click.exceptions.Exit(1)


@command.command("test")
@FILES
def try_scenarios(files: Sequence[Path]) -> None:
    """Try every scenario of FILES, one line each."""
    results = [result for file, one in _drafts(files) for result in _tried(file, one)]
    for fine, line in results:
        click.echo(f"{'ok' if fine else 'FAILED'}  {line}")
    if not all(fine for fine, _ in results):
        raise click.exceptions.Exit(1)


@command.command()
@FILE
@click.option("--note", required=True, help="What is new, in a sentence.")
def publish(file: Path, note: str) -> None:
    """Let FILE go live from the next call on; refused when it has an error."""
    services = open_services()
    now = services.clock.now()
    with _refusing(file, "nothing was published"):
        version = publish_text(services.engine, _read(file), note, now)
    if version is None:
        click.echo(NOTHING_NEW)
    else:
        click.echo(f"{version.flow} {version.hash} is live from the next call on.")


@command.command()
@FILE
def diff(file: Path) -> None:
    """Print what callers would hear differently if FILE went live."""
    engine = open_services().engine
    with _refusing(file, "it cannot go live"):
        after = draft(_read(file), known_flows(engine), shared_prompts(engine)).bundle()
    digest = store.live(engine).get(after.start)
    if digest is None:
        click.echo(f"{after.start} is not live: everything is new.")
        return
    lines = differences(store.load(engine, digest), after)
    click.echo("\n".join(lines or [NOTHING_NEW]))


@command.command()
@click.argument("flow")
def rollback(flow: str) -> None:
    """Let the version of FLOW before the live one take the next call."""
    services = open_services()
    try:
        version = store.rollback(services.engine, flow, services.clock.now())
    except (store.NothingToRollBackTo, store.StaleBase) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{version.flow} {version.hash} is live from the next call on. {version.note}")


@command.command("reference")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def renew_reference(file: Path) -> None:
    """For developers: renew the reference at the end of FILE, docs/flows.md."""
    file.write_text(with_reference(_read(file)), "utf-8")


@contextmanager
def _refusing(file: Path, what: str) -> Iterator[None]:
    try:
        yield
    except BadFlow as bad:
        lines = [_line(file, problem) for problem in bad.problems]
        raise click.ClickException("\n".join([what, *lines])) from None
    except store.StaleBase as stale:
        raise click.ClickException(f"{what}: {stale}") from None


def _drafts(files: Sequence[Path]) -> list[tuple[Path, Draft]]:
    texts = {file: _read(file) for file in files}
    given = [read_flow(text).flow for text in texts.values()]
    known: Mapping[str, Flow] = {**shipped_flows(), **{flow.name: flow for flow in given if flow}}
    return [(file, draft(text, known)) for file, text in texts.items()]


def _tried(file: Path, one: Draft) -> Iterator[tuple[bool, str]]:
    try:
        for line, name, failure in one.try_scenarios():
            yield failure is None, f"{file}:{line}: {failure or name}"
    except BadFlow as bad:
        yield from ((False, _line(file, problem)) for problem in bad.problems)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file}: is not UTF-8: save it as UTF-8") from None


def _line(file: Path, problem: Problem) -> str:
    mark = " (warning)" if problem.severity == "warning" else ""
    return f"{file}:{problem.line}: {problem.id}: {problem.message}{mark}"
