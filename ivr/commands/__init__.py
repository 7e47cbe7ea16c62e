"""One file per command; each defines `command`, a click command or group, found by its name."""
