"""Settings, as `ivr.settings` declares them."""

from dataclasses import fields

from ivr.settings import Settings

TITLE = "Settings"
ABOUT = (
    "Read from the environment when a process starts. `linja settings` shows what yours are, and "
    "[Running it](../operations.md#settings) says how they work together."
)


def body() -> str:
    """Return a table of all of them."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for field in fields(Settings):
        secret = " Secret." if field.metadata["secret"] else ""
        default = f"`{field.default}`" if field.default else ""
        rows.append(
            f"| `{field.name.upper()}` | {default} | {field.metadata['meaning']}.{secret} |"
        )
    return "\n".join(rows)
