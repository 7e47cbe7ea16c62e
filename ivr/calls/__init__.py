"""Customers' legs: webhook, sealed state, world, TwiML."""
