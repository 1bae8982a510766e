"""procrastinate's own tables on PostgreSQL, for the migrations.

Names are unqualified, so everything lands in the first schema of the search path, where the engine looks for it.
The schema is read from the installed package. When an upgrade of the package changes it, `SCHEMA_VERSION` no longer
matches (a test says so): the package's newer files then become a migration of ours.
"""

from pathlib import Path

from procrastinate.schema import SchemaManager

SCHEMA_VERSION = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
"""The newest of the package's own migrations that `upgrade_sql` stands for."""

# CASCADE takes the triggers along, and nothing else can depend on these functions.
_DROP = """
DO $$
DECLARE
    routine regprocedure;
BEGIN
    FOR routine IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || routine || ' CASCADE';
    END LOOP;
END;
$$;
DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers;
DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_event_type, procrastinate_job_status;
"""


def upgrade_sql() -> str:
    """Many statements in one text, without parameters; for `op.execute`, which escapes the `%` in it."""
    return SchemaManager.get_schema()


def downgrade_sql() -> str:
    """Drops what `upgrade_sql` made, jobs included."""
    return _DROP


def installed_version() -> str:
    """The newest migration that the installed package brings."""
    return max(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
