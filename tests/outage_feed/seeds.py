"""For every format, messages that it reads, and the settings that it reads them with."""

import json
from pathlib import Path
from typing import Any

from tests.outage_feed.formats.alerts import EARLIER, ESTIMATE, alert, geocodes, info

SAMPLES = Path(__file__).parent / "samples"
OUTAGE = {
    "id": "F-1187",
    "revision": 3,
    "status": "active",
    "service": "electricity",
    "kind": "unplanned",
    "areas": ["29900", "29901-29909", "299*", {"municipality": "484"}, {"place": "Ylikylä"}],
    "starts_at": "2026-11-22T14:05:00+02:00",
    "estimated_restoration": "2026-11-22T19:00:00+02:00",
    "ends_at": None,
    "cause": {"fi": "Puu linjalla", "sv": "Träd på linjen"},
    "messages": {"fi": "Varavoimaa saa koululta."},
    "updated_at": "2026-11-22T14:10:00+02:00",
}
OWN = [
    json.dumps({"outages": [OUTAGE, {**OUTAGE, "id": "2"}]}),
    json.dumps({"snapshot": True, "as_of": "2026-11-22T14:50:00+02:00", "outages": [OUTAGE]}),
]
ALERT = alert(
    info(
        f"<parameter>{ESTIMATE.format('2026-11-22T19:00:00+02:00')}</parameter><headline>a</headline>",
        onset="2026-11-22T14:00:00+02:00",
        area=geocodes(("postcode", "29900; 29901-29909"), ("FI-kuntanumero", "484")),
    ),
    info(language="sv-FI", event="Elavbrott"),
    msgType="Update",
    references=EARLIER,
    incidents="I-9",
)
CAP = {"service": "electricity", "categories": ["Infra", "Met", "Geo", "Security"]}
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><updated>2026-11-22T14:50:00+02:00</updated>
<entry><id>urn:1</id>{alert()}</entry>
<entry><id>urn:2</id><link type="application/cap+xml" href="https://a.example/2"/></entry></feed>"""
RSS = f"""<rss><channel><pubDate>Sun, 22 Nov 2026 14:50:00 +0200</pubDate>
<item><guid>1</guid><description/>{ALERT}</item></channel></rss>"""
VMA = """{"timestamp": "2026-11-22T14:50:00+02:00", "alerts": [{"identifier": "VMA-1",
"sender": "https://vmaapi.sr.se", "sent": "2026-11-22T14:10:00+02:00", "status": "Actual",
"msgType": "Alert", "scope": "Public", "references": "", "info": [{"language": "sv-SE",
"category": ["Infra"], "event": "Elavbrott", "urgency": "Immediate", "severity": "Severe",
"certainty": "Observed", "onset": "2026-11-22T14:00:00+02:00", "headline": "Elavbrott",
"area": [{"areaDesc": "Merikarvia", "geocode": [{"valueName": "postcode", "value": "29900"}]}]}]}]}
"""
UK = {
    "id": "incidentreference",
    "status": {"field": "powercuttype", "otherwise": "active"},
    "service": {"always": "electricity"},
    "areas": {"field": "postcodesaffected"},
    "starts_at": {"field": "receiveddate"},
    "estimated_restoration": {"field": "estimatedrestorationdate"},
}
GRID = {
    "id": "Incident ID",
    "status": {"field": "Status", "otherwise": "active"},
    "service": {"always": "electricity"},
    "areas": {"field": "Postcodes"},
    "starts_at": {"field": "Start Time"},
    "estimated_restoration": {"field": "ETR"},
    "updated_at": {"field": "Upload Date"},
}
ODIN = {
    "id": "mRID",
    "status": {"field": "statusKind", "otherwise": "active"},
    "service": {"always": "electricity"},
    "areas": {"field": "communityDescriptor"},
    "starts_at": {"field": "OutageArea.earliestReportedTime"},
    "estimated_restoration": {"field": "EstimatedRestorationTime.ert"},
}
PUB = """<PubOutages xmlns="http://iec.ch/TC57/2014/PubOutages#"><Outage><mRID>1</mRID>
<communityDescriptor>29900; 29910</communityDescriptor><statusKind>active</statusKind>
<EstimatedRestorationTime><ert>2026-11-22T19:00:00+02:00</ert></EstimatedRestorationTime></Outage>
</PubOutages>"""
LONDON = {"time_zone": "Europe/London"}
SETTINGS: dict[str, dict[str, Any]] = {
    "cap": {**CAP, "messages": "headline"},
    "atom": {**CAP, "complete": True},
    "mapped-json": {"list": "results", "fields": UK, **LONDON},
    "mapped-csv": {"fields": GRID, **LONDON},
    "mapped-xml": {"root": "PubOutages", "list": "Outage", "fields": ODIN},
    "cap-json": CAP,
    "status-page": {"components": {"Database component": {"areas": ["29900"]}}},
}


def seeds() -> dict[str, list[bytes]]:
    """Return by the format's name what it reads; a new format needs its line here."""
    files = {
        "cap": "cap/*",
        "atom": "cap_atom/*",
        "mapped-json": "mapped/uk*.json",
        "mapped-csv": "mapped/*.csv",
        "mapped-xml": "mapped/odin*.xml",
        "cap-json": "cap_json/*.json",
        "status-page": "status_page/*.json",
    }
    read = {
        name: [path.read_bytes() for path in sorted(SAMPLES.glob(pattern))]
        for name, pattern in files.items()
    }
    made = {
        "own-json": OWN,
        "cap": [ALERT, f"<alerts>{ALERT}</alerts>"],
        "atom": [ATOM, RSS],
        "mapped-xml": [PUB],
        "cap-json": [VMA],
    }
    for name, written in made.items():
        read[name] = [text.encode() for text in written] + read.get(name, [])
    return read
