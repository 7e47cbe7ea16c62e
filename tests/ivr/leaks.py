"""Numbers and secrets in a text: numbers however they are written."""

import re
from collections.abc import Iterable, Mapping

SEPARATORS = re.compile(r"[\s().%-]")


def told_of(text: str, numbers: Iterable[str], secrets: Mapping[str, str]) -> list[str]:
    """Name what a text tells. `numbers` begin with +358; `secrets` are by name."""
    plain = SEPARATORS.sub("", text)
    told = [number for number in sorted(numbers) if number[4:] in plain]
    return told + [name for name, secret in secrets.items() if secret in text]
