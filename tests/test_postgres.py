"""What the tests hold on to in PostgreSQL is let go of."""

from sqlalchemy import event

from ivr.db.engine import open_engine
from tests.postgres import leave


def test_a_connection_that_comes_back_after_its_test_is_closed(postgresql_url: str) -> None:
    engine, made = open_engine(postgresql_url), []
    event.listen(engine, "connect", lambda connection, _record: made.append(connection))
    late = engine.connect()
    leave(engine)
    engine.connect().close()
    late.close()
    assert [connection.closed for connection in made] == [True, True]
