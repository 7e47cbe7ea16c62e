"""A copy of the database, and ringing nobody of it until a person has looked."""
