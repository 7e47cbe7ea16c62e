"""The secret of an installation on one machine: made once, readable by its owner only."""

import os
import secrets
from pathlib import Path

FILE = "secret_key"


def secret_in(data_dir: Path) -> str:
    """Return the secret of this data directory, made on first use."""
    path = data_dir / FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    return _read(path)


def _read(path: Path) -> str:
    secret = path.read_text("ascii").strip()
    if not secret:
        raise OSError(f"{path} is empty: delete it and start again")
    return secret
