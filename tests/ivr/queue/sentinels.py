"""A master, its replica and three sentinels, on this machine."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from redis import Redis, RedisError

from ivr.queue.valkey import binary
from ivr.run.ports import free_port
from tests.processes import soon

NAME = "linja"
SILENT_MILLISECONDS = 500
"""A master that is silent for so long is given up. In production it is some seconds."""
SETTINGS = f"""\
sentinel monitor {NAME} 127.0.0.1 {{master}} 2
sentinel down-after-milliseconds {NAME} {SILENT_MILLISECONDS}
sentinel failover-timeout {NAME} 2000
"""


class Watched:
    """Five servers; the first is the master until it is killed."""

    def __init__(self, folder: Path) -> None:
        self.master, self.replica, *self.sentinels = (free_port() for _ in range(5))
        self._folder = folder
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start them, and wait until the sentinels know of the replica and of each other."""
        follow = ("--replicaof", f"127.0.0.1 {self.master}")
        self._processes[self.master] = self._server(self.master)
        self._processes[self.replica] = self._server(self.replica, *follow)
        assert soon(self._follows)
        self._processes |= {port: self._sentinel(port) for port in self.sentinels}
        assert soon(lambda: all(map(self._knows_all, self.sentinels)))

    @property
    def url(self) -> str:
        """The address for our settings."""
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.sentinels)
        return f"redis+sentinel://{hosts}/{NAME}"

    def kill(self, port: int) -> None:
        """End one with SIGKILL."""
        self._processes[port].kill()
        self._processes[port].wait()

    def led_by(self, port: int) -> bool:
        """Wait until all sentinels that live call this server master."""
        return soon(lambda: self._follows_master(port))

    def stop(self) -> None:
        """End them all."""
        for port in self._processes:
            self.kill(port)

    def _server(self, port: int, *more: str) -> "subprocess.Popen[bytes]":
        room = self._folder / str(port)
        room.mkdir()
        usual = ("--port", str(port), "--bind", "127.0.0.1", "--dir", str(room), "--save", "")
        return self._run(str(binary()), *usual, "--repl-diskless-sync-delay", "0", *more)

    def _sentinel(self, port: int) -> "subprocess.Popen[bytes]":
        file = self._folder / f"{port}.conf"
        place = f"port {port}\nbind 127.0.0.1\ndir {self._folder}\n"
        file.write_text(place + SETTINGS.format(master=self.master), "ascii")
        return self._run(str(binary()), str(file), "--sentinel")

    def _run(self, *command: str) -> "subprocess.Popen[bytes]":
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 -- our own

    def _follows(self) -> bool:
        state = asked(self.replica, lambda server: server.info("replication"))
        return bool(state) and state.get("master_link_status") == "up"

    def _knows_all(self, port: int) -> bool:
        known = asked(port, lambda server: server.sentinel_master(NAME)) or {}
        return (known.get("num-slaves"), known.get("num-other-sentinels")) == (1, 2)

    def _follows_master(self, port: int) -> bool:
        ours = [self._processes[each].poll() is None for each in self.sentinels]
        living = [each for each, lives in zip(self.sentinels, ours, strict=True) if lives]
        named = {asked(each, _master) for each in living}
        return named == {port}


def _master(server: Redis) -> Any:
    address: Any = server.sentinel_get_master_addr_by_name(NAME)
    return int(address[1])


def asked(port: int, question: Callable[[Redis], Any]) -> Any:
    """Ask one of them; None while it does not answer."""
    server = Redis("127.0.0.1", port, socket_timeout=1, decode_responses=True)
    try:
        return question(server)
    except RedisError:
        return None
    finally:
        server.close()
