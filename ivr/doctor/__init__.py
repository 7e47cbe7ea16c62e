"""`linja doctor`: is everything set up so that callers are answered, and how to mend it."""
