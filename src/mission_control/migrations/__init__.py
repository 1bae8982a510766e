"""One Alembic tree for both databases; batch mode lets SQLite alter tables."""
