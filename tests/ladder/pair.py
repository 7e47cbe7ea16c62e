"""Two PostgreSQL, the second of which holds every commit of the first before it is told of."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import psycopg

from ivr.run.ports import free_port
from tests.postgres import cluster, does, started
from tests.processes import soon

HOST = "127.0.0.1"
STREAMS = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


@dataclass
class Pair:
    """`ports` are those of the first and the second."""

    binaries: Path
    folder: Path
    ports: tuple[int, int]
    servers: list["Popen[bytes]"]

    @property
    def url(self) -> str:
        """Both of them: whoever can be written to is the database."""
        hosts = "&".join(f"host={HOST}:{port}" for port in self.ports)
        return f"postgresql+psycopg://linja@/postgres?{hosts}&target_session_attrs=read-write"

    def first_dies(self) -> None:
        """`kill -9`; what it has promised is on the other."""
        self.servers[0].kill()
        self.servers[0].wait()

    def second_takes_over(self) -> None:
        """As its operator, or Patroni, has it do."""
        does(self.folder, self.binaries / "pg_ctl", "promote", "-D", self.folder / "standby")

    def ask(self, at: int, sql: str) -> object:
        """Ask one of them; None while it does not answer."""
        with suppress(psycopg.OperationalError), self._open(at) as connection:
            row = connection.execute(sql.encode()).fetchone()
            return row[0] if row else None
        return None

    def order(self, at: int, *orders: str) -> None:
        """Tell one of them something."""
        with self._open(at) as connection:
            for sql in orders:
                connection.execute(sql.encode())

    def _open(self, at: int) -> "psycopg.Connection[tuple[object, ...]]":
        port = self.ports[at]
        return psycopg.connect(
            host=HOST, port=port, user="linja", dbname="postgres", autocommit=True
        )


@contextmanager
def pair() -> Iterator[Pair]:
    """Start both, the second a copy of the first that follows it."""
    with cluster() as (binaries, folder):
        both = Pair(binaries, folder, (free_port(), free_port()), [])
        try:
            _start(both, "data", 0)
            copy = ("-h", HOST, "-p", str(both.ports[0]), "-U", "linja", "-R", "--checkpoint=fast")
            does(folder, binaries / "pg_basebackup", *copy, "-D", folder / "standby")
            _start(both, "standby", 1)
            both.order(
                0, "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"
            )
            assert soon(lambda: both.ask(0, STREAMS) == 1), (folder / "log").read_text()
            yield both
        finally:
            for server in both.servers:
                server.kill()
                server.wait()


def _start(both: Pair, data: str, at: int) -> None:
    port, folder = str(both.ports[at]), both.folder
    where = ("-D", str(folder / data), "-k", "", "-h", HOST, "-p", port, "-c", "fsync=off")
    both.servers.append(started(folder, str(both.binaries / "postgres"), *where))
    assert soon(lambda: both.ask(at, "SELECT 1") == 1), (folder / "log").read_text()
