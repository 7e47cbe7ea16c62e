"""The file of a flow as it is live, for a draft to begin with."""

from sqlalchemy import Engine

from flows.definition import Bundle, Flow
from flows.editing import written
from ivr.bundles import store
from ivr.bundles.library import shipped_bundle, shipped_flows, shipped_sources


def live_text(engine: Engine, flow: str) -> str:
    """
    Give the file that a live flow was read from; empty when the flow is not live.

    Of a version whose file was not kept, what calls need is written anew, without its scenarios.
    """
    past = store.history(engine, flow)
    return text_of(engine, past[-1]) if past else ""


def text_of(engine: Engine, version: store.Version) -> str:
    """Give the file of any version."""
    kept = store.source_of(engine, version.id)
    if kept is not None:
        return kept
    name = version.flow
    if name in shipped_flows() and shipped_bundle(name).hash == version.hash:
        return shipped_sources()[name]
    return bundle_text(store.load(engine, version.hash))


def bundle_text(bundle: Bundle) -> str:
    """Write the file of a bundle's own flow anew."""
    return _written(bundle.flows[bundle.start])


def _written(flow: Flow) -> str:
    document = flow.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return written(_words(document))


def _words(value: object) -> dict[str, object]:
    """Every value as it is written in a flow file: a string, a list or a map."""
    return (
        {str(key): _word(inner) for key, inner in value.items()} if isinstance(value, dict) else {}
    )


def _word(value: object) -> object:
    if isinstance(value, dict):
        return _words(value)
    if isinstance(value, list):
        return [_word(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
