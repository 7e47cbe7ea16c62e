"""`/desk/`: agents take whoever waits, see what they heard, and look after callbacks."""
