"""All pages, found by themselves, and whether those on disk are in step."""

import importlib
import pkgutil
from pathlib import Path

import ivr.reference

MADE = "<!-- Made from the code by: make reference -->"
NO_PAGE = frozenset({"pages", "__main__"})


def pages() -> dict[str, str]:
    """Return every page by its file's name."""
    names = [module.name for module in pkgutil.iter_modules(ivr.reference.__path__)]
    return {f"{name}.md": _page(name) for name in sorted(names) if name not in NO_PAGE}


def write(folder: Path) -> None:
    """Write them, in place of what was there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


def stale(folder: Path) -> list[str]:
    """Name the files that are missing, out of step or of no page."""
    made = pages()
    there = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in made.keys() | there if made.get(name) != there.get(name))


def _page(name: str) -> str:
    module = importlib.import_module(f"ivr.reference.{name}")
    return f"# {module.TITLE}\n\n{MADE}\n\n{module.ABOUT}\n\n{module.body()}\n"
