"""One file, one verb."""

import importlib
import pkgutil


def load_verbs() -> None:
    """Import every file here; each registers its verb."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
