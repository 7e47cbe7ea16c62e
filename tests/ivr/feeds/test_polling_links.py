"""An index is fetched, and what it links to: to the same server, within limits."""

from datetime import timedelta

import pytest

from ivr.clock import StoppedClock
from ivr.feeds import polling_links
from ivr.feeds.polling_run import poll_due
from ivr.services import Services
from tests.ivr.feeds.polled import (
    HERE,
    again,
    apply,
    heard,
    held,
    kept,
    server,  # noqa: F401 -- a fixture
    state,
    with_secret,  # noqa: F401 -- a fixture
)
from tests.ivr.feeds.serving import Served, answer, serving

INDEX = """<feed xmlns="http://www.w3.org/2005/Atom"><id>i</id><title>t</title>
<updated>2026-11-22T14:00:00+02:00</updated>{entries}</feed>"""
ENTRY = """<entry><id>e{path}</id><title>t</title><updated>2026-11-22T14:00:00+02:00</updated>
<link rel="alternate" type="application/cap+xml" href="{path}"/></entry>"""
ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{id}</identifier>
<sender>a@example.fi</sender><sent>2026-11-22T14:10:00+02:00</sent><status>Actual</status>
<msgType>Alert</msgType><scope>Public</scope><info><language>fi-FI</language>
<category>Infra</category><event>Sähkökatko</event><urgency>Immediate</urgency>
<severity>Severe</severity><certainty>Observed</certainty>
<expires>2026-11-23T14:10:00+02:00</expires>
<area><areaDesc>Merikarvia</areaDesc><geocode><valueName>postcode</valueName>
<value>29900</value></geocode></area></info></alert>"""
CAP = {"service": "electricity"}


def index(*paths: str) -> bytes:
    return answer(INDEX.format(entries="".join(ENTRY.format(path=path) for path in paths)))


def test_what_an_index_links_to_is_fetched_and_read(services: Services, served: Served) -> None:
    served.pages |= {
        "/outages": index("/cap/1", "/cap/2", "cap/1"),
        "/cap/1": answer(ALERT.format(id="one")),
        "/cap/2": answer(ALERT.format(id="two")),
    }
    apply(services, served, format="atom", options=CAP)
    poll_due(services, HERE)
    assert (state(services).result, state(services).problem) == ("ok", "")
    assert len(held(services)) == 2
    assert [served.header("X-Key", place) for place in range(3)] == ["of the oms"] * 3
    assert len(served.asked) == 3


def test_secrets_go_to_no_other_server(services: Services, served: Served) -> None:
    with serving() as other:
        other.pages["/cap/1"] = answer(ALERT.format(id="one"))
        served.pages["/outages"] = index(other.url("/cap/1"))
        apply(services, served, format="atom", options=CAP)
        poll_due(services, HERE)
        assert len(held(services)) == 1
        assert other.header("X-Key") is None


def test_a_link_into_our_own_network_is_not_followed(services: Services, served: Served) -> None:
    served.pages["/outages"] = index("http://127.0.0.2:1/cap/1")
    apply(services, served, format="atom", options=CAP)
    poll_due(services, HERE)
    now = state(services)
    assert (now.result, now.failures) == ("links", 0)
    assert "LINJA_POLL_NETWORKS" in now.problem


def test_a_document_that_is_missing_closes_nothing_and_keeps_the_others(
    services: Services, served: Served, clock: StoppedClock
) -> None:
    served.pages |= {
        "/outages": index("/cap/1", "/cap/2"),
        "/cap/1": answer(ALERT.format(id="one")),
        "/cap/2": answer(ALERT.format(id="two")),
    }
    apply(services, served, complete=True, format="atom", options=CAP)
    poll_due(services, HERE)
    served.pages |= {"/cap/1": answer("<html>"), "/cap/2": answer(status="503 Busy")}
    for _ in range(3):
        clock.at += timedelta(minutes=5)
        again(services)
    now = state(services)
    assert (now.result, len(held(services))) == ("links", 2)
    assert "a document cannot be read" in now.problem
    assert "answered 503" in now.problem
    assert kept(services) == [b"<html>"]


def test_an_index_of_which_no_document_can_be_had_is_no_word_of_its_source(
    services: Services, served: Served, clock: StoppedClock
) -> None:
    began = clock.at
    served.pages |= {"/outages": index("/cap/1"), "/cap/1": answer(ALERT.format(id="one"))}
    apply(services, served, format="atom", options=CAP)
    again(services)
    served.pages["/cap/1"] = answer(status="503 Busy")
    clock.at += timedelta(hours=7)
    again(services)
    assert (state(services).result, heard(services)) == ("links", began)


def test_an_index_of_very_many_documents_is_read_in_part(
    services: Services, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_links, "MOST_LINKS", 2)
    paths = [f"/cap/{number}" for number in range(4)]
    served.pages |= {path: answer(ALERT.format(id=path)) for path in paths}
    served.pages["/outages"] = index(*paths)
    apply(services, served, complete=True, format="atom", options=CAP)
    poll_due(services, HERE)
    assert (state(services).result, len(held(services))) == ("links", 2)
    assert state(services).problem == "names 4 documents; 2 are read"
