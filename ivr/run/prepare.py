"""What must be in the database before the first call."""

from ivr.bundles.shipped import publish_shipped
from ivr.demo.load import load_demo
from ivr.services import Services


def prepare(services: Services, *, demo: bool) -> None:
    """Publish the flows that ship with Linja, where none is live; fill in the demo if asked to."""
    publish_shipped(services)
    if demo:
        load_demo(services)
