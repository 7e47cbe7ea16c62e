"""Publish what ships with Linja where nothing has been published yet."""

from contextlib import suppress

from ivr.bundles.library import shipped_bundle, shipped_flows
from ivr.bundles.store import StaleBase, live_flow_names, publish
from ivr.services import Services

NOTE = "Shipped with Linja"


def publish_shipped(services: Services) -> list[str]:
    """
    Publish every shipped flow that has no live version, and name those.

    A flow of that name which is live already, the company's own or an older one, stays.
    """
    missing = sorted(shipped_flows().keys() - live_flow_names(services.engine))
    for name in missing:
        with suppress(StaleBase):  # another machine was quicker
            publish(services.engine, shipped_bundle(name), NOTE, services.clock.now())
    return missing
