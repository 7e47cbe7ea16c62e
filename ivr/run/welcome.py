"""What `linja run` says when it is up: where everything is, and what to try."""

from collections.abc import Iterator, Sequence
from shlex import quote

from ivr.demo.agents import DemoAgent
from ivr.run.plan import Plan
from ivr.run.runfile import Run
from ivr.settings import Settings


def welcome(plan: Plan, run: Run, desks: Sequence[DemoAgent]) -> str:
    """Return it. `desks`: the demo's agents, whose passwords may be shown."""
    return "\n".join(
        [*_addresses(plan, run), *_lines(run), *_tries(plan, desks), "Ctrl-C stops it."]
    )


def _addresses(plan: Plan, run: Run) -> Iterator[str]:
    yield f"Linja answers at {plan.url}"
    yield (
        f"Pretend Twilio   {plan.simulator_url}"
        if plan.simulator_url
        else f"Twilio calls     {plan.settings.public_url}/voice/incoming"
    )
    yield f"Data in          {plan.settings.data_dir}"
    yield "Lines" if run.lines else "No lines yet: see `linja config apply`."


def _lines(run: Run) -> Iterator[str]:
    for name, number in run.lines.items():
        yield f"  {name:<18}{number}"


def _tries(plan: Plan, desks: Sequence[DemoAgent]) -> Iterator[str]:
    if not plan.simulator_url:
        yield "Call one of the lines with a telephone."
        return
    yield f"Call in a browser {plan.url}/phone/"
    yield f"or in another shell: {_same_folder(plan.settings)}.venv/bin/linja call --press 0"
    if desks:
        who = ", ".join(f"{one.name} with {one.password}" for one in desks)
        yield f"Answer at a desk {plan.url}/desk/ as {who}"


def _same_folder(settings: Settings) -> str:
    """What a command in another shell needs before it to find what runs here."""
    given = settings.linja_data_dir
    return "" if given == Settings().linja_data_dir else f"LINJA_DATA_DIR={quote(given)} "
