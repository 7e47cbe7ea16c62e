"""The first tables."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=5), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
    )
    op.create_table(
        "bundles",
        sa.Column("hash", sa.String(length=16), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_bundles")),
    )
    op.create_table(
        "configuration",
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("section", name=op.f("pk_configuration")),
    )
    op.create_table(
        "customers",
        sa.Column("customer_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phones", sa.JSON(), nullable=False),
        sa.Column("emails", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("postcodes", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("purchase_languages", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customers")),
    )
    op.create_table(
        "legs",
        sa.Column("call_sid", sa.String(length=64), nullable=False),
        sa.Column("leg_sid", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=100), nullable=False),
        sa.Column("accepted_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", "leg_sid", name=op.f("pk_legs")),
    )
    op.create_table(
        "outage_postcodes",
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("heard_until", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("postcode", "source", "id", name=op.f("pk_outage_postcodes")),
    )
    with op.batch_alter_table("outage_postcodes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outage_postcodes_heard_until"), ["heard_until"], unique=False
        )
        batch_op.create_index("ix_outage_postcodes_source_id", ["source", "id"], unique=False)

    op.create_table(
        "outages",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("closed_as_of", Instant(), nullable=True),
        sa.Column("held_as_of", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("source", "id", name=op.f("pk_outages")),
    )
    with op.batch_alter_table("outages", schema=None) as batch_op:
        batch_op.create_index("ix_outages_source_open", ["source", "open"], unique=False)

    op.create_table(
        "sources",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_push_at", Instant(), nullable=True),
        sa.Column("last_as_of", Instant(), nullable=True),
        sa.Column("stale_after_seconds", sa.Integer(), nullable=False),
        sa.Column("silent_after_seconds", sa.Integer(), nullable=False),
        sa.Column("never_stale", sa.Boolean(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sources")),
    )
    op.create_table(
        "summaries",
        sa.Column("postcode", sa.String(length=5), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("postcode", name=op.f("pk_summaries")),
    )
    op.create_table(
        "customer_phones",
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.customer_id"],
            name=op.f("fk_customer_phones_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("phone", "customer_id", name=op.f("pk_customer_phones")),
    )
    with op.batch_alter_table("customer_phones", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_customer_phones_customer_id"), ["customer_id"], unique=False
        )

    op.create_table(
        "live",
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["bundles.hash"], name=op.f("fk_live_hash_bundles")),
        sa.PrimaryKeyConstraint("flow", name=op.f("pk_live")),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=16), nullable=False),
        sa.Column("previous_hash", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hash"], ["bundles.hash"], name=op.f("fk_publications_hash_bundles")
        ),
        sa.ForeignKeyConstraint(
            ["restores"], ["publications.id"], name=op.f("fk_publications_restores_publications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publications_flow"), ["flow"], unique=False)

    op.create_table(
        "source_tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_source_tokens_source_sources")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_source_tokens")),
    )
    with op.batch_alter_table("source_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_tokens_source"), ["source"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("source_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_tokens_source"))

    op.drop_table("source_tokens")
    with op.batch_alter_table("publications", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publications_flow"))

    op.drop_table("publications")
    op.drop_table("live")
    with op.batch_alter_table("customer_phones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_phones_customer_id"))

    op.drop_table("customer_phones")
    op.drop_table("summaries")
    op.drop_table("sources")
    with op.batch_alter_table("outages", schema=None) as batch_op:
        batch_op.drop_index("ix_outages_source_open")

    op.drop_table("outages")
    with op.batch_alter_table("outage_postcodes", schema=None) as batch_op:
        batch_op.drop_index("ix_outage_postcodes_source_id")
        batch_op.drop_index(batch_op.f("ix_outage_postcodes_heard_until"))

    op.drop_table("outage_postcodes")
    op.drop_table("legs")
    op.drop_table("customers")
    op.drop_table("configuration")
    op.drop_table("bundles")
    op.drop_table("api_tokens")
