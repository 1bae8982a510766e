"""Where gateways are, how we are let in, and what was seen of them."""

import sqlalchemy as sa
from alembic import op

from mission_control.kernel.db.types import JsonDocument, UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WHERE = ("url", "workspace_root")
WAIVED = ("allow_insecure_tls", "disable_device_pairing")
SECRETS = ("sealed_token", "certificate_authority")


def upgrade() -> None:
    with op.batch_alter_table("gateways") as gateways:
        for name in WHERE:
            gateways.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        for name in WAIVED:
            gateways.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in SECRETS:
            gateways.add_column(sa.Column(name, sa.Text(), nullable=True))
        gateways.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("gateways") as gateways:
        for name in WHERE:
            gateways.alter_column(name, existing_type=sa.String(), server_default=None)
        for name in WAIVED:
            gateways.alter_column(name, existing_type=sa.Boolean(), server_default=None)
        gateways.alter_column("version", existing_type=sa.Integer(), server_default=None)
    op.create_index(
        "uq_gateways_url",
        "gateways",
        ["organization_id", "url"],
        unique=True,
        sqlite_where=sa.text("kind = 'openclaw'"),
        postgresql_where=sa.text("kind = 'openclaw'"),
    )
    op.create_table(
        "gateway_links",
        sa.Column("gateway_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_device_key", sa.Text(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("sealed_device_token", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cure", sa.Text(), nullable=False),
        sa.Column("pairing_request_id", sa.String(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("last_connected_at", UtcDateTime(), nullable=True),
        sa.Column("server_version", sa.String(), nullable=True),
        sa.Column("protocol", sa.Integer(), nullable=True),
        sa.Column("boot_id", sa.String(), nullable=True),
        sa.Column("methods", JsonDocument, nullable=True),
        sa.Column("events", JsonDocument, nullable=True),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("gateway_id", name="pk_gateway_links"),
        sa.ForeignKeyConstraint(
            ["gateway_id"], ["gateways.id"], name="fk_gateway_links_gateway_id_gateways", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_gateway_links_lease_until", "gateway_links", ["lease_until"])


def downgrade() -> None:
    op.drop_table("gateway_links")
    op.drop_index("uq_gateways_url", "gateways")
    with op.batch_alter_table("gateways") as gateways:
        for name in ("version", *SECRETS, *WAIVED, *WHERE):
            gateways.drop_column(name)
