"""Fill a new data directory with the demo company, and let its outages change with time."""

import json
from datetime import datetime
from importlib import resources

from sqlalchemy import select

from ivr.bundles.library import shipped_flows
from ivr.db.tables.outages import sources
from ivr.demo.agents import add_agents
from ivr.demo.story import Chapter, chapters
from ivr.directory.csv_import import import_customers
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.lines.store import apply
from ivr.services import Services
from routing.document import read_document

SOURCE = "demo"


def load_demo(services: Services) -> None:
    """Make the company, its agents, customers and outages. The flows are there already."""
    here = resources.files("ivr.demo")
    configuration = read_document((here / "configuration.yaml").read_text(encoding="utf-8"))
    apply(services.engine, configuration.sections, set(shipped_flows()))
    customers = (here / "customers.csv").read_text(encoding="utf-8").splitlines()
    import_customers(services.engine, customers, tell=lambda _: None)
    with services.engine.begin() as connection:
        create_source(connection, SOURCE, services.clock.now(), never_stale=True)
        add_agents(connection, services.clock.now())
    DemoFeed(services).play()


class DemoFeed:
    """The demo's outage system: pushes each chapter of its story when its time has come."""

    def __init__(self, services: Services) -> None:
        self._services = services
        started = _started_at(services)
        self._coming = chapters(started) if started else []

    def play(self) -> None:
        """Push what is due. Cheap when nothing is; a chapter pushed twice changes nothing."""
        now = self._services.clock.now()
        due = [chapter for chapter in self._coming if chapter.at <= now]
        self._coming = [chapter for chapter in self._coming if chapter.at > now]
        for chapter in due:
            self._push(chapter)

    def _push(self, chapter: Chapter) -> None:
        body = json.dumps({"outages": [chapter.item]}).encode()
        status, answer = receive(self._services, SOURCE, "application/json", body)
        if status != 200:  # noqa: PLR2004 -- HTTP
            raise ValueError(f"the demo's own outage was refused: {answer}")


def _started_at(services: Services) -> datetime | None:
    query = select(sources.c.created_at).where(sources.c.name == SOURCE)
    with services.engine.connect() as connection:
        found: datetime | None = connection.execute(query).scalar()
    return found
