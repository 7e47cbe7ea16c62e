"""The installation's own secret."""

from pathlib import Path

import pytest

from ivr.secret import secret_in


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    assert secret_in(tmp_path) == secret_in(tmp_path)


def test_every_installation_has_its_own(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert secret_in(tmp_path) != secret_in(other)


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    secret_in(tmp_path)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_empty_file_is_not_taken_for_a_secret(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    with pytest.raises(OSError, match="delete it"):
        secret_in(tmp_path)
