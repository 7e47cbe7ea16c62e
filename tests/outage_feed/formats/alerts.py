"""CAP alerts for tests, made from what differs from a power cut in 29900."""

from typing import Any

from outage_feed.cap.options import Options
from outage_feed.formats.cap import read
from outage_feed.outage import Outage
from outage_feed.push import Push, Sent
from tests.outage_feed.made import NOW

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
SENDER = "vika@pohjola.example"
EARLIER = f"{SENDER},F-0,2026-11-22T13:00:00+02:00"
HEAD: dict[str, str | None] = {
    "identifier": "F-1",
    "sender": SENDER,
    "sent": "2026-11-22T14:10:00+02:00",
    "status": "Actual",
    "msgType": "Alert",
    "scope": "Public",
}
INFO: dict[str, str | None] = {
    "language": "fi-FI",
    "category": "Infra",
    "event": "Sähkökatko",
    "urgency": "Immediate",
    "severity": "Moderate",
    "certainty": "Observed",
    "expires": "2026-11-22T20:00:00+02:00",
}
ELECTRICITY = Options(service="electricity")
AREA = "<area><areaDesc>Merikarvia</areaDesc>{}</area>"
POSTCODE = "<geocode><valueName>postcode</valueName><value>29900</value></geocode>"
ESTIMATE = "<valueName>estimatedRestoration</valueName><value>{}</value>"


def geocodes(*pairs: tuple[str, str]) -> str:
    """An area with these geocodes."""
    told = "".join(
        f"<geocode><valueName>{name}</valueName><value>{value}</value></geocode>"
        for name, value in pairs
    )
    return AREA.format(told)


def elements(values: dict[str, str | None]) -> str:
    return "".join(f"<{k}>{v}</{k}>" for k, v in values.items() if v is not None)


def info(more: str = "", *, area: str = AREA.format(POSTCODE), **changes: str | None) -> str:
    return f"<info>{elements(INFO | changes)}{more}{area}</info>"


def alert(*infos: str, **changes: str | None) -> str:
    inside = elements(HEAD | changes) + "".join(infos or (info(),))
    return f'<alert xmlns="{CAP}">{inside}</alert>'


def read_cap(*documents: str, options: Options = ELECTRICITY, **sent: Any) -> Push:
    """Several alerts are sent in a list."""
    body = documents[0] if len(documents) == 1 else f"<alerts>{''.join(documents)}</alerts>"
    return read(Sent("grid", body.encode(), **{"now": NOW} | sent), options)


def kept(document: str, options: Options = ELECTRICITY) -> Outage:
    """The only item of a document."""
    push = read_cap(document, options=options)
    assert (push.refused, push.ignored) == ((), ())
    (item,) = push.items
    return item.outage


def why(document: str, options: Options = ELECTRICITY) -> str:
    """Why the only alert of a document is not for callers."""
    (ignored,) = read_cap(document, options=options).ignored
    return ignored.why


def errors(document: str, options: Options = ELECTRICITY) -> list[tuple[str, str]]:
    """What is wrong with the only alert of a document."""
    push = read_cap(document, options=options)
    assert (push.items, push.ignored) == ((), ())
    return [(error.at, error.problem) for error in push.refused[0].errors]
