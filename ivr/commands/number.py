"""`linja number`: where the numbers of our lines lead at Twilio."""

import click

from ivr.audit.log import note, operator
from ivr.clock import RunningClock
from ivr.doctor.examine import open_patient
from ivr.doctor.finding import Patient
from ivr.twilio.account import AccountRest, wanted_settings
from routing.numbers import Number, read_number

NEEDS_HTTPS = "PUBLIC_URL is not https: Twilio would send callers' numbers in the clear."


@click.group("number")
def command() -> None:
    """Numbers at Twilio."""


@command.command()
@click.argument("number", required=False)
@click.option("--all", "all_of_them", is_flag=True, help="The number of every line.")
def setup(number: str | None, *, all_of_them: bool) -> None:
    """Lead NUMBER to us: calls, what is told of them, the fallback and text messages."""
    patient = open_patient()
    _check(patient)
    chosen = _chosen(patient, number, all_of_them=all_of_them)
    try:
        for one in chosen:
            _set_up(patient, one)
    finally:
        patient.engine.dispose()


def _check(patient: Patient) -> None:
    settings = patient.settings
    if not settings.on_twilio:
        raise click.ClickException(
            "Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL first."
        )
    if not settings.public_url.startswith("https:") and not patient.pretended:
        raise click.ClickException(NEEDS_HTTPS)


def _chosen(patient: Patient, number: str | None, *, all_of_them: bool) -> list[str]:
    lines = patient.configuration.lines if patient.configuration else {}
    if all_of_them:
        return list(lines)
    read = read_number(number)
    if not isinstance(read, Number):
        raise click.ClickException("Give a telephone number, or --all for that of every line.")
    if read.e164 not in lines:
        click.echo(f"{read.e164} is no line yet: see `linja config apply`.", err=True)
    return [read.e164]


def _set_up(patient: Patient, number: str) -> None:
    rest, wanted = AccountRest(patient.settings), wanted_settings(patient.settings.public_url)
    own = rest.find(number)
    if own is None:
        raise click.ClickException(f"{number} is not a number of this Twilio account.")
    changed = {name: value for name, value in wanted.items() if own.settings[name] != value}
    if not changed:
        click.echo(f"{number}: already leads to {patient.settings.public_url}")
        return
    rest.set_up(own, changed)
    before = {name: own.settings[name] for name in changed}
    with patient.engine.begin() as connection:
        now = RunningClock().now()
        note(
            connection,
            who=operator(),
            what="line.led_here",
            about=number,
            before=before,
            after=changed,
            at=now,
        )
    click.echo(f"{number}:")
    for name, value in changed.items():
        click.echo(f"  {name}: {own.settings[name] or '(not set)'} -> {value or '(not set)'}")
