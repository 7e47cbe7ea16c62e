"""What a new data directory starts with, so that there is somebody to call."""
