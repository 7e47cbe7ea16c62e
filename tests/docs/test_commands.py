"""Every command that the operator's pages name is there, with the options that they give it."""

import re
import shlex

import click
import pytest

from ivr.cli import main
from tests.docs.blocks import DOCS

PAGES = ("runbooks.md", "operations.md", "install.md", "start.md", "demo.md", "queue.md")
SPAN = re.compile(r"(?<!`)`(?:\.venv/bin/)?linja( [^`]+)`")
LINE = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?linja( .+)$", re.MULTILINE)
COMMENT = re.compile(r"\s+#.*$")


def named(page: str) -> list[list[str]]:
    """Return what follows `linja` on a page, word by word."""
    text = (DOCS / page).read_text("utf-8")
    spans = [found.replace("\n", " ") for found in SPAN.findall(text)]
    fences = re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    lines = [COMMENT.sub("", found) for fence in fences for found in LINE.findall(fence)]
    return [shlex.split(found) for found in spans + lines]


def unknown(words: list[str]) -> str:
    """Say which word no command takes, empty if all are known."""
    command: click.Command = main
    context = click.Context(main)
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(context, word)
            if found is None:
                return word
            command = found
        elif word.startswith("--"):
            options = {one for parameter in command.params for one in parameter.opts}
            if word.partition("=")[0] not in options:
                return word
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_named_is_there(page: str) -> None:
    commands = named(page)
    assert commands
    assert {" ".join(words): unknown(words) for words in commands if unknown(words)} == {}


def test_what_is_not_there_is_seen() -> None:
    assert unknown(["feed", "status", "SOURCE"]) == ""
    assert unknown(["feed", "state"]) == "state"
    assert unknown(["release", "--every"]) == "--every"
