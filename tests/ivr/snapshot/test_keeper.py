"""What calls have seen is kept, and is enough to route without the database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.bundles.library import shipped_bundle
from ivr.bundles.store import live, publish
from ivr.clock import StoppedClock
from ivr.lines.store import ConfigurationStore, apply
from ivr.snapshot.contents import Snapshot
from ivr.snapshot.files import SnapshotFiles
from ivr.snapshot.gather import gather
from ivr.snapshot.keeper import RETRY_SECONDS, SnapshotKeeper
from tests.ivr.versions import FLOW, greeted
from tests.processes import soon


def keeper_of(engine: Engine, folder: Path) -> SnapshotKeeper:
    """Keep what this database holds."""
    return SnapshotKeeper(SnapshotFiles(folder), lambda: gather(engine, "+358931570099"))


def see(keeper: SnapshotKeeper, engine: Engine) -> None:
    """Do what the first turn of a call does."""
    keeper.saw_configuration(ConfigurationStore(engine).versioned()[0])
    keeper.saw_live(live(engine))


def kept(folder: Path, when: Callable[[Snapshot], bool]) -> Snapshot:
    """Return the snapshot as soon as it is so."""
    files = SnapshotFiles(folder)

    def is_so() -> bool:
        found = files.read()
        return found is not None and when(found)

    assert soon(is_so)
    found = files.read()
    assert found
    return found


def test_a_snapshot_routes_as_the_database_does(demo: Engine, tmp_path: Path) -> None:
    see(keeper_of(demo, tmp_path), demo)
    kept(tmp_path, lambda _: True)
    cold = keeper_of(demo, tmp_path)
    assert cold.configuration() == ConfigurationStore(demo).versioned()
    assert {flow: versions[0] for flow, versions in cold.versions().items()} == live(demo)
    bundle = cold.bundle(shipped_bundle(FLOW).hash)
    assert bundle
    assert bundle.to_json() == shipped_bundle(FLOW).to_json()


def test_it_holds_the_fallback_number_and_the_limits_of_sources(
    demo: Engine, tmp_path: Path
) -> None:
    see(keeper_of(demo, tmp_path), demo)
    found = kept(tmp_path, lambda _: True)
    assert (found.fallback, found.source_limits) == ("+358931570099", {"grid": [21600, 86400]})


def test_what_is_published_is_kept_with_the_version_before(
    demo: Engine, tmp_path: Path, clock: StoppedClock
) -> None:
    keeper = keeper_of(demo, tmp_path)
    see(keeper, demo)
    kept(tmp_path, lambda _: True)
    newer = greeted("Uusi tervehdys.")
    publish(demo, newer, "New", clock.now())
    see(keeper, demo)
    found = kept(tmp_path, lambda one: newer.hash in one.bundles)
    assert found.versions[FLOW] == [newer.hash, shipped_bundle(FLOW).hash]
    assert shipped_bundle(FLOW).hash in found.bundles


def test_what_is_applied_is_kept(demo: Engine, tmp_path: Path) -> None:
    keeper = keeper_of(demo, tmp_path)
    see(keeper, demo)
    apply(demo, {"company": {"fi": "Toinen", "sv": "Toinen", "en": "Other"}})
    see(keeper, demo)

    def is_kept() -> bool:
        see(keeper, demo)  # the next call, in case the first renewal was still under way
        found = SnapshotFiles(tmp_path).read()
        return found is not None and found.sections["company"]["fi"] == "Toinen"

    assert soon(is_kept)


def test_a_disk_that_is_full_is_tried_again_later(tmp_path: Path) -> None:
    tries: list[float] = []
    clock = [0.0]

    def full() -> Snapshot:
        tries.append(clock[0])
        raise OSError(28, "No space left on device")

    keeper = SnapshotKeeper(SnapshotFiles(tmp_path), full, lambda: clock[0])
    keeper.saw_live({FLOW: "a"})
    for now in (0.0, 1.0, RETRY_SECONDS - 1, RETRY_SECONDS, RETRY_SECONDS + 1):
        clock[0] = now
        keeper.saw_configuration(1)
        assert soon(lambda: not keeper.busy)
    assert tries == [0.0, RETRY_SECONDS]


@pytest.mark.parametrize("harm", ["configuration", "bundle"])
def test_what_this_version_cannot_read_is_not_there(tmp_path: Path, harm: str) -> None:
    sections: dict[str, object] = {"lines": []} if harm == "configuration" else {}
    SnapshotFiles(tmp_path).write(Snapshot(1, sections, {FLOW: ["a"]}, {"a": "{}"}))
    keeper = SnapshotKeeper(SnapshotFiles(tmp_path), lambda: Snapshot(0, {}, {}, {}))
    assert (keeper.configuration() if harm == "configuration" else keeper.bundle("a")) is None
