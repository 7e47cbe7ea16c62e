"""Tests of what is kept of who changed what."""
