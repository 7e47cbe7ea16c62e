"""Customers and the numbers that they call from; who may change them over HTTP."""

from sqlalchemy import JSON, Column, ForeignKey, String, Table, Text

from ivr.db.metadata import Instant, metadata

customers = Table(
    "customers",
    metadata,
    Column("customer_id", String(100), primary_key=True),
    Column("name", Text, nullable=False),
    Column("phones", JSON, nullable=False),
    Column("emails", JSON, nullable=False),
    Column("language", String(2), nullable=False),
    Column("postcodes", JSON, nullable=False),
    Column("services", JSON, nullable=False),
    Column("purchase_languages", JSON, nullable=False),
)

customer_phones = Table(
    "customer_phones",
    metadata,
    Column("phone", String(16), primary_key=True),
    Column(
        "customer_id",
        ForeignKey("customers.customer_id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)
"""The key by which a call finds its customers; the same numbers as in `customers.phones`."""

customer_emails = Table(
    "customer_emails",
    metadata,
    Column("email", String(200), primary_key=True),
    Column(
        "customer_id",
        ForeignKey("customers.customer_id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)
"""By which mail finds its customers; `customers.emails` in small letters."""

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scope", String(5), nullable=False),
    Column("created_at", Instant, nullable=False),
)
"""`digest` is the token's SHA-256; the token itself is kept nowhere. `scope`: read or write."""
