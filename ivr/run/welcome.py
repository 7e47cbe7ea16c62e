"""What `linja run` says when it is up: where everything is, and what to try."""

from collections.abc import Iterator, Sequence
from shlex import quote

from ivr.demo.people import DemoPerson
from ivr.run.plan import Plan
from ivr.run.runfile import Run
from ivr.settings import Settings


def welcome(plan: Plan, run: Run, open_to: Sequence[DemoPerson]) -> str:
    """Return it. `open_to`: the demo's people, whose passwords may be shown."""
    return "\n".join(
        [*_addresses(plan, run), *_lines(run), *_tries(plan, open_to), "Ctrl-C stops it."]
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


def _tries(plan: Plan, open_to: Sequence[DemoPerson]) -> Iterator[str]:
    if not plan.simulator_url:
        yield "Call one of the lines with a telephone."
        return
    yield f"Call in a browser {plan.url}/phone/"
    yield f"or in another shell: {_same_folder(plan.settings)}.venv/bin/linja call --press 0"
    if agents := [one for one in open_to if one.telephone]:
        yield f"Answer at a desk {plan.url}/desk/ as {_who(agents)}"
    if others := [one for one in open_to if not one.telephone]:
        yield f"Change it all at {plan.url}/admin/flows/ as {_who(others)}"


def _who(people: Sequence[DemoPerson]) -> str:
    return ", ".join(f"{one.name} with {one.password}" for one in people)


def _same_folder(settings: Settings) -> str:
    """What a command in another shell needs before it to find what runs here."""
    given = settings.linja_data_dir
    return "" if given == Settings().linja_data_dir else f"LINJA_DATA_DIR={quote(given)} "
