"""A long run: every window by itself, whoever is killed there. `make soak`."""
