"""Which fields of a mapping no record has: most likely their names are wrong."""

from pydantic import BaseModel

from outage_feed.formats import mapped_csv, mapped_json, mapped_xml
from outage_feed.mapping.mapped import Mapped
from outage_feed.mapping.values import BadValue, Record, find
from outage_feed.push import Refused, Sent
from outage_feed.strict_json import parse


def unseen(sent: Sent, options: BaseModel) -> list[str]:
    """Return the source's names; none for other formats. Raises Unreadable."""
    if not isinstance(options, Mapped):
        return []
    records = [found for found in _records(sent, options) if not isinstance(found, Refused)]
    return [name for name in options.in_records if records and not _anywhere(records, name)]


def _records(sent: Sent, options: Mapped) -> list[Record | Refused]:
    if isinstance(options, mapped_csv.Options):
        return mapped_csv.records_of(sent, options)
    if isinstance(options, mapped_json.Options):
        return mapped_json.records_of(parse(sent.body), options)
    if isinstance(options, mapped_xml.Options):
        return mapped_xml.records_of(sent, options)
    return []


def _anywhere(records: list[Record], name: str) -> bool:
    return any(_is_there(record, name) for record in records)


def _is_there(record: Record, name: str) -> bool:
    try:
        return name in record or find(record, name) not in (None, [])
    except BadValue:
        return True
