"""Tests of the pages of outages, lines and words."""
