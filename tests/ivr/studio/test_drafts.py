"""Drafts: every save is kept, nobody's work is overwritten, and what was done is undone."""

import pytest
from sqlalchemy import Engine

from ivr.bundles import store
from ivr.bundles.library import shipped_bundle
from ivr.clock import StoppedClock
from ivr.studio import drafts
from ivr.studio.drafts import Conflict, Edit, NothingToUndo, Saved


@pytest.fixture
def engine(either_engine: Engine, clock: StoppedClock) -> Engine:
    store.publish(either_engine, shipped_bundle("callback"), "First", clock.now())
    return either_engine


def keep(engine: Engine, clock: StoppedClock, revision: int, source: str, who: str = "a") -> Saved:
    edit = Edit("callback", revision, store.live(engine)["callback"], source, who)
    return drafts.save(engine, edit, clock.now())


def text(engine: Engine) -> str:
    with engine.connect() as connection:
        draft = drafts.find(connection, "callback")
    return draft.source if draft else ""


def test_each_save_is_a_revision_and_equal_text_is_none(
    engine: Engine, clock: StoppedClock
) -> None:
    assert keep(engine, clock, 0, "one").revision == 1
    assert keep(engine, clock, 1, "two").revision == 2
    assert keep(engine, clock, 2, "two").revision == 2
    with engine.connect() as connection:
        (draft,) = drafts.listed(connection)
        past = drafts.revisions(connection, draft)
    assert [(one.revision, one.source) for one in past] == [(2, "two"), (1, "one")]


def test_who_was_slower_is_told_who_was_quicker(engine: Engine, clock: StoppedClock) -> None:
    keep(engine, clock, 0, "one")
    keep(engine, clock, 1, "hers", "aino")
    with pytest.raises(Conflict) as conflict:
        keep(engine, clock, 1, "his", "eino")
    assert conflict.value.theirs
    assert (conflict.value.theirs.author, conflict.value.theirs.source) == ("aino", "hers")
    assert text(engine) == "hers"


def test_a_draft_does_not_begin_from_what_is_live_no_more(
    engine: Engine, clock: StoppedClock
) -> None:
    edit = Edit("callback", 0, "an-older-hash", "one", "aino")
    with pytest.raises(Conflict) as conflict:
        drafts.save(engine, edit, clock.now())
    assert conflict.value.theirs is None


def test_undoing_goes_back_step_by_step_and_can_be_undone(
    engine: Engine, clock: StoppedClock
) -> None:
    for number, source in enumerate(("one", "two", "three")):
        keep(engine, clock, number, source)
    assert drafts.undo(engine, "callback", 3, "aino", clock.now()).source == "two"
    assert drafts.undo(engine, "callback", 4, "aino", clock.now()).source == "one"
    with pytest.raises(NothingToUndo):
        drafts.undo(engine, "callback", 5, "aino", clock.now())
    with pytest.raises(Conflict):
        drafts.undo(engine, "callback", 4, "aino", clock.now())
    assert keep(engine, clock, 5, "other").revision == 6
    assert drafts.undo(engine, "callback", 6, "aino", clock.now()).source == "one"


def test_a_draft_that_was_thrown_away_takes_no_late_save(
    engine: Engine, clock: StoppedClock
) -> None:
    keep(engine, clock, 0, "one")
    with engine.begin() as connection:
        drafts.discard(connection, "callback", 1)
    with pytest.raises(Conflict):
        keep(engine, clock, 1, "two")
    again = keep(engine, clock, 0, "anew")
    assert (again.first, again.revision) == (2, 2)
