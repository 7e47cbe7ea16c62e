"""`/api/v1/outages`: what `linja outages` does, for other systems and the people at them."""
