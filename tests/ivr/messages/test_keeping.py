"""When the journal is deleted, numbers go too; but not the wish for no messages."""

from ivr.duties import retention
from tests.ivr.messages.post import MATTI, Post
from tests.ivr.messages.test_incoming import STRANGER, texts


def test_numbers_are_forgotten_with_the_journal_but_not_what_is_promised(post: Post) -> None:
    post.told(id="F-2", status="active", areas=["00100"])
    sent, waits = post.promises(), post.promises(postcode="00100")
    texts(post, "29900", MATTI)
    texts(post, "LOPETA", STRANGER)
    post.repairs()
    post.passes(minutes=30)
    post.works()
    post.passes(days=89)
    retention.run(post.house.services)
    assert post.again(sent).number == MATTI
    post.passes(days=2)
    retention.run(post.house.services)
    assert (post.again(sent).number, post.again(sent).body) == ("", "")
    assert post.again(waits).number == MATTI
    with post.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM message_answers").all() == []
        stops = connection.exec_driver_sql("SELECT number FROM message_stops").scalars().all()
    assert stops == [STRANGER]
