"""The line of people per team, and who of ours takes whom. SQL is the truth of it."""
