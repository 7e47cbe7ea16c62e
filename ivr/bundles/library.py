"""The flows and prompts that ship with Linja."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from flows.definition import Bundle, Flow, make_bundle, read_flow
from flows.problems import BadFlow
from flows.prompts import Prompt, read_prompts
from flows.source import read_source

SUFFIX = ".yaml"


@cache
def shipped_prompts() -> Mapping[str, Prompt]:
    """Read every prompt of the library, by key such as `notice.electricity.eta`."""
    return _prompts("prompts")


@cache
def shipped_texts() -> Mapping[str, Prompt]:
    """Read every text message of the library, by key such as `restored.electricity`."""
    return _prompts("texts")


def _prompts(folder: str) -> Mapping[str, Prompt]:
    found: dict[str, Prompt] = {}
    for file in _yaml_files(_library() / folder):
        source = read_source(file.read_text("utf-8"))
        if source.problems:
            raise BadFlow(source.problems)
        found |= read_prompts(file.name.removesuffix(SUFFIX), source.document)
    return MappingProxyType(found)


@cache
def shipped_flows() -> Mapping[str, Flow]:
    """Read every flow that ships with Linja, by name."""
    return MappingProxyType({flow.name: flow for flow in map(_flow, _yaml_files(_library()))})


@cache
def shipped_sources() -> Mapping[str, str]:
    """Read the files of the shipped flows, by the flow's name."""
    texts = [file.read_text("utf-8") for file in _yaml_files(_library())]
    named = ((read_flow(text).flow, text) for text in texts)
    return MappingProxyType({flow.name: text for flow, text in named if flow})


@cache
def shipped_bundle(name: str) -> Bundle:
    """Gather a shipped flow with all that it needs. Raises BadFlow when there is none."""
    return make_bundle(name, shipped_flows(), shipped_prompts())


def _flow(file: Traversable) -> Flow:
    reading = read_flow(file.read_text("utf-8"))
    if reading.flow is None:
        raise BadFlow(reading.problems)
    return reading.flow


def _library() -> Traversable:
    return resources.files("flows") / "library"


def _yaml_files(folder: Traversable) -> list[Traversable]:
    files = [file for file in folder.iterdir() if file.name.endswith(SUFFIX)]
    return sorted(files, key=lambda file: file.name)
