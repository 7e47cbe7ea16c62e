"""Many workers and one source: each is asked once, and none waits for another."""

import threading
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from ivr.db.tables.feeds import source_polls
from ivr.feeds.polling import any_due, claim_next
from ivr.feeds.polling_run import poll_due
from ivr.feeds.settings_store import apply_settings
from ivr.services import Services
from tests.ivr.feeds.conftest import item
from tests.ivr.feeds.polled import (
    HERE,
    apply,
    body,
    held,
    server,  # noqa: F401 -- a fixture
    with_secret,  # noqa: F401 -- a fixture
)
from tests.ivr.feeds.serving import Served, answer
from tests.processes import soon


def test_two_claims_never_have_the_same_source(services: Services, served: Served) -> None:
    apply(services, served)
    claims = [claim_next(services.engine) for _ in range(2)]
    assert [claim and claim.source for claim in claims] == ["grid", None]


def test_many_workers_ask_each_source_once(services: Services, served: Served) -> None:
    served.pages["/outages"] = answer(body())
    poll = {"url": served.url("/outages"), "plain_http": "true", "every_seconds": "300"}
    names = [f"source-{number}" for number in range(9)]
    given = {"format": "own-json", "poll": poll}
    apply_settings(services, {"sources": dict.fromkeys(names, given)})
    workers = [threading.Thread(target=poll_due, args=(services, HERE)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(served.asked) == 9


def test_a_claim_of_somebody_who_died_lapses(services: Services, served: Served) -> None:
    apply(services, served)
    assert claim_next(services.engine)
    assert not any_due(services.engine)
    with services.engine.begin() as connection:
        past = services.clock.now() - timedelta(days=1000)
        connection.execute(update(source_polls).values(claimed_until=past))
    assert any_due(services.engine)
    assert claim_next(services.engine)


def test_one_that_hangs_keeps_none_of_the_others(services: Services, served: Served) -> None:
    met, free = threading.Event(), threading.Event()

    def hang(client: Any) -> None:
        met.set()
        free.wait(20)
        client.sendall(answer(body()))

    served.pages |= {"/slow": hang, "/quick": answer(body(item()))}
    base = {"plain_http": "true", "every_seconds": "300"}
    apply_settings(
        services,
        {
            "sources": {
                "slow": {"format": "own-json", "poll": {**base, "url": served.url("/slow")}},
                "grid": {"format": "own-json", "poll": {**base, "url": served.url("/quick")}},
            }
        },
    )
    worker = threading.Thread(target=poll_due, args=(services, HERE))
    worker.start()
    meanwhile = met.wait(20) and soon(lambda: held(services) == ["F-1"])
    free.set()
    worker.join()
    assert meanwhile
