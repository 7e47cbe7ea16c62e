"""What a source's settings say about its alerts."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from outage_feed.outage import Kind, Service
from outage_feed.texts import clean

Scope = Literal["Public", "Restricted", "Private"]
Names = list[Annotated[str, Field(min_length=1)]]
LONGEST = 500


class Options(BaseModel):
    """
    How to read a source's alerts; without `services` or `service` none is an outage.

    `services`: the service by event or event code. `service`: that of all other alerts, if they
    are in one of `categories`. `identity`: "incident" makes all alerts that name the same one
    incident versions of one outage. `life_hours`: how long an alert without `expires` is heard.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: Service | None = None
    services: dict[str, Service] = {}
    categories: Names = ["Infra", "Other"]
    kind: Kind = "unplanned"
    identity: Literal["alert", "incident"] = "alert"
    estimate_parameter: str = "estimatedRestoration"
    postcode_geocodes: Names = ["postcode", "postinumero", "postnummer", "FI-postinumero"]
    municipality_geocodes: Names = ["FI-kuntanumero", "kuntanumero", "municipality"]
    messages: Literal["headline", "description", "none"] = "none"
    scopes: list[Scope] = ["Public"]
    life_hours: Annotated[int, Field(ge=1, le=24 * 31)] = 24

    def service_of(self, event: str) -> Service | None:
        """Return the service of an event or event code, however its letters are written."""
        return self._named.get(same(event))

    def area_kind(self, geocode: str) -> str | None:
        """Return "" for a postcode, "municipality", or None for a geocode that says neither."""
        return self._areas.get(same(geocode))

    @property
    def any_service(self) -> Service | None:
        """Some service of this source, for what ends an outage and says of which kind it was."""
        return self.service or next(iter(self.services.values()), None)

    @cached_property
    def _named(self) -> dict[str, Service]:
        return {same(name): service for name, service in self.services.items()}

    @cached_property
    def _areas(self) -> dict[str, str]:
        municipalities = {same(name): "municipality" for name in self.municipality_geocodes}
        return municipalities | {same(name): "" for name in self.postcode_geocodes}


def same(name: str) -> str:
    """Make names alike that differ only in capitals and spaces."""
    return clean(name[:LONGEST]).casefold()
