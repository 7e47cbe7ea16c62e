"""Legs of our own people: who accepted which caller."""
