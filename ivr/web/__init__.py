"""What every page for people has: its frame, its style, and its words in three languages."""
