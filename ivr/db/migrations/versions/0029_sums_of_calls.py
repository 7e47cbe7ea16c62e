"""Sums of what calls came to, by the hour and by the day."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figure_sums",
        sa.Column("span", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("detail", sa.String(length=90), nullable=False),
        sa.Column("line", sa.String(length=60), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=False),
        sa.Column("bundle", sa.String(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "span",
            "name",
            "at",
            "detail",
            "line",
            "team",
            "language",
            "flow",
            "bundle",
            name=op.f("pk_figure_sums"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "figure_hours",
        sa.Column("hour", Instant(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", name=op.f("pk_figure_hours")),
    )


def downgrade() -> None:
    op.drop_table("figure_hours")
    op.drop_table("figure_sums")
