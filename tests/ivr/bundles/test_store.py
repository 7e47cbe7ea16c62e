"""Publishing moves one pointer; what a call runs on never changes."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from flows.definition import Bundle, Flow
from ivr.bundles.library import shipped_bundle, shipped_flows
from ivr.bundles.store import (
    NoSuchVersion,
    NothingToRollBackTo,
    Origin,
    StaleBase,
    history,
    live,
    live_flow_names,
    live_hash,
    live_versions,
    load,
    publish,
    restore,
    rollback,
    source_of,
    versions,
)
from ivr.clock import StoppedClock

FLOW = "customer-service"


def version(number: int) -> Bundle:
    """One of several that differ in how long the menu is."""
    bundle = shipped_bundle(FLOW)
    flow = bundle.flows[FLOW].model_dump(mode="json", by_alias=True, exclude={"scenarios"})
    keys = dict(list(flow["steps"]["main"]["keys"].items())[:number])
    flow["steps"]["main"]["keys"] = keys
    flows = {**bundle.flows, FLOW: Flow.model_validate(flow)}
    return Bundle(FLOW, flows, bundle.prompts)


def publish_three(engine: Engine, clock: StoppedClock) -> list[str]:
    for number in (1, 2, 3):
        publish(engine, version(number), f"Number {number}", clock.now())
        clock.at += timedelta(hours=1)
    return [version(number).hash for number in (1, 2, 3)]


def test_what_was_published_is_what_new_calls_run_on(engine: Engine, clock: StoppedClock) -> None:
    publish(engine, version(1), "The first", clock.now())
    with engine.connect() as connection:
        assert live_hash(connection, FLOW) == version(1).hash
        assert live_hash(connection, "delivery") is None
    assert live(engine) == {FLOW: version(1).hash}
    assert live_flow_names(engine) == {FLOW}


@pytest.mark.parametrize("name", shipped_flows())
def test_a_bundle_comes_back_as_it_went_in(name: str, engine: Engine, clock: StoppedClock) -> None:
    bundle = shipped_bundle(name)
    publish(engine, bundle, "Shipped", clock.now())
    loaded = load(engine, bundle.hash)
    assert loaded.hash == bundle.hash
    assert loaded.to_json() == bundle.to_json()
    assert loaded.flows[name].steps == bundle.flows[name].steps


def test_a_call_finishes_on_the_version_it_began_with(engine: Engine, clock: StoppedClock) -> None:
    first, *_ = publish_three(engine, clock)
    assert load(engine, first).flows[FLOW].steps == version(1).flows[FLOW].steps


def test_an_unknown_bundle_is_an_error(engine: Engine) -> None:
    with pytest.raises(KeyError):
        load(engine, "0123456789abcdef")


def test_publishing_what_is_live_changes_nothing(engine: Engine, clock: StoppedClock) -> None:
    publish(engine, version(1), "The first", clock.now())
    assert publish(engine, version(1), "Again", clock.now()) is None
    assert [each.note for each in history(engine, FLOW)] == ["The first"]


def test_the_history_tells_what_followed_what(engine: Engine, clock: StoppedClock) -> None:
    begun = clock.now()
    one, two, three = publish_three(engine, clock)
    assert [(each.hash, each.previous_hash, each.note) for each in history(engine, FLOW)] == [
        (one, None, "Number 1"),
        (two, one, "Number 2"),
        (three, two, "Number 3"),
    ]
    assert history(engine, FLOW)[0].at == begun
    assert [each.note for each in live_versions(engine)] == ["Number 3"]


def test_a_stale_base_is_refused_and_nothing_is_lost(engine: Engine, clock: StoppedClock) -> None:
    publish(engine, version(1), "The first", clock.now())
    publish(engine, version(2), "Somebody else's", clock.now(), base=version(1).hash)
    with pytest.raises(StaleBase, match="another version went live meanwhile"):
        publish(engine, version(3), "Mine", clock.now(), base=version(1).hash)
    assert live(engine) == {FLOW: version(2).hash}
    assert len(history(engine, FLOW)) == 2


def test_rolling_back_goes_one_version_further_each_time(
    engine: Engine, clock: StoppedClock
) -> None:
    one, two, _ = publish_three(engine, clock)
    assert rollback(engine, FLOW, clock.now()).hash == two
    assert live(engine) == {FLOW: two}
    assert rollback(engine, FLOW, clock.now()).hash == one
    assert live(engine) == {FLOW: one}
    with pytest.raises(NothingToRollBackTo):
        rollback(engine, FLOW, clock.now())
    assert history(engine, FLOW)[-1].note == "Rolled back to: Number 1"


def test_publishing_after_a_rollback_can_be_rolled_back_to_it(
    engine: Engine, clock: StoppedClock
) -> None:
    one, _, three = publish_three(engine, clock)
    rollback(engine, FLOW, clock.now())
    rollback(engine, FLOW, clock.now())
    publish(engine, version(3), "The third after all", clock.now())
    assert live(engine) == {FLOW: three}
    assert rollback(engine, FLOW, clock.now()).hash == one


def test_an_older_version_published_anew_is_rolled_back_to_what_was_live_before(
    engine: Engine, clock: StoppedClock
) -> None:
    _, two, three = publish_three(engine, clock)
    publish(engine, version(1), "The first after all", clock.now())
    assert rollback(engine, FLOW, clock.now()).hash == three
    assert rollback(engine, FLOW, clock.now()).hash == two


def test_a_flow_that_was_never_published_cannot_be_rolled_back(
    engine: Engine, clock: StoppedClock
) -> None:
    with pytest.raises(NothingToRollBackTo):
        rollback(engine, "unheard-of", clock.now())


def test_publishing_one_flow_leaves_the_copies_in_others(
    engine: Engine, clock: StoppedClock
) -> None:
    publish(engine, shipped_bundle(FLOW), "Shipped", clock.now())
    before = live(engine)[FLOW]
    fault = shipped_flows()["fault-line"].model_copy(update={"desk": "service"})
    bundle = Bundle("fault-line", {"fault-line": fault}, shipped_bundle("fault-line").prompts)
    publish(engine, bundle, "Another desk", clock.now())
    assert live(engine) == {FLOW: before, "fault-line": bundle.hash}
    assert load(engine, before).flows["fault-line"].desk == "fault"


def test_the_versions_of_a_flow_are_those_that_rolling_back_comes_to(
    engine: Engine, clock: StoppedClock
) -> None:
    first, second, third = publish_three(engine, clock)
    assert versions(engine, FLOW) == [third, second, first]
    rollback(engine, FLOW, clock.now())
    assert versions(engine, FLOW) == [second, first]
    assert versions(engine, "delivery") == []


def test_a_version_that_was_live_twice_is_named_once(engine: Engine, clock: StoppedClock) -> None:
    first, second, third = publish_three(engine, clock)
    publish(engine, version(1), "The first again", clock.now())
    assert versions(engine, FLOW) == [first, third, second]


def test_any_version_is_live_again_with_its_file_and_who_wanted_it(
    engine: Engine, clock: StoppedClock
) -> None:
    for number in (1, 2, 3):
        origin = Origin("aino", f"file {number}")
        publish(engine, version(number), f"Number {number}", clock.now(), origin=origin)
    first = history(engine, FLOW)[0]
    back = restore(engine, FLOW, first.id, clock.now(), "eino")
    assert back
    newest = history(engine, FLOW)[-1]
    assert (newest.hash, newest.author) == (first.hash, "eino")
    assert newest.note == "Rolled back to: Number 1"
    assert source_of(engine, newest.id) == "file 1"
    assert restore(engine, FLOW, first.id, clock.now()) is None
    with pytest.raises(NoSuchVersion):
        restore(engine, FLOW, 999, clock.now())
