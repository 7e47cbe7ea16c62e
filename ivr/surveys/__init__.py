"""What callers say of us after a conversation."""
