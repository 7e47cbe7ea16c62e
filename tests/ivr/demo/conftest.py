"""The demo's passwords are hashed quickly."""

from tests.ivr.accounts.conftest import quick

__all__ = ["quick"]
