"""The step types. A new file here is a new type; nothing else needs to know."""

import importlib
import pkgutil
from typing import get_args

from flows.step import Step


def _find() -> dict[str, type[Step]]:
    found: dict[str, type[Step]] = {}
    for module in pkgutil.iter_modules(__path__):
        contents = vars(importlib.import_module(f"{__name__}.{module.name}"))
        for value in contents.values():
            if (
                isinstance(value, type)
                and issubclass(value, Step)
                and "type" in value.model_fields
            ):
                found[get_args(value.model_fields["type"].annotation)[0]] = value
    return found


STEP_TYPES = _find()
