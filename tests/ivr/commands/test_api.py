"""`linja api token`, as typed."""

from pathlib import Path

from click.testing import CliRunner

from ivr.commands.api import command
from ivr.directory.tokens import scope_of
from ivr.local import open_services


def test_only_the_token_is_printed_and_it_works(tmp_path: Path) -> None:
    environ = {"LINJA_DATA_DIR": str(tmp_path)}
    done = CliRunner(env=environ).invoke(command, ["token", "crm", "--scope", "read"])
    engine = open_services(environ).engine
    with engine.connect().execution_options(readonly=True) as connection:
        assert scope_of(connection, done.stdout.removesuffix("\n")) == "read"
    engine.dispose()


def test_another_scope_is_refused(tmp_path: Path) -> None:
    environ = {"LINJA_DATA_DIR": str(tmp_path)}
    done = CliRunner(env=environ).invoke(command, ["token", "crm", "--scope", "all"])
    assert done.exit_code == 2
