"""The webhooks of the calls that ring agents, and of the callers who come to meet them."""
