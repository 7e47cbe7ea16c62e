"""Customers from a spreadsheet."""

import io
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.directory import csv_import
from ivr.directory.csv_import import Tally, import_customers
from ivr.directory.sheet import BadFile, Finding
from ivr.directory.store import find_by_phone, get
from routing.customer import Customer

DEMO = Path(__file__).parents[3] / "ivr" / "demo" / "customers.csv"
HEADER = "customer_id,name,phones,emails,language,postcodes,services,purchase_languages\n"


def imported(engine: Engine, text: str) -> tuple[Tally, list[Finding]]:
    found: list[Finding] = []
    return import_customers(engine, io.StringIO(text, newline=""), found.append), found


def stored(engine: Engine, customer_id: str) -> Customer | None:
    with engine.connect().execution_options(readonly=True) as connection:
        return get(connection, customer_id)


def test_a_row_becomes_a_customer(engine: Engine) -> None:
    row = "7,Anna Berg,040 1110002; +46701234567,a@b.fi,sv,65100;00100,heat;mail,sv;fi\n"
    assert imported(engine, HEADER + row) == (Tally(added=1), [])
    assert stored(engine, "7") == Customer(
        "7",
        name="Anna Berg",
        phones=("+358401110002", "+46701234567"),
        emails=("a@b.fi",),
        language="sv",
        postcodes=("65100", "00100"),
        services=("heat", "mail"),
        purchase_languages=("sv", "fi"),
    )


def test_the_demo_has_its_six_callers(engine: Engine) -> None:
    with DEMO.open(encoding="utf-8-sig", newline="") as lines:
        assert import_customers(engine, lines, print) == Tally(added=7)
    with engine.connect().execution_options(readonly=True) as connection:
        found = [find_by_phone(connection, f"+35840111000{place}") for place in range(1, 7)]
    assert [[(one.language, one.postcodes) for one in customers] for customers in found] == [
        [("fi", ("29900",))],
        [("", ("65100",))],
        [("fi", ("00100", "29900"))],
        [("fi", ("29900",)), ("fi", ("20100",))],
        [("en", ("20100",))],
        [("", ("33100",))],
    ]


def test_the_same_file_again_changes_nothing(engine: Engine) -> None:
    text = HEADER + "1,A,0401110001,,fi,29900,,fi\n2,B,0401110002,,,,,\n"
    assert imported(engine, text) == (Tally(added=2), [])
    assert imported(engine, text) == (Tally(unchanged=2), [])


def test_a_bad_row_is_refused_with_line_and_reasons_and_the_others_are_kept(
    engine: Engine,
) -> None:
    text = HEADER + "1,A,,,,,,\n2,B,12;anonymous,,de,2990x,,\n,C,,,,,,\n4,D,,,,,,\n"
    assert imported(engine, text) == (
        Tally(added=2, refused=2),
        [
            Finding(
                3,
                "phones[0]: is not a valid telephone number; phones[1]: is withheld; "
                "language: must be fi, sv or en; postcodes[0]: is not a postcode of five digits",
                refused=True,
            ),
            Finding(4, "customer_id: must be given, and be without /", refused=True),
        ],
    )
    assert stored(engine, "2") is None
    assert stored(engine, "4") == Customer("4", name="D")


def test_columns_that_are_missing_keep_what_was_there(engine: Engine) -> None:
    imported(engine, HEADER + "1,A,0401110001,,fi,29900,heat,fi\n")
    assert imported(engine, "Language,customer_id\nsv,1\nen,2\n") == (
        Tally(added=1, changed=1),
        [],
    )
    assert stored(engine, "1") == Customer(
        "1", "A", ("+358401110001",), (), "sv", ("29900",), ("heat",), ("fi",)
    )
    assert stored(engine, "2") == Customer("2", language="en")


def test_an_empty_cell_empties(engine: Engine) -> None:
    imported(engine, "customer_id,phones\n1,0401110001\n")
    assert imported(engine, "customer_id,phones\n1,\n") == (Tally(changed=1), [])
    with engine.connect().execution_options(readonly=True) as connection:
        assert find_by_phone(connection, "+358401110001") == ()


def test_lost_zeros_come_back_with_a_remark(engine: Engine) -> None:
    tally, found = imported(engine, "customer_id,postcodes\n1,100;29900\n")
    assert (tally, found) == (
        Tally(added=1),
        [Finding(2, "postcode 100 is read as 00100", refused=False)],
    )


