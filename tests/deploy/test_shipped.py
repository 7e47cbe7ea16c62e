"""What is in `deploy/` fits the application: commands, settings and files that there are."""

import re
from configparser import RawConfigParser
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from gunicorn.config import Config  # type: ignore[import-untyped]

from ivr.cli import COMMANDS
from ivr.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SETTINGS = {field.name.upper() for field in fields(Settings)}
LINJA = "/opt/linja/.venv/bin/linja "
OF_POSTGRESQL = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


def compose() -> dict[str, Any]:
    """The compose file, with its references followed."""
    text = (DEPLOY / "docker" / "compose.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)  # noqa: TID251 -- no postcode in it
    return read


def unit(path: Path) -> RawConfigParser:
    """A unit of systemd."""
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text("utf-8"))
    return parser


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_a_command_that_there_is(path: Path) -> None:
    service = dict(unit(path)["Service"])
    assert service["ExecStart"].startswith(LINJA)
    assert service["ExecStart"].removeprefix(LINJA).split()[0] in COMMANDS
    assert (service["User"], service["NoNewPrivileges"]) == ("linja", "yes")


def test_whoever_serves_waits_for_the_migration_and_stops_in_time() -> None:
    stops = {}
    for name in ("web", "worker"):
        read = unit(DEPLOY / "systemd" / f"linja-{name}.service")
        assert "linja-migrate.service" in read["Unit"]["Requires"].split()
        assert "linja-migrate.service" in read["Unit"]["After"].split()
        stops[name] = int(read["Service"]["TimeoutStopSec"])
    assert stops["web"] > 5 < stops["worker"] - 26


def test_no_process_can_take_the_memory_of_the_machine_nor_end_the_others() -> None:
    shares = []
    for name in ("web", "worker"):
        service = unit(DEPLOY / "systemd" / f"linja-{name}.service")["Service"]
        assert (service["OOMPolicy"], service["Restart"]) == ("continue", "always")
        shares.append(int(service["MemoryMax"].removesuffix("%")))
    assert sum(shares) < 100
    ours = [one for one in compose()["services"].values() if one["image"] == "linja"]
    assert {one["mem_limit"] for one in ours} == {"1g"}


def test_the_web_server_is_given_a_socket_where_the_proxy_looks_for_it() -> None:
    web, listens = (
        unit(DEPLOY / "systemd" / f"linja-web.{kind}") for kind in ("service", "socket")
    )
    assert "linja-web.socket" in web["Unit"]["Requires"].split()
    assert "linja-web.socket" in web["Unit"]["After"].split()
    address = listens["Socket"]["ListenStream"]
    assert f"server {address} " in (DEPLOY / "nginx" / "linja.conf").read_text("utf-8")


def test_only_settings_that_there_are_are_set() -> None:
    example = (DEPLOY / "linja.env.example").read_text("utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    for service in compose()["services"].values():
        named |= set(service.get("environment", {}))
    assert named - SETTINGS - OF_POSTGRESQL == set()


def test_the_example_of_settings_is_complete() -> None:
    pairs = re.findall(
        r"^([A-Z_]+)=(.*)$", (DEPLOY / "linja.env.example").read_text("utf-8"), re.MULTILINE
    )
    filled = {name: value or "x" * 64 for name, value in pairs}
    assert Settings.read(filled).on_twilio


def test_every_service_of_ours_runs_a_command_with_little_power() -> None:
    ours = {
        name: service
        for name, service in compose()["services"].items()
        if service["image"] == "linja"
    }
    assert set(ours) == {"migrate", "web", "worker"}
    for service in ours.values():
        assert service["command"][0] in COMMANDS
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["environment"].keys() >= {"SECRET_KEY", "DATABASE_URL", "PUBLIC_URL"}
    assert compose()["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_what_the_image_copies_is_there_and_let_in() -> None:
    dockerfile = (DEPLOY / "docker" / "Dockerfile").read_text("utf-8")
    ignored = (DEPLOY / "docker" / "Dockerfile.dockerignore").read_text("utf-8")
    let_in = set(re.findall(r"^!(.+)$", ignored, re.MULTILINE))
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", dockerfile, re.MULTILINE)
    for source in " ".join(copied).split():
        assert (ROOT / source).exists()
        assert source in let_in


def test_proxies_let_only_the_public_addresses_through() -> None:
    nginx = (DEPLOY / "nginx" / "linja.conf").read_text("utf-8").split("# Your own network")[0]
    assert re.findall(r"location (\S+) ", nginx) == ["/voice/", "/sms/", "/feeds/", "/"]
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text("utf-8")
    assert "@public path /voice/* /sms/* /feeds/*\n" in caddy


def test_no_machine_is_left_out_while_the_other_is_restarted() -> None:
    nginx = (DEPLOY / "nginx" / "linja.conf").read_text("utf-8")
    servers = re.findall(r"^    (?:# )?server (\S+) (.*?);", nginx, re.MULTILINE)
    assert [how for _, how in servers] == ["max_fails=0"] * 2


def test_nothing_is_passed_on_at_another_path() -> None:
    passed = (DEPLOY / "nginx" / "linja_pass.conf").read_text("utf-8")
    assert re.findall(r"^proxy_pass (.+);$", passed, re.MULTILINE) == ["http://linja"]


def test_proxies_read_a_request_whole_and_let_go_of_a_connection_first() -> None:
    nginx = (DEPLOY / "nginx" / "linja.conf").read_text("utf-8")
    caddy = (DEPLOY / "caddy" / "Caddyfile").read_text("utf-8")
    kept = [
        *re.findall(r"^ +keepalive_timeout (\d+)s;", nginx, re.MULTILINE),
        *re.findall(r"^\t+keepalive (\d+)s$", caddy, re.MULTILINE),
    ]
    assert len(kept) == 1 + caddy.count("\treverse_proxy ")
    assert max(int(seconds) for seconds in kept) < Config().keepalive
    assert caddy.count("\t\t\tbuffer_requests\n") == caddy.count("\treverse_proxy ")


def test_the_image_has_the_libraries_that_are_tested() -> None:
    def pinned(path: Path) -> dict[str, str]:
        text = path.read_text("utf-8")
        return dict(re.findall(r"^([a-z0-9_.\[\]-]+)==(\S+)", text, re.MULTILINE))

    tested = pinned(ROOT / "requirements.txt")
    shipped = pinned(DEPLOY / "docker" / "requirements.txt")
    assert {name: tested.get(name) for name in shipped} == shipped
    assert "pytest" not in shipped
