"""The organization that everybody of an OpenID provider joins is remembered by its id, no more found by its name."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "shared_organizations"
OF_A_PROVIDER = "oidc:"


def upgrade() -> None:
    table = op.create_table(
        TABLE,
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=f"pk_{TABLE}"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=f"fk_{TABLE}_organization_id_organizations",
            ondelete="SET NULL",
        ),
    )
    op.create_index(f"ix_{TABLE}_organization_id", TABLE, ["organization_id"])
    users = sa.table("users", sa.column("external_id", sa.String()))
    theirs = sa.select(users.c.external_id).where(users.c.external_id.startswith(OF_A_PROVIDER)).limit(1)
    connection = op.get_bind()
    if connection.scalar(theirs) is not None:
        # Which one it is the settings know: it is found by the name that they give, at the next sign-in, once.
        connection.execute(table.insert().values(key="oidc"))


def downgrade() -> None:
    op.drop_table(TABLE)
