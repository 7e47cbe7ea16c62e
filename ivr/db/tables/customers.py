"""Customers and the numbers that they call from."""
