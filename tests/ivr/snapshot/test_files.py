"""The two files: whole or not there, and the one before when the newest is not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.snapshot.contents import BadSnapshot, Snapshot
from ivr.snapshot.files import BEFORE, FOLDER, NEWEST, SnapshotFiles

FIRST = Snapshot(1, {"company": {"fi": "Pohjolan Verkko"}}, {"fault-line": ["a"]}, {"a": "{}"})
SECOND = Snapshot(
    2, {"company": {"fi": "Åbo"}}, {"fault-line": ["b", "a"]}, {"b": "{}"}, "+358931570099"
)


@pytest.fixture(name="files")
def both_written(tmp_path: Path) -> SnapshotFiles:
    """The first, then the second."""
    files = SnapshotFiles(tmp_path)
    assert [files.write(one) for one in (FIRST, SECOND)] == [True, True]
    return files


def test_there_is_none_at_first(tmp_path: Path) -> None:
    assert SnapshotFiles(tmp_path).read() is None


def test_the_newest_is_read(files: SnapshotFiles) -> None:
    assert files.read() == SECOND


def test_the_same_is_not_written_again(files: SnapshotFiles) -> None:
    assert not files.write(SECOND)


@pytest.mark.parametrize(
    "harm",
    [
        lambda _: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole.replace(b"fault", b"fauld"),
        lambda whole: b"\x00" * len(whole),
        lambda whole: whole.replace(b"linja-snapshot-1", b"linja-snapshot-9"),
    ],
    ids=["empty", "half", "changed", "zeros", "another format"],
)
def test_when_the_newest_is_harmed_the_one_before_is_read(
    files: SnapshotFiles, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    newest = tmp_path / FOLDER / NEWEST
    newest.write_bytes(harm(newest.read_bytes()))
    assert files.read() == FIRST


def test_a_harmed_one_never_takes_the_place_of_the_one_before(
    files: SnapshotFiles, tmp_path: Path
) -> None:
    (tmp_path / FOLDER / NEWEST).write_bytes(b"torn")
    third = Snapshot(3, {}, {}, {})
    files.write(third)
    assert files.read() == third
    (tmp_path / FOLDER / NEWEST).unlink()
    assert files.read() == FIRST


def test_when_both_are_harmed_there_is_none(files: SnapshotFiles, tmp_path: Path) -> None:
    for name in (NEWEST, BEFORE):
        (tmp_path / FOLDER / name).write_bytes(b"torn")
    assert files.read() is None


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_stops_while_writing_leaves_what_was_there(
    files: SnapshotFiles, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr({"fsync": os, "replace": Path}[step], step, full)
    with pytest.raises(OSError, match="No space left"):
        files.write(Snapshot(3, {}, {}, {}))
    assert files.read() == SECOND


def test_only_we_may_read_it(files: SnapshotFiles, tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    modes = [path.stat().st_mode & 0o777 for path in (folder, folder / NEWEST, folder / BEFORE)]
    assert (files.read(), modes) == (SECOND, [0o700, 0o600, 0o600])


@pytest.mark.parametrize("fields", [b"[]", b"{}", b"null", b'{"version": 1}'])
def test_a_snapshot_without_its_parts_is_none(fields: bytes) -> None:
    whole = FIRST.to_bytes()
    body = whole.partition(b"\n")[2]
    with pytest.raises(BadSnapshot):
        Snapshot.from_bytes(whole.replace(body, fields))
