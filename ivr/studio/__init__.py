"""`/admin/flows/`: people who do not program change what callers hear, try it and publish it."""
