"""The file that tells of a running server."""

import os
from pathlib import Path

import pytest

from ivr.run.runfile import AlreadyRunning, Run, hold, read_run, remove_run, write_run

RUN = Run(
    pid=os.getpid(),
    port=8000,
    url="http://127.0.0.1:8000",
    simulator_url="http://127.0.0.1:8001",
    clock_offset_seconds=-3.5,
    lines={"customer-service": "+358931570000"},
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_run(tmp_path, RUN)
    assert read_run(tmp_path) == RUN


def test_nothing_runs_before_the_start_nor_after_the_end(tmp_path: Path) -> None:
    before = read_run(tmp_path)
    write_run(tmp_path, RUN)
    remove_run(tmp_path)
    assert (before, read_run(tmp_path)) == (None, None)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', "7"])
def test_a_file_that_makes_no_sense_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text)
    assert read_run(tmp_path) is None


def test_what_a_crash_left_behind_is_nothing(tmp_path: Path) -> None:
    write_run(tmp_path, Run(pid=2**22 + 1, port=1, url=""))
    assert read_run(tmp_path) is None


def test_a_data_directory_belongs_to_one_run(tmp_path: Path) -> None:
    with hold(tmp_path), pytest.raises(AlreadyRunning, match="--data-dir"), hold(tmp_path):
        pass


def test_a_directory_is_free_again_afterwards(tmp_path: Path) -> None:
    with hold(tmp_path):
        pass
    with hold(tmp_path):
        assert (tmp_path / "run.lock").exists()
