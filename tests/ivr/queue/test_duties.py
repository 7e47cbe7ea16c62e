"""Duties are found by their files, and fail alone."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

import ivr.duties
from ivr.queue.bells import CALLBACKS, NAMES
from ivr.queue.duties import BadDuty, Duty, done, duties
from ivr.services import Services

RUN = "def run(services):\n    services.engine.dispose()\n"


@pytest.fixture(name="folder")
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ivr.duties, "__path__", [str(tmp_path)])
    return tmp_path


def test_a_file_is_a_duty(folder: Path) -> None:
    (folder / "tidy_of_test.py").write_text(f"EVERY_SECONDS = 60\nBELL = 'callbacks'\n{RUN}")
    found = [(duty.name, duty.every_seconds, duty.bell) for duty in duties()]
    assert found == [("tidy_of_test", 60, CALLBACKS)]


@pytest.mark.parametrize(
    "text",
    ["EVERY_SECONDS = 60\n", RUN, f"EVERY_SECONDS = 60\nBELL = 'doorbell'\n{RUN}"],
    ids=["no run", "no time", "no such bell"],
)
def test_a_file_that_does_not_say_what_it_must_is_named(
    folder: Path, text: str, request: pytest.FixtureRequest
) -> None:
    name = "bad_" + request.node.callspec.id.replace(" ", "_")
    (folder / f"{name}.py").write_text(text)
    with pytest.raises(BadDuty, match=rf"{name}\.py: needs EVERY_SECONDS"):
        duties()


def test_a_bell_is_answered_by_one_duty(folder: Path) -> None:
    for name in ("first_of_test", "second_of_test"):
        (folder / f"{name}.py").write_text(f"EVERY_SECONDS = 60\nBELL = 'poll'\n{RUN}")
    with pytest.raises(BadDuty, match="same BELL"):
        duties()


def test_the_shipped_duties_are_sound() -> None:
    assert {duty.bell for duty in duties()} <= {"", *NAMES}


def test_a_failure_is_logged_and_goes_no_further(services: Services) -> None:
    def fail(_services: Services) -> None:
        raise ValueError("on purpose")

    with capture_logs() as logs:
        went_well = done(Duty("fails", 60, fail), services)
    assert not went_well
    assert [(line["event"], line["duty"]) for line in logs] == [("duty_failed", "fails")]
