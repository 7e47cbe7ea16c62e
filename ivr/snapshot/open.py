"""A server's snapshot, if it has a directory to keep one in."""

from ivr.services import Services
from ivr.snapshot.files import SnapshotFiles
from ivr.snapshot.gather import gather
from ivr.snapshot.keeper import SnapshotKeeper


def snapshot_of(services: Services) -> SnapshotKeeper | None:
    """Return what keeps it, None for a command or a test that keeps nothing."""
    if services.folder is None:
        return None
    fallback = services.settings.linja_fallback_number
    return SnapshotKeeper(
        SnapshotFiles(services.folder), lambda: gather(services.engine, fallback)
    )
