"""What was said and pressed, turn by turn, for people to read. No promise rests on it."""
