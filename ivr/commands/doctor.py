"""`linja doctor`: look at everything, and say what to do."""

import json
from dataclasses import asdict

import click

from ivr.bundles.library import shipped_prompts
from ivr.calls.last_words import last_words
from ivr.calls.voices import voices_of
from ivr.doctor.examine import examine, open_patient
from ivr.doctor.finding import Finding, Patient

MARKS = {"ok": "ok     ", "problem": "PROBLEM", "look": "look   "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--fallback-twiml",
    "language",
    is_flag=False,
    flag_value="fi",
    type=click.Choice(["fi", "sv", "en"]),
    help="Print instead what Twilio is to say while none of our machines answers.",
)
def command(language: str | None, *, as_json: bool) -> None:
    """Look at the whole set-up, Twilio's side included. Exit code 1 if something is wrong."""
    patient = open_patient()
    if language:
        click.echo(_hosted(patient, language))
        return
    found = list(examine(patient))
    patient.engine.dispose()
    click.echo(
        json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)
        if as_json
        else _told(patient, found)
    )
    if any(one.state == "problem" for one in found):
        raise click.exceptions.Exit(1)


def _told(patient: Patient, found: list[Finding]) -> str:
    lines = ["The simulator stands in for Twilio."] if patient.pretended else []
    for one in found:
        lines.append(f"{MARKS[one.state]}  {one.check}: {one.found}")
        if one.mend:
            lines.append(f"         -> {one.mend}")
    problems = sum(one.state == "problem" for one in found)
    lines.append(f"{problems} problem{'' if problems == 1 else 's'}")
    return "\n".join(lines)


def _hosted(patient: Patient, language: str) -> str:
    """Return a document for a TwiML Bin: it needs nothing of ours."""
    number = patient.settings.linja_fallback_number
    if not number:
        raise click.ClickException("Set LINJA_FALLBACK_NUMBER first: it is who is rung.")
    return last_words(shipped_prompts(), voices_of(patient.settings), number)[language]
