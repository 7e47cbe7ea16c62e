"""A mapping from a source's own fields to ours, as an engineer writes it in YAML."""
