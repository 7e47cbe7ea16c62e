"""Which callbacks stand in the line of people, and which wait outside of it."""

from sqlalchemy import func, select

from ivr.callbacks.ledger import renumber
from ivr.db.tables.callbacks import callback_events
from ivr.dispatch.people import state_of
from tests.ivr.agent_legs.conftest import AINO, MATTI, Floor
from tests.ivr.agent_legs.ringing_back import Desk, asked_first, open_desk
from tests.ivr.house import FAULT_LINE, LINE

OTHER = "+358401110009"


def changes(desk: Desk) -> int:
    """Tell how many changes of callbacks were written down."""
    counted = select(func.count()).select_from(callback_events)
    return desk.floor.does(lambda c: c.execute(counted).scalar_one())


def test_whose_telephone_is_rung_for_another_line_stands_in_none_and_nothing_is_written(
    floor: Floor,
) -> None:
    asked_first(floor, LINE)
    floor.exchange.telephones[MATTI] = "hand"
    floor.agent("aino", AINO)
    desk = open_desk(floor)
    desk.asks(line=FAULT_LINE)
    desk.goes_round()
    customer = desk.customer()
    desk.asks()
    desk.goes_round()
    before = changes(desk)
    for _ in range(3):
        desk.goes_round()
    assert sorted(one.state for one in desk.callbacks()) == ["due", "ringing"]
    assert changes(desk) == before
    customer.hangs_up()
    desk.goes_round()
    assert desk.places() == [("callback", "offered")]


def test_whoever_gives_another_number_is_rung_there_and_the_card_says_so(floor: Floor) -> None:
    asked_first(floor, LINE)
    floor.agent("aino", AINO)
    desk = open_desk(floor)
    kept = desk.asks()
    desk.goes_round()
    assert desk.places() == [("callback", "offered")]
    (stands,) = desk.callbacks()
    floor.does(lambda c: renumber(c, stands, OTHER, floor.clock.now()))
    card = floor.does(lambda c: state_of(c, kept.id))
    assert card is not None
    assert card["card"]["number"] == OTHER
    desk.takes(AINO)
    desk.goes_round()
    assert len(desk.rung(OTHER)) == 1
    assert desk.rung(MATTI) == []
