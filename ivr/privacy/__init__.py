"""What is kept of people: where, why and how long; giving it out, and erasing it."""
