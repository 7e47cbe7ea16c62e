"""What this machine keeps on disk, to start and to route calls without the database."""
