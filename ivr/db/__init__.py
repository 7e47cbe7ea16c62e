"""The truth, in SQL: SQLite by default, PostgreSQL when there is more than one machine."""
