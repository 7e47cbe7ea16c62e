"""Who may do what: people with roles, their passwords and where they are signed in."""
