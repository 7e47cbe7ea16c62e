"""Formats of pushes, one module each, chosen by content type."""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import datetime

from outage_feed.push import Push

Reader = Callable[[str, bytes, datetime], Push]
"""`read(source, body, now)`. Raises `outage_feed.push.Unreadable`."""


def readers() -> dict[str, Reader]:
    """Every format by its content types: each module has `CONTENT_TYPES` and `read`."""
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(__path__):
        format_module = importlib.import_module(f"{__name__}.{module.name}")
        found.update(dict.fromkeys(format_module.CONTENT_TYPES, format_module.read))
    return found
