"""Formats of pushes, one module each, chosen by the source's settings or by content type."""

import importlib
import pkgutil
from typing import Any, Protocol, cast

from pydantic import BaseModel

from outage_feed.push import Push, Sent


class Format(Protocol):
    """
    What a module of this package has.

    `CONTENT_TYPES` choose it where a source's settings name none; a format may have none.
    `Options` are a source's settings for it. `read` raises `outage_feed.push.Unreadable`.
    """

    NAME: str
    CONTENT_TYPES: tuple[str, ...]
    Options: type[BaseModel]

    def read(self, sent: Sent, options: Any, /) -> Push:
        """Read what a source sent; what is wrong with one item is said beside it."""


def formats() -> dict[str, Format]:
    """Every format by its name."""
    modules = [importlib.import_module(f"{__name__}.{m.name}") for m in _modules()]
    return {module.NAME: cast(Format, module) for module in modules}


def by_content_type() -> dict[str, Format]:
    """Every format by the content types that choose it."""
    return {kind: found for found in formats().values() for kind in found.CONTENT_TYPES}


def _modules() -> list[pkgutil.ModuleInfo]:
    return [module for module in pkgutil.iter_modules(__path__) if not module.ispkg]
