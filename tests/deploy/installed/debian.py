"""
Programs of Debian's packages, without installing them: `make test-deploy`.

`python -m tests.deploy.installed.debian` unpacks those that are not on PATH beside the virtual
environment; nothing is started and no root is needed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

UNPACKED = Path(sys.prefix) / "debian"
PACKAGES = {"nginx": "nginx", "caddy": "caddy", "promtool": "prometheus"}
FOLDERS = ("usr/bin", "usr/sbin")


def program(name: str) -> str:
    """Return where a program is. Raises FileNotFoundError, and says how to get it."""
    folders = [str(UNPACKED / folder) for folder in FOLDERS]
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *folders]))
    if found is None:
        raise FileNotFoundError(f"{name} is not there: run make test-deploy, or install it")
    return found


def unpack(name: str) -> None:
    """Fetch the package of a program from Debian's archive, and unpack it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["apt-get", "download", PACKAGES[name]], cwd=folder, check=True)  # noqa: S603, S607 -- Debian's own
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(UNPACKED)], check=True)  # noqa: S603, S607 -- Debian's own


def main() -> None:
    """Unpack what is missing."""
    for name in PACKAGES:
        try:
            program(name)
        except FileNotFoundError:
            unpack(name)


if __name__ == "__main__":
    main()
