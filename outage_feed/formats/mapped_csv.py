"""A table of outages as CSV, by a mapping of its columns to ours."""

import codecs
import csv
from io import StringIO
from typing import Annotated

from pydantic import AfterValidator, Field

from outage_feed.mapping.complaints import problem
from outage_feed.mapping.listed import Listed, push_of
from outage_feed.mapping.mapped import Mapped
from outage_feed.mapping.values import Record
from outage_feed.push import Problem, Push, Refused, Sent, Unreadable
from outage_feed.texts import clean

NAME = "mapped-csv"
CONTENT_TYPES: tuple[str, ...] = ()
UTF_8 = "utf-8-sig"
"""With or without a byte-order mark."""


def _encoding(name: str) -> str:
    try:
        "x".encode(name)
    except (LookupError, ValueError) as error:
        raise problem(f'no such encoding "{name[:50]}"; one is windows-1252') from error
    return UTF_8 if codecs.lookup(name).name == "utf-8" else name


class Options(Mapped):
    """
    A mapping; see docs/feeds/mapping.md.

    `encoding`: else that of the Content-Type, else UTF-8.
    """

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None


def read(sent: Sent, options: Options) -> Push:
    """Read a table; what is wrong with one row is said beside it. Raises Unreadable."""
    records = records_of(sent, options)
    reading = options.reading(sent.now, zeros_lost=True)
    rows = (record for record in records if not isinstance(record, Refused))
    as_of = options.made_at(next(rows, {}), reading)
    return push_of(Listed(sent, records, reading, as_of), options)


def records_of(sent: Sent, options: Options) -> list[Record | Refused]:
    """Take the rows out of a table, each by its column's name. Raises Unreadable."""
    lines = csv.reader(
        StringIO(_text(sent, options), newline=""), delimiter=options.delimiter, strict=True
    )
    try:
        header = _header(next(lines, []), options)
        rows = [row for row in lines if any(row)]
    except csv.Error as error:
        raise Unreadable(Problem("", f"no CSV at line {lines.line_num}: {error}")) from error
    return [_record(index, header, row) for index, row in enumerate(rows)]


def _text(sent: Sent, options: Options) -> str:
    marked = sent.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = options.encoding or ("utf-16" if marked else sent.charset or UTF_8)
    if encoding.lower() in {"utf-8", "utf8"}:
        encoding = UTF_8
    try:
        return sent.body.decode(encoding)
    except LookupError as error:
        raise Unreadable(Problem("", f"unknown charset {encoding[:50]}: set encoding")) from error
    except ValueError as error:
        hint = "" if options.encoding else ": set encoding, perhaps windows-1252"
        raise Unreadable(Problem("", f"not {encoding}{hint}")) from error


def _header(row: list[str], options: Options) -> list[str]:
    """Every column that decides anything must be there: a page of error text has none of them."""
    header = [clean(name) for name in row]
    there = ", ".join(header)[:500] or "none"
    problems = [
        Problem(name, f"no such column; there are {there}")
        if name not in header
        else Problem(name, "two columns have this name")
        for name in options.deciding
        if header.count(name) != 1
    ]
    if problems:
        raise Unreadable(*problems)
    return header


def _record(index: int, header: list[str], row: list[str]) -> Record | Refused:
    if len(row) == len(header):
        return dict(zip(header, row, strict=True))
    counted = f"{len(row)} cells, but the header has {len(header)}"
    return Refused(index, None, (Problem("", counted),))
