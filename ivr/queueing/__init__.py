"""The caller's side of the queue: joining it, waiting in it, and what follows."""
