"""YAML for people in which every scalar is text, and is read as text."""

from typing import Any

import yaml


class _PlainDumper(yaml.SafeDumper):
    """Only what YAML itself needs quoted is quoted."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return "tag:yaml.org,2002:str"
        return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]


def plain_yaml(document: Any) -> str:
    """Write maps, lists and texts."""
    written: str = yaml.dump(
        document,
        Dumper=_PlainDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
    )
    return written
