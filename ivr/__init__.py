"""The application: every side effect of Linja, one folder per capability."""
