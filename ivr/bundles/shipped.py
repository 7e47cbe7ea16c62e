"""Publish what ships with Linja where nothing has been published yet."""

from contextlib import suppress

from flows.definition import make_bundle
from ivr.bundles.library import shipped_flows, shipped_sources
from ivr.bundles.notes import SHIPPED
from ivr.bundles.own_words import shared_prompts
from ivr.bundles.store import Origin, StaleBase, live_flow_names, publish
from ivr.services import Services


def publish_shipped(services: Services) -> list[str]:
    """
    Publish every shipped flow that has no live version, and name those.

    A flow of that name which is live already, the company's own or an older one, stays.
    """
    library = shared_prompts(services.engine)
    missing = sorted(shipped_flows().keys() - live_flow_names(services.engine))
    for name in missing:
        with suppress(StaleBase):  # another machine was quicker
            bundle = make_bundle(name, shipped_flows(), library)
            publish(services.engine, bundle, SHIPPED, services.clock.now(), origin=_origin(name))
    return missing


def _origin(name: str) -> Origin:
    """Keep the file: with own words in the bundle, its hash no longer tells that it shipped."""
    return Origin(source=shipped_sources()[name])
