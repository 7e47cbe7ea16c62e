"""An ordinary turn touches nothing but memory."""

from typing import Any

from sqlalchemy import Engine, event

from tests.ivr.house import House

LINE, MATTI = "+358931570000", "+358401110001"


def test_a_menu_turn_makes_no_round_trip(house: House, demo: Engine) -> None:
    statements: list[str] = []

    def count(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    call = house.telephone.calls(MATTI, LINE).presses("3")
    event.listen(demo, "before_cursor_execute", count)
    call.is_silent().hears("Emme saaneet valintaanne.")
    assert statements == []
    call.presses("1")
    assert statements != []  # the count counts: this key reads what is known of faults
