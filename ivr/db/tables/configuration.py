"""Lines, teams, hours and policies, one section a row."""
