"""`linja config`, as typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.bundles.library import shipped_bundle
from ivr.bundles.publishing import publish_text
from ivr.bundles.store import publish
from ivr.commands.config import command
from ivr.local import open_services
from routing.document import read_document

Run = Callable[..., Result]

DEMO = Path(__file__).parents[3] / "ivr" / "demo" / "configuration.yaml"
FINNISH_ONLY = Path(__file__).parents[2] / "flows" / "defects" / "known" / "finnish-only.yaml"
DEMO_FLOWS = ("customer-service", "fault-line", "delivery")
POLICIES = """
company: {fi: Pohjolan Verkko, sv: "Nordnätet: Ab", en: "2026"}
callbacks: {countries: [FI], attempts: 2, quiet: "21:00-08:00"}
emergency: {on: false, message: {fi: "Myrsky, suuri.", sv: ""}}
hours: {always: 24h, office: {mon-fri: ["08:00-16:00"], holidays: closed}}
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    environ = {"LINJA_DATA_DIR": str(tmp_path / "data")}
    return lambda *words: CliRunner(env=environ).invoke(command, [str(word) for word in words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "configuration.yaml"


def test_what_is_shown_is_what_was_applied(run: Run, file: Path) -> None:
    file.write_text(POLICIES, "utf-8")
    assert run("apply", file).stdout == "Applied: company, callbacks, emergency, hours\n"
    shown = run("show").stdout
    assert read_document(shown).sections == read_document(POLICIES).sections
    assert "  on: false\n" in shown


def test_nothing_is_applied_of_a_bad_file_and_every_problem_has_its_line(
    run: Run, file: Path
) -> None:
    file.write_text(
        "company: {fi: Uusi}\n"
        "hours:\n"
        "  office: {mon-fri: [8-16]}\n"
        "lines:\n"
        '  "+358931570000": {name: a, flow: nosuch, services: [], hours: night}\n',
        "utf-8",
    )
    done = run("apply", file)
    number = 'lines."+358931570000"'
    assert (done.exit_code, done.stderr.splitlines()) == (
        1,
        [
            "Error: nothing was applied",
            (
                f"{file}: line 3: hours.office.mon-fri[0]: must be a window such as 08:00-16:00, "
                "or 24h"
            ),
            f"{file}: line 5: {number}.flow: there is no published flow nosuch; there are none",
            f"{file}: line 5: {number}.hours: there are no hours named night",
            f"{file}: line 5: {number}: no team takes its calls",
        ],
    )
    assert run("show").stdout == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: [", "line 1: "),
        (b"company: \xe4", "is not UTF-8"),
        (b"- company", "must be a map of sections"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    run: Run, file: Path, content: bytes, said: str
) -> None:
    file.write_bytes(content)
    done = run("apply", file)
    assert done.exit_code == 1
    assert f"{file}: {said}" in done.stderr


def test_lines_are_applied_onto_published_flows(run: Run, file: Path, tmp_path: Path) -> None:
    services = open_services({"LINJA_DATA_DIR": str(tmp_path / "data")})
    for name in DEMO_FLOWS:
        publish(services.engine, shipped_bundle(name), "demo", services.clock.now())
    services.engine.dispose()
    assert run("apply", DEMO).exit_code == 0
    file.write_text("emergency: {on: true, message: {fi: Myrsky.}}\n", "utf-8")
    done = run("apply", file)
    assert (done.exit_code, done.stdout, done.stderr) == (
        0,
        "Applied: emergency\n",
        "note: emergency.message: is not heard in en, sv\n",
    )
    whole = read_document(DEMO.read_text("utf-8")).sections
    emergency = {"on": "true", "message": {"fi": "Myrsky."}}
    assert read_document(run("show").stdout).sections == {**whole, "emergency": emergency}


def test_a_language_that_a_line_has_and_its_flow_has_not_is_told(
    run: Run, file: Path, tmp_path: Path
) -> None:
    services = open_services({"LINJA_DATA_DIR": str(tmp_path / "data")})
    for name in DEMO_FLOWS:
        publish(services.engine, shipped_bundle(name), "demo", services.clock.now())
    publish_text(services.engine, FINNISH_ONLY.read_text("utf-8"), "", services.clock.now())
    services.engine.dispose()
    text = DEMO.read_text("utf-8").replace("flow: delivery", "flow: finnish-only", 1)
    file.write_text(text, "utf-8")
    assert run("apply", file).stderr.splitlines() == [
        f"note: delivery: the flow finnish-only has no words in {language}; "
        "its own sentences are said in another language there"
        for language in ("sv", "en")
    ]
