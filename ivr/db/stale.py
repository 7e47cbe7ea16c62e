"""What is said of a database of another version. Apart, as Alembic takes long to load."""


class StaleDatabase(Exception):
    """The database is in the form of another version."""
