"""Find Chromium, or install it: `python -m tests.browser.chromium` prints where it is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # as root, and in containers, it does not start otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NONE = (
    "No Chromium: none is on PATH, and neither apt-get (as root) nor Playwright could install "
    "one. Install chromium, then run this again."
)


def on_path() -> str:
    """Return the Chromium on PATH, or nothing."""
    return next(filter(None, map(shutil.which, ON_PATH)), "")


def of_playwright() -> str:
    """Return the Chromium that Playwright has installed, or nothing."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- needed by nothing else here

    with sync_playwright() as playwright:
        path: str = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def with_apt() -> str:
    """Install Debian's package, as root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    orders = ("apt-get update -qq", "apt-get install -y -qq chromium")
    for order in orders:
        done = subprocess.run(order.split(), env=environ, stdout=sys.stderr, check=False)  # noqa: S603 -- fixed words
        if done.returncode:
            return ""
    return on_path()


def with_playwright() -> str:
    """Let Playwright download one."""
    order = [sys.executable, "-m", "playwright", "install", "chromium"]
    done = subprocess.run(order, stdout=sys.stderr, check=False)  # noqa: S603 -- our interpreter
    return "" if done.returncode else of_playwright()


def found_or_installed() -> str:
    """Return where Chromium is, nothing if none can be had."""
    return on_path() or of_playwright() or with_apt() or with_playwright()


if __name__ == "__main__":
    sys.stdout.write(f"{found_or_installed() or sys.exit(NONE)}\n")