def test_an_unknown_column_is_told_of_and_passed_over(engine: Engine) -> None:
    tally, found = imported(engine, "customer_id,shoe size\n1,43\n")
    assert (tally, found) == (
        Tally(added=1),
        [Finding(1, "column 'shoe size' is not known; passed over", refused=False)],
    )


def test_windows_line_ends_blank_lines_and_quotes_are_read(engine: Engine) -> None:
    text = 'customer_id,name\r\n\r\n1,"Berg, Anna"\r\n,\r\n2,B'
    assert imported(engine, text) == (Tally(added=2), [])
    assert stored(engine, "1") == Customer("1", name="Berg, Anna")


def test_a_customer_on_two_rows_is_refused_the_second_time(engine: Engine) -> None:
    tally, found = imported(engine, "customer_id,postcodes\n1,29900\n1,00100\n")
    assert (tally, found) == (
        Tally(added=1, refused=1),
        [Finding(3, "customer_id: is also on line 2; write sites in one row", refused=True)],
    )


def test_rows_that_do_not_fit_the_header_are_refused(engine: Engine) -> None:
    tally, found = imported(engine, 'customer_id,name\n1\n2,B,C\n3,C\n4,"x\n')
    assert (tally.added, [(one.line, one.text) for one in found]) == (
        1,
        [
            (2, "has 1 cells, the header has 2"),
            (3, "has 3 cells, the header has 2"),
            (5, "cannot be read: unexpected end of data"),
        ],
    )


@pytest.mark.parametrize(
    ("stray", "reason"),
    [
        ('1,"Aalto\n', "cannot be read: ',' expected after '\"'"),
        ('1,A,B,"C\n', "cannot be read: ',' expected after '\"'"),
    ],
)
def test_a_stray_quote_costs_its_own_row_alone(engine: Engine, stray: str, reason: str) -> None:
    rows = stray + '2,Berg\n3,Niemi\n4,"Hill, J"\n5,Koski\n'
    tally, found = imported(engine, "customer_id,name\n" + rows)
    assert found == [Finding(2, reason, refused=True)]
    assert tally == Tally(added=4, refused=1)
    assert [stored(engine, str(one)).name for one in range(2, 6)] == [  # type: ignore[union-attr]
        "Berg",
        "Niemi",
        "Hill, J",
        "Koski",
    ]


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(engine: Engine) -> None:
    tally, found = imported(engine, 'customer_id,name\n1,"Aalto\n2,Berg\n3,x,y\n4,Niemi\n')
    assert found == [
        Finding(2, "cannot be read: unexpected end of data", refused=True),
        Finding(4, "has 3 cells, the header has 2", refused=True),
    ]
    assert tally == Tally(added=2, refused=2)


def test_a_row_over_several_lines_with_too_many_cells_gives_its_lines_back(
    engine: Engine,
) -> None:
    tally, found = imported(engine, 'customer_id,name\n1,"A\n2,Berg\n3,B",x\n4,Niemi\n')
    assert found[0] == Finding(2, "has 3 cells, the header has 2", refused=True)
    assert (tally.added, stored(engine, "2") is not None) == (2, True)


def test_a_row_that_is_not_utf_8_is_refused_alone(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(b"\xef\xbb\xbfcustomer_id,name\n1,M\xe4kinen\n2,Virtanen\n")
    found: list[Finding] = []
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        tally = import_customers(engine, lines, found.append)
    assert (tally, found) == (
        Tally(added=1, refused=1),
        [Finding(2, "name: is not UTF-8", refused=True)],
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no column customer_id"),
        ("name,phones\nA,1\n", "there is no column customer_id"),
        ("customer_id;name\n1;A\n", "with commas between them"),
        ("customer_id,name,name\n1,A,B\n", "columns that come twice: 'name'"),
    ],
)
def test_a_file_without_a_usable_header_is_refused_whole(
    engine: Engine, text: str, said: str
) -> None:
    with pytest.raises(BadFile, match=said):
        imported(engine, text)


def test_rows_beyond_one_batch_are_kept_too(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_import, "BATCH", 3)
    text = "customer_id\n" + "".join(f"{place}\n" for place in range(10))
    assert imported(engine, text) == (Tally(added=10), [])
    assert imported(engine, text + "10\n") == (Tally(added=1, unchanged=10), [])
