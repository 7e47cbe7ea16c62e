"""The embedded Redis."""

import os
import shutil
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from ivr.queue.connect import worker_client
from ivr.queue.valkey import LONGEST_SOCKET_PATH, NoValkey, Valkey, answers, binary, socket_path
from tests.processes import gone, soon


@pytest.fixture(name="server")
def started(tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    yield server
    server.stop()


def put(url: str, key: str) -> None:
    client = worker_client(url)
    client.set(key, "1")
    client.close()


def has(url: str, key: str) -> bool:
    client = worker_client(url)
    found = bool(client.exists(key))
    client.close()
    return found


def test_it_answers_on_a_socket_that_is_ours_alone(server: Valkey) -> None:
    path = Path(unquote(urlsplit(server.url).path))
    assert answers(server.url)
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_listens_on_no_port(server: Valkey) -> None:
    client = worker_client(server.url)
    listens = client.config_get("port")
    client.close()
    assert listens == {"port": "0"}


def test_what_was_stopped_is_gone_and_keeps_what_it_held(tmp_path: Path) -> None:
    first = Valkey(tmp_path)
    put(first.url, "kept")
    first.stop()
    assert not answers(first.url)
    second = Valkey(tmp_path)
    kept = has(second.url, "kept")
    second.stop()
    assert kept


def test_killed_and_revived_it_has_what_it_held(server: Valkey) -> None:
    put(server.url, "kept")
    os.kill(server.pid, signal.SIGKILL)
    assert soon(server.revive)
    assert has(server.url, "kept")


def test_one_that_runs_is_left_alone(server: Valkey) -> None:
    before = server.pid
    assert not server.revive()
    assert server.pid == before


def test_an_orphan_is_ended_before_its_files_are_opened_again(tmp_path: Path) -> None:
    orphan = Valkey(tmp_path)
    put(orphan.url, "kept")
    heir = Valkey(tmp_path)
    kept = has(heir.url, "kept")
    heir.stop()
    orphan.stop()
    assert gone(orphan.pid)
    assert kept


def test_a_long_directory_has_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("å" * 60) / "b c%d?#"
    server = Valkey(folder)
    answered, path = answers(server.url), socket_path(folder)
    server.stop()
    shutil.rmtree(path.parent)
    assert answered
    assert len(os.fsencode(path)) <= LONGEST_SOCKET_PATH


def test_two_long_directories_have_two_sockets(tmp_path: Path) -> None:
    one, other = (socket_path(tmp_path / ("x" * 100) / name) for name in "ab")
    assert one != other


def test_a_directory_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "valkey").mkdir(mode=0o755)
    with pytest.raises(NoValkey, match="mode 0700"):
        Valkey(tmp_path)


def test_files_that_cannot_be_read_are_named_and_nothing_is_left_running(tmp_path: Path) -> None:
    (tmp_path / "valkey").mkdir(mode=0o700)
    (tmp_path / "valkey" / "appendonlydir").write_text("not a directory")
    with pytest.raises(NoValkey, match=r"valkey\.log beside it says why"):
        Valkey(tmp_path)


def test_without_the_packaged_server_one_on_path_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Plan9")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoValkey, match="set REDIS_URL"):
        binary()
    theirs = tmp_path / "redis-server"
    theirs.write_text("#!/bin/sh\n")
    theirs.chmod(0o755)
    assert binary() == theirs
