"""A pretend Twilio, in a process of its own. It knows Twilio's contract and nothing of Linja."""
