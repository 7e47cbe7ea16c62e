"""Bodies that status pages send when an incident or a component changes."""
