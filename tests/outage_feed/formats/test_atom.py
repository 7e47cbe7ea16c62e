"""Indexes of CAP alerts, as Atom and as RSS."""

from pathlib import Path

import pytest

from outage_feed.formats import by_content_type
from outage_feed.formats.atom import Options, read
from outage_feed.push import Push, Sent, Unreadable
from tests.outage_feed.formats.alerts import SENDER, alert
from tests.outage_feed.made import NOW, at

SAMPLES = Path(__file__).parent.parent / "samples" / "cap_atom"
OURS = Options(service="electricity")
COMPLETE = Options(service="electricity", complete=True)
UPDATED = "<updated>2026-11-22T14:50:00+02:00</updated>"


def pushed(body: str | bytes, options: Options = OURS) -> Push:
    return read(Sent("grid", body if isinstance(body, bytes) else body.encode(), NOW), options)


def atom(*entries: str, head: str = UPDATED) -> str:
    told = "".join(f"<entry><id>urn:e</id>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{told}</feed>'


def rss(*items: str, head: str = "") -> str:
    told = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>x</title>{head}{told}</channel></rss>'


def test_usgs_links_to_its_alert_beside_a_page_for_people() -> None:
    push = pushed((SAMPLES / "usgs_index_links_to_cap.atom").read_bytes())
    assert push.links == ("http://earthquake.usgs.gov/earthquakes/catalogs/cap/us2010apcd",)
    assert (push.items, push.refused, push.ignored, push.snapshot) == ((), (), (), False)


def test_nws_holds_its_alert_which_counts_with_its_own_time() -> None:
    options = Options(service="electricity", categories=["Met"])
    push = pushed((SAMPLES / "nws_atom_with_embedded_cap.atom").read_bytes(), options)
    (item,) = push.items
    assert item.outage.id.startswith("w-nws.webmaster@noaa.gov,NOAA-NWS-ALERTS-MT2012083010")
    assert item.outage.updated_at.isoformat() == "2012-08-30T10:07:00+00:00"
    assert push.links == ()


def test_an_empty_index_is_no_news_and_closes_nothing() -> None:
    push = pushed((SAMPLES / "empty_index.atom").read_bytes())
    assert push == Push(snapshot=False, as_of=None, items=(), refused=())


def test_an_empty_index_that_is_complete_is_a_snapshot() -> None:
    push = pushed((SAMPLES / "empty_index.atom").read_bytes(), COMPLETE)
    assert push.snapshot
    assert push.as_of is not None
    assert push.as_of.isoformat() == "2010-08-31T14:24:00+00:00"


@pytest.mark.parametrize(
    "body",
    [
        atom(alert()),
        rss(alert(), head="<lastBuildDate>Sun, 22 Nov 2026 14:50:00 +0200</lastBuildDate>"),
        rss(alert(), head="<pubDate>Sun, 22 Nov 2026 12:50:00 GMT</pubDate>"),
    ],
)
def test_a_complete_index_that_holds_its_alerts_is_a_snapshot(body: str) -> None:
    push = pushed(body, COMPLETE)
    assert (push.snapshot, push.as_of) == (True, at("14:50"))
    assert [item.outage.id for item in push.items] == [f"{SENDER},F-1"]


def test_an_index_whose_alerts_are_elsewhere_is_never_a_snapshot() -> None:
    push = pushed(atom(alert(), '<link href="https://a.example/2.xml"/>'), COMPLETE)
    assert (push.snapshot, push.as_of) == (False, None)


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("", "updated"),
        ("<updated>soon</updated>", "updated"),
        ("<updated>2026-11-22T14:50:00</updated>", "updated"),
        ("<updated>2026-11-22T15:50:00+02:00</updated>", "updated"),
    ],
)
def test_a_complete_index_needs_its_time(head: str, place: str) -> None:
    with pytest.raises(Unreadable) as caught:
        pushed(atom(alert(), head=head), COMPLETE)
    assert [problem.at for problem in caught.value.problems] == [place]


@pytest.mark.parametrize(
    ("entry", "link"),
    [
        ('<link href="/cap/1.xml"/>', "/cap/1.xml"),
        ('<link href=" https://a.example/1 "/>', "https://a.example/1"),
        ('<link rel="alternate" type="application/cap+xml; x=y" href="b"/><link href="a"/>', "b"),
        ('<link type="text/html" href="a"/><link type="text/xml" href="b"/>', "b"),
        ('<link rel="self" href="a"/><link rel="related" href="b"/>', "b"),
        ('<link href="a"/><content type="application/cap+xml" src="b"/>', "b"),
    ],
)
def test_the_link_that_is_the_alerts_own_is_taken(entry: str, link: str) -> None:
    assert pushed(atom(entry)).links == (link,)


def test_rss_links_to_its_alerts_each_once() -> None:
    link = "<link>https://alerts.example/1.xml</link>"
    enclosed = f'{link}<enclosure type="application/cap+xml" url="https://alerts.example/2.xml"/>'
    push = pushed(rss(link, link, enclosed))
    assert push.links == ("https://alerts.example/1.xml", "https://alerts.example/2.xml")


@pytest.mark.parametrize(
    "entry",
    [
        "",
        '<link href="file:///etc/passwd"/>',
        '<link href="javascript:alert(1)"/>',
        '<link type="text/html" href="https://a.example/"/>',
        '<link href=""/>',
        f'<link href="https://a.example/{"x" * 2000}"/>',
    ],
)
def test_an_entry_that_leads_nowhere_is_refused_beside_the_others(entry: str) -> None:
    push = pushed(atom(entry, alert()))
    assert [(each.index, each.id) for each in push.refused] == [(0, None)]
    assert push.refused[0].errors[0].at == "entry urn:e"
    assert [item.index for item in push.items] == [1]


def test_more_links_than_we_would_fetch_are_refused() -> None:
    entries = (f'<link href="https://a.example/{n}"/>' for n in range(1001))
    with pytest.raises(Unreadable, match="1001 links; at most 1000"):
        pushed(atom(*entries))


def test_what_an_index_links_to_is_read_with_the_same_settings() -> None:
    assert [item.outage.id for item in pushed(alert()).items] == [f"{SENDER},F-1"]


def test_an_index_sent_as_an_alert_is_told_its_format() -> None:
    chosen = by_content_type()["application/cap+xml"]
    with pytest.raises(Unreadable, match="an index of alerts has the format atom"):
        chosen.read(Sent("grid", atom().encode(), NOW), chosen.Options())
    assert by_content_type()["application/rss+xml"].read is read
