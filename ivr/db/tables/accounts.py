"""People who sign in, what they may do, where they are signed in, and who failed to."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from ivr.db.metadata import Instant, metadata

users = Table(
    "users",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("password", String(200), nullable=False),
    Column("language", String(2), nullable=False, server_default="fi"),
    Column("totp", String(200)),
    Column("totp_step", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    Column("once_until", Instant),
)
"""
`password` is an argon2id hash, `totp` a sealed secret, `totp_step` that of the last code.
`once_until`: the password was given to them, and is good so long for choosing their own.
"""

user_roles = Table(
    "user_roles",
    metadata,
    Column("name", ForeignKey("users.name", ondelete="CASCADE"), primary_key=True),
    Column("role", String(20), primary_key=True),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("name", ForeignKey("users.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("address", String(64), nullable=False),
    Column("browser", String(200), nullable=False),
)
"""`digest` is the SHA-256 of the cookie, which is kept nowhere; `id` is shown and ended by."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_sign_in_failures_name_at", "name", "at"),
    Index("ix_sign_in_failures_address_at", "address", "at"),
)
