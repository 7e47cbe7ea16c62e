"""A CSV file of customers, read row by row: what is good, and what is said of the rest."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from ivr.directory.rewinding import Rewinding
from routing.customer import BadCustomer, Customer, read_customer

COLUMNS = tuple(field.name for field in fields(Customer))
LISTS = frozenset({"phones", "emails", "postcodes", "services", "purchase_languages"})


class BadFile(Exception):
    """A file of which no row can be read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of a row. `line` is where it begins; a row that is not refused is kept."""

    line: int
    text: str
    refused: bool


Tell = Callable[[Finding], None]


class Sheet:
    """
    The header is read at once (raises BadFile), the rows as they are asked for.

    `columns` are those of ours that the file has. Unknown ones are told of and passed over.
    """

    def __init__(self, lines: Iterable[str], tell: Tell) -> None:
        self._lines = Rewinding(lines)
        self._reader = csv.reader(self._lines, strict=True)
        self._tell = tell
        self._header = self._read_header()
        self.columns = tuple(name for name in self._header if name in COLUMNS)
        for name in self._header:
            if name not in COLUMNS:
                tell(Finding(1, f"column {name!a} is not known; passed over", refused=False))

    def customers(self) -> Iterator[Customer]:
        """Every good row; of a customer that comes twice, only the first is good."""
        first_line: dict[str, int] = {}
        for line, cells in self._rows():
            customer = self._customer(line, cells)
            if customer is None:
                continue
            if customer.customer_id in first_line:
                at = first_line[customer.customer_id]
                self._refuse(line, f"customer_id: is also on line {at}; write sites in one row")
                continue
            first_line[customer.customer_id] = line
            yield customer

    def _read_header(self) -> list[str]:
        try:
            header = [name.strip().lower() for name in next(self._reader, [])]
        except csv.Error as error:
            raise BadFile(f"the header row cannot be read: {error}") from None
        if "customer_id" not in header:
            raise BadFile(
                "there is no column customer_id; the first row names the columns, "
                f"with commas between them: {','.join(COLUMNS)}"
            )
        twice = sorted({name for name in header if header.count(name) > 1})
        if twice:
            raise BadFile(f"columns that come twice: {', '.join(map(ascii, twice))}")
        return header

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that have the header's width, each with the line on which it begins."""
        while True:
            line = self._lines.begin_row()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._refuse(line, f"cannot be read: {error}")
                self._lines.take_back()
                continue
            if cells and len(cells) != len(self._header):
                text = f"has {len(cells)} cells, the header has {len(self._header)}"
                self._refuse(line, text)
                self._lines.take_back()
            elif any(cells):
                yield line, cells

    def _customer(self, line: int, cells: list[str]) -> Customer | None:
        record: dict[str, Any] = {}
        for name, cell in zip(self._header, cells, strict=True):
            if name in LISTS:
                record[name] = [part.strip() for part in cell.split(";") if part.strip()]
            elif name in COLUMNS:
                record[name] = cell.strip()
        remarks: list[str] = []
        try:
            customer = read_customer(record, remarks.append)
        except BadCustomer as error:
            self._refuse(line, str(error))
            return None
        for remark in remarks:
            self._tell(Finding(line, remark, refused=False))
        return customer

    def _refuse(self, line: int, text: str) -> None:
        self._tell(Finding(line, text, refused=True))
