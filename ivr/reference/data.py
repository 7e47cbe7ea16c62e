"""What is kept, from the list by which it is found, erased and forgotten."""

from collections.abc import Sequence

from ivr.privacy.store import Store
from ivr.privacy.stores import STORES

TITLE = "What is kept"
ABOUT = (
    "Every table of the database. [Privacy](../privacy.md) says what it means, and how a person "
    "is given what is kept of them, or erased. Settings such as `LINJA_JOURNAL_DAYS` are days."
)
HEADINGS = {
    "callers": "Of callers and customers",
    "staff": "Of our own people",
    "nobody": "Of nobody",
}


def body() -> str:
    """Return a table for each of whom it is."""
    return "\n\n".join(
        f"## {heading}\n\n{_table([store for store in STORES if store.of == whose])}"
        for whose, heading in HEADINGS.items()
    )


def _table(stores: Sequence[Store]) -> str:
    rows = ["| table | what for | person in | how long |", "|---|---|---|---|"]
    rows.extend(
        f"| `{store.table}` | {store.why} | {', '.join(store.personal)} | {store.kept} |"
        for store in stores
    )
    return "\n".join(rows)
