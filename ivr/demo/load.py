"""Fill a new data directory with the demo company, and let its outages change with time."""

import json
from datetime import datetime
from importlib import resources

from sqlalchemy import select

from ivr.bundles.library import shipped_flows
from ivr.db.tables.outages import sources
from ivr.demo.people import add_people
from ivr.demo.story import Chapter, chapters
from ivr.directory.csv_import import import_customers
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.lines.store import apply
from ivr.services import Services
from routing.document import read_document

SOURCE = "demo"


def load_demo(services: Services) -> None:
    """Make the company, its people, customers and outages. The flows are there already."""
    here = resources.files("ivr.demo")
    configuration = read_document((here / "configuration.yaml").read_text(encoding="utf-8"))
    apply(services.engine, configuration.sections, set(shipped_flows()))
    customers = (here / "customers.csv").read_text(encoding="utf-8").splitlines()
    import_customers(services.engine, customers, tell=lambda _: None)
    with services.engine.begin() as connection:
        create_source(connection, SOURCE, services.clock.now(), never_stale=True)
        add_people(connection, services.clock.now())
    DemoFeed(services).play()


class DemoFeed:
    """The demo's outage system: pushes each chapter of its story when its time has come."""

    def __init__(self, services: Services) -> None:
        self._services = services
        started = _started_at(services)
        self._chapters = chapters(started) if started else []
        self._told_until: datetime | None = None

    def play(self) -> None:
        """
        Push what has become due. Cheap when nothing has; a chapter pushed twice changes nothing.

        Time that was moved back comes again, and so does what belongs to it.
        """
        now, before = self._services.clock.now(), self._told_until
        for chapter in self._chapters:
            if chapter.at <= now and (before is None or chapter.at > before):
                self._push(chapter)
        self._told_until = now

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
