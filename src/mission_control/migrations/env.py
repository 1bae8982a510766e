"""Run by Alembic; the connection, already in a transaction, comes from `kernel.db.migrate`."""

from alembic import context

from mission_control.kernel.db.base import Base
from mission_control.migrations import tables as _tables  # noqa: F401 - the metadata has to be whole

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
